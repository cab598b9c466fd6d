"""What conditions mean: each becomes a function of a situation.

A test of something unknown is false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, assert_never

from followup.core.history import Event, Timestamp
from followup.core.operators import OPERATORS, Operator
from followup.core.persons import same_person
from followup.core.terms import (
    All,
    AnyOf,
    Compare,
    Condition,
    InDays,
    Known,
    Not,
    OneOf,
    Past,
    Term,
    Test,
    sides,
)
from followup.evaluation.clock import compared, day_of, stands_still
from followup.evaluation.meaning import Meaning, Seeable, View, meaning, when

Truth: TypeAlias = Callable[[View, Event | None], bool]
"""Of a condition, with the event whose own fields it may name."""
Passes: TypeAlias = Callable[..., bool]
"""Of a test, given a situation and what the test looks at."""


def truth(condition: Condition) -> Truth:
    """Return when a condition holds; its parts are asked in their order, until one decides."""
    match condition:
        case All((only,)) | AnyOf((only,)):
            return truth(only)
        case All(of):
            return all_of(tuple(map(truth, of)))
        case AnyOf(of):
            return any_of(tuple(map(truth, of)))
        case Not(of):
            negated = truth(of)
            return lambda at, own: not negated(at, own)
        case Known() | Past() | OneOf() | Compare() | InDays():
            return _passing(test(condition), *map(meaning, sides(condition)))
        case _:
            assert_never(condition)


# Written out, since these are most of what a decision does: `all` and `any` of a generator take
# twice the time.


def all_of(parts: Sequence[Truth]) -> Truth:
    """Return when all of several conditions hold."""

    def all_hold(at: View, own: Event | None) -> bool:
        for part in parts:  # noqa: SIM110 - see above
            if not part(at, own):
                return False
        return True

    return all_hold


def any_of(parts: Sequence[Truth]) -> Truth:
    """Return when any of several conditions holds."""

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
