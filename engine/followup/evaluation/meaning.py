"""What terms, conditions and facts mean: each becomes a function of a situation.

A ruleset is read once and asked many times, so its trees are gone down once. What is unknown is
None, and a test of something unknown is false.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, TypeAlias, TypeVar, assert_never

from followup.core.history import Event, Span, Timestamp
from followup.core.operators import OPERATORS, Operator
from followup.core.patterns import Pattern
from followup.core.persons import same_person
from followup.core.ruleset import (
    Count,
    Fact,
    Find,
    FirstOf,
    Holds,
    KnownOf,
    Moment,
    PersonOf,
    Read,
    Ruleset,
    Seen,
    Selection,
    Spans,
    Total,
)
from followup.core.terms import (
    ALWAYS,
    All,
    AnyOf,
    Branch,
    Choice,
    Compare,
    Condition,
    Day,
    EndOfMonth,
    EndOfWeek,
    FactRef,
    FieldRef,
    Flag,
    InDays,
    Known,
    Length,
    NextWeekday,
    Not,
    NotCounting,
    Number,
    OneOf,
    Opening,
    OwnField,
    ParameterRef,
    Past,
    Rolled,
    Shift,
    Term,
    Test,
    Word,
    sides,
)
from followup.core.vocabulary import EventType, Value
from followup.evaluation.clock import Clock, compared, day_of, stands_still

Seeable: TypeAlias = Event | Timestamp | Value | tuple[Span, ...] | None
"""What a term can be: None where it is unknown."""


Key = TypeVar("Key")
Answer = TypeVar("Answer")


class Found(dict[Key, Answer]):
    """Answers by their keys, each found when it is first asked for."""

    def __init__(self, find: Callable[[Key], Answer]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: Key) -> Answer:
        self[key] = found = self._find(key)
        return found


class View(Protocol):
    """What of a situation meanings ask for."""

    clock: Clock

    @property
    def facts(self) -> Mapping[str, Seeable]:
        """What facts read, each when it is first asked for."""

    def parameter(self, name: str) -> Seeable:
        """Return a parameter's value."""

    def falls_on(self, day: datetime.date, sets: Iterable[str]) -> bool:
        """Return whether a day is one of any of these sets of days."""

    def case_field(self, name: str) -> Seeable:
        """Return a field of the history."""

    def field(self, event: Event, name: str) -> Seeable:
        """Return a field of an event."""

    def moment(self, term: Term) -> Timestamp | None:
        """Return the moment of a phrase."""

    def chosen(self, later: bool, moments: Sequence[Timestamp | None]) -> Timestamp | None:
        """Return the later or earlier of moments."""

    def events_of(self, kinds: tuple[str, ...], which: str = "events") -> Sequence[Event]:
        """Return the events of some kinds, in history order."""

    def first_person(self, among: tuple[Term, ...], channel: str | None) -> str | None:
        """Return the first of several persons who is there, and reachable by a channel."""


_NEVER = 1 << 62
"""A place in the order of a history that no event has."""

Meaning: TypeAlias = Callable[[View, Event | None], Seeable]
"""Of a term, with the event whose own fields it may name."""
Truth: TypeAlias = Callable[[View, Event | None], bool]
"""Of a condition, likewise."""
Passes: TypeAlias = Callable[..., bool]
"""Of a test, given a situation and what the test looks at."""


@lru_cache(maxsize=4096)
def meaning(term: Term) -> Meaning:
    """Return what a term means, which depends on nothing but the term."""
    match term:
        case Word(value) | Flag(value) | Number(value) | Length(value) | Day(value):
            return lambda at, own: value
        case FactRef(name):
            return lambda at, own: at.facts[name]
        case ParameterRef(name):
            return lambda at, own: at.parameter(name)
        case FieldRef(name, field):
            return lambda at, own: _field(at, at.facts[name], field)
        case OwnField(field):
            return lambda at, own: _field(at, own, field)
        case Shift() | NextWeekday() | EndOfWeek() | EndOfMonth() | NotCounting():
            return lambda at, own: at.moment(term)
        case Choice() | Rolled() | Opening():
            return lambda at, own: at.moment(term)
        case _:
            assert_never(term)


def _field(at: View, event: Seeable, name: str) -> Seeable:
    return at.field(event, name) if isinstance(event, Event) else None


def when(value: Seeable) -> Timestamp | None:
    """Return the moment of a value: an event's is when it happened."""
    if isinstance(value, Event):
        return value.moment
    return value if isinstance(value, datetime.date) else None


# -- conditions


def truth(condition: Condition) -> Truth:
    """Return when a condition holds; its parts are asked in their order, until one decides."""
    match condition:
        case All((only,)) | AnyOf((only,)):
            return truth(only)
        case All(of):
            return _all_of(tuple(map(truth, of)))
        case AnyOf(of):
            return _any_of(tuple(map(truth, of)))
        case Not(of):
            negated = truth(of)
            return lambda at, own: not negated(at, own)
        case Known() | Past() | OneOf() | Compare() | InDays():
            return _passing(test(condition), *map(meaning, sides(condition)))
        case _:
            assert_never(condition)


