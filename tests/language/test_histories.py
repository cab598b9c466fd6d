"""Histories: the schema of a vocabulary, and what is read from a document that it accepts."""

from __future__ import annotations

import datetime
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import followup
from followup.core.terms import WEEKDAYS
from followup.diagnostics import InvalidDocument
from followup.library import Library
from followup.schema import Schema
from followup.text import read_python
from tests.evaluation.histories import documents
from tests.language.documents import VOCABULARY, history_of, vocabulary_of

LIBRARY = Library()


def codes(data: dict[str, Any]) -> list[str]:
    try:
        history_of(data)
    except InvalidDocument as error:
        return [problem.code for problem in error.problems]
    return []


@settings(max_examples=60)
@given(st.data(), st.sampled_from(("job-search", "invoice-reminders")))
def test_the_schema_accepts_what_is_read(data: st.DataObject, name: str) -> None:
    """Editors complete and check by the schema by which every history is checked."""
    vocabulary = LIBRARY.vocabulary(name)
    plain = data.draw(documents(vocabulary))
    schema = Schema(LIBRARY.histories.schema(LIBRARY.vocabulary(name)).document)
    assert schema.problems(read_python(plain)) == []
    assert followup.history_from(plain, name).vocabulary == name


@settings(max_examples=60)
@given(st.data())
def test_what_is_accepted_is_read_or_refused_with_reasons(data: st.DataObject) -> None:
    """A history is read, or every reason why it is not is told."""
    vocabulary = LIBRARY.vocabulary("job-search")
    plain = data.draw(documents(vocabulary))
    texts = st.text(min_size=1, max_size=12)
    for event in plain["events"]:
        for key in list(event):
            if key != "event" and data.draw(st.integers(0, 5)) == 0:
                event[key] = data.draw(texts | st.booleans() | st.integers())
    try:
        followup.history_from(plain)
    except InvalidDocument as error:
        assert error.problems
        assert all(problem.location.path for problem in error.problems)


# Every Monday of three years: with the other weekdays shut nothing is left to count.
MONDAYS = [
    {"from": str(day), "to": str(day)}
    for day in (date(2026, 1, 5) + timedelta(weeks=n) for n in range(157))
]


def visit(**more: Any) -> dict[str, Any]:
    return {"events": [{"date": "2026-03-02", "event": "visit", **more}]}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (visit(), []),
        ({}, ["F102"]),
        ([], ["F103"]),
        ({"events": [{"event": "visit"}]}, ["F102"]),
        ({"events": [{"date": "2026-03-02"}]}, ["F102"]),
        ({"events": [{"date": "2026-03-02", "event": "vist"}]}, ["F104"]),
        ({"events": [{"date": "2026-02-30", "event": "visit"}]}, ["F201"]),
        ({"events": [{"date": "02.03.2026", "event": "visit"}]}, ["F201"]),
        ({"events": [{"date": "1899-12-31", "event": "visit"}]}, ["F201"]),
        ({"events": [{"date": "2201-01-01", "event": "visit"}]}, ["F201"]),
        ({"events": [{"date": "2026-03-02T10:00", "event": "visit"}]}, ["F201"]),
        (visit(time="10:00"), []),
        (visit(time="10:00:30"), []),
        (visit(time="24:00"), ["F202"]),
        (visit(time="10"), ["F202"]),
        (visit(time="10:60"), ["F202"]),
        (visit(time=10), ["F103"]),
        (visit(place=3), ["F103"]),
        (visit(place=""), ["F106"]),
        (visit(colour="red"), ["F101"]),
        (visit(warm="yes"), ["F103"]),
        (visit(score=3.5), ["F103"]),
        (visit(score=True), ["F103"]),
        (visit(lead="stranger"), ["F204"]),
        (visit(lead="clerk:"), []),
        (visit(lead=":ana"), ["F204"]),
        ({"events": [{"date": "2026-03-02", "event": "visit", "with": []}]}, ["F106"]),
        ({"events": [{"date": "2026-03-02", "event": "visit", "with": "clerk"}]}, ["F103"]),
        ({"events": [{"date": "2026-03-02", "event": "promise"}]}, ["F108"]),
        (
            {
                "events": [
                    {"date": "2026-03-02", "event": "promise", "by": "2026-03-03", "ends": "week"}
                ]
            },
            ["F108"],
        ),
        ({"events": [{"date": "2026-03-02", "event": "promise", "within": "soon"}]}, ["F203"]),
        ({"events": [], "country": "XX"}, ["F206"]),
        ({"events": [], "country": "us"}, ["F206"]),
        ({"events": [], "country": "US", "subdivision": "XX"}, ["F206"]),
        ({"events": [], "subdivision": "CA"}, ["F206"]),
        ({"events": [], "timezone": "Mars/Base"}, ["F205"]),
        ({"events": [], "timezone": "../etc/passwd"}, ["F205"]),
        ({"events": [], "timezone": "America"}, ["F205"]),
        ({"events": [], "timezone": "a\0b"}, ["F205"]),
        ({"events": [], "timezone": "x" * 5000}, ["F205"]),
        ({"events": [], "closures": [{"from": "2026-03-03", "to": "2026-03-02"}]}, ["F209"]),
        ({"events": [], "closures": [{"from": "2026-03-03", "to": "2028-03-02"}]}, ["F209"]),
        ({"events": [], "closures": [{"from": "2026-03-03"}]}, ["F102"]),
        ({"events": [], "closures": [{"to": "2026-03-03"}]}, ["F102"]),
        ({"events": [], "closures": [{"why": "away"}]}, ["F102"]),
        ({"events": [], "closures": [{"from": "2026-02-30", "to": "2026-03-03"}]}, ["F201"]),
        ({"events": [], "closures": [{"from": "12-24", "to": "01-01"}, {"every": "friday"}]}, []),
        ({"events": [], "closures": [{"every": ["friday", "monday"], "why": "market"}]}, []),
        ({"events": [], "closures": [{"from": "12-24"}]}, ["F102"]),
        ({"events": [], "closures": [{"from": "12-32", "to": "01-01"}]}, ["F201"]),
        ({"events": [], "closures": [{"from": "12-24", "to": "2027-01-01"}]}, ["F209"]),
        ({"events": [], "closures": [{"from": "2026-12-24", "to": "01-01"}]}, ["F209"]),
        ({"events": [], "closures": [{"from": "01-01", "to": "08-31"}]}, ["F209"]),
        ({"events": [], "closures": [{"from": "07-01", "to": "03-31"}]}, ["F209"]),
        ({"events": [], "closures": [{"every": "fridays"}]}, ["F107"]),
        ({"events": [], "closures": [{"every": ["fridays"]}]}, ["F104"]),
        ({"events": [], "closures": [{"every": []}]}, ["F106"]),
        ({"events": [], "closures": [{"every": "friday", "to": "2026-03-03"}]}, ["F108"]),
        ({"events": [], "closures": [{"every": list(WEEKDAYS[:5])}]}, ["F209"]),
        ({"events": [], "closures": [*MONDAYS, {"every": list(WEEKDAYS[1:5])}]}, ["F209"]),
        ({"events": [], "people": {"stranger": {"name": "X"}}}, ["F204"]),
        ({"events": [], "people": {"clerk": {"name": 3}}}, ["F103"]),
        ({"events": [], "people": {"clerk": {"surname": ""}}}, ["F106"]),
        ({"events": [], "people": {"clerk": {"sirname": "Lee"}}}, ["F101"]),
        ({"events": [], "people": {"clerk": {"channels": "post"}}}, ["F103"]),
        ({"events": [], "people": {"clerk": {"channels": ["pigeon"]}}}, ["F104"]),
        ({"events": [], "people": {"clerk": {"channels": []}}}, []),
        ({"events": [], "vocabulary": "other-words"}, ["F306"]),
        ({"events": [], "mood": "ugly"}, ["F104"]),
        ({"events": [], "since-day": "soon"}, ["F201"]),
    ],
)  # fmt: skip
def test_a_mistake_has_its_code(data: dict[str, Any], expected: Any) -> None:
    """A history is read, or every reason why it is not is told by its code."""
    assert codes(data) == expected


