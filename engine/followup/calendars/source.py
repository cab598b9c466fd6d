"""Where the facts of a year come from: the protocol, and the source made of explicit days."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Protocol

from followup.calendars.records import CalendarError, YearTable, require_date

__all__ = ["FixedDays", "HolidaySource", "require_weekdays"]


class HolidaySource(Protocol):
    """Tells the weekend, public holidays and make-up days of a place, year by year."""

    @property
    def version(self) -> str:
        """The version of the data; a decision records it, because dates change with it."""
        ...

    def check(self, country: str, subdivision: str | None) -> None:
        """Accept a place that the source knows.

        Args:
            country: an ISO 3166-1 code of two capital letters.
            subdivision: a code within the country, or None for the whole country.

        Raises:
            CalendarError: the country or the subdivision is unknown; its `help` names the
                near matches.
        """
        ...

    def year(self, country: str, subdivision: str | None, year: int) -> YearTable:
        """The facts of one calendar year, 1 to 9999, in a place that `check` accepts."""
        ...


class FixedDays:
    """Days that the caller names, under one weekend rule for all years."""

    __slots__ = ("_estimated", "_holidays", "_makeup", "_weekend")

    def __init__(
        self,
        *,
        weekend: Collection[int],
        holidays: Mapping[date, str],
        makeup: Iterable[date],
        estimated: Iterable[date],
    ) -> None:
        """Copy the days, so that a later change of the arguments changes nothing here.

        Raises:
            CalendarError: a weekday is not 0 to 6, or an estimated day is no holiday.
            TypeError: a day is a `datetime` or no date.
        """
        self._weekend = require_weekdays(weekend)
        self._holidays = {require_date(day): name for day, name in holidays.items()}
        self._makeup = frozenset(map(require_date, makeup))
        self._estimated = frozenset(map(require_date, estimated))
        for day in sorted(self._estimated - self._holidays.keys()):
            raise CalendarError(f"`{day}` is marked as estimated but is no holiday")

    def year(self, year: int) -> YearTable:
        """The facts of one calendar year, 1 to 9999; explicit data are always known."""
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        # (ordinal + 6) % 7 is date.weekday() of that ordinal, without building the date.
        weekend = (o for o in range(first, last + 1) if (o + 6) % 7 in self._weekend)
        return YearTable(
            year=year,
            weekend=frozenset(map(date.fromordinal, weekend)),
            holidays={day: name for day, name in self._holidays.items() if day.year == year},
            makeup=frozenset(day for day in self._makeup if day.year == year),
            known=True,
            estimated=frozenset(day for day in self._estimated if day.year == year),
        )


def require_weekdays(weekdays: Collection[int]) -> frozenset[int]:
    """The weekdays as a set; numbers as of `date.weekday()`, Monday is 0.

    Raises:
        CalendarError: a number is not 0 to 6.
    """
    for number in weekdays:
        if number not in range(7):
            raise CalendarError(f"`{number}` is no weekday: Monday is 0 and Sunday is 6")
    return frozenset(weekdays)
