"""Bytes to nodes: decides the encoding and whether a text is YAML, JSON or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO, NoReturn

from followup.defaults import MAX_BYTES, MAX_NODES
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.text.json_reader import read_json
from followup.text.nodes import Node
from followup.text.python_reader import read_python
from followup.text.yaml_reader import read_yaml

_MARK = "\ufeff"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MIB = 2**20


def decode(data: bytes, name: str) -> Source:
    """Return the text of a file's bytes (UTF-8, with or without a byte-order mark).

    Raises:
        InvalidDocument: the bytes are too many, are no UTF-8, or hold a zero byte.
    """
    empty = Source(name)
    if len(data) > MAX_BYTES:
        _stop("F009", f"the file is larger than {MAX_BYTES // _MIB} MiB", Location(empty))
    if data[:2] in _UTF16:
        _stop("F002", "the file is UTF-16", Location(empty, 1, 1), "save it as UTF-8")
    try:
        text = data.decode().removeprefix(_MARK)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode().removeprefix(_MARK)
        at = Source(name, before).at(len(before))._replace(source=empty)
        wrong = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        _stop("F002", wrong, at, "save the file as UTF-8")
    if "\0" in text:
        line = Source(name, text).at(text.index("\0")).line
        at = Location(empty, line)
        _stop("F002", "the file holds a zero byte: it is not text", at, "save it as UTF-8")
    return Source(name, text)


def read_text(source: Source) -> Node:
    """Return the root node of a YAML or JSON text.

    A name ending in `.json` is read as JSON. Any other text is YAML, and JSON too if it is JSON:
    YAML has no pairs of surrogates and no tabs at the beginning of lines.

    Raises:
        InvalidDocument: it is neither.
    """
    if source.name.endswith(".json"):
        return read_json(source)
    try:
        return read_yaml(source)
    except InvalidDocument:
        if source.text.lstrip()[:1] in ("{", "["):
            try:
                return read_json(source)
            except InvalidDocument:
                pass  # it was not meant as JSON, or is wrong as both
        raise


def lines_of(*streams: BinaryIO) -> Iterator[bytes]:
    """Go through the lines of streams, one stream after the other, in bounded memory.

    A line of more than MAX_BYTES bytes comes cut, one byte longer than that; the rest of it is
    passed over.
    """
    line, is_cut = b"", False
    for stream in streams:
        while piece := stream.readline(MAX_BYTES + 1 - len(line)):
            line += piece
            if piece.endswith(b"\n") and not is_cut:
                yield line
            elif piece.endswith(b"\n"):
                is_cut = False
            elif len(line) > MAX_BYTES:
                if not is_cut:
                    yield line
                is_cut = True
            else:
                continue
            line = b""
    if line and not is_cut:
        yield line


def read_json_lines(
    name: str, lines: Iterable[bytes]
) -> Iterator[tuple[int, Node | InvalidDocument]]:
    """Yield each record of JSON Lines with its line number; a bad one as its error.

    Empty lines are passed over. Nothing is raised: one bad record does not hide the others.
    """
    for number, line in enumerate(lines, 1):
        if number == 1 and line[:2] in _UTF16:
            at = Location(Source(name), 1, 1)
            help = "save it as UTF-8"
            problem = Problem(code="F002", message="the file is UTF-16", location=at, help=help)
            yield 1, InvalidDocument([problem])
            return
        if len(line) > MAX_BYTES:
            message = f"the line is longer than {MAX_BYTES // _MIB} MiB"
            at = Location(Source(name), number)
            yield number, InvalidDocument([Problem(code="F009", message=message, location=at)])
        elif line.strip():
            yield number, _record(line, name, number)


def _record(line: bytes, name: str, number: int) -> Node | InvalidDocument:
    try:
        source = decode(line, name)
        if line.count(b",") > MAX_NODES:  # it may have more values than may be built
            read_json(source)
        try:
            data = json.loads(source.text, object_pairs_hook=_once, parse_constant=_no_number)
        except (ValueError, RecursionError):
            return read_json(source)  # knows where and what is wrong
        return read_python(data, Source(name), number)
    except InvalidDocument as error:
        # Within one record places are paths; the line is that of the file.
        return InvalidDocument(
            replace(p, location=p.location._replace(line=number)) for p in error.problems
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise ValueError("a key stands twice")
    return data


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"`{word}` is not JSON")


def _stop(code: str, message: str, at: Location, help: str | None = None) -> NoReturn:
    raise InvalidDocument([Problem(code=code, message=message, location=at, help=help)])
