"""Which events are meant: a kind of event, with tests on its fields."""

from __future__ import annotations

from msgspec import Struct

from followup.core.terms import Condition


class Pattern(Struct, frozen=True, kw_only=True):
    """A kind of event with tests on its fields, which must all hold."""

    event: str
    tests: tuple[Condition, ...] = ()
