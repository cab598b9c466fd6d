"""Closures that come again: every year from one day to another, or every week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from followup.calendars.records import CalendarError, Closure
from followup.calendars.source import require_weekdays

__all__ = ["AnyClosure", "WeeklyClosure", "YearlyClosure", "comes_within"]

_A_LEAP_YEAR = 2000


def comes_within(d: date, first: tuple[int, int], last: tuple[int, int]) -> bool:
    """Whether `d` lies from one month and day to another of every year, both included.

    Where the last comes before the first, the range goes over the turn of the year. In a year
    without 29 February a range that begins on it begins on 1 March.
    """
    day = (d.month, d.day)
    if first <= last:
        return first <= day <= last
    return day >= first or day <= last


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyClosure:
    """A range of days of every year on which the organisation is shut.

    Attributes:
        first: the month and the day on which the closure begins.
        last: the month and the day of its last day, which is part of the closure; where it
            comes before the first, the closure goes over the turn of the year.
        why: the reason as people should read it.

    Raises:
        CalendarError: an end is no day of any year.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    why: str = "closed"

    def __post_init__(self) -> None:
        """Refuse an end that no year has."""
        for month, day in (self.first, self.last):
            try:
                date(_A_LEAP_YEAR, month, day)
            except ValueError:
                raise CalendarError(f"`{month:02}-{day:02}` is not a day of the year") from None

    def __contains__(self, d: date) -> bool:
        """Whether a day is part of the closure."""
        return comes_within(d, self.first, self.last)

    def ordinals(self, year: int) -> Iterator[int]:
        """Go through the days of one year that are part of the closure, as ordinals."""
        return _within(self, year)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyClosure:
    """Weekdays on which the organisation is shut every week.

    Attributes:
        weekdays: the weekdays, Monday is 0.
        why: the reason as people should read it.

    Raises:
        CalendarError: a weekday is not 0 to 6.
    """

    weekdays: frozenset[int]
    why: str = "closed"

    def __post_init__(self) -> None:
        """Refuse what is no weekday."""
        require_weekdays(self.weekdays)

    def __contains__(self, d: date) -> bool:
        """Whether a day is part of the closure."""
        return d.weekday() in self.weekdays

    def ordinals(self, year: int) -> Iterator[int]:
        """Go through the days of one year that are part of the closure, as ordinals."""
        return _within(self, year)


AnyClosure: TypeAlias = Closure | YearlyClosure | WeeklyClosure


def _within(closure: YearlyClosure | WeeklyClosure, year: int) -> Iterator[int]:
    days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    return (day for day in days if date.fromordinal(day) in closure)
