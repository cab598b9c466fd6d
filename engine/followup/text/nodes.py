"""Located nodes: what a document says, with the place of every key and value.

Positions never take part in equality: two nodes that say the same are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Union

from followup.diagnostics import Location


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text, a whole number, true or false, or nothing (None)."""

    value: str | int | float | bool | None
    location: Location = field(compare=False)
    size = 1


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list of nodes. `size` counts the nodes in it, itself included."""

    items: tuple[Node, ...]
    location: Location = field(compare=False)
    size: int = field(compare=False, default=1)

    def __iter__(self) -> Iterator[Node]:
        """Go through the items in their order."""
        return iter(self.items)


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys with their values, in the document's order; `keys` holds the place of each key."""

    entries: dict[str, Node]
    location: Location = field(compare=False)
    keys: dict[str, Location] = field(compare=False)
    size: int = field(compare=False, default=1)

    def get(self, key: str) -> Node | None:
        """Return the value of `key`, or None where the key is not given or its value is null."""
        node = self.entries.get(key)
        return None if isinstance(node, ScalarNode) and node.value is None else node

    def at(self, key: str) -> Location:
        """Return the place of `key`, or the mapping's own where it is not given."""
        return self.keys.get(key, self.location)


Node = Union[ScalarNode, SequenceNode, MappingNode]  # noqa: UP007 - the names are forward references


def plain(node: Node) -> Any:
    """Return the node as plain Python data (str, int, bool, None, list, dict)."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}
