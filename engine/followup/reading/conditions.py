"""Nodes of conditions and selectors to the core's, names and types checked."""

from __future__ import annotations

from followup.core.operators import MOMENTS, NUMBERS
from followup.core.patterns import Pattern
from followup.core.ruleset import Parameter
from followup.core.terms import (
    ALWAYS,
    All,
    AnyOf,
    Compare,
    Condition,
    Flag,
    InDays,
    Known,
    Not,
    OneOf,
    OwnField,
    ParameterRef,
    Past,
    Term,
    Word,
)
from followup.core.vocabulary import MOMENT_TYPES, NUMBER_TYPES, PERSON_TYPES, Type
from followup.diagnostics import Location, did_you_mean
from followup.reading.access import each, scalar, word
from followup.reading.terms import TermReader, a
from followup.text import MappingNode, Node, ScalarNode, SequenceNode, plain

GROUPS = ("any", "none", "all")
_DAYS = ("in", "not-in")
STATES = ("known", "unknown")
_WORDS = frozenset(("word", "words", "channel", "channels", "action", "text"))


class ConditionReader(TermReader):
    """Reads conditions and selectors in a scope."""

    def conditions(self, node: Node | None) -> All:
        """Read a map of conditions; an absent one always holds."""
        if not isinstance(node, MappingNode):
            return ALWAYS
        found: list[Condition] = []
        groups: dict[str, tuple[Condition, ...]] = {}
        for key, value in node.entries.items():
            if key in GROUPS and isinstance(value, SequenceNode):
                groups[key] = tuple(self.conditions(item) for item in value.items)
            else:
                found.extend(self._tests(key, value, node.at(key)))
        if "all" in groups:
            found.append(All(groups["all"]))
        if "any" in groups:
            found.append(AnyOf(groups["any"]))
        if "none" in groups:
            found.append(Not(AnyOf(groups["none"])))
        return All(tuple(found))

    def _tests(self, key: str, value: Node, at: Location) -> list[Condition]:
        reference = self.report.reference_in(key, lambda offset, _: at.within(offset))
        kind = None if reference is None else self.scope.type_of(reference, at)
        if reference is None or kind is None:
            return []
        words = self.scope.field_words(reference)
        return self.constraint(self.scope.term(reference), str(reference), kind, words, value)

    def constraint(
        self, subject: Term, name: str, kind: Type, words: tuple[str, ...], value: Node
    ) -> list[Condition]:
        """Read what must be true of a subject of a type, as one or several conditions."""
        if isinstance(value, MappingNode):
            found = [
                self._comparison(subject, name, kind, words, key, operand, value.at(key))
                for key, operand in value.entries.items()
            ]
            return [condition for condition in found if condition is not None]
        match scalar(value):
            case "known":
                return [Known(subject)]
            case "unknown":
                return [Not(Known(subject))]
            case "past" if kind in MOMENT_TYPES:
                return [Past(subject)]
        values = self.values(kind, words, value)
        persons = kind in PERSON_TYPES
        return [] if values is None else [OneOf(subject, values, persons=persons)]

    def _comparison(
        self,
        subject: Term,
        name: str,
        kind: Type,
        words: tuple[str, ...],
        key: str,
        node: Node,
        at: Location,
    ) -> Condition | None:
        if key == "not":
            values = self.values(kind, words, node)
            persons = kind in PERSON_TYPES
            if values is None:
                return None
            return OneOf(subject, values, negated=True, persons=persons)
        if key in _DAYS and kind in MOMENT_TYPES:
            return InDays(subject, self.day_sets(node), negated=key == "not-in")
        operand: Term | None = None
        if key in NUMBERS and kind in NUMBER_TYPES:
            operand = self.number_of_case(node)
        elif key in MOMENTS and kind in MOMENT_TYPES:
            operand = self.phrase(node)
        else:
            fitting = "number" if key in NUMBERS else "moment"
            message = f"`{key}` does not fit `{name}`, which is {a(kind)}"
            self.report.add("F401", message, at, f"`{key}` is for a {fitting}")
        return None if operand is None else Compare(subject, key, operand)

    def values(self, kind: Type, words: tuple[str, ...], node: Node) -> tuple[Term, ...] | None:
        """Read the value, or the list of values, that something of a type may be."""
        found = [self._value(kind, words, item) for item in each(node)]
        known = tuple(value for value in found if value is not None)
        return known if len(known) == len(found) else None

    def _value(self, kind: Type, words: tuple[str, ...], node: Node) -> Term | None:
        value = scalar(node)
        if kind == "flag" and isinstance(value, bool):
            return Flag(value)
        if kind in NUMBER_TYPES:
            return self.number_of_case(node)
        if kind in PERSON_TYPES and isinstance(value, str):
            return self.person(node, words)
        if kind in _WORDS and isinstance(value, str):
            listed = self.scope.parameters.get(value)
            if value not in words and listed is not None and listed.type == "words":
                return self._listed(listed, words, node)
            if words and value not in words:
                self.report.unknown("F303", "word", value, [*words, *STATES], node.location)
                return None
            return Word(value)
        expected = {
            "flag": "`true` or `false`",
            "duration": "`known` or `unknown`",
        }.get(kind, "a word")
        if kind in MOMENT_TYPES:
            expected = "`known`, `unknown`, `past` or a comparison"
        message = f"`{_written(node)}` does not fit {a(kind)}"
        self.report.add("F401", message, node.location, f"expected {expected}")
        return None

    def _listed(self, parameter: Parameter, words: tuple[str, ...], node: Node) -> Term | None:
        """Read the name of a parameter that stands for a list of words."""
        found = parameter.value if isinstance(parameter.value, tuple) else ()
        wrong = [word for word in found if words and word not in words]
        for each_wrong in wrong:
            message = f"`{each_wrong}` of the parameter `{parameter.name}` can never stand here"
            help = did_you_mean(each_wrong, words, limit=16)
            self.report.add("F401", message, node.location, help or None)
        return None if wrong else ParameterRef(parameter.name)

    # -- selectors

    def selector(self, node: Node | None) -> tuple[Pattern, ...]:
        """Read which events are meant: kinds of event, with tests on their fields."""
        found = []
        for item in each(node):
            if isinstance(item, MappingNode):
                for kind, fields in item.entries.items():
                    found.append(self.pattern(kind, fields, item.at(kind)))
            else:
                found.append(self.pattern(word(item), None, item.location))
        return tuple(pattern for pattern in found if pattern is not None)

    def pattern(self, kind: str, fields: Node | None, at: Location) -> Pattern | None:
        """Read a kind of event with tests on its fields."""
        event = self.scope.vocabulary.events.get(kind)
        if event is None:
            events = self.scope.vocabulary.events
            self.report.unknown("F303", "kind of event", kind, events, at)
            return None
        tests: list[Condition] = []
        if isinstance(fields, MappingNode):
            for name, value in fields.entries.items():
                type_name = event.type_of(name)
                if type_name is None:
                    known = [*event.fields, *event.derived]
                    self.report.unknown("F303", "field", name, known, fields.at(name), of=kind)
                    continue
                field = event.fields.get(name)
                words = field.words if field else ()
                tests.extend(self.constraint(OwnField(name), name, type_name, words, value))
        return Pattern(event=kind, tests=tuple(tests))


def _written(node: Node) -> str:
    if isinstance(node, ScalarNode):
        value = node.value
        return str(value).lower() if isinstance(value, bool) else str(value)
    return ", ".join(str(item) for item in plain(node))
