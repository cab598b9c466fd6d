"""Terms and conditions: the closed set of what a ruleset computes with.

A *term* names a value: a literal, a parameter, a fact, a field, or a moment computed from other
terms. A *condition* is true or false; whatever compares something unknown is false. Both are
trees, and `parts` and `children` are the one place that knows how to go down them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TypeAlias, Union, assert_never

from msgspec import Struct

from followup.core.durations import Duration

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# -- terms -----------------------------------------------------------------------------------


class Day(Struct, frozen=True, tag=True):
    """A date written out."""

    value: datetime.date


class Length(Struct, frozen=True, tag=True):
    """A duration written out."""

    value: Duration


class Number(Struct, frozen=True, tag=True):
    """A whole number written out."""

    value: int


class Flag(Struct, frozen=True, tag=True):
    """True or false, written out."""

    value: bool


class Word(Struct, frozen=True, tag=True):
    """A word, a text, a channel, an action, a role or a person, written out."""

    value: str


class ParameterRef(Struct, frozen=True, tag=True):
    """The value of a parameter, looked up when a decision is made."""

    name: str


class FactRef(Struct, frozen=True, tag=True):
    """What a fact reads."""

    name: str


class FieldRef(Struct, frozen=True, tag=True):
    """A field of the event that a fact finds."""

    fact: str
    field: str


class OwnField(Struct, frozen=True, tag=True):
    """A field of the event at hand: in a selector, or where an event's own field is derived."""

    field: str


class Opening(Struct, frozen=True, tag=True):
    """The moment at which the rule's action opens; known to `closes` and `lapses`."""


class Shift(Struct, frozen=True, tag=True):
    """A duration after (`sign` 1) or before (`sign` -1) a moment.

    `next_day` is one business day after, written as `next business day after`.
    """

    duration: Term
    sign: int
    of: Term
    next_day: bool = False


class NextWeekday(Struct, frozen=True, tag=True):
    """The first working day after a moment on one of these weekdays (Monday is 0).

    `inclusive`: the moment's own day counts too, written as `monday on or after …`.
    """

    days: tuple[int, ...]
    of: Term
    inclusive: bool = False


class EndOfWeek(Struct, frozen=True, tag=True):
    """The last working day of the moment's week, or (`following`) of the week after."""

    of: Term
    following: bool = False


class EndOfMonth(Struct, frozen=True, tag=True):
    """The last day of the moment's month, worked or not."""

    of: Term


class Choice(Struct, frozen=True, tag=True):
    """The later (or earlier) of several moments, the first named one of equals."""

    later: bool
    among: tuple[Term, ...]


class Rolled(Struct, frozen=True, tag=True):
    """A moment moved by a named convention when it falls on a day off."""

    of: Term
    convention: str


class NotCounting(Struct, frozen=True, tag=True):
    """A moment whose waits pass over the days of spans, which facts read, like days off."""

    of: Term
    spans: tuple[str, ...]


Literal = Day | Length | Number | Flag | Word
Name: TypeAlias = ParameterRef | FactRef | FieldRef | OwnField | Opening
Term: TypeAlias = Union[  # noqa: UP007 - msgspec resolves the forward references above by name
    Day,
    Length,
    Number,
    Flag,
    Word,
    ParameterRef,
    FactRef,
    FieldRef,
    OwnField,
    Opening,
    Shift,
    NextWeekday,
    EndOfWeek,
    EndOfMonth,
    Choice,
    Rolled,
    NotCounting,
]

# -- conditions ------------------------------------------------------------------------------


class Known(Struct, frozen=True, tag=True):
    """The subject has a value."""

    subject: Term


class Past(Struct, frozen=True, tag=True):
    """The subject, a moment, is over: a date with the end of its day."""

    subject: Term


class OneOf(Struct, frozen=True, tag=True):
    """The subject is one of these values, or (`negated`) is known and none of them.

    `persons`: values are persons, who are the same where one is a bare role of the other's.
    A subject that is a list counts where any of its entries does. A value that is unknown makes
    the condition false, negated or not.
    """

    subject: Term
    values: tuple[Term, ...]
    negated: bool = False
    persons: bool = False


class Compare(Struct, frozen=True, tag=True):
    """The subject stands to the operand as an operator says: one of `core.operators`."""

    subject: Term
    operator: str
    operand: Term


class InDays(Struct, frozen=True, tag=True):
    """The subject, a moment, falls on a day of any of these sets, or (`negated`) of none."""

    subject: Term
    days: tuple[str, ...]
    negated: bool = False


class All(Struct, frozen=True, tag=True):
    """All of these hold; they are asked in their order until one does not."""

    of: tuple[Condition, ...] = ()


class AnyOf(Struct, frozen=True, tag=True):
    """At least one of these holds."""

    of: tuple[Condition, ...]


class Not(Struct, frozen=True, tag=True):
    """This does not hold."""

    of: Condition


Test = Known | Past | OneOf | Compare | InDays
Condition: TypeAlias = Union[  # noqa: UP007 - as above
    Known, Past, OneOf, Compare, InDays, All, AnyOf, Not
]
Node: TypeAlias = Term | Condition

ALWAYS = All()


class Branch(Struct, frozen=True):
    """One way to compute something, and when it applies."""

    when: Condition
    then: Term


# -- going down the trees --------------------------------------------------------------------


def parts(term: Term) -> tuple[Term, ...]:
    """Return what stands directly inside a term, in its order."""
    match term:
        case Day() | Length() | Number() | Flag() | Word():
            return ()
        case ParameterRef() | FactRef() | FieldRef() | OwnField() | Opening():
            return ()
        case Shift(duration, _, of):
            return duration, of
        case NextWeekday(of=of) | EndOfWeek(of) | EndOfMonth(of) | Rolled(of):
            return (of,)
        case Choice(among=among):
            return among
        case NotCounting(of, spans):
            return of, *map(FactRef, spans)
        case _:
            assert_never(term)


def sides(test: Test) -> tuple[Term, ...]:
    """Return what a test looks at: its subject, then what that is compared with."""
    match test:
        case Known(subject) | Past(subject) | InDays(subject):
            return (subject,)
        case OneOf(subject, values):
            return subject, *values
        case Compare(subject, _, operand):
            return subject, operand
        case _:
            assert_never(test)


def children(node: Node) -> tuple[Node, ...]:
    """Return what stands directly inside a term or a condition, in its order."""
    match node:
        case Known() | Past() | OneOf() | Compare() | InDays():
            return sides(node)
        case All(of) | AnyOf(of):
            return of
        case Not(of):
            return (of,)
        case _:
            return parts(node)


def walk(node: Node) -> Iterator[Node]:
    """Go through a term or a condition and all that stands in it, from the outside in."""
    yield node
    for child in children(node):
        yield from walk(child)
