"""Bytes to nodes: decides the encoding and whether a text is YAML, JSON or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NoReturn

from followup.defaults import MAX_BYTES
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.text.nodes import Mapping, Node, Scalar, Sequence
from followup.text.python_reader import read_python
from followup.text.yaml_reader import read_yaml


def decode(data: bytes, name: str) -> Source:
    """Return the text of a file's bytes (UTF-8, with or without a byte-order mark).

    Raises:
        InvalidDocument: the bytes are too many, are no UTF-8, or hold a zero byte.
    """
    empty = Source(name)
    if len(data) > MAX_BYTES:
        _stop("F009", f"the file is larger than {MAX_BYTES // 2**20} MiB", Location(empty))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _stop("F002", "the file is UTF-16", Location(empty, 1, 1), "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        at = Location(empty, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        wrong = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        _stop("F002", wrong, at, "save the file as UTF-8")
    if "\0" in text:
        before_zero = text[: text.index("\0")]
        at = Location(empty, before_zero.count("\n") + 1)
        _stop("F002", "the file holds a zero byte: it is not text", at, "save it as UTF-8")
    return Source(name, text)


def read_text(source: Source) -> Node:
    """Return the root node of a YAML or JSON text.

    A name ending in `.json` is read as JSON; where something is wrong with it, the places are
    looked up through the YAML reader, because JSON is YAML but for its tabs.
    """
    if not source.name.endswith(".json"):
        return read_yaml(source)
    # The tabs of valid JSON stand between its tokens only, so columns stay right.
    as_yaml = Source(source.name, source.text.replace("\t", " "))
    try:
        data = _load_json(source.text, source, 1)
    except InvalidDocument as error:
        if error.problems[0].code == "F004":
            read_yaml(as_yaml)  # knows on which line the second key stands
        raise
    node = read_python(data, source)
    try:
        return _placed(node, read_yaml(as_yaml))
    except InvalidDocument:
        return node


def _placed(node: Node, places: Node) -> Node:
    """Return what JSON says with the places that YAML knows, where both have the same shape."""
    if isinstance(node, Mapping) and isinstance(places, Mapping):
        inner = places.entries
        entries = {
            key: _placed(value, inner[key]) if key in inner else value
            for key, value in node.entries.items()
        }
        return Mapping(entries, places.location, places.keys, node.size)
    if isinstance(node, Sequence) and isinstance(places, Sequence):
        pairs = zip(node.items, places.items, strict=True)
        return Sequence(tuple(_placed(*pair) for pair in pairs), places.location, node.size)
    if isinstance(node, Scalar) and isinstance(places, Scalar):
        return Scalar(node.value, places.location)
    return node


def read_json_lines(
    name: str, lines: Iterable[bytes]
) -> Iterator[tuple[int, Node | InvalidDocument]]:
    """Yield each record of JSON Lines with its line number; a bad one as its error.

    Empty lines are passed over. Nothing is raised: one bad record does not hide the others.
    """
    for number, line in enumerate(lines, 1):
        if number == 1 and line[:2] in (b"\xff\xfe", b"\xfe\xff"):
            at = Location(Source(name), 1, 1)
            help = "save it as UTF-8"
            problem = Problem(code="F002", message="the file is UTF-16", location=at, help=help)
            yield 1, InvalidDocument([problem])
            return
        if line.strip():
            yield number, _record(line, name, number)


def _record(line: bytes, name: str, number: int) -> Node | InvalidDocument:
    try:
        source = Source(name, decode(line, name).text)
        return read_python(_load_json(source.text, source, number), source, number)
    except InvalidDocument as error:
        # Within one record places are paths; the line is that of the file.
        return InvalidDocument(
            replace(p, location=p.location._replace(line=number)) for p in error.problems
        )


def _load_json(text: str, source: Source, first_line: int) -> Any:
    def pairs(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in items:
            if key in result:
                at = Location(source, first_line)
                _stop("F004", f"the key `{key}` stands twice in one object", at, "keep one of them")
            result[key] = value
        return result

    def constant(word: str) -> NoReturn:
        at = Location(source, first_line)
        _stop("F012", f"`{word}` is not JSON", at)

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as error:
        at = Location(source, first_line + error.lineno - 1, error.colno)
        _stop("F012", _in_plain_words(error.msg), at)
    except RecursionError:
        _stop("F009", "the document is nested too deeply", Location(source, first_line))
    except ValueError as error:  # a number with more digits than Python converts
        _stop("F012", f"this is not JSON: {_lower(str(error))}", Location(source, first_line))


_PLAIN_WORDS = {
    "Expecting ',' delimiter": "a comma, or the closing bracket, is missing before this place",
    "Expecting property name": "a key in double quotes belongs here",
    "Illegal trailing comma": "a comma stands before the closing bracket",
    "Expecting ':' delimiter": "a colon is missing before this place",
    "Expecting value": "a value is missing here, or a text has no double quotes",
    "Unterminated string": "a double quote is not closed",
    "Extra data": "the document goes on after its end",
    "Invalid control character": "a line break or a tab stands inside quotes",
    "Invalid \\escape": "a backslash in a text must be written twice",
}


def _in_plain_words(message: str) -> str:
    """Translate a message of Python's JSON reader, whose wording differs between versions."""
    for sign, words in _PLAIN_WORDS.items():
        if message.startswith(sign):
            return f"this is not JSON: {words}"
    return f"this is not JSON: {_lower(message)}"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _stop(code: str, message: str, at: Location, help: str | None = None) -> NoReturn:
    raise InvalidDocument([Problem(code=code, message=message, location=at, help=help)])
