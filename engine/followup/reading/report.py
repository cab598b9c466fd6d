"""Collecting what is wrong with a document, and reading the values that all documents have."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from followup.core.durations import Duration
from followup.core.terms import Term
from followup.defaults import FIRST_DATE, LAST_DATE
from followup.diagnostics import Location, Problem, did_you_mean
from followup.reading.access import scalar, word
from followup.reading.durations import DurationError, parse_duration
from followup.reading.phrases import Names, PhraseError, Reference, parse_phrase, parse_reference
from followup.text import MappingNode, Node

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


Place: TypeAlias = Callable[[int, int], Location]
"""Where characters of a text stand, by offset and width."""


class Report:
    """Collects the problems of one document.

    `broken` are the names of parts that were left out because their shape is wrong: who speaks
    of them is not wrong too.
    """

    def __init__(self, broken: frozenset[str] = frozenset()) -> None:
        self.problems: list[Problem] = []
        self.broken = broken

    def add(self, code: str, message: str, at: Location, help: str | None = None) -> None:
        """Note one problem."""
        self.problems.append(Problem(code=code, message=message, location=at, help=help))

    def unknown(
        self, code: str, kind: str, name: object, known: Iterable[str], at: Location, of: str = ""
    ) -> None:
        """Note that a word names nothing of its kind (in `of`), with the nearest that there is."""
        if name in self.broken:
            return
        owner = of if " " in of else f"`{of}`"
        message = f"{owner} has no {kind} `{name}`" if of else f"there is no {kind} `{name}`"
        self.add(code, message, at, did_you_mean(name, known, limit=16))

    def check_word(self, kind: str, node: Node, known: Iterable[str]) -> str:
        """Return the word of a node; note one that is not among the words of its kind."""
        name, known = word(node), tuple(known)
        if name not in known:
            self.unknown("F303", kind, name, known, node.location)
        return name

    def stands_twice(
        self, kind: str, name: str, seen: dict[str, Location], node: MappingNode
    ) -> bool:
        """Note a name that a document uses twice for a kind of thing; else remember it."""
        if name not in seen:
            seen[name] = node.location
            return False
        self.add(
            "F307",
            f"the {kind} `{name}` stands twice",
            node.entries[kind].location,
            f"the first one is on line {seen[name].line}",
        )
        return True

    # -- values: each returns None where the value is wrong, and notes why

    def date(self, node: Node) -> datetime.date | None:
        """Read a date between the first and last that a document may name."""
        value = scalar(node)
        try:
            if not isinstance(value, str) or not _DATE.fullmatch(value):
                raise ValueError
            day = datetime.date.fromisoformat(value)
        except ValueError:
            self.add("F201", f"`{value}` is not a date", node.location, _date_help(str(value)))
            return None
        return day if self.in_range(day, node.location) else None

    def in_range(self, day: datetime.date, at: Location) -> bool:
        """Return whether a date lies between the first and last that a document may name."""
        if FIRST_DATE <= day <= LAST_DATE:
            return True
        advice = f"expected a date from {FIRST_DATE} to {LAST_DATE}"
        self.add("F201", f"`{day}` is out of range", at, advice)
        return False

    def time(self, node: Node) -> datetime.time | None:
        """Read a time of day, `HH:MM` or `HH:MM:SS`."""
        value = scalar(node)
        try:
            if not isinstance(value, str) or not _TIME.fullmatch(value):
                raise ValueError
            return datetime.time.fromisoformat(value)
        except ValueError:
            help = 'expected hours and minutes such as "09:30"'
            self.add("F202", f"`{value}` is not a time of day", node.location, help)
            return None

    def duration(self, node: Node) -> Duration | None:
        """Read a duration."""
        try:
            return parse_duration(word(node))
        except DurationError as error:
            self.add("F203", str(error), node.location, error.expected)
            return None

    def phrase(self, node: Node, names: Names) -> Term | None:
        """Read a phrase, whose names `names` resolves; an error points at the character."""
        before = len(self.problems)
        try:
            found = parse_phrase(word(node), names)
        except PhraseError as error:
            del self.problems[before:]  # of what is no phrase the names mean nothing
            self.add("F208", error.message, inside(node, error.offset, error.width), error.expected)
            return None
        return found if len(self.problems) == before else None

    def reference(self, node: Node) -> Reference | None:
        """Read a fact's name, or a fact and one of its fields."""
        return self.reference_in(word(node), lambda offset, width: inside(node, offset, width))

    def reference_in(self, name: str, place: Place) -> Reference | None:
        """Read a name; `place` tells where its characters stand."""
        try:
            return parse_reference(name)
        except PhraseError as error:
            at = place(error.offset, error.width)
            self.add("F208", error.message, at, error.expected)
            return None


def inside(node: Node, offset: int, width: int = 1) -> Location:
    """Return the place of a character of a scalar's text (past the quote of a quoted one)."""
    at = node.location
    if at.line is not None and at.column is not None:
        start = at.source.line(at.line)[at.column - 1 : at.column]
        if start in ("|", ">"):
            return at
        if start in ("'", '"') and not word(node).startswith(start):
            offset += 1
        # What is written out for a sequence of steps does not stand in the document.
        if word(node)[:offset] not in at.source.line(at.line):
            return at
    return at.within(offset, width)


def _date_help(text: str) -> str:
    if text.count("/") + text.count(".") == 2:
        return "write the year first: YYYY-MM-DD"
    parts = text.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) == 4:
        if len(text) == 10:
            return "there is no such day in the calendar"
        return f"write two digits: {parts[0]}-{parts[1]:0>2}-{parts[2]:0>2}"
    return "expected a day as YYYY-MM-DD, such as 2026-11-24"
