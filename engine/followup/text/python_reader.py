"""Python data (from a program, or from JSON) to located nodes, whose places are paths."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from followup.defaults import MAX_DEPTH, MAX_NODES
from followup.diagnostics import InvalidDocument, Location, Problem, Source, shortened
from followup.text.nodes import MappingNode, Node, ScalarNode, SequenceNode
from followup.text.values import HALF_A_PAIR, TOO_MANY_DIGITS, is_long, is_text

_LONGEST_STEP = 60
_LONGEST_PATH = 240
"""The characters of a key and of a path: each of many values has a path of its own."""


def read_python(data: Any, source: Source | None = None, line: int | None = None) -> Node:
    """Return the nodes of plain Python data; places are paths such as `events[3].by`.

    Dates and times are taken over as their ISO texts, so that a program may pass them as such.

    Raises:
        InvalidDocument: a value of another type, a key that is no text, a number without measure,
            or data that is nested too deeply, too large or contains itself.
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

    def stop(self, message: str, path: str) -> InvalidDocument:
        at = self.base._replace(path=path)
        return InvalidDocument([*self.problems, Problem(code="F009", message=message, location=at)])

    def read(self, data: Any, path: str, depth: int) -> Node:
        self.count += 1
        if depth > MAX_DEPTH:
            raise self.stop(f"the document is nested more than {MAX_DEPTH} levels deep", path)
        if self.count > MAX_NODES:
            raise self.stop(f"the document has more than {MAX_NODES} values", path)
        if len(path) > _LONGEST_PATH:
            path = f"…{path[1 - _LONGEST_PATH :]}"
        at = self.base._replace(path=path)
        if isinstance(data, Mapping):
            return self.mapping(data, at, depth)
        if isinstance(data, list | tuple):
            items = (self.read(x, f"{path}[{i}]", depth + 1) for i, x in enumerate(data))
            return SequenceNode(tuple(items), at)
        if isinstance(data, datetime.date | datetime.time):
            return ScalarNode(data.isoformat(), at)
        if isinstance(data, str) and not is_text(data):
            self.report(HALF_A_PAIR, at)
            return ScalarNode("", at)
        if isinstance(data, int) and is_long(data):
            self.report(TOO_MANY_DIGITS, at)
            return ScalarNode(0, at)
        if data is None or isinstance(data, str | int | float):
            return ScalarNode(data, at)
        self.report(
            f"a value of type `{type(data).__name__}` cannot stand in a document",
            at,
            "use texts, whole numbers, true or false, lists and dicts",
        )
        return ScalarNode(None, at)

    def report(self, message: str, at: Location, help: str | None = None) -> None:
        self.problems.append(Problem(code="F011", message=message, location=at, help=help))

    def mapping(self, data: Mapping[Any, Any], at: Location, depth: int) -> MappingNode:
        entries: dict[str, Node] = {}
        keys: dict[str, Location] = {}
        for key, value in data.items():
            name = key if isinstance(key, str) else _written(key)
            step = shortened(name, _LONGEST_STEP)
            path = f"{at.path}.{step}" if at.path else step
            if not isinstance(key, str):
                help = f'write it in quotes: "{name}"'
                self.report(f"the key `{name}` is no text", at._replace(path=path), help)
            elif not is_text(key):
                self.report(HALF_A_PAIR, at._replace(path=path))
            entries[name] = self.read(value, path, depth + 1)
            keys[name] = at._replace(path=path)
        return MappingNode(entries, at, keys)


def _written(key: object) -> str:
    """Write a key as Python does, which refuses to write some."""
    try:
        return shortened(repr(key))
    except Exception:
        return f"<{type(key).__name__}>"
