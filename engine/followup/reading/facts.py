"""Nodes of facts to `Fact`s, names and types checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from followup.core.ruleset import (
    Count,
    Fact,
    Find,
    Holds,
    KnownOf,
    Moment,
    PersonOf,
    Read,
    Reading,
    Seen,
    Selection,
)
from followup.core.terms import Term
from followup.core.vocabulary import MOMENT_TYPES
from followup.reading.access import each, items, text, word
from followup.reading.citations import CitationReader
from followup.reading.conditions import ConditionReader
from followup.reading.scope import TYPES, reading_of, selected_kinds
from followup.text import MappingNode

_EVENT_READINGS = ("latest", "earliest", "scheduled", "count", "seen")


class FactReader:
    """Reads facts in the scope of its conditions."""

    def __init__(self, conditions: ConditionReader, cites: CitationReader) -> None:
        self.conditions = conditions
        self.scope = conditions.scope
        self.report = conditions.report
        self.cites = cites

    def fact(self, name: str, node: MappingNode) -> Fact | None:
        """Return the fact that a node defines; None, with a report, where its reading is wrong."""
        key = reading_of(node)
        reading = None if key is None else self._reading(key, node)
        only_if = node.get("only-if")
        condition = None if only_if is None else self.conditions.conditions(only_if)
        cites = self.cites(node)
        if key is None or reading is None:
            return None
        return Fact(
            name=name,
            type=self.scope.fact_type(name) or TYPES.get(key, "moment"),
            reading=reading,
            only_if=condition,
            about=text(node, "about"),
            cites=cites,
        )

    def _reading(self, key: str, node: MappingNode) -> Reading | None:
        given = node.entries[key]
        selection = self._selection(key, node)
        match key:
            case "latest" | "earliest" | "scheduled":
                return Find(which=key, among=selection)
            case "count":
                return Count(among=selection, distinct=self._distinct(node))
            case "seen":
                return Seen(among=selection)
            case "read":
                fields = self.scope.vocabulary.fields
                return Read(self.report.check_word("field of the history", given, fields))
            case "moment":
                phrase = self.conditions.phrase(given)
                return None if phrase is None else Moment(phrase)
            case "holds":
                return Holds(self.conditions.conditions(given))
            case "person":
                among = (self.conditions.person(item) for item in items(node, key))
                channel = self.conditions.channel(node.get("reachable-by"))
                return PersonOf(among=tuple(filter(None, among)), reachable_by=channel)
            case _:
                which = cast(Literal["first", "latest", "earliest"], key.removesuffix("-known"))
                return KnownOf(which=which, among=tuple(self._known_of(which, node)))

    def _selection(self, key: str, node: MappingNode) -> Selection:
        """Return the events that a reading of events is about; report bounds of other readings."""
        is_of_events = key in _EVENT_READINGS
        for bound in ("since", "until"):
            if node.get(bound) is not None and not is_of_events:
                message = f"`{bound}` belongs to a reading of events"
                self.report.add("F408", message, node.at(bound))
        return Selection(
            patterns=self.conditions.selector(node.entries[key]) if is_of_events else (),
            since=self.scope.event_fact(node, "since"),
            until=self.scope.event_fact(node, "until"),
        )

    def _distinct(self, node: MappingNode) -> str | None:
        given = node.get("distinct")
        if given is None:
            return None
        events = self.scope.vocabulary.events
        kinds = (kind for kind in selected_kinds(node.get("count")) if kind in events)
        known = [field for kind in kinds for field in events[kind].fields]
        return self.report.check_word("field", given, known)

    def _known_of(self, which: str, node: MappingNode) -> Iterator[Term]:
        wanted: str | None = None if which == "first" else "moment"
        for item in each(node.get(f"{which}-known")):
            reference = self.report.reference(item)
            kind = reference and self.scope.type_of(reference, item.location)
            if reference is None or kind is None:
                continue
            shape = "moment" if kind in MOMENT_TYPES else kind
            wanted = wanted or shape
            if shape != wanted:
                message = f"`{word(item)}` is a {kind}, not a {wanted}"
                self.report.add("F401", message, item.location)
            yield self.scope.term(reference)
