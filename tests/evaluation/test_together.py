"""Cases that are decided together: properties over random histories of a few cases.

Each docstring quotes the clause that the property tests.
"""

from __future__ import annotations

import datetime
import json
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import followup
from followup.core.history import History
from followup.core.limits import OneAtATime
from followup.core.persons import same_person
from followup.core.ruleset import Ruleset
from followup.decision import Decision, DueAction
from followup.evaluation.together import decide_together as _decide_together
from tests.evaluation.histories import BASE, COUNTRIES, days, documents, instants, known_at

DAY = timedelta(1)
OWN = {
    "balanced": ("employer", ("status-inquiry", "timeline-question", "connection-request")),
    "payment-reminders": (
        "customer-name",
        ("friendly-reminder", "second-reminder", "reminder-call"),
    ),
}


@cache
def ruleset(name: str, folder: Any) -> Ruleset:
    field, actions = OWN[name]
    path = folder / f"{name}-across.yaml"
    path.write_text(
        f"ruleset: {name}-across\ntitle: One a day\nversion: 1.0.0\nextends: {name}\nlimits:\n"
        f"  - {{limit: across, one-at-a-time: person, across: {field}, "
        f"of: [{', '.join(actions)}]}}\n",
        encoding="utf-8",
    )
    return followup.load_ruleset(path)


