"""The records of catalogues: what each source of a vocabulary says, item by item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field


class Quantity(Struct, frozen=True, kw_only=True):
    """A figure that a source names; `to` is the upper end of a range.

    `days` says which are counted, where the unit is one of time.
    """

    value: int | float | str
    unit: str
    of: str
    to: int | float | str | None = None
    bound: Literal["exact", "min", "max", "range", "approx"] | None = None
    days: Literal["calendar", "business", "unclear"] | None = None


class Item(Struct, frozen=True, kw_only=True, rename="kebab"):
    """One thing that a source says, paraphrased.

    `by` is who says it, if not the source in its own voice; `carried_as` is what it becomes in a
    ruleset.
    """

    id: str = field(name="item")
    at: str
    topic: str
    condition: str = field(name="if")
    says: str
    by: str = ""
    basis: Literal["stated", "implied", "example"] = "stated"
    carried_as: Literal["rule", "hint", "note"] = "rule"
    quantities: tuple[Quantity, ...] = ()


class Catalogue(Struct, frozen=True, kw_only=True):
    """A source of advice with its items, in its order."""

    name: str
    title: str
    about: str
    items: Mapping[str, Item]
