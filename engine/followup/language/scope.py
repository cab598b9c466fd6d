"""What the names of a ruleset mean: parameters with their values, facts with their types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup.diagnostics import Location, did_you_mean
from followup.language.building import Report, each, scalar, text
from followup.language.domain import Field, Vocabulary
from followup.language.durations import Duration
from followup.language.inheritance import FlatRuleset
from followup.language.model import Parameter
from followup.language.phrases import Reference
from followup.text import Mapping, Node

TYPES = {
    "latest": "event",
    "earliest": "event",
    "scheduled": "event",
    "count": "count",
    "seen": "flag",
    "holds": "flag",
    "moment": "moment",
    "latest-known": "moment",
    "earliest-known": "moment",
    "person": "person",
}
"""The type of a fact by its reading; `read` and `first-known` take theirs from what they name."""
READINGS = (*TYPES, "read", "first-known")
MOMENTS = frozenset(("event", "moment", "date"))
"""The types that can stand where a moment is needed."""
PERSONS = frozenset(("person", "persons"))

_STAND_INS = {"duration": Duration(1, "day"), "count": 1, "flag": True, "word": ""}


class Scope:
    """Answers what a name stands for, and reports a name that stands for nothing."""

    def __init__(self, flat: FlatRuleset, vocabulary: Vocabulary, report: Report) -> None:
        self.flat = flat
        self.vocabulary = vocabulary
        self.report = report
        self.parameters: dict[str, Parameter] = {}
        self._kinds: dict[str, tuple[str, ...]] = {}

    # -- facts

    def reading(self, name: str) -> str | None:
        """Return which reading a fact has."""
        given = [key for key in READINGS if key in self.flat.facts[name].entries]
        return given[0] if given else None

    def fact_type(self, name: str, seen: frozenset[str] = frozenset()) -> str | None:
        """Return the type of a fact, or None where its definition is wrong."""
        node = self.flat.facts.get(name)
        reading = self.reading(name) if node is not None else None
        if node is None or reading is None or name in seen:
            return None
        if reading == "read":
            field = self.vocabulary.fields.get(text(node, "read"))
            return field.type if field else None
        if reading == "first-known":
            types = [
                self.reference_type(str(scalar(item)), seen | {name})
                for item in each(node.get("first-known"))
            ]
            return next((("moment" if t in MOMENTS else t) for t in types if t), None)
        return TYPES[reading]

    def reference_type(self, word: str, seen: frozenset[str] = frozenset()) -> str | None:
        """Return the type of a fact, or of a fact's field, without reporting anything."""
        name, _, attribute = word.partition(".")
        if attribute:
            types = self.field_types(name, attribute)
            return next(iter(types)) if len(types) == 1 else None
        return self.fact_type(name, seen)

    def event_kinds(self, name: str) -> tuple[str, ...]:
        """Return the kinds of event that a fact can be."""
        if name not in self._kinds:
            node = self.flat.facts.get(name)
            selector = None
            if node is not None:
                for reading in ("latest", "earliest", "scheduled"):
                    selector = selector or node.get(reading)
            self._kinds[name] = tuple(dict.fromkeys(selected_kinds(selector)))
        return self._kinds[name]

    def field_types(self, name: str, attribute: str) -> set[str]:
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
            node = self.flat.parameters[reference.name]
            return tuple(str(scalar(word)) for word in each(node.get("one-of")))
        return tuple(dict.fromkeys(word for field in fields if field for word in field.words))

    def type_of(self, reference: Reference, at: Location) -> str | None:
        """Return the type of a reference; None, with a report, where it means nothing."""
        name, attribute = reference.name, reference.attribute
        if name not in self.flat.facts:
            if name in self.parameters and attribute is None:
                return self.parameters[name].type
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

    def known_fields(self, name: str) -> Iterator[str]:
        """Go through the fields of the kinds of event that a fact can be."""
        for kind in self.event_kinds(name):
            event = self.vocabulary.events.get(kind)
            if event:
                yield from event.fields
                yield from event.derived
        yield "date"

    def names(self) -> Iterable[str]:
        """Return all names that a condition may speak of."""
        return [*self.flat.facts, *self.parameters]

    # -- parameters

    def parameter(self, name: str, kind: str, node: Node, at: Location) -> Parameter | None:
        """Return the parameter of a name if it has the type that is needed, else report."""
        found = self.parameters.get(name)
        if found is None:
            known = [p.name for p in self.parameters.values() if p.type == kind]
            self.report.unknown("F302", f"{kind} parameter", name, known, at)
        elif found.type != kind:
            self.report.add("F401", f"the parameter `{name}` is a {found.type}, not a {kind}", at)
            return None
        return found


