"""`when`: date arithmetic with its walk."""

from __future__ import annotations

import pytest

from followup.core.terms import WEEKDAYS
from tests.cli.running import Followup

PHRASES = [
    (("3 business days after 2026-11-24", "--country", "US"), "2026-11-30", "Monday"),
    (("1 week after 2026-12-18", "--country", "US"), "2026-12-28", "Monday"),
    (("1 week after 2026-12-18, roll none", "--country", "US"), "2026-12-25", "Friday"),
    (("2026-11-24",), "2026-11-24", "Tuesday"),
    (("end of week of 2026-11-24",), "2026-11-27", "Friday"),
    (("2 days before 2026-03-01",), "2026-02-27", "Friday"),
    (("1 month after 2028-01-31",), "2028-02-29", "Tuesday"),
    (("1 business day after 2026-06-03", "--country", "DE-BY"), "2026-06-05", "Friday"),
    (("1 business day after 2026-06-03", "--country", "DE-BE"), "2026-06-04", "Thursday"),
    (
        ("1 business day after 2026-11-24", "--closure", "2026-11-25..2026-11-27"),
        "2026-11-30",
        "Monday",
    ),
    (
        ("1 business day after 2026-11-24", "--closure", "2026-11-25", "--closure", "2026-11-26"),
        "2026-11-27",
        "Friday",
    ),
]


@pytest.mark.parametrize(("args", "result", "weekday"), PHRASES, ids=lambda value: str(value)[:60])
def test_a_phrase_is_computed(
    followup: Followup, args: tuple[str, ...], result: str, weekday: str
) -> None:
    """The text begins with the day; the JSON has it with its weekday."""
    found = followup("when", *args)
    assert (found.code, found.err) == (0, "")
    assert f"({result})" in found.out.splitlines()[0]
    data = followup("when", *args, "--json").data
    assert (data["result"], data["weekday"]) == (result, weekday)
    assert data["phrase"]
    assert set(data["calendar"]) == {"country", "subdivision", "holidays"}


def test_the_walk_names_each_day_that_was_passed_over(followup: Followup) -> None:
    """Weekends and holidays with their names."""
    found = followup.process("when", "3 business days after 2026-11-24", "--country", "US")
    assert "Thu 26 Nov 2026: Thanksgiving Day" in found.out
    assert "Sat 28 Nov 2026: weekend" in found.out
    data = followup("when", "3 business days after 2026-11-24", "--country", "US", "--json").data
    skipped = [off["day"] for step in data["steps"] for off in step["skipped"]]
    assert skipped == ["2026-11-26", "2026-11-28", "2026-11-29"]


def test_a_day_off_is_said_to_be_one(followup: Followup) -> None:
    """A date that nobody works on is computed, and named."""
    found = followup("when", "2026-11-26", "--country", "US")
    assert "Thanksgiving Day" in found.out
    data = followup("when", "2026-11-26", "--country", "US", "--json").data
    assert data["working-day"] is False


def test_without_a_country_that_is_said(followup: Followup) -> None:
    """What was taken for granted stands in the text and in the JSON."""
    assert "assumed:" in followup("when", "1 business day after 2026-11-24").out
    data = followup("when", "1 business day after 2026-11-24", "--json").data
    assert len(data["assumptions"]) == 1


BAD_PHRASES = [
    ("3 buisness days after 2026-11-24", 3, "business day"),
    ("3 business days after 2026-02-30", 23, "2026-02-30"),
    ("3 days after interview", 14, "2026-"),
    ("today", 1, "2026-"),
    ("", 1, "date"),
    ("roll", 1, "date"),
    ("99999999999 days after 2026-01-01", 1, "3650"),
    ("500 years after 2026-01-01", 1, "10 years"),
    ("24 hours after 2026-11-24 10:00", 27, "after"),
    ("3 days after 3 days after", 26, "date"),
]


@pytest.mark.parametrize(("phrase", "column", "mend"), BAD_PHRASES)
def test_a_bad_phrase_is_reported_at_its_place(
    followup: Followup, phrase: str, column: int, mend: str
) -> None:
    """One line with the column, what is wrong, and what may stand there."""
    found = followup("when", phrase)
    assert (found.code, found.out) == (1, "")
    assert len(found.problems) == 1
    place = int(found.err.split(":")[2])
    assert abs(place - column) <= len(phrase.split(" after")[0])
    assert mend in found.err


@pytest.mark.parametrize(
    ("args", "mend"),
    [
        (("2026-11-24", "--country", "XX"), "no country code"),
        (("2026-11-24", "--country", "usa"), "`US`"),
        (("2026-11-24", "--country", "US-ZZ"), "`ZZ`"),
        (("2026-11-24", "--closure", "x"), "2026-12-24..2027-01-01"),
        (("2026-11-24", "--closure", ".."), "2026-12-24..2027-01-01"),
        (("2026-11-24", "--closure", "2026-02-30"), "2026-12-24..2027-01-01"),
        (("2026-11-24", "--closure", "13-24..01-01"), "not a day of the year"),
        (("2026-11-24", "--closure", "frida"), "12-24..01-01"),
        (
            (
                "1 business day after 2026-11-24",
                *(f"--closure={day}" for day in WEEKDAYS[:5]),
            ),
            "leave out a closure",
        ),
        (("1 day after 0001-01-01",), "1900-01-01"),
        (("9999-12-31",), "2200-12-31"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_bad_arguments_are_a_matter_of_usage(
    followup: Followup, args: tuple[str, ...], mend: str
) -> None:
    """The message shows what may be written."""
    found = followup("when", *args)
    assert (found.code, found.out) == (2, "")
    assert mend in found.err


@pytest.mark.parametrize(
    ("closure", "mend"),
    [("2026-11-26..2026-11-20", "before"), ("2026-01-01..2028-01-01", "366")],
)
def test_an_impossible_closure_says_what_is_wrong_with_it(
    followup: Followup, closure: str, mend: str
) -> None:
    """That the days stand the wrong way round is another mistake than that they are too many."""
    found = followup("when", "2026-11-24", "--closure", closure)
    assert found.code == 2
    assert mend in found.err
