"""The values that calendars take and give: closures, days off, year tables, and their error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

__all__ = ["CalendarError", "Closure", "DayOff", "YearTable", "require_date"]


class CalendarError(ValueError):
    """A calendar cannot answer, or was asked for something that does not exist.

    The text is one sentence that starts in lower case and has no full stop.

    Attributes:
        help: advice on what to write instead (such as near matches), or None.
    """

    def __init__(self, message: str, *, help: str | None = None) -> None:
        """Keep the sentence and the separate line of advice."""
        super().__init__(message)
        self.help = help


def require_date(value: object) -> date:
    """Give back `value` when it is a local date, without a time and a zone.

    Raises:
        TypeError: `value` is a `datetime` (an instant becomes a local date once, in a named
            zone, before any day arithmetic) or no date at all.
    """
    if isinstance(value, datetime):
        raise TypeError(
            f"expected a date without a time, got the datetime {value.isoformat()}: "
            "take its local date in a named zone first"
        )
    if not isinstance(value, date):
        raise TypeError(f"expected a date, got {value!r}")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A range of days on which the organisation is shut.

    Attributes:
        first: the first day of the closure, a local date.
        last: the last day of the closure; it is part of the closure.
        why: the reason as people should read it, such as "winter break".

    Raises:
        CalendarError: the last day lies before the first.
        TypeError: an end is a `datetime` or no date.
    """

    first: date
    last: date
    why: str = "closed"

    def __post_init__(self) -> None:
        """Refuse a range that contains no day."""
        require_date(self.first)
        require_date(self.last)
        if self.last < self.first:
            raise CalendarError(
                f"the closure `{self.why}` ends on `{self.last}`, before it starts on "
                f"`{self.first}`"
            )

    def __contains__(self, d: date) -> bool:
        """Whether a day is part of the closure."""
        return self.first <= d <= self.last

    def ordinals(self, year: int) -> range:
        """The days of one year that are part of the closure, as ordinals.

        They are clipped to the year: a closure may be open-ended, up to the year 9999.
        """
        first = max(date(year, 1, 1).toordinal(), self.first.toordinal())
        return range(first, min(date(year, 12, 31).toordinal(), self.last.toordinal()) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """One day that is not a working day, and why.

    Attributes:
        day: the local date.
        kind: "weekend", "holiday" or "closure"; of a day that is passed over for another
            reason than the calendar's, "limit" or "span".
        name: the weekday's name, the holiday's name or the closure's reason.
        estimated: True for a holiday whose date is announced late and may still move.
    """

    day: date
    kind: str
    name: str
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTable:
    """The facts of one calendar year in one place, as a source gave them.

    Attributes:
        year: the calendar year, 1 to 9999; every date below lies in it.
        weekend: each day of the weekend, by the rule in force on that day. Make-up days that
            fall on a weekend are still in it.
        holidays: each public holiday and its name. Read-only: the constructor copies it.
        makeup: weekend days that are worked in exchange for another day off.
        known: False where the source has no holiday data for this year, or says itself that
            they are incomplete. Silence is not an answer: the caller states an assumption.
        estimated: the holidays whose date is announced late; a subset of `holidays`.
    """

    year: int
    weekend: frozenset[date]
    holidays: Mapping[date, str]
    makeup: frozenset[date]
    known: bool
    estimated: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Keep an own, read-only copy, so that nobody can change a table once it is built."""
        object.__setattr__(self, "holidays", MappingProxyType(dict(self.holidays)))
