"""Nodes of notes to `Note`s: what is worth knowing beside a decision."""

from __future__ import annotations

from followup.core.ruleset import CLOCK_STOPPED, Note
from followup.core.vocabulary import Vocabulary
from followup.reading.access import items, text
from followup.reading.citations import CitationReader
from followup.reading.inheritance import FlatRuleset
from followup.reading.report import Report

STATUSES = ("act", "wait", "stop", "silent")


def read_notes(
    flat: FlatRuleset, vocabulary: Vocabulary, cites: CitationReader, report: Report
) -> tuple[Note, ...]:
    """Return the notes of a flat document; report names that mean nothing."""
    words = [*vocabulary.actions, *vocabulary.endings, *vocabulary.waits, CLOCK_STOPPED, *STATUSES]
    known, kind = [*words, *flat.rules], "action, ending, wait, status or rule"
    found = []
    for name, node in flat.notes.items():
        beside = [report.check_word(kind, item, known) for item in items(node, "with")]
        for key in ("in", "says"):
            if node.get(key) is None:
                report.add("F102", f"the note `{name}` lacks `{key}`", node.location)
        found.append(
            Note(
                name=name,
                says=text(node, "says"),
                shown_in=text(node, "in"),
                beside=tuple(beside),
                cites=cites(node),
            )
        )
    return tuple(found)
