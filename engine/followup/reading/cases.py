"""Checked nodes to `Case`s: the tests of a ruleset."""

from __future__ import annotations

import datetime
from typing import Any, Protocol

from followup.core.cases import Case, Expectation
from followup.core.history import History, Timestamp
from followup.core.ruleset import CLOCK_STOPPED, Ruleset
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Location
from followup.reading.access import (
    as_mapping,
    each,
    entries,
    history_inside,
    items,
    scalar,
    text,
    word,
)
from followup.reading.report import Report
from followup.text import MappingNode, Node, ScalarNode, plain

_CASE_KEYS = ("as-of", "expect", "at", "ruleset", "why", "beside")
_MOMENTS = ("opens", "closes", "lapses", "until", "next-change")


class HistoryReader(Protocol):
    """Turns the node of a history into a checked one, and finds the ruleset under test."""

    def case_ruleset(self, name: str, path: str, at: Location) -> Ruleset:
        """Return the ruleset that cases name, or raise InvalidDocument."""

    def history_of(self, node: Node, vocabulary: Vocabulary) -> History:
        """Return the history, or raise InvalidDocument."""


def read_cases(root: Node, vocabulary: Vocabulary, reader: HistoryReader) -> tuple[Case, ...]:
    """Return the cases of a well-formed file, in its order.

    Raises:
        InvalidDocument: a case whose history is wrong, a moment that is none, an unknown word in
            an expectation, or two cases of one name.
    """
    found = _Reader(as_mapping(root), vocabulary, reader)
    cases = found.cases()
    if found.report.problems:
        raise InvalidDocument(found.report.problems)
    return cases


class _Reader:
    def __init__(self, root: MappingNode, vocabulary: Vocabulary, reader: HistoryReader) -> None:
        self.root = root
        self.vocabulary = vocabulary
        self.reader = reader
        self.report = Report()
        self.limits: list[str] = []

    def cases(self) -> tuple[Case, ...]:
        found: list[Case] = []
        seen: dict[str, Location] = {}
        limits = self.check_ruleset(self.root.entries["cases"])
        for item in items(self.root, "list"):
            node = as_mapping(item)
            name = text(node, "case")
            self.report.stands_twice("case", name, seen, node)
            self.limits = limits
            try:
                found.append(self.case(name, node))
            except InvalidDocument as error:
                self.report.problems.extend(error.problems)
        return tuple(found)

    def check_ruleset(self, at: Node) -> list[str]:
        """Check that a ruleset which a case names can decide on histories of this vocabulary.

        Returns:
            The names of its limits.
        """
        name = word(at)
        ruleset = self.reader.case_ruleset(name, at.location.source.name, at.location)
        if ruleset.abstract:
            help = "name one that extends it"
            self.report.add("F306", f"the ruleset `{name}` is abstract", at.location, help)
        elif ruleset.vocabulary.digest != self.vocabulary.digest:
            message = f"the ruleset `{name}` has another vocabulary than these cases"
            self.report.add("F306", message, at.location, "put the case beside its own ruleset")
        return [limit.name for limit in ruleset.limits]

    def case(self, name: str, node: MappingNode) -> Case:
        own = node.get("ruleset")
        if own is not None:
            self.limits = self.check_ruleset(own)
        history = self.history(node)
        beside = tuple(self.history(as_mapping(other)) for other in items(node, "beside"))
        expectations = []
        if node.get("expect") is not None:
            expectation = self.expectation(node.entries["as-of"], node.entries["expect"], history)
            expectations.append(expectation)
        inner = node.get("at")
        for moment, expect in entries(node, "at").items():
            at = as_mapping(inner).at(moment)
            expectations.append(self.expectation(ScalarNode(moment, at), expect, history))
        return Case(
            name=name,
            ruleset=text(node, "ruleset") or text(self.root, "cases"),
            history=history,
            beside=beside,
            expectations=tuple(e for e in expectations if e),
            location=node.location,
        )

    def history(self, node: MappingNode) -> History:
        """Return the history that stands in a case, or beside it."""
        inside = history_inside(node, self.root, _CASE_KEYS)
        return self.reader.history_of(inside, self.vocabulary)

    def expectation(self, moment: Node, expect: Node, history: History) -> Expectation | None:
        as_of = self.moment(moment, history)
        mapping = as_mapping(expect)
        values: dict[str, Any] = {}
        for key, value in mapping.entries.items():
            if key in _MOMENTS and scalar(value) is not None:
                values[key] = self.moment(value, history)
            else:
                values[key] = plain(value)
            self.check_words(key, value)
        if as_of is None:
            return None
        return Expectation(as_of=as_of, expect=values, location=mapping.location)

    def check_words(self, key: str, node: Node) -> None:
        known = {
            "action": self.vocabulary.actions,
            "without": self.vocabulary.actions,
            "track": self.vocabulary.tracks,
            "via": self.vocabulary.channels,
            "channels": self.vocabulary.channels,
            "checklist": self.vocabulary.checklist,
            "without-hints": self.vocabulary.checklist,
            "held": [*self.vocabulary.waits, CLOCK_STOPPED, *self.limits],
        }.get(key)
        if known is None:
            return
        for item in each(node):
            if scalar(item) is not None:
                self.report.check_word(key, item, known)

    def moment(self, node: Node, history: History) -> Timestamp | None:
        """Read a date, or an instant with its offset (or in the history's zone without one)."""
        value = scalar(node)
        if isinstance(value, str) and len(value) > 10:
            try:
                instant = datetime.datetime.fromisoformat(value)
            except ValueError:
                self.report.add(
                    "F201",
                    f"`{value}` is not a moment",
                    node.location,
                    "expected a date, or a date and a time as in 2026-11-24T09:30+01:00",
                )
                return None
            if instant.tzinfo is None and history.timezone is not None:
                instant = instant.replace(tzinfo=history.timezone)
            if instant.tzinfo is not None:
                return instant
            self.report.add(
                "F201",
                f"`{value}` has no time zone",
                node.location,
                "add an offset such as +01:00, or a `timezone` to the history",
            )
            return None
        return self.report.date(node)
