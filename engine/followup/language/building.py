"""Helpers that all builders share: reading values out of checked nodes, collecting problems."""

from __future__ import annotations

import datetime
import re
from collections.abc import Container, Iterable, Iterator
from typing import Any

from followup.defaults import FIRST_DATE, LAST_DATE
from followup.diagnostics import Location, Problem, did_you_mean
from followup.language.durations import Duration, DurationError, parse_duration
from followup.language.phrases import Moment, PhraseError, Reference, parse_phrase, parse_reference
from followup.text import Mapping, Node, Scalar, Sequence

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")


class Report:
    """Collects the problems of one document."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self,
        code: str,
        message: str,
        at: Location,
        help: str | None = None,
        *,
        warning: bool = False,
    ) -> None:
        """Note one problem."""
        self.problems.append(
            Problem(code=code, message=message, location=at, help=help, warning=warning)
        )

    def unknown(
        self, code: str, kind: str, word: object, known: Iterable[str], at: Location, of: str = ""
    ) -> None:
        """Note that a word names nothing of its kind (in `of`), with the nearest that there is."""
        owner = of if " " in of else f"`{of}`"
        message = f"{owner} has no {kind} `{word}`" if of else f"there is no {kind} `{word}`"
        self.add(code, message, at, did_you_mean(word, known, limit=16))

    def stands_twice(self, kind: str, name: str, seen: dict[str, Location], node: Mapping) -> bool:
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
            self.add("F201", f"`{value}` is not a date", node.location, _date_help(value))
            return None
        if not FIRST_DATE <= day <= LAST_DATE:
            self.add(
                "F201",
                f"`{value}` is out of range",
                node.location,
                f"expected a date from {FIRST_DATE} to {LAST_DATE}",
            )
            return None
        return day

    def time(self, node: Node) -> datetime.time | None:
        """Read a time of day, `HH:MM` or `HH:MM:SS`."""
        value = scalar(node)
        try:
            if not isinstance(value, str) or not _TIME.fullmatch(value):
                raise ValueError
            return datetime.time.fromisoformat(value)
        except ValueError:
            self.add(
                "F202",
                f"`{value}` is not a time of day",
                node.location,
                'expected hours and minutes such as "09:30"',
            )
            return None

    def duration(self, node: Node) -> Duration | None:
        """Read a duration."""
        value = scalar(node)
        try:
            return parse_duration(str(value))
        except DurationError as error:
            self.add("F203", str(error), node.location, error.expected)
            return None

    def phrase(self, node: Node) -> Moment | None:
        """Read a phrase; an error points at the character."""
        try:
            return parse_phrase(str(scalar(node)))
        except PhraseError as error:
            self.add("F208", error.message, inside(node, error.offset, error.width), error.expected)
            return None

    def reference(self, node: Node) -> Reference | None:
        """Read a fact's name, or a fact and one of its fields."""
        try:
            return parse_reference(str(scalar(node)))
        except PhraseError as error:
            self.add("F208", error.message, inside(node, error.offset, error.width), error.expected)
            return None


def inside(node: Node, offset: int, width: int = 1) -> Location:
    """Return the place of a character of a scalar's text (past the quote of a quoted one)."""
    at = node.location
    text = scalar(node)
    if at.line is not None and at.column is not None:
        start = at.source.line(at.line)[at.column - 1 : at.column]
        if start in ("|", ">"):
            return at
        if start in ("'", '"') and not str(text).startswith(start):
            offset += 1
    return at.within(offset, width)


def scalar(node: Node | None) -> Any:
    """Return a scalar's value; None for anything else."""
    return node.value if isinstance(node, Scalar) else None


def text(mapping: Mapping, key: str, default: str = "") -> str:
    """Return the text of a key, or the default where it is not given."""
    node = mapping.get(key)
    return default if node is None else str(scalar(node))


def flag(mapping: Mapping, key: str) -> bool:
    """Return whether a key is given and true."""
    return scalar(mapping.get(key)) is True


def entries(mapping: Mapping, key: str) -> dict[str, Node]:
    """Return the entries of the mapping under a key, none where it is not given."""
    node = mapping.get(key)
    return node.entries if isinstance(node, Mapping) else {}


def items(mapping: Mapping, key: str) -> tuple[Node, ...]:
    """Return the items of the list under a key, none where it is not given."""
    node = mapping.get(key)
    return node.items if isinstance(node, Sequence) else ()


def each(node: Node | None) -> Iterator[Node]:
    """Go through a list's items, or take a single value as a list of one."""
    if isinstance(node, Sequence):
        yield from node.items
    elif node is not None:
        yield node


def as_mapping(node: Node | None) -> Mapping:
    """Return the node, which the schema has proved to be a mapping."""
    assert isinstance(node, Mapping)
    return node


def history_inside(node: Mapping, root: Mapping, own: Container[str]) -> Mapping:
    """Return the history that stands in a part of a document, over what the document has `given`.

    Args:
        node: the part.
        root: the document.
        own: the part's own keys, which do not belong to its history.
    """
    given = root.get("given")
    shared = given if isinstance(given, Mapping) else Mapping({}, node.location, {})
    inner = {key: value for key, value in node.entries.items() if key not in own}
    return Mapping(
        {**shared.entries, **inner}, node.location, {**shared.keys, **node.keys}, node.size
    )


def _date_help(value: object) -> str:
    text = str(value)
    if text.count("/") + text.count(".") == 2:
        return "write the year first: YYYY-MM-DD"
    parts = text.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) == 4:
        if len(text) == 10:
            return "there is no such day in the calendar"
        return f"write two digits: {parts[0]}-{parts[1]:0>2}-{parts[2]:0>2}"
    return "expected a day as YYYY-MM-DD, such as 2026-11-24"
