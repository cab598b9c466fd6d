"""What is true of every decision, timeline and plan: properties over random histories.

Each docstring quotes the clause that the property tests.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, time, timedelta
from functools import cache
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from msgspec.structs import replace

import followup
from followup.calendars import localize, start_of_day
from followup.core.durations import Duration
from followup.core.history import Event, History
from followup.core.limits import Apart, AtMost, Limit
from followup.core.ruleset import Ruleset
from followup.core.terms import Length, Number, ParameterRef, Term
from followup.decision import Decision
from followup.diagnostics import NotEvaluable
from followup.evaluation.clock import Clock
from followup.evaluation.decide import decide_by, later, without_future
from followup.evaluation.plan import PlanStep
from followup.evaluation.records import recorded, records
from followup.evaluation.rules import Rules
from followup.evaluation.situation import Situation
from followup.library.schemas import schema_document
from tests.evaluation.histories import (
    BASE,
    RULESETS,
    cases,
    dates,
    decide,
    instants,
    known_at,
    local_day,
    ruleset,
)

DAY = timedelta(1)
MINUTE = timedelta(minutes=1)
JOB_SEARCH = ("conservative", "balanced", "persistent")


@cache
def decision_schema() -> Draft7Validator:
    return Draft7Validator(schema_document("decision"))


def later_moments(as_of: date) -> list[timedelta]:
    """Every day of the next five weeks, then one day a week up to 400 days."""
    return [DAY * n for n in (*range(1, 36), *range(36, 401, 7))]


# -- a checked ruleset cannot fail ---------------------------------------------------------------


@settings(max_examples=125)
@given(cases(), dates)
def test_every_accepted_history_is_decided(case: Any, as_of: date) -> None:
    """Whatever `check` accepts evaluates without an error on every history its schema accepts."""
    history, rules, _ = case
    assert decide(history, rules, as_of).status in ("act", "wait", "stop", "silent")


@settings(max_examples=75)
@given(st.data())
def test_every_accepted_history_is_decided_at_an_instant(data: st.DataObject) -> None:
    """Whatever `check` accepts evaluates without an error on every history its schema accepts."""
    history, rules, _ = data.draw(cases())
    assert decide(history, rules, data.draw(instants(history))).status


@settings(max_examples=30)
@given(cases())
def test_the_first_days_are_decided(case: Any) -> None:
    """Whatever `check` accepts evaluates on every history: dates go from 1900 to 2200."""
    history = moved(case, date(1900, 1, 1))
    for as_of in (date(1900, 1, 1), date(1900, 2, 1)):
        assert decide(history, case.rules, as_of).status


@settings(max_examples=30)
@given(cases())
def test_the_last_days_are_decided(case: Any) -> None:
    """Whatever `check` accepts evaluates on every history: dates go from 1900 to 2200."""
    history = moved(case, date(2200, 12, 10))
    for as_of in (date(2200, 12, 1), date(2200, 12, 31)):
        assert decide(history, case.rules, as_of).status
        assert followup.plan(history, case.rules, as_of).ends.status


def moved(case: Any, day: date) -> History:
    """The same history around another day, its dates kept within those that are accepted."""

    def move(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: move(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [move(inner) for inner in value]
        try:
            then = date.fromisoformat(value) + (day - BASE)
        except (TypeError, ValueError):
            return value
        return min(max(then, date(1900, 1, 1)), date(2200, 12, 31)).isoformat()

    return followup.history_from(move(case.data), case.rules)


@pytest.mark.parametrize("name", RULESETS)
def test_an_empty_history_is_decided(name: str) -> None:
    """Nothing has happened yet: there is a decision all the same, and it changes by nothing."""
    history = followup.history_from({"events": []}, ruleset(name))
    decision = decide(history, ruleset(name), BASE)
    assert decision.status == "silent"
    assert decision.next_change is None


# -- pure, bounded by as-of ----------------------------------------------------------------------


@settings(max_examples=30)
@given(st.data())
def test_the_same_question_has_the_same_answer(data: st.DataObject) -> None:
    """Pure: a decision is a function of (ruleset, history, as-of moment, calendar data)."""
    history, rules, plain = data.draw(cases())
    as_of = data.draw(dates | instants(history))
    first = followup.decide(history, rules, as_of, trace=True)
    again = followup.decide(followup.history_from(plain, rules), rules, as_of, trace=True)
    assert first.to_dict() == again.to_dict()


@settings(max_examples=75)
@given(st.data())
def test_a_decision_does_not_know_the_future(data: st.DataObject) -> None:
    """Events dated after as-of are unknown to the decision, except scheduled ones."""
    history, rules, _ = data.draw(cases())
    as_of = data.draw(dates | instants(history))
    known = known_at(history, rules, as_of)
    assert decide(known, rules, as_of) == decide(history, rules, as_of)


@settings(max_examples=50)
@given(cases(timed=False), dates)
def test_a_document_without_its_future_gives_the_same_decision(case: Any, as_of: date) -> None:
    """Events dated after as-of are unknown to the decision, except scheduled ones."""
    history, rules, data = case
    kinds = rules.vocabulary.events
    kept = [
        event
        for event in data["events"]
        if kinds[event["event"]].scheduled or date.fromisoformat(event["date"]) <= as_of
    ]
    shortened = followup.history_from({**data, "events": kept}, rules)
    assert decide(shortened, rules, as_of) == decide(history, rules, as_of)


def test_a_time_in_the_future_is_unknown() -> None:
    """Events dated after as-of are unknown to the decision, except scheduled ones."""
    application = {"date": "2026-03-02", "event": "application"}
    reply = {"date": "2026-03-20", "time": "10:00", "event": "received", "kind": "update"}
    rules = ruleset("balanced")
    without, with_it = (
        followup.history_from({"events": events}, rules)
        for events in ([application], [application, reply])
    )
    as_of = date(2026, 3, 10)
    assert decide(without, rules, as_of) == decide(with_it, rules, as_of)


@settings(max_examples=40)
@given(st.data())
def test_the_order_of_days_in_the_file_does_not_matter(data: st.DataObject) -> None:
    """By date; within one date by time if every event of it has one, else in the file's order."""
    history, rules, plain = data.draw(cases())
    as_of = data.draw(dates)
    by_day = defaultdict(list)
    for event in plain["events"]:
        by_day[event["date"]].append(event)
    shuffled = data.draw(st.permutations(list(by_day)))
    events = [event for day in shuffled for event in by_day[day]]
    other = followup.history_from({**plain, "events": events}, rules)
    assert decide(other, rules, as_of) == decide(history, rules, as_of)


