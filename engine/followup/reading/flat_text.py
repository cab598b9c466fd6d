"""A flat ruleset back to YAML, with beside each line the document that it came from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from followup.reading.inheritance import FlatRuleset
from followup.text import MappingNode, Node, ScalarNode, SequenceNode
from followup.text.characters import visible

_PLAIN = re.compile(
    r"(?:[A-Za-z]|\d+ [A-Za-z])[A-Za-z0-9;'’()/—–-]*"
    r"(?:[.,]? [A-Za-z0-9;'’()/—–-]+|\.[A-Za-z0-9-]+)*\.?"
)
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def flat_text(flat: FlatRuleset, vocabulary: str) -> str:
    """Return a flat ruleset as one document that builds on nothing else.

    Every line ends in a comment with the file and the line that it came from; the text is a
    ruleset that means the same.
    """
    lines = [*_header(flat, vocabulary)]
    named: tuple[tuple[str, Mapping[str, Node]], ...] = (
        ("sources", flat.sources),
        ("parameters", flat.parameters),
        ("tracks", flat.tracks),
        ("days", flat.days),
        ("facts", flat.facts),
    )
    for key, entries in named:
        if entries:
            lines += ["", f"{key}:"]
            for name, node in entries.items():
                lines += _entry(name, node, 2, node)
    for key, rules in (
        ("rules", flat.rules),
        ("limits", flat.limits),
        ("notes", flat.notes),
    ):
        if rules:
            lines += ["", f"{key}:"]
            for node in rules.values():
                lines += _item(node, 2)
    return "\n".join(lines) + "\n"


def _header(flat: FlatRuleset, vocabulary: str) -> Iterator[str]:
    for key in ("ruleset", "title", "version", "about", "abstract", "reviewed"):
        node = flat.header.get(key)
        if node is not None:
            yield from _entry(key, node, 0, node)
        if key == "version":
            yield f"vocabulary: {vocabulary}"
    if flat.roll is not None:
        yield from _entry("roll", flat.roll, 0, flat.roll)


def _entry(key: str, node: Node, indent: int, origin: Node) -> Iterator[str]:
    margin = " " * indent
    inline = _inline(node)
    if inline is not None:
        yield _commented(f"{margin}{key}: {inline}", origin)
    elif isinstance(node, MappingNode):
        yield _commented(f"{margin}{key}:", origin)
        for name, inner in node.entries.items():
            yield from _entry(name, inner, indent + 2, inner)
    elif isinstance(node, SequenceNode):
        yield _commented(f"{margin}{key}:", origin)
        for item in node.items:
            yield from _item(item, indent + 2)


def _item(node: Node, indent: int) -> Iterator[str]:
    inline = _inline(node)
    margin = " " * indent
    if inline is not None:
        yield _commented(f"{margin}- {inline}", node)
        return
    assert isinstance(node, MappingNode)
    for number, (name, inner) in enumerate(node.entries.items()):
        lines = list(_entry(name, inner, indent + 2, inner))
        if number == 0:
            lines[0] = f"{margin}- {lines[0].lstrip()}"
        yield from lines


def _inline(node: Node, *, within: bool = False) -> str | None:
    """Return a node on one line if that is short enough to read; `within` braces always."""
    if isinstance(node, ScalarNode):
        return _scalar(node.value, within=within)
    if isinstance(node, SequenceNode):
        text = "[" + ", ".join(str(_inline(item, within=True)) for item in node.items) + "]"
    else:
        pairs = (f"{k}: {_inline(v, within=True)}" for k, v in node.entries.items())
        text = "{" + ", ".join(pairs) + "}"
    return text if within or len(text) <= 72 else None


def _scalar(value: object, *, within: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    if plain and not (within and "," in text):
        return text
    return visible(json.dumps(text, ensure_ascii=False))


def _commented(line: str, node: Node) -> str:
    at = node.location
    if at.line is None:
        return line
    name = at.source.name.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{line}  # {visible(name)}:{at.line}"
