"""Sets of days and spans, held to what the documentation says by counting day by day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.core.history import Event, History
from followup.core.ruleset import Ruleset
from followup.evaluation.clock import STANDSTILL, Clock
from followup.evaluation.situation import Situation
from tests.evaluation.histories import dates, decide, documents, known_at, local_day
from tests.language.documents import history_of, ruleset_of, vocabulary_of

DAY = timedelta(1)
BODY = """
days:
  midweek: [tuesday, wednesday, 2026-10-01]
  autumn: [{from: 10-08, to: 10-20}, 11-02]
facts:
  v: {latest: visit}
  n: {latest: note}
  waits: {spans: {from: promise, to: note}}
  asks: {spans: {from: {sent: {purpose: ask}}, to: [visit, {sent: {purpose: thank}}]}}
  due: {moment: "6 business days after v, not counting waits and asks"}
  week: {moment: "9 days after v, not counting waits, roll none"}
rules:
  - {rule: over, track: main, when: {due: past, week: past}, stop: done}
  - {rule: early, track: main, when: {n: {in: autumn}, v: known}, hold: later, until: due}
  - rule: ask
    when: {v: known}
    do: ask
    opens: 3 business days after v, not counting waits
    closes: later of (1 week after v, not counting asks), 1 day after opens
  - {rule: offer, when: {n: {not-in: midweek}}, do: offer, opens: 1 day after n}
limits:
  - {limit: calm, only-in: midweek, of: [ask, offer]}
  - {limit: season, not-in: autumn, of: [ask], since: n}
  - {limit: gap, apart: 2 days, between: [ask, offer, thank]}
"""


@cache
def rules() -> Ruleset:
    return ruleset_of(BODY)


def drawn() -> st.SearchStrategy[dict[str, Any]]:
    return documents(vocabulary_of(), timed=False)


def situation(data: dict[str, Any], as_of: date) -> Situation:
    history = history_of(data)
    return Situation(known_at(history, rules(), as_of), rules(), Clock(as_of, history.timezone))


@settings(max_examples=50)
@given(drawn(), dates)
def test_next_change_is_sound_and_tight(data: dict[str, Any], as_of: date) -> None:
    """The first moment after as-of at which the decision can differ if nothing happens."""
    history = known_at(history_of(data), rules(), as_of)
    decision = decide(history, rules(), as_of)
    change = decision.next_change
    for n in range(1, 80):
        same = decide(history, rules(), as_of + DAY * n).says_the_same(decision)
        if change is not None and as_of + DAY * n == change:
            assert not same
            break
        assert same, as_of + DAY * n


@settings(max_examples=50)
@given(drawn(), dates)
def test_an_action_opens_on_the_first_day_that_is_allowed(data: Any, as_of: date) -> None:
    """On the first day that all these limits allow and that is a working day, unless any-day."""
    where = situation(data, as_of)
    decision = decide(where.history, rules(), as_of)
    for action in decision.actions:
        if action.limited_by not in ("calm", "season", None):
            continue
        opens = local_day(action.opens, where.history, as_of)
        assert is_allowed(opens, action.action, where)
        if action.since is not None:
            continue  # it opened before, and waits
        if action.limited_by is None or any(event.kind == "sent" for event in where.events):
            continue  # nothing moved it, or `gap` may have moved it first
        phrase = next(r for r in rules().rules if r.name == action.rule).windows()["opens"]
        raw = where.moment(phrase)
        assert raw is not None
        day = local_day(raw, where.history, as_of)
        while day < opens:
            assert not is_allowed(day, action.action, where)
            day += DAY


def is_allowed(day: date, action: str, where: Situation) -> bool:
    """Whether an action may open on a day, by the two limits and the calendar."""
    is_midweek = day.weekday() in (1, 2) or day == date(2026, 10, 1)
    is_autumn = (10, 8) <= (day.month, day.day) <= (10, 20) or (day.month, day.day) == (11, 2)
    begun = isinstance(where.facts["n"], Event)
    if action == "ask" and not where.history.calendar.is_working_day(day):
        return False
    return is_midweek and not (action == "ask" and begun and is_autumn)


@settings(max_examples=75)
@given(drawn(), dates)
def test_days_of_spans_count_for_nothing(data: Any, as_of: date) -> None:
    """The days of a span, both ends included, are passed over like days off."""
    where = situation(data, as_of)
    start = where.facts["v"]
    if not isinstance(start, Event):
        return
    history = where.history
    passed, opened = spans_of(history, where, ("waits", "asks"))
    due = where.facts["due"]
    assert isinstance(due, date)
    assert due == counted(start.date, 6, passed, opened, history)
    passed, opened = spans_of(history, where, ("waits",))
    week = where.facts["week"]
    assert isinstance(week, date)
    assert week == counted(start.date, 9, passed, opened, None)


def spans_of(
    history: History, where: Situation, names: tuple[str, ...]
) -> tuple[set[date], date | None]:
    """The days of the spans that have ended, and the first day of those that have not."""
    days: set[date] = set()
    opened: list[date] = []
    for name in names:
        first: date | None = None
        for event in where.events:
            if first is None and begins(name, event):
                first = event.date
            elif first is not None and ends(name, event):
                days |= {first + DAY * n for n in range((event.date - first).days + 1)}
                first = None
        opened += [] if first is None else [first]
    return days, min(opened, default=None)


def begins(name: str, event: Event) -> bool:
    if name == "waits":
        return event.kind == "promise"
    return event.kind == "sent" and event.values["purpose"] == "ask"


def ends(name: str, event: Event) -> bool:
    if name == "waits":
        return event.kind == "note"
    return event.kind == "visit" or (event.kind == "sent" and event.values["purpose"] == "thank")


def counted(
    day: date, n: int, passed: set[date], opened: date | None, history: History | None
) -> date:
    """The n-th day after another, a working one with a history; or the clock is stopped."""
    while n:
        day += DAY
        if opened is not None and day >= opened:
            return STANDSTILL
        if day not in passed and (history is None or history.calendar.is_working_day(day)):
            n -= 1
    return day
