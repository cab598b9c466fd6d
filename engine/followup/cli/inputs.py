"""The histories that the command line names: files, directories, JSON Lines, standard input."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import BinaryIO

import click

from followup.core.history import History
from followup.core.vocabulary import Vocabulary
from followup.defaults import MAX_BYTES
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.library import Library
from followup.library.files import open_file, read_file
from followup.reading.kinds import OtherKind
from followup.text import decode, lines_of

LINES = (".jsonl", ".ndjson")
ENDINGS = (".yaml", ".yml", ".json", *LINES)
STDIN = "-"
_STDIN_NAME = "<stdin>"


def is_batch(paths: tuple[str, ...]) -> bool:
    """Return whether the arguments may stand for more than one history."""
    return len(paths) > 1 or any(path.endswith(LINES) or os.path.isdir(path) for path in paths)


def read_histories(
    paths: tuple[str, ...], library: Library, vocabulary: Vocabulary
) -> Iterator[History | InvalidDocument]:
    """Yield every history that the arguments name, in order; a bad one as its error."""
    for path in paths:
        if path == STDIN:
            yield from _standard_input(library, vocabulary)
        elif os.path.isdir(path):
            yield from _directory(path, library, vocabulary)
        else:
            yield from _file(path, library, vocabulary, waiting=True)


def one_history(file: str, library: Library, vocabulary: Vocabulary) -> History:
    """Return the one history that a file holds.

    Raises:
        InvalidDocument: it is wrong.
    """
    found = list(islice(read_histories((file,), library, vocabulary), 2))
    if len(found) != 1:
        held = "several histories" if found else "no history"
        raise click.UsageError(f"`{file}` holds {held}; name a file with one")
    history = found[0]
    if isinstance(history, InvalidDocument):
        raise history
    return history


def _directory(
    path: str, library: Library, vocabulary: Vocabulary
) -> Iterator[History | InvalidDocument]:
    try:
        names = sorted(os.listdir(path))
    except OSError as error:
        yield _problem(path, f"the directory cannot be read: {(error.strerror or '').lower()}")
        return
    names = [name for name in names if name.endswith(ENDINGS) and not name.startswith(".")]
    is_empty = True
    for name in names:
        for found in _file(os.path.join(path, name), library, vocabulary):
            if not isinstance(found, OtherKind):  # rulesets and cases may lie beside histories
                is_empty = False
                yield found
    if is_empty:
        yield _problem(path, "there is no history in this directory", "histories end in .yaml")


def _file(
    path: str, library: Library, vocabulary: Vocabulary, *, waiting: bool = False
) -> Iterator[History | InvalidDocument]:
    try:
        if not path.endswith(LINES):
            yield library.histories.in_text(read_file(path, waiting=waiting), vocabulary)
            return
        with open_file(path, waiting=waiting) as file:
            yield from _records(path, lines_of(file), library, vocabulary)
    except InvalidDocument as error:
        yield error
    except OSError as error:  # in the midst of many records
        yield _problem(path, f"the file cannot be read: {(error.strerror or '').lower()}")


def _records(
    name: str, lines: Iterable[bytes], library: Library, vocabulary: Vocabulary
) -> Iterator[History | InvalidDocument]:
    empty = True
    for _, record in library.histories.in_lines(name, lines, vocabulary):
        empty = False
        yield record
    if empty:
        yield _problem(name, "the document is empty", code="F006")


def _standard_input(
    library: Library, vocabulary: Vocabulary
) -> Iterator[History | InvalidDocument]:
    """Yield what standard input holds: one document, or JSON Lines as they come."""
    stream = sys.stdin.buffer
    first = _up_to_text(stream)
    if not _is_lines(first):
        first += stream.read(max(0, MAX_BYTES + 1 - len(first)))
        if not _is_lines(first):
            try:
                yield library.histories.in_text(decode(first, _STDIN_NAME), vocabulary)
            except InvalidDocument as error:
                yield error
            return
    yield from _records(_STDIN_NAME, lines_of(BytesIO(first), stream), library, vocabulary)


def _up_to_text(stream: BinaryIO) -> bytes:
    """Read the lines up to the first that is not empty, no more than a document may have."""
    read = bytearray()
    while len(read) <= MAX_BYTES and (line := stream.readline(MAX_BYTES + 1 - len(read))):
        read += line
        if line.strip():
            break
    return bytes(read)


def _is_lines(text: bytes) -> bool:
    """Return whether a text is JSON Lines: one of its lines is a record by itself.

    So is a first line that is too long to be read, if it begins as a record does.
    """
    if any(_is_record(line) for line in text.splitlines()):
        return True
    begun = text.strip()
    return len(text) > MAX_BYTES and begun.startswith(b"{") and b"\n" not in begun


def _is_record(line: bytes) -> bool:
    """Return whether a line is a JSON object of its own, as only JSON Lines have it."""
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _problem(
    path: str, message: str, help: str | None = None, code: str = "F001"
) -> InvalidDocument:
    at = Location(Source(path))
    return InvalidDocument([Problem(code=code, message=message, location=at, help=help)])
