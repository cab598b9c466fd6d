"""Remarks that a vocabulary declares: the events that fit their conditions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from followup.core.history import Event, History, Timestamp
from followup.core.terms import Condition, Term
from followup.core.vocabulary import Remark, Vocabulary
from followup.diagnostics import Problem
from followup.evaluation.arithmetic import Arithmetic
from followup.evaluation.clock import Clock
from followup.evaluation.conditions import truth
from followup.evaluation.meaning import Found, Seeable, meaning, when
from followup.remarking.wording import remark


def declared_remarks(history: History, vocabulary: Vocabulary, clock: Clock) -> Iterator[Problem]:
    """Go through the declared remarks whose conditions an event of a history fits."""
    for event in history.events:
        for declared in vocabulary.remarks:
            if event.kind in declared.of and _fits(declared, event, history, vocabulary, clock):
                yield remark(declared.code, declared.says, event, history, declared.help)


def _fits(
    declared: Remark, event: Event, history: History, vocabulary: Vocabulary, clock: Clock
) -> bool:
    seen = _UpTo(event, history, vocabulary, clock)
    if not seen.holds(declared.of[event.kind]) or not seen.holds(declared.when):
        return False
    if not _Together(event, history, vocabulary, clock).holds(declared.together):
        return False
    return not declared.without or not any(
        _UpTo(other, history, vocabulary, clock).holds(declared.without[other.kind])
        for other in history.events
        if other.kind in declared.without and other.date <= event.date
    )


class _UpTo:
    """A history as a remark's conditions see it: what happened up to one of its events."""

    def __init__(
        self, event: Event, history: History, vocabulary: Vocabulary, clock: Clock
    ) -> None:
        self.event = event
        self.history = history
        self.vocabulary = vocabulary
        self.clock = clock
        self.facts = Found(self._fact)
        self.arithmetic = Arithmetic(history.calendar, clock.zone, self._in_phrase)

    def holds(self, condition: Condition) -> bool:
        """Return whether a condition holds of the event."""
        return truth(condition)(self, self.event)

    def _fact(self, name: str) -> Seeable:
        """Return the latest event of a kind, else a field of the history."""
        if name not in self.vocabulary.events:
            return self.case_field(name)
        if name == self.event.kind:
            return self.event
        events = (e for e in reversed(self.history.events) if e.date <= self.event.date)
        return next((event for event in events if event.kind == name), None)

    def case_field(self, name: str) -> Seeable:
        """Return a field of the history."""
        return self.history.fields.get(name)

    def field(self, event: Event, name: str) -> Seeable:
        """Return a field of an event, derived ones and its `date` included."""
        if name == "date":
            return event.moment
        branches = self.vocabulary.events[event.kind].derived.get(name)
        return event.values.get(name) if branches is None else self._derived(event, name)

    def _derived(self, event: Event, name: str) -> Timestamp | None:
        own = self.arithmetic.asking(lambda term: meaning(term)(self, event))
        for branch in self.vocabulary.events[event.kind].derived[name]:
            moment = own.raw(branch.then) if truth(branch.when)(self, event) else None
            if moment is not None:
                return moment
        return None

    def moment(self, term: Term) -> Timestamp | None:
        """Return the moment of a phrase."""
        return self.arithmetic.value(term)

    def chosen(self, later: bool, moments: Sequence[Timestamp | None]) -> Timestamp | None:
        """Return the later or earlier of moments."""
        return self.arithmetic.choose(later, moments)

    def _in_phrase(self, term: Term) -> Seeable:
        value = meaning(term)(self, self.event)
        return when(value) or value

    # A vocabulary has neither parameters nor facts that go through events or choose persons.

    def falls_on(self, day: datetime.date, sets: Iterable[str]) -> bool:
        """Return False: only rulesets name sets of days."""
        return False

    def parameter(self, name: str) -> Seeable:
        """Return nothing."""

    def events_of(self, kinds: tuple[str, ...], which: str = "events") -> Sequence[Event]:
        """Return nothing."""
        return ()

    def first_person(self, among: tuple[Term, ...], channel: str | None) -> str | None:
        """Return nobody."""


class _Together(_UpTo):
    """The same, with each number of the event summed up over the events of its kind so far."""

    def field(self, event: Event, name: str) -> Seeable:
        """Return a sum; unknown where one of the events does not have the number."""
        if event is not self.event:
            return super().field(event, name)
        so_far = self.history.events[: event.order + 1]
        numbers = [each.values.get(name) for each in so_far if each.kind == event.kind]
        known = [number for number in numbers if isinstance(number, int)]
        return sum(known) if len(known) == len(numbers) else None
