"""Moments as a person reads them, whatever the machine's language."""

from __future__ import annotations

import datetime

from followup.core.history import Timestamp

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)


def day_of_year_words(month: int, day: int) -> str:
    """Write a day of every year as a person reads it: 24 Dec."""
    return f"{day} {_MONTHS[month - 1]}"


def moment_words(moment: Timestamp) -> str:
    """Write a moment as a person reads it, whatever the machine's language: Fri 23 Oct 2026."""
    day = f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    if isinstance(moment, datetime.datetime):
        return f"{day} {moment.hour:02}:{moment.minute:02}"
    return day
