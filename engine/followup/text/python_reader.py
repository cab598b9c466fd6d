"""Python data (from a program, or from JSON) to located nodes, whose places are paths."""

from __future__ import annotations

import datetime
from collections.abc import Mapping as AbstractMapping
from typing import Any

from followup.defaults import MAX_DEPTH, MAX_NODES
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.text.nodes import Mapping, Node, Scalar, Sequence


def read_python(data: Any, source: Source | None = None, line: int | None = None) -> Node:
    """Return the nodes of plain Python data; places are paths such as `events[3].by`.

    Dates and times are taken over as their ISO texts, so that a program may pass them as such.

    Raises:
        InvalidDocument: a value of another type, a key that is no text, or data that is nested
            too deeply, too large or contains itself.
    """
    reader = _Reader(Location(source or Source(""), line))
    node = reader.read(data, "", 0)
    if reader.problems:
        raise InvalidDocument(reader.problems)
    return node


class _Reader:
    def __init__(self, base: Location) -> None:
        self.base = base
        self.count = 0
        self.problems: list[Problem] = []

    def stop(self, message: str, path: str, code: str = "F009") -> InvalidDocument:
        at = self.base._replace(path=path)
        return InvalidDocument([Problem(code=code, message=message, location=at)])

    def read(self, data: Any, path: str, depth: int) -> Node:
        self.count += 1
        if depth > MAX_DEPTH:
            raise self.stop(f"the document is nested more than {MAX_DEPTH} levels deep", path)
        if self.count > MAX_NODES:
            raise self.stop(f"the document has more than {MAX_NODES} values", path)
        at = self.base._replace(path=path)
        if isinstance(data, AbstractMapping):
            return self.mapping(data, at, depth)
        if isinstance(data, list | tuple):
            items = (self.read(x, f"{path}[{i}]", depth + 1) for i, x in enumerate(data))
            return Sequence(tuple(items), at)
        if isinstance(data, datetime.date | datetime.time):
            return Scalar(data.isoformat(), at)
        if isinstance(data, str) and not _is_text(data):
            raise self.stop("half a surrogate pair stands in this text", path, code="F011")
        if data is None or isinstance(data, str | int | float):
            return Scalar(data, at)
        self.problems.append(
            Problem(
                code="F011",
                message=f"a value of type `{type(data).__name__}` cannot stand in a document",
                location=at,
                help="use texts, whole numbers, true or false, lists and dicts",
            )
        )
        return Scalar(None, at)

    def mapping(self, data: AbstractMapping[Any, Any], at: Location, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Location] = {}
        for key, value in data.items():
            name = key if isinstance(key, str) else repr(key)
            path = f"{at.path}.{name}" if at.path else name
            if not isinstance(key, str):
                self.problems.append(
                    Problem(
                        code="F011",
                        message=f"the key `{name}` is no text",
                        location=at._replace(path=path),
                        help=f'write it in quotes: "{name}"',
                    )
                )
            entries[name] = self.read(value, path, depth + 1)
            keys[name] = at._replace(path=path)
        return Mapping(entries, at, keys)


def _is_text(data: str) -> bool:
    """Return whether a text can be written: JSON can say half of a character."""
    try:
        data.encode()
    except UnicodeEncodeError:
        return False
    return True
