"""The records of a ruleset: parameters, rules and notes; with `facts` and `limits`, the whole.

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
from followup.core.facts import Fact
from followup.core.limits import Limit
from followup.core.terms import All, FactRef, Term
from followup.core.vocabulary import Action, Citation, Vocabulary
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


# -- notes, and the whole ---------------------------------------------------------------------


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
