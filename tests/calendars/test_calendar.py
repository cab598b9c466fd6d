"""Reasons, assumptions, estimated days, limits and errors of a calendar of explicit days."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from followup.calendars import Calendar, CalendarError, Closure, DayOff, YearTable

MONDAY = date(2026, 3, 2)
SATURDAY = date(2026, 3, 7)


def test_the_first_matching_rule_gives_the_reason() -> None:
    """A closure outranks a weekend, which outranks a holiday; an extra day outranks them all."""
    calendar = Calendar(
        holidays={MONDAY: "Founders' Day", SATURDAY: "Hidden Day"},
        closures=[Closure(first=date(2026, 3, 14), last=date(2026, 3, 15), why="moving house")],
        extra_working=[date(2026, 3, 15)],
    )
    assert calendar.day_off(MONDAY) == DayOff(day=MONDAY, kind="holiday", name="Founders' Day")
    assert calendar.day_off(SATURDAY) == DayOff(day=SATURDAY, kind="weekend", name="Saturday")
    closed = DayOff(day=date(2026, 3, 14), kind="closure", name="moving house")
    assert calendar.day_off(date(2026, 3, 14)) == closed
    assert calendar.day_off(date(2026, 3, 15)) is None
    assert calendar.days_off(MONDAY, date(2026, 3, 8))[-1].name == "Sunday"


def test_a_make_up_day_works_only_on_a_weekend() -> None:
    """A make-up mark on a weekday that is a holiday leaves it a holiday."""
    calendar = Calendar(holidays={MONDAY: "Holiday"}, makeup=[MONDAY, SATURDAY])
    assert not calendar.is_working_day(MONDAY)
    assert calendar.is_working_day(SATURDAY)
    assert calendar.day_off(SATURDAY) is None


def test_the_first_of_overlapping_closures_gives_the_reason() -> None:
    """Closures are looked at in the order in which they were given."""
    calendar = Calendar(
        closures=[
            Closure(first=MONDAY, last=MONDAY, why="stocktaking"),
            Closure(first=MONDAY, last=SATURDAY, why="spring break"),
        ]
    )
    assert [off.name for off in calendar.days_off(MONDAY, date(2026, 3, 3))] == [
        "stocktaking",
        "spring break",
    ]


def test_arguments_are_copied() -> None:
    """Changing what a calendar was made of does not change the calendar."""
    holidays = {MONDAY: "Holiday"}
    closures = [Closure(first=SATURDAY, last=SATURDAY)]
    calendar = Calendar(holidays=holidays, closures=closures)
    holidays.clear()
    closures.clear()
    assert not calendar.is_working_day(MONDAY)
    off = calendar.day_off(SATURDAY)
    assert off is not None
    assert off.name == "closed"


def test_a_calendar_has_no_setters() -> None:
    """Its place is read-only, and it takes no other attributes."""
    calendar = Calendar(country="US", subdivision="CA", version="1")
    assert (calendar.country, calendar.subdivision, calendar.version) == ("US", "CA", "1")
    for name in ("country", "holidays"):
        with pytest.raises(AttributeError):
            setattr(calendar, name, "GB")


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        pytest.param(
            Calendar(),
            "no country is given: Monday to Friday are working days and no public holiday is known",
            id="nothing given",
        ),
        pytest.param(
            Calendar.for_country(None),
            "no country is given: Monday to Friday are working days and no public holiday is known",
            id="no country",
        ),
        pytest.param(
            Calendar(weekend={4, 5}),
            "no country is given: no public holiday is known",
            id="another weekend",
        ),
        pytest.param(
            Calendar(country="US", subdivision="CA"),
            "no holidays are given for US-CA: only weekends are skipped",
            id="a label without holidays",
        ),
    ],
)
def test_missing_holidays_are_a_stated_assumption(calendar: Calendar, expected: str) -> None:
    """Nothing is assumed in silence.

    Specification: "no country at all means Monday to Friday without holidays, said as an
    assumption in the decision".
    """
    assert calendar.assumptions(MONDAY, SATURDAY) == (expected,)
    copy = calendar.with_days(closures=(), extra_working=())
    assert copy.assumptions(SATURDAY, MONDAY) == (expected,)


def test_explicit_holidays_rest_on_no_assumption() -> None:
    """An empty mapping says that there are no holidays."""
    assert Calendar(holidays={}).assumptions(MONDAY, SATURDAY) == ()


def test_no_country_means_monday_to_friday() -> None:
    """Without a country there are no holidays, no version, and the employer's days still count."""
    calendar = Calendar.for_country(None, closures=[Closure(first=MONDAY, last=MONDAY)])
    assert not calendar.is_working_day(MONDAY)
    assert calendar.is_working_day(date(2026, 12, 25))
    assert not calendar.is_working_day(SATURDAY)
    assert (calendar.country, calendar.version) == (None, None)


