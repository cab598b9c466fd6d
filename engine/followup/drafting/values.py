"""What a template sees: named values that are there, missing, or a mistake.

A value that the history could have and does not is `Missing`. A name that means nothing is an
error at once. Names are written with underscores for the hyphens of the vocabulary. Each value is
read once, so that looking at it again costs nothing, whatever it takes to find.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from followup.core.durations import Duration
from followup.core.history import Event
from followup.core.persons import NAME_PARTS, details_of
from followup.core.vocabulary import Vocabulary
from followup.defaults import LONGEST_GAP, MAX_GAPS
from followup.diagnostics import NOWHERE, Location
from followup.drafting.faults import Fault, near
from followup.drafting.missing import Missing
from followup.drafting.persons import formal_name, given_name, is_blank, name_of, words_for
from followup.evaluation.clock import day_of, stands_still
from followup.evaluation.situation import Situation

_PERSON_TYPES = ("person", "persons")
PERSON = ("role", "words", "name", "first-name", "formal-name", *NAME_PARTS[1:])
"""What can be said of every person, besides addresses."""


Names = Callable[[], Iterable[str]]
"""Names that are costly to collect, and so only asked for when somebody mistyped one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A text that a template took from a document: what it is called there, and its place."""

    keys: tuple[str, ...]
    value: str
    location: Location = NOWHERE


@dataclass(slots=True)
class Record:
    """What a template did while it was filled in: the gaps it left, the texts it took."""

    gaps: dict[str, None] = field(default_factory=dict)
    used: dict[Used, None] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def gap(self, what: Any) -> str:
        """Return a marked gap, and note it; what it quotes cannot end it.

        Raises:
            Fault: it is no text, or too long, or there are too many.
        """
        if isinstance(what, Missing):
            str(what)  # says what is missing
        if not isinstance(what, str):
            raise Fault("this gap is no text", 'write what belongs there, as in `gap("your name")`')
        if len(what) > LONGEST_GAP:
            help = "shorten it, as with `… | truncate(80)`"
            raise Fault(f"a gap is longer than {LONGEST_GAP:,} characters", help)
        mark = f"[[ {what.replace('[[', '(').replace(']]', ')')} ]]"
        self.gaps[mark] = None
        if len(self.gaps) > MAX_GAPS:
            raise Fault(f"there are more than {MAX_GAPS} gaps", "write some of them as one")
        return mark


class View:
    """Values by name, read when they are asked for, each once."""

    __slots__ = ("_found", "_known", "_name", "_read")

    def __init__(self, name: str, known: Iterable[str], read: Callable[[str], Any]) -> None:
        self._name = name
        self._known = tuple(known)
        self._read = read
        self._found: dict[str, Any] = {}

    def __getitem__(self, key: object) -> Any:
        """Return a value, or that it is missing.

        Raises:
            Fault: there is no such name.
        """
        if not isinstance(key, str):
            raise Fault(f"`{self._name}` has names only", f"write one, as in `{self._name}.NAME`")
        if key not in self._found:
            self._found[key] = self._find(key, key.replace("_", "-"))
        return self._found[key]

    def _find(self, key: str, name: str) -> Any:
        """Return the value of a name, which the template calls `key`."""
        if name not in self._known:
            help = near(name, self._known)
            raise Fault(f"there is no `{self._name}.{key}`", help and help.replace("-", "_"))
        value = self._read(name)
        lacks = value is None or is_blank(value)
        return Missing(f"{self._name}.{key}") if lacks else value

    def __str__(self) -> str:
        """Refuse to be written: only its values are text."""
        raise Fault(f"`{self._name}` is no text", f"write a value of it, as in `{self._name}.NAME`")

    __repr__ = __str__


class Person(View):
    """A person: how a sentence names them, and what the history knows of them."""

    __slots__ = ()


class Occurrence(View):
    """An event of the history; `day` is the local date on which it was."""

    __slots__ = ("day",)

    def __init__(
        self,
        name: str,
        known: Iterable[str],
        read: Callable[[str], Any],
        day: datetime.date,
    ) -> None:
        super().__init__(name, known, read)
        self.day = day


class Seen:
    """Makes what templates see of a situation, and notes which of its texts they take."""

    def __init__(self, situation: Situation, record: Record, other_facts: Names = tuple) -> None:
        self.situation = situation
        self.other_facts = other_facts
        self.history = situation.history
        self.vocabulary = situation.ruleset.vocabulary
        self.record = record
        self._events: dict[tuple[str, ...], list[Occurrence]] = {}
        self._details: dict[str, tuple[str, dict[str, Any]]] = {}
        self._addresses = address_names(self.vocabulary)
        # A fact may be one of several kinds of event.
        known = dict.fromkeys(("date", "time", "event", "note", "planned"))
        for kind in self.vocabulary.events.values():
            known.update(dict.fromkeys((*kind.fields, *kind.derived)))
        self._event_names = tuple(known)

    def text(self, value: Any, keys: tuple[str, ...], location: Location = NOWHERE) -> Any:
        """Return a value as it is; a text is noted."""
        if isinstance(value, str):
            self.record.used[Used(keys=keys, value=value, location=location)] = None
        return value

    def plain(self, value: Any) -> Any:
        """Return a value as a template can write it: a moment as its local date."""
        if isinstance(value, datetime.datetime):
            return day_of(value, self.situation.clock.zone)
        return str(value) if isinstance(value, Duration) else value

    # -- the case

    def case(self) -> View:
        """Return the fields of the history."""
        fields = self.history.fields
        return View(
            "case", self.vocabulary.fields, lambda name: self.text(fields.get(name), (name,))
        )

    # -- persons

    def person(self, person: str, name: str = "person") -> Person:
        """Return a person as a template sees one."""
        whose, details = self._details_of(person)

        def read(wanted: str) -> Any:
            said_by = wanted if wanted in self.history.people.get(whose, {}) else "name"
            return self.text(details.get(wanted), ("people", whose, said_by))

        return Person(name, (*PERSON, *self._addresses), read)

    def _details_of(self, person: str) -> tuple[str, dict[str, Any]]:
        """Return under which key the history has a person, and what can be said of them."""
        if person not in self._details:
            whose, details = details_of(person, self.history)
            full = name_of(person, details)
            own = {
                "role": person.partition(":")[0],
                "words": words_for(person, self.history, self.vocabulary),
                "name": full,
                "first-name": given_name(full, details) if full else None,
                "formal-name": formal_name(full, details) if full else None,
            }
            self._details[person] = (whose, {**details, **own})
        return self._details[person]

    # -- events

    def event(self, event: Event, name: str) -> Occurrence:
        """Return an event as a template sees one."""
        kind = self.vocabulary.events[event.kind]
        place = self.history.place(event)

        def read(wanted: str) -> Any:
            if wanted in ("time", "event", "note"):
                found = {"time": event.time, "event": event.kind, "note": event.note or None}
                return self.text(found[wanted], (wanted,), place)
            declared = kind.fields.get(wanted)
            if wanted == "planned" and declared is None:
                return event.planned
            value = self.situation.field(event, wanted)
            if declared is not None and declared.type in _PERSON_TYPES and value is not None:
                return self.persons(value, f"{name}.{wanted}")
            return self.text(self.plain(value), (wanted,), place)

        return Occurrence(name, self._event_names, read, event.date)

    def persons(self, value: Any, name: str) -> Any:
        """Return a person, or several, of an event's field; another word stays a word."""
        if isinstance(value, tuple):
            return tuple(self.persons(one, name) for one in value)
        known = value.partition(":")[0] in self.vocabulary.roles
        return self.person(value, name) if known else value

    def events(self, kind: str, *others: str) -> list[Occurrence]:
        """Return the events of some kinds that have happened, the earliest first.

        Raises:
            Fault: the vocabulary has no such event.
        """
        kinds = (kind, *others)
        for one in kinds:
            if one not in self.vocabulary.events:
                help = near(one, self.vocabulary.events)
                raise Fault(f"the vocabulary has no event `{one}`", help)
        if kinds not in self._events:
            found = [self.event(e, e.kind) for e in self.situation.events if e.kind in kinds]
            self._events[kinds] = found
        return self._events[kinds]

    # -- facts

    def facts(self) -> Facts:
        """Return the facts of the ruleset, as the decision saw them."""
        return Facts(self)


