"""Nodes of facts to `Fact`s, names and types checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from msgspec.structs import replace

from followup.core.facts import (
    Addend,
    Count,
    Fact,
    Find,
    FirstOf,
    Holds,
    KnownOf,
    Moment,
    PersonOf,
    Read,
    Reading,
    Seen,
    Selection,
    Spans,
    Total,
)
from followup.core.terms import ALWAYS, Branch, Length, Term
from followup.core.vocabulary import MOMENT_TYPES, Type
from followup.reading.access import each, entries, items, text, word
from followup.reading.citations import CitationReader
from followup.reading.conditions import ConditionReader
from followup.reading.scope import (
    TYPES,
    is_duration,
    is_name,
    reading_of,
    selected_kinds,
    value_of,
)
from followup.reading.terms import a
from followup.text import MappingNode, Node

_EVENT_READINGS = ("latest", "earliest", "scheduled", "voided", "count", "seen", "spans", "total")


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
            case "latest" | "earliest" | "scheduled" | "voided":
                by, of_each = self._by(key, node)
                return Find(which=key, among=selection, by=by, of_each=of_each)
            case "count":
                return Count(among=selection, distinct=self._distinct(node))
            case "total":
                return Total(among=selection, addends=tuple(self._addends(node)))
            case "seen":
                return Seen(among=selection)
            case "spans":
                inner = given if isinstance(given, MappingNode) else node
                begins, ends = (self.conditions.selector(inner.get(k)) for k in ("from", "to"))
                return Spans(
                    begins=replace(selection, patterns=begins),
                    ends=replace(selection, patterns=ends),
                )
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
            case "first-of" | "first-known":
                return FirstOf(tuple(self._branches(key, node)))
            case _:
                which = cast(Literal["latest", "earliest"], key.removesuffix("-known"))
                return KnownOf(which=which, among=tuple(self._known_of(key, node)))

    def _selection(self, key: str, node: MappingNode) -> Selection:
        """Return the events that a reading of events is about; report bounds of other readings."""
        is_of_events = key in _EVENT_READINGS
        for bound in ("since", "until"):
            if node.get(bound) is not None and not is_of_events:
                message = f"`{bound}` belongs to a reading of events"
                self.report.add("F408", message, node.at(bound))
        has_selectors = is_of_events and key != "spans"  # whose two are read apart
        selectors = (node.get(key), node.get("less")) if has_selectors else ()
        return Selection(
            patterns=tuple(
                dict.fromkeys(p for given in selectors for p in self.conditions.selector(given))
            ),
            since=self.scope.event_fact(node, "since"),
            until=self.scope.event_fact(node, "until"),
        )

    def _by(self, key: str, node: MappingNode) -> tuple[str | None, str | None]:
        """Return the field whose latest moment counts, and that of which each value counts once."""
        by, of_each = node.get("by"), node.get("of-each")
        if by is None:
            return None, None
        events = self.scope.vocabulary.events
        kinds = [events[kind] for kind in selected_kinds(node.get(key)) if kind in events]
        for kind in kinds:
            found = kind.type_of(word(by))
            if found is None:
                known = [*kind.fields, *kind.derived]
                self.report.unknown("F303", "field", word(by), known, by.location, of=kind.name)
            elif found not in MOMENT_TYPES:
                message = f"`{word(by)}` is {a(found)}, not a moment"
                self.report.add("F401", message, by.location)
            if of_each is not None and word(of_each) not in kind.fields:
                self.report.unknown(
                    "F303", "field", word(of_each), kind.fields, of_each.location, of=kind.name
                )
        return word(by), None if of_each is None else word(of_each)

    def _distinct(self, node: MappingNode) -> str | None:
        given = node.get("distinct")
        if given is None:
            return None
        events = self.scope.vocabulary.events
        kinds = (kind for kind in selected_kinds(node.get("count")) if kind in events)
        known = [field for kind in kinds for field in events[kind].fields]
        return self.report.check_word("field", given, known)

    def _addends(self, node: MappingNode) -> Iterator[Addend]:
        """Go through the fields that are summed; report those that are no numbers."""
        for key, sign in (("total", 1), ("less", -1)):
            for kind, given in entries(node, key).items():
                event = self.scope.vocabulary.events.get(kind)
                if event is None:
                    continue  # its selector has told
                name = word(given)
                found = event.type_of(name)
                if found is None:
                    known = [
                        field.name for field in event.fields.values() if field.type == "number"
                    ]
                    self.report.unknown("F303", "field", name, known, given.location, of=kind)
                elif found != "number":
                    message = f"`{name}` is {a(found)}, not a number"
                    self.report.add("F401", message, given.location)
                yield Addend(event=kind, field=name, sign=sign)

    def _known_of(self, key: str, node: MappingNode) -> Iterator[Term]:
        for item in each(node.get(key)):
            term, kind = self._named(item)
            if term is not None and kind is not None:
                self._same_type(kind, "moment", item)
                yield term

    def _branches(self, key: str, node: MappingNode) -> Iterator[Branch]:
        """Go through the values of a list, each with the condition under which it applies."""
        wanted: str | None = None
        for item in each(node.get(key)):
            condition, given = ALWAYS, value_of(item)
            if isinstance(item, MappingNode):
                condition = self.conditions.conditions(item.get("if"))
            term, kind = self._value(given) if key == "first-of" else self._named(given)
            if term is not None and kind is not None:
                wanted = wanted or ("moment" if kind in MOMENT_TYPES else kind)
                self._same_type(kind, wanted, given)
                yield Branch(when=condition, then=term)

    def _value(self, node: Node) -> tuple[Term | None, Type | None]:
        """Read a duration, a name or a phrase, with its type."""
        written = word(node)
        if is_duration(written):
            duration = self.report.duration(node)
            return None if duration is None else Length(duration), "duration"
        if is_name(written):
            return self._named(node)
        return self.conditions.phrase(node), "moment"

    def _named(self, node: Node) -> tuple[Term | None, Type | None]:
        """Read a name, with the type of what it stands for."""
        reference = self.report.reference(node)
        if reference is None:
            return None, None
        return self.scope.term(reference), self.scope.type_of(reference, node.location)

    def _same_type(self, kind: Type, wanted: str, node: Node) -> None:
        shape = "moment" if kind in MOMENT_TYPES else kind
        if shape != wanted:
            message = f"`{word(node)}` is {a(kind)}, not {a(wanted)}"
            self.report.add("F401", message, node.location)
