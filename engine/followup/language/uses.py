"""Which facts a condition, a phrase, a fact or a rule speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from followup.language.model import Conditions, Fact, Pattern, Rule, Test
from followup.language.phrases import Moment, Reference, references

TIME_OPERATORS = frozenset(("before", "after", "on-or-before", "on-or-after"))


def in_phrase(phrase: Moment | None) -> Iterator[Reference]:
    """Go through the names in a phrase, those of durations included."""
    if phrase is not None:
        yield from (reference for reference, _ in references(phrase))


def in_test(test: Test) -> Iterator[Reference]:
    """Go through the names that a test's operand speaks of (not its subject)."""
    if test.operator in TIME_OPERATORS:
        yield from in_phrase(test.operand)
    elif isinstance(test.operand, tuple):
        yield from (value for value in test.operand if isinstance(value, Reference))


def in_conditions(conditions: Conditions | None) -> Iterator[Reference]:
    """Go through the names in conditions, nested groups included."""
    if conditions is None:
        return
    for test in conditions.tests:
        yield test.subject
        yield from in_test(test)
    for group in (*conditions.any, *conditions.none, *conditions.all):
        yield from in_conditions(group)


def in_selector(selector: Iterable[Pattern]) -> Iterator[Reference]:
    """Go through the names that a selector's field constraints compare with."""
    for pattern in selector:
        for test in pattern.tests:
            yield from in_test(test)


def in_fact(fact: Fact) -> Iterator[Reference]:
    """Go through the names that a fact's definition speaks of.

    In `only-if` its own name is what was found, so there it is left out.
    """
    yield from (Reference(name) for name in (fact.since, fact.until) if name)
    yield from in_selector(fact.selector)
    yield from (ref for ref in in_conditions(fact.only_if) if ref.name != fact.name)
    yield from in_conditions(fact.conditions)
    yield from in_phrase(fact.phrase)
    yield from fact.names


def in_rule(rule: Rule) -> Iterator[Reference]:
    """Go through the names that a rule speaks of, as conditions or in its outcome."""
    yield from in_conditions(rule.when)
    for phrase in (rule.opens, rule.closes, rule.lapses, rule.until):
        yield from in_phrase(phrase)
    if rule.each is not None:
        yield rule.each
    yield from (Reference(name) for name in (rule.since, rule.attempt) if name)
    yield from (who for who in rule.to if isinstance(who, Reference))
    for via in rule.via:
        if via.only_if not in (None, "known"):
            yield Reference(str(via.only_if))


def closure(names: Iterable[Reference], facts: Mapping[str, Fact]) -> set[str]:
    """Return the names of all facts that these speak of, directly or through other facts."""
    found: set[str] = set()
    waiting = [reference.name for reference in names]
    while waiting:
        name = waiting.pop()
        if name not in found and name in facts:
            found.add(name)
            waiting.extend(reference.name for reference in in_fact(facts[name]))
    return found
