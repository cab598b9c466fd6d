"""What is known of a case at a moment: events, facts and conditions.

Facts are read when they are asked for, each once. A fact that cannot be read is unknown (None),
and a comparison with something unknown is false.
"""

from __future__ import annotations

import operator as operator_module
from typing import Any

from followup.evaluation.clock import Clock, day_of, earlier
from followup.evaluation.moments import Moments
from followup.evaluation.people import same_person
from followup.evaluation.recipients import Recipients
from followup.language.durations import Duration
from followup.language.model import (
    Conditions,
    Event,
    Fact,
    History,
    Pattern,
    Ruleset,
    Test,
    Timestamp,
)
from followup.language.phrases import Moment, Reference

_MISSING = object()
_NUMBER_TESTS = {
    "at-least": operator_module.ge,
    "at-most": operator_module.le,
    "above": operator_module.gt,
    "below": operator_module.lt,
}


class Situation:
    """One history under one ruleset at one moment."""

    def __init__(self, history: History, ruleset: Ruleset, clock: Clock) -> None:
        self.history = history
        self.ruleset = ruleset
        self.clock = clock
        self.kinds = ruleset.vocabulary.events
        self.events: list[Event] = []
        self.scheduled: list[Event] = []
        for event in history.events:
            if self.kinds[event.kind].scheduled:
                taken_place = clock.reached(event.moment, f"{event.kind} takes place")
                (self.events if taken_place else self.scheduled).append(event)
            elif clock.has_come(event.moment):
                # What has not happened yet is unknown, not a change to be foreseen.
                self.events.append(event)
        self.moments = Moments(history.calendar, clock.zone, self.lookup)
        self.recipients = Recipients(self)
        self.found: set[str] = set()  # facts that were read, even if `only-if` then ruled them out
        self._facts: dict[str, Any] = {}
        self._derived: dict[tuple[int, str], Timestamp | None] = {}

    # -- facts

    def fact(self, name: str) -> Any:
        """Return a fact's value: an Event, a moment, a number, a flag, words; None if unknown."""
        value = self._facts.get(name, _MISSING)
        if value is _MISSING:
            fact = self.ruleset.facts[name]
            value = self._read(fact)
            if value is not None:
                self.found.add(name)
            if fact.only_if is not None and value is not None:
                # Inside `only-if` the fact's own name is what was found.
                self._facts[name] = value
                if not self.holds(fact.only_if):
                    value = None
            self._facts[name] = value
        return value

    def _read(self, fact: Fact) -> Any:
        reading = fact.reading
        if reading == "latest":
            return next(self._select(fact, reversed(self.events)), None)
        if reading == "earliest":
            return next(self._select(fact, self.events), None)
        if reading == "scheduled":
            return next(self._select(fact, self.scheduled), None)
        if reading == "seen":
            return next(self._select(fact, self.events), None) is not None
        if reading == "count":
            return self._count(fact)
        if reading == "read":
            return self.history.fields.get(fact.case_field or "")
        if reading == "moment":
            assert fact.phrase is not None
            return self.moment(fact.phrase)
        if reading == "holds":
            return self.holds(fact.conditions or Conditions())
        if reading == "person":
            return self._person(fact)
        return self._among_known(fact)

    def _select(self, fact: Fact, events: Any) -> Any:
        """Go through the events that a fact's selector matches between its bounds."""
        after = self.fact(fact.since) if fact.since else None
        before = self.fact(fact.until) if fact.until else None
        for event in events:
            if after is not None and event.order <= after.order:
                continue
            if before is not None and event.order >= before.order:
                continue
            if any(self.matches(pattern, event) for pattern in fact.selector):
                yield event

    def _count(self, fact: Fact) -> int:
        found = self._select(fact, self.events)
        if fact.distinct is None:
            return sum(1 for _ in found)
        return len({event.values.get(fact.distinct) for event in found} - {None})

    def _person(self, fact: Fact) -> str | None:
        return self.recipients.first(fact.names, fact.channel)

    def _among_known(self, fact: Fact) -> Any:
        values = [value for name in fact.names if (value := self.value(name)) is not None]
        if fact.reading == "first-known" or not values:
            if values and fact.type == "moment":
                return _moment_of(values[0])
            return values[0] if values else None
        return self.moments.choose(
            fact.reading == "latest-known", [_moment_of(value) for value in values]
        )

    # -- values

    def value(self, reference: Reference) -> Any:
        """Return what a fact, a fact's field, or a parameter is; None where it is unknown."""
        if reference.name not in self.ruleset.facts:
            parameter = self.ruleset.parameters.get(reference.name)
            return parameter.value if parameter else None
        value = self.fact(reference.name)
        if reference.attribute is None or value is None:
            return value
        return self.field(value, reference.attribute)

    def field(self, event: Event, name: str) -> Any:
        """Return an event's field, derived ones and its `date` included; None if not given."""
        if name == "date":
            return event.moment
        found = event.values.get(name)
        if found is not None or name not in self.kinds[event.kind].derived:
            return found
        key = (event.order, name)
        if key not in self._derived:
            self._derived[key] = self._derive(event, name)
        return self._derived[key]

    def _derive(self, event: Event, name: str) -> Timestamp | None:
        moments = Moments(
            self.history.calendar, self.clock.zone, lambda ref: self.field(event, ref.name)
        )
        for alternative in self.kinds[event.kind].derived[name]:
            if all(event.values.get(key) == wanted for key, wanted in alternative.conditions):
                # A derived moment is what was said, so it does not roll.
                moment = moments.raw(alternative.phrase)
                if moment is not None:
                    return moment
        return None

    def lookup(self, reference: Reference) -> Timestamp | Duration | None:
        """Return what a name in a phrase stands for."""
        value = self.value(reference)
        return value if isinstance(value, Duration) else _moment_of(value)

    def moment(self, phrase: Moment) -> Timestamp | None:
        """Return the moment that a phrase means here."""
        return self.moments.value(phrase)

    # -- conditions

    def holds(self, conditions: Conditions) -> bool:
        """Return whether conditions hold; tests are asked in their order, until one decides."""
        return (
            all(self.test_holds(test, self.value(test.subject)) for test in conditions.tests)
            and all(self.holds(group) for group in conditions.all)
            and (not conditions.any or any(self.holds(group) for group in conditions.any))
            and not any(self.holds(group) for group in conditions.none)
        )

    def matches(self, pattern: Pattern, event: Event) -> bool:
        """Return whether an event is of a pattern's kind and its fields pass the tests."""
        return event.kind == pattern.event and all(
            self.test_holds(test, self.field(event, test.subject.name)) for test in pattern.tests
        )

    def test_holds(self, test: Test, value: Any) -> bool:
        """Return whether a value passes a test."""
        operator, operand = test.operator, test.operand
        if value is None or operator in ("known", "unknown"):
            return operator == ("unknown" if value is None else "known")
        if operator in ("is", "is-not"):
            return self._is_one_of(value, test) == (operator == "is")
        if operator == "past":
            moment = _moment_of(value)
            return moment is not None and self.clock.passed(moment, f"{test.subject} is past")
        if operator in _NUMBER_TESTS:
            return bool(_NUMBER_TESTS[operator](value, operand))
        return self._compare(operator, _moment_of(value), self.moment(operand))

    def _compare(self, operator: str, one: Timestamp | None, other: Timestamp | None) -> bool:
        if one is None or other is None:
            return False
        zone = self.clock.zone
        if operator == "before":
            return earlier(one, other, zone)
        if operator == "after":
            return earlier(other, one, zone)
        if operator == "on-or-before":
            return day_of(one, zone) <= day_of(other, zone)
        return day_of(one, zone) >= day_of(other, zone)

    def _is_one_of(self, value: Any, test: Test) -> bool | None:
        """Return whether a value is among a test's; None where one of these is unknown."""
        wanted: list[Any] = []
        for one in test.operand:
            resolved = self.value(one) if isinstance(one, Reference) else one
            if resolved is None:
                return None
            wanted.extend(_as_tuple(resolved))
        same = same_person if test.kind in ("person", "persons") else operator_module.eq
        return any(same(one, other) for one in _as_tuple(value) for other in wanted)


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _moment_of(value: Any) -> Timestamp | None:
    return value.moment if isinstance(value, Event) else value
