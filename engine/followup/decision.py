"""What comes out: the decision and its parts, as records and as plain data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followup.language.domain import Citation
from followup.language.model import Timestamp

FORMAT = 1
"""The version of the decision's JSON format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueAction:
    """An action that lies ahead, is open, or is overdue.

    `opens`, `closes` and `lapses` are local dates, both ends included, or instants; None where
    the window stays open. `to` is a role or a role with a name; `via` is the first of
    `channels`, which stand in line, best first. `attempts_allowed` is None without a number.
    """

    track: str
    action: str
    state: str
    opens: Timestamp
    closes: Timestamp | None
    lapses: Timestamp | None
    attempt: int | None
    attempts_allowed: int | None
    to: str | None
    via: str | None
    channels: tuple[str, ...]
    optional: bool
    rule: str
    because: str
    cites: tuple[Citation, ...]
    checklist: tuple[str, ...]
    message: str | None
    limited_by: str | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedTrack:
    """A track on which nothing more happens; `limited_by` names the limit that ended it."""

    track: str
    reason: str
    rule: str
    because: str
    says: str
    cites: tuple[Citation, ...] = ()
    limited_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTrack(StoppedTrack):
    """A track that waits; `until` is when the wait ends, None where nobody knows."""

    until: Timestamp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisional:
    """A date that rests on a holiday whose date is an estimate."""

    date: Timestamp
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesetIdentity:
    """Which ruleset decided: `digest` changes with any document that it is built from."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarIdentity:
    """Which calendar counted: country, subdivision and version of the holiday data."""

    country: str | None
    subdivision: str | None
    holidays: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do at a moment, in which window of time, and why.

    `status` is `act` (an action that is not optional is open or overdue), else `wait` (one lies
    ahead, or a track is held), else `stop` (a track has stopped), else `silent`. `next_change`
    is the first moment after `as_of` at which the decision can differ if nothing happens.
    """

    case: str
    ruleset: RulesetIdentity
    as_of: Timestamp
    status: str
    headline: str
    actions: tuple[DueAction, ...]
    stopped: tuple[StoppedTrack, ...]
    held: tuple[HeldTrack, ...]
    next_change: Timestamp | None
    assumptions: tuple[str, ...]
    provisional: tuple[Provisional, ...]
    calendar: CalendarIdentity
    trace: Mapping[str, Any] | None = field(default=None, compare=False)

    def says_the_same(self, other: Decision) -> bool:
        """Return whether both decide alike, whenever they were asked."""
        return _content(self) == _content(other)

    def to_dict(self) -> dict[str, Any]:
        """Return the decision as plain data, ready for JSON, as `decision.schema.json` has it."""
        result: dict[str, Any] = {
            "decision": FORMAT,
            "case": self.case,
            "ruleset": _plain(self.ruleset, ("name", "version", "digest")),
            "as-of": self.as_of.isoformat(),
            "status": self.status,
            "headline": self.headline,
            "actions": [_plain(action, _ACTION) for action in self.actions],
            "stopped": [_plain(track, _STOPPED) for track in self.stopped],
            "held": [_plain(track, (*_STOPPED, "until")) for track in self.held],
            "next-change": _value(self.next_change),
            "assumptions": list(self.assumptions),
            "provisional": [_plain(item, ("date", "because")) for item in self.provisional],
            "calendar": _plain(self.calendar, ("country", "subdivision", "holidays")),
        }
        if self.trace is not None:
            result["trace"] = _value(self.trace)
        return result


_ACTION = (
    "track",
    "action",
    "state",
    "opens",
    "closes",
    "lapses",
    "attempt",
    "attempts_allowed",
    "to",
    "via",
    "channels",
    "optional",
    "rule",
    "because",
    "cites",
    "checklist",
    "message",
    "limited_by",
    "says",
)
_STOPPED = ("track", "reason", "rule", "because", "says", "cites", "limited_by")


def _content(decision: Decision) -> tuple[Any, ...]:
    return (
        decision.status,
        decision.headline,
        decision.actions,
        decision.stopped,
        decision.held,
        decision.assumptions,
        decision.provisional,
    )


def _plain(record: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name.replace("_", "-"): _value(getattr(record, name)) for name in names}


def _value(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_value(item) for item in value]
    if isinstance(value, Citation):
        return {
            "source": value.source,
            "title": value.title,
            "at": value.at,
            "items": list(value.items),
        }
    if isinstance(value, Mapping):
        return {key: _value(item) for key, item in value.items()}
    return value
