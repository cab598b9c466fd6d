"""Units, elapsed hours and wall times, around the places where clocks and months are uneven."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from followup.calendars import (
    UNITS,
    CalendarError,
    add_hours,
    add_units,
    localize,
    start_of_day,
)

NEW_YORK = ZoneInfo("America/New_York")
SANTIAGO = ZoneInfo("America/Santiago")
ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "America/Santiago",
        "America/Havana",
        "Africa/Cairo",
        "Asia/Beirut",
        "Asia/Tokyo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "UTC",
    )
]

days = st.dates(date(2005, 1, 1), date(2035, 12, 31))
walls = st.times()
zones = st.sampled_from(ZONES)


class _Nowhere(tzinfo):
    """A zone that does not know its offset: a datetime in it is naive."""

    def utcoffset(self, moment: datetime | None) -> None:
        """No offset."""

    def dst(self, moment: datetime | None) -> None:
        """No summer time."""

    def tzname(self, moment: datetime | None) -> None:
        """No name."""


@pytest.mark.parametrize(
    ("d", "n", "unit", "expected"),
    [
        ("2026-03-04", 10, "day", "2026-03-14"),
        ("2026-03-04", -4, "day", "2026-02-28"),
        ("2026-03-04", 0, "month", "2026-03-04"),
        ("2026-03-04", 2, "week", "2026-03-18"),
        ("2026-03-04", -1, "week", "2026-02-25"),
        ("2026-01-31", 1, "month", "2026-02-28"),
        ("2024-01-31", 1, "month", "2024-02-29"),
        ("2026-03-31", -1, "month", "2026-02-28"),
        ("2026-11-30", 3, "month", "2027-02-28"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2024-02-29", 4, "year", "2028-02-29"),
        ("2024-02-29", -1, "year", "2023-02-28"),
    ],
)
def test_units_are_calendar_arithmetic(d: str, n: int, unit: str, expected: str) -> None:
    """Specification: "months and years clamp to the month's last day"."""
    assert add_units(date.fromisoformat(d), n, unit) == date.fromisoformat(expected)


@given(days, st.integers(-60, 60))
def test_months_are_counted_from_the_original_day(d: date, n: int) -> None:
    """Specification: "calendar arithmetic from the original X, never chained".

    The day of the month is the original one, or the last of a shorter month.
    """
    found = add_units(d, n, "month")
    month = d.year * 12 + d.month - 1 + n
    last = (date(month // 12, month % 12 + 1, 1) + relativedelta(day=31)).day
    assert (found.year, found.month) == (month // 12, month % 12 + 1)
    assert found.day == min(d.day, last)


def test_chaining_months_is_another_question() -> None:
    """Two months after 31 January is 31 March, and a month after a month is not."""
    d = date(2026, 1, 31)
    assert add_units(d, 2, "month") == date(2026, 3, 31)
    assert add_units(add_units(d, 1, "month"), 1, "month") == date(2026, 3, 28)


@given(days, st.integers(-20, 20))
def test_a_year_is_twelve_months_and_a_week_seven_days(d: date, n: int) -> None:
    """The units agree with one another."""
    assert add_units(d, n, "year") == add_units(d, 12 * n, "month")
    assert add_units(d, n, "week") == add_units(d, 7 * n, "day")


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("n", [10_000 * 366, -10_000 * 366, 10**30, -(10**30)])
def test_units_end_with_the_years(n: int, unit: str) -> None:
    """Leaving the years 1 to 9999 is an error, however far."""
    with pytest.raises(CalendarError, match="leaves the years 1 to 9999"):
        add_units(date(2026, 3, 4), n, unit)


def test_an_unknown_unit_is_an_error_with_advice() -> None:
    """Near matches are named, or all units when none is near."""
    with pytest.raises(CalendarError, match="unknown unit `months`") as caught:
        add_units(date(2026, 3, 4), 1, "months")
    assert caught.value.help == "did you mean `month`?"
    with pytest.raises(CalendarError) as caught:
        add_units(date(2026, 3, 4), 1, "fortnight")
    assert caught.value.help == "did you mean `day` or `week` or `month` or `year`?"


@pytest.mark.parametrize(
    ("n", "later"),
    [(0, 0), (1, 1), (24, 1), (25, 2), (48, 2), (49, 3), (-1, -1), (-24, -1), (-25, -2)],
)
def test_hours_after_a_date(n: int, later: int) -> None:
    """Specification: "T a date: n ≤ 24 is one day later, n ≤ 48 two days, and so on"."""
    assert add_hours(date(2026, 3, 4), n) == date(2026, 3, 4) + timedelta(days=later)


def test_hours_after_an_instant_are_elapsed_hours() -> None:
    """Specification: "elapsed hours (in UTC), not wall-clock hours".

    The day of the change has 23 of them.
    """
    start = datetime(2026, 3, 7, 10, tzinfo=NEW_YORK)
    found = add_hours(start, 24)
    assert found.isoformat() == "2026-03-08T11:00:00-04:00"
    assert found.tzinfo is NEW_YORK
    assert add_hours(found, -24) == start
    assert add_hours(start, 0).isoformat() == start.isoformat()


@given(st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1)), zones, st.integers(-500, 500))
def test_hours_elapse_in_every_zone(naive: datetime, zone: ZoneInfo, n: int) -> None:
    """Whatever the clocks did meanwhile, the instants are exactly that many hours apart."""
    start = naive.replace(tzinfo=zone)
    found = add_hours(start, n)
    assert found.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=n)


@pytest.mark.parametrize("zone", [None, _Nowhere()])
def test_an_instant_has_a_zone(zone: tzinfo | None) -> None:
    """A naive datetime is neither an instant nor a date."""
    with pytest.raises(TypeError, match="expected an instant with a zone"):
        add_hours(datetime(2026, 3, 4, 10, tzinfo=zone), 1)


@pytest.mark.parametrize("n", [10**6 * 100, -(10**6) * 100, 10**30])
def test_hours_end_with_the_years(n: int) -> None:
    """Leaving the years 1 to 9999 is an error for instants and for dates."""
    for moment in (datetime(2026, 3, 4, tzinfo=NEW_YORK), date(2026, 3, 4)):
        with pytest.raises(CalendarError, match="leaves the years 1 to 9999"):
            add_hours(moment, n)


@pytest.mark.parametrize(
    ("day", "wall", "zone", "expected"),
    [
        ("2026-03-04", "09:00", NEW_YORK, "2026-03-04T09:00:00-05:00"),
        ("2026-03-08", "02:30", NEW_YORK, "2026-03-08T03:30:00-04:00"),
        ("2026-03-08", "01:59", NEW_YORK, "2026-03-08T01:59:00-05:00"),
        ("2026-03-08", "03:00", NEW_YORK, "2026-03-08T03:00:00-04:00"),
        ("2026-11-01", "01:30", NEW_YORK, "2026-11-01T01:30:00-04:00"),
        ("2026-11-01", "02:00", NEW_YORK, "2026-11-01T02:00:00-05:00"),
        ("2026-09-06", "00:00", SANTIAGO, "2026-09-06T01:00:00-03:00"),
        ("2026-09-06", "00:30", SANTIAGO, "2026-09-06T01:30:00-03:00"),
        ("2026-03-04", "09:00", timezone(timedelta(hours=2)), "2026-03-04T09:00:00+02:00"),
    ],
)
def test_wall_times(day: str, wall: str, zone: tzinfo, expected: str) -> None:
    """A skipped wall time moves forward, and of two the first is meant.

    Specification: "A wall time that a clock change skips is moved forward by the gap; one that
    occurs twice means the first".
    """
    found = localize(date.fromisoformat(day), time.fromisoformat(wall), zone)
    assert found.isoformat() == expected
    assert found.tzinfo is zone


def test_a_mark_for_the_second_occurrence_has_no_say() -> None:
    """Of a wall time that occurs twice the first is meant, and a gap is always moved over."""
    twice = localize(date(2026, 11, 1), time(1, 30, fold=1), NEW_YORK)
    skipped = localize(date(2026, 3, 8), time(2, 30, fold=1), NEW_YORK)
    assert twice.isoformat() == "2026-11-01T01:30:00-04:00"
    assert skipped.isoformat() == "2026-03-08T03:30:00-04:00"


@given(days, walls, zones, st.sampled_from([0, 1]))
def test_every_wall_time_is_an_instant(day: date, wall: time, zone: ZoneInfo, fold: int) -> None:
    """Clocks show the wall time at that instant and not before, or a gap has moved it forward.

    A mark for the second of two occurrences has no say.
    """
    found = localize(day, wall.replace(fold=fold), zone)
    shown = found.replace(tzinfo=None, fold=0)
    asked = datetime.combine(day, wall)
    assert found.fold == 0
    if shown != asked:
        offsets = [
            moment.astimezone(zone).utcoffset()
            for moment in (found.astimezone(UTC) - timedelta(hours=25), found)
        ]
        assert None not in offsets
        assert shown - asked == offsets[1] - offsets[0]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        ("2026-09-06", "America/Santiago", "2026-09-06T01:00:00-03:00"),
        ("2026-04-24", "Africa/Cairo", "2026-04-24T01:00:00+03:00"),
        ("2026-03-29", "Asia/Beirut", "2026-03-29T01:00:00+03:00"),
        ("2026-03-08", "America/Havana", "2026-03-08T01:00:00-04:00"),
        ("2026-11-01", "America/Havana", "2026-11-01T00:00:00-04:00"),
        ("2026-03-08", "America/New_York", "2026-03-08T00:00:00-05:00"),
    ],
)
def test_a_day_starts_where_its_midnight_would_be(day: str, zone: str, expected: str) -> None:
    """A skipped midnight starts the day at the end of the gap."""
    assert start_of_day(date.fromisoformat(day), ZoneInfo(zone)).isoformat() == expected


def test_a_wall_time_has_no_zone_and_a_day_no_time() -> None:
    """Mixing instants into wall times is refused."""
    with pytest.raises(TypeError, match="expected a wall time without a zone"):
        localize(date(2026, 3, 4), time(9, tzinfo=UTC), NEW_YORK)
    with pytest.raises(TypeError, match="expected a date without a time"):
        localize(datetime(2026, 3, 4), time(9), NEW_YORK)
    with pytest.raises(TypeError, match="expected a date without a time"):
        add_units(datetime(2026, 3, 4), 1, "day")


def test_wall_times_end_with_the_years() -> None:
    """The first morning of all is before the year 1 in UTC, east of Greenwich."""
    with pytest.raises(CalendarError, match="`0001-01-01T00:00:00` leaves the years"):
        start_of_day(date.min, ZoneInfo("Asia/Tokyo"))
