"""How far phrases can lead: none beyond a century, so that no date leaves the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from followup.core.durations import Duration
from followup.core.facts import FirstOf, KnownOf, Moment
from followup.core.ruleset import Ruleset
from followup.core.terms import (
    Choice,
    Day,
    EndOfMonth,
    EndOfWeek,
    FactRef,
    FieldRef,
    Flag,
    Length,
    NextWeekday,
    NotCounting,
    Number,
    Opening,
    OwnField,
    ParameterRef,
    Rolled,
    Shift,
    Term,
    Word,
)
from followup.core.writing import written
from followup.diagnostics import Location, Problem

_FARTHEST_DAYS = 36_525
_LONGEST_FIELD_DAYS = 3_660
_LONGEST_STRETCH = 366
"""How far dated closures can move a date, in days: they last a year at the most. Those that come
again stretch a wait by a small factor, which a century has room for."""


def phrases(ruleset: Ruleset) -> Iterator[tuple[Term, Location]]:
    """Go through the phrases of a ruleset's facts and windows, each with its place."""
    for fact in ruleset.facts.values():
        place = ruleset.place("facts", fact.name)
        match fact.reading:
            case Moment(phrase):
                yield phrase, place
            case FirstOf(branches):
                yield from ((branch.then, place) for branch in branches)
    for rule in ruleset.rules:
        for key, phrase in rule.windows().items():
            yield phrase, ruleset.place("rules", rule.name, key)


def too_far(ruleset: Ruleset) -> Iterator[Problem]:
    """Find phrases whose durations add up to more than a century."""
    reach = _Reach(ruleset)
    for phrase, at in phrases(ruleset):
        if reach.of(phrase) > _FARTHEST_DAYS:
            yield Problem(
                code="F409",
                message=f"`{written(phrase)}` can reach further than a century",
                location=at,
                help="use fewer or shorter waits",
            )


class _Reach:
    """Upper bounds of how many days phrases can lie from the history's dates."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self._of_facts: dict[str, float] = {}

    def of(self, term: Term) -> float:
        match term:
            case FactRef(name):
                return self.of_fact(name)
            case FieldRef() | OwnField():
                return _LONGEST_FIELD_DAYS
            case Shift(duration, _, of):
                return self.of(of) + self.length(duration) + _LONGEST_STRETCH
            case NextWeekday(of=of) | EndOfWeek(of) | EndOfMonth(of) | Rolled(of):
                return self.of(of) + _LONGEST_STRETCH
            case NotCounting(of):  # spans are dates of the history, so they end within its years
                return self.of(of)
            case Choice(among=among):
                return max(map(self.of, among))
            case Day() | Opening() | ParameterRef() | Length() | Number() | Flag() | Word():
                return 0
            case _:
                assert_never(term)

    def of_fact(self, name: str) -> float:
        if name not in self._of_facts:
            match self.ruleset.facts[name].reading:
                case Moment(phrase):
                    found = self.of(phrase)
                case KnownOf(among=among):
                    found = max([_LONGEST_FIELD_DAYS, *map(self.of, among)])
                case FirstOf(branches):
                    found = max([_LONGEST_FIELD_DAYS, *(self.of(b.then) for b in branches)])
                case _:
                    found = _LONGEST_FIELD_DAYS
            self._of_facts[name] = found
        return self._of_facts[name]

    def length(self, duration: Term) -> float:
        match duration:
            case Length(value):
                return value.days()
            case ParameterRef(name):
                value_of = self.ruleset.parameters[name].value
                return value_of.days() if isinstance(value_of, Duration) else 0
            case _:
                return _LONGEST_FIELD_DAYS
