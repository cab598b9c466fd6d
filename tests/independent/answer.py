"""What a ruleset says about a history, as it is compared: one line for each thing it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

Limit = date | datetime
"""A closing moment is a local date, or an instant where hours count from a known time."""

TRACKS = ("reply", "repair", "notice", "thanks", "inquiry", "feedback", "network")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One action, wait or end on a track; `says` is do, may, held or stopped."""

    track: str
    says: str
    name: str
    state: str = ""
    opens: Limit | None = None
    closes: Limit | None = None
    lapses: Limit | None = None
    since: Limit | None = None
    attempt: int | None = None
    allowed: int | None = None
    to: str | None = None
    channels: tuple[str, ...] = ()
    until: Limit | None = None

    def __str__(self) -> str:
        if self.says in ("held", "stopped"):
            return f"{self.says} {self.name}" + (f" until {self.until}" if self.until else "")
        attempt = f" {self.attempt}/{self.allowed}" if self.attempt else ""
        since = f" since {self.since}" if self.since else ""
        ways = "+".join(self.channels) or "no way"
        window = f"{self.opens}..{self.closes}..{self.lapses}{since}"
        return f"{self.says} {self.name}{attempt} {self.state} {window} to {self.to} by {ways}"


COMPARED = (
    "state",
    "opens",
    "closes",
    "lapses",
    "since",
    "attempt",
    "allowed",
    "to",
    "channels",
    "until",
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """All that is said, with the status that sums it up."""

    status: str
    lines: tuple[Line, ...]

    def on(self, track: str) -> list[Line]:
        """Return what is said on a track, in an order that says nothing."""
        return sorted(
            (line for line in self.lines if line.track == track),
            key=lambda line: (line.says, line.name, str(line.to), str(line.opens), line.channels),
        )
