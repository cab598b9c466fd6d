"""What stands in a checked node: its scalars, texts, flags, lists and groups."""

from __future__ import annotations

from collections.abc import Container, Iterator

from followup.text import MappingNode, Node, ScalarNode, SequenceNode

ScalarValue = str | int | float | bool | None


def scalar(node: Node | None) -> ScalarValue:
    """Return a scalar's value; None for anything else."""
    return node.value if isinstance(node, ScalarNode) else None


def word(node: Node | None) -> str:
    """Return a scalar's value as a text."""
    return str(scalar(node))


def text(mapping: MappingNode, key: str, default: str = "") -> str:
    """Return the text of a key, or the default where it is not given."""
    node = mapping.get(key)
    return default if node is None else word(node)


def flag(mapping: MappingNode, key: str) -> bool:
    """Return whether a key is given and true."""
    return scalar(mapping.get(key)) is True


def entries(mapping: MappingNode, key: str) -> dict[str, Node]:
    """Return the entries of the mapping under a key, none where it is not given."""
    node = mapping.get(key)
    return node.entries if isinstance(node, MappingNode) else {}


def groups(mapping: MappingNode, key: str) -> dict[str, MappingNode]:
    """Return those entries of the mapping under a key that are mappings themselves."""
    found = entries(mapping, key)
    return {name: node for name, node in found.items() if isinstance(node, MappingNode)}


def items(mapping: MappingNode, key: str) -> tuple[Node, ...]:
    """Return the items of the list under a key, none where it is not given."""
    node = mapping.get(key)
    return node.items if isinstance(node, SequenceNode) else ()


def each(node: Node | None) -> Iterator[Node]:
    """Go through a list's items, or take a single value as a list of one."""
    if isinstance(node, SequenceNode):
        yield from node.items
    elif node is not None:
        yield node


def words(mapping: MappingNode, key: str) -> tuple[str, ...]:
    """Return the words under a key: those of a list, or a single one."""
    return tuple(word(item) for item in each(mapping.get(key)))


def as_mapping(node: Node | None) -> MappingNode:
    """Return the node, which the schema has proved to be a mapping."""
    assert isinstance(node, MappingNode)
    return node


def history_inside(node: MappingNode, root: MappingNode, own: Container[str]) -> MappingNode:
    """Return the history that stands in a part of a document, over what the document has `given`.

    Args:
        node: the part.
        root: the document.
        own: the part's own keys, which do not belong to its history.
    """
    given = root.get("given")
    shared = given if isinstance(given, MappingNode) else MappingNode({}, node.location, {})
    inner = {key: value for key, value in node.entries.items() if key not in own}
    return MappingNode(
        {**shared.entries, **inner}, node.location, {**shared.keys, **node.keys}, node.size
    )
