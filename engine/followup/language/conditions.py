"""Nodes of conditions, selectors and phrases to the model, names and types checked."""

from __future__ import annotations

from typing import Any

from followup.defaults import FIRST_DATE, LAST_DATE
from followup.diagnostics import Location
from followup.language.building import each, inside, scalar
from followup.language.durations import Duration
from followup.language.model import Conditions, Pattern, Test
from followup.language.phrases import (
    Choice,
    Day,
    EndOfWeek,
    Moment,
    PhraseError,
    Reference,
    Rolled,
    Shift,
    Weekday,
    parse_reference,
)
from followup.language.scope import MOMENTS, PERSONS, Scope
from followup.text import Mapping, Node, Scalar, Sequence, plain

GROUPS = ("any", "none", "all")
NUMBERS = ("at-least", "at-most", "above", "below")
TIMES = ("before", "after", "on-or-before", "on-or-after")
STATES = ("known", "unknown")
_NUMERIC = frozenset(("count", "number"))
_WORDS = frozenset(("word", "words", "channel", "channels", "action", "text")) | PERSONS


class ConditionBuilder:
    """Builds conditions in a scope. `used` gathers the parameters that were read on the way."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.report = scope.report
        self.used: set[str] = set()

    # -- conditions

    def conditions(self, node: Node | None) -> Conditions:
        """Read a map of conditions; an absent one always holds."""
        if not isinstance(node, Mapping):
            return Conditions()
        tests: list[Test] = []
        groups: dict[str, tuple[Conditions, ...]] = {}
        for key, value in node.entries.items():
            if key in GROUPS and isinstance(value, Sequence):
                groups[key] = tuple(self.conditions(item) for item in value.items)
            else:
                tests.extend(self._tests(key, value, node.at(key)))
        return Conditions(tests=tuple(tests), **groups)

    def _tests(self, key: str, value: Node, at: Location) -> list[Test]:
        try:
            subject = parse_reference(key)
        except PhraseError as error:
            self.report.add("F208", error.message, at.within(error.offset), error.expected)
            return []
        kind = self.scope.type_of(subject, at)
        if kind is None:
            return []
        if subject.name in self.scope.parameters and subject.name not in self.scope.flat.facts:
            self.used.add(subject.name)
        words = self.scope.field_words(subject)
        return self.constraint(subject, kind, words, value)

    def constraint(
        self, subject: Reference, kind: str, words: tuple[str, ...], value: Node
    ) -> list[Test]:
        """Read what must be true of a subject of a type, as one or several tests."""
        if isinstance(value, Mapping):
            return [
                test
                for key, operand in value.entries.items()
                for test in self._comparison(subject, kind, words, key, operand, value.at(key))
            ]
        word = scalar(value)
        if word in STATES or (word == "past" and kind in MOMENTS):
            return [self._test(subject, kind, str(word), None, value)]
        operand = self.values(kind, words, value)
        return [] if operand is None else [self._test(subject, kind, "is", operand, value)]

    def _comparison(
        self,
        subject: Reference,
        kind: str,
        words: tuple[str, ...],
        key: str,
        operand: Node,
        at: Location,
    ) -> list[Test]:
        if key == "not":
            values = self.values(kind, words, operand)
            return [] if values is None else [self._test(subject, kind, "is-not", values, operand)]
        if key in NUMBERS and kind in _NUMERIC:
            number = self.number(operand)
            return [] if number is None else [self._test(subject, kind, key, number, operand)]
        if key in TIMES and kind in MOMENTS:
            phrase = self.phrase(operand)
            return [] if phrase is None else [self._test(subject, kind, key, phrase, operand)]
        fitting = {True: NUMBERS, False: TIMES}[key in TIMES]
        self.report.add(
            "F401",
            f"`{key}` does not fit `{subject}`, which is {_a(kind)}",
            at,
            f"`{key}` is for a {'moment' if fitting is NUMBERS else 'number'}",
        )
        return []

    def _test(self, subject: Reference, kind: str, operator: str, operand: Any, node: Node) -> Test:
        written = _written(node)
        text = {
            "is": f"{subject} is {written}",
            "is-not": f"{subject} is not {written}",
            "known": f"{subject} is known",
            "unknown": f"{subject} is unknown",
            "past": f"{subject} is past",
        }.get(operator, f"{subject} {operator.replace('-', ' ')} {written}")
        named = scalar(node)
        if named in self.scope.parameters:
            text += f" ({self.scope.parameters[str(named)].value})"
        return Test(
            subject=subject,
            operator=operator,
            operand=operand,
            kind=kind,
            parameter=named if named in self.scope.parameters else None,
            text=text,
            location=node.location,
        )

    # -- operands

    def values(self, kind: str, words: tuple[str, ...], node: Node) -> tuple[Any, ...] | None:
        """Read the value, or the list of values, that something of a type may be."""
        found = [self._value(kind, words, item) for item in each(node)]
        return None if any(value is None for value in found) else tuple(found)

    def _value(self, kind: str, words: tuple[str, ...], node: Node) -> Any:
        value = scalar(node)
        if kind == "flag" and isinstance(value, bool):
            return value
        if kind in _NUMERIC:
            return self.number(node)
        if kind in PERSONS and isinstance(value, str):
            return self.person(node, value, words)
        if kind in _WORDS and isinstance(value, str):
            if words and value not in words:
                self.report.unknown("F303", "word", value, [*words, *STATES], node.location)
                return None
            return value
        expected = {
            "flag": "`true` or `false`",
            "duration": "`known` or `unknown`",
        }.get(kind, "`known`, `unknown`, `past` or a comparison" if kind in MOMENTS else "a word")
        self.report.add(
            "F401",
            f"`{_written(node)}` does not fit {_a(kind)}",
            node.location,
            f"expected {expected}",
        )
        return None

    def person(self, node: Node, value: str, words: tuple[str, ...]) -> str | Reference | None:
        """Read a person: a role, a role with a name, another word, or a fact that is a person."""
        vocabulary = self.scope.vocabulary
        if value in words or value.partition(":")[0] in vocabulary.roles:
            return value
        reference = self.report.reference(node)
        if reference is None:
            return None
        if reference.name not in self.scope.flat.facts:
            known = [*vocabulary.roles, *words, *self.scope.flat.facts]
            self.report.unknown("F303", "person", value, known, node.location)
            return None
        kind = self.scope.type_of(reference, node.location)
        if kind is not None and kind not in PERSONS:
            self.report.add("F401", f"`{value}` is {_a(kind)}, not a person", node.location)
            return None
        return reference

    def number(self, node: Node) -> int | None:
        """Read a whole number or the name of a count parameter."""
        value = scalar(node)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.isdigit():
            self.report.add(
                "F401", f'"{value}" is a text', node.location, f"write {value} without quotes"
            )
            return None
        parameter = self.scope.parameter(str(value), "count", node, node.location)
        if parameter is None:
            return None
        self.used.add(parameter.name)
        return parameter.value  # type: ignore[no-any-return]

    # -- phrases

    def duration(self, node: Node) -> Duration | None:
        """Read a duration or the name of a duration parameter."""
        value = str(scalar(node))
        if value in self.scope.parameters:
            parameter = self.scope.parameter(value, "duration", node, node.location)
            self.used.add(value)
            return parameter.value if parameter else None
        if value[:1].isalpha():
            self.scope.parameter(value, "duration", node, node.location)
            return None
        return self.report.duration(node)

    def phrase(self, node: Node, *, opens: bool = False) -> Moment | None:
        """Read a phrase; parameters become their durations. `opens`: may it speak of `opens`?"""
        parsed = self.report.phrase(node)
        return None if parsed is None else self._resolve(parsed, node, opens)

    def _resolve(self, phrase: Moment, node: Node, opens: bool) -> Moment | None:
        if isinstance(phrase, Day):
            if FIRST_DATE <= phrase.day <= LAST_DATE:
                return phrase
            advice = f"expected a date from {FIRST_DATE} to {LAST_DATE}"
            self.report.add("F201", f"`{phrase}` is out of range", node.location, advice)
            return None
        if isinstance(phrase, Reference):
            return self._moment(phrase, node, opens)
        if isinstance(phrase, Choice):
            parts = [self._resolve(part, node, opens) for part in phrase.among]
            known = tuple(part for part in parts if part is not None)
            return Choice(phrase.later, known) if len(known) == len(parts) else None
        of = self._resolve(phrase.of, node, opens)
        if isinstance(phrase, Shift):
            duration = self._duration(phrase.duration, node)
            if of is None or duration is None:
                return None
            return Shift(duration, phrase.sign, of, phrase.next_day)
        if of is None:
            return None
        if isinstance(phrase, Weekday):
            return Weekday(phrase.days, of)
        if isinstance(phrase, EndOfWeek):
            return EndOfWeek(of)
        assert isinstance(phrase, Rolled)
        return Rolled(of, phrase.convention)

    def _moment(self, reference: Reference, node: Node, opens: bool) -> Moment | None:
        at = inside(node, reference.offset, len(str(reference)))
        if str(reference) == "opens":
            if not opens:
                self.report.add("F301", "`opens` is known only in `closes` and `lapses`", at)
                return None
            return reference
        kind = self.scope.type_of(reference, at)
        if kind is not None and kind not in MOMENTS:
            self.report.add(
                "F401",
                f"`{reference}` is {_a(kind)}, not a moment",
                at,
                "count from an event, a date, or a fact with the reading `moment`",
            )
            return None
        return reference if kind else None

    def _duration(self, duration: Duration | Reference, node: Node) -> Duration | Reference | None:
        if isinstance(duration, Duration):
            return duration
        at = inside(node, duration.offset, len(str(duration)))
        if duration.attribute:
            kind = self.scope.type_of(duration, at)
            if kind is not None and kind != "duration":
                self.report.add("F401", f"`{duration}` is {_a(kind)}, not a duration", at)
            return duration if kind == "duration" else None
        parameter = self.scope.parameter(duration.name, "duration", node, at)
        if parameter is None:
            return None
        self.used.add(parameter.name)
        return parameter.value  # type: ignore[no-any-return]

    # -- selectors

    def selector(self, node: Node | None) -> tuple[Pattern, ...]:
        """Read which events are meant: kinds of event, with tests on their fields."""
        found = []
        for item in each(node):
            if isinstance(item, Mapping):
                for kind, fields in item.entries.items():
                    found.append(self._pattern(kind, fields, item.at(kind)))
            else:
                found.append(self._pattern(str(scalar(item)), None, item.location))
        return tuple(pattern for pattern in found if pattern is not None)

    def _pattern(self, kind: str, fields: Node | None, at: Location) -> Pattern | None:
        event = self.scope.vocabulary.events.get(kind)
        if event is None:
            events = self.scope.vocabulary.events
            self.report.unknown("F303", "kind of event", kind, events, at)
            return None
        tests: list[Test] = []
        if isinstance(fields, Mapping):
            for name, value in fields.entries.items():
                type_name = event.type_of(name)
                if type_name is None:
                    known = [*event.fields, *event.derived]
                    self.report.unknown("F303", "field", name, known, fields.at(name), of=kind)
                    continue
                field = event.fields.get(name)
                words = field.words if field else ()
                tests.extend(self.constraint(Reference(name), type_name, words, value))
        return Pattern(event=kind, tests=tuple(tests))


def _a(kind: str) -> str:
    return {"event": "an event", "action": "an action", "persons": "a list of persons"}.get(
        kind, f"a {kind}"
    )


def _written(node: Node) -> str:
    if isinstance(node, Scalar):
        value = node.value
        return str(value).lower() if isinstance(value, bool) else str(value)
    return ", ".join(str(item) for item in plain(node))
