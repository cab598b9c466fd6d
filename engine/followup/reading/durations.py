"""Texts to durations: `3 days`, `1 week`, `2 business days`, `24 hours`, `1 month`."""

from __future__ import annotations

from followup.core.durations import UNITS, Duration
from followup.diagnostics import did_you_mean

# Bounds that keep any sum of durations on a history's dates inside the calendar; nobody waits
# for ten years.
_LARGEST = {
    "hour": 87_600,
    "day": 3_650,
    "week": 520,
    "month": 120,
    "year": 10,
    "business day": 2_600,
}


class DurationError(ValueError):
    """A text that is no duration; `expected` says what should have stood there."""

    def __init__(self, message: str, expected: str) -> None:
        super().__init__(message)
        self.expected = expected


def parse_duration(text: str) -> Duration:
    """Return the duration that a text says.

    Grammar: `NUMBER [business] UNIT`, where UNIT is hour, day, week, month or year, singular or
    plural, and only days may be business days.

    Raises:
        DurationError: the text is something else, or more than ten years.
    """
    words = text.split()
    example = "a duration such as `3 days`, `2 business days`, `1 week` or `24 hours`"
    is_form = len(words) == 2 or (len(words) == 3 and words[1] == "business")
    if not is_form or not (words[0].isascii() and words[0].isdigit()):
        near = business_days(words)
        meant = f"did you mean `{near}`?" if near else f"expected {example}"
        raise DurationError(f"`{text}` is not a duration", meant)
    unit = words[-1][:-1] if words[-1].endswith("s") else words[-1]
    if len(words) == 3:
        unit = f"{words[1]} {unit}"
    if unit == "business hour":
        raise DurationError(
            f"`{' '.join(words[1:])}` is not a unit of time",
            "hours run through nights and weekends; to wait for working days, count business days",
        )
    if unit not in UNITS:
        near = did_you_mean(unit, UNITS, limit=0)
        raise DurationError(
            f"`{' '.join(words[1:])}` is not a unit of time", near or f"expected {example}"
        )
    if len(words[0]) > 6 or int(words[0]) > _LARGEST[unit]:
        raise DurationError(
            f"`{text}` is longer than ten years", f"expected at most {_LARGEST[unit]} {unit}s"
        )
    return Duration(int(words[0]), unit)


def business_days(words: list[str]) -> str | None:
    """Return the duration in business days that words mean which call them otherwise."""
    if len(words) != 3 or not words[0].isdigit() or words[2] not in ("day", "days"):
        return None
    called = ("business", "working", "work", "week")
    return f"{words[0]} business {words[2]}" if did_you_mean(words[1], called, limit=0) else None