class Facts(View):
    """The facts of a ruleset. One that another ruleset has is missing here, not a mistake."""

    __slots__ = ("_seen",)

    def __init__(self, seen: Seen) -> None:
        super().__init__("facts", seen.situation.ruleset.facts, seen.situation.facts.__getitem__)
        self._seen = seen

    def _find(self, key: str, name: str) -> Any:
        """Return a fact's value, or that it is missing."""
        called = f"facts.{key}"
        if name not in self._known:
            return Missing(called, lambda: self._near(name))
        value = self._read(name)
        if value is None or is_blank(value):
            return Missing(called)
        kind = self._seen.situation.ruleset.facts[name].type
        if kind == "spans" or (isinstance(value, datetime.date) and stands_still(value)):
            return Missing(called)  # no text can say it
        if isinstance(value, Event):
            return self._seen.event(value, called)
        if kind in _PERSON_TYPES:
            return self._seen.persons(value, called)
        return self._seen.text(self._seen.plain(value), (name,))

    def _near(self, name: str) -> str | None:
        """Return advice for a name that is no fact of this ruleset, nor of any other."""
        if name in (known := {*self._known, *self._seen.other_facts()}):
            return None
        help = near(name, sorted(known), limit=0)
        return help and re.sub("`(.*)`", lambda m: f"`facts.{m[1].replace('-', '_')}`", help)


def address_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names under which persons have addresses: those of the channels."""
    return tuple(dict.fromkeys(c.detail for c in vocabulary.channels.values() if c.detail))


def person_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what can be asked of a person: names, and the addresses of the channels."""
    return tuple(dict.fromkeys((*PERSON, *address_names(vocabulary))))
