"""Remarks: what is well-formed in a history and improbable."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import followup
from followup.core.vocabulary import Vocabulary
from tests.evaluation.histories import documents

DAY = date(2026, 10, 23)
ROOT = Path(__file__).parents[2]
EXAMPLES = sorted([ROOT / "examples" / "acme.yaml", *ROOT.glob("examples/*s/*.yaml")])
VOCABULARIES = {
    name: followup.load_ruleset(name).vocabulary for name in ("balanced", "payment-reminders")
}

APPLIED = {"date": "2026-10-01", "event": "application"}
ANA = {"date": "2026-10-02", "event": "received", "kind": "update", "from": "recruiter:ana"}
INVOICE = {"date": "2026-10-01", "event": "invoice", "amount": 1000, "terms": "30 days"}


def sent(day: str, purpose: str = "status-inquiry", **more: Any) -> dict[str, Any]:
    return {"date": day, "event": "sent", "purpose": purpose, **more}


def paid(kind: str, amount: int | None, day: str = "2026-10-10") -> dict[str, Any]:
    given = {} if amount is None else {"amount": amount}
    return {"date": day, "event": "payment", "kind": kind, **given}


def remarks_on(
    *events: dict[str, Any], rules: str = "balanced", as_of: date = DAY, **more: Any
) -> list[tuple[str, str]]:
    """Return the code and the place of each remark on a history."""
    ruleset = followup.load_ruleset(rules)
    data = {"country": "US", "events": list(events), **more}
    history = followup.history_from(data, ruleset)
    return [
        (found.code, found.location.path) for found in followup.remarks(history, as_of, ruleset)
    ]


ROWS: dict[str, tuple[list[dict[str, Any]], list[tuple[str, str]]]] = {
    "nothing happened": ([], []),
    "an ordinary history": ([APPLIED, ANA, sent("2026-10-12", to="recruiter:ana")], []),
    "an event after the day": ([APPLIED, sent("2027-10-12")], [("W001", "events[1]")]),
    "an arranged interview is to come": (
        [APPLIED, {"date": "2026-11-03", "event": "interview"}],
        [],
    ),
    "only an arranged interview": ([{"date": "2026-11-03", "event": "interview"}], []),
    "all events, an arranged one among them": (
        [
            {"date": "2027-11-03", "event": "interview"},
            {"date": "2027-10-01", "event": "application"},
        ],
        [("W002", "events[1]")],
    ),
    "an inquiry on a Sunday to come": ([APPLIED, sent("2026-11-08")], [("W006", "events[1]")]),
    "on a public holiday to come": ([APPLIED, sent("2026-11-26")], [("W006", "events[1]")]),
    "what may be done on any day": (
        [
            APPLIED,
            ANA,
            {"date": "2026-10-12", "event": "interview"},
            sent("2026-11-08", "thank-you"),
        ],
        [("W001", "events[3]")],
    ),
    "an inquiry on a Sunday that is past": ([APPLIED, sent("2026-10-11")], []),
    "a year is no gap": ([{"date": "2025-10-01", "event": "application"}, APPLIED], []),
    "a year and a day is": (
        [{"date": "2025-09-30", "event": "application"}, APPLIED],
        [("W003", "events[1]")],
    ),
    "a gap before an event that is not counted": (
        [APPLIED, {"date": "2028-10-12", "event": "withdrawal"}],
        [("W001", "events[1]")],
    ),
    "a date before it was said": (
        [{"date": "2026-10-13", "event": "timeline", "said-by": "recruiter", "by": "2026-10-12"}],
        [("W007", "events[0]")],
    ),
    "a date on the day on which it was said": (
        [{"date": "2026-10-13", "event": "timeline", "said-by": "recruiter", "by": "2026-10-13"}],
        [],
    ),
    "the end of the week, said on a Sunday": (
        [{"date": "2026-10-18", "event": "timeline", "said-by": "recruiter", "end-of": "week"}],
        [],
    ),
    "a pause that is over before it begins": (
        [APPLIED, {"date": "2026-10-13", "event": "pause", "until": "2026-10-12"}],
        [("W009", "events[1]")],
    ),
    "a pause of one day": (
        [APPLIED, {"date": "2026-10-13", "event": "pause", "until": "2026-10-13"}],
        [],
    ),
    "an answer to an offer that nobody made": (
        [APPLIED, sent("2026-10-12", "offer-response")],
        [("W008", "events[1]")],
    ),
    "an answer before the offer": (
        [
            sent("2026-10-12", "offer-response"),
            {"date": "2026-10-13", "event": "received", "kind": "offer"},
        ],
        [("W008", "events[0]")],
    ),
    "an answer on the day of the offer, listed before it": (
        [
            sent("2026-10-13", "offer-response"),
            {"date": "2026-10-13", "event": "received", "kind": "offer"},
        ],
        [],
    ),
    "an answer to something else": (
        [
            {"date": "2026-10-12", "event": "received", "kind": "invitation"},
            sent("2026-10-13", "offer-response"),
        ],
        [("W008", "events[1]")],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_is_remarked_on(name: str) -> None:
    """What is improbable gets one remark, at its event; what is ordinary gets none."""
    events, expected = ROWS[name]
    assert remarks_on(*events) == expected


PERSONS: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "a letter missing": (
        ["recruiter:ana", "recruiter:ana", "recruiter:an"],
        [("W004", "events[2]")],
    ),
    "a letter too many": (["recruiter:anna", "recruiter:ana"], [("W004", "events[1]")]),
    "a wrong letter": (["recruiter:tim", "recruiter:tom"], [("W004", "events[1]")]),
    "two letters changed": (["recruiter:dana", "recruiter:daan"], [("W004", "events[1]")]),
    "a capital": (["recruiter:Ana", "recruiter:ana"], [("W004", "events[1]")]),
    "the first of them": (
        ["recruiter:an", "recruiter:ana", "recruiter:ana"],
        [("W004", "events[0]")],
    ),
    "both named twice": (["recruiter:tim", "recruiter:tom"] * 2, []),
    "two letters": (["recruiter:ana", "recruiter:eva"], []),
    "short names": (["recruiter:a", "recruiter:b"], []),
    "a digit": (["recruiter:panel1", "recruiter:panel2"], []),
    "another role": (["recruiter:ana", "interviewer:anna"], []),
    "a role whose name is known": (["recruiter:ana", "recruiter"], [("W005", "events[1]")]),
    "a role before its name is known": (["recruiter", "recruiter:ana"], []),
    "a role that is named twice": (["recruiter:ana", "recruiter", "recruiter"], []),
    "a role with two names": (["recruiter:ana", "recruiter:max", "recruiter"], []),
}


@pytest.mark.parametrize("name", PERSONS)
def test_a_person_who_is_probably_another(name: str) -> None:
    """A person who is named once is doubted if another of the role is spelled almost like them."""
    persons, expected = PERSONS[name]
    events = [
        {"date": f"2026-10-{day:02}", "event": "received", "kind": "update", "from": person}
        for day, person in enumerate(persons, 1)
    ]
    assert remarks_on(*events) == expected


def test_a_default_names_nobody() -> None:
    """An interview without `with` says nothing about who held it."""
    ben = {"date": "2026-10-02", "event": "interview", "with": ["interviewer:ben"]}
    assert remarks_on(ben, {"date": "2026-10-09", "event": "interview"}) == []


def test_details_of_somebody_who_is_never_named() -> None:
    """Details under a misspelled name are nobody's; the remark stands at the other person."""
    people = {"recruiter:anna": {"name": "Anna"}}
    assert remarks_on(APPLIED, ANA, people=people) == [("W004", "events[1]")]
    both = {**people, "recruiter:ana": {"name": "Ana"}}
    assert remarks_on(APPLIED, ANA, people=both) == []
    assert remarks_on(APPLIED, people=both) == []


