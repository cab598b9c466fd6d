"""Conditions, selectors and facts in English sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followup.language.model import Conditions, Fact, Pattern, Test
from followup.language.phrases import Reference
from followup.language.scope import PERSONS
from followup.language.uses import TIME_OPERATORS
from followup.presentation.markdown import escaped, link
from followup.presentation.sentences import Sentences, listed, lowered, spelled, value_words

_KNOWN_LISTS = {
    "first-known": "The first that is known of: {}.",
    "latest-known": "The latest that is known of: {}.",
    "earliest-known": "The earliest that is known of: {}.",
}


class ConditionSentences(Sentences):
    """Writes what must hold, and what a fact means."""

    def conditions(self, conditions: Conditions) -> str:
        """Return conditions as the part of a sentence after *if*; empty if they always hold."""
        parts = [self.test(test) for test in conditions.tests]
        parts += [self._nested(group) for group in conditions.all]
        if conditions.any:
            either = "either " if len(conditions.any) > 1 else ""
            parts.append(either + ", or ".join(self._nested(group) for group in conditions.any))
        words = ", and ".join(part for part in parts if part)
        if conditions.none:
            none = ", or ".join(self._nested(group) for group in conditions.none)
            words = f"{words}, unless {none}" if words else f"it is not so that {none}"
        return words

    def _nested(self, group: Conditions) -> str:
        words = self.conditions(group)
        size = len(group.tests) + len(group.all) + len(group.any) + len(group.none)
        return f"({words})" if size > 1 else words

    def test(self, test: Test) -> str:
        """Return one comparison as a clause."""
        name = test.subject.name
        is_fact = test.subject.attribute is None and name in self.ruleset.facts
        subject = self._subject(test)
        about = self.explanation(name) if is_fact else ""
        if test.operator == "known":
            return f"{subject} is on record{about}" if is_fact else f"{subject} is known"
        if test.operator == "unknown":
            return f"no {subject} is on record{about}" if is_fact else f"{subject} is unknown"
        if test.operator == "past":
            return f"{subject}{about} has passed"
        if test.kind == "flag" and test.operator in ("is", "is-not"):
            return self._flag(subject, test, about)
        if test.kind == "count" and is_fact:
            return self._count(subject, test, about)
        return f"{subject}{about} {self.comparison(test)}"

    def _subject(self, test: Test) -> str:
        if test.subject.attribute is not None:
            return self.field(test.subject)
        if test.subject.name == self._itself:
            return "it"
        if test.subject.name in self.ruleset.facts:
            return self.fact(test.subject.name)
        parameter = self.ruleset.parameters[test.subject.name]
        name = link(spelled(parameter.name), f"value-{parameter.name}")
        return f"the value {name}, here {value_words(parameter)},"

    def _flag(self, subject: str, test: Test, about: str) -> str:
        true = (True in test.operand) == (test.operator == "is")
        if test.subject.name in self.ruleset.parameters:
            return f"{subject} is {'yes' if true else 'no'}"
        return f"{subject} is {'' if true else 'not '}the case{about}"

    def _count(self, subject: str, test: Test, about: str) -> str:
        if test.operator == "is" and test.operand == (0,):
            return f"there are no {subject}{about}"
        return f"the number of {subject}{about} {self.comparison(test)}"

    def comparison(self, test: Test) -> str:
        """Return what must be true of a subject: `is on or before …`, `is not …`."""
        operand = self.operand(test)
        if test.operator in TIME_OPERATORS:
            return f"is {test.operator.replace('-', ' ')} {operand}"
        if test.operator in ("is", "is-not"):
            return f"is {'not ' if test.operator == 'is-not' else ''}{operand}"
        return {
            "known": "is known",
            "unknown": "is unknown",
            "past": "has passed",
        }.get(test.operator, f"is {test.operator.replace('-', ' ')} {operand}")

    def operand(self, test: Test) -> str:
        """Return what a test compares with."""
        if test.operator in TIME_OPERATORS:
            return self.moment(test.operand)
        if isinstance(test.operand, tuple):
            return listed([self._value(value, test.kind) for value in test.operand])
        if test.parameter is not None:
            return f"{test.operand} (*{spelled(test.parameter)}*)"
        return "" if test.operand is None else str(test.operand)

    def _value(self, value: Any, kind: str) -> str:
        if isinstance(value, Reference) or kind in PERSONS:
            return self.person(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int):
            return str(value)
        return f"*{spelled(str(value))}*"

    # -- facts

    def definition(self, fact: Fact) -> str:
        """Return how a fact is read from a history, as sentences."""
        words = self._reading(fact)
        only_if = fact.only_if
        if only_if is None:
            return words
        self.fresh(fact.name)
        if only_if.none and not (only_if.tests or only_if.any or only_if.all):
            against = self.conditions(Conditions(any=only_if.none)).removeprefix("either ")
            words += f" It does not count if {against}."
        else:
            words += f" It counts only if {self.conditions(only_if)}."
        self.fresh()
        return words

    def _reading(self, fact: Fact) -> str:
        if fact.selector:
            return self._of_events(fact)
        if fact.case_field is not None:
            about = self.vocabulary.fields[fact.case_field].about
            means = f": {lowered(escaped(about.rstrip('.')))}" if about else ""
            return f"What the history says under *{spelled(fact.case_field)}*{means}."
        if fact.phrase is not None:
            return f"It is the moment {self.moment(fact.phrase)}."
        if fact.conditions is not None:
            return f"Whether this holds: {self.conditions(fact.conditions)}."
        if fact.reading == "person":
            reachable = ""
            if fact.channel is not None:
                says = escaped(self.vocabulary.channels[fact.channel].says)
                reachable = f" and can be reached {says}"
            who = "; ".join(self.person(self._who(name)) for name in fact.names)
            return f"The first of these who is known{reachable}: {who}."
        parts = "; ".join(self.moment(name) for name in fact.names)
        if fact.reading == "latest-known":
            parts = "; ".join(dict.fromkeys(self.latest_of(Reference(fact.name))[0]))
        return _KNOWN_LISTS[fact.reading].format(parts)

    def _who(self, name: Reference) -> Reference | str:
        """Return the person that a name stands for: a fact, a field, or a role."""
        return name if name.attribute or name.name in self.ruleset.facts else str(name)

    def _of_events(self, fact: Fact) -> str:
        patterns = [self.pattern(pattern) for pattern in fact.selector]
        one = f"event {patterns[0]}" if len(patterns) == 1 else ""
        events = one or f"of these events: {'; '.join(patterns)}"
        bounds = f", after the {self.fact(fact.since)}" if fact.since else ""
        bounds += f", before the {self.fact(fact.until)}" if fact.until else ""
        if fact.distinct is not None:
            different = f"The number of different *{spelled(fact.distinct)}*"
            return f"{different} in these events: {'; '.join(patterns)}{bounds}."
        return {
            "latest": f"The latest {events}{bounds}.",
            "earliest": f"The earliest {events}{bounds}.",
            "scheduled": f"The next {events} that is planned and has not taken place{bounds}.",
            "count": f"The number of these events: {'; '.join(patterns)}{bounds}.",
            "seen": f"Whether there is {'an ' + one if one else 'any ' + events}{bounds}.",
        }[fact.reading]

    def pattern(self, pattern: Pattern) -> str:
        """Return which events are meant: a kind of event, and what its fields must be."""
        done = self._done(pattern)
        tests = [self._field_test(test) for test in pattern.tests if test is not done]
        event = f"*{link(spelled(pattern.event), f'event-{pattern.event}')}*"
        if done is not None:
            event += f" for {self.operand(done)}"
        return f"{event} {_joined(tests)}".rstrip()

    def _done(self, pattern: Pattern) -> Test | None:
        """Return the test that makes a pattern the record of certain actions, if there is one."""
        marks = {
            name
            for action in self.vocabulary.actions.values()
            if action.recorded_by.event == pattern.event
            for name in action.recorded_by.marks
        }
        found = (t for t in pattern.tests if t.subject.name in marks and t.operator == "is")
        return next((test for test in found if test.kind == "action"), None)

    def _field_test(self, test: Test) -> str:
        name = spelled(test.subject.name)
        if test.operator == "known":
            return f"with a *{name}*"
        if test.operator == "unknown":
            return f"without a *{name}*"
        if name == "date":
            return f"dated {self.comparison(test).removeprefix('is ')}"
        return f"whose *{name}* {self.comparison(test)}"


def _joined(parts: Sequence[str]) -> str:
    return listed(parts, "and")
