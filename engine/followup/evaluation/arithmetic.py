"""Terms to moments: the business-time arithmetic of the language, with its walk.

A calendar wait rolls to a working day once, last: at the end of a phrase (or of each moment
that `later of` and `earlier of` choose from), never in between.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct

from followup.calendars import Calendar, CalendarError, DayOff, add_hours, add_units
from followup.core.durations import Duration
from followup.core.history import Timestamp
from followup.core.terms import Choice, EndOfWeek, Length, NextWeekday, Rolled, Shift, Term
from followup.core.writing import weekday_words
from followup.evaluation.clock import compared, day_of

Lookup: TypeAlias = Callable[[Term], object]


class Step(Struct, frozen=True, kw_only=True):
    """One operation on the way to a date, with the days off that it passed over."""

    operation: str
    start: Timestamp
    result: Timestamp
    skipped: tuple[DayOff, ...] = ()


class Arithmetic:
    """Computes terms for one calendar and zone; `lookup` answers names (None: unknown).

    With `steps` a list, every operation adds how it went; days off are then named.
    """

    def __init__(
        self,
        calendar: Calendar,
        zone: datetime.tzinfo | None,
        lookup: Lookup,
        steps: list[Step] | None = None,
    ) -> None:
        self.calendar = calendar
        self.zone = zone
        self.lookup = lookup
        self.steps = steps

    def asking(self, lookup: Lookup, steps: list[Step] | None = None) -> Arithmetic:
        """Return the same arithmetic with other names, and a list for its own steps."""
        return Arithmetic(self.calendar, self.zone, lookup, steps)

    def value(self, term: Term) -> Timestamp | None:
        """Return the moment that a term means, or None where one of its names is unknown."""
        match term:
            case Choice(later, among):
                return self.choose(later, [self.value(part) for part in among])
            case Rolled(of, convention):
                return self.roll(self.raw(of), convention)
            case Shift(duration) if (length := self.length(duration)) and length.is_calendar:
                return self.roll(self.raw(term), "following")
            case _:
                return self.raw(term)

    def raw(self, term: Term) -> Timestamp | None:
        """Return a term's moment before any roll that is not written out."""
        match term:
            case Rolled():
                return self.value(term)
            case Choice(later, among):
                return self.choose(later, [self.raw(part) for part in among])
            case Shift(duration, sign, of):
                length, start = self.length(duration), self.raw(of)
                return None if length is None or start is None else self.shift(length, sign, start)
            case NextWeekday(days, of):
                return self.move(self.raw(of), f"{weekday_words(days)} after", self._weekday(days))
            case EndOfWeek(of):
                return self.move(self.raw(of), "end of week of", self.calendar.end_of_week)
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
        return self.rolled(found, "following") if length.is_calendar else found

    def shift(self, length: Duration, sign: int, start: Timestamp) -> Timestamp:
        """Return the moment a duration after (`sign` 1) or before (-1) another, not rolled."""
        words = f"{length} {'after' if sign > 0 else 'before'}"
        count = sign * length.count
        if length.unit == "hour":
            return self.step(words, start, add_hours(start, count))
        day = day_of(start, self.zone)
        if length.unit == "business day":
            return self.step(words, start, self.calendar.add_business_days(day, count), "counted")
        return self.step(words, start, add_units(day, count, length.unit))

    def move(
        self,
        start: Timestamp | None,
        words: str,
        to: Callable[[datetime.date], datetime.date],
    ) -> Timestamp | None:
        """Return the day that another leads to, with the days between them counted."""
        if start is None:
            return None
        return self.step(words, start, to(day_of(start, self.zone)), "counted")

    def _weekday(self, days: tuple[int, ...]) -> Callable[[datetime.date], datetime.date]:
        """Return what finds the next working day on one of these weekdays.

        Where none of them is ever worked, it is the working day after the next of them.
        """

        def following(day: datetime.date) -> datetime.date:
            try:
                return self.calendar.next_weekday(day, days)
            except CalendarError:
                ahead = (day + datetime.timedelta(days=n) for n in range(1, 8))
                first = next(d for d in ahead if d.weekday() in days)
                return self.calendar.roll(first, "following")

        return following

    def roll(self, moment: Timestamp | None, convention: str) -> Timestamp | None:
        """Return the moment, or the working day that a convention moves it to from a day off."""
        return None if moment is None else self.rolled(moment, convention)

    def rolled(self, moment: Timestamp, convention: str) -> Timestamp:
        """Return the same for a moment that is known."""
        day = day_of(moment, self.zone)
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
        """Note an operation; `counted` days lie between its ends, `moved` includes its start."""
        if self.steps is not None:
            first, last = day_of(start, self.zone), day_of(result, self.zone)
            off = self.calendar.days_off(first, last) if days else ()
            skipped = tuple(day for day in off if days == "moved" or day.day != first)
            self.steps.append(
                Step(operation=operation, start=start, result=result, skipped=skipped)
            )
        return result