@settings(max_examples=40)
@given(cases())
def test_events_stand_in_history_order(case: Any) -> None:
    """By date; within one date by time if every event of it has one, else in the file's order."""
    history, _, data = case
    days = defaultdict(list)
    for event in data["events"]:
        days[event["date"]].append(event)
    expected = []
    for day in sorted(days):
        events = days[day]
        if all("time" in event for event in events):
            events = sorted(events, key=lambda event: event["time"])
        expected += [(day, event["event"], event.get("time")) for event in events]
    assert [
        (e.date.isoformat(), e.kind, e.time.isoformat("minutes") if e.time else None)
        for e in history.events
    ] == expected
    assert [event.order for event in history.events] == list(range(len(history.events)))


# -- next-change ---------------------------------------------------------------------------------


@settings(max_examples=100)
@given(cases(), dates)
def test_next_change_is_sound_and_tight(case: Any, as_of: date) -> None:
    """The first moment after as-of at which the decision can differ if nothing happens."""
    history, rules, _ = case
    known = known_at(history, rules, as_of)
    decision = decide(history, rules, as_of)
    change = decision.next_change
    assert change is None or change > as_of
    for ahead in later_moments(as_of):
        if change is not None and as_of + ahead >= change:
            break
        assert decide(known, rules, as_of + ahead).says_the_same(decision), as_of + ahead
    if change is not None:
        for n in range(1, min(8, (change - as_of).days)):
            assert decide(known, rules, change - DAY * n).says_the_same(decision)
        assert not decide(known, rules, change).says_the_same(decision)


@settings(max_examples=60)
@given(st.data())
def test_next_change_is_sound_and_tight_to_the_minute(data: st.DataObject) -> None:
    """The first moment after as-of at which the decision can differ if nothing happens."""
    history, rules, _ = data.draw(cases(zoned=True))
    as_of = data.draw(instants(history))
    known = known_at(history, rules, as_of)
    decision = decide(history, rules, as_of)
    change = decision.next_change
    span = timedelta(days=400) if change is None else change - as_of.astimezone(UTC)
    assert span > timedelta(0)
    for part in (1e-6, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999):
        moment = as_of.astimezone(UTC) + span * part
        assert decide(known, rules, moment).says_the_same(decision), moment
    if change is not None:
        assert isinstance(change, datetime.datetime)
        before = max(as_of, change.astimezone(UTC) - timedelta(microseconds=1))
        assert decide(known, rules, before).says_the_same(decision)
        assert not decide(known, rules, change).says_the_same(decision)