PAYMENTS: dict[str, tuple[list[dict[str, Any]], list[tuple[str, str]]]] = {
    "full, and all of it": ([INVOICE, paid("full", 1000)], []),
    "full, and less": ([INVOICE, paid("full", 999)], [("W009", "events[1]")]),
    "full, with what came before": (
        [INVOICE, paid("partial", 400, "2026-10-05"), paid("full", 600)],
        [],
    ),
    "full, and too little with what came before": (
        [INVOICE, paid("partial", 400, "2026-10-05"), paid("full", 500)],
        [("W009", "events[2]")],
    ),
    "full, without an amount": ([INVOICE, paid("full", None)], []),
    "full, after a part without an amount": (
        [INVOICE, paid("partial", None, "2026-10-05"), paid("full", 500)],
        [],
    ),
    "partial, and all of it": ([INVOICE, paid("partial", 1000)], [("W009", "events[1]")]),
    "partial, and together all of it": (
        [INVOICE, paid("partial", 500, "2026-10-05"), paid("partial", 500)],
        [],
    ),
    "no invoice": ([paid("full", 5)], []),
}


@pytest.mark.parametrize("name", PAYMENTS)
def test_a_payment_that_contradicts_its_kind(name: str) -> None:
    """Full means that all payments reach the amount, partial that this one alone does not."""
    events, expected = PAYMENTS[name]
    assert remarks_on(*events, rules="payment-reminders") == expected