class _Thinning:
    """A source that knows 2025, half of 2026 and nothing of later years."""

    version = "7"

    def __init__(self) -> None:
        self.asked: list[int] = []

    def check(self, country: str, subdivision: str | None) -> None:
        """Accept every place."""

    def year(self, country: str, subdivision: str | None, year: int) -> YearTable:
        """The first of January, as long as it is known."""
        self.asked.append(year)
        return YearTable(
            year=year,
            weekend=frozenset(),
            holidays={date(year, 1, 1): "New Year"} if year < 2027 else {},
            makeup=frozenset(),
            known=year == 2025,
            estimated=frozenset({date(year, 1, 1)}) if year < 2027 else frozenset(),
        )


def test_years_without_data_are_stated() -> None:
    """Each year is stated by itself.

    Specification: "A year with no data is a *stated assumption* in the decision".
    """
    calendar = Calendar.for_country("IN", "MH", source=_Thinning())
    assert calendar.version == "7"
    assert calendar.assumptions(date(2025, 6, 1), date(2025, 12, 31)) == ()
    assert calendar.assumptions(date(2028, 1, 1), date(2025, 12, 31)) == (
        "the holiday data for IN-MH in 2026 are incomplete: "
        "only the holidays that are known are skipped",
        "no holiday data for IN-MH in 2027: only weekends are skipped",
        "no holiday data for IN-MH in 2028: only weekends are skipped",
    )


def test_copies_share_the_loaded_years() -> None:
    """A year is asked for once, however many copies with other days there are."""
    source = _Thinning()
    calendar = Calendar.for_country("IN", source=source)
    copy = calendar.with_days(closures=[Closure(first=MONDAY, last=MONDAY)], extra_working=())
    assert calendar.is_working_day(MONDAY)
    assert not copy.is_working_day(MONDAY)
    assert (copy.country, copy.subdivision, copy.version) == ("IN", None, "7")
    assert source.asked == [2026]


def test_estimated_days_of_a_range() -> None:
    """Both ends count, days are in order, and the mark is on the day off as well."""
    calendar = Calendar(
        holidays={MONDAY: "Feast", SATURDAY: "Feast", date(2027, 1, 1): "New Year"},
        estimated=[SATURDAY, MONDAY],
    )
    assert [off.day for off in calendar.estimated_days(SATURDAY, MONDAY)] == [MONDAY, SATURDAY]
    assert calendar.estimated_days(date(2026, 3, 3), date(2027, 2, 1)) == (
        DayOff(day=SATURDAY, kind="holiday", name="Feast", estimated=True),
    )
    off = calendar.day_off(MONDAY)
    assert off is not None
    assert off.estimated


ASK: list[Callable[[Calendar, date], object]] = [
    lambda calendar, d: calendar.is_working_day(d),
    lambda calendar, d: calendar.day_off(d),
    lambda calendar, d: calendar.days_off(MONDAY, d),
    lambda calendar, d: calendar.assumptions(d, MONDAY),
    lambda calendar, d: calendar.estimated_days(MONDAY, d),
    lambda calendar, d: calendar.add_business_days(d, 1),
    lambda calendar, d: calendar.business_days_between(d, MONDAY),
    lambda calendar, d: calendar.business_days_between(MONDAY, d),
    lambda calendar, d: calendar.roll(d, "none"),
    lambda calendar, d: calendar.next_weekday(d, {0}),
    lambda calendar, d: calendar.end_of_week(d),
    lambda calendar, d: Calendar(holidays={d: "Holiday"}),
    lambda calendar, d: Calendar(makeup=[d]),
    lambda calendar, d: Calendar(extra_working=[d]),
    lambda calendar, d: Closure(first=MONDAY, last=d),
]


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize("moment", [datetime(2026, 3, 4), datetime(2026, 3, 4, tzinfo=UTC)])
def test_an_instant_is_no_date(ask: Callable[[Calendar, date], object], moment: date) -> None:
    """Every argument that is a date refuses a `datetime`, with a zone or without.

    Specification: "An instant becomes a local date once, in a named zone, before any day
    arithmetic".
    """
    with pytest.raises(TypeError, match="take its local date in a named zone first"):
        ask(Calendar(), moment)


