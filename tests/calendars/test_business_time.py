"""The calendar does what the specification says, word for word, as a slow loop does it."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from followup.calendars import ROLL_CONVENTIONS, Closure
from tests.calendars import oracle
from tests.calendars.oracle import DAY, Facts
from tests.calendars.strategies import blocks, counts, days, facts


@given(facts(), days)
def test_working_day(given_facts: Facts, d: date) -> None:
    """The five rules decide whether a day is a working day.

    Specification: "first match wins: 1. an extra working day: yes 2. inside a closure: no
    3. a weekend day: only if it is a make-up day 4. a holiday: no 5. otherwise: yes".
    """
    assert given_facts.calendar().is_working_day(d) is oracle.working(given_facts, d)


@given(facts(), days)
def test_a_day_off_has_a_reason(given_facts: Facts, d: date) -> None:
    """There is a reason exactly when the day is not a working day.

    Specification: "each day that it skipped and why (weekend, or the holiday's name, or the
    closure's reason)".
    """
    calendar = given_facts.calendar()
    off = calendar.day_off(d)
    assert (off is None) is calendar.is_working_day(d)
    if off is not None:
        assert off.day == d
        assert (off.kind, off.name) in {
            ("closure", "shut"),
            ("weekend", f"{d:%A}"),
            ("holiday", "Holiday"),
        }


@given(facts(), days, st.integers(-40, 40))
def test_days_off_are_all_the_reasons(given_facts: Facts, first: date, span: int) -> None:
    """A range of days, both ends included, gives each day off once and in order."""
    last = first + span * DAY
    low, high = min(first, last), max(first, last)
    every_day = [low + i * DAY for i in range((high - low).days + 1)]
    found = given_facts.calendar().days_off(first, last)
    assert [off.day for off in found] == [
        d for d in every_day if not oracle.working(given_facts, d)
    ]


@given(facts(), days, counts)
def test_business_days_after_and_before(given_facts: Facts, d: date, n: int) -> None:
    """Counting forward, backward and by zero.

    Specification: "n business days after X, n ≥ 1: the n-th working day strictly after X",
    "before X: mirrored", "n = 0: X if it is a working day, else the first working day after it".
    """
    assert given_facts.calendar().add_business_days(d, n) == oracle.add(given_facts, d, n)


@given(facts(), days)
def test_next_business_day_is_one_after(given_facts: Facts, d: date) -> None:
    """The next business day is never the day itself.

    Specification: "X itself never counts, working or not", "next business day after X: the same
    as 1 business day after X".
    """
    found = given_facts.calendar().add_business_days(d, 1)
    assert found > d
    assert found == oracle.step(given_facts, d, 1)


@given(facts(), days, days)
def test_business_days_between(given_facts: Facts, a: date, b: date) -> None:
    """The days between two days are counted with a sign.

    Specification: "B ≥ A: the number of working days in (A, B]. B < A: minus the number in
    [B, A)".
    """
    assert given_facts.calendar().business_days_between(a, b) == oracle.between(given_facts, a, b)


@given(facts(), days, counts)
def test_between_inverts_after(given_facts: Facts, d: date, n: int) -> None:
    """Specification: "It inverts `after`"."""
    assume(n != 0)
    calendar = given_facts.calendar()
    assert calendar.business_days_between(d, calendar.add_business_days(d, n)) == n


@given(facts(), days, days)
def test_between_is_the_same_count_backwards_from_working_days(
    given_facts: Facts, a: date, b: date
) -> None:
    """Between two working days, going back is minus going there."""
    assume(oracle.working(given_facts, a) and oracle.working(given_facts, b))
    calendar = given_facts.calendar()
    assert calendar.business_days_between(a, b) == -calendar.business_days_between(b, a)


@given(facts(), days, st.sampled_from(ROLL_CONVENTIONS))
def test_roll(given_facts: Facts, d: date, convention: str) -> None:
    """Each convention, and that rolling twice is rolling once.

    Specification: "following, none, preceding, modified_following, modified_preceding, nearest
    (tie: later). Inclusive of the day itself, applied once, last".
    """
    calendar = given_facts.calendar()
    found = calendar.roll(d, convention)
    assert found == oracle.roll(given_facts, d, convention)
    assert calendar.roll(found, convention) == found


@given(facts(), days, st.frozensets(st.integers(0, 6), min_size=1))
def test_weekday_after(given_facts: Facts, d: date, weekdays: frozenset[int]) -> None:
    """The next working day on one of some weekdays.

    Specification: "the first working day strictly after X that falls on one of those weekdays;
    it may be in a later week".
    """
    worked = weekdays - given_facts.weekend
    assume(worked)
    found = given_facts.calendar().next_weekday(d, weekdays)
    assert found == oracle.next_weekday(given_facts, d, weekdays)


@given(facts(weekend=blocks()), days)
def test_end_of_week(given_facts: Facts, d: date) -> None:
    """The end of the week, under every weekend that is one block.

    Specification: "the last working day on or after X in X's local week (the week starts the day
    after the weekend); if none is left, the last working day of the coming week".
    """
    assert given_facts.calendar().end_of_week(d) == oracle.end_of_week(given_facts, d)


@given(facts(), st.lists(st.tuples(days, counts), max_size=6))
def test_answers_do_not_depend_on_earlier_questions(
    given_facts: Facts, questions: list[tuple[date, int]]
) -> None:
    """A calendar is a function of its inputs: what was asked before changes nothing."""
    used = given_facts.calendar()
    for d, n in questions:
        assert used.add_business_days(d, n) == given_facts.calendar().add_business_days(d, n)


@given(facts(), days)
def test_employers_days_can_be_exchanged(given_facts: Facts, d: date) -> None:
    """A copy with other employer's days is the calendar made with those days at once."""
    bare = Facts(
        weekend=given_facts.weekend, holidays=given_facts.holidays, makeup=given_facts.makeup
    )
    original = bare.calendar()
    copy = original.with_days(
        closures=given_facts.closures, extra_working=given_facts.extra_working
    )
    assert copy.day_off(d) == given_facts.calendar().day_off(d)
    assert original.is_working_day(d) is oracle.working(bare, d)


