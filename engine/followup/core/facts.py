"""Facts: what each of them reads from a history, as closed a set as terms and conditions are."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from followup.core.patterns import Pattern
from followup.core.terms import Branch, Condition, Term
from followup.core.vocabulary import Citation, Type


class Selection(Struct, frozen=True, kw_only=True):
    """Events that fit any of the patterns, strictly between two others where these are known."""

    patterns: tuple[Pattern, ...]
    since: str | None = None
    until: str | None = None


class Find(Struct, frozen=True, kw_only=True, tag=True):
    """One event: the latest or earliest that has come, or the next that is planned.

    `voided` is the latest that came to nothing, at the moment when that became known. With `by`
    it is not the one that stands last, but the one of which that field is the latest moment; with
    `of_each` only the last event of each value of that field is looked at.
    """

    which: Literal["latest", "earliest", "scheduled", "voided"]
    among: Selection
    by: str | None = None
    of_each: str | None = None


class Seen(Struct, frozen=True, kw_only=True, tag=True):
    """Whether there is any such event."""

    among: Selection


class Count(Struct, frozen=True, kw_only=True, tag=True):
    """How many such events there are, or how many different values their field `distinct` has."""

    among: Selection
    distinct: str | None = None


class Addend(Struct, frozen=True, kw_only=True):
    """A number field of a kind of event, which is added (`sign` 1) or taken away (-1)."""

    event: str
    field: str
    sign: int


class Total(Struct, frozen=True, kw_only=True, tag=True):
    """The sum of number fields over such events; one that is not given counts nothing."""

    among: Selection
    addends: tuple[Addend, ...]


class Read(Struct, frozen=True, tag=True):
    """A field of the history."""

    field: str


class Moment(Struct, frozen=True, tag=True):
    """The moment that a phrase means."""

    phrase: Term


class KnownOf(Struct, frozen=True, kw_only=True, tag=True):
    """Of several facts or fields the latest or earliest that is known."""

    which: Literal["latest", "earliest"]
    among: tuple[Term, ...]


class FirstOf(Struct, frozen=True, tag=True):
    """Of several values the first whose condition holds and that is known."""

    branches: tuple[Branch, ...]


class PersonOf(Struct, frozen=True, kw_only=True, tag=True):
    """The first of several persons who is in the history, and reachable by a channel if asked."""

    among: tuple[Term, ...]
    reachable_by: str | None = None


class Holds(Struct, frozen=True, tag=True):
    """Whether a condition holds."""

    condition: Condition


class Spans(Struct, frozen=True, kw_only=True, tag=True):
    """The times from each event that begins one to the next event that ends it."""

    begins: Selection
    ends: Selection


Reading: TypeAlias = (
    Find | Seen | Count | Total | Spans | Read | Moment | KnownOf | FirstOf | PersonOf | Holds
)


class Fact(Struct, frozen=True, kw_only=True):
    """A named, typed reading of the history; unknown where `only_if` does not hold."""

    name: str
    type: Type
    reading: Reading
    only_if: Condition | None = None
    about: str = ""
    cites: tuple[Citation, ...] = ()