@pytest.fixture(scope="module", params=list(OWN))
def rules(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ruleset:
    return ruleset(request.param, tmp_path_factory.mktemp("rules"))


class Folder(NamedTuple):
    """A few cases, and how they are written."""

    histories: tuple[History, ...]
    data: list[Any]

    def __repr__(self) -> str:
        """Write what a reader needs to ask again."""
        return json.dumps(self.data)


@st.composite
def due_cases(draw: st.DrawFn, rules: Ruleset) -> dict[str, Any]:
    """A case in which something is soon to be asked of somebody, or was."""
    begun = draw(days(-25, -5))
    if rules.vocabulary.name == "job-search":
        whom = draw(st.sampled_from(("recruiter", "recruiter:ana", "hr")))
        events = [
            {"date": begun.isoformat(), "event": "application"},
            {"date": (begun + DAY).isoformat(), "event": "interview", "with": [whom]},
        ]
        purposes = ("status-inquiry", "thank-you", "question")
    else:
        whom = draw(st.sampled_from(("accounts-payable", "accounts-payable:bo", "customer")))
        events = [
            {"date": begun.isoformat(), "event": "invoice", "amount": 90000, "terms": "1 week"},
            {"date": begun.isoformat(), "event": "received", "kind": "question", "from": whom},
            {"date": begun.isoformat(), "event": "sent", "purpose": "question-response"},
        ]
        purposes = ("friendly-reminder", "second-reminder", "question-response")
    for _ in range(draw(st.sampled_from((0, 0, 1, 3)))):
        sent = {"event": "sent", "purpose": draw(st.sampled_from(purposes)), "to": whom}
        events.append({"date": draw(days(-12, 20)).isoformat(), **sent})
    return {**draw(st.sampled_from(COUNTRIES)), "events": events}


@st.composite
def folders(draw: st.DrawFn, rules: Ruleset) -> Folder:
    """Two to four cases, most of them with the same value in the field across which it holds."""
    (field,) = (
        str(getattr(limit.bound, "across", None))
        for limit in rules.limits
        if is_across(limit.bound)
    )
    found = []
    for number in range(draw(st.integers(2, 4))):
        likely = draw(st.sampled_from((True, True, True, False)))
        document = draw(due_cases(rules) if likely else documents(rules.vocabulary))
        document = {**document, "case": draw(st.sampled_from((f"case {number}", "case")))}
        value = draw(st.sampled_from(("Acme",) * 6 + ("Globex", None)))
        document.pop(field, None)
        found.append(document if value is None else {**document, field: value})
    return Folder(tuple(followup.history_from(each, rules) for each in found), found)


def is_across(bound: object) -> bool:
    return isinstance(bound, OneAtATime) and bound.across is not None


moments = days(0, 20)


def together(cases: tuple[History, ...], rules: Ruleset, as_of: date) -> tuple[Decision, ...]:
    return _decide_together(cases, rules, as_of)


def content(decision: Decision) -> Any:
    found = decision.to_dict()
    del found["next-change"], found["as-of"]
    return found


@settings(max_examples=40)
@given(st.data())
def test_a_case_is_as_alone_or_held(rules: Ruleset, data: st.DataObject) -> None:
    """It holds, it never moves dates: an action is as in its case alone, or it is held."""
    cases, as_of = data.draw(folders(rules)).histories, data.draw(moments)
    for case, decision in zip(cases, together(cases, rules, as_of), strict=True):
        alone = followup.decide(case, rules, as_of)
        gone = [action for action in alone.actions if action not in decision.actions]
        assert all(action in alone.actions for action in decision.actions)
        assert [action for action in alone.actions if action not in gone] == [*decision.actions]
        assert decision.stopped == alone.stopped
        held = [track for track in decision.held if track.gives_way_to is not None]
        assert [track for track in decision.held if track not in held] == [*alone.held]
        firm = sorted((action.track, action.rule) for action in gone if not action.optional)
        assert sorted((track.track, track.rule) for track in held) == firm
        assert all(action.state != "upcoming" for action in gone)
        if not gone:
            assert content(decision) == content(alone)


@settings(max_examples=40)
@given(st.data())
def test_at_most_one_case_per_person(rules: Ruleset, data: st.DataObject) -> None:
    """Among cases with the same value there at most one asks the same person for something."""
    cases, as_of = data.draw(folders(rules)).histories, data.draw(moments)
    (limit,) = (limit for limit in rules.limits if is_across(limit.bound))
    field = limit.bound.across  # type: ignore[union-attr]
    asked: list[tuple[int, object, DueAction]] = []
    for place, decision in enumerate(together(cases, rules, as_of)):
        value = cases[place].fields.get(str(field))
        for action in decision.firm:
            if value and action.action in limit.actions and may_wait(action):
                asked.append((place, value, action))
    for place, whose, action in asked:
        for other, its, more in asked:
            if place < other and whose == its:
                assert not can_be_same(action.to, more.to)


def may_wait(action: DueAction) -> bool:
    return action.state != "upcoming" and action.lapses is None


def can_be_same(one: str | None, other: str | None) -> bool:
    return one is None or other is None or same_person(one, other)


@settings(max_examples=20)
@given(st.data())
def test_the_order_of_the_cases_does_not_matter(rules: Ruleset, data: st.DataObject) -> None:
    """The answers do not depend on the order in which the cases are given."""
    found, as_of = data.draw(folders(rules)), data.draw(moments)
    order = data.draw(st.permutations(range(len(found.histories))))
    decisions = together(found.histories, rules, as_of)
    again = together(tuple(found.histories[place] for place in order), rules, as_of)
    expected = [decisions[place] for place in order]
    # Of cases that are the same to the letter either may be the one that comes first.
    assert sorted(map(repr, again)) == sorted(map(repr, expected))
    if len({repr(each) for each in found.data}) == len(found.data):
        assert [*again] == expected


@settings(max_examples=12)
@given(st.data())
def test_one_case_alone_is_decided_as_ever(rules: Ruleset, data: st.DataObject) -> None:
    """Deciding one case alone, or among cases that share nothing with it, is `decide`."""
    cases = data.draw(folders(rules)).histories
    as_of = data.draw(moments | instants(cases[0]))
    assert together(cases[:1], rules, as_of) == (followup.decide(cases[0], rules, as_of),)
    traced = followup.decide_together(cases[:1], rules, as_of, trace=True)
    assert traced == (followup.decide(cases[0], rules, as_of, trace=True),)


def test_no_case_is_decided_as_none(rules: Ruleset) -> None:
    """An empty folder has no decisions."""
    assert followup.decide_together([], rules, BASE) == ()


@settings(max_examples=15)
@given(st.data())
def test_nothing_changes_before_the_next_change(rules: Ruleset, data: st.DataObject) -> None:
    """`next-change` is that among the others: the same until then if nothing happens in any."""
    cases, as_of = data.draw(folders(rules)).histories, data.draw(moments)
    known = tuple(known_at(case, rules, as_of) for case in cases)
    decisions = together(cases, rules, as_of)
    for number in (*range(1, 15), *range(16, 100, 9)):
        then = as_of + DAY * number
        later = together(known, rules, then)
        for before, after in zip(decisions, later, strict=True):
            change = before.next_change
            if change is None or then < change:
                assert after.says_the_same(before), (then, before, after)
            elif then == change and not optional_only(after, before):
                assert not after.says_the_same(before), (then, before)


def optional_only(after: Decision, before: Decision) -> bool:
    """Whether an option alone could be what changed and is left out again."""
    return any(action.optional for action in (*before.actions, *after.actions))


@settings(max_examples=20)
@given(st.data())
def test_next_change_is_the_moment(rules: Ruleset, data: st.DataObject) -> None:
    """At its next change a decision differs, and not on the day before."""
    cases, as_of = data.draw(folders(rules)).histories, data.draw(moments)
    known = tuple(known_at(case, rules, as_of) for case in cases)
    for place, before in enumerate(together(cases, rules, as_of)):
        change = before.next_change
        if change is None or not any(track.gives_way_to for track in before.held):
            continue
        assert change > as_of
        assert not together(known, rules, change)[place].says_the_same(before)
        assert together(known, rules, change - DAY)[place].says_the_same(before)


@settings(max_examples=12)
@given(st.data())
def test_instants_are_decided_together(rules: Ruleset, data: st.DataObject) -> None:
    """A moment with a time is one moment in every case, whatever its time zone."""
    cases = data.draw(folders(rules)).histories
    as_of = data.draw(instants(cases[0]))
    for decision in together(cases, rules, as_of):
        assert isinstance(decision.as_of, datetime.datetime)
        assert decision.as_of == as_of
        assert decision.next_change is None or decision.next_change > as_of
