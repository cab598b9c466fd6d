"""What comes out: the decision and its parts, as records and as plain data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import fields

from followup.core.history import Timestamp
from followup.core.vocabulary import Citation

FORMAT = 1
"""The version of the decision's JSON format."""

Status: TypeAlias = Literal["act", "wait", "stop", "silent"]
State: TypeAlias = Literal["upcoming", "open", "overdue"]


class DueAction(Struct, frozen=True, kw_only=True):
    """An action that lies ahead, is open, or is overdue.

    `opens`, `closes` and `lapses` are local dates, both ends included, or instants; None where
    the window stays open. `since` is when it opened first, where it now waits for a later day.
    `to` is a role or a role with a name; `via` is the first of `channels`, all that may be used,
    best first. `attempts_allowed` is None without a number.
    """

    track: str
    action: str
    state: State
    opens: Timestamp
    closes: Timestamp | None
    lapses: Timestamp | None
    since: Timestamp | None = None
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


class StoppedTrack(Struct, frozen=True, kw_only=True):
    """A track on which nothing more happens; `limited_by` names the limit that ended it."""

    track: str
    reason: str
    rule: str
    because: str
    says: str
    cites: tuple[Citation, ...] = ()
    limited_by: str | None = None


class HeldTrack(StoppedTrack, frozen=True, kw_only=True):
    """A track that waits; `until` is when the wait ends, None where nobody knows.

    `gives_way_to` names the case that comes first, of those that were decided together.
    """

    until: Timestamp | None = None
    gives_way_to: str | None = None


class Provisional(Struct, frozen=True, kw_only=True):
    """A date that rests on a holiday whose date is an estimate."""

    date: Timestamp
    because: str


class RulesetIdentity(Struct, frozen=True, kw_only=True):
    """Which ruleset decided: `digest` changes with any document that it is built from."""

    name: str
    version: str
    digest: str


class CalendarIdentity(Struct, frozen=True, kw_only=True):
    """Which calendar counted: country, subdivision and version of the holiday data."""

    country: str | None
    subdivision: str | None
    holidays: str | None


class Decision(Struct, frozen=True, kw_only=True):
    """What to do at a moment, in which window of time, and why.

    `status` is `act` (an action that is not optional is open or overdue), else `wait` (one lies
    ahead, or a track is held), else `stop` (a track has stopped), else `silent`. `next_change`
    is the first moment after `as_of` at which the decision can differ if nothing happens.
    """

    case: str
    ruleset: RulesetIdentity
    as_of: Timestamp
    status: Status
    headline: str
    actions: tuple[DueAction, ...]
    stopped: tuple[StoppedTrack, ...]
    held: tuple[HeldTrack, ...]
    next_change: Timestamp | None
    assumptions: tuple[str, ...]
    provisional: tuple[Provisional, ...]
    calendar: CalendarIdentity
    trace: Trace | None = None

    @property
    def firm(self) -> tuple[DueAction, ...]:
        """The actions that are not optional."""
        return tuple(action for action in self.actions if not action.optional)

    def says_the_same(self, other: Decision) -> bool:
        """Return whether both decide alike, whenever they were asked."""
        return _content(self) == _content(other)

    def to_dict(self) -> dict[str, Any]:
        """Return the decision as plain data, ready for JSON, as `decision.schema.json` has it."""
        result = {"decision": FORMAT, **plain_data(self)}
        if self.trace is None:
            del result["trace"]
        return result


def _content(decision: Decision) -> tuple[object, ...]:
    return (
        decision.status,
        decision.headline,
        decision.actions,
        decision.stopped,
        decision.held,
        decision.assumptions,
        decision.provisional,
    )


# -- the trace -------------------------------------------------------------------------------

Seen: TypeAlias = Timestamp | bool | int | str | tuple[str, ...] | None
"""A value that was seen; an event is the moment when it happened, a duration its text."""


class AskedCondition(Struct, frozen=True, kw_only=True):
    """A condition that was asked: its words, what it saw, whether it held.

    `groups` are the conditions inside one that only joins others; `compared_with` is the moment
    that a moment was compared with, or the number that another fact or field is. Where these mean
    nothing they are left out.
    """

    condition: str
    saw: Seen
    holds: bool
    compared_with: Seen | UnsetType = UNSET
    groups: tuple[tuple[AskedCondition, ...], ...] | UnsetType = UNSET


class AskedRule(Struct, frozen=True, kw_only=True):
    """A rule that was asked: the tracks on which it was, and what came of it."""

    rule: str
    tracks: tuple[str, ...]
    holds: bool
    outcome: str
    why_not: str | None
    conditions: tuple[AskedCondition, ...]
    because: str


class SeenFact(Struct, frozen=True, kw_only=True):
    """A fact that was read; of one that is an event also its kind, its line and its fields."""

    type: str
    value: Seen
    about: str | None
    event: str | UnsetType = UNSET
    line: int | UnsetType | None = UNSET
    fields: Mapping[str, Seen] | UnsetType = UNSET


class SkippedDay(Struct, frozen=True, kw_only=True):
    """A day off that was passed over."""

    day: datetime.date
    kind: str
    name: str
    estimated: bool


class WalkStep(Struct, frozen=True, kw_only=True, rename={"start": "from"}):
    """One operation on the way to a date."""

    operation: str
    start: Timestamp
    result: Timestamp
    skipped: tuple[SkippedDay, ...]


class DateWalk(Struct, frozen=True, kw_only=True):
    """How a date of a rule's window (`opens`, `closes`, `lapses` or `until`) came about."""

    rule: str
    window: str
    phrase: str
    result: Timestamp
    steps: tuple[WalkStep, ...]


class SaidNote(Struct, frozen=True, kw_only=True):
    """A note that fits the decision."""

    note: str
    says: str
    cites: tuple[Citation, ...]


class Trace(Struct, frozen=True, kw_only=True):
    """Everything that led to a decision, in the order in which it was asked."""

    rules: tuple[AskedRule, ...]
    facts: Mapping[str, SeenFact]
    walks: tuple[DateWalk, ...]
    notes: tuple[SaidNote, ...]


# -- plain data ------------------------------------------------------------------------------


def plain_data(value: Any) -> Any:
    """Return a record, or a value in one, as plain data; keys have hyphens for underscores."""
    if isinstance(value, Struct):
        known = ((f.encode_name.replace("_", "-"), getattr(value, f.name)) for f in fields(value))
        return {key: plain_data(item) for key, item in known if item is not UNSET}
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain_data(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain_data(item) for key, item in value.items()}
    return value
