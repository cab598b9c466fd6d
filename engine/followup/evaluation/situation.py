"""What is known of a case at a moment: events, facts, fields and persons.

Facts are read when they are asked for, each once. A fact that cannot be read is unknown (None).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from followup.core.history import Event, History, Timestamp
from followup.core.patterns import Pattern
from followup.core.ruleset import Rule, Ruleset
from followup.core.terms import Opening, Term, Word
from followup.evaluation.arithmetic import Arithmetic
from followup.evaluation.clock import Clock
from followup.evaluation.contacts import Contacts
from followup.evaluation.effective import effective
from followup.evaluation.meaning import Found, Seeable, meaning
from followup.evaluation.readings import meanings
from followup.evaluation.records import records


class Situation:
    """One history under one ruleset at one moment."""

    def __init__(self, history: History, ruleset: Ruleset, clock: Clock) -> None:
        self.history = history
        self.ruleset = ruleset
        self.clock = clock
        self.meanings = meanings(ruleset)
        self.kinds = ruleset.vocabulary.events
        self.arithmetic = Arithmetic(
            history.calendar, clock.zone, self.in_phrase, roll=ruleset.roll
        )
        self.facts: Found[str, Seeable] = Found(self.read)
        """A fact's value: an Event, a moment, a number, a flag, words; None if unknown."""
        self.turned: dict[str, Timestamp] = {}
        """When the first of the comparisons turns that a fact was read by."""
        self.derived_turns: Timestamp | None = None
        """The same for all derived fields."""
        self.found: set[str] = set()  # facts that were read, even if `only-if` then ruled them out
        self._derived: dict[tuple[int, str], Timestamp | None] = {}
        counting = effective(
            history.events, ruleset.vocabulary, clock, history.timezone, self._fits
        )
        self.events, self.scheduled, self.voided = (
            counting.events,
            counting.scheduled,
            counting.voided,
        )
        self._of_kinds = Found(self._by_kind)
        self._of_several = Found(self._in_order)
        self.done: Found[str, list[Event]] = Found(self._records)
        """The events that record an action, by its name, in history order."""
        self.contacts = Contacts(history, ruleset.vocabulary, self.events, self.scheduled)

    def _fits(self, pattern: Pattern, event: Event) -> bool:
        return self.meanings.patterns[pattern](self, event)

    def holds(self, rule: Rule) -> bool:
        """Return whether the conditions of a rule hold."""
        return self.meanings.rules[rule.name](self, None)

    # -- values

    def value(self, term: Term) -> Seeable:
        """Return what a term is; None where it is unknown."""
        return meaning(term)(self, None)

    def in_phrase(self, term: Term) -> Seeable:
        """Return what a term is in a phrase: an event is the moment when it happened."""
        value = self.value(term)
        return value.moment if isinstance(value, Event) else value

    def moment(self, term: Term, opens: Timestamp | None = None) -> Timestamp | None:
        """Return the moment that a term means; `opens` is when the action of its rule does."""
        if opens is None:
            return self.arithmetic.value(term)
        return self.arithmetic.asking(
            lambda name: opens if isinstance(name, Opening) else self.in_phrase(name)
        ).value(term)

    def chosen(self, later: bool, moments: Sequence[Timestamp | None]) -> Timestamp | None:
        """Return the later or earlier of moments; None where there are none."""
        return self.arithmetic.choose(later, moments)

    def parameter(self, name: str) -> Seeable:
        """Return a parameter's value."""
        return self.ruleset.parameters[name].value

    def falls_on(self, day: datetime.date, sets: Iterable[str]) -> bool:
        """Return whether a day is one of any of these sets of days."""
        return any(day in self.ruleset.days[name] for name in sets)

    def case_field(self, name: str) -> Seeable:
        """Return a field of the history; None if not given."""
        return self.history.fields.get(name)

    def field(self, event: Event, name: str) -> Seeable:
        """Return an event's field, derived ones and its `date` included; None if not given."""
        if name == "date":
            return event.moment
        if name == "known-from":
            return event.known_from or event.moment
        found = event.values.get(name)
        if found is not None or name not in self.kinds[event.kind].derived:
            return found
        key = (event.order, name)
        if key not in self._derived:
            mark = len(self.clock.turns)
            self._derived[key] = self._derive(event, name)
            turns = (self.derived_turns, self.clock.first_turn_since(mark))
            self.derived_turns = min((turn for turn in turns if turn is not None), default=None)
        return self._derived[key]

    def _derive(self, event: Event, name: str) -> Timestamp | None:
        own = self.arithmetic.asking(lambda term: meaning(term)(self, event))
        for holds, then in self.meanings.derived[event.kind, name]:
            if holds(self, event):
                # A derived moment is what was said, so it does not roll.
                moment = own.raw(then)
                if moment is not None:
                    return moment
        return None

    # -- facts

    def read(self, name: str) -> Seeable:
        """Return what a fact reads; ask `facts`, which keep it."""
        mark = len(self.clock.turns)
        value = self.meanings.facts[name](self)
        if value is not None:
            self.found.add(name)
            if self.ruleset.facts[name].only_if is not None:
                # Inside `only-if` the fact's own name is what was found.
                self.facts[name] = value
                value = value if self.meanings.only_if[name](self, None) else None
        turn = self.clock.first_turn_since(mark)
        if turn is not None:
            self.turned[name] = turn
        return value

    def events_of(self, kinds: tuple[str, ...], which: str = "events") -> list[Event]:
        """Return the `events`, those `scheduled` or `voided`, of some kinds in history order."""
        if len(kinds) == 1:
            return self._of_kinds[which].get(kinds[0], [])
        return self._of_several[which, kinds]

    def _by_kind(self, which: str) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for event in self._all(which):
            found.setdefault(event.kind, []).append(event)
        return found

    def _in_order(self, key: tuple[str, tuple[str, ...]]) -> list[Event]:
        which, kinds = key
        return [event for event in self._all(which) if event.kind in kinds]

    def _all(self, which: str) -> list[Event]:
        events: list[Event] = getattr(self, which)
        return events

    def _records(self, name: str) -> list[Event]:
        action = self.ruleset.vocabulary.actions[name]
        kinds = self._of_kinds["events"].get(action.recorded_by.event, [])
        return [event for event in kinds if records(action, event)]

    # -- persons

    def persons(self, term: Term) -> tuple[str, ...]:
        """Return the persons of the history that a preference names, none if there are none."""
        if isinstance(term, Word):
            found = self.contacts.named(term.value)
        else:
            found = self.contacts.those(self.value(term))
        there = map(self.contacts.present, found)
        return tuple(person for person in there if person is not None)

    def first_person(self, among: tuple[Term, ...], channel: str | None) -> str | None:
        """Return the first of several persons who is there, and reachable by a channel."""
        for person in (person for term in among for person in self.persons(term)):
            if channel is None or (
                self.contacts.is_listed(person, channel) and self.contacts.allows(channel)
            ):
                return person
        return None
