"""The moment of a decision, and the moments at which what it sees turns over.

Asked with a date, everything is seen by the day; asked with an instant, instants are compared
as such and dates by the local day. Comparisons only ever turn from false to true, and the clock
notes when each one that was false will.
"""

from __future__ import annotations

import datetime

from followup.calendars import start_of_day
from followup.core.history import Timestamp

_ONE_DAY = datetime.timedelta(days=1)


STANDSTILL = datetime.date(9000, 1, 1)
"""The moment of what hangs on a clock that is stopped: nobody knows it, and it is later than any.

No history and no wait reaches it, so comparing it needs no case of its own.
"""


def stands_still(moment: Timestamp | None) -> bool:
    """Return whether a moment hangs on a clock that is stopped."""
    return moment is not None and moment.year >= STANDSTILL.year


def day_of(moment: Timestamp, zone: datetime.tzinfo | None) -> datetime.date:
    """Return the local date of a moment."""
    if isinstance(moment, datetime.datetime):
        return moment.astimezone(zone).date() if zone else moment.date()
    return moment


def earlier(a: Timestamp, b: Timestamp, zone: datetime.tzinfo | None) -> bool:
    """Return whether `a` lies strictly before `b`: as instants if both are, else by the day."""
    if isinstance(a, datetime.datetime) and isinstance(b, datetime.datetime):
        return a < b
    return day_of(a, zone) < day_of(b, zone)


def compared(
    a: Timestamp, b: Timestamp, zone: datetime.tzinfo | None, *, by_day: bool = False
) -> int:
    """Return how two moments stand: -1 if `a` is earlier, 1 if `b` is, 0 if neither.

    Two instants are compared as such, unless `by_day`; everything else by the local day.
    """
    if by_day:
        a, b = day_of(a, zone), day_of(b, zone)
    return earlier(b, a, zone) - earlier(a, b, zone)


class Clock:
    """A moment that answers what it has reached; `turns` are the coming changes of its answers.

    Each turn is a moment of the same kind as `as_of` with what turns then: words and terms, put
    into a sentence by whoever tells of it.
    """

    def __init__(self, as_of: Timestamp, zone: datetime.tzinfo | None) -> None:
        self.zone = zone
        self.as_of = as_of
        if isinstance(as_of, datetime.datetime):
            self.zone = zone or as_of.tzinfo
            # By way of UTC, since a time that its own zone leaves out (when clocks are put forward)
            # would stay what it is.
            self.as_of = as_of.astimezone(datetime.UTC).astimezone(self.zone)
        self.day = day_of(self.as_of, self.zone)
        self.turns: list[tuple[Timestamp, tuple[object, ...]]] = []

    def reached(self, moment: Timestamp, *what: object) -> bool:
        """Return whether the moment has come; a date has come with the beginning of its day."""
        if self.has_come(moment):
            return True
        self._turn(moment, what)
        return False

    def passed(self, moment: Timestamp, *what: object) -> bool:
        """Return whether the moment is over; a date is over with the end of its day."""
        if isinstance(moment, datetime.datetime) and isinstance(self.as_of, datetime.datetime):
            return self.reached(moment, *what)
        return self.reached(day_of(moment, self.zone) + _ONE_DAY, *what)

    def has_come(self, moment: Timestamp) -> bool:
        """Return whether the moment has come, without noting when it will."""
        if isinstance(moment, datetime.datetime) and isinstance(self.as_of, datetime.datetime):
            return moment <= self.as_of
        return day_of(moment, self.zone) <= self.day

    def _turn(self, moment: Timestamp, what: tuple[object, ...]) -> None:
        if not isinstance(self.as_of, datetime.datetime):
            self.turns.append((day_of(moment, self.zone), what))
        elif isinstance(moment, datetime.datetime):
            self.turns.append((moment, what))
        else:
            assert self.zone is not None
            self.turns.append((start_of_day(moment, self.zone), what))

    def first_turn_since(self, mark: int) -> Timestamp | None:
        """Return the first moment at which an answer turns that was given since a mark.

        A mark is how many turns had been noted.
        """
        return min((turn for turn, _ in self.turns[mark:]), default=None)

    def next_turn(self) -> Timestamp | None:
        """Return the first moment at which an answer given so far turns; always a later one."""
        return min((turn for turn, _ in self.turns if turn > self.as_of), default=None)
