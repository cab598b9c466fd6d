"""Facts and selectors in English sentences."""

from __future__ import annotations

from typing import assert_never

from followup.core.facts import (
    Addend,
    Count,
    Fact,
    Find,
    FirstOf,
    Holds,
    KnownOf,
    Moment,
    PersonOf,
    Read,
    Seen,
    Selection,
    Spans,
    Total,
)
from followup.core.patterns import Pattern
from followup.core.terms import All, AnyOf, FactRef, Not, OneOf, OwnField
from followup.views.sentences import Sentences, lowered, spelled
from followup.wording.conditions import listed
from followup.wording.markup import escaped, link

_KNOWN_LISTS = {
    "latest": "The latest that is known of: {}.",
    "earliest": "The earliest that is known of: {}.",
}


class FactSentences(Sentences):
    """Writes what facts mean."""

    def definition(self, fact: Fact) -> str:
        """Return how a fact is read from a history, as sentences."""
        words = self._reading(fact)
        if fact.only_if is None:
            return words
        self.fresh(fact.name)
        match fact.only_if:
            case All((Not(AnyOf() as against),)):
                clauses = self.conditions(All((against,))).removeprefix("either ")
                words += f" It does not count if {clauses}."
            case _:
                words += f" It counts only if {self.conditions(fact.only_if)}."
        self.fresh()
        return words

    def _reading(self, fact: Fact) -> str:
        match fact.reading:
            case Find(among=among, by=str(by), of_each=of_each):
                _, events, bounds = self._events(among)
                last = f"; of each *{spelled(of_each)}* only the last one counts" if of_each else ""
                return f"The latest, by its *{spelled(by)}*, {events}{bounds}{last}."
            case Find(which=which, among=among):
                return self._found(which, among)
            case Seen(among=among):
                one, events, bounds = self._events(among)
                return f"Whether there is {'an ' + one if one else 'any ' + events}{bounds}."
            case Count(among=among, distinct=distinct):
                return self._number(among, distinct)
            case Spans(begins=begins, ends=ends):
                return self._spans(begins, ends)
            case Total() as total:
                return self._total(total)
            case Read(field):
                about = self.vocabulary.fields[field].about
                means = f": {lowered(escaped(about.rstrip('.')))}" if about else ""
                return f"What the history says under *{spelled(field)}*{means}."
            case Moment(phrase):
                return f"It is the moment {self.moment(phrase)}."
            case Holds(condition):
                return f"Whether this holds: {self.conditions(condition)}."
            case PersonOf(among=among, reachable_by=channel):
                says = escaped(self.vocabulary.channels[channel].says) if channel else ""
                reachable = f" and can be reached {says}" if channel else ""
                who = "; ".join(map(self.person, among))
                return f"The first of these who is known{reachable}: {who}."
            case FirstOf(branches) if self.has_conditions(branches):
                return f"It is {self.branches(branches)}."
            case FirstOf(branches):
                known = "; ".join(self.moment(branch.then) for branch in branches)
                return f"The first that is known of: {known}."
            case KnownOf(which=which, among=among):
                parts = [self.moment(term) for term in among]
                if which == "latest":
                    parts = list(dict.fromkeys(self.latest_of(FactRef(fact.name))[0]))
                return _KNOWN_LISTS[which].format("; ".join(parts))
            case _:
                assert_never(fact.reading)

    def _events(self, among: Selection) -> tuple[str, str, str]:
        """Return the events that are meant, as one kind where it is one, and their bounds."""
        patterns = [self.pattern(pattern) for pattern in among.patterns]
        one = f"event {patterns[0]}" if len(patterns) == 1 else ""
        bounds = f", after the {self.fact(among.since)}" if among.since else ""
        bounds += f", before the {self.fact(among.until)}" if among.until else ""
        return one, one or f"of these events: {'; '.join(patterns)}", bounds

    def _found(self, which: str, among: Selection) -> str:
        _, events, bounds = self._events(among)
        if which == "scheduled":
            return f"The next {events} that is planned and has not taken place{bounds}."
        if which == "voided":
            return f"The latest {events} that came to nothing{bounds}."
        return f"The {which} {events}{bounds}."

    def _spans(self, begins: Selection, ends: Selection) -> str:
        one, several, bounds = self._events(begins)
        other, others, _ = self._events(ends)
        begin, end = f"an {one}" if one else f"one {several}", other or f"one {others}"
        return (
            f"The times from {begin} to the next {end}{bounds}, both days included. Until one has "
            "ended, a clock that does not count it is stopped, and its concern waits."
        )

    def _number(self, among: Selection, distinct: str | None) -> str:
        _, _, bounds = self._events(among)
        events = "; ".join(self.pattern(pattern) for pattern in among.patterns)
        if distinct is not None:
            different = f"The number of different *{spelled(distinct)}*"
            return f"{different} in these events: {events}{bounds}."
        return f"The number of these events: {events}{bounds}."

    def _total(self, total: Total) -> str:
        _, _, bounds = self._events(total.among)
        added, taken = (
            [self._addend(addend) for addend in total.addends if addend.sign == sign]
            for sign in (1, -1)
        )
        less = f", less {listed(taken, 'and')}" if taken else ""
        return f"The sum of each {listed(added, 'and')}{less}{bounds}."

    def _addend(self, addend: Addend) -> str:
        event = link(spelled(addend.event), f"event-{addend.event}")
        return f"*{spelled(addend.field)}* of *{event}*"

    def pattern(self, pattern: Pattern) -> str:
        """Return which events are meant: a kind of event, and what its fields must be."""
        done = self._done(pattern)
        tests = [self.own_field(test) for test in pattern.tests if test is not done]
        event = f"*{link(spelled(pattern.event), f'event-{pattern.event}')}*"
        if done is not None:
            event += f" for {listed([self.operand(value) for value in done.values])}"
        return f"{event} {listed(tests, 'and')}".rstrip()

    def _done(self, pattern: Pattern) -> OneOf | None:
        """Return the test that makes a pattern the record of certain actions, if there is one."""
        marks = {
            name
            for action in self.vocabulary.actions.values()
            if action.recorded_by.event == pattern.event
            for name in action.recorded_by.marks
        }
        fields = self.vocabulary.events[pattern.event].fields
        for test in pattern.tests:
            match test:
                case OneOf(OwnField(name), negated=False) if name in marks:
                    if fields[name].type == "action":
                        return test
        return None