def test_an_instalment_needs_a_plan() -> None:
    """An instalment is not waited for where nothing was agreed before it."""
    due = {"date": "2026-10-12", "event": "instalment", "amount": 500}
    plan = {"date": "2026-10-05", "event": "payment-plan"}
    assert remarks_on(INVOICE, plan, due, rules="payment-reminders") == []
    assert remarks_on(INVOICE, due, rules="payment-reminders") == [("W009", "events[1]")]


def test_the_hour_counts_where_it_is_asked_for() -> None:
    """Asked with a time, a message of later that day has not been sent."""
    events = [APPLIED, sent("2026-10-23", time="15:00")]
    noon = datetime(2026, 10, 23, 12, tzinfo=UTC)
    assert remarks_on(*events, as_of=noon, timezone="UTC") == [("W001", "events[1]")]
    assert remarks_on(*events, timezone="UTC") == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_not_remarked_on(path: Path) -> None:
    """No shipped example has a remark on the day of its last event."""
    text = path.read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    if "events" not in data or path.parent.name == "mistakes":
        return
    rules = "payment-reminders" if path.parent.name == "invoices" else "balanced"
    history = followup.load_history(path, followup.load_ruleset(rules))
    last = max(event.date for event in history.events)
    assert followup.remarks(history, last, followup.load_ruleset(rules)) == ()


def test_the_vocabulary_is_the_one_of_the_history() -> None:
    """Without one the history's own is taken; with another the question is refused."""
    history = followup.history_from({"events": [APPLIED]})
    assert followup.remarks(history, DAY) == ()
    with pytest.raises(followup.NotEvaluable, match="was read with another vocabulary"):
        followup.remarks(history, DAY, "invoice-reminders")
    with pytest.raises(followup.UnknownName):
        followup.remarks(history, DAY, "job-serch")
    with pytest.raises(followup.NotEvaluable, match="without a time zone"):
        followup.remarks(history, datetime(2026, 10, 23, 12))


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Vocabulary, dict[str, Any], date]:
    vocabulary = VOCABULARIES[draw(st.sampled_from(sorted(VOCABULARIES)))]
    data = draw(documents(vocabulary))
    for event in data["events"]:
        if draw(st.integers(0, 9)) == 0:
            event["date"] = draw(st.dates(date(2020, 1, 1), date(2032, 1, 1))).isoformat()
    return vocabulary, data, draw(st.dates(date(2026, 8, 1), date(2027, 2, 1)))


@given(drawn())
def test_every_remark_stands_at_an_event(question: tuple[Vocabulary, dict[str, Any], date]) -> None:
    """A remark is "never an error", and has a place in the document."""
    vocabulary, data, day = question
    history = followup.history_from(data, vocabulary.name)
    places = {f"events[{entry}]" for entry in range(len(data["events"]))}
    for remark in followup.remarks(history, day, vocabulary.name):
        assert remark.location.path in places
        assert remark.is_remark
        assert remark.message
