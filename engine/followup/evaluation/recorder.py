"""A situation that remembers what was asked of it: the tests with what they saw, and the walks.

Explanations read this record; they ask nothing again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from followup.core.facts import FirstOf, KnownOf, Moment
from followup.core.history import History, Timestamp
from followup.core.ruleset import Rule, Ruleset
from followup.core.terms import All, AnyOf, Condition, FactRef, Not, Opening, Term, sides
from followup.evaluation.allowed_days import AllowedDays
from followup.evaluation.arithmetic import Step
from followup.evaluation.clock import Clock, day_of
from followup.evaluation.conditions import test
from followup.evaluation.limits import Window
from followup.evaluation.meaning import Seeable
from followup.evaluation.readings import applying
from followup.evaluation.rules import Rules, Verdict
from followup.evaluation.situation import Situation

Walked: TypeAlias = tuple[Term, Timestamp, tuple[Step, ...]]
"""A phrase, the moment that it means, and the steps on the way."""


class Asked(Struct, frozen=True, kw_only=True):
    """A condition that was asked, with what its test saw or what was asked inside it."""

    condition: Condition
    holds: bool
    sides: tuple[Seeable, ...] = ()
    inner: tuple[Asked, ...] = ()


class Recorder(Situation):
    """Asks every part of a rule's conditions, also where the answer is clear before.

    `asked` is what was asked of a rule; `walked` are the walks since they were last taken.
    """

    def __init__(self, history: History, ruleset: Ruleset, clock: Clock) -> None:
        super().__init__(history, ruleset, clock)
        self.asked: dict[str, Asked] = {}
        self.walked: list[Walked] = []
        self._steps: dict[str, tuple[Step, ...]] = {}

    def take_walks(self) -> list[Walked]:
        """Return what was walked since this was last called."""
        taken, self.walked = self.walked, []
        return taken

    def holds(self, rule: Rule) -> bool:
        """Return whether the conditions of a rule hold, and note each of them."""
        self.asked[rule.name] = self._ask(rule.when)
        return self.asked[rule.name].holds

    def _ask(self, condition: Condition) -> Asked:
        match condition:
            case All(of):
                inner = tuple(map(self._ask, of))
                return Asked(condition=condition, holds=all(a.holds for a in inner), inner=inner)
            case AnyOf(of):
                inner = tuple(map(self._ask, of))
                return Asked(condition=condition, holds=any(a.holds for a in inner), inner=inner)
            case Not(of):
                asked = self._ask(of)
                return Asked(condition=condition, holds=not asked.holds, inner=(asked,))
            case _:
                seen = tuple(map(self.value, sides(condition)))
                return Asked(condition=condition, holds=test(condition)(self, *seen), sides=seen)

    def read(self, name: str) -> Seeable:
        """Return what a fact reads; the walk to it is told where a phrase uses it."""
        outer = self.take_walks()
        value = super().read(name)
        self._steps[name] = self._way(name, value)
        self.walked = outer
        return value

    def _way(self, name: str, value: Seeable) -> tuple[Step, ...]:
        """Return the steps on the way to a fact: its own, or those of the fact that it chose."""
        match self.ruleset.facts[name].reading:
            case Moment():
                return self.walked[0][2] if self.walked else ()
            case FirstOf(branches) if (found := applying(branches)(self)) is not None:
                return self._way_of(found[0])
            case KnownOf(among=among) if value is not None:
                facts = (term for term in among if isinstance(term, FactRef))
                chosen = next((fact for fact in facts if self.in_phrase(fact) == value), None)
                return self._steps[chosen.name] if chosen else ()
            case _:
                return ()

    def _way_of(self, term: Term) -> tuple[Step, ...]:
        """Return the steps on the way to a value that was just computed."""
        if isinstance(term, FactRef):
            return self._steps[term.name]
        return next((walk[2] for walk in reversed(self.walked) if walk[0] == term), ())

    def moment(self, term: Term, opens: Timestamp | None = None) -> Timestamp | None:
        """Return the moment that a term means, and note the walk to it."""
        steps: list[Step] = []
        told: set[str] = set()

        def lookup(name: Term) -> Seeable:
            value = opens if isinstance(name, Opening) else self.in_phrase(name)
            if isinstance(name, FactRef) and name.name not in told:
                told.add(name.name)
                steps.extend(self._steps.get(name.name, ()))
            return value

        found = self.arithmetic.asking(lookup, steps).value(term)
        if found is not None:
            self.walked.append((term, found, tuple(steps)))
        return found


class Walk(Struct, frozen=True, kw_only=True):
    """How one date of a rule's window came about: `key` is opens, closes, lapses or until."""

    rule: str
    key: str
    phrase: Term
    result: Timestamp
    steps: tuple[Step, ...]


class RecordedRules(Rules):
    """Rules that remember for each of them what was asked, and the walks to its dates."""

    def __init__(self, history: History, ruleset: Ruleset, clock: Clock) -> None:
        self.recorder = Recorder(history, ruleset, clock)
        super().__init__(self.recorder)
        self._walked: dict[str, dict[Term, Walked]] = {}

    def ask(self, rule: Rule) -> Verdict:
        """Return whether a rule holds, and what it proposes then."""
        if rule.name not in self.asked:
            super().ask(rule)
            walked = self.recorder.take_walks()
            self._walked[rule.name] = {walk[0]: walk for walk in walked}
        return self.asked[rule.name]

    def walks(self, rule: Rule) -> Iterator[Walk]:
        """Go through the dates that a rule proposes with every step on the way to them."""
        proposal = self.ask(rule).proposal
        if proposal is None or proposal.stopped is not None:
            return
        for key, phrase in rule.windows().items():
            of = proposal if proposal.window is None else proposal.window
            final: Timestamp | None = getattr(of, key)
            if final is not None and phrase in self._walked[rule.name]:
                _, result, steps = self._walked[rule.name][phrase]
                if final != result:
                    steps = (*steps, self._moved(rule, proposal.window, result, final))
                yield Walk(rule=rule.name, key=key, phrase=phrase, result=final, steps=steps)

    def _moved(self, rule: Rule, window: Window | None, start: Timestamp, end: Timestamp) -> Step:
        """Return the step by which a limit, or a day off, has moved a date of a window."""
        limit = window and window.limited_by
        zone = self.situation.clock.zone
        first, last = day_of(start, zone), day_of(end, zone)
        action = self.vocabulary.actions.get(rule.what)
        if action is None:  # the end of a hold
            skipped = self.situation.history.calendar.days_off(first, last)
        else:
            skipped = tuple(AllowedDays(self.situation, action).passed_over(first, last))
        return Step(
            operation=f"limit {limit}" if limit else "move to a working day",
            start=start,
            result=end,
            skipped=skipped,
        )