@pytest.mark.parametrize(
    ("weekend", "d", "expected"),
    [
        pytest.param({5, 6}, "2026-03-04", "2026-03-06", id="wednesday to friday"),
        pytest.param({5, 6}, "2026-03-07", "2026-03-13", id="saturday: nothing left"),
        pytest.param({4, 5}, "2026-03-04", "2026-03-05", id="friday and saturday"),
        pytest.param({4, 5}, "2026-03-08", "2026-03-12", id="their sunday starts a week"),
        pytest.param({6}, "2026-03-04", "2026-03-07", id="sunday only"),
        pytest.param({6}, "2026-03-07", "2026-03-07", id="sunday only: saturday itself"),
        pytest.param({4}, "2026-03-04", "2026-03-05", id="friday only"),
        pytest.param({4}, "2026-03-07", "2026-03-12", id="friday only: saturday starts a week"),
        pytest.param({4, 6}, "2026-03-04", "2026-03-07", id="brunei: the saturday between"),
        pytest.param({4, 6}, "2026-03-08", "2026-03-14", id="brunei: sunday ends the week"),
        pytest.param({6, 0, 3}, "2026-03-04", "2026-03-07", id="the longest block ends the week"),
        pytest.param({6, 0}, "2026-03-08", "2026-03-14", id="a block across sunday night"),
        pytest.param((), "2026-03-04", "2026-03-08", id="no weekend: monday starts the week"),
    ],
)
def test_end_of_week_under_each_weekend(weekend: set[int], d: str, expected: str) -> None:
    """The local week starts the day after the weekend, whichever days that is."""
    calendar = Facts(weekend=frozenset(weekend)).calendar()
    assert calendar.end_of_week(date.fromisoformat(d)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("convention", "expected"),
    [
        ("none", "2026-12-25"),
        ("following", "2026-12-28"),
        ("preceding", "2026-12-24"),
        ("nearest", "2026-12-24"),
    ],
)
def test_rolling_christmas(convention: str, expected: str) -> None:
    """A holiday on a Friday rolls over the weekend, or back to Thursday."""
    calendar = Facts(holidays={date(2026, 12, 25): "Christmas Day"}).calendar()
    assert str(calendar.roll(date(2026, 12, 25), convention)) == expected


def test_nearest_takes_the_later_of_two_equally_near() -> None:
    """Specification: "nearest (tie: later)"; a lone Wednesday off rolls to Thursday."""
    calendar = Facts(holidays={date(2026, 3, 4): "Holiday"}).calendar()
    assert calendar.roll(date(2026, 3, 4), "nearest") == date(2026, 3, 5)


def test_modified_rolls_stay_in_the_month() -> None:
    """The modified forms turn round at the month's end and at its start."""
    calendar = Facts().calendar()
    assert calendar.roll(date(2026, 5, 31), "modified_following") == date(2026, 5, 29)
    assert calendar.roll(date(2026, 8, 1), "modified_preceding") == date(2026, 8, 3)


def test_modified_roll_compares_the_year_too() -> None:
    """The same month a year later is another month."""
    shut = Facts(closures=(Closure(first=date(2026, 5, 1), last=date(2027, 5, 20)),)).calendar()
    assert shut.roll(date(2026, 5, 4), "modified_following") == date(2026, 4, 30)


def test_a_distant_answer_is_the_loops_answer() -> None:
    """Stepping over whole years loses no day."""
    given_facts = Facts(holidays={date(year, 12, 25): "Christmas" for year in range(1990, 2060)})
    calendar = given_facts.calendar()
    for n in (5000, -5000):
        found = calendar.add_business_days(date(2026, 3, 4), n)
        assert found == oracle.add(given_facts, date(2026, 3, 4), n)
        assert calendar.business_days_between(date(2026, 3, 4), found) == n


def test_next_weekday_may_be_in_a_later_week() -> None:
    """A Monday that is off moves the answer a whole week."""
    calendar = Facts(holidays={date(2026, 5, 25): "Memorial Day"}).calendar()
    found = calendar.next_weekday(date(2026, 5, 20), {0})
    assert found == date(2026, 6, 1)
    assert found - date(2026, 5, 20) > timedelta(days=7)