def test_a_change_after_the_last_day_does_no_harm() -> None:
    """Whatever `check` accepts evaluates without an error on every history its schema accepts."""
    rules = ruleset("balanced")
    event = {"date": "2200-12-30", "event": "application"}
    decision = decide(followup.history_from({"events": [event]}, rules), rules, date(2200, 12, 30))
    assert decision.status == "wait"


def test_an_assumption_that_ends_with_the_year_is_a_change() -> None:
    """The first moment after as-of at which the decision can differ if nothing happens."""
    rules = ruleset("balanced")
    pause = {"date": "2101-12-29", "event": "pause", "until": "2102-01-20"}
    applied = {"date": "2101-12-01", "event": "application"}
    history = followup.history_from({"country": "US", "events": [applied, pause]}, rules)
    decision = decide(history, rules, date(2101, 12, 30))
    assert decision.next_change is not None
    day = date(2101, 12, 30)
    while day < decision.next_change:
        assert decide(history, rules, day).says_the_same(decision), day
        day += DAY


# -- one meaning of time -------------------------------------------------------------------------


@settings(max_examples=60)
@given(cases(timed=False, zoned=True), dates)
def test_without_times_a_day_is_asked_like_its_noon(case: Any, as_of: date) -> None:
    """An instant becomes a local date once, in a named zone, before any day arithmetic."""
    history, rules, _ = case
    noon = localize(as_of, time(12), history.timezone)
    by_day, at_noon = decide(history, rules, as_of), decide(history, rules, noon)
    assert by_day.says_the_same(at_noon)
    change = by_day.next_change
    expected = None if change is None else start_of_day(change, history.timezone)
    assert at_noon.next_change == expected


@settings(max_examples=40)
@given(st.data(), st.sampled_from(("UTC", "Pacific/Auckland", "America/Anchorage")))
def test_the_zone_of_as_of_does_not_matter_where_the_history_has_one(
    data: st.DataObject, zone: Any
) -> None:
    """An instant becomes a local date once, in a named zone, before any day arithmetic."""
    history, rules, _ = data.draw(cases(zoned=True))
    as_of = data.draw(instants(history))
    elsewhere = as_of.astimezone(ZoneInfo(zone))
    assert decide(history, rules, elsewhere) == decide(history, rules, as_of)


@settings(max_examples=25)
@given(cases(), st.datetimes(datetime.datetime(2026, 9, 1), datetime.datetime(2026, 12, 1)))
def test_a_moment_without_a_zone_is_refused(case: Any, as_of: date) -> None:
    """`as_of` is required in Python (a date or an aware datetime)."""
    history, rules, _ = case
    with pytest.raises(NotEvaluable, match="without a time zone"):
        decide(history, rules, as_of)


@pytest.mark.parametrize("as_of", [None, "2026-03-02", 20260302, date(1899, 12, 31), date.max])
def test_what_is_no_moment_is_refused(as_of: date) -> None:
    """`as_of` is required in Python (a date or an aware datetime)."""
    history = followup.history_from({"events": []}, ruleset("balanced"))
    with pytest.raises(NotEvaluable, match="as_of is"):
        decide(history, ruleset("balanced"), as_of)


# -- the parts of a decision ---------------------------------------------------------------------


def expected_status(decision: Decision) -> str:
    firm = [action for action in decision.actions if not action.optional]
    if any(action.state in ("open", "overdue") for action in firm):
        return "act"
    if any(action.state == "upcoming" for action in firm) or decision.held:
        return "wait"
    return "stop" if decision.stopped else "silent"


@settings(max_examples=100)
@given(st.data())
def test_status(data: st.DataObject) -> None:
    """`act`: a firm action is in line; else `wait`: one upcoming, or a hold; `stop`; `silent`."""
    history, rules, _ = data.draw(cases())
    decision = decide(history, rules, data.draw(dates | instants(history)))
    assert decision.status == expected_status(decision)


