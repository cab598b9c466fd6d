"""A vocabulary that extends another: both documents to one that has the words of both.

The child only adds: whatever a ruleset, a history or a message of the parent says means the same
in its words. So each name of the parent stays as it is; an event may get more fields.
"""

from __future__ import annotations

from collections.abc import Iterator

from followup.reading.access import entries, flag, text
from followup.reading.report import Report
from followup.text import MappingNode, Node, SequenceNode

_HEADER = ("vocabulary", "title", "version", "about")
_KINDS = {
    "tracks": "track",
    "roles": "role",
    "channels": "channel",
    "fields": "field",
    "events": "event",
    "actions": "action",
    "endings": "ending",
    "waits": "wait",
    "remarks": "remark",
    "checklist": "hint",
    "sources": "source",
    "tones": "tone",
    "messages": "message",
}
_LISTS = ("names-case", "correspondence")
_MEND = "a vocabulary only adds to the one that it extends; give yours another name"


def extended(parent: MappingNode, child: MappingNode, report: Report) -> MappingNode:
    """Return a vocabulary's document with what it extends; what it would change is reported."""
    own = {key: child.entries[key] for key in _HEADER if child.get(key) is not None}
    sections = dict(_sections(parent, child, report))
    kept = {key: node for key, node in parent.entries.items() if key not in _HEADER}
    return MappingNode(
        {**own, **kept, **sections},
        child.location,
        {**parent.keys, **child.keys},
        parent.size + child.size,
    )


def _sections(
    parent: MappingNode, child: MappingNode, report: Report
) -> Iterator[tuple[str, Node]]:
    """Go through the parts of a child, each with what the parent has in it."""
    of = text(parent, "vocabulary")
    for key, node in child.entries.items():
        if key in (*_HEADER, "extends") or child.get(key) is None:
            continue
        before = parent.get(key)
        if before is None:
            yield key, node
        elif key in _LISTS:
            yield key, _longer(before, node)
        elif key in _KINDS:
            assert isinstance(before, MappingNode) and isinstance(node, MappingNode)
            yield key, _section(key, of, before, node, report)
        else:
            report.add("F307", f"`{of}` has `{key}` already", child.at(key), "leave it out")


def _section(
    key: str, of: str, parent: MappingNode, child: MappingNode, report: Report
) -> MappingNode:
    """Return a part of the parent with the names that the child adds."""
    found = dict(parent.entries)
    for name, node in child.entries.items():
        before = parent.entries.get(name)
        if before is None:
            found[name] = node
            if key == "fields":
                _check_optional(name, of, node, report)
        elif key == "events" and isinstance(node, MappingNode) and list(node.entries) == ["fields"]:
            assert isinstance(before, MappingNode)
            found[name] = _with_fields(name, before, node, report)
        else:
            help = "for more fields of it write only `fields`" if key == "events" else _MEND
            message = f"`{of}` has the {_KINDS[key]} `{name}` already"
            report.add("F307", message, child.at(name), help)
    return _joined(parent, child, found)


def _with_fields(
    event: str, parent: MappingNode, child: MappingNode, report: Report
) -> MappingNode:
    """Return an event of the parent with the fields that the child adds."""
    before, added = parent.get("fields"), child.entries["fields"]
    assert isinstance(added, MappingNode)
    taken = {*entries(parent, "fields"), *entries(parent, "derived")}
    for name, node in added.entries.items():
        if name in taken:
            message = f"the event `{event}` has the field `{name}` already"
            report.add("F307", message, added.at(name), _MEND)
        _check_optional(name, event, node, report)
    if isinstance(before, MappingNode):
        new = {name: node for name, node in added.entries.items() if name not in taken}
        added = _joined(before, added, {**before.entries, **new})
    return _joined(parent, child, {**parent.entries, "fields": added})


def _longer(parent: Node, child: Node) -> SequenceNode:
    """Return a list of the parent with the entries that the child adds."""
    assert isinstance(parent, SequenceNode) and isinstance(child, SequenceNode)
    added = (item for item in child.items if item not in parent.items)
    return SequenceNode((*parent.items, *added), parent.location, parent.size + child.size)


def _check_optional(name: str, of: str, node: Node, report: Report) -> None:
    if isinstance(node, MappingNode) and flag(node, "required"):
        message = f"the field `{name}` cannot be required"
        help = f"histories in the words that `{of}` had before do not have it"
        report.add("F307", message, node.at("required"), help)


def _joined(parent: MappingNode, child: MappingNode, found: dict[str, Node]) -> MappingNode:
    return MappingNode(
        found, parent.location, {**child.keys, **parent.keys}, parent.size + child.size
    )
