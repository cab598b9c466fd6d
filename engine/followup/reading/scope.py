"""What the names of a ruleset mean: parameters with their values, facts with their types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from followup.core.ruleset import Parameter
from followup.core.terms import FactRef, FieldRef, ParameterRef
from followup.core.vocabulary import MOMENT_TYPES, MOMENTS_OF_ALL, Field, Type, Vocabulary
from followup.diagnostics import Location
from followup.reading.access import each, scalar, text, word, words
from followup.reading.inheritance import FlatRuleset
from followup.reading.phrases import Reference
from followup.reading.report import Report
from followup.text import MappingNode, Node

TYPES: dict[str, Type] = {
    "latest": "event",
    "earliest": "event",
    "scheduled": "event",
    "voided": "event",
    "count": "count",
    "total": "number",
    "seen": "flag",
    "spans": "spans",
    "holds": "flag",
    "moment": "moment",
    "latest-known": "moment",
    "earliest-known": "moment",
    "person": "person",
}
"""The type of a fact by its reading; `read` and `first-of` take theirs from what they name."""
FIRST_OF = ("first-of", "first-known")
"""Two spellings of one reading: `first-known` has names only, and no conditions."""
READINGS = (*TYPES, "read", *FIRST_OF)

_NAME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?")
_NOW = ("today", "now", "tomorrow", "yesterday")
_NOW_HELP = (
    "count from an event; a condition such as `{deadline: past}` asks whether a moment is over on "
    "the day that the ruleset is asked about"
)


class Scope:
    """Answers what a name stands for, and reports a name that stands for nothing."""

    def __init__(self, flat: FlatRuleset, vocabulary: Vocabulary, report: Report) -> None:
        self.flat = flat
        self.vocabulary = vocabulary
        self.report = report
        self.parameters: dict[str, Parameter] = {}
        self._types: dict[str, Type | None] = {}
        self._kinds: dict[str, tuple[str, ...]] = {}

    # -- facts

    def fact_type(self, name: str) -> Type | None:
        """Return the type of a fact, or None where its definition is wrong or goes in a circle."""
        if name not in self._types:
            self._types[name] = None  # ends a circle, which is proved later and reported there
            self._types[name] = self._fact_type(name)
        return self._types[name]

    def _fact_type(self, name: str) -> Type | None:
        node = self.flat.facts.get(name)
        reading = None if node is None else reading_of(node)
        if node is None or reading is None:
            return None
        if reading == "read":
            field = self.vocabulary.fields.get(text(node, "read"))
            return field.type if field else None
        if reading not in FIRST_OF:
            return TYPES[reading]
        types = (self.value_type(word(value_of(item))) for item in each(node.get(reading)))
        found = next((kind for kind in types if kind), None)
        return "moment" if found in MOMENT_TYPES else found

    def value_type(self, written: str) -> Type | None:
        """Return the type of a duration, a phrase or a name, without reporting anything."""
        if is_duration(written):
            return "duration"
        if not is_name(written):
            return "moment"
        name, _, attribute = written.partition(".")
        if self.is_parameter(Reference(name, attribute or None)):
            return self.parameters[name].type
        if attribute:
            types = self.field_types(name, attribute)
            return next(iter(types)) if len(types) == 1 else None
        return self.fact_type(name)

    def event_kinds(self, name: str) -> tuple[str, ...]:
        """Return the kinds of event that a fact can be."""
        if name not in self._kinds:
            node = self.flat.facts.get(name)
            selector = None
            if node is not None:
                for reading in ("latest", "earliest", "scheduled", "voided"):
                    selector = selector or node.get(reading)
            self._kinds[name] = tuple(dict.fromkeys(selected_kinds(selector)))
        return self._kinds[name]

    def field_types(self, name: str, attribute: str) -> set[Type]:
        """Return the types that a fact's field has over the kinds of event that it can be."""
        kinds = [self.vocabulary.events.get(kind) for kind in self.event_kinds(name)]
        return {t for kind in kinds if kind for t in [kind.type_of(attribute)] if t}

    def field_words(self, reference: Reference) -> tuple[str, ...]:
        """Return the words that may stand in a fact's field, or in a field that a fact reads."""
        fields: list[Field | None] = []
        if reference.attribute:
            for kind in self.event_kinds(reference.name):
                event = self.vocabulary.events.get(kind)
                fields.append(event.fields.get(reference.attribute) if event else None)
        elif reference.name in self.flat.facts:
            read = text(self.flat.facts[reference.name], "read")
            fields.append(self.vocabulary.fields.get(read))
        elif reference.name in self.flat.parameters:
            return words(self.flat.parameters[reference.name], "one-of")
        return tuple(dict.fromkeys(word for field in fields if field for word in field.words))

    def known_fields(self, name: str) -> Iterator[str]:
        """Go through the fields of the kinds of event that a fact can be."""
        for kind in self.event_kinds(name):
            event = self.vocabulary.events.get(kind)
            if event:
                yield from event.fields
                yield from event.derived
        yield from MOMENTS_OF_ALL

    # -- names

    def is_parameter(self, reference: Reference) -> bool:
        """Return whether a name is a parameter's; a fact of that name comes first."""
        name, attribute, _ = reference
        return name in self.parameters and attribute is None and name not in self.flat.facts

    def term(self, reference: Reference) -> FactRef | FieldRef | ParameterRef:
        """Return the term of a name that means something."""
        if self.is_parameter(reference):
            return ParameterRef(reference.name)
        if reference.attribute is None:
            return FactRef(reference.name)
        return FieldRef(reference.name, reference.attribute)

    def type_of(self, reference: Reference, at: Location) -> Type | None:
        """Return the type of a name; None, with a report, where it means nothing."""
        name, attribute, _ = reference
        if self.is_parameter(reference):
            parameter = self.parameters[name]
            return parameter.type
        if name not in self.flat.facts:
            if name in _NOW and name not in self.report.broken:
                self.report.add("F301", f"there is no fact `{name}`", at, _NOW_HELP)
            else:
                self.report.unknown("F301", "fact", name, self.names(), at)
            return None
        if attribute is None:
            return self.fact_type(name)
        if self.fact_type(name) != "event":
            self.report.add("F401", f"`{name}` is no event, so it has no fields", at)
            return None
        types = self.field_types(name, attribute)
        if not types:
            known = list(self.known_fields(name))
            self.report.unknown("F303", "field", attribute, known, at, of=name)
        elif len(types) > 1:
            self.report.add(
                "F401",
                f"`{reference}` is {' or '.join(sorted(types))}, by the kind of event",
                at,
                "read the kinds of event in separate facts",
            )
        return next(iter(types)) if len(types) == 1 else None

    def names(self) -> Iterable[str]:
        """Return all names that a condition may speak of."""
        return [*self.flat.facts, *self.parameters]

    def parameter(self, name: str, kind: str, at: Location) -> ParameterRef | None:
        """Return the parameter of a name if it has the type that is needed, else report."""
        found = self.parameters.get(name)
        if found is None:
            known = [p.name for p in self.parameters.values() if p.type == kind]
            self.report.unknown("F302", f"{kind} parameter", name, known, at)
            return None
        if found.type != kind:
            self.report.add("F401", f"the parameter `{name}` is a {found.type}, not a {kind}", at)
            return None
        return ParameterRef(name)

    def event_fact(self, node: MappingNode, key: str) -> str | None:
        """Return the name of an event fact that stands under a key."""
        given = node.get(key)
        if given is None:
            return None
        name = word(given)
        if name not in self.flat.facts:
            known = [n for n in self.flat.facts if self.fact_type(n) == "event"]
            self.report.unknown("F301", "event fact", name, known, given.location)
        elif self.fact_type(name) not in ("event", None):
            self.report.add(
                "F401",
                f"`{name}` is a {self.fact_type(name)}, not an event",
                given.location,
                "name a fact that reads `latest` or `earliest`",
            )
        return name


def reading_of(node: MappingNode) -> str | None:
    """Return which reading a fact has."""
    return next((key for key in READINGS if key in node.entries), None)


def value_of(item: Node) -> Node:
    """Return the value of an entry of `first-of`, which may stand under a condition."""
    return item.entries["then"] if isinstance(item, MappingNode) else item


def is_duration(written: str) -> bool:
    """Return whether a text has the form of a duration, which is no phrase."""
    words = written.split()
    is_short = 0 < len(words) <= 3 and not {"after", "before"} & {*words}
    return is_short and words[0].isdigit()


def is_name(written: str) -> bool:
    """Return whether a text has the form of a name, or of a name and a field."""
    return _NAME.fullmatch(written) is not None


def selected_kinds(selector: Node | None) -> Iterator[str]:
    """Go through the kinds of event that a selector names."""
    for item in each(selector):
        if isinstance(item, MappingNode):
            yield from item.entries
        else:
            yield str(scalar(item))
