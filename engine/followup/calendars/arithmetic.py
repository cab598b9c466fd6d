"""Date and time arithmetic that needs no calendar: units, elapsed hours, wall times."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import overload

from followup.calendars.records import CalendarError, require_date
from followup.calendars.suggest import did_you_mean, near_matches

__all__ = ["UNITS", "add_hours", "add_units", "localize", "start_of_day"]

UNITS = ("day", "week", "month", "year")


def add_units(d: date, n: int, unit: str) -> date:
    """`n` days, weeks, months or years after `d`; before it when `n` is negative.

    Months and years clamp to the month's last day: one month after 31 January is the last of
    February. Because of that, give the whole of `n` from the original day: adding one month
    twice is not adding two months.

    Args:
        d: a local date.
        n: how many units.
        unit: one of `UNITS`.

    Raises:
        CalendarError: the unit is unknown, or the result leaves the years 1 to 9999.
        TypeError: `d` is a `datetime` or no date.
    """
    require_date(d)
    if unit not in UNITS:
        near = near_matches(unit, UNITS)
        raise CalendarError(f"unknown unit `{unit}`", help=did_you_mean(near or UNITS))
    try:
        if unit in ("day", "week"):
            return d + timedelta(days=n if unit == "day" else 7 * n)
        return _add_months(d, n if unit == "month" else 12 * n)
    except (OverflowError, ValueError):
        raise CalendarError(f"{n} {unit}s from `{d}` leaves the years 1 to 9999") from None


def _add_months(d: date, n: int) -> date:
    # Imported late: it takes as long as the rest of this package, and few rules use months.
    from dateutil.relativedelta import relativedelta

    return d + relativedelta(months=n)


@overload
def add_hours(moment: datetime, n: int) -> datetime: ...
@overload
def add_hours(moment: date, n: int) -> date: ...
def add_hours(moment: date | datetime, n: int) -> date | datetime:
    """`n` hours after `moment`; before it when `n` is negative.

    Args:
        moment: an instant (a `datetime` with a zone), or a local date.
        n: elapsed hours.

    Returns:
        For an instant, the instant that many elapsed hours (in UTC) later, in the same zone,
        whatever the clocks did meanwhile. For a date, one day later for 1 to 24 hours, two
        days later for 25 to 48 hours, and so on; negative hours mirror this.

    Raises:
        CalendarError: the result leaves the years 1 to 9999.
        TypeError: `moment` is a `datetime` without a zone.
    """
    if not isinstance(moment, datetime):
        days = -(-abs(n) // 24)
        return add_units(moment, days if n >= 0 else -days, "day")
    if moment.utcoffset() is None:
        raise TypeError(
            f"expected an instant with a zone, got the naive datetime {moment.isoformat()}"
        )
    try:
        elapsed = moment.astimezone(UTC) + timedelta(hours=n)
        return elapsed.astimezone(moment.tzinfo)
    except (OverflowError, ValueError):
        raise CalendarError(
            f"{n} hours from `{moment.isoformat()}` leaves the years 1 to 9999"
        ) from None


def localize(day: date, wall: time, zone: tzinfo) -> datetime:
    """The instant at which clocks in `zone` show `wall` on `day`.

    A wall time that a clock change skips is moved forward by the gap; one that occurs twice
    means the first.

    Args:
        day: a local date in `zone`.
        wall: a time of day without a zone.
        zone: the zone, such as a `zoneinfo.ZoneInfo`.

    Raises:
        CalendarError: the instant leaves the years 1 to 9999 in UTC.
        TypeError: `day` is a `datetime` or no date, or `wall` has a zone.
    """
    if wall.tzinfo is not None:
        raise TypeError(f"expected a wall time without a zone, got {wall.isoformat()}")
    # fold=0 means the first of two, and within a gap the offset from before the gap (PEP 495);
    # going through UTC then lands as far behind the gap as the wall time lay inside it.
    shown = datetime.combine(require_date(day), wall.replace(fold=0), tzinfo=zone)
    try:
        return shown.astimezone(UTC).astimezone(zone)
    except (OverflowError, ValueError):
        raise CalendarError(
            f"`{shown.replace(tzinfo=None).isoformat()}` leaves the years 1 to 9999 in UTC"
        ) from None


def start_of_day(day: date, zone: tzinfo) -> datetime:
    """The instant at which `day` starts in `zone`: midnight, or the end of a gap over it."""
    return localize(day, time.min, zone)
