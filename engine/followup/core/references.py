"""What facts, rules and limits rest on: derived from their records, never stored in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import assert_never

from msgspec.structs import replace

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
    Reading,
    Seen,
    Selection,
    Spans,
    Total,
)
from followup.core.limits import Apart, AtMost, Limit, Never, NotIn, OneAtATime, OnlyIn, WaitsFor
from followup.core.ruleset import Do, Hold, LetGo, Rule, Ruleset, Stop
from followup.core.terms import FactRef, FieldRef, InDays, Node, ParameterRef, walk
from followup.core.vocabulary import Citation

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
"""A parameter's name in a sentence, in braces."""


def names_in(nodes: Iterable[Node]) -> Iterator[FactRef | FieldRef | ParameterRef]:
    """Go through the names of facts, their fields and parameters in terms and conditions."""
    for node in nodes:
        for part in walk(node):
            if isinstance(part, FactRef | FieldRef | ParameterRef):
                yield part


def facts_in(nodes: Iterable[Node]) -> Iterator[str]:
    """Go through the names of the facts in terms and conditions, those of their fields included."""
    for name in names_in(nodes):
        if not isinstance(name, ParameterRef):
            yield name.name if isinstance(name, FactRef) else name.fact


def parameters_in(nodes: Iterable[Node]) -> Iterator[str]:
    """Go through the names of the parameters in terms and conditions."""
    return (name.name for name in names_in(nodes) if isinstance(name, ParameterRef))


def days_in(nodes: Iterable[Node]) -> Iterator[str]:
    """Go through the names of the sets of days in terms and conditions."""
    tests = (part for node in nodes for part in walk(node) if isinstance(part, InDays))
    return (name for test in tests for name in test.days)


def days_of(limit: Limit) -> tuple[str, ...]:
    """Return the names of the sets of days that a limit keeps to."""
    return limit.bound.days if isinstance(limit.bound, OnlyIn | NotIn) else ()


# -- what stands in a record -----------------------------------------------------------------


def of_selection(selection: Selection) -> Iterator[Node]:
    """Go through the conditions of a selection, and the facts that bound it."""
    for name in (selection.since, selection.until):
        if name is not None:
            yield FactRef(name)
    for pattern in selection.patterns:
        yield from pattern.tests


def of_reading(reading: Reading) -> Iterator[Node]:
    """Go through the terms and conditions of a reading."""
    match reading:
        case Find(among=selection) | Seen(among=selection):
            yield from of_selection(selection)
        case Count(among=selection) | Total(among=selection):
            yield from of_selection(selection)
        case Spans(begins=begins, ends=ends):
            yield from of_selection(begins)
            yield from of_selection(ends)
        case KnownOf(among=terms) | PersonOf(among=terms):
            yield from terms
        case FirstOf(branches):
            yield from (node for branch in branches for node in (branch.when, branch.then))
        case Moment(phrase):
            yield phrase
        case Holds(condition):
            yield condition
        case Read():
            return
        case _:
            assert_never(reading)


def of_fact(fact: Fact) -> Iterator[Node]:
    """Go through the terms and conditions that define a fact, `only-if` included."""
    yield from of_reading(fact.reading)
    if fact.only_if is not None:
        yield fact.only_if


def of_rule(rule: Rule) -> Iterator[Node]:
    """Go through the terms and conditions of a rule; parameters that its reason names are terms."""
    yield rule.when
    match rule.outcome:
        case Do() as do:
            yield from _of_action(do)
        case Hold(until=until):
            yield from () if until is None else (until,)
        case Stop():
            pass
        case _:
            assert_never(rule.outcome)
    yield from map(ParameterRef, _in_reason(rule))


def _of_action(do: Do) -> Iterator[Node]:
    yield from (term for term in (do.opens, do.closes, do.lapses, do.of) if term is not None)
    if do.each is not None:
        yield do.each.persons
        yield FactRef(do.each.since)
    if do.attempt is not None:
        yield FactRef(do.attempt)
    yield from do.fixed_to
    yield from do.to
    yield from (via.only_if for via in do.via if via.only_if is not None)


def of_lets_go(lets_go: LetGo) -> Iterator[Node]:
    """Go through the terms of when actions are let go."""
    yield lets_go.after


