"""The remarks and answers of a vocabulary: what is checked, and what their conditions mean."""

from __future__ import annotations

import pytest
import yaml

from followup.diagnostics import InvalidDocument
from followup.remarking.remarks import remarks
from tests.language.documents import VOCABULARY, history_of, vocabulary_of

WRONG = {
    "an unknown kind": ("of: vist, says: x", "F303 there is no kind of event `vist`"),
    "an unknown field": ("of: {visit: {plce: hall}}, says: x", "F303 `visit` has no field `plce`"),
    "an unknown name": (
        "of: visit, when: {promis: known}, says: x",
        "F303 there is no kind of event or field of a history `promis`",
    ),
    "a number of nothing": (
        "of: {visit: {score: {below: visit.scor}}}, says: x",
        "F303 `visit` has no field `scor`",
    ),
    "a word for a number": (
        "of: {visit: {score: {below: visit.place}}}, says: x",
        "F401 `visit.place` is a text, not a number",
    ),
    "a sum of words": (
        "of: visit, together: {place: hall}, says: x",
        "F303 `visit` has no number `place`",
    ),
    "a sum over two kinds": (
        "of: [visit, note], together: {score: {above: 3}}, says: x",
        "F108 `together` sums up the events of one kind, and `of` names several",
    ),
    "a phrase of nothing": (
        "of: {note: {day: {before: visits}}}, says: x",
        "F303 there is no kind of event or field of a history `visits`",
    ),
    "no sentence": ("of: visit", "F102"),
}


def declared(remark: str) -> str:
    return f"{VOCABULARY}\nremarks:\n  odd: {{{remark}}}\n"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_remark(name: str) -> None:
    """A remark may speak of what the vocabulary has, and nothing else."""
    remark, message = WRONG[name]
    with pytest.raises(InvalidDocument) as raised:
        vocabulary_of(declared(remark))
    (problem,) = raised.value.problems
    assert f"{problem.code} {problem.message}".startswith(message)


EVENTS = """
events:
  - {date: 2026-03-02, event: visit, place: hall, score: 3}
  - {date: 2026-03-04, event: note, kind: maybe, day: 2026-03-03}
  - {date: 2026-03-09, event: visit, place: yard, score: 5}
"""
MEANT = {
    "a kind": ("of: visit", [0, 2]),
    "a kind with a field": ("of: {visit: {place: yard}}", [2]),
    "kinds": ("of: [note, {visit: {score: {above: 4}}}]", [1, 2]),
    "two patterns of a kind": ("of: [{visit: {score: 3}}, {visit: {score: 5}}]", [0, 2]),
    "the latest of another kind so far": ("of: visit, when: {note: known}", [2]),
    "a field of it": ("of: visit, when: {note.kind: maybe}", [2]),
    "none so far": ("of: visit, when: {note: unknown}", [0]),
    "its own kind is itself": ("of: {visit: {score: {at-least: visit.score}}}", [0, 2]),
    "a date against the event": ("of: {note: {day: {before: note}}}", [1]),
    "a phrase": ("of: {note: {day: {before: 1 day after visit}}}", []),
    "a longer one": ("of: {note: {day: {before: 2 days after visit}}}", [1]),
    "a number": ("of: {note: {day: known}}, when: {visit.score: {below: 4}}", [1]),
    "a sum": ("of: visit, together: {score: {at-least: 8}}", [2]),
    "a sum against a number of an event": (
        "of: visit, together: {score: {above: visit.score}}",
        [],
    ),
}


@pytest.mark.parametrize("name", MEANT)
def test_what_a_remark_means(name: str) -> None:
    """A kind of event means the latest up to the event that is looked at, which is its own."""
    remark, entries = MEANT[name]
    text = declared(f"{remark}, says: odd, help: look")
    vocabulary = vocabulary_of(text)
    history = history_of(yaml.safe_load(EVENTS), text)
    found = remarks(history, vocabulary, history.events[-1].date)
    mine = [each for each in found if each.code == "W009"]
    assert [(each.message, each.help) for each in mine] == [("odd", "look")] * len(entries)
    places = {history.place(event): event.entry for event in history.events}
    assert [places[each.location] for each in mine] == entries


def test_an_action_answers_what_there_is() -> None:
    """`answers` is a selector like any other."""
    text = VOCABULARY.replace("    recorded-by:", "    answers: nothing\n    recorded-by:", 1)
    assert text != VOCABULARY
    with pytest.raises(InvalidDocument, match="there is no kind of event `nothing`"):
        vocabulary_of(text)