# Written out, since these are most of what a decision does: `all` and `any` of a generator take
# twice the time.


def _all_of(parts: Sequence[Truth]) -> Truth:
    def all_hold(at: View, own: Event | None) -> bool:
        for part in parts:  # noqa: SIM110 - see above
            if not part(at, own):
                return False
        return True

    return all_hold


def _any_of(parts: Sequence[Truth]) -> Truth:
    def any_holds(at: View, own: Event | None) -> bool:
        for part in parts:  # noqa: SIM110 - see above
            if part(at, own):
                return True
        return False

    return any_holds


def _passing(passes: Passes, subject: Meaning, *others: Meaning) -> Truth:
    match others:
        case ():
            return lambda at, own: passes(at, subject(at, own))
        case (other,):
            return lambda at, own: passes(at, subject(at, own), other(at, own))
    return lambda at, own: passes(at, subject(at, own), *[other(at, own) for other in others])


def test(condition: Test) -> Passes:
    """Return when a test passes, given what it looks at: its subject, then the others."""
    match condition:
        case Known():
            return lambda at, subject: subject is not None
        case Past(of):
            return lambda at, subject: _is_past(at, when(subject), of)
        case OneOf(persons=persons, negated=negated):
            return _among(_any_same if persons else _any_equal, negated)
        case Compare(operator=name):
            operator = OPERATORS[name]
            compare = _moments if operator.of_moments else _numbers
            return lambda at, subject, other: compare(at, subject, other, operator)
        case InDays(_, days, negated):
            return lambda at, subject: _falls_on(at, when(subject), days, negated)
        case _:
            assert_never(condition)


def _among(among: Callable[[Seeable, Sequence[Seeable]], bool], negated: bool) -> Passes:
    def passes(at: View, subject: Seeable, *others: Seeable) -> bool:
        if subject is None or None in others:
            return False
        return among(subject, others) is not negated

    return passes


def _is_past(at: View, moment: Timestamp | None, subject: Term) -> bool:
    return moment is not None and at.clock.passed(moment, subject, "is past")


def _falls_on(at: View, moment: Timestamp | None, days: Iterable[str], negated: bool) -> bool:
    if moment is None or stands_still(moment):
        return False
    return at.falls_on(day_of(moment, at.clock.zone), days) is not negated


def _any_equal(subject: Seeable, others: Sequence[Seeable]) -> bool:
    ones = subject if isinstance(subject, tuple) else (subject,)
    for one in ones:
        if one in others or any(one in other for other in others if isinstance(other, tuple)):
            return True
    return False


def _any_same(subject: Seeable, others: Sequence[Seeable]) -> bool:
    ones, *lists = (side if isinstance(side, tuple) else (side,) for side in (subject, *others))
    wanted = [str(each) for other in lists for each in other]
    return any(same_person(str(one), other) for one in ones for other in wanted)


def _moments(at: View, subject: Seeable, other: Seeable, operator: Operator) -> bool:
    one, two = when(subject), when(other)
    if one is None or two is None:
        return False
    return compared(one, two, at.clock.zone, by_day=operator.by_day) in operator.holds_for


def _numbers(at: View, subject: Seeable, other: Seeable, operator: Operator) -> bool:
    if not (isinstance(subject, int) and isinstance(other, int)):
        return False
    return (subject > other) - (subject < other) in operator.holds_for


# -- facts


def reading(fact: Fact) -> Callable[[View], Seeable]:
    """Return how a fact is read, before its `only-if` is asked."""
    match fact.reading:
        case Find(which=which, among=among):
            these = which if which in ("scheduled", "voided") else "events"
            found = selected(among, these, backwards=which in ("latest", "voided"))
            return lambda at: next(found(at), None)
        case Seen(among=among):
            found = selected(among)
            return lambda at: next(found(at), None) is not None
        case Count(among=among, distinct=None):
            found = selected(among)
            return lambda at: sum(1 for _ in found(at))
        case Count(among=among, distinct=field):
            found = selected(among)
            return lambda at: len({event.values.get(str(field)) for event in found(at)} - {None})
        case Spans(begins=begins, ends=ends):
            beginning, ending = selected(begins), selected(ends)
            return lambda at: _spans(beginning(at), ending(at))
        case Total() as total:
            return _total(total)
        case Read(field):
            return lambda at: at.case_field(field)
        case Moment(phrase):
            return lambda at: at.moment(phrase)
        case Holds(condition):
            holds = truth(condition)
            return lambda at: holds(at, None)
        case PersonOf(among=among, reachable_by=channel):
            return lambda at: at.first_person(among, channel)
        case FirstOf(branches):
            return _first_of(fact, branches)
        case KnownOf() as known_of:
            return _known_of(known_of)
        case _:
            assert_never(fact.reading)