def of_limit(limit: Limit) -> Iterator[Node]:
    """Go through the terms of a limit, and the fact that it begins with."""
    match limit.bound:
        case Apart(duration):
            yield duration
        case AtMost(number=number, in_any=in_any):
            yield from (term for term in (number, in_any) if term is not None)
        case WaitsFor(longest):
            yield longest
        case Never() | OneAtATime() | OnlyIn() | NotIn():
            pass
        case _:
            assert_never(limit.bound)
    if limit.since is not None:
        yield FactRef(limit.since)
    if limit.within is not None:
        yield limit.within
    yield from map(ParameterRef, PLACEHOLDER.findall(limit.because))


# -- what follows from them ------------------------------------------------------------------


def facts_of(fact: Fact) -> list[str]:
    """Return the facts that a fact's definition names, each once.

    In `only-if` its own name is what was found, so there it is left out.
    """
    inner = facts_in(of_reading(fact.reading))
    only_if = facts_in(() if fact.only_if is None else (fact.only_if,))
    return list(dict.fromkeys((*inner, *(name for name in only_if if name != fact.name))))


class References:
    """Which facts and parameters each part of a ruleset rests on, found when first asked."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset

    @cached_property
    def facts_of_fact(self) -> dict[str, list[str]]:
        """The facts that each fact names."""
        return {name: facts_of(fact) for name, fact in self.ruleset.facts.items()}

    @cached_property
    def facts_under_fact(self) -> dict[str, frozenset[str]]:
        """All facts that each fact rests on, it itself included."""
        return {name: frozenset(self.closure([name])) for name in self.ruleset.facts}

    @cached_property
    def parameters_of_fact(self) -> dict[str, tuple[str, ...]]:
        """The parameters that each fact names."""
        return {name: self._named(of_fact(f)) for name, f in self.ruleset.facts.items()}

    @cached_property
    def parameters_of_rule(self) -> dict[str, tuple[str, ...]]:
        """The parameters that each rule names itself, its reason included."""
        return {rule.name: self._named(of_rule(rule)) for rule in self.ruleset.rules}

    @cached_property
    def parameters_of_limit(self) -> dict[str, tuple[str, ...]]:
        """The parameters that each limit names."""
        return {limit.name: self._named(of_limit(limit)) for limit in self.ruleset.limits}

    @cached_property
    def facts_of_rule(self) -> dict[str, tuple[str, ...]]:
        """All facts that each rule rests on, through other facts too, in the ruleset's order."""
        return {rule.name: self.closure(facts_in(of_rule(rule))) for rule in self.ruleset.rules}

    @cached_property
    def cites_of_rule(self) -> dict[str, tuple[Citation, ...]]:
        """What each rule cites, with what the values cite that its reason names."""
        values = self.ruleset.parameters
        return {
            rule.name: merged(
                [*rule.cites, *(c for v in _in_reason(rule) for c in values[v].cites)]
            )
            for rule in self.ruleset.rules
        }

    def closure(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return all facts that these rest on, they themselves included, in their order."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found and name in self.ruleset.facts:
                found.add(name)
                waiting.extend(self.facts_of_fact[name])
        return tuple(name for name in self.ruleset.facts if name in found)

    def _named(self, nodes: Iterable[Node]) -> tuple[str, ...]:
        found = set(parameters_in(nodes))
        return tuple(name for name in self.ruleset.parameters if name in found)


def filled(sentence: str, ruleset: Ruleset) -> str:
    """Return a sentence with the values of the parameters that it names in braces."""
    if "{" not in sentence:
        return sentence
    return PLACEHOLDER.sub(lambda name: ruleset.parameters[name[1]].written, sentence)


def merged(cites: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return citations with the items of one source together, each item once."""
    found: dict[tuple[str, str | None], Citation] = {}
    for cite in cites:
        same = found.get((cite.source, cite.at))
        gathered = dict.fromkeys((*(same.items if same else ()), *cite.items))
        found[cite.source, cite.at] = replace(cite, items=tuple(gathered))
    return tuple(found.values())


def _in_reason(rule: Rule) -> list[str]:
    return PLACEHOLDER.findall(rule.because)


def references(ruleset: Ruleset) -> References:
    """Return what the parts of a ruleset rest on; kept with the ruleset, which never changes."""
    kept = ruleset.__dict__.get("references")
    if kept is None:
        kept = ruleset.__dict__["references"] = References(ruleset)
    found: References = kept
    return found
