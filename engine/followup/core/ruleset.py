"""The records of a ruleset: parameters, facts, rules, limits, notes.

Records hold what the document says and nothing that follows from it: which facts a rule rests on
is told by `core.references`, where each of them stands by `Ruleset.places`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from followup.core.durations import Duration
from followup.core.terms import All, Condition, FactRef, Term
from followup.core.vocabulary import Citation, Type, Vocabulary
from followup.diagnostics import NOWHERE, Location


class Parameter(Struct, frozen=True, kw_only=True):
    """A named value of a ruleset, as it stands after inheritance.

    `value` is None only in an abstract ruleset, whose children set it.
    """

    name: str
    type: Literal["duration", "count", "flag", "word"]
    value: Duration | int | bool | str | None
    about: str = ""
    assumed: bool = False
    words: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()


# -- facts -----------------------------------------------------------------------------------


class Pattern(Struct, frozen=True, kw_only=True):
    """A kind of event with tests on its fields, which must all hold."""

    event: str
    tests: tuple[Condition, ...] = ()


class Selection(Struct, frozen=True, kw_only=True):
    """Events that fit any of the patterns, strictly between two others where these are known."""

    patterns: tuple[Pattern, ...]
    since: str | None = None
    until: str | None = None


class Find(Struct, frozen=True, kw_only=True, tag=True):
    """One event: the latest or earliest that has come, or the next that is planned."""

    which: Literal["latest", "earliest", "scheduled"]
    among: Selection


class Seen(Struct, frozen=True, kw_only=True, tag=True):
    """Whether there is any such event."""

    among: Selection


class Count(Struct, frozen=True, kw_only=True, tag=True):
    """How many such events there are, or how many different values their field `distinct` has."""

    among: Selection
    distinct: str | None = None


class Read(Struct, frozen=True, tag=True):
    """A field of the history."""

    field: str


class Moment(Struct, frozen=True, tag=True):
    """The moment that a phrase means."""

    phrase: Term


class KnownOf(Struct, frozen=True, kw_only=True, tag=True):
    """Of several facts or fields the first, latest or earliest that is known."""

    which: Literal["first", "latest", "earliest"]
    among: tuple[Term, ...]


class PersonOf(Struct, frozen=True, kw_only=True, tag=True):
    """The first of several persons who is in the history, and reachable by a channel if asked."""

    among: tuple[Term, ...]
    reachable_by: str | None = None


class Holds(Struct, frozen=True, tag=True):
    """Whether a condition holds."""

    condition: Condition


Reading: TypeAlias = Find | Seen | Count | Read | Moment | KnownOf | PersonOf | Holds


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

    `attempt` is the fact that counts those made so far, `of` how many there may be.
    """

    action: str
    opens: Term
    closes: Term | None = None
    lapses: Term | None = None
    optional: bool = False
    each: Each | None = None
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
    """The actions are taken so often at the most, or, `distinct`, go to so many persons."""

    number: Term
    distinct: bool = False


class Limit(Struct, frozen=True, kw_only=True):
    """What no rule may break: from the event `since` on, and for the time `within` after it."""

    name: str
    bound: Apart | Never | AtMost
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


class Ruleset(Struct, frozen=True, kw_only=True, dict=True):
    """A ruleset with all that it inherits.

    `places` tells where its parts stand, by keys such as `facts.visit` or `rules.ask.opens`.
    """

    name: str
    title: str
    version: str
    vocabulary: Vocabulary
    about: str = ""
    abstract: bool = False
    reviewed: datetime.date | None = None
    parents: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = {}
    facts: Mapping[str, Fact] = {}
    rules: tuple[Rule, ...] = ()
    limits: tuple[Limit, ...] = ()
    notes: tuple[Note, ...] = ()
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

    @property
    def has_assumptions(self) -> bool:
        """Whether any parameter's value is one that no source states."""
        return any(parameter.assumed for parameter in self.parameters.values())
