"""Named sets of days: weekdays, days of every year, and dates; for conditions and limits."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, assert_never

from msgspec import Struct

from followup.calendars import comes_within

_ONE_DAY = datetime.timedelta(days=1)
_SEARCHED = datetime.timedelta(days=8 * 366)
"""Every day of every year, 29 February too, comes within eight years."""


class Weekdays(Struct, frozen=True, tag=True):
    """These weekdays of every week (Monday is 0)."""

    days: tuple[int, ...]


class EveryYear(Struct, frozen=True, tag=True):
    """From one month and day to another, both included; over the turn of the year if need be."""

    first: tuple[int, int]
    last: tuple[int, int]


class Dates(Struct, frozen=True, tag=True):
    """From one date to another, both included."""

    first: datetime.date
    last: datetime.date


DayPattern: TypeAlias = Weekdays | EveryYear | Dates


class DaySet(Struct, frozen=True, kw_only=True):
    """A named set of days: those of any of its patterns."""

    name: str
    of: tuple[DayPattern, ...]

    def __contains__(self, day: datetime.date) -> bool:
        """Whether a day is one of the set."""
        return any(_fits(day, pattern) for pattern in self.of)


def _fits(day: datetime.date, pattern: DayPattern) -> bool:
    match pattern:
        case Weekdays(days):
            return day.weekday() in days
        case EveryYear(first, last):
            return comes_within(day, first, last)
        case Dates(first, last):
            return first <= day <= last
        case _:
            assert_never(pattern)


def first_day(
    start: datetime.date,
    fits: Callable[[datetime.date], bool],
    sets: Iterable[DaySet],
    turns: Iterable[datetime.date] = (),
) -> datetime.date | None:
    """Return the first day from `start` on that fits; None where there is none.

    Args:
        start: the first day that may be it.
        fits: whether a day does, by nothing but weekdays, days of the year, `sets` and `turns`.
        sets: the sets of days that it asks.
        turns: other days from which on its answer may be another.
    """
    dates = (p for days in sets for p in days.of if isinstance(p, Dates))
    ends = (day for p in dates for day in (p.first, p.last + _ONE_DAY))
    starts = sorted({start, *(day for day in (*ends, *turns) if day > start)})
    for begin, end in zip(starts, [*starts[1:], None], strict=True):
        for day in _days(begin, end):
            if fits(day):
                return day
    return None


def _days(begin: datetime.date, end: datetime.date | None) -> Iterator[datetime.date]:
    last = begin + _SEARCHED if end is None else min(end, begin + _SEARCHED)
    while begin < last:
        yield begin
        begin += _ONE_DAY