@settings(max_examples=100)
@given(cases(), dates)
def test_state_follows_from_the_window(case: Any, as_of: date) -> None:
    """Past `closes`: overdue, still recommended; past `lapses` the rule no longer holds."""
    history, rules, _ = case
    for action in decide(history, rules, as_of).actions:
        opens, closes, lapses = (
            None if moment is None else local_day(moment, history, as_of)
            for moment in (action.opens, action.closes, action.lapses)
        )
        assert opens is not None
        if as_of < opens:
            assert action.state == "upcoming"
        elif closes is not None and as_of > closes:
            assert action.state == "overdue"
        else:
            assert action.state == "open"
        assert lapses is None or as_of <= lapses


@settings(max_examples=100)
@given(cases(), dates)
def test_an_action_opens_on_a_working_day(case: Any, as_of: date) -> None:
    """An action whose opening day is not a working day opens on the next one, unless any-day."""
    history, rules, _ = case
    for action in decide(history, rules, as_of).actions:
        if not rules.vocabulary.actions[action.action].any_day:
            day = local_day(action.opens, history, as_of)
            assert history.calendar.is_working_day(day)


@settings(max_examples=100)
@given(cases(), dates)
def test_tracks_stand_in_order_and_each_is_decided_once(case: Any, as_of: date) -> None:
    """Tracks stand in order of importance; per track, the first rule that holds decides."""
    history, rules, _ = case
    decision = decide(history, rules, as_of)
    tracks = list(rules.vocabulary.tracks)
    deciding = defaultdict(set)
    for part in (decision.actions, decision.stopped, decision.held):
        found = [tracks.index(entry.track) for entry in part]
        assert found == sorted(found)
        for entry in part:
            if not getattr(entry, "optional", False):
                deciding[entry.track].add(entry.rule)
    assert all(len(names) == 1 for names in deciding.values())


@settings(max_examples=100)
@given(cases(), dates)
def test_via_is_the_best_channel_and_none_is_forbidden(case: Any, as_of: date) -> None:
    """`via` is the channel to use; `channels` are all that are in line, best first."""
    history, rules, _ = case
    known = known_at(history, rules, as_of)
    preferences = rules.vocabulary.preferences
    forbidden: dict[str, bool] = {}
    for event in known.events:
        scheduled_ahead = event.date > as_of
        if event.kind == preferences.event and not scheduled_ahead:
            channel = event.values.get(preferences.channel)
            if channel is not None:
                forbidden[str(channel)] = event.values.get(preferences.allowed) is False
    for action in decide(history, rules, as_of).actions:
        assert action.via == (action.channels[0] if action.channels else None)
        assert len(set(action.channels)) == len(action.channels)
        if action.channels and any(not gone for gone in forbidden.values()):
            continue  # a later word on a channel that counts as another may allow it again
        assert not any(forbidden.get(channel) for channel in action.channels)


@settings(max_examples=100)
@given(cases(), dates)
def test_attempts_never_exceed_what_is_allowed(case: Any, as_of: date) -> None:
    """This one is attempts + 1 … of so many."""
    history, rules, _ = case
    for action in decide(history, rules, as_of).actions:
        if action.attempt is not None:
            assert action.attempt >= 1
            assert action.attempts_allowed is None or action.attempt <= action.attempts_allowed


@settings(max_examples=60)
@given(st.data(), st.booleans())
def test_a_decision_is_plain_data(data: st.DataObject, trace: Any) -> None:
    """A schema describes the decision; dates are `YYYY-MM-DD`, instants RFC 3339 with offset."""
    history, rules, _ = data.draw(cases())
    as_of = data.draw(dates | instants(history))
    decision = followup.decide(history, rules, as_of, trace=trace)
    plain = decision.to_dict()
    errors = [error.message for error in decision_schema().iter_errors(plain)]
    assert errors == []
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert ("trace" in plain) == trace
    for moment in (plain["as-of"], plain["next-change"], *(a["opens"] for a in plain["actions"])):
        if moment is not None and len(moment) > 10:
            assert datetime.datetime.fromisoformat(moment).utcoffset() is not None


