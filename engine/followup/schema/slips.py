"""Values and keys as a message echoes them, and advice on what was meant by a slip."""

from __future__ import annotations

from typing import Any

from followup.diagnostics import shortened
from followup.text import MappingNode, Node, ScalarNode, SequenceNode

_LONGEST = 60
_COMMA = "between braces a comma ends a text: quote the whole text if this belongs to it"


def bare_help(key: str, node: Node, known: list[str]) -> str | None:
    """Return advice on a key that was not meant as one: it has no colon of its own."""
    if not is_bare(key, node):
        return None
    word, value = as_entry(key)
    if word in known and value:
        return f"write `{short(f'{word}: {value}')}`"
    return _COMMA


def is_bare(key: str, node: Node) -> bool:
    """Return whether a key stands without a colon, as a text with a comma leaves one in braces."""
    if not isinstance(node, MappingNode):
        return False
    value, at = node.entries[key], node.at(key)
    if not isinstance(value, ScalarNode) or value.value is not None or at.column is None:
        return False
    rest = at.source.line(at.line or 0)[at.column - 1 + at.width :]
    return not rest.lstrip().startswith(":")


def as_entry(key: str) -> tuple[str, str]:
    """Return the key and the value of an entry without a colon, or without a space after it."""
    word, _, value = key.replace(":", " ", 1).replace("=", " ", 1).partition(" ")
    return word, value.strip()


def value_help(key: str) -> str:
    """Return advice on a key without a value: one that was meant with a colon in it has one."""
    word, value = as_entry(key)
    if value:
        return f"write `{short(f'{word}: {value}')}`, with a colon and a space"
    return "write one, or remove the line"


def type_help(kinds: list[str], node: Node) -> str | None:
    """Return advice on a value that is of none of the kinds that may stand at its place."""
    value = node.value if isinstance(node, ScalarNode) else None
    if "string" in kinds and isinstance(value, int):
        return f'put it in quotes: "{short(word_of(value))}"'
    if "string" in kinds and isinstance(node, MappingNode) and len(node.entries) == 1:
        return _joined_help(node)
    if "array" in kinds and value is not None:
        return f"write a list: [{short(word_of(value))}]"
    if kinds == ["array"] and isinstance(node, MappingNode):
        joined = any(key.startswith("-") for key in node.entries)
        return "put a space after the dash" if joined else "begin each of its entries with `- `"
    if kinds == ["object"]:
        return _group_help(node)
    if "boolean" in kinds and str(value).lower() in _ALMOST_FLAGS:
        return "write `true` or `false`"
    return None


_ALMOST_FLAGS = {"yes", "no", "on", "off", "y", "n", "0", "1"}


def _joined_help(node: MappingNode) -> str | None:
    """Advise on a text with a colon in it, which YAML takes for a key and its value."""
    ((key, value),) = node.entries.items()
    if not isinstance(value, ScalarNode) or value.value is None:
        return None
    written = short(f"{key}:{word_of(value.value)}")
    return f'write `"{written}"`, in quotes and without the space'


def _group_help(node: Node) -> str | None:
    """Advise on what was meant as a group of keys: a key without its colon, or in brackets."""
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        word, value = as_entry(node.value)
        return f"write `{{{short(f'{word}: {value}')}}}`, with a colon" if word and value else None
    at = node.location
    in_brackets = at.source.line(at.line or 0)[(at.column or 1) - 1 :].startswith("[")
    items = node.items if isinstance(node, SequenceNode) else ()
    if (
        in_brackets
        and items
        and all(isinstance(i, MappingNode) and len(i.entries) == 1 for i in items)
    ):
        return "keys that belong together stand between braces: `{…}`"
    return None


def describe(node: Node) -> str:
    """Return a value as the subject of a sentence."""
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a group of keys"
    return "nothing" if node.value is None else f"`{short(word_of(node.value))}`"


def word_of(value: Any) -> str:
    """Return a value as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def short(text: str) -> str:
    """Return a text as it stands in a sentence that goes on after it."""
    return shortened(text, _LONGEST)
