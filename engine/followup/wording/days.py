"""Sets of days as a person reads them."""

from __future__ import annotations

from typing import assert_never

from followup.core.days import Dates, DayPattern, DaySet, EveryYear, Weekdays
from followup.core.terms import WEEKDAYS
from followup.wording.moments import day_of_year_words, moment_words


def day_set_words(days: DaySet) -> str:
    """Write which days a set has: `Tuesday, Wednesday; 24 Dec to 1 Jan of every year`."""
    return "; ".join(map(_words, days.of))


def _words(pattern: DayPattern) -> str:
    match pattern:
        case Weekdays(days):
            return ", ".join(WEEKDAYS[day].title() for day in days)
        case EveryYear(first, last) if first == last:
            return f"{day_of_year_words(*first)} of every year"
        case EveryYear(first, last):
            return f"{day_of_year_words(*first)} to {day_of_year_words(*last)} of every year"
        case Dates(first, last) if first == last:
            return moment_words(first)
        case Dates(first, last):
            return f"{moment_words(first)} to {moment_words(last)}"
        case _:
            assert_never(pattern)
