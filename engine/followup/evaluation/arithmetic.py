"""Terms to moments: the business-time arithmetic of the language, with its walk.

A calendar wait rolls to a working day once, last: at the end of a phrase (or of each moment
that `later of` and `earlier of` choose from), never in between. Where calendar days are the
default (`roll` is `none`), nothing rolls unless the phrase says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct

from followup.calendars import Calendar, CalendarError, Closure, DayOff, add_hours, add_units
from followup.core.durations import Duration
from followup.core.history import Timestamp
from followup.core.terms import (
    Choice,
    EndOfMonth,
    EndOfWeek,
    FactRef,
    Length,
    NextWeekday,
    NotCounting,
    Rolled,
    Shift,
    Term,
)
from followup.core.writing import weekday_words
from followup.evaluation.clock import STANDSTILL, compared, day_of, stands_still

Lookup: TypeAlias = Callable[[Term], object]


class Step(Struct, frozen=True, kw_only=True):
    """One operation on the way to a date, with the days off that it passed over."""

    operation: str
    start: Timestamp
    result: Timestamp
    skipped: tuple[DayOff, ...] = ()


class Arithmetic:
    """Computes terms for one calendar and zone; `lookup` answers names (None: unknown).

    With `steps` a list, every operation adds how it went; days off are then named. `stopped` is
    the day from which on the clock of what is computed stands still, if it does.
    """

    def __init__(
        self,
        calendar: Calendar,
        zone: datetime.tzinfo | None,
        lookup: Lookup,
        steps: list[Step] | None = None,
        stopped: datetime.date | None = None,
        *,
        roll: str = "following",
    ) -> None:
        self.calendar = calendar
        self.zone = zone
        self.lookup = lookup
        self.steps = steps
        self.stopped = stopped
        self.default = roll

    def asking(self, lookup: Lookup, steps: list[Step] | None = None) -> Arithmetic:
        """Return the same arithmetic with other names, and a list for its own steps."""
        return Arithmetic(self.calendar, self.zone, lookup, steps, roll=self.default)

    def not_counting(self, names: Sequence[str]) -> Arithmetic | None:
        """Return the arithmetic that passes over the spans of facts; None where one is unknown."""
        passed: list[Closure] = []
        stopped = self.stopped
        for name in names:
            spans = self.lookup(FactRef(name))
            if not isinstance(spans, tuple):
                return None
            for span in spans:
                first = day_of(span.first, self.zone)
                if span.last is None:
                    stopped = first if stopped is None else min(first, stopped)
                else:
                    last = day_of(span.last, self.zone)
                    passed.append(Closure(first=first, last=last, why=name))
        calendar = self.calendar.passing_over(passed) if passed else self.calendar
        return Arithmetic(calendar, self.zone, self.lookup, self.steps, stopped)

    def value(self, term: Term) -> Timestamp | None:
        """Return the moment that a term means, or None where one of its names is unknown."""
        match term:
            case NotCounting(of, names):
                inner = self.not_counting(names)
                return None if inner is None else inner.value(of)
            case Choice(later, among):
                return self.choose(later, [self.value(part) for part in among])
            case Rolled(of, convention):
                return self.roll(self.raw(of), convention)
            case EndOfMonth():
                return self.roll(self.raw(term), self.default)
            case Shift(duration) if (length := self.length(duration)) and length.is_calendar:
                return self.roll(self.raw(term), self.default)
            case _:
                return self.raw(term)

    def raw(self, term: Term) -> Timestamp | None:
        """Return a term's moment before any roll that is not written out."""
        match term:
            case Rolled():
                return self.value(term)
            case NotCounting(of, names):
                inner = self.not_counting(names)
                return None if inner is None else inner.raw(of)
            case Choice(later, among):
                return self.choose(later, [self.raw(part) for part in among])
            case Shift(duration, sign, of):
                length, start = self.length(duration), self.raw(of)
                return None if length is None or start is None else self.shift(length, sign, start)
            case NextWeekday(days, of, inclusive):
                words, to = weekday_words(days, inclusive=inclusive), self._weekday(days, inclusive)
                return self.move(self.raw(of), words, to, "moved" if inclusive else "counted")
            case EndOfWeek(of, following=False):
                return self.move(self.raw(of), "end of week of", self.calendar.end_of_week)
            case EndOfWeek(of):
                words, to = "end of next week of", self.calendar.end_of_next_week
                return self.move(self.raw(of), words, to)
            case EndOfMonth(of):
                return self.move(self.raw(of), "end of month of", _last_of_month, "")
            case _:
                found = self.lookup(term)
                return found if isinstance(found, datetime.date) else None

    def length(self, term: Term) -> Duration | None:
        """Return the duration that a term means."""
        found = term.value if isinstance(term, Length) else self.lookup(term)
        return found if isinstance(found, Duration) else None

    def after(self, length: Duration, moment: Timestamp) -> Timestamp:
        """Return the moment a duration after another, rolled where it is a calendar wait."""
        found = self.shift(length, 1, moment)
        return self.rolled(found, self.default) if length.is_calendar else found

    def shift(self, length: Duration, sign: int, start: Timestamp) -> Timestamp:
        """Return the moment a duration after (`sign` 1) or before (-1) another, not rolled."""
        if stands_still(start):
            return STANDSTILL
        words = f"{length} {'after' if sign > 0 else 'before'}"
        count = sign * length.count
        if length.unit == "hour":
            return self.step(words, start, self._extended(start, add_hours(start, count)), "spans")
        day = day_of(start, self.zone)
        if length.unit == "business day":
            return self.step(words, start, self.calendar.add_business_days(day, count), "counted")
        end = self._extended(day, add_units(day, count, length.unit))
        return self.step(words, start, end, "spans")

    def _extended(self, start: Timestamp, end: Timestamp) -> Timestamp:
        """Return the end of a wait with as many more days as spans lie within it."""
        first, last = day_of(start, self.zone), day_of(end, self.zone)
        reached = self.calendar.without_passed(first, (last - first).days)
        return end if reached == last else reached

    def move(
        self,
        start: Timestamp | None,
        words: str,
        to: Callable[[datetime.date], datetime.date],
        days: str = "counted",
    ) -> Timestamp | None:
        """Return the day that another leads to; `days` says which days off are told, as `step`."""
        if start is None or stands_still(start):
            return start
        return self.step(words, start, to(day_of(start, self.zone)), days)

    def _weekday(
        self, days: tuple[int, ...], inclusive: bool
    ) -> Callable[[datetime.date], datetime.date]:
        """Return what finds the next working day on one of these weekdays.

        Where none of them is ever worked, it is the next of them, rolled as waits are.
        """

        def following(day: datetime.date) -> datetime.date:
            before = day - datetime.timedelta(days=1) if inclusive else day
            try:
                return self.calendar.next_weekday(before, days)
            except CalendarError:
                ahead = (before + datetime.timedelta(days=n) for n in range(1, 8))
                first = next(d for d in ahead if d.weekday() in days)
                return self.calendar.roll(first, self.default)

        return following

    def roll(self, moment: Timestamp | None, convention: str) -> Timestamp | None:
        """Return the moment, or the working day that a convention moves it to from a day off."""
        return None if moment is None else self.rolled(moment, convention)

    def rolled(self, moment: Timestamp, convention: str) -> Timestamp:
        """Return the same for a moment that is known."""
        day = day_of(moment, self.zone)
        if stands_still(moment) or (self.stopped is not None and day >= self.stopped):
            return STANDSTILL
        rolled = self.calendar.roll(day, convention)
        if rolled == day:
            return moment
        return self.step(f"roll {convention.replace('_', ' ')}", moment, rolled, "moved")

    def choose(self, later: bool, moments: Sequence[Timestamp | None]) -> Timestamp | None:
        """Return the later or earlier of moments, the first named one of equals."""
        wanted = 1 if later else -1
        chosen: Timestamp | None = None
        for moment in moments:
            if moment is None:
                return None
            if chosen is None or compared(moment, chosen, self.zone) == wanted:
                chosen = moment
        return chosen

    def step(
        self, operation: str, start: Timestamp, result: Timestamp, days: str = ""
    ) -> Timestamp:
        """Note an operation; `counted` days lie between its ends, `moved` includes its start.

        Of `spans` only the days of these are told. Where the clock is stopped before the end is
        reached, nobody knows the end.
        """
        if self._is_stopped_between(start, result):
            return STANDSTILL
        if self.steps is not None:
            first, last = day_of(start, self.zone), day_of(result, self.zone)
            off = self.calendar.days_off(first, last) if days else ()
            skipped = tuple(
                day
                for day in off
                if (days == "moved" or day.day != first) and (days != "spans" or day.kind == "span")
            )
            self.steps.append(
                Step(operation=operation, start=start, result=result, skipped=skipped)
            )
        return result

    def _is_stopped_between(self, start: Timestamp, result: Timestamp) -> bool:
        """Return whether the clock is stopped on a day that is counted on the way to a result."""
        if self.stopped is None:
            return False
        first, last = day_of(start, self.zone), day_of(result, self.zone)
        return last >= self.stopped or (last < first and first > self.stopped)


def _last_of_month(day: datetime.date) -> datetime.date:
    next_month = day.replace(day=28) + datetime.timedelta(days=4)
    return next_month - datetime.timedelta(days=next_month.day)