def test_a_text_is_no_date() -> None:
    """Anything else is refused as well."""
    with pytest.raises(TypeError, match="expected a date, got '2026-03-04'"):
        Calendar().is_working_day("2026-03-04")  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [1, 5, -1, -5, 0])
def test_an_all_week_weekend_is_an_error(n: int) -> None:
    """A calendar that never works says so and does not search for ever."""
    with pytest.raises(CalendarError, match="there is no working day from `20"):
        Calendar(weekend=range(7)).add_business_days(MONDAY, n)


def test_an_endless_closure_is_an_error_in_its_direction_only() -> None:
    """Before the closure there still are working days, and counting needs none."""
    calendar = Calendar(closures=[Closure(first=MONDAY, last=date.max)])
    assert calendar.add_business_days(MONDAY, -1) == date(2026, 2, 27)
    assert calendar.roll(MONDAY, "preceding") == date(2026, 2, 27)
    assert calendar.business_days_between(date(2026, 2, 26), date(2050, 1, 1)) == 1
    asks: tuple[Callable[[], date], ...] = (
        lambda: calendar.add_business_days(MONDAY, 1),
        lambda: calendar.roll(MONDAY, "following"),
        lambda: calendar.end_of_week(MONDAY),
    )
    for ask in asks:
        with pytest.raises(CalendarError, match="from `2027` to `2029`"):
            ask()


def test_a_long_closure_gives_the_same_answer_whatever_was_asked_before() -> None:
    """That the years behind a gap of three empty years are loaded does not bridge the gap."""
    gap = Closure(first=date(2026, 6, 1), last=date(2030, 6, 1))
    calendar = Calendar(closures=[gap])
    assert calendar.add_business_days(date(2031, 1, 1), 1) == date(2031, 1, 2)
    assert calendar.business_days_between(date(2026, 1, 1), date(2031, 1, 1)) > 0
    with pytest.raises(CalendarError):
        calendar.add_business_days(MONDAY, 100)
    with pytest.raises(CalendarError):
        calendar.add_business_days(date(2030, 12, 1), -200)
    bridged = Calendar(closures=[Closure(first=date(2026, 6, 1), last=date(2029, 6, 1))])
    assert bridged.roll(date(2026, 6, 1), "following") == date(2029, 6, 4)


def test_empty_years_count_only_in_a_row() -> None:
    """Two closures of two years each, with a working week between them, are no endless one."""
    calendar = Calendar(
        closures=[
            Closure(first=date(2027, 1, 1), last=date(2028, 12, 31)),
            Closure(first=date(2029, 1, 8), last=date(2031, 12, 31)),
        ]
    )
    assert calendar.add_business_days(date(2026, 12, 31), 6) == date(2032, 1, 1)
    assert calendar.add_business_days(date(2032, 1, 1), -6) == date(2026, 12, 31)


def test_a_weekday_that_is_never_worked_is_an_error() -> None:
    """Waiting for a working Saturday where there is none does not search for ever."""
    with pytest.raises(CalendarError, match="no Saturday or Sunday after `2026-03-02` is"):
        Calendar().next_weekday(MONDAY, {6, 5})
    assert Calendar(extra_working=[SATURDAY]).next_weekday(MONDAY, {5}) == SATURDAY


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda c: c.add_business_days(date.max, 1), "1 business day after `9999-12-31` leaves"),
        (lambda c: c.add_business_days(date.min, -1), "1 business day before `0001-01-01` leaves"),
        (lambda c: c.add_business_days(date(9999, 12, 20), 10), "10 business days after"),
        (lambda c: c.add_business_days(date(1, 1, 20), -16), "16 business days before"),
        (lambda c: c.add_business_days(MONDAY, 10**12), "leaves the years 1 to 9999"),
        (lambda c: c.add_business_days(MONDAY, -(10**12)), "leaves the years 1 to 9999"),
        (lambda c: c.next_weekday(date(9999, 12, 30), {0}), "no Monday after"),
    ],
)
def test_the_years_end(ask: Callable[[Calendar], object], expected: str) -> None:
    """Leaving the years 1 to 9999 is an error that names the question."""
    with pytest.raises(CalendarError, match=expected):
        ask(Calendar())


