"""Nodes of limits to `Limit`s: what no rule may break."""

from __future__ import annotations

from collections.abc import Iterator

from followup.core.limits import (
    Apart,
    AtMost,
    Bound,
    Limit,
    Never,
    NotIn,
    OneAtATime,
    OnlyIn,
    WaitsFor,
)
from followup.core.terms import Term
from followup.diagnostics import one_of
from followup.reading.access import each, flag
from followup.reading.citations import CitationReader
from followup.reading.conditions import ConditionReader
from followup.text import MappingNode

_ACTIONS = {
    "apart": "between",
    "never": "never",
    "at-most": "of",
    "one-at-a-time": "of",
    "waits-for": "of",
    "only-in": "of",
    "not-in": "of",
}


class LimitReader:
    """Reads limits in the scope of its conditions."""

    def __init__(self, conditions: ConditionReader, cites: CitationReader) -> None:
        self.conditions = conditions
        self.report = conditions.report
        self.cites = cites

    def limit(self, name: str, node: MappingNode) -> Limit | None:
        """Return the limit that a node says; None, with a report, where it says no one thing."""
        kind = self._kind(name, node)
        if kind is None:
            return None
        actions = tuple(self._actions(kind, node))
        bound = self._bound(kind, node)
        within = node.get("within")
        limit = Limit(
            name=name,
            bound=bound or Never(),
            actions=actions,
            since=self.conditions.scope.event_fact(node, "since"),
            within=None if within is None else self.conditions.duration(within),
            because=self.conditions.because(node),
            cites=self.cites(node),
        )
        return limit if bound is not None else None

    def _actions(self, kind: str, node: MappingNode) -> Iterator[str]:
        known = self.conditions.scope.vocabulary.actions
        for item in each(node.get(_ACTIONS[kind])):
            yield self.report.check_word("action", item, known)

    def _bound(self, kind: str, node: MappingNode) -> Bound | None:
        given = node.entries[kind]
        term: Term | None
        if kind == "apart":
            term = self.conditions.duration(given)
            return None if term is None else Apart(term)
        if kind == "at-most":
            term = self.conditions.number(given)
            span = node.get("in-any")
            in_any = None if span is None else self.conditions.duration(span)
            if term is None or (span is not None and in_any is None):
                return None
            return AtMost(number=term, distinct=flag(node, "distinct"), in_any=in_any)
        if kind == "waits-for":
            term = self.conditions.duration(given)
            return None if term is None else WaitsFor(term)
        if kind == "one-at-a-time":
            return OneAtATime(exempt=tuple(self._exempt(node)), across=self._across(node))
        if kind in ("only-in", "not-in"):
            days = self.conditions.day_sets(given)
            return OnlyIn(days) if kind == "only-in" else NotIn(days)
        return Never()

    def _exempt(self, node: MappingNode) -> Iterator[str]:
        """Go through the actions, and the rules, that a limit exempts."""
        known = [*self.conditions.scope.vocabulary.actions, *self.conditions.scope.flat.rules]
        for item in each(node.get("except")):
            yield self.report.check_word("action or rule", item, known)

    def _across(self, node: MappingNode) -> str | None:
        """Return the field of a history in which cases agree that a limit holds for together."""
        given = node.get("across")
        known = self.conditions.scope.vocabulary.fields
        return None if given is None else self.report.check_word("field", given, known)

    def _kind(self, name: str, node: MappingNode) -> str | None:
        """Return what a limit does, if it does one thing and says to which actions."""
        given = [key for key in _ACTIONS if node.get(key) is not None]
        problem = None
        if len(given) != 1:
            problem = f"the limit `{name}` needs one of {one_of(_ACTIONS)}"
        elif node.get(_ACTIONS[given[0]]) is None:
            problem = f"`{given[0]}` needs `{_ACTIONS[given[0]]}` beside it"
        elif node.get("within") is not None and node.get("since") is None:
            problem = "`within` needs `since` beside it"
        elif node.get("in-any") is not None and given[0] != "at-most":
            problem = "`in-any` needs `at-most` beside it"
        elif node.get("in-any") is not None and node.get("distinct") is not None:
            problem = "`in-any` counts messages and `distinct` persons, so only one may stand"
        if problem:
            self.report.add("F108", problem, node.location)
            return None
        return given[0]
