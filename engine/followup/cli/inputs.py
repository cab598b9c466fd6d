"""The histories that the command line names: files, directories, JSON Lines, standard input."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

import click

from followup.core.history import History
from followup.core.vocabulary import Vocabulary
from followup.defaults import MAX_BYTES
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.library import Library
from followup.library.files import CASES_ENDING, VOCABULARY_FILE, read_file, read_stream

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
            yield from _file(path, library, vocabulary)


def one_history(file: str, library: Library, vocabulary: Vocabulary) -> History:
    """Return the one history that a file holds.

    Raises:
        InvalidDocument: it is wrong.
    """
    found = list(read_histories((file,), library, vocabulary))
    if len(found) != 1:
        raise click.UsageError(f"`{file}` holds {len(found)} histories; name a file with one")
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
    names = [name for name in names if not name.endswith(CASES_ENDING) and name != VOCABULARY_FILE]
    if not names:
        yield _problem(path, "there is no history in this directory", "histories end in .yaml")
    for name in names:
        yield from _file(os.path.join(path, name), library, vocabulary)


def _file(
    path: str, library: Library, vocabulary: Vocabulary
) -> Iterator[History | InvalidDocument]:
    try:
        if not path.endswith(LINES):
            yield library.histories.in_text(read_file(path), vocabulary)
            return
        with open(path, "rb") as lines:
            yield from _records(path, lines, library, vocabulary)
    except InvalidDocument as error:
        yield error
    except OSError:
        yield from _unreadable(path)


def _unreadable(path: str) -> Iterator[InvalidDocument]:
    try:
        read_file(path)
    except InvalidDocument as error:
        yield error


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
    first = [line for line in _up_to_text(stream)]
    if first and _is_record(first[-1]):
        yield from _records(_STDIN_NAME, chain(first, stream), library, vocabulary)
        return
    try:
        source = read_stream(stream, _STDIN_NAME, b"".join(first))
    except InvalidDocument as error:
        yield error
        return
    lines = source.text.encode().splitlines(keepends=True)
    if any(_is_record(line) for line in lines):
        yield from _records(_STDIN_NAME, lines, library, vocabulary)
        return
    try:
        yield library.histories.in_text(source, vocabulary)
    except InvalidDocument as error:
        yield error


def _up_to_text(stream: BinaryIO) -> Iterator[bytes]:
    """Go through the lines up to the first that is not empty."""
    for line in iter(lambda: stream.readline(MAX_BYTES), b""):
        yield line
        if line.strip():
            return


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
