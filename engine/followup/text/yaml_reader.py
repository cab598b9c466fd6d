"""YAML text to located nodes, in bounded time and memory.

Built on PyYAML's events (the C parser where it is present) and not on its composer: events
come flat, so that depth, size and aliases can be bounded before anything is built, and each
key and value keeps its place. Scalars are those of YAML 1.2's core schema less the numbers that
people write as text: whole numbers without leading zeros, true and false, null; all else
(`NO`, `on`, `12:30`, `010`, dates, decimals) stays the text that was written.
"""

from __future__ import annotations

import contextlib
from typing import Any, NoReturn

import yaml

from followup.defaults import MAX_DEPTH, MAX_NODES
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.text.nodes import Mapping, Node, Scalar, Sequence
from followup.text.yaml_words import is_too_deep, short_tag, syntax_problem

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WORDS: dict[str, bool | None] = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "null": None,
    "Null": None,
    "NULL": None,
    "~": None,
    "": None,
}


def plain_scalar(text: str) -> str | int | bool | None:
    """Return what an unquoted YAML scalar says: a whole number, true/false, null, or its text."""
    if text in _WORDS:
        return _WORDS[text]
    digits = text[1:] if text[0] == "-" else text
    is_whole = digits.isascii() and digits.isdigit() and len(digits) <= 15
    return int(text) if is_whole and (digits[0] != "0" or digits == "0") else text


def read_yaml(source: Source) -> Node:
    """Return the root node of a YAML text with exactly one document.

    Raises:
        InvalidDocument: the text is not YAML, is empty, has several documents, duplicate keys,
            tags, an alias that contains itself, or more nodes or levels than the limits.
    """
    builder = _Builder(source)
    try:
        for event in yaml.parse(source.text, _LOADER):
            builder.add(event)
    except yaml.YAMLError as error:
        if is_too_deep(error):
            _fail_where_too_deep(source, error)
        builder.problems.append(syntax_problem(source, error))
    except UnicodeEncodeError:
        builder.report("F002", "half a surrogate pair stands in the text", Location(source, 1))
    if builder.root is None and not builder.problems:
        builder.report(
            "F006",
            "the document is empty",
            Location(source, 1, 1),
            "lines that begin with `#` are remarks and say nothing",
        )
    if builder.problems or builder.root is None:
        raise InvalidDocument(builder.problems)
    return builder.root


def _fail_where_too_deep(source: Source, error: yaml.YAMLError) -> None:
    """Fail at the first opening that is one too many, where the parser gave up by itself.

    libyaml bounds the depth too, and its scanner runs ahead of the events: its error may come
    before the first of them, and points at its own bound. The parser in Python has none, and
    reads no further than libyaml came.
    """
    mark = getattr(error, "problem_mark", None)
    builder = _Builder(source)
    with contextlib.suppress(yaml.YAMLError):
        for event in yaml.parse(source.text[: mark.index if mark else 0], yaml.BaseLoader):
            builder.add(event)


class _Open:
    """A list or mapping whose end has not been read yet."""

    __slots__ = ("anchor", "entries", "items", "key", "key_location", "keys", "location", "size")

    def __init__(self, location: Location, anchor: str | None, mapping: bool) -> None:
        self.location = location
        self.anchor = anchor
        self.items: list[Node] = []
        self.entries: dict[str, Node] | None = {} if mapping else None
        self.keys: dict[str, Location] = {}
        self.key: str | None = None
        self.key_location = location
        self.size = 1


class _Builder:
    """Puts nodes together from parser events; collects what is wrong on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node | None] = {}
        self.documents = 0
        self.nodes = 0

    def report(self, code: str, message: str, at: Location, help: str | None = None) -> None:
        self.problems.append(Problem(code=code, message=message, location=at, help=help))

    def fail(self, code: str, message: str, at: Location, help: str | None = None) -> NoReturn:
        """Report a problem after which reading on makes no sense."""
        self.report(code, message, at, help)
        raise InvalidDocument(self.problems)

    def add(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            at = self.place(event)
            self.check_tag(event, at)
            self.put(
                Scalar(plain_scalar(event.value) if event.implicit[0] else event.value, at),
                event.anchor,
            )
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self.open(event, mapping=kind == "MappingStartEvent")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.close()
        elif kind == "AliasEvent":
            self.alias(event)
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self.fail(
                    "F005",
                    "a second document starts here",
                    self.place(event),
                    "put each document into its own file",
                )

    def place(self, event: Any) -> Location:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return Location(self.source, start.line + 1, start.column + 1, "", max(width, 1))

    def check_tag(self, event: Any, at: Location) -> None:
        if event.tag is not None and event.tag != "!":
            self.report(
                "F007",
                f"the tag `{short_tag(event.tag)}` is not understood",
                at,
                "put the text in quotes if the `!` belongs to it, else leave the tag out",
            )

    def open(self, event: Any, *, mapping: bool) -> None:
        at = self.place(event)._replace(width=1)
        self.check_tag(event, at)
        if len(self.stack) >= MAX_DEPTH:
            self.fail("F009", f"the document is nested more than {MAX_DEPTH} levels deep", at)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(at, event.anchor, mapping))

    def close(self) -> None:
        done = self.stack.pop()
        node: Node
        if done.entries is None:
            node = Sequence(tuple(done.items), done.location, done.size)
        else:
            node = Mapping(done.entries, done.location, done.keys, done.size)
        self.put(node, done.anchor)

    def alias(self, event: Any) -> None:
        at = self.place(event)
        if event.anchor not in self.anchors:
            self.fail(
                "F008",
                f"the alias `*{event.anchor}` names no anchor before it",
                at,
                "put a text that begins with `*` in quotes",
            )
        node = self.anchors[event.anchor]
        if node is None:
            self.fail("F008", f"the alias `*{event.anchor}` stands inside what it names", at)
        self.put(node, None, at)

    def put(self, node: Node, anchor: str | None, at: Location | None = None) -> None:
        """Hang a finished node where it belongs: as the root, an item, a key or a value."""
        if anchor:
            self.anchors[anchor] = node
        at = at or node.location
        # An alias is counted with all that it stands for, so that a few lines cannot
        # unfold into billions of nodes for the passes that follow.
        self.nodes += node.size if at is not node.location else 1
        if self.nodes > MAX_NODES:
            self.fail("F009", f"the document has more than {MAX_NODES} values", at)
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.size += node.size
        if parent.entries is None:
            parent.items.append(node)
        elif parent.key is None:
            self.put_key(parent, node, at)
        else:
            parent.entries[parent.key] = node
            parent.keys[parent.key] = parent.key_location
            parent.key = None

    def put_key(self, parent: _Open, node: Node, at: Location) -> None:
        if not isinstance(node, Scalar) or node.value is None:
            self.fail("F003", "a key must be a word", at, "quote a key with special characters")
        key = node.value
        if isinstance(key, bool):  # a key is the text, not the value: `True` stays `True`
            written = _as_written(self.source, node.location)
            key = written if written in _WORDS else str(key).lower()
        key = str(key)
        assert parent.entries is not None
        if key in parent.entries:
            first = parent.keys[key]
            self.report(
                "F004",
                f"the key `{key}` stands here a second time",
                at,
                f"the first one is on line {first.line}; keep one of them",
            )
        parent.key, parent.key_location = key, at


def _as_written(source: Source, at: Location) -> str:
    """Return the characters at a place: `true:` or `3:` as a key is the text, not the value."""
    column = (at.column or 1) - 1
    return source.line(at.line or 1)[column : column + at.width]