@settings(max_examples=30)
@given(cases(), dates)
def test_a_trace_changes_nothing_and_tells_each_rule_once(case: Any, as_of: date) -> None:
    """`trace`: every rule asked, in order, with each condition, its value and whether it held."""
    history, rules, _ = case
    traced = followup.decide(history, rules, as_of, trace=True)
    assert replace(traced, trace=None) == decide(history, rules, as_of)
    assert traced.trace is not None
    names = [rule.rule for rule in traced.trace.rules]
    assert len(set(names)) == len(names)
    assert set(names) <= {rule.name for rule in rules.rules}
    deciding = {action.rule for action in traced.actions}
    deciding |= {entry.rule for entry in (*traced.stopped, *traced.held)}
    holding = {rule.rule for rule in traced.trace.rules if rule.holds}
    optional = {rule.name for rule in rules.rules if rule.is_optional}
    assert deciding <= holding  # an option that gives way to something else is left out
    assert holding - deciding <= optional


@settings(max_examples=50)
@given(st.data())
def test_what_is_carried_over_changes_no_answer(data: st.DataObject) -> None:
    """Everything else is asked anew: what is carried over changes no answer."""
    history, rules, _ = data.draw(cases())
    as_of = data.draw(dates | instants(history))
    asked = Rules(Situation(history, rules, Clock(as_of, history.timezone)))
    known = without_future(history, rules, asked.situation.clock)
    decide_by(asked)
    for found, again in islice(later(asked), 8):
        clock = Clock(found.as_of, history.timezone)
        fresh = Rules(Situation(known, rules, clock))
        assert found == decide_by(fresh)
        turns = {turn for turn, _ in clock.turns}
        assert turns <= {turn for turn, _ in again.situation.clock.turns}


# -- settled readings ----------------------------------------------------------------------------


@settings(max_examples=50)
@given(cases(names=JOB_SEARCH), dates)
def test_a_rejection_ends_every_ruleset(case: Any, as_of: date) -> None:
    """An end leaves what they still ask, a correction, and after a yes the contract."""
    history, rules, data = case
    events = [e for e in data["events"] if e["date"] <= as_of.isoformat()]
    rejection = {"date": as_of.isoformat(), "event": "received", "kind": "rejection"}
    history = followup.history_from({**data, "events": [*events, rejection]}, rules)
    assume(not any(e.time for e in history.events if e.date == as_of))
    decision = decide(history, rules, as_of + DAY)
    inquiry = [s for s in decision.stopped if s.track == "inquiry"]
    assert [s.track for s in inquiry] == ["inquiry"]
    asked = {a.action for a in decision.actions if not a.optional}
    assert asked <= {"feedback-request", "correction"}


@settings(max_examples=30)
@given(cases(names=JOB_SEARCH), dates, st.sampled_from(("withdrawal", "accept")))
def test_an_end_that_is_yours_ends_every_ruleset(case: Any, as_of: date, end: Any) -> None:
    """A rejection, withdrawal or accepted offer ends every ruleset."""
    _, rules, data = case
    day = as_of.isoformat()
    last = {
        "withdrawal": [{"date": day, "event": "withdrawal"}],
        "accept": [
            {"date": day, "event": "received", "kind": "offer"},
            {"date": day, "event": "sent", "purpose": "offer-response", "decision": "accept"},
        ],
    }[end]
    events = [e for e in data["events"] if e["date"] < day]
    history = followup.history_from({**data, "events": [*events, *last]}, rules)
    decision = decide(history, rules, as_of)
    left = [a for a in decision.actions if a.rule != "ask-about-contract"]
    assert {a.track for a in left} <= {"reply", "repair"}
    ended = {s.track for s in (*decision.stopped, *decision.held)}
    contract = {a.track for a in decision.actions if a.rule == "ask-about-contract"}
    assert {"notice", "thanks", "inquiry", "network"} <= ended | contract


@settings(max_examples=30)
@given(cases(names=JOB_SEARCH), dates)
def test_a_scheduled_interview_holds_inquiries(case: Any, as_of: date) -> None:
    """A scheduled interview holds inquiries until it has taken place."""
    _, rules, data = case
    events = [e for e in data["events"] if e["date"] <= as_of.isoformat()]
    ahead = {"date": (as_of + DAY).isoformat(), "event": "interview"}
    history = followup.history_from({**data, "events": [*events, ahead]}, rules)
    decision = decide(history, rules, as_of)
    assert not [a for a in decision.actions if a.track == "inquiry"]


# -- the timeline --------------------------------------------------------------------------------


