"""Notes: shown where they are of use, and with what they speak of."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from followup import decide
from followup.explaining.notes import notes_beside
from tests.language.documents import history_of, ruleset_of

DAY = datetime.date(2026, 3, 10)
NOTES = """
facts:
  v: {latest: visit}
  n: {latest: note}
rules:
  - {rule: end, track: main, when: {n: known}, stop: done}
  - {rule: wait, track: side, when: {n: known}, hold: later}
  - {rule: r, when: {v: known}, do: ask, opens: v}
notes:
  - {note: always, in: why, says: Always.}
  - {note: asking, in: why, with: [ask], says: With ask.}
  - {note: ended, in: why, with: [done], says: With done.}
  - {note: by-rule, in: why, with: [r, wait], says: With the rules.}
  - {note: held, in: why, with: [later], says: With later.}
  - {note: silence, in: why, with: [silent], says: With silence.}
  - {note: planned, in: plan, with: [ask, silent], says: In the plan.}
"""


@pytest.mark.parametrize(
    ("event", "names"),
    [
        ({"event": "visit"}, ["always", "asking", "by-rule"]),
        ({"event": "note", "kind": "maybe"}, ["always", "ended", "by-rule", "held"]),
        (None, ["always", "silence"]),
    ],
)
def test_a_note_stands_beside_what_it_speaks_of(event: Any, names: Any) -> None:
    """`with`: the actions, endings, waits, statuses and rules beside which it is shown."""
    events = [{"date": "2026-03-02", **event}] if event else []
    ruleset = ruleset_of(NOTES)
    decision = decide(history_of({"events": events}), ruleset, DAY, trace=True)
    assert [note.name for note in notes_beside(ruleset, [decision], "why")] == names
    assert decision.trace is not None
    assert [note.note for note in decision.trace.notes] == names


def test_the_plan_gathers_the_notes_of_all_its_steps() -> None:
    """A note for the plan is shown once, whichever step it belongs to."""
    ruleset = ruleset_of(NOTES)
    decisions = [
        decide(history_of({"events": [{"date": "2026-03-02", "event": "visit"}]}), ruleset, day)
        for day in (DAY, DAY + datetime.timedelta(days=1))
    ]
    assert [note.name for note in notes_beside(ruleset, decisions, "plan")] == ["planned"]
