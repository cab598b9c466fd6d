"""What a vocabulary finds improbable: its `remarks`, and the `answers` of its actions.

In their conditions the name of a kind of event means the latest event of that kind, up to the
event that is looked at; any other name is a field of the history.
"""

from __future__ import annotations

from functools import reduce

from followup.core.terms import ALWAYS, All, AnyOf, Condition, OwnField, Term
from followup.core.vocabulary import Remark, Type, Vocabulary
from followup.diagnostics import Location
from followup.reading.access import as_mapping, groups, scalar, text
from followup.reading.conditions import ConditionReader
from followup.reading.inheritance import FlatRuleset
from followup.reading.phrases import Reference
from followup.reading.report import Report
from followup.reading.scope import Scope
from followup.reading.terms import a
from followup.text import MappingNode, Node, ScalarNode

ANSWER = "W008"
DECLARED = "W009"


class RemarkReader(ConditionReader):
    """Reads the remarks that a vocabulary declares."""

    def __init__(self, root: MappingNode, vocabulary: Vocabulary, report: Report) -> None:
        super().__init__(_Names(root, vocabulary, report))
        self.root = root
        self.vocabulary = vocabulary

    def remarks(self) -> tuple[Remark, ...]:
        """Return what is improbable: first of answers, then whatever else is declared."""
        answers = (self._answer(n, node) for n, node in groups(self.root, "actions").items())
        declared = (self._remark(n, node) for n, node in groups(self.root, "remarks").items())
        return (*(answer for answer in answers if answer is not None), *declared)

    def number(self, node: Node) -> Term | None:
        """Read a whole number, or a number of the latest event of a kind, as `kind.field`."""
        given = scalar(node)
        if not isinstance(given, str) or given.isdigit():
            return super().number(node)
        reference = self.report.reference(node)
        kind = None if reference is None else self.scope.type_of(reference, node.location)
        if reference is None or kind is None:
            return None
        if kind != "number":
            self.report.add("F401", f"`{given}` is {a(kind)}, not a number", node.location)
        return self.scope.term(reference)

    def _answer(self, name: str, node: MappingNode) -> Remark | None:
        """Read what an action answers: its record is improbable without one of these."""
        action = self.vocabulary.actions.get(name)
        asked = self._among(node.get("answers"))
        if action is None or not asked:
            return None
        marks = action.recorded_by.marks
        given = as_mapping(as_mapping(node.get("recorded-by")).get("set")) if marks else node
        tests = [
            test
            for key in marks
            for test in self._mark(action.recorded_by.event, key, given.entries[key])
        ]
        return Remark(
            code=ANSWER,
            name=name,
            says=f"nothing stands before this `{name}` that it could answer",
            of={action.recorded_by.event: All(tuple(tests))},
            without=asked,
            help="add what was asked, or mend the dates",
        )

    def _mark(self, event: str, key: str, value: Node) -> list[Condition]:
        kind = self.vocabulary.events.get(event)
        field = kind.fields.get(key) if kind else None
        if field is None:
            return []  # reported where actions are read
        return self.constraint(OwnField(key), key, field.type, field.words, value)

    def _remark(self, name: str, node: MappingNode) -> Remark:
        of = self._among(node.get("of"))
        return Remark(
            code=DECLARED,
            name=name,
            says=text(node, "says"),
            of=of,
            when=self.conditions(node.get("when")),
            together=self._together(node, list(of)),
            help=text(node, "help") or None,
        )

    def _among(self, selector: Node | None) -> dict[str, Condition]:
        """Read a selector: for each kind of event, what must be true of it."""
        found: dict[str, list[Condition]] = {}
        for pattern in self.selector(selector):
            found.setdefault(pattern.event, []).append(All(pattern.tests))
        return {
            kind: reduce(lambda one, other: AnyOf((one, other)), of) for kind, of in found.items()
        }

    def _together(self, node: MappingNode, kinds: list[str]) -> Condition:
        """Read what must be true of numbers that are summed up over the events so far."""
        given = node.get("together")
        if not isinstance(given, MappingNode) or not kinds:
            return ALWAYS
        if len(kinds) > 1:
            message = "`together` sums up the events of one kind, and `of` names several"
            self.report.add("F108", message, node.at("together"), "write one remark for each")
        kind = self.vocabulary.events[kinds[0]]
        tests: list[Condition] = []
        for key, value in given.entries.items():
            at, is_a = given.at(key), kind.type_of(key)
            numbers = [field.name for field in kind.fields.values() if field.type == "number"]
            if is_a is None or key not in numbers:
                self.report.unknown("F303", "number", key, numbers, at, of=kind.name)
            else:
                tests.extend(self.constraint(OwnField(key), key, is_a, (), value))
        return All(tuple(tests))


class _Names(Scope):
    """What names mean in a remark: kinds of event, then fields of the history."""

    def __init__(self, root: MappingNode, vocabulary: Vocabulary, report: Report) -> None:
        at = root.location
        names = {name: _fact("read", name, at) for name in vocabulary.fields}
        names |= {kind: _fact("latest", kind, at) for kind in vocabulary.events}
        super().__init__(FlatRuleset(header=root, facts=names), vocabulary, report)

    def type_of(self, reference: Reference, at: Location) -> Type | None:
        """Return the type of a name; None, with a report, where it means nothing."""
        if reference.name in self.flat.facts:
            return super().type_of(reference, at)
        kind = "kind of event or field of a history"
        self.report.unknown("F303", kind, reference.name, self.names(), at)
        return None


def _fact(reading: str, of: str, at: Location) -> MappingNode:
    return MappingNode({reading: ScalarNode(of, at)}, at, {reading: at})