def test_the_last_and_the_first_day_of_all_can_be_asked_about() -> None:
    """Nothing reads a day outside the years 1 to 9999."""
    calendar = Calendar(weekend=())
    assert calendar.end_of_week(date.max) == date.max
    assert calendar.roll(date.max, "nearest") == date.max
    assert calendar.add_business_days(date(9999, 12, 30), 1) == date.max
    assert calendar.add_business_days(date(1, 1, 2), -1) == date.min
    assert calendar.business_days_between(date.max, date.max) == 0
    assert calendar.business_days_between(date(9999, 12, 30), date.max) == 1
    assert calendar.business_days_between(date(1, 1, 2), date.min) == -1
    assert calendar.days_off(date.max, date.max) == ()


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: Calendar(weekend=[7]), "`7` is no weekday: Monday is 0 and Sunday is 6"),
        (lambda: Calendar().next_weekday(MONDAY, [-1]), "`-1` is no weekday"),
        (lambda: Calendar().next_weekday(MONDAY, []), "no weekday is given"),
        (lambda: Calendar(estimated=[MONDAY]), "`2026-03-02` is marked as estimated but is no"),
        (
            lambda: Closure(first=SATURDAY, last=MONDAY, why="spring break"),
            "the closure `spring break` ends on `2026-03-02`, before it starts on `2026-03-07`",
        ),
        (
            lambda: Calendar.for_country(None, "CA"),
            "the subdivision `CA` is given without a country",
        ),
    ],
)
def test_arguments_that_make_no_sense(make: Callable[[], object], expected: str) -> None:
    """Each is refused in one sentence that quotes what was given."""
    with pytest.raises(CalendarError) as caught:
        make()
    assert str(caught.value).startswith(expected)
    assert not str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("convention", "advice"),
    [
        ("modified-following", "did you mean `modified_following`"),
        ("Following", "did you mean `following`?"),
        ("sideways", "did you mean `none` or `following`"),
    ],
)
def test_an_unknown_roll_is_an_error_with_advice(convention: str, advice: str) -> None:
    """Near matches are named, or all conventions when none is near."""
    with pytest.raises(CalendarError, match=f"unknown roll `{convention}`") as caught:
        Calendar().roll(MONDAY, convention)
    assert caught.value.help is not None
    assert caught.value.help.startswith(advice)


def test_a_race_between_threads_changes_no_answer() -> None:
    """Threads that load the same years at once all get the answers of a lone thread."""
    questions = [(date(2000 + i % 40, 1 + i % 12, 1 + i % 28), i % 600 - 300) for i in range(300)]
    expected = [Calendar().add_business_days(d, n) for d, n in questions]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        shared = Calendar()
        with ThreadPoolExecutor(8) as pool:
            runs = [
                pool.submit(lambda: [shared.add_business_days(d, n) for d, n in questions])
                for _ in range(8)
            ]
            assert all(run.result() == expected for run in runs)
    finally:
        sys.setswitchinterval(interval)


def test_year_tables_are_read_only() -> None:
    """A table is a copy of its holidays and cannot be changed."""
    holidays = {date(2026, 1, 1): "New Year"}
    table = YearTable(
        year=2026, weekend=frozenset(), holidays=holidays, makeup=frozenset(), known=True
    )
    holidays.clear()
    assert dict(table.holidays) == {date(2026, 1, 1): "New Year"}
    with pytest.raises(TypeError):
        table.holidays[date(2026, 1, 2)] = "Another"  # type: ignore[index]
    with pytest.raises(AttributeError):
        table.known = False  # type: ignore[misc]
