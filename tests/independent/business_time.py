"""Working days, waits and ends of weeks, as the page on business time defines them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays
from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Duration:
    """A length of time as people write it: `3 days`, `1 week`, `2 business days`, `24 hours`."""

    number: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read a duration; the unit may stand in the singular or the plural."""
        match = re.fullmatch(r"\s*(\d+)[ -](business[ -])?(hour|day|week|month|year)s?\s*", text)
        if match is None:
            raise ValueError(f"not a duration: {text!r}")
        unit = "business-day" if match[2] else match[3]
        return cls(int(match[1]), unit)


@cache
def _published(country: str, subdivision: str | None, year: int) -> tuple[frozenset[date], ...]:
    """Weekend days, make-up days and public holidays of one year.

    "Build one immutable set per (country, subdivision, year) with explicit `years`,
    `language` and `categories`, and never hand the object out."
    """
    source = holidays.country_holidays(
        country, subdiv=subdivision, years=[year - 1, year, year + 1], expand=False
    )
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    days = [day for day in days if day.year == year]
    weekend = frozenset(day for day in days if source.is_weekend(day))
    makeup = frozenset(day for day in getattr(source, "weekend_workdays", ()) if day.year == year)
    off = frozenset(day for day in days if day in source)
    return weekend, makeup, off


def _closed_on(closures: Sequence[Mapping[str, Any]]) -> Callable[[date], bool]:
    """A test for closures: one period, a period of every year, or a weekday of every week.

    "A history's closures may come every year (`from: 12-24`) or every week (`every: friday`)."
    """

    def closed(day: date) -> bool:
        for closure in closures:
            if "every" in closure:
                if WEEKDAYS[day.weekday()] == closure["every"]:
                    return True
                continue
            first = closure["from"]
            last = closure.get("to", first)
            if isinstance(first, date):
                if first <= day <= last:
                    return True
            elif _within_every_year(day, str(first), str(last)):
                return True
        return False

    return closed


def _within_every_year(day: date, first: str, last: str) -> bool:
    """Whether a day lies in `12-24` to `01-01`; a range may wrap the year."""
    mark = f"{day.month:02d}-{day.day:02d}"
    if first <= last:
        return first <= mark <= last
    return mark >= first or mark <= last


@dataclass(frozen=True)
class Calendar:
    """Which days are working days, and the arithmetic on them."""

    country: str | None = None
    subdivision: str | None = None
    closures: tuple[Mapping[str, Any], ...] = ()
    extra_working: frozenset[date] = frozenset()
    _closed: Callable[[date], bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_closed", _closed_on(self.closures))

    def weekend(self, day: date) -> bool:
        """Whether the day is a weekend day; "no country at all means Monday to Friday"."""
        if self.country is None:
            return day.weekday() >= 5
        return day in _published(self.country, self.subdivision, day.year)[0]

    def working(self, day: date) -> bool:
        """`working(d)`, first match wins.

        "1. an extra working day: yes; 2. inside a closure: no; 3. a weekend day: only if
        it is a make-up day; 4. a holiday: no; 5. otherwise: yes."
        """
        if day in self.extra_working:
            return True
        if self._closed(day):
            return False
        if self.country is None:
            return not self.weekend(day)
        weekend, makeup, off = _published(self.country, self.subdivision, day.year)
        if day in weekend:
            return day in makeup
        return day not in off

    def roll(self, day: date) -> date:
        """C3: roll forward to the next working day, the day itself included."""
        while not self.working(day):
            day += ONE_DAY
        return day

    def next_working(self, day: date) -> date:
        """`next business day after X`: the first working day strictly after it."""
        return self.roll(day + ONE_DAY)

    def business_days_after(self, number: int, day: date) -> date:
        """C2.

        The n-th working day strictly after X; "n = 0: X if it is a working day, else the first
        working day after it".
        """
        if number == 0:
            return self.roll(day)
        for _ in range(number):
            day = self.next_working(day)
        return day

    def business_days_before(self, number: int, day: date) -> date:
        """`n business days before X`: "the n-th working day strictly before X"."""
        for _ in range(number):
            day -= ONE_DAY
            while not self.working(day):
                day -= ONE_DAY
        return day

    def business_days_between(self, first: date, last: date) -> int:
        """Count the working days in (A, B] where B >= A, and less those in [B, A) otherwise."""
        if last < first:
            return -sum(self.working(day) for day in days_from(last, first - ONE_DAY))
        return sum(self.working(day) for day in days_from(first + ONE_DAY, last))

    def after(self, duration: Duration, day: date) -> date:
        """C3: calendar addition, then roll forward to the next working day."""
        if duration.unit == "hour":
            return ceiling(duration, day)
        if duration.unit == "business-day":
            return self.business_days_after(duration.number, day)
        return self.roll(ceiling(duration, day))

    def week_of(self, day: date) -> list[date]:
        """The local week of a day: "the week starts the day after the weekend"."""
        start = day
        for _ in range(7):
            if not self.weekend(start) and self.weekend(start - ONE_DAY):
                break
            start -= ONE_DAY
        else:
            start = day - timedelta(days=day.weekday())
        return days_from(start, start + timedelta(days=6))

    def end_of_week(self, day: date) -> date:
        """`end-of: week`, as D3 reads it.

        "Said on a day off after which its week has no working day, `end-of: week` and
        `end-of: next-week` both mean the last working day of the coming week (said on a
        Thanksgiving Thursday, the Friday is still to come; said on the week's last working
        day, `week` is that day)."
        """
        left = [other for other in self.week_of(day) if other >= day and self.working(other)]
        return left[-1] if left else self.end_of_next_week(day)

    def end_of_next_week(self, day: date) -> date:
        """D3: the end of next week is its last working day, also where its Friday is off.

        A week without any working day is passed over.
        """
        week = self.week_of(day)
        while True:
            week = self.week_of(week[-1] + ONE_DAY)
            working = [other for other in week if self.working(other)]
            if working:
                return working[-1]


def days_from(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def ceiling(duration: Duration, day: date) -> date:
    """Calendar addition without a roll, for closing dates: "Only opens rolls" (C4).

    Hours on a date: "n <= 24 is one day later, n <= 48 two days, and so on" (D1).
    Months and years "clamp to the month's last day".
    """
    number = duration.number
    if duration.unit == "hour":
        return day + timedelta(days=-(-number // 24))
    if duration.unit in ("day", "business-day"):
        return day + timedelta(days=number)
    if duration.unit == "week":
        return day + timedelta(weeks=number)
    if duration.unit == "month":
        return day + relativedelta(months=number)
    return day + relativedelta(years=number)


def latest(days: Iterable[date | None]) -> date | None:
    """`later of`: the latest of the days that are known."""
    known = [day for day in days if day is not None]
    return max(known) if known else None
