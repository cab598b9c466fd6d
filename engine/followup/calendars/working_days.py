"""Finding and counting working days over year tables and an organisation's own days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date
from typing import NoReturn

from followup.calendars.records import CalendarError, YearTable
from followup.calendars.recurring import AnyClosure
from followup.calendars.years import YearTables

__all__ = ["WorkingDays", "working_ordinals"]

_LAST_ORDINAL = date.max.toordinal()

# So many full calendar years without a match are taken for an endless closure.
_EMPTY_YEARS = 3


class WorkingDays:
    """The working days of one calendar as sorted ordinals, year by year, built when needed.

    A year's list is built whole and then stored at once, so that a race between threads only
    does the same work twice. Whole years are stepped over by their length, so that a distant
    answer costs a step a year and not a step a day. Dates are local dates.
    """

    __slots__ = ("_built", "_closures", "_extra_working", "_tables")

    def __init__(
        self, tables: YearTables, closures: tuple[AnyClosure, ...], extra_working: frozenset[date]
    ) -> None:
        """Remember what the lists are built from; nothing is built yet."""
        self._tables = tables
        self._closures = closures
        self._extra_working = extra_working
        self._built: dict[int, list[int]] = {}

    def contains(self, d: date) -> bool:
        """Whether `d` is a working day."""
        ordinal = d.toordinal()
        days = self._of_year(d.year)
        index = bisect_left(days, ordinal)
        return index < len(days) and days[index] == ordinal

    def count(self, start: int, stop: int) -> int:
        """The number of working days in the half-open range of ordinals [start, stop)."""
        if start >= stop:
            return 0
        first, last = date.fromordinal(start).year, date.fromordinal(stop - 1).year
        total = sum(len(self._of_year(year)) for year in range(first, last))
        total += bisect_left(self._of_year(last), stop)
        return total - bisect_left(self._of_year(first), start)

    def after(self, d: date, n: int) -> date:
        """The n-th working day strictly after `d`, n ≥ 1.

        Raises:
            CalendarError: three full calendar years on the way have none, or the year 9999
                ends first.
        """
        if n > _LAST_ORDINAL - d.toordinal():
            _leaves_the_years(n, "after", d)
        year, empty = d.year, 0
        days = self._of_year(year)
        index = bisect_right(days, d.toordinal()) + n - 1
        while index >= len(days):
            if year == MAXYEAR:
                _leaves_the_years(n, "after", d)
            index -= len(days)
            year += 1
            days = self._of_year(year)
            empty = 0 if days else empty + 1
            if empty == _EMPTY_YEARS:
                raise CalendarError(f"there is no working day from `{year - 2}` to `{year}`")
        return date.fromordinal(days[index])

    def before(self, d: date, n: int) -> date:
        """The n-th working day strictly before `d`, n ≥ 1.

        Raises:
            CalendarError: three full calendar years on the way have none, or the year 1
                starts first.
        """
        if n >= d.toordinal():
            _leaves_the_years(n, "before", d)
        year, empty = d.year, 0
        days = self._of_year(year)
        index = bisect_left(days, d.toordinal()) - n
        while index < 0:
            if year == MINYEAR:
                _leaves_the_years(n, "before", d)
            year -= 1
            days = self._of_year(year)
            index += len(days)
            empty = 0 if days else empty + 1
            if empty == _EMPTY_YEARS:
                raise CalendarError(f"there is no working day from `{year}` to `{year + 2}`")
        return date.fromordinal(days[index])

    def after_on(self, d: date, weekdays: frozenset[int]) -> date | None:
        """The first working day strictly after `d` on one of `weekdays` (Monday is 0).

        None when the rest of its year and three more calendar years have none.
        """
        ordinal = d.toordinal()
        for year in range(d.year, min(d.year + _EMPTY_YEARS, MAXYEAR) + 1):
            days = self._of_year(year)
            for later in days[bisect_right(days, ordinal) :]:
                # date.weekday() of an ordinal, without building the date.
                if (later + 6) % 7 in weekdays:
                    return date.fromordinal(later)
        return None

    def _of_year(self, year: int) -> list[int]:
        days = self._built.get(year)
        if days is None:
            table = self._tables.table(year)
            days = self._built[year] = working_ordinals(table, self._closures, self._extra_working)
        return days


def working_ordinals(
    table: YearTable, closures: Iterable[AnyClosure], extra_working: Iterable[date]
) -> list[int]:
    """The working days of one year as ordinals in ascending order.

    First match wins: an extra working day is one; a day inside a closure is none; a weekend
    day is one only as a make-up day; a holiday is none; any other day is one. The steps below
    apply these from the last to the first.

    Args:
        table: the facts of the year.
        closures: the organisation's closures, of any years.
        extra_working: the organisation's extra working days, of any years.
    """
    first, last = date(table.year, 1, 1).toordinal(), date(table.year, 12, 31).toordinal()
    working = set(range(first, last + 1))
    working.difference_update(map(date.toordinal, table.holidays))
    working.difference_update(map(date.toordinal, table.weekend))
    working.update(map(date.toordinal, table.makeup & table.weekend))
    for closure in closures:
        working.difference_update(closure.ordinals(table.year))
    working.update(day.toordinal() for day in extra_working if day.year == table.year)
    return sorted(working)


def _leaves_the_years(n: int, side: str, d: date) -> NoReturn:
    days = "business day" if n == 1 else "business days"
    raise CalendarError(f"{n} {days} {side} `{d}` leaves the years 1 to 9999")
