"""The records of a ruleset: parameters, facts, rules, limits, notes.

Records hold what the document says and nothing that follows from it: which facts a rule rests on
is told by `core.references`, where each of them stands by `Ruleset.places`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from followup.core.days import DaySet
from followup.core.durations import Duration
from followup.core.patterns import Pattern
from followup.core.terms import All, Branch, Condition, FactRef, Term
from followup.core.vocabulary import Action, Citation, Type, Vocabulary
from followup.diagnostics import NOWHERE, Location


class Parameter(Struct, frozen=True, kw_only=True):
    """A named value of a ruleset, as it stands after inheritance.

    `value` is None only in an abstract ruleset, whose children set it.
    """

    name: str
    type: Literal["duration", "count", "flag", "word", "words"]
    value: Duration | int | bool | str | tuple[str, ...] | None
    about: str = ""
    assumed: bool = False
    words: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()

    @property
    def written(self) -> str:
        """The value as a sentence has it."""
        return ", ".join(self.value) if isinstance(self.value, tuple) else str(self.value)


# -- facts -----------------------------------------------------------------------------------


class Selection(Struct, frozen=True, kw_only=True):
    """Events that fit any of the patterns, strictly between two others where these are known."""

    patterns: tuple[Pattern, ...]
    since: str | None = None
    until: str | None = None


class Find(Struct, frozen=True, kw_only=True, tag=True):
    """One event: the latest or earliest that has come, or the next that is planned.

    `voided` is the latest that came to nothing, at the moment when that became known. With `by`
    it is not the one that stands last, but the one of which that field is the latest moment; with
    `of_each` only the last event of each value of that field is looked at.
    """

    which: Literal["latest", "earliest", "scheduled", "voided"]
    among: Selection
    by: str | None = None
    of_each: str | None = None


class Seen(Struct, frozen=True, kw_only=True, tag=True):
    """Whether there is any such event."""

    among: Selection


class Count(Struct, frozen=True, kw_only=True, tag=True):
    """How many such events there are, or how many different values their field `distinct` has."""

    among: Selection
    distinct: str | None = None


class Addend(Struct, frozen=True, kw_only=True):
    """A number field of a kind of event, which is added (`sign` 1) or taken away (-1)."""

    event: str
    field: str
    sign: int


class Total(Struct, frozen=True, kw_only=True, tag=True):
    """The sum of number fields over such events; one that is not given counts nothing."""

    among: Selection
    addends: tuple[Addend, ...]


class Read(Struct, frozen=True, tag=True):
    """A field of the history."""

    field: str


class Moment(Struct, frozen=True, tag=True):
    """The moment that a phrase means."""

    phrase: Term


class KnownOf(Struct, frozen=True, kw_only=True, tag=True):
    """Of several facts or fields the latest or earliest that is known."""

    which: Literal["latest", "earliest"]
    among: tuple[Term, ...]


class FirstOf(Struct, frozen=True, tag=True):
    """Of several values the first whose condition holds and that is known."""

    branches: tuple[Branch, ...]


class PersonOf(Struct, frozen=True, kw_only=True, tag=True):
    """The first of several persons who is in the history, and reachable by a channel if asked."""

    among: tuple[Term, ...]
    reachable_by: str | None = None


class Holds(Struct, frozen=True, tag=True):
    """Whether a condition holds."""

    condition: Condition


class Spans(Struct, frozen=True, kw_only=True, tag=True):
    """The times from each event that begins one to the next event that ends it."""

    begins: Selection
    ends: Selection


Reading: TypeAlias = (
    Find | Seen | Count | Total | Spans | Read | Moment | KnownOf | FirstOf | PersonOf | Holds
)


class Fact(Struct, frozen=True, kw_only=True):
    """A named, typed reading of the history; unknown where `only_if` does not hold."""

    name: str
    type: Type
    reading: Reading
    only_if: Condition | None = None
    about: str = ""
    cites: tuple[Citation, ...] = ()


# -- rules -----------------------------------------------------------------------------------


class Via(Struct, frozen=True, kw_only=True):
    """A channel that a rule would use: always, if it is known for the person, or if a flag is."""

    channel: str
    if_known: bool = False
    only_if: FactRef | None = None

    @property
    def is_conditional(self) -> bool:
        """Whether the channel is asked for only under a condition."""
        return self.if_known or self.only_if is not None


class Each(Struct, frozen=True, kw_only=True):
    """Every person to whom the action has not been recorded after an event."""

    persons: Term
    since: str
    unless_reachable_by: str | None = None


class Do(Struct, frozen=True, kw_only=True, tag=True):
    """An action in its window: `closes` is when it becomes overdue, `lapses` when it is gone.

    `any_day`: it may open on a day off, whatever its action says. It goes to the first of
    `fixed_to` who is in the history, whichever way there is; else to the first of `to` who can be
    reached. `attempt` is the fact that counts those made so far, `of` how many there may be.
    """

    action: str
    opens: Term
    closes: Term | None = None
    lapses: Term | None = None
    optional: bool = False
    any_day: bool = False
    each: Each | None = None
    fixed_to: tuple[Term, ...] = ()
    to: tuple[Term, ...] = ()
    via: tuple[Via, ...] = ()
    attempt: str | None = None
    of: Term | None = None
    checklist: tuple[str, ...] = ()
    message: str | None = None


class Stop(Struct, frozen=True, tag=True):
    """Nothing more happens on the track."""

    ending: str


class Hold(Struct, frozen=True, kw_only=True, tag=True):
    """The track waits, to the end of `until` where it has one."""

    wait: str
    until: Term | None = None


CLOCK_STOPPED = "clock-stopped"
"""The wait of a track whose rule has a date that hangs on a span which has not ended."""

Outcome: TypeAlias = Do | Stop | Hold


class Rule(Struct, frozen=True, kw_only=True):
    """One rule: when it holds, and what follows on its tracks.

    `because` has the names of parameters in braces.
    """

    name: str
    tracks: tuple[str, ...]
    when: All
    outcome: Outcome
    because: str = ""
    cites: tuple[Citation, ...] = ()

    @property
    def verb(self) -> str:
        """What follows, as the key of the language: `do`, `stop` or `hold`."""
        return type(self.outcome).__name__.lower()

    @property
    def what(self) -> str:
        """The action, ending or wait that follows."""
        match self.outcome:
            case Do(action=name) | Stop(name) | Hold(wait=name):
                return name

    @property
    def is_optional(self) -> bool:
        """Whether it only offers something beside whatever decides the track."""
        return isinstance(self.outcome, Do) and self.outcome.optional

    def windows(self) -> dict[str, Term]:
        """Return the phrases that its dates are computed from, by their keys."""
        match self.outcome:
            case Do(opens=opens, closes=closes, lapses=lapses):
                given = {"opens": opens, "closes": closes, "lapses": lapses}
            case Hold(until=until):
                given = {"until": until}
            case Stop():
                given = {}
        return {key: phrase for key, phrase in given.items() if phrase is not None}


# -- limits and notes ------------------------------------------------------------------------


class Apart(Struct, frozen=True, tag=True):
    """So much time lies between any two of the actions."""

    duration: Term


class Never(Struct, frozen=True, tag=True):
    """The actions are not taken."""


class AtMost(Struct, frozen=True, kw_only=True, tag=True):
    """The actions are taken so often at the most, or, `distinct`, go to so many persons.

    With `in_any` they are so often in any such span at the most: it slides, and never ends.
    """

    number: Term
    distinct: bool = False
    in_any: Term | None = None


class OneAtATime(Struct, frozen=True, kw_only=True, tag=True):
    """While something more important is open to a person, or on the day it was done, they wait.

    What is more important stands on an earlier track. `exempt` are actions, and rules, that never
    wait; nor does what lapses. With `across`, a field of the history, they wait as well for what
    comes first in other cases that have the same there and are decided together.
    """

    exempt: tuple[str, ...] = ()
    across: str | None = None


class WaitsFor(Struct, frozen=True, tag=True):
    """Somebody who is away is waited for, unless that takes longer: then somebody else is asked."""

    longest: Term


class OnlyIn(Struct, frozen=True, tag=True):
    """The actions open on days of any of these sets only."""

    days: tuple[str, ...]


class NotIn(Struct, frozen=True, tag=True):
    """The actions open on days of none of these sets."""

    days: tuple[str, ...]


Bound: TypeAlias = Apart | Never | AtMost | OneAtATime | WaitsFor | OnlyIn | NotIn


class Limit(Struct, frozen=True, kw_only=True):
    """What no rule may break: from the event `since` on, and for the time `within` after it."""

    name: str
    bound: Bound
    actions: tuple[str, ...]
    since: str | None = None
    within: Term | None = None
    because: str = ""
    cites: tuple[Citation, ...] = ()


class Note(Struct, frozen=True, kw_only=True):
    """Something worth knowing, shown with the reasons (`why`) or with the `plan`.

    `beside` are the actions, endings, waits, statuses and rules with which it is shown; none
    means always.
    """

    name: str
    says: str
    shown_in: str
    beside: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()


# -- the whole -------------------------------------------------------------------------------


class LetGo(Struct, frozen=True):
    """When an action that nobody took is let go, counted from its opening; the track stops then."""

    after: Term
    ending: str


class Ruleset(Struct, frozen=True, kw_only=True, dict=True):
    """A ruleset with all that it inherits.

    `roll` is what a calendar wait does whose end is a day off: `following`, or `none` where all
    days count alike. `places` tells where its parts stand, by keys such as `facts.visit` or
    `rules.ask.opens`.
    """

    name: str
    title: str
    version: str
    vocabulary: Vocabulary
    about: str = ""
    abstract: bool = False
    reviewed: datetime.date | None = None
    parents: tuple[str, ...] = ()
    roll: str = "following"
    parameters: Mapping[str, Parameter] = {}
    days: Mapping[str, DaySet] = {}
    facts: Mapping[str, Fact] = {}
    rules: tuple[Rule, ...] = ()
    limits: tuple[Limit, ...] = ()
    notes: tuple[Note, ...] = ()
    decides_all: frozenset[str] = frozenset()
    """The tracks on which every action that is due is listed, not only the first."""
    lets_go: Mapping[str, LetGo] = {}
    """By tracks: when their actions are let go."""
    sources: Mapping[str, str] = {}
    digest: str = ""
    places: Mapping[str, Location] = {}

    def place(self, kind: str, name: str, key: str = "") -> Location:
        """Return where a part stands, or a key of it; the part's own place where it lacks that."""
        whole = f"{kind}.{name}"
        return self.places.get(f"{whole}.{key}") or self.places.get(whole, NOWHERE)

    @property
    def location(self) -> Location:
        """Where its own document begins."""
        return self.places.get("ruleset", NOWHERE)

    def may_open_on_day_off(self, action: Action) -> bool:
        """Return whether an action need not wait for a working day."""
        return action.any_day or self.roll == "none"

    @property
    def has_assumptions(self) -> bool:
        """Whether any parameter's value is one that no source states."""
        return any(parameter.assumed for parameter in self.parameters.values())
