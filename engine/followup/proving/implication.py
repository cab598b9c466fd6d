"""Whether a condition follows from another, decided by their form: sound, not complete.

Parameters are taken by their names, not their values: what follows does so however a child
sets them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from followup.core.operators import OPERATORS
from followup.core.ruleset import Ruleset
from followup.core.terms import (
    All,
    AnyOf,
    Compare,
    Condition,
    InDays,
    Known,
    Literal,
    Not,
    Number,
    OneOf,
    Past,
    Term,
    Test,
    walk,
)
from followup.core.types import type_of

_ENDLESS = float("inf")
_LISTS = ("words", "channels")
Mention: TypeAlias = tuple[Term, Term | None]
"""A subject that is tested, or one with a value that a test of it lists."""


class Implication:
    """Answers whether conditions follow from others; each pair of parts is looked at once."""

    def __init__(self, ruleset: Ruleset) -> None:
        """Remember the ruleset, which knows the types of names; nothing is proved yet."""
        self.ruleset = ruleset
        self._found: dict[tuple[int, int], bool] = {}
        self._kept: list[Condition] = []  # so that no other condition gets the id of one

    def holds(self, stronger: Condition, weaker: Condition) -> bool:
        """Return True only if the weaker condition holds whenever the stronger one does."""
        key = (id(stronger), id(weaker))
        if key not in self._found:
            self._kept += (stronger, weaker)
            self._found[key] = self._holds(stronger, weaker)
        return self._found[key]

    def _holds(self, stronger: Condition, weaker: Condition) -> bool:
        if stronger == weaker:
            return True
        if isinstance(weaker, All):
            return all(self.holds(stronger, part) for part in weaker.of)
        if isinstance(stronger, AnyOf):
            return all(self.holds(part, weaker) for part in stronger.of)
        if isinstance(stronger, All) and any(self.holds(part, weaker) for part in stronger.of):
            return True
        if isinstance(weaker, AnyOf):
            return any(self.holds(stronger, part) for part in weaker.of)
        if isinstance(stronger, Not) and isinstance(weaker, Not):
            return self.holds(weaker.of, stronger.of)
        return self._test_implies(stronger, weaker)

    def _test_implies(self, stronger: Condition, weaker: Condition) -> bool:
        if not isinstance(stronger, Test) or not isinstance(weaker, Test):
            return False
        if stronger.subject != weaker.subject:
            return False
        match stronger, weaker:
            case _, Known():
                return True
            case Compare(_, operator, operand), Compare(_, other, same) if operand == same:
                return OPERATORS[operator].holds_for <= OPERATORS[other].holds_for
            case InDays(_, some, False), InDays(_, others, False):
                return set(some) <= set(others)
            case InDays(_, some, True), InDays(_, others, True):
                return set(others) <= set(some)
            case OneOf(negated=True), OneOf(values=fewer, negated=True):
                return set(fewer) <= set(stronger.values)
            case OneOf(negated=False), OneOf(values=others, negated=True):
                return self._is_single(stronger) and _are_apart(stronger.values, others)
            case OneOf(negated=False), OneOf(values=more, negated=False) if set(
                stronger.values
            ) <= set(more):
                # A value that is unknown would make the weaker one false.
                return _are_written(set(more) - set(stronger.values))
        inner, outer = _interval(stronger), _interval(weaker)
        if inner is None or outer is None:
            return False
        return outer[0] <= inner[0] and inner[1] <= outer[1]

    def _is_single(self, test: OneOf) -> bool:
        """Return whether a subject has one value, which is the same as no other."""
        return not test.persons and type_of(test.subject, self.ruleset) not in _LISTS


def _are_apart(some: tuple[Term, ...], others: tuple[Term, ...]) -> bool:
    return _are_written((*some, *others)) and not set(some) & set(others)


def _are_written(values: Iterable[Term]) -> bool:
    """Return whether values are written out, so that they are known and what they are."""
    return all(isinstance(value, Literal) for value in values)


def _interval(test: Test) -> tuple[float, float] | None:
    """Return the whole numbers that a test allows, as the least and the greatest."""
    match test:
        case Compare(operator=operator, operand=Number(number)):
            return {
                "at-least": (number, _ENDLESS),
                "at-most": (-_ENDLESS, number),
                "above": (number + 1, _ENDLESS),
                "below": (-_ENDLESS, number - 1),
            }[operator]
        case OneOf(values=values, negated=False):
            numbers = sorted({value.value for value in values if isinstance(value, Number)})
            # Several numbers are an interval only if there is no gap between them.
            if numbers and all(isinstance(value, Number) for value in values):
                low, high = numbers[0], numbers[-1]
                return (low, high) if len(numbers) == high - low + 1 else None
    return None


def mentioned(condition: Condition) -> frozenset[Mention]:
    """Return what the tests in a condition are about, and each value that they list."""
    found: set[Mention] = set()
    for test in walk(condition):
        if isinstance(test, Test):
            found.add((test.subject, None))
        if isinstance(test, OneOf):
            found.update((test.subject, value) for value in test.values)
    return frozenset(found)


def demanded(condition: Condition) -> frozenset[Mention]:
    """Return what every condition that implies this one must mention.

    Whether a condition implies another takes a while to find out; that it cannot shows here.
    """
    match condition:
        case All(parts):
            return frozenset().union(*map(demanded, parts))
        case OneOf(subject, (value,), negated=False):
            return frozenset(((subject, None), (subject, value)))
        case Known(subject) | Past(subject) | OneOf(subject) | Compare(subject) | InDays(subject):
            return frozenset(((subject, None),))
        case _:
            return frozenset()