@settings(max_examples=30)
@given(cases(), dates, st.integers(0, 45))
def test_a_timeline_is_the_decision_day_by_day(case: Any, start: Any, length: Any) -> None:
    """The decision as segments `[from, until)`: they tile the span, and neighbours differ."""
    history, rules, _ = case
    end = start + DAY * length
    segments = followup.timeline(history, rules, start, end)
    check_tiles(segments, start, end)
    for segment in segments:
        day = segment.start
        while day < segment.end:
            assert decide(history, rules, day).says_the_same(segment.decision), day
            day += DAY


@settings(max_examples=25)
@given(st.data(), st.integers(0, 10 * 24 * 60))
def test_a_timeline_is_the_decision_to_the_minute(data: st.DataObject, minutes: Any) -> None:
    """The decision as segments `[from, until)`: they tile the span, and neighbours differ."""
    history, rules, _ = data.draw(cases(zoned=True))
    start = data.draw(instants(history))
    end = (start.astimezone(UTC) + MINUTE * minutes).astimezone(start.tzinfo)
    segments = followup.timeline(history, rules, start, end)
    check_tiles(segments, start, end)
    for segment in segments:
        assert isinstance(segment.start, datetime.datetime)
        assert isinstance(segment.end, datetime.datetime)
        span = segment.end.astimezone(UTC) - segment.start.astimezone(UTC)
        for part in (0, 0.1, 0.5, 0.9):
            moment = segment.start.astimezone(UTC) + span * part
            assert decide(history, rules, moment).says_the_same(segment.decision), moment
        last = segment.end.astimezone(UTC) - timedelta(microseconds=1)
        assert decide(history, rules, last).says_the_same(segment.decision), last


def check_tiles(segments: Any, start: Any, end: Any) -> None:
    if start == end:
        assert segments == ()
        return
    assert segments[0].start == start
    assert segments[-1].end == end
    for segment in segments:
        assert segment.start < segment.end
        assert segment.cause
    for one, other in pairwise(segments):
        assert one.end == other.start
        assert not one.decision.says_the_same(other.decision)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (BASE, BASE - DAY),
        (BASE, datetime.datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime.datetime(2026, 12, 1), datetime.datetime(2026, 12, 2)),
    ],
)
def test_a_span_that_is_none_has_no_timeline(start: Any, end: Any) -> None:
    """A timeline runs from one moment to a later one of the same kind."""
    history = followup.history_from({"events": []}, ruleset("balanced"))
    with pytest.raises(NotEvaluable):
        followup.timeline(history, ruleset("balanced"), start, end)


# -- the plan ------------------------------------------------------------------------------------


def test_an_action_that_was_carried_out_is_not_asked_again() -> None:
    """Every recommendation is carried out on its opening day, until every track has stopped."""
    name = "conservative"
    event = {"date": "2026-03-02", "event": "interview", "with": ["hr"], "lead": "recruiter"}
    history = followup.history_from({"events": [event]}, ruleset(name))
    plan = followup.plan(history, ruleset(name), date(2026, 3, 2))
    assert plan.complete
    thanks = [step for step in plan.steps if step.action and step.action.action == "thank-you"]
    assert len(thanks) == 1


def test_a_record_stands_after_what_it_answers() -> None:
    """Without a time zone a time of day orders the day only, so the offer is known at midnight."""
    event = {"date": "2026-03-02", "time": "00:30", "event": "competing-offer"}
    meeting = {"date": "2026-02-27", "event": "interview"}
    rules = ruleset("balanced")
    history = followup.history_from({"events": [meeting, event]}, rules)
    plan = followup.plan(history, rules, datetime.datetime(2026, 3, 2, tzinfo=UTC))
    assert plan.complete
    notices = [s for s in plan.steps if s.action and s.action.action == "competing-offer-notice"]
    assert len(notices) == 1


@settings(max_examples=75)
@given(st.data())
def test_every_plan_reaches_an_end(data: st.DataObject) -> None:
    """What follows if nobody answers …, until every track has stopped; each ruleset gets there."""
    case = data.draw(cases())
    history, rules, _ = case
    as_of = data.draw(dates | instants(history))
    plan = followup.plan(history, rules, as_of)
    assert plan.complete
    assert plan.ends.next_change is None
    assert plan.ends.status != "act"
    assert not [action for action in plan.ends.actions if not action.optional]
    moments = [as_of, *(step.at for step in plan.steps)]
    assert all(one <= other for one, other in pairwise(moments))
    for step in plan.steps:
        action = step.action
        if action is not None:
            assert action.state in ("open", "overdue")
            if action.attempt is not None and action.attempts_allowed is not None:
                assert action.attempt <= action.attempts_allowed


