"""Durations: `3 days`, `1 week`, `2 business days`, `24 hours`, `1 month`."""

from __future__ import annotations

from msgspec import Struct

UNITS = ("hour", "day", "week", "month", "year", "business day")
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_BUSINESS_DAY = 1.4


class Duration(Struct, frozen=True):
    """A number of one unit. Units are singular: one of `UNITS`."""

    count: int
    unit: str

    def __str__(self) -> str:
        """Write the duration as the language does."""
        return f"{self.count} {self.unit}" + ("" if self.count == 1 else "s")

    @property
    def is_calendar(self) -> bool:
        """Whether this is a calendar wait, whose end rolls to a working day."""
        return self.unit in ("day", "week", "month", "year")

    def days(self) -> float:
        """Return about how many calendar days this is (five business days are a week)."""
        return self.count * _DAYS.get(self.unit, _BUSINESS_DAY)