@pytest.mark.parametrize("taken", ["name", "surname", "channels"])
def test_no_address_stands_where_a_name_does(taken: str) -> None:
    """A channel's detail is none of the words that every person's details may have."""
    text = VOCABULARY.replace("detail: phone", f"detail: {taken}")
    with pytest.raises(InvalidDocument, match=f":12:35: F307 the name `{taken}` is taken"):
        vocabulary_of(text)


def test_people_are_told_of() -> None:
    """Names and addresses are kept as they stand; an empty list of ways is not the same as none."""
    clerk = {"given-name": "Ana", "surname": "Ortiz", "title": "Dr.", "agency": "North"}
    people = {"clerk": {**clerk, "channels": []}, " clerk : bo ": {"channels": ["post"]}}
    found = history_of({"people": {**people, "clerk:eve": {"name": "Eve"}}, "events": []})
    assert found.people == {"clerk": clerk, "clerk:bo": {}, "clerk:eve": {"name": "Eve"}}
    assert found.channels == {"clerk": (), "clerk:bo": ("post",)}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (visit(time="T1030"), ["F202"]),
        (visit(time="1030Z"), ["F202"]),
        (visit(time="10:30+01"), ["F202"]),
        ({**visit(time="1030Z"), "timezone": "Europe/Berlin"}, ["F202"]),
        ({"events": [{"date": "2026-W10-1", "event": "visit"}]}, ["F201"]),
    ],
)
def test_a_time_is_hours_and_minutes(data: dict[str, Any], expected: Any) -> None:
    """Dates are `YYYY-MM-DD`; a time of day is `HH:MM` or `HH:MM:SS`."""
    assert codes(data) == expected


def test_a_mistake_is_told_as_often_as_it_stands() -> None:
    """All problems of a file are collected and reported together."""
    assert codes({"events": [{"event": "visit"}, {"event": "visit"}]}) == ["F102", "F102"]


def test_all_mistakes_of_a_history_are_told_together() -> None:
    """All problems of a file are collected and reported together, sorted by position."""
    data = {
        "country": "XX",
        "timezone": "Mars/Base",
        "events": [
            {"date": "soon", "event": "visit"},
            {"date": "2026-03-02", "event": "visit", "lead": "stranger", "time": "25:00"},
        ],
    }
    assert sorted(codes(data)) == ["F201", "F202", "F204", "F205", "F206"]


def test_dates_and_times_may_be_given_as_such() -> None:
    """Dates and times may be given as such or as their ISO texts."""
    as_such = {"date": datetime.date(2026, 3, 2), "time": datetime.time(10, 30), "event": "visit"}
    as_text = {"date": "2026-03-02", "time": "10:30", "event": "visit"}
    assert history_of({"events": [as_such]}).events == history_of({"events": [as_text]}).events
