"""What a template sees: named values that are there, missing, or a mistake.

A value that the history could have and does not is `Missing`: false when it is asked about, an
error when it is written, so that no message goes out with a hole. A name that means nothing is
an error at once. Names are written with underscores for the hyphens of the vocabulary.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from jinja2 import ChainableUndefined, UndefinedError

from followup.diagnostics import NOWHERE, Location, did_you_mean
from followup.drafting.persons import first_name, is_blank, name_of, words_for
from followup.evaluation.clock import day_of
from followup.evaluation.people import details_of
from followup.evaluation.situation import Situation
from followup.language.durations import Duration
from followup.language.model import Event

_PERSON_TYPES = ("person", "persons")


Names = Callable[[], Iterable[str]]
"""Names that are costly to collect, and so only asked for when somebody mistyped one."""


class Fault(Exception):
    """What is wrong in a template, found while it is filled in; `help` says how to mend it."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


Advice = Callable[[], str | None]
"""Says, when it is asked, what a name was meant to be; None where nothing is near."""


class Missing(ChainableUndefined):
    """A value that the history does not have, and whatever would follow from it."""

    __slots__ = ("_advice",)

    def __init__(self, name: str, advice: Advice | None = None) -> None:
        super().__init__(name=name, exc=UndefinedError)
        self._advice = advice

    def __str__(self) -> str:
        """Refuse to be written."""
        self._fail_with_undefined_error()

    def __repr__(self) -> str:
        """Refuse to be written as part of a list."""
        self._fail_with_undefined_error()

    def __getattr__(self, name: str) -> Missing:
        """Return that what would follow is missing too."""
        if name[:2] == "__":
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: object) -> Missing:  # type: ignore[override]
        """Return that what would follow is missing too."""
        return Missing(f"{self._undefined_name}.{name}", self._advice)

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> NoReturn:
        name = self._undefined_name
        help = f'write `{{{{ {name} or gap("…") }}}}`, or ask first whether it is there'
        near = self._advice() if self._advice else None
        raise Fault(
            f"there is no `{name}` to write here", f"{near} otherwise {help}" if near else help
        )


def missing(name: str) -> Missing:
    """Return the missing value of a name."""
    return Missing(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A text that a template took from a document: what it is called there, and its place."""

    keys: tuple[str, ...]
    value: str
    location: Location = NOWHERE


@dataclass(slots=True)
class Record:
    """What a template did while it was filled in: the gaps it left, the texts it took."""

    gaps: list[str] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def gap(self, what: str) -> str:
        """Return a marked gap, and note it; what it quotes cannot end it."""
        mark = f"[[ {what.replace('[[', '(').replace(']]', ')')} ]]"
        if mark not in self.gaps:
            self.gaps.append(mark)
        return mark


class View:
    """Values by name, read when they are asked for."""

    __slots__ = ("_known", "_name", "_read")

    def __init__(self, name: str, known: Iterable[str], read: Callable[[str], Any]) -> None:
        self._name = name
        self._known = tuple(known)
        self._read = read

    def __getitem__(self, key: object) -> Any:
        """Return a value, or that it is missing.

        Raises:
            Fault: there is no such name.
        """
        name = str(key).replace("_", "-")
        if name not in self._known:
            help = did_you_mean(name, self._known)
            raise Fault(f"there is no `{self._name}.{key}`", help and help.replace("-", "_"))
        value = self._read(name)
        lacks = value is None or is_blank(value)
        return missing(f"{self._name}.{key}") if lacks else value

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

    def text(self, value: Any, keys: tuple[str, ...], location: Location = NOWHERE) -> Any:
        """Return a value as it is; a text is noted."""
        if isinstance(value, str):
            self.record.used.append(Used(keys=keys, value=value, location=location))
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
        whose, details = details_of(person, self.history)
        full = name_of(person, details)
        own = {
            "role": person.partition(":")[0],
            "words": words_for(person, self.history, self.vocabulary),
            "name": full,
            "first-name": first_name(full, whose.partition(":")[2]) if full else None,
        }
        addresses = {c.detail: None for c in self.vocabulary.channels.values() if c.detail}

        def read(wanted: str) -> Any:
            if wanted in own:
                return self.text(own[wanted], ("people", whose, "name"))
            return self.text(details.get(wanted), ("people", whose, wanted))

        return Person(name, (*own, *addresses), read)

    # -- events

    def event(self, event: Event, name: str) -> Occurrence:
        """Return an event as a template sees one."""
        kind = self.vocabulary.events[event.kind]
        known = dict.fromkeys(("date", "time", "event", "note"))
        for other in self.vocabulary.events.values():  # a fact may be one of several kinds
            known.update(dict.fromkeys((*other.fields, *other.derived)))

        def read(wanted: str) -> Any:
            if wanted in ("time", "event", "note"):
                found = {"time": event.time, "event": event.kind, "note": event.note or None}
                return self.text(found[wanted], (wanted,), event.location)
            value = self.situation.field(event, wanted)
            declared = kind.fields.get(wanted)
            if declared is not None and declared.type in _PERSON_TYPES and value is not None:
                return self.persons(value, f"{name}.{wanted}")
            return self.text(self.plain(value), (wanted,), event.location)

        return Occurrence(name, known, read, event.date)

    def persons(self, value: Any, name: str) -> Any:
        """Return a person, or several, of an event's field; another word stays a word."""
        if isinstance(value, tuple):
            return tuple(self.persons(one, name) for one in value)
        known = value.partition(":")[0] in self.vocabulary.roles
        return self.person(value, name) if known else value

    def events(self, kind: str) -> list[Occurrence]:
        """Return the events of a kind that have happened, the earliest first.

        Raises:
            Fault: the vocabulary has no such event.
        """
        if kind not in self.vocabulary.events:
            help = did_you_mean(kind, self.vocabulary.events)
            raise Fault(f"the vocabulary has no event `{kind}`", help)
        return [self.event(e, kind) for e in self.situation.events if e.kind == kind]

    # -- facts

    def facts(self) -> Facts:
        """Return the facts of the ruleset, as the decision saw them."""
        return Facts(self)


class Facts(View):
    """The facts of a ruleset. One that another ruleset has is missing here, not a mistake."""

    __slots__ = ("_seen",)

    def __init__(self, seen: Seen) -> None:
        super().__init__("facts", seen.situation.ruleset.facts, seen.situation.fact)
        self._seen = seen

    def __getitem__(self, key: object) -> Any:
        """Return a fact's value, or that it is missing."""
        name = str(key).replace("_", "-")
        called = f"facts.{key}"
        if name not in self._known:
            return Missing(called, lambda: self._near(name))
        value = self._read(name)
        if value is None or is_blank(value):
            return missing(called)
        if isinstance(value, Event):
            return self._seen.event(value, called)
        if self._seen.situation.ruleset.facts[name].type in _PERSON_TYPES:
            return self._seen.persons(value, called)
        return self._seen.text(self._seen.plain(value), (name,))

    def _near(self, name: str) -> str | None:
        """Return advice for a name that is no fact of this ruleset, nor of any other."""
        if name in (known := {*self._known, *self._seen.other_facts()}):
            return None
        help = did_you_mean(name, sorted(known), limit=0)
        return help and re.sub("`(.*)`", lambda m: f"`facts.{m[1].replace('-', '_')}`", help)
