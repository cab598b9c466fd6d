"""YAML text to located nodes, in bounded time and memory.

Built on PyYAML's events (the C parser where it is present) and not on its composer: events
come flat, so that depth, size and aliases can be bounded before anything is built, and each
key and value keeps its place. Scalars are those of YAML 1.2's core schema less the numbers that
people write as text: whole numbers without leading zeros, true and false, null; all else
(`NO`, `on`, `12:30`, `010`, dates, decimals) stays the text that was written.
"""

from __future__ import annotations

import contextlib
from typing import Any

import yaml

from followup.diagnostics import InvalidDocument, Location, Source
from followup.text.builder import Builder
from followup.text.nodes import Node, ScalarNode
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
_MERGE = "<<"


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
            tags, merge keys, an alias that contains itself, or more nodes or levels than the
            limits.
    """
    builder = _YamlBuilder(source)
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
    builder = _YamlBuilder(source)
    with contextlib.suppress(yaml.YAMLError):
        for event in yaml.parse(source.text[: mark.index if mark else 0], yaml.BaseLoader):
            builder.add(event)


class _YamlBuilder(Builder):
    """Puts nodes together from parser events."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.anchors: dict[str, Node | None] = {}
        self.documents = 0
        # To YAML these are ends of lines; an editor counts on, and so does a `Source`.
        self.counts_otherwise = any(char in source.text for char in "\x85\u2028\u2029")

    def add(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            at = self.place(event)
            self.check_tag(event, at)
            value = plain_scalar(event.value) if event.implicit[0] else event.value
            node: Node = ScalarNode(value, at)
            if event.value == _MERGE and event.implicit[0]:
                self.check_merge(at)
            if event.anchor:
                self.anchors[event.anchor] = node
            self.put(node)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            at = self.place(event)._replace(width=1)
            self.check_tag(event, at)
            self.open(at, mapping=kind == "MappingStartEvent", anchor=event.anchor)
            if event.anchor:
                self.anchors[event.anchor] = None
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            anchor = self.stack[-1].anchor
            node = self.close()
            if anchor:
                self.anchors[anchor] = node
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
        if self.counts_otherwise:
            return self.source.at(start.index, width)
        return Location(self.source, start.line + 1, start.column + 1, "", max(width, 1))

    def check_tag(self, event: Any, at: Location) -> None:
        if event.tag is not None and event.tag != "!":
            self.report(
                "F007",
                f"the tag `{short_tag(event.tag)}` is not understood",
                at,
                "put the text in quotes if the `!` belongs to it, else leave the tag out",
            )

    def check_merge(self, at: Location) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.entries is not None and parent.key is None:
            self.report(
                "F013",
                "the merge key `<<` is not understood",
                at,
                "write the keys that it would bring in; an alias can stand for a whole value, "
                "as in `key: *name`",
            )

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
        self.put(node, at)

    def key_text(self, node: Node, at: Location) -> str:
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            # A key is the text, not the value: `True` stays `True`.
            written = _as_written(self.source, node.location)
            return written if written in _WORDS else str(node.value).lower()
        return super().key_text(node, at)


def _as_written(source: Source, at: Location) -> str:
    """Return the characters at a place: `true:` or `3:` as a key is the text, not the value."""
    column = (at.column or 1) - 1
    return source.line(at.line or 1)[column : column + at.width]
