"""The model: ruleset, history and case as typed records, complete before evaluation.

Every record that came from a file knows its place, which never takes part in equality; `places`
are those of its keys' values.
Parameters are resolved: conditions and phrases hold values, with the parameter's name beside
them for explanations.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from followup.calendars import Calendar
from followup.diagnostics import NOWHERE, Location
from followup.language.domain import Citation, Value, Vocabulary
from followup.language.durations import Duration
from followup.language.phrases import Moment, Reference

Timestamp = datetime.date | datetime.datetime
"""A moment in time: a local date (the whole day), or an aware datetime (an instant)."""


# -- ruleset ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A named value of a ruleset, as it stands after inheritance."""

    name: str
    type: str
    value: Value
    about: str = ""
    assumed: bool = False
    cites: tuple[Citation, ...] = ()
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One comparison. `text` is the user's spelling, for explanations.

    `operator` is known, unknown, past, is, is-not, at-least, at-most, above, below, before,
    after, on-or-before or on-or-after; `operand` is what it compares with: nothing, a tuple of
    values (person values may be `Reference`s), a number, or a phrase; `kind` is the type of the
    subject. `parameter` names the
    parameter that a number came from.
    """

    subject: Reference
    operator: str
    operand: Any = None
    kind: str = ""
    parameter: str | None = None
    text: str = ""
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Tests that must all hold, with nested groups."""

    tests: tuple[Test, ...] = ()
    any: tuple[Conditions, ...] = ()
    none: tuple[Conditions, ...] = ()
    all: tuple[Conditions, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A kind of event with tests on its fields."""

    event: str
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A named, typed reading of the history.

    `reading` is latest, earliest, scheduled, count, seen, read, moment, first-known,
    latest-known, earliest-known, person or holds; the other fields are its operands.
    `parameters` are those that its definition names.
    """

    name: str
    reading: str
    type: str
    selector: tuple[Pattern, ...] = ()
    since: str | None = None
    until: str | None = None
    only_if: Conditions | None = None
    distinct: str | None = None
    names: tuple[Reference, ...] = ()
    phrase: Moment | None = None
    conditions: Conditions | None = None
    case_field: str | None = None
    channel: str | None = None
    parameters: tuple[str, ...] = ()
    about: str = ""
    cites: tuple[Citation, ...] = ()
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViaChannel:
    """A channel that a rule would use; `only_if` is None, `known`, or a flag fact's name."""

    channel: str
    only_if: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: when it holds, and what follows on its tracks.

    `outcome` is do, stop or hold, `what` the action, ending or wait that it names.
    `parameters` are those that it names itself, `facts` all facts that it rests on.
    """

    name: str
    tracks: tuple[str, ...]
    when: Conditions
    outcome: Literal["do", "stop", "hold"]
    what: str
    until: Moment | None = None
    each: Reference | None = None
    unless_reachable_by: str | None = None
    since: str | None = None
    opens: Moment | None = None
    closes: Moment | None = None
    lapses: Moment | None = None
    optional: bool = False
    attempt: str | None = None
    of: int | None = None
    to: tuple[Reference | str, ...] = ()
    via: tuple[ViaChannel, ...] = ()
    checklist: tuple[str, ...] = ()
    message: str | None = None
    because: str = ""
    cites: tuple[Citation, ...] = ()
    parameters: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    location: Location = field(default=NOWHERE, compare=False)
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What no rule may break: `kind` is apart, never or at-most, `actions` those it speaks of."""

    name: str
    kind: str
    actions: tuple[str, ...]
    apart: Duration | None = None
    at_most: int | None = None
    distinct: bool = False
    since: str | None = None
    within: Duration | None = None
    parameters: tuple[str, ...] = ()
    because: str = ""
    cites: tuple[Citation, ...] = ()
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something worth knowing, shown with the reasons (`why`) or with the `plan`.

    `beside` are the actions, endings, waits, statuses and rules with which it is shown; none
    means always.
    """

    name: str
    says: str
    shown_in: str
    beside: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """A ruleset with all that it inherits, its parameters resolved."""

    name: str
    title: str
    version: str
    vocabulary: Vocabulary
    about: str = ""
    abstract: bool = False
    reviewed: datetime.date | None = None
    parents: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    limits: tuple[Limit, ...] = ()
    notes: tuple[Note, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    location: Location = field(default=NOWHERE, compare=False)
    places: Mapping[str, Location] = field(default_factory=dict, compare=False)

    @property
    def has_assumptions(self) -> bool:
        """Whether any parameter's value is one that no source states."""
        return any(parameter.assumed for parameter in self.parameters.values())


# -- history ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. `moment` is an instant if the event has a time and the history a zone."""

    kind: str
    date: datetime.date
    moment: Timestamp
    time: datetime.time | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    note: str = ""
    order: int = 0
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One case: its events in history order, and the calendar that counts for it.

    `digest` is that of the vocabulary whose words it was read with.
    """

    case: str
    vocabulary: str
    calendar: Calendar
    events: tuple[Event, ...] = ()
    fields: Mapping[str, Value] = field(default_factory=dict)
    timezone: datetime.tzinfo | None = None
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a decision must be at a moment: the case's `expect`, key by key."""

    as_of: Timestamp
    expect: Mapping[str, Value]
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test of a ruleset: a history and what the decision must be, once or several times."""

    name: str
    ruleset: str
    history: History
    expectations: tuple[Expectation, ...]
    location: Location = field(default=NOWHERE, compare=False)
