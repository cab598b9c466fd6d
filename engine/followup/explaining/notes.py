"""Which notes of a ruleset belong beside decisions."""

from __future__ import annotations

from collections.abc import Iterable

from followup.core.ruleset import Note, Ruleset
from followup.decision import Decision, SaidNote


def notes_beside(
    ruleset: Ruleset, decisions: Iterable[Decision], shown_in: str
) -> tuple[Note, ...]:
    """Return the notes for a place (`why` or `plan`) that fit any of these decisions.

    A note fits a decision that has one of its actions, endings, waits, statuses or rules; one
    that names none fits every decision.
    """
    spoken = {word for decision in decisions for word in _words(decision)}
    return tuple(
        note
        for note in ruleset.notes
        if note.shown_in == shown_in and (not note.beside or spoken & set(note.beside))
    )


def _words(decision: Decision) -> Iterable[str]:
    yield decision.status
    for action in decision.actions:
        yield from (action.action, action.rule)
    for entry in (*decision.stopped, *decision.held):
        yield from (entry.reason, entry.rule)


def said_notes(notes: Iterable[Note]) -> tuple[SaidNote, ...]:
    """Return notes as they stand beside a decision."""
    return tuple(SaidNote(note=note.name, says=note.says, cites=note.cites) for note in notes)
