"""On which days an action may open: the limits that name sets of days, and working days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from msgspec import Struct

from followup.calendars import CalendarError, DayOff
from followup.core.days import first_day
from followup.core.history import Event, Timestamp
from followup.core.limits import Limit, NotIn, OnlyIn
from followup.core.references import days_of
from followup.core.vocabulary import Action
from followup.evaluation.clock import day_of
from followup.evaluation.situation import Situation

_ONE_DAY = datetime.timedelta(days=1)


class InForce(Struct, frozen=True):
    """A limit that has begun, with the event that it began with and its last moment, if any."""

    limit: Limit
    begun: Event | None
    end: Timestamp | None


def in_force(situation: Situation, action: Action) -> Iterator[InForce]:
    """Go through the limits of an action that have begun; some may end before it opens."""
    for limit in situation.ruleset.limits:
        if action.name not in limit.actions:
            continue
        since = situation.facts[limit.since] if limit.since else None
        if limit.since and not isinstance(since, Event):
            continue  # the limit has not begun
        begun = since if isinstance(since, Event) else None
        length = None if limit.within is None else situation.arithmetic.length(limit.within)
        end = situation.arithmetic.after(length, begun.moment) if length and begun else None
        yield InForce(limit, begun, end)


class AllowedDays:
    """The days on which an action may open, by its limits and, unless any-day, the calendar."""

    def __init__(self, situation: Situation, action: Action) -> None:
        self.situation = situation
        self.any_day = situation.ruleset.may_open_on_day_off(action)
        self.limits = [
            each
            for each in in_force(situation, action)
            if isinstance(each.limit.bound, OnlyIn | NotIn)
        ]

    def forbidding(self, day: datetime.date) -> Limit | None:
        """Return the first limit that keeps the action from opening on a day."""
        for each in self.limits:
            bound = each.limit.bound
            if each.end is not None and day_of(each.end, self.situation.clock.zone) < day:
                continue  # it is over by then
            match bound:
                case OnlyIn(names) if not self.situation.falls_on(day, names):
                    return each.limit
                case NotIn(names) if self.situation.falls_on(day, names):
                    return each.limit
        return None

    def first(self, opens: Timestamp) -> Timestamp | None:
        """Return a moment if its day is allowed, else the first allowed day after it, if any."""
        day = day_of(opens, self.situation.clock.zone)
        if self.forbidding(day) is None:
            return opens
        days = self.situation.ruleset.days
        sets = [days[name] for each in self.limits for name in days_of(each.limit)]
        ends = [each.end for each in self.limits if each.end is not None]
        over = [day_of(end, self.situation.clock.zone) + _ONE_DAY for end in ends]
        try:
            return first_day(day, self._allows, sets, over)
        except CalendarError:
            return None

    def _allows(self, day: datetime.date) -> bool:
        calendar = self.situation.history.calendar
        worked = self.any_day or calendar.is_working_day(day)
        return worked and self.forbidding(day) is None

    def passed_over(self, first: datetime.date, last: datetime.date) -> Iterator[DayOff]:
        """Go through the days off and the forbidden days from one day to another, both included."""
        calendar = self.situation.history.calendar
        for number in range(first.toordinal(), last.toordinal() + 1):
            day = datetime.date.fromordinal(number)
            limit, off = self.forbidding(day), calendar.day_off(day)
            if limit is not None and (off is None or self.any_day):
                yield DayOff(day=day, kind="limit", name=limit_name(limit))
            elif off is not None:
                yield off


def limit_name(limit: Limit) -> str:
    """Return why a limit forbids a day: `outside midweek`, `in year-end`."""
    side = "outside" if isinstance(limit.bound, OnlyIn) else "in"
    return f"{side} {' or '.join(days_of(limit))}"
