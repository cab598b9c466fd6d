"""The specification of business time as a loop over days: slow, plain, and independent.

It reads only its own `Facts`, never a calendar, so that the two can be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from followup.calendars import Calendar, Closure

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a calendar is made of."""

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: Mapping[date, str] = field(default_factory=dict)
    makeup: frozenset[date] = frozenset()
    closures: tuple[Closure, ...] = ()
    extra_working: frozenset[date] = frozenset()

    def calendar(self) -> Calendar:
        """The calendar to be compared with."""
        return Calendar(
            weekend=self.weekend,
            holidays=self.holidays,
            makeup=self.makeup,
            closures=self.closures,
            extra_working=self.extra_working,
        )


def working(facts: Facts, d: date) -> bool:
    """The five rules of a working day, first match wins."""
    if d in facts.extra_working:
        return True
    if any(closure.first <= d <= closure.last for closure in facts.closures):
        return False
    if d.weekday() in facts.weekend:
        return d in facts.makeup
    return d not in facts.holidays


def step(facts: Facts, d: date, direction: int) -> date:
    """The first working day strictly after `d` (direction 1) or before it (-1)."""
    d += direction * DAY
    while not working(facts, d):
        d += direction * DAY
    return d


def add(facts: Facts, d: date, n: int) -> date:
    """The n-th working day strictly after or before `d`; for 0, `d` rolled forward."""
    if n == 0:
        return d if working(facts, d) else step(facts, d, 1)
    for _ in range(abs(n)):
        d = step(facts, d, 1 if n > 0 else -1)
    return d


def between(facts: Facts, a: date, b: date) -> int:
    """The number of working days in (a, b], or minus the number in [b, a)."""
    if b < a:
        return -sum(working(facts, b + i * DAY) for i in range((a - b).days))
    return sum(working(facts, a + i * DAY) for i in range(1, (b - a).days + 1))


def roll(facts: Facts, d: date, convention: str) -> date:
    """The six conventions, written out one by one."""
    if convention == "none" or working(facts, d):
        return d
    after, before = step(facts, d, 1), step(facts, d, -1)
    same_month_after = after.strftime("%Y-%m") == d.strftime("%Y-%m")
    same_month_before = before.strftime("%Y-%m") == d.strftime("%Y-%m")
    return {
        "following": after,
        "preceding": before,
        "modified_following": after if same_month_after else before,
        "modified_preceding": before if same_month_before else after,
        "nearest": after if (after - d) <= (d - before) else before,
    }[convention]


def next_weekday(facts: Facts, d: date, weekdays: frozenset[int]) -> date:
    """The first working day strictly after `d` that falls on one of the weekdays."""
    d = step(facts, d, 1)
    while d.weekday() not in weekdays:
        d = step(facts, d, 1)
    return d


def end_of_week(facts: Facts, d: date) -> date:
    """For a weekend of one block: the week lasts until the last day of the next weekend."""
    last = d
    while not (
        last.weekday() in facts.weekend and (last + DAY).weekday() not in facts.weekend
        if facts.weekend
        else last.weekday() == 6
    ):
        last += DAY
    left = [d + i * DAY for i in range((last - d).days + 1) if working(facts, d + i * DAY)]
    return left[-1] if left else end_of_week(facts, step(facts, d, 1))
