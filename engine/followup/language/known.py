"""What must be known when conditions hold: the proof behind a window that can be computed.

A comparison with something unknown is false, so whatever a condition compares is known.
"""

from __future__ import annotations

from followup.language.model import Conditions, Fact, Pattern, Ruleset
from followup.language.phrases import Reference
from followup.language.uses import TIME_OPERATORS, in_phrase

ALWAYS_KNOWN = frozenset(("count", "seen", "holds"))
Names = frozenset[str]


class Knowledge:
    """Proves which facts, and which of their fields, are known whenever conditions hold."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.facts = ruleset.facts
        self.vocabulary = ruleset.vocabulary
        self._implied: dict[str, Names] = {}

    def given(self, conditions: Conditions | None) -> Names:
        """Return the names that are known whenever the conditions hold."""
        if conditions is None:
            return frozenset()
        found: set[str] = set()
        for test in conditions.tests:
            if test.operator == "unknown":
                continue
            found |= self.with_implied(test.subject)
            if test.operator in TIME_OPERATORS:
                for reference in in_phrase(test.operand):
                    found |= self.with_implied(reference)
            fact = self.facts.get(test.subject.name)
            if (
                fact
                and fact.reading == "holds"
                and test.operator == "is"
                and test.operand == (True,)
            ):
                found |= self.given(fact.conditions)
        for group in conditions.all:
            found |= self.given(group)
        if conditions.any:
            found |= frozenset.intersection(*(self.given(group) for group in conditions.any))
        for group in conditions.none:
            # Only a group of a single test says by its failing that something is known.
            if len(group.tests) == 1 and not (group.any or group.none or group.all):
                test = group.tests[0]
                if test.operator == "unknown":
                    found |= self.with_implied(test.subject)
        return frozenset(found)

    def has(self, reference: Reference, known: Names) -> bool:
        """Return whether a name is known where these are."""
        name = str(reference)
        fact = self.facts.get(reference.name)
        if name in known or fact is None:
            return True
        if reference.attribute:
            return reference.name in known and name in self.implied(fact)
        if fact.only_if is not None:
            return False
        if fact.reading in ALWAYS_KNOWN:
            return True
        if fact.reading == "read":
            field = self.vocabulary.fields[fact.case_field or ""]
            return field.required or field.default is not None
        if fact.reading == "moment":
            return all(self.has(part, known) for part in in_phrase(fact.phrase))
        if fact.reading in ("first-known", "latest-known", "earliest-known"):
            return any(self.has(part, known) for part in fact.names)
        return False

    def with_implied(self, reference: Reference) -> Names:
        """Return a name with all that is known because it is."""
        fact = self.facts.get(reference.name)
        if fact is None:
            return frozenset()
        return frozenset((reference.name, str(reference))) | self.implied(fact)

    def implied(self, fact: Fact) -> Names:
        """Return what is known whenever a fact is, its own fields included."""
        if fact.name not in self._implied:
            self._implied[fact.name] = frozenset()  # ends the recursion through `only-if`
            found: set[str] = set()
            if fact.type == "event" and fact.selector:
                sets = [self.fields(pattern) for pattern in fact.selector]
                shared = frozenset.intersection(*sets)
                found |= {f"{fact.name}.{field}" for field in shared}
            found |= self.given(fact.only_if)
            if fact.reading == "moment":
                for reference in in_phrase(fact.phrase):
                    found |= self.with_implied(reference)
            self._implied[fact.name] = frozenset(found)
        return self._implied[fact.name]

    def fields(self, pattern: Pattern) -> Names:
        """Return the fields that every event of a pattern has."""
        kind = self.vocabulary.events[pattern.event]
        found = {"date"}
        found |= {f.name for f in kind.fields.values() if f.required or f.default is not None}
        found |= {test.subject.name for test in pattern.tests if test.operator != "unknown"}
        return frozenset(found)
