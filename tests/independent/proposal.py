"""What a track proposes, before days off, absences and one-thing-at-a-time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .answer import Line
from .history import Limit, Moment
from .people import Route

INQUIRY_ACTIONS = ("status-inquiry", "timeline-question")


@dataclass
class Proposal:
    """One action of a track."""

    track: str
    action: str
    opens: Limit
    closes: Limit | None
    route: Route
    lapses: Limit | None = None
    let_go: date | None = None  # R5; known to nobody who reads the action
    attempt: int | None = None
    allowed: int | None = None
    optional: bool = False
    any_day: bool = False
    exempt: bool = False  # R4: answers, corrections, thank-yous, whatever has a hard end
    is_apart: bool = False  # about the contract or a hold: no other contact instead
    due: date | None = None  # when it opens where the end of the year does not count (D1)
    free: Any = None  # when another contact may be asked instead
    reroute: Any = None  # another way to choose the person, without some (R8)
    since: Limit | None = None

    def state(self, moment: Moment) -> str:
        """`upcoming` before `opens`, `open` through `closes`, then `overdue`."""
        if not has_come(self.opens, moment):
            return "upcoming"
        return "overdue" if moment.is_past(self.closes) else "open"

    def line(self, moment: Moment) -> Line:
        """The proposal as it is compared."""
        return Line(
            track=self.track,
            says="may" if self.optional else "do",
            name=self.action,
            state=self.state(moment),
            opens=self.opens,
            closes=self.closes,
            lapses=self.lapses,
            since=self.since,
            attempt=self.attempt,
            allowed=self.allowed,
            to=self.route.to,
            channels=self.route.channels,
        )


@dataclass
class Track:
    """The outcome of a track."""

    name: str
    proposals: list[Proposal] = field(default_factory=list)
    held: str | None = None
    until: date | None = None
    stopped: str | None = None


def day_of(limit: Limit) -> date:
    """The local day of a limit."""
    return limit.date() if isinstance(limit, datetime) else limit


def has_come(limit: Limit, moment: Moment) -> bool:
    """Whether an opening lies behind us."""
    if isinstance(limit, datetime):
        if moment.instant is not None:
            return limit <= moment.instant
        return limit.date() <= moment.day
    return limit <= moment.day
