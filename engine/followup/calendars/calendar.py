"""The business calendar: which days are working days, and counting, rolling and naming them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from followup.calendars.assumptions import about_year, common_core, without_holidays
from followup.calendars.holidays_source import PackageHolidays
from followup.calendars.passing import Passing
from followup.calendars.records import CalendarError, Closure, DayOff, require_date
from followup.calendars.recurring import AnyClosure
from followup.calendars.rolling import rolled
from followup.calendars.source import FixedDays, HolidaySource, require_weekdays
from followup.calendars.working_days import WorkingDays
from followup.calendars.years import YearTables, last_weekday_of_week

__all__ = ["Calendar"]

_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# One for all calendars: its tables are immutable, so nothing that is shared can change.
_PACKAGE = PackageHolidays()


class Calendar:
    """Working days of one place and one organisation; immutable, and a function of its inputs.

    `working(d)`, first match wins: an extra working day is one; a day inside a closure is
    none; a weekend day is one only as a make-up day; a holiday is none; any other day is one.

    Every day is a local date. A `datetime` raises TypeError: an instant becomes a local date
    once, in a named zone, before any day arithmetic. A search that meets three full calendar
    years without a working day, or leaves the years 1 to 9999, raises CalendarError.
    """

    __slots__ = (
        "_assumption",
        "_closures",
        "_country",
        "_extra_working",
        "_passed",
        "_subdivision",
        "_tables",
        "_version",
        "_working",
    )

    def __init__(
        self,
        *,
        weekend: Collection[int] = (5, 6),
        holidays: Mapping[date, str] | None = None,
        makeup: Iterable[date] = (),
        closures: Iterable[AnyClosure] = (),
        extra_working: Iterable[date] = (),
        estimated: Iterable[date] = (),
        country: str | None = None,
        subdivision: str | None = None,
        version: str | None = None,
    ) -> None:
        """Make a calendar of explicit days.

        Args:
            weekend: the weekdays of the weekend in every year, Monday is 0.
            holidays: each holiday and its name. None means that holidays are not known, which
                `assumptions` says; an empty mapping means that there are none.
            makeup: weekend days that are worked.
            closures: when the organisation is shut; of overlapping ones the first gives the reason.
            extra_working: days on which the organisation works whatever else holds.
            estimated: the holidays whose date is announced late.
            country: a label for the place; nothing is looked up.
            subdivision: a label within the country.
            version: the version of the data that the days came from, if any.

        Raises:
            CalendarError: a weekday is not 0 to 6, or an estimated day is no holiday.
            TypeError: a day is a `datetime` or no date.
        """
        fixed = FixedDays(
            weekend=weekend, holidays=holidays or {}, makeup=makeup, estimated=estimated
        )
        self._country = country
        self._subdivision = subdivision
        self._version = version
        self._assumption: str | None = None
        if holidays is None:
            self._assumption = without_holidays(country, subdivision, frozenset(weekend))
        self._set_days(YearTables(fixed.year), closures, extra_working)

    @classmethod
    def for_country(
        cls,
        country: str | None,
        subdivision: str | None = None,
        *,
        closures: Iterable[AnyClosure] = (),
        extra_working: Iterable[date] = (),
        source: HolidaySource | None = None,
    ) -> "Calendar":
        """Make the calendar of a country, or of Monday to Friday when there is no country.

        Args:
            country: an ISO 3166-1 code of two capital letters, or None.
            subdivision: a code within the country, such as `CA` in `US`.
            closures: when the organisation is shut.
            extra_working: days on which the organisation works whatever else holds.
            source: who knows the holidays; the `holidays` package unless given.

        Raises:
            CalendarError: the country or subdivision is unknown, or a subdivision is given
                without a country; `help` names the near matches.
        """
        if country is None:
            if subdivision is not None:
                raise CalendarError(
                    f"the subdivision `{subdivision}` is given without a country",
                    help="name the country as well, or leave the subdivision out",
                )
            return cls(closures=closures, extra_working=extra_working)
        known = _PACKAGE if source is None else source
        known.check(country, subdivision)
        calendar = cls(holidays={}, country=country, subdivision=subdivision, version=known.version)
        calendar._assumption = common_core(country, subdivision)
        tables = YearTables(lambda year: known.year(country, subdivision, year))
        calendar._set_days(tables, closures, extra_working)
        return calendar

    def with_days(
        self, *, closures: Iterable[AnyClosure], extra_working: Iterable[date]
    ) -> "Calendar":
        """The same place with these organisation's days instead; loaded years are shared."""
        calendar = type(self)(
            holidays={},
            country=self._country,
            subdivision=self._subdivision,
            version=self._version,
        )
        calendar._assumption = self._assumption
        calendar._set_days(self._tables, closures, extra_working)
        return calendar

    def _set_days(
        self, tables: YearTables, closures: Iterable[AnyClosure], extra_working: Iterable[date]
    ) -> None:
        # Part of construction only: nothing calls this on a calendar that was handed out.
        self._tables = tables
        self._closures = tuple(closures)
        self._extra_working = frozenset(map(require_date, extra_working))
        self._working = WorkingDays(tables, self._closures, self._extra_working)
        self._passed: tuple[Closure, ...] = ()

    def passing_over(self, spans: Iterable[Closure]) -> "Calendar":
        """The same calendar in which the days of `spans` are passed over like days off.

        They are so whatever else holds, an extra working day included, and may be of any length.
        """
        calendar = self.with_days(closures=self._closures, extra_working=self._extra_working)
        calendar._passed = (*self._passed, *spans)
        calendar._working = Passing(self._working, calendar._passed)
        return calendar

    def without_passed(self, d: date, n: int) -> date:
        """The day `n` calendar days after `d` (before, where n is negative), passed ones left out.

        It is `d` itself for n = 0.
        """
        step, working = (1 if n >= 0 else -1), self._working
        for _ in range(abs(n)):
            d = date.fromordinal(d.toordinal() + step)
            while isinstance(working, Passing) and (span := working.span(d)):
                d = date.fromordinal((span[1] if step > 0 else span[0]).toordinal() + step)
        return d

    @property
    def country(self) -> str | None:
        """The ISO 3166-1 code of the country, or None."""
        return self._country

    @property
    def subdivision(self) -> str | None:
        """The code of the subdivision within the country, or None."""
        return self._subdivision

    @property
    def version(self) -> str | None:
        """The version of the holiday data, or None when no source of data is used."""
        return self._version

    def is_working_day(self, d: date) -> bool:
        """Whether `d` is a working day."""
        return self._working.contains(require_date(d))

    def day_off(self, d: date) -> DayOff | None:
        """Why `d` is not a working day, by the first rule that matches; None when it is one."""
        for span in self._passed:
            if d in span:
                return DayOff(day=d, kind="span", name=span.why)
        if require_date(d) in self._extra_working:
            return None
        for closure in self._closures:
            if d in closure:
                return DayOff(day=d, kind="closure", name=closure.why)
        table = self._tables.table(d.year)
        if d in table.weekend:
            if d in table.makeup:
                return None
            return DayOff(day=d, kind="weekend", name=_WEEKDAY_NAMES[d.weekday()])
        name = table.holidays.get(d)
        if name is None:
            return None
        return DayOff(day=d, kind="holiday", name=name, estimated=d in table.estimated)

    def days_off(self, first: date, last: date) -> tuple[DayOff, ...]:
        """Every day off from `first` to `last`, both included, in order of date.

        The two ends may be given in either order, here and in the two methods below.
        """
        first, last = _in_order(first, last)
        days = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        return tuple(off for day in days if (off := self.day_off(day)) is not None)

    def assumptions(self, first: date, last: date) -> tuple[str, ...]:
        """What a result computed over `first` to `last`, both included, takes for granted.

        Returns:
            One sentence each: that no country is given; each year without holiday data.
        """
        first, last = _in_order(first, last)
        said = [self._assumption]
        for year in range(first.year, last.year + 1):
            said.append(about_year(self._country, self._subdivision, self._tables.table(year)))
        return tuple(sentence for sentence in said if sentence is not None)

    def estimated_days(self, first: date, last: date) -> tuple[DayOff, ...]:
        """The holidays from `first` to `last`, both included, whose date may still move.

        One that falls on a weekend or into a closure counts too: it may move out of it. A
        result that touches one is provisional.
        """
        first, last = _in_order(first, last)
        tables = (self._tables.table(year) for year in range(first.year, last.year + 1))
        return tuple(
            DayOff(day=day, kind="holiday", name=table.holidays[day], estimated=True)
            for table in tables
            for day in sorted(table.estimated)
            if first <= day <= last
        )

    def add_business_days(self, d: date, n: int) -> date:
        """The n-th working day strictly after `d`; for negative n, strictly before `d`.

        `d` itself never counts, working or not. For n = 0 it is `d` if that is a working day,
        else the first working day after it.

        Raises:
            CalendarError: there are not that many working days.
        """
        require_date(d)
        if n == 0:
            return self.roll(d, "following")
        return self._working.after(d, n) if n > 0 else self._working.before(d, -n)

    def business_days_between(self, a: date, b: date) -> int:
        """How many business days `b` lies after `a`; negative when it lies before.

        For b ≥ a the number of working days in (a, b]; else minus the number in [b, a). It
        inverts `add_business_days` for every n except 0.
        """
        start, end = require_date(a).toordinal(), require_date(b).toordinal()
        if end >= start:
            return self._working.count(start + 1, end + 1)
        return -self._working.count(end, start)

    def roll(self, d: date, convention: str) -> date:
        """Move `d` to a working day if it is not one already.

        Args:
            d: a local date.
            convention: one of `ROLL_CONVENTIONS`; `rolled` says what each means.

        Raises:
            CalendarError: the convention is unknown, or there is no working day to roll to.
        """
        return rolled(self._working, require_date(d), convention)

    def next_weekday(self, d: date, weekdays: Collection[int]) -> date:
        """The first working day strictly after `d` on one of `weekdays` (Monday is 0).

        It may be in a later week.

        Raises:
            CalendarError: no weekday is given, or one is not 0 to 6, or none is worked.
        """
        wanted = require_weekdays(weekdays)
        if not wanted:
            raise CalendarError("no weekday is given")
        found = self._working.after_on(require_date(d), wanted)
        if found is None:
            names = " or ".join(_WEEKDAY_NAMES[number] for number in sorted(wanted))
            raise CalendarError(f"no {names} after `{d}` is a working day for three years")
        return found

    def end_of_week(self, d: date) -> date:
        """The last working day on or after `d` in its local week, else the last of the coming one.

        Whoever says on a Saturday *by the end of the week* means the days that are to come; so
        does who says it on a day off after which the week has no working day.
        """
        left = self._last_of_week(d)
        return self.end_of_week(self._working.after(d, 1)) if left is None else left

    def end_of_next_week(self, d: date) -> date:
        """The last working day of the week after that of `d`.

        Where the week of `d` has no working day left it is that of the coming week, as with
        `end_of_week`.
        """
        left = self._last_of_week(d)
        return self.end_of_week(d if left is None else self._working.after(left, 1))

    def _last_of_week(self, d: date) -> date | None:
        """The last working day on or after `d` in its week.

        The week starts the day after the weekend. The weekend is the one that the seven days
        from `d` on have, so that a change of the rule takes effect on its own day. Where the
        weekend is not one block, `last_weekday_of_week` says which block ends the week.
        """
        start = require_date(d).toordinal()
        ahead = range(start, min(start + 6, date.max.toordinal()) + 1)
        week = tuple(map(date.fromordinal, ahead))
        weekend = {day.weekday() for day in week if day in self._tables.table(day.year).weekend}
        left = (last_weekday_of_week(frozenset(weekend)) - d.weekday()) % 7
        return next((day for day in reversed(week[: left + 1]) if self.is_working_day(day)), None)


def _in_order(first: date, last: date) -> tuple[date, date]:
    first, last = require_date(first), require_date(last)
    return (first, last) if first <= last else (last, first)
