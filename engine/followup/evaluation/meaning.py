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
from followup.core.vocabulary import Value
from followup.evaluation.clock import Clock, compared, day_of, stands_still

Seeable: TypeAlias = Event | Timestamp | Value | tuple[Span, ...] | None
"""What a term can be: None where it is unknown."""


class View(Protocol):
    """What of a situation meanings ask for."""

    clock: Clock

    def fact(self, name: str) -> Seeable:
        """Return a fact's value."""

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


Meaning: TypeAlias = Callable[[View, Event | None], Seeable]
"""Of a term, with the event whose own fields it may name."""
Truth: TypeAlias = Callable[[View, Event | None], bool]
"""Of a condition, likewise."""


@lru_cache(maxsize=4096)
def meaning(term: Term) -> Meaning:
    """Return what a term means, which depends on nothing but the term."""
    match term:
        case Word(value) | Flag(value) | Number(value) | Length(value) | Day(value):
            return lambda at, own: value
        case FactRef(name):
            return lambda at, own: at.fact(name)
        case ParameterRef(name):
            return lambda at, own: at.parameter(name)
        case FieldRef(name, field):
            return lambda at, own: _field(at, at.fact(name), field)
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
        case All((only,)):
            return truth(only)
        case All(of):
            parts = list(map(truth, of))
            return lambda at, own: all(part(at, own) for part in parts)
        case AnyOf(of):
            parts = list(map(truth, of))
            return lambda at, own: any(part(at, own) for part in parts)
        case Not(of):
            negated = truth(of)
            return lambda at, own: not negated(at, own)
        case Known() | Past() | OneOf() | Compare() | InDays():
            looks_at, passes = list(map(meaning, sides(condition))), test(condition)
            return lambda at, own: passes(at, [side(at, own) for side in looks_at])
        case _:
            assert_never(condition)


def test(condition: Test) -> Callable[[View, Sequence[Seeable]], bool]:
    """Return when a test passes, given what it looks at."""
    match condition:
        case Known():
            return lambda at, seen: seen[0] is not None
        case Past(subject):
            return lambda at, seen: _is_past(at, when(seen[0]), subject)
        case OneOf(persons=persons, negated=negated):
            among = _any_same if persons else _any_equal
            return lambda at, seen: None not in seen and among(seen) is not negated
        case Compare(operator=name):
            operator = OPERATORS[name]
            compare = _moments if operator.of_moments else _numbers
            return lambda at, seen: compare(at, seen, operator)
        case InDays(_, days, negated):
            return lambda at, seen: _falls_on(at, when(seen[0]), days, negated)
        case _:
            assert_never(condition)


def _is_past(at: View, moment: Timestamp | None, subject: Term) -> bool:
    return moment is not None and at.clock.passed(moment, subject, "is past")


def _falls_on(at: View, moment: Timestamp | None, days: Iterable[str], negated: bool) -> bool:
    if moment is None or stands_still(moment):
        return False
    return at.falls_on(day_of(moment, at.clock.zone), days) is not negated


def _any_equal(seen: Sequence[Seeable]) -> bool:
    subject, *others = seen
    ones = subject if isinstance(subject, tuple) else (subject,)
    return any(one in others for one in ones) or any(
        one in other for other in others if isinstance(other, tuple) for one in ones
    )


def _any_same(seen: Sequence[Seeable]) -> bool:
    subject, *others = (side if isinstance(side, tuple) else (side,) for side in seen)
    wanted = [str(each) for other in others for each in other]
    return any(same_person(str(one), other) for one in subject for other in wanted)


def _moments(at: View, seen: Sequence[Seeable], operator: Operator) -> bool:
    one, other = map(when, seen)
    if one is None or other is None:
        return False
    return compared(one, other, at.clock.zone, by_day=operator.by_day) in operator.holds_for


def _numbers(at: View, seen: Sequence[Seeable], operator: Operator) -> bool:
    one, other = seen
    known = isinstance(one, int) and isinstance(other, int)
    return known and (one > other) - (one < other) in operator.holds_for  # type: ignore[operator]


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
        fits[pattern.event].append(truth(All(pattern.tests)))

    def found(at: View) -> Iterator[Event]:
        after = at.fact(among.since) if among.since else None
        before = at.fact(among.until) if among.until else None
        events = at.events_of(kinds, these)
        for event in reversed(events) if backwards else events:
            if isinstance(after, Event) and event.order <= after.order:
                continue
            if isinstance(before, Event) and event.order >= before.order:
                continue
            if any(fit(at, event) for fit in fits[event.kind]):
                yield event

    return found


class Meanings:
    """The meanings of a ruleset's rules, facts and derived fields, each found when first asked."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.rules = _Found({rule.name: rule.when for rule in ruleset.rules}, truth)
        self.facts = _Found(ruleset.facts, reading)
        only_if = {f.name: f.only_if for f in ruleset.facts.values() if f.only_if is not None}
        self.only_if = _Found(only_if, truth)
        kinds = ruleset.vocabulary.events.values()
        fields = {(kind.name, name): of for kind in kinds for name, of in kind.derived.items()}
        self.derived = _Found(fields, lambda of: [(truth(b.when), b.then) for b in of])


Key = TypeVar("Key")
Record = TypeVar("Record")
Meant = TypeVar("Meant")


class _Found(dict[Key, Meant]):
    """The meanings of records by their keys."""

    def __init__(self, records: Mapping[Key, Record], meant: Callable[[Record], Meant]) -> None:
        super().__init__()
        self._records = records
        self._meant = meant

    def __missing__(self, key: Key) -> Meant:
        self[key] = found = self._meant(self._records[key])
        return found


def meanings(ruleset: Ruleset) -> Meanings:
    """Return the meanings of a ruleset; kept with the ruleset, which never changes."""
    kept = ruleset.__dict__.get("meanings")
    if kept is None:
        kept = ruleset.__dict__["meanings"] = Meanings(ruleset)
    found: Meanings = kept
    return found
