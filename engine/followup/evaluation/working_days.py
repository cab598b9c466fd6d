"""Whether the dates of a ruleset can depend on which days are worked."""

from __future__ import annotations

from collections.abc import Container, Iterator

from followup.core.durations import Duration
from followup.core.limits import WaitsFor
from followup.core.references import of_fact, of_lets_go, of_limit, of_rule
from followup.core.ruleset import Ruleset
from followup.core.terms import (
    EndOfWeek,
    FieldRef,
    Length,
    NextWeekday,
    Node,
    OwnField,
    ParameterRef,
    Rolled,
    Shift,
    walk,
)
from followup.core.vocabulary import Vocabulary


def counts_working_days(ruleset: Ruleset) -> bool:
    """Return whether a date may depend on which days are worked.

    None does where all days count alike (`roll: none`) and nothing speaks of working days.
    """
    if ruleset.roll != "none" or any(isinstance(limit.bound, WaitsFor) for limit in ruleset.limits):
        return True
    parts = [part for node in _nodes(ruleset) for part in walk(node)]
    fields = {part.field for part in parts if isinstance(part, FieldRef | OwnField)}
    derived = _derived(ruleset.vocabulary, fields)
    return any(_counts_working_days(part, ruleset) for part in (*parts, *derived))


def _nodes(ruleset: Ruleset) -> Iterator[Node]:
    for fact in ruleset.facts.values():
        yield from of_fact(fact)
    for rule in ruleset.rules:
        yield from of_rule(rule)
    for limit in ruleset.limits:
        yield from of_limit(limit)
    for lets_go in ruleset.lets_go.values():
        yield from of_lets_go(lets_go)


def _derived(vocabulary: Vocabulary, fields: Container[str]) -> Iterator[Node]:
    for kind in vocabulary.events.values():
        for name, branches in kind.derived.items():
            if name in fields:
                yield from (part for branch in branches for part in walk(branch.then))


def _counts_working_days(part: Node, ruleset: Ruleset) -> bool:
    match part:
        case NextWeekday() | EndOfWeek():
            return True
        case Rolled(_, convention):
            return convention != "none"
        case Length(duration):
            return duration.unit == "business day"
        case ParameterRef(name):
            value = ruleset.parameters[name].value
            return isinstance(value, Duration) and value.unit == "business day"
        case Shift(duration):  # what a field holds may be business days
            return not isinstance(duration, Length | ParameterRef)
        case _:
            return False
