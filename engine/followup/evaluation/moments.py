"""Phrases to moments: the business-time arithmetic of the language, with its walk.

A calendar wait rolls to a working day once, last: at the end of a phrase (or of each moment
that `later of` and `earlier of` choose from), never in between.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from followup.calendars import Calendar, CalendarError, DayOff, add_hours, add_units
from followup.evaluation.clock import day_of, earlier
from followup.language.durations import Duration
from followup.language.model import Timestamp
from followup.language.phrases import (
    Choice,
    Day,
    EndOfWeek,
    Moment,
    Reference,
    Rolled,
    Shift,
    Weekday,
)

Lookup = Callable[[Reference], "Timestamp | Duration | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operation on the way to a date, with the days off that it passed over."""

    operation: str
    start: Timestamp
    result: Timestamp
    skipped: tuple[DayOff, ...] = ()


class Moments:
    """Computes phrases for one calendar and zone; `lookup` answers names (None: unknown).

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

    def value(self, phrase: Moment) -> Timestamp | None:
        """Return the moment that a phrase means, or None where one of its names is unknown."""
        if isinstance(phrase, Choice):
            return self.choose(phrase.later, [self.value(part) for part in phrase.among])
        if isinstance(phrase, Rolled):
            return self.roll(self.raw(phrase.of), phrase.convention)
        raw = self.raw(phrase)
        if isinstance(phrase, Shift):
            duration = self._duration(phrase)
            if duration is not None and duration.is_calendar:
                return self.roll(raw, "following")
        return raw

    def after(self, duration: Duration, moment: Timestamp) -> Timestamp:
        """Return the moment a duration after another, rolled where it is a calendar wait."""
        start = Reference("start")
        value = Moments(self.calendar, self.zone, lambda _: moment).value(Shift(duration, 1, start))
        assert value is not None
        return value

    def with_opens(self, opens: Timestamp) -> Moments:
        """Return the same arithmetic where the name `opens` is known."""
        lookup = self.lookup
        return Moments(
            self.calendar,
            self.zone,
            lambda name: opens if name.name == "opens" else lookup(name),
            self.steps,
        )

    def raw(self, phrase: Moment) -> Timestamp | None:
        """Return a phrase's moment before any roll that is not written out."""
        if isinstance(phrase, Reference):
            found = self.lookup(phrase)
            return None if isinstance(found, Duration) else found
        if isinstance(phrase, Day):
            return phrase.day
        if isinstance(phrase, Choice):
            return self.choose(phrase.later, [self.raw(part) for part in phrase.among])
        if isinstance(phrase, Rolled):
            return self.value(phrase)
        of = self.raw(phrase.of)
        if of is None:
            return None
        if isinstance(phrase, Shift):
            return self._shift(phrase, of)
        day = day_of(of, self.zone)
        if isinstance(phrase, Weekday):
            words = f"{phrase.weekdays} after"
            result = self._next_weekday(day, phrase.days)
        else:
            assert isinstance(phrase, EndOfWeek)
            words = "end of week of"
            result = self.calendar.end_of_week(day)
        return self.step(words, of, result, counted=True)

    def _next_weekday(self, day: datetime.date, weekdays: tuple[int, ...]) -> datetime.date:
        """Return the next working day on one of these weekdays.

        Where none of them is ever worked, it is the working day after the next of them.
        """
        try:
            return self.calendar.next_weekday(day, weekdays)
        except CalendarError:
            ahead = (day + datetime.timedelta(days=n) for n in range(1, 8))
            first = next(d for d in ahead if d.weekday() in weekdays)
            return self.calendar.roll(first, "following")

    def _duration(self, phrase: Shift) -> Duration | None:
        if isinstance(phrase.duration, Duration):
            return phrase.duration
        found = self.lookup(phrase.duration)
        return found if isinstance(found, Duration) else None

    def _shift(self, phrase: Shift, of: Timestamp) -> Timestamp | None:
        duration = self._duration(phrase)
        if duration is None:
            return None
        words = f"{duration} {'after' if phrase.sign > 0 else 'before'}"
        count = phrase.sign * duration.count
        if duration.unit == "hour":
            return self.step(words, of, add_hours(of, count))
        day = day_of(of, self.zone)
        if duration.unit == "business day":
            return self.step(words, of, self.calendar.add_business_days(day, count), counted=True)
        return self.step(words, of, add_units(day, count, duration.unit))

    def roll(self, moment: Timestamp | None, convention: str) -> Timestamp | None:
        """Return the moment, or the working day that a convention moves it to from a day off."""
        if moment is None:
            return None
        day = day_of(moment, self.zone)
        rolled = self.calendar.roll(day, convention)
        if rolled == day:
            return moment
        return self.step(f"roll {convention.replace('_', ' ')}", moment, rolled, inclusive=True)

    def choose(self, later: bool, moments: list[Timestamp | None]) -> Timestamp | None:
        """Return the later or earlier of moments, the first named one of equals."""
        chosen: Timestamp | None = None
        for moment in moments:
            if moment is None:
                return None
            if chosen is None or self._beats(moment, chosen, later=later):
                chosen = moment
        return chosen

    def _beats(self, moment: Timestamp, chosen: Timestamp, *, later: bool) -> bool:
        if later:
            return earlier(chosen, moment, self.zone)
        return earlier(moment, chosen, self.zone)

    def step(
        self,
        operation: str,
        start: Timestamp,
        result: Timestamp,
        *,
        counted: bool = False,
        inclusive: bool = False,
    ) -> Timestamp:
        """Note an operation: `counted` days lie between its ends, a roll includes its start."""
        if self.steps is not None:
            first, last = day_of(start, self.zone), day_of(result, self.zone)
            skipped: tuple[DayOff, ...] = ()
            if counted or inclusive:
                low, high = min(first, last), max(first, last)
                skipped = tuple(
                    off
                    for off in self.calendar.days_off(low, high)
                    if inclusive or off.day != first
                )
            self.steps.append(
                Step(operation=operation, start=start, result=result, skipped=skipped)
            )
        return result