def selected_kinds(selector: Node | None) -> Iterator[str]:
    """Go through the kinds of event that a selector names."""
    for item in each(selector):
        if isinstance(item, Mapping):
            yield from item.entries
        else:
            yield str(scalar(item))


def build_parameters(scope: Scope) -> None:
    """Read the parameters of a ruleset into its scope; report values that are out of bounds."""
    report = scope.report
    for name, node in scope.flat.parameters.items():
        kind = text(node, "is")
        given = node.get("default")
        if given is None:
            if scalar(scope.flat.header.get("abstract")) is True:
                # Names and types can be checked all the same; nobody can choose the ruleset.
                scope.parameters[name] = Parameter(
                    name=name, type=kind, value=_STAND_INS[kind], about=text(node, "about")
                )
                continue
            header = scope.flat.header
            inherited = node.location.source.name != header.location.source.name
            report.add(
                "F403",
                f"the parameter `{name}` has no value",
                header.at("extends") if inherited else node.location,
                f"set it under `parameters`, as `{name}: VALUE`",
            )
            continue
        value = parameter_value(kind, given, node, report)
        if value is None:  # its own problem is reported; what uses it need not be wrong
            scope.parameters[name] = Parameter(name=name, type=kind, value=_STAND_INS[kind])
            continue
        _check_bounds(name, kind, value, given, node, report)
        scope.parameters[name] = Parameter(
            name=name,
            type=kind,
            value=value,
            about=text(node, "about"),
            assumed=scalar(node.get("assumed")) is True,
            location=node.location,
        )


def parameter_value(
    kind: str, node: Node, definition: Mapping, report: Report
) -> Duration | int | bool | str | None:
    """Return a parameter's value by its type; None, with a report, where it does not fit."""
    value = scalar(node)
    if kind == "duration":
        return report.duration(node)
    words = [str(scalar(word)) for word in each(definition.get("one-of"))]
    fits = {
        "count": isinstance(value, int) and not isinstance(value, bool),
        "flag": isinstance(value, bool),
        "word": isinstance(value, str) and (not words or value in words),
    }[kind]
    if fits:
        return value  # type: ignore[no-any-return]
    what = {"count": "a whole number", "flag": "`true` or `false`", "word": "one of its words"}[
        kind
    ]
    advice = {
        "count": "write it in digits, without quotes",
        "flag": "write `true` or `false`",
        "word": did_you_mean(value, words, limit=16),
    }[kind]
    report.add("F207", f"`{value}` is not {what}", node.location, advice)
    return None


def _check_bounds(
    name: str,
    kind: str,
    value: Duration | int | bool | str,
    given: Node,
    node: Mapping,
    report: Report,
) -> None:
    for key, sign in (("at-least", 1), ("at-most", -1)):
        bound_node = node.get(key)
        if bound_node is None or kind not in ("count", "duration"):
            continue
        bound = parameter_value(kind, bound_node, node, report)
        if bound is not None and sign * (_size(value) - _size(bound)) < 0:
            report.add(
                "F403",
                f"`{name}` is {value}, which is out of bounds",
                given.location,
                f"expected {key.replace('-', ' ')} {bound}",
            )


def _size(value: Duration | int | bool | str) -> float:
    return value.days() if isinstance(value, Duration) else float(value)
