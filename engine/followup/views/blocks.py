"""What a view is made of: headings, lines, fields, tables and lists, whatever they become.

Texts for a terminal are plain; those of a page are Markdown within a line (`wording.markup`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct


class Heading(Struct, frozen=True):
    """A title; `anchor` is a place on a page that links can lead to."""

    text: str
    level: int = 2
    anchor: str = ""


class Line(Struct, frozen=True):
    """A line or paragraph, `mark` before it; what is wrapped hangs by `hanging` columns more."""

    text: str
    style: str | None = None
    mark: str = ""
    mark_style: str | None = None
    indent: int = 0
    hanging: int = 0


class Labelled(Struct, frozen=True):
    """A text with a label before it, which takes `width` columns; an empty one goes on."""

    label: str
    text: str
    style: str | None = None
    indent: int = 2
    width: int = 12


class Items(Struct, frozen=True):
    """A list; an item may be a list itself, which belongs to the item before it."""

    items: tuple[str | Items, ...]
    indent: int = 0


class Table(Struct, frozen=True):
    """A table."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Verbatim(Struct, frozen=True):
    """A text to be copied: as it is, never wrapped and never indented."""

    text: str


class Gap(Struct, frozen=True):
    """Room between what stands before and after it."""


Block: TypeAlias = Heading | Line | Labelled | Items | Table | Verbatim | Gap
GAP = Gap()


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table of these rows."""
    return Table(tuple(headers), tuple(map(tuple, rows)))


def items(texts: Iterable[str | Items], indent: int = 0) -> Items:
    """Return a list of these texts."""
    return Items(tuple(texts), indent)
