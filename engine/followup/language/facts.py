"""Nodes of facts to `Fact`s, names and types checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from followup.language.building import each, items, scalar, text
from followup.language.model import Fact
from followup.language.names import Names
from followup.language.phrases import Reference
from followup.language.scope import MOMENTS, READINGS, TYPES
from followup.text import Mapping, Node

_EVENT_READINGS = ("latest", "earliest", "scheduled", "count", "seen")


class FactBuilder:
    """Builds facts; whatever a name stands for is asked of `shared`."""

    def __init__(self, shared: Names) -> None:
        self.shared = shared

    def fact(self, name: str, node: Mapping) -> Fact | None:
        """Return the fact that a node defines; None, with a report, where it has no reading."""
        reading = next((key for key in READINGS if key in node.entries), None)
        if reading is None:
            return None
        self.shared.conditions.used = set()
        kind = self.shared.scope.fact_type(name)
        given = node.entries[reading]
        fact = Fact(
            name=name,
            reading=reading,
            type=kind or TYPES.get(reading, "moment"),
            selector=self.shared.conditions.selector(given) if reading in _EVENT_READINGS else (),
            since=self.shared.event_fact(node, "since"),
            until=self.shared.event_fact(node, "until"),
            only_if=self.shared.conditions.conditions(node.get("only-if"))
            if node.get("only-if")
            else None,
            distinct=self._distinct(name, node),
            names=self._names(reading, node),
            phrase=self.shared.conditions.phrase(given) if reading == "moment" else None,
            conditions=self.shared.conditions.conditions(given) if reading == "holds" else None,
            case_field=self._read_field(given) if reading == "read" else None,
            channel=self.shared.channel_name(node.get("reachable-by")),
            about=text(node, "about"),
            cites=self.shared.cites(node),
            location=node.location,
        )
        for key in ("since", "until"):
            if node.get(key) is not None and reading not in _EVENT_READINGS:
                self.shared.report.add(
                    "F408", f"`{key}` belongs to a reading of events", node.at(key)
                )
        return replace(fact, parameters=self.shared.used_parameters())

    def _distinct(self, name: str, node: Mapping) -> str | None:
        given = node.get("distinct")
        if given is None:
            return None
        field = str(scalar(given))
        kinds = [str(k) for k in self._selected(node)]
        known = [
            f
            for kind in kinds
            if kind in self.shared.vocabulary.events
            for f in self.shared.vocabulary.events[kind].fields
        ]
        if field not in known:
            self.shared.report.unknown("F303", "field", field, known, given.location)
        return field

    def _selected(self, node: Mapping) -> Iterable[str]:
        for item in each(node.get("count")):
            yield from item.entries if isinstance(item, Mapping) else [str(scalar(item))]

    def _names(self, reading: str, node: Mapping) -> tuple[Reference, ...]:
        if reading not in ("first-known", "latest-known", "earliest-known", "person"):
            return ()
        found: list[Reference] = []
        wanted: str | None = None
        for item in items(node, reading):
            if reading == "person":
                who = self.shared.recipient(item)
                if isinstance(who, str):
                    found.append(Reference(who))
                elif who is not None:
                    found.append(who)
                continue
            reference = self.shared.report.reference(item)
            if reference is None:
                continue
            kind = self.shared.scope.type_of(reference, item.location)
            if kind is None:
                continue
            shape = "moment" if kind in MOMENTS else kind
            wanted = wanted or ("moment" if reading != "first-known" else shape)
            if shape != wanted:
                self.shared.report.add(
                    "F401", f"`{reference}` is a {kind}, not a {wanted}", item.location
                )
            found.append(reference)
        return tuple(found)

    def _read_field(self, node: Node) -> str | None:
        name = str(scalar(node))
        if name not in self.shared.vocabulary.fields:
            self.shared.report.unknown(
                "F303", "field of the history", name, self.shared.vocabulary.fields, node.location
            )
            return None
        return name
