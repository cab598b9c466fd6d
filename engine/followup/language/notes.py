"""Nodes of notes to `Note`s: what is worth knowing beside a decision."""

from __future__ import annotations

from followup.language.building import items, scalar, text
from followup.language.model import Note
from followup.language.names import Names

STATUSES = ("act", "wait", "stop", "silent")


def build_notes(shared: Names) -> tuple[Note, ...]:
    """Return the notes of a flat document; report names that mean nothing."""
    vocabulary = shared.vocabulary
    rules = [text(rule, "rule") for rule in shared.flat.rules]
    words = [*vocabulary.actions, *vocabulary.endings, *vocabulary.waits, *STATUSES]
    known = [*words, *rules]
    found = []
    for name, node in shared.flat.notes.items():
        for item in items(node, "with"):
            if scalar(item) not in known:
                kind = "action, ending, wait, status or rule"
                shared.report.unknown("F303", kind, scalar(item), known, item.location)
        for key in ("in", "says"):
            if node.get(key) is None:
                shared.report.add("F102", f"the note `{name}` lacks `{key}`", node.location)
        found.append(
            Note(
                name=name,
                says=text(node, "says"),
                shown_in=text(node, "in"),
                beside=tuple(str(scalar(item)) for item in items(node, "with")),
                cites=shared.cites(node),
                location=node.location,
            )
        )
    return tuple(found)