@settings(max_examples=75)
@given(cases(), dates)
def test_a_plan_acts_on_the_opening_day(case: Any, as_of: date) -> None:
    """Every recommendation is carried out on its opening day (at once, if that has come)."""
    history, rules, _ = case
    for step in followup.plan(history, rules, as_of).steps:
        if step.action is not None and step.at > as_of and not step.action.optional:
            opened = local_day(step.action.opens, history, as_of)
            # A track that another one, or a hold, kept waiting acts when that is over.
            assert opened <= step.at


@settings(max_examples=30)
@given(st.data())
def test_a_plan_begins_with_the_decision(data: st.DataObject) -> None:
    """The plan follows from the decision at as-of: what it does first is due there and then."""
    case = data.draw(cases())
    history, rules, _ = case
    as_of = data.draw(dates)
    decision, plan = decide(history, rules, as_of), followup.plan(history, rules, as_of)
    due = [a for a in decision.actions if a.state != "upcoming" and not a.optional]
    done = [s.action for s in plan.steps if s.action and not s.action.optional]
    if due:
        assert done[0] == due[0]
        assert plan.steps[0].at == as_of


def gone_through(
    history: History, rules: Ruleset, as_of: date
) -> Iterator[tuple[PlanStep, list[Event]]]:
    """Yield each recorded action of a plan with the events before it."""
    events = list(known_at(history, rules, as_of).events)
    for step in followup.plan(history, rules, as_of).steps:
        if step.action is None or step.action.optional:
            continue
        done = [e for e in events if local_day(e.moment, history, as_of) <= step.at]
        yield step, done
        event = recorded(step.action, rules.vocabulary, step.at, history)
        events.append(event)


def after(history: History, duration: Duration, day: date) -> date:
    """A duration after a day, worked out from the definition."""
    calendar = history.calendar
    if duration.unit == "business day":
        return calendar.add_business_days(day, duration.count)
    if duration.unit == "hour":
        return day + DAY * -(-duration.count // 24)
    if duration.unit in ("day", "week"):
        days = duration.count * (7 if duration.unit == "week" else 1)
        return calendar.roll(day + DAY * days, "following")
    from dateutil.relativedelta import relativedelta

    months = duration.count * (12 if duration.unit == "year" else 1)
    return calendar.roll(day + relativedelta(months=months), "following")


def value_of(term: Term, rules: Ruleset) -> Any:
    match term:
        case ParameterRef(name):
            return rules.parameters[name].value
        case Length(value) | Number(value):
            return value
        case _:
            raise AssertionError(term)


def counted(limit: Limit, rules: Ruleset, events: list[Event]) -> list[Event]:
    actions = [rules.vocabulary.actions[name] for name in limit.actions]
    return [event for event in events if any(records(action, event) for action in actions)]


@settings(max_examples=75)
@given(cases(timed=False), dates)
def test_no_plan_breaks_a_limit(case: Any, as_of: date) -> None:
    """Etiquette that no rule may break: `apart` between messages, whoever they go to."""
    history, rules, _ = case
    for step, done in gone_through(history, rules, as_of):
        assert step.action is not None
        for limit in rules.limits:
            if step.action.action not in limit.actions or limit.since is not None:
                continue
            before = counted(limit, rules, done)
            match limit.bound:
                case Apart(duration) if before:
                    last = max(local_day(e.moment, history, as_of) for e in before)
                    length = value_of(duration, rules)
                    assert step.at >= after(history, length, last), limit.name
                case AtMost(number=number):
                    assert len(before) < value_of(number, rules), limit.name


@settings(max_examples=40)
@given(cases(names=JOB_SEARCH), dates)
def test_nothing_is_asked_after_a_rejection(case: Any, as_of: date) -> None:
    """`never: [status-inquiry, timeline-question]`, `since: rejection`."""
    history, rules, data = case
    day = as_of.isoformat()
    events = [e for e in data["events"] if e["date"] < day]
    rejection = {"date": day, "event": "received", "kind": "rejection"}
    history = followup.history_from({**data, "events": [*events, rejection]}, rules)
    plan = followup.plan(history, rules, as_of)
    asked = {s.action.action for s in plan.steps if s.action and not s.action.optional}
    assert asked <= {"feedback-request", "correction"}
