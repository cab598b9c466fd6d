"""What must be known when conditions hold: the proof behind a window that can be computed.

A comparison with something unknown is false, so whatever a condition compares is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TypeAlias, assert_never

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
    Spans,
    Total,
)
from followup.core.patterns import Pattern
from followup.core.ruleset import Ruleset
from followup.core.terms import (
    ALWAYS,
    All,
    AnyOf,
    Compare,
    Condition,
    FactRef,
    FieldRef,
    Flag,
    InDays,
    Known,
    Not,
    OneOf,
    OwnField,
    Past,
    Term,
    parts,
)
from followup.core.vocabulary import MOMENTS_OF_ALL

KnownNames: TypeAlias = frozenset[FactRef | FieldRef]
_NOTHING: KnownNames = frozenset()


class Knowledge:
    """Proves which facts, and which of their fields, are known whenever conditions hold."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.facts = ruleset.facts
        self.vocabulary = ruleset.vocabulary
        self._implied: dict[str, KnownNames] = {}

    # -- conditions

    def given(self, condition: Condition) -> KnownNames:
        """Return the names that are known whenever a condition holds."""
        match condition:
            case All(of):
                return _union(map(self.given, of))
            case AnyOf(of):
                return _intersection(map(self.given, of))
            case Not(of):
                return self.refuted(of)
            case Known(subject) | Past(subject) | InDays(subject):
                return self.needed(subject)
            case Compare(subject, _, operand):
                return self.needed(subject) | self.needed(operand)
            case OneOf(subject, values):
                names = _union(map(self.needed, (subject, *values)))
                return names | self._of_flag(condition)
            case _:
                assert_never(condition)

    def refuted(self, condition: Condition) -> KnownNames:
        """Return the names that are known whenever a condition does not hold."""
        match condition:
            case All(of):
                return _intersection(map(self.refuted, of))
            case AnyOf(of):
                return _union(map(self.refuted, of))
            case Not(of):
                return self.given(of)
            case _:  # a test fails too where something is unknown
                return _NOTHING

    def _of_flag(self, test: OneOf) -> KnownNames:
        """Return what is known because a fact that says whether conditions hold says so."""
        match test:
            case OneOf(FactRef(name), (Flag(value),), negated=negated) if name in self.facts:
                reading = self.facts[name].reading
                if isinstance(reading, Holds):
                    holds = value is not negated
                    condition = reading.condition
                    return self.given(condition) if holds else self.refuted(condition)
        return _NOTHING

    # -- terms

    def needed(self, term: Term) -> KnownNames:
        """Return the names that are known whenever a term is."""
        match term:
            case FactRef(name) if name in self.facts:
                return self.implied(self.facts[name]) | {term}
            case FieldRef(name) if name in self.facts:
                return self.implied(self.facts[name]) | {FactRef(name), term}
            case _:
                return _union(self.needed(part) for part in parts(term))

    def implied(self, fact: Fact) -> KnownNames:
        """Return what is known whenever a fact is, its own fields included."""
        if fact.name not in self._implied:
            self._implied[fact.name] = _NOTHING  # ends the recursion through `only-if`
            found = self._of_reading(fact)
            if fact.only_if is not None:
                found |= self.given(fact.only_if)
            self._implied[fact.name] = found
        return self._implied[fact.name]

    def _of_reading(self, fact: Fact) -> KnownNames:
        match fact.reading:
            case Find(among=selection, by=by):
                fields = _intersection(self._fields(fact.name, p) for p in selection.patterns)
                return fields if by is None else fields | {FieldRef(fact.name, by)}
            case Moment(phrase):
                return self.needed(phrase)
            case KnownOf(among=terms):
                return _intersection(map(self.needed, terms))
            case FirstOf(branches):
                return _intersection(self.given(b.when) | self.needed(b.then) for b in branches)
            case _:
                return _NOTHING

    def _fields(self, fact: str, pattern: Pattern) -> KnownNames:
        """Return the fields that every event of a pattern has."""
        kind = self.vocabulary.events[pattern.event]
        given = (field.name for field in kind.fields.values() if field.always_given)
        found = {*MOMENTS_OF_ALL, *given}
        for test in pattern.tests:
            match test:
                case Known(OwnField(name)) | Past(OwnField(name)):
                    found.add(name)
                case OneOf(subject=OwnField(name)) | Compare(subject=OwnField(name)):
                    found.add(name)
                case InDays(OwnField(name)):
                    found.add(name)
        return frozenset(FieldRef(fact, name) for name in found)

    # -- what is asked

    def has(self, term: Term, known: KnownNames) -> bool:
        """Return whether a term is known wherever these names are."""
        match term:
            case FieldRef(name):
                there = FactRef(name) in known and term in self.implied(self.facts[name])
                return term in known or there
            case FactRef(name):
                return term in known or self._has_fact(self.facts[name], known)
            case _:
                return all(self.has(part, known) for part in parts(term))

    def _has_fact(self, fact: Fact, known: KnownNames) -> bool:
        if fact.only_if is not None:
            return False
        match fact.reading:
            case Count() | Total() | Seen() | Spans() | Holds():
                return True
            case Read(field):
                return self.vocabulary.fields[field].always_given
            case Moment(phrase):
                return self.has(phrase, known)
            case KnownOf(among=terms):
                return any(self.has(term, known) for term in terms)
            case FirstOf(branches):
                return any(b.when == ALWAYS and self.has(b.then, known) for b in branches)
            case Find() | PersonOf():
                return False
            case _:
                assert_never(fact.reading)


def _union(names: Iterable[KnownNames]) -> KnownNames:
    return _NOTHING.union(*names)


def _intersection(names: Iterable[KnownNames]) -> KnownNames:
    found = list(names)
    return reduce(frozenset.intersection, found) if found else _NOTHING