def _total(total: Total) -> Callable[[View], Seeable]:
    found = selected(total.among)

    def sum_of(at: View) -> int:
        amounts = (
            addend.sign * amount
            for event in found(at)
            for addend in total.addends
            if addend.event == event.kind
            and isinstance(amount := event.values.get(addend.field), int)
        )
        return sum(amounts)

    return sum_of


def _known_of(known_of: KnownOf) -> Callable[[View], Seeable]:
    parts = list(map(meaning, known_of.among))

    def known(at: View) -> list[Timestamp | None]:
        values = (part(at, None) for part in parts)
        return [when(value) for value in values if value is not None]

    return lambda at: at.chosen(known_of.which == "latest", known(at))


def _first_of(fact: Fact, branches: Sequence[Branch]) -> Callable[[View], Seeable]:
    applies = applying(branches)
    as_moment = fact.type == "moment"

    def first(at: View) -> Seeable:
        found = applies(at)
        if found is None:
            return None
        return when(found[1]) if as_moment else found[1]

    return first


def applying(branches: Sequence[Branch]) -> Callable[[View], tuple[Term, Seeable] | None]:
    """Return what finds the first branch that applies and is known, as its term and value."""
    ways = [(truth(branch.when), branch.then, meaning(branch.then)) for branch in branches]

    def first(at: View) -> tuple[Term, Seeable] | None:
        for holds, then, value in ways:
            found = value(at, None) if holds(at, None) else None
            if found is not None:
                return then, found
        return None

    return first


def _spans(begins: Iterator[Event], ends: Iterator[Event]) -> tuple[Span, ...]:
    """Return the spans from each event that begins one to the next that ends it."""
    beginning = {event.order: event for event in begins}
    ending = {event.order: event for event in ends}
    found: list[Span] = []
    first: Timestamp | None = None
    for order in sorted({*beginning, *ending}):
        if first is None and order in beginning:
            first = beginning[order].moment
        elif first is not None and order in ending:
            found.append(Span(first, ending[order].moment))
            first = None
    return tuple(found) if first is None else (*found, Span(first, None))


def selected(
    among: Selection, these: str = "events", *, backwards: bool = False
) -> Callable[[View], Iterator[Event]]:
    """Return what goes through the events of a selection that lie between its bounds."""
    kinds = tuple(dict.fromkeys(pattern.event for pattern in among.patterns))
    fits: dict[str, list[Truth]] = {kind: [] for kind in kinds}
    for pattern in among.patterns:
        fits[pattern.event].append(_fitting(pattern))
    any_fits = {kind: _any_of(ways) if len(ways) > 1 else ways[0] for kind, ways in fits.items()}

    def found(at: View) -> Iterator[Event]:
        after = at.facts[among.since] if among.since else None
        before = at.facts[among.until] if among.until else None
        first = after.order + 1 if isinstance(after, Event) else 0
        end = before.order if isinstance(before, Event) else _NEVER
        events = at.events_of(kinds, these)
        for event in reversed(events) if backwards else events:
            if first <= event.order < end and any_fits[event.kind](at, event):
                yield event

    return found


class Meanings:
    """The meanings of a ruleset's rules, facts and derived fields, each found when first asked."""

    def __init__(self, ruleset: Ruleset) -> None:
        rules = {rule.name: rule for rule in ruleset.rules}
        facts, kinds = ruleset.facts, ruleset.vocabulary.events
        self.rules: Found[str, Truth] = Found(lambda name: truth(rules[name].when))
        self.facts: Found[str, Callable[[View], Seeable]] = Found(lambda name: reading(facts[name]))
        self.only_if: Found[str, Truth] = Found(lambda name: truth(facts[name].only_if or ALWAYS))
        self.derived = Found(_derived_of(kinds))
        self.patterns = Found(_fitting)
        self.rules_of_track = {
            track: tuple(rule for rule in ruleset.rules if track in rule.tracks)
            for track in ruleset.vocabulary.tracks
        }


def _fitting(pattern: Pattern) -> Truth:
    return truth(All(pattern.tests))


def _derived_of(
    kinds: Mapping[str, EventType],
) -> Callable[[tuple[str, str]], list[tuple[Truth, Term]]]:
    return lambda key: [(truth(b.when), b.then) for b in kinds[key[0]].derived[key[1]]]


def meanings(ruleset: Ruleset) -> Meanings:
    """Return the meanings of a ruleset; kept with the ruleset, which never changes."""
    kept = ruleset.__dict__.get("meanings")
    if kept is None:
        kept = ruleset.__dict__["meanings"] = Meanings(ruleset)
    found: Meanings = kept
    return found
