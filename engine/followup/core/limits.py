"""Limits: what no rule may break."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from followup.core.terms import Term
from followup.core.vocabulary import Citation


class Apart(Struct, frozen=True, tag=True):
    """So much time lies between any two of the actions."""

    duration: Term


class Never(Struct, frozen=True, tag=True):
    """The actions are not taken."""


class AtMost(Struct, frozen=True, kw_only=True, tag=True):
    """The actions are taken so often at the most, or, `distinct`, go to so many persons.

    With `in_any` they are so often in any such span at the most: it slides, and never ends.
    """

    number: Term
    distinct: bool = False
    in_any: Term | None = None


class OneAtATime(Struct, frozen=True, kw_only=True, tag=True):
    """While something more important is open to a person, or on the day it was done, they wait.

    What is more important stands on an earlier track. `exempt` are actions, and rules, that never
    wait; nor does what lapses. With `across`, a field of the history, they wait as well for what
    comes first in other cases that have the same there and are decided together.
    """

    exempt: tuple[str, ...] = ()
    across: str | None = None


class WaitsFor(Struct, frozen=True, tag=True):
    """Somebody who is away is waited for, unless that takes longer: then somebody else is asked."""

    longest: Term


class OnlyIn(Struct, frozen=True, tag=True):
    """The actions open on days of any of these sets only."""

    days: tuple[str, ...]


class NotIn(Struct, frozen=True, tag=True):
    """The actions open on days of none of these sets."""

    days: tuple[str, ...]


Bound: TypeAlias = Apart | Never | AtMost | OneAtATime | WaitsFor | OnlyIn | NotIn


class Limit(Struct, frozen=True, kw_only=True):
    """What no rule may break: from the event `since` on, and for the time `within` after it."""

    name: str
    bound: Bound
    actions: tuple[str, ...]
    since: str | None = None
    within: Term | None = None
    because: str = ""
    cites: tuple[Citation, ...] = ()
