"""What facts read: each becomes a function of a situation, and a ruleset's meanings together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import assert_never

from followup.core.facts import (
    Count,
    Fact,
    Find,
    FirstOf,
    Holds,
    KnownOf,
    Moment,
    PersonOf,
    Read,
    Seen,
    Selection,
    Spans,
    Total,
)
from followup.core.history import Event, Span, Timestamp
from followup.core.patterns import Pattern
from followup.core.ruleset import Ruleset
from followup.core.terms import ALWAYS, All, Branch, Term
from followup.core.vocabulary import EventType
from followup.evaluation.clock import compared
from followup.evaluation.conditions import Truth, any_of, truth
from followup.evaluation.meaning import Found, Seeable, View, meaning, when
from followup.evaluation.working_days import counts_working_days

_NEVER = 1 << 62
"""A place in the order of a history that no event has."""


def reading(fact: Fact) -> Callable[[View], Seeable]:
    """Return how a fact is read, before its `only-if` is asked."""
    match fact.reading:
        case Find(among=among, by=str(by), of_each=of_each):
            return _latest_by(selected(among, backwards=True), by, of_each)
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


def _latest_by(
    backwards: Callable[[View], Iterator[Event]], by: str, of_each: str | None
) -> Callable[[View], Seeable]:
    """Return the reading of the event of which a field is the latest, the last of equals."""

    def found(at: View) -> Event | None:
        best: Event | None = None
        latest: Timestamp | None = None
        seen: set[Seeable] = set()
        for event in backwards(at):
            value = event.values.get(of_each) if of_each else None
            if value is not None and value in seen:
                continue  # the same one has said something later
            seen.add(value)
            moment = when(at.field(event, by))
            if moment is not None and (
                latest is None or compared(moment, latest, at.clock.zone) > 0
            ):
                best, latest = event, moment
        return best

    return found


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
    any_fits = {kind: any_of(ways) if len(ways) > 1 else ways[0] for kind, ways in fits.items()}

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
        self._ruleset = ruleset
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

    @cached_property
    def counts_working_days(self) -> bool:
        """Whether a date may depend on which days are worked."""
        return counts_working_days(self._ruleset)


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
