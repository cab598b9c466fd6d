"""What a value's new setting leaves unsaid: citations of the old value, wherever they stand.

A source that states a value no longer speaks for a ruleset that sets it otherwise: not at the
parameter, and not at a rule that cites the same item for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from followup.reading.access import as_mapping, items, text, word
from followup.text import MappingNode, Node, SequenceNode

Place = tuple[str, str]
"""A source, and an item of it or a heading in it."""


def lost_places(before: Mapping[str, MappingNode], after: Mapping[str, MappingNode]) -> set[Place]:
    """Return what the parameters cited before and no parameter cites after."""
    return _cited(before.values()) - _cited(after.values())


def _cited(parameters: Iterable[MappingNode]) -> set[Place]:
    return {place for node in parameters for cite in items(node, "cites") for place in _in(cite)}


def _in(cite: Node) -> Iterator[Place]:
    node = as_mapping(cite)
    source = text(node, "source")
    yield from ((source, word(item)) for item in items(node, "items"))
    if node.get("at") is not None:
        yield source, text(node, "at")


def without(node: MappingNode, lost: set[Place]) -> MappingNode:
    """Return a rule (with its steps), fact or limit without the citations that are lost."""
    steps = node.get("steps")
    if lost and isinstance(steps, SequenceNode):
        kept_steps = tuple(without(as_mapping(step), lost) for step in steps.items)
        entries = {**node.entries, "steps": SequenceNode(kept_steps, steps.location, steps.size)}
        node = MappingNode(entries, node.location, node.keys, node.size)
    cites = node.get("cites")
    if not lost or not isinstance(cites, SequenceNode):
        return node
    kept = tuple(cite for item in cites.items if (cite := _kept(as_mapping(item), lost)))
    if len(kept) == len(cites.items) and all(a is b for a, b in zip(kept, cites, strict=True)):
        return node
    entries = {key: value for key, value in node.entries.items() if key != "cites"}
    if kept:
        entries["cites"] = SequenceNode(kept, cites.location, cites.size)
    return MappingNode(entries, node.location, node.keys, node.size)


def _kept(cite: MappingNode, lost: set[Place]) -> MappingNode | None:
    """Return a citation without the items that are lost, None where nothing is left of it."""
    if not lost & set(_in(cite)):
        return cite
    source, listed = text(cite, "source"), cite.get("items")
    left = tuple(i for i in items(cite, "items") if (source, word(i)) not in lost)
    if not isinstance(listed, SequenceNode) or not left:
        return None
    entries = {**cite.entries, "items": SequenceNode(left, listed.location, listed.size)}
    return MappingNode(entries, cite.location, cite.keys, cite.size)
