"""What terms mean: each becomes a function of a situation.

A ruleset is read once and asked many times, so its trees are gone down once. What is unknown is
None.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol, TypeAlias, TypeVar, assert_never

from followup.core.history import Event, Span, Timestamp
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
from followup.core.vocabulary import Value
from followup.evaluation.clock import Clock

Seeable: TypeAlias = Event | Timestamp | Value | tuple[Span, ...] | None
"""What a term can be: None where it is unknown."""


Key = TypeVar("Key")
Answer = TypeVar("Answer")


class Found(dict[Key, Answer]):
    """Answers by their keys, each found when it is first asked for."""

    def __init__(self, find: Callable[[Key], Answer]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, key: Key) -> Answer:
        self[key] = found = self._find(key)
        return found


class View(Protocol):
    """What of a situation meanings ask for."""

    clock: Clock

    @property
    def facts(self) -> Mapping[str, Seeable]:
        """What facts read, each when it is first asked for."""

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


@lru_cache(maxsize=4096)
def meaning(term: Term) -> Meaning:
    """Return what a term means, which depends on nothing but the term."""
    match term:
        case Word(value) | Flag(value) | Number(value) | Length(value) | Day(value):
            return lambda at, own: value
        case FactRef(name):
            return lambda at, own: at.facts[name]
        case ParameterRef(name):
            return lambda at, own: at.parameter(name)
        case FieldRef(name, field):
            return lambda at, own: _field(at, at.facts[name], field)
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
