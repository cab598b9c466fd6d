"""Nodes of phrases, durations, numbers, persons and channels to terms, their types checked."""

from __future__ import annotations

import datetime

from followup.core.references import PLACEHOLDER
from followup.core.terms import (
    Day,
    FactRef,
    FieldRef,
    Length,
    Number,
    Opening,
    ParameterRef,
    Term,
    Word,
)
from followup.core.vocabulary import MOMENT_TYPES, NUMBER_TYPES, PERSON_TYPES
from followup.diagnostics import Location
from followup.reading.access import each, scalar, text, word
from followup.reading.phrases import Reference
from followup.reading.report import inside
from followup.reading.scope import Scope
from followup.text import MappingNode, Node


class TermReader:
    """Reads terms in a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.report = scope.report

    def phrase(self, node: Node, *, opens: bool = False) -> Term | None:
        """Read a phrase. `opens`: may it speak of `opens`?"""
        return self.report.phrase(node, _PhraseNames(self.scope, node, opens))

    def duration(self, node: Node) -> Term | None:
        """Read a duration or the name of a duration parameter."""
        name = word(node)
        if name in self.scope.parameters or name[:1].isalpha():
            return self.scope.parameter(name, "duration", node.location)
        value = self.report.duration(node)
        return None if value is None else Length(value)

    def number(self, node: Node) -> Term | None:
        """Read a whole number or the name of a count parameter."""
        value = scalar(node)
        if isinstance(value, int) and not isinstance(value, bool):
            return Number(value)
        if isinstance(value, str) and value.isdigit():
            self.report.add(
                "F401", f'"{value}" is a text', node.location, f"write {value} without quotes"
            )
            return None
        return self.scope.parameter(word(node), "count", node.location)

    def number_of_case(self, node: Node) -> Term | None:
        """Read a number that a condition compares with: as `number`, or a fact or field that is."""
        name = word(node)
        if "." not in name and name not in self.scope.flat.facts:
            return self.number(node)
        reference = self.report.reference(node)
        if reference is None:
            return None
        kind = self.scope.type_of(reference, node.location)
        if kind is not None and kind not in NUMBER_TYPES:
            self.report.add("F401", f"`{name}` is {a(kind)}, not a number", node.location)
        return self.scope.term(reference)

    def person(self, node: Node, others: tuple[str, ...] = ()) -> Term | None:
        """Read a person: a role, a role with a name, another word, or a fact that is a person."""
        name, roles = word(node), self.scope.vocabulary.roles
        if name in others or name.partition(":")[0] in roles:
            return Word(name)
        reference = self.report.reference(node)
        if reference is None:
            return None
        facts = self.scope.flat.facts
        if reference.name not in facts:
            self.report.unknown("F303", "person", name, [*roles, *others, *facts], node.location)
            return None
        kind = self.scope.type_of(reference, node.location)
        if kind is not None and kind not in PERSON_TYPES:
            self.report.add("F401", f"`{name}` is {a(kind)}, not a person", node.location)
            return None
        return self.scope.term(reference)

    def fact(self, name: str, kind: str, at: Location) -> FactRef:
        """Read the name of a fact of a type; a parameter cannot stand for one."""
        reference = Reference(name)
        if self.scope.is_parameter(reference):
            self.report.add("F401", f"`{name}` is a parameter, not a fact", at)
            return FactRef(name)
        found = self.scope.type_of(reference, at)
        if found not in (kind, None):
            self.report.add("F401", f"`{name}` is {a(str(found))}, not {a(kind)}", at)
        return FactRef(name)

    def channel(self, node: Node | None) -> str | None:
        """Read the name of a channel."""
        if node is None:
            return None
        return self.report.check_word("channel", node, self.scope.vocabulary.channels)

    def day_sets(self, node: Node) -> tuple[str, ...]:
        """Read the name of a set of days, or several."""
        known = self.scope.flat.days
        for item in each(node):
            if word(item) not in known:
                self.report.unknown("F308", "set of days", word(item), known, item.location)
        return tuple(map(word, each(node)))

    def because(self, node: MappingNode) -> str:
        """Read a reason; report the names in braces that are no parameters."""
        sentence = text(node, "because")
        for name in PLACEHOLDER.findall(sentence):
            at = node.entries["because"].location
            if (
                name.partition(".")[0] in self.scope.flat.facts
                and name not in self.scope.parameters
            ):
                message = f"there is no parameter `{name}`"
                self.report.add("F302", message, at, "a fact cannot stand in braces")
            elif name not in self.scope.parameters:
                self.report.unknown("F302", "parameter", name, self.scope.parameters, at)
        return sentence


class _PhraseNames:
    """What names mean in a phrase of a ruleset."""

    def __init__(self, scope: Scope, node: Node, opens: bool) -> None:
        self.scope = scope
        self.report = scope.report
        self.node = node
        self.opens = opens

    def day(self, day: datetime.date, offset: int) -> Term:
        self.report.in_range(day, self.node.location)
        return Day(day)

    def moment(self, reference: Reference) -> Term:
        at = self._place(reference)
        if str(reference) == "opens":
            if not self.opens:
                self.report.add("F301", "`opens` is known only in `closes` and `lapses`", at)
            return Opening()
        kind = self.scope.type_of(reference, at)
        if kind is not None and kind not in MOMENT_TYPES:
            self.report.add(
                "F401",
                f"`{reference}` is {a(kind)}, not a moment",
                at,
                "count from an event, a date, or a fact with the reading `moment`",
            )
        return self.scope.term(reference)

    def duration(self, reference: Reference) -> Term:
        at = self._place(reference)
        name, attribute, _ = reference
        if attribute is None and name not in self.scope.flat.facts:
            return self.scope.parameter(name, "duration", at) or ParameterRef(name)
        kind = self.scope.type_of(reference, at)
        if kind is not None and kind != "duration":
            self.report.add("F401", f"`{reference}` is {a(kind)}, not a duration", at)
        return FieldRef(name, attribute) if attribute else FactRef(name)

    def spans(self, reference: Reference) -> str:
        at = self._place(reference)
        kind = self.scope.type_of(reference, at)
        if kind is not None and kind != "spans":
            self.report.add(
                "F401",
                f"`{reference}` is {a(kind)}, not a list of spans",
                at,
                "name a fact such as `{spans: {from: SELECTOR, to: SELECTOR}}`",
            )
        return str(reference)

    def _place(self, reference: Reference) -> Location:
        return inside(self.node, reference.offset, len(str(reference)))


def a(kind: str) -> str:
    """Write a type with its article."""
    return _ARTICLES.get(kind, f"a {kind}")


_ARTICLES = {
    "event": "an event",
    "action": "an action",
    "persons": "a list of persons",
    "spans": "a list of spans",
}
