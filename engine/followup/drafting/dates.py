"""Dates as a person writes them in a message: `Tuesday, March 3`, or `Tuesday, 3 March`."""

from __future__ import annotations

import datetime

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_FIRST = frozenset(
    ("US", "CA", "PH", "PR", "GU", "AS", "VI", "MP", "UM", "FM", "MH", "PW", "BZ", "LR")
)
"""Countries in which English puts the month before the day."""


def date_words(day: datetime.date, country: str | None, this_year: int) -> str:
    """Write a date; the year only where it is not this one."""
    month = _MONTHS[day.month - 1]
    if country in _MONTH_FIRST:
        words = f"{month} {day.day}"
        return words if day.year == this_year else f"{words}, {day.year}"
    words = f"{day.day} {month}"
    return words if day.year == this_year else f"{words} {day.year}"


def day_words(day: datetime.date, country: str | None, this_year: int) -> str:
    """Write a date with the day of the week before it."""
    return f"{_DAYS[day.weekday()]}, {date_words(day, country, this_year)}"
