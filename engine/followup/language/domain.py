"""The records of a vocabulary: the words of one domain, as its document declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from followup.diagnostics import NOWHERE, Location
from followup.language.phrases import Moment

Value = Any
"""A field's value: date, Duration, str, tuple of str, bool or int, by the field's type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an event or a history: its type and what it may hold."""

    name: str
    type: str
    about: str = ""
    required: bool = False
    default: Value = None
    words: tuple[str, ...] = ()
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way to compute a derived field: applies when each named field has its value."""

    conditions: tuple[tuple[str, Value], ...]
    phrase: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """A kind of event. `scheduled`: a date in the future means that it is planned."""

    name: str
    scheduled: bool
    fields: Mapping[str, Field]
    derived: Mapping[str, tuple[Alternative, ...]]
    exactly_one_of: tuple[str, ...] = ()
    about: str = ""

    def type_of(self, name: str) -> str | None:
        """Return the type of a field, `moment` for a derived one and for `date`, else None."""
        if name in self.derived or name == "date":
            return "moment"
        found = self.fields.get(name)
        return found.type if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The event that records an action once done, with the fields that mark it."""

    event: str
    marks: Mapping[str, Value]
    to: str | None
    via: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be done. `any_day`: it may open on a day off."""

    name: str
    track: str
    says: str
    about: str
    any_day: bool
    recorded_by: Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach a person."""

    name: str
    says: str
    detail: str | None = None
    counts_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Which event, with which fields, tells how a person can be reached."""

    event: str
    person: str
    channels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """Which event, with which fields, allows, forbids or prefers a channel."""

    event: str
    channel: str
    allowed: str
    preferred: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a piece of advice stands.

    `items` are ids in the source's catalogue; `at` is a heading or page of a source without one.
    """

    source: str
    title: str
    at: str | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something to mind when acting; empty `actions` or `channels` mean any."""

    name: str
    says: str
    actions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageType:
    """A message that rules can name; `by` maps a channel to the message for that channel."""

    name: str
    about: str
    by: Mapping[str, str] = field(default_factory=dict)
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """A tone of messages; `when` maps a field of the history to the words that call for it."""

    name: str
    about: str
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of one domain. `tracks` stand in order of importance.

    `digest` is the sha256 of the document that it was read from, `path` its file; the
    catalogues of its `sources` (name to title) and its messages stand beside that.
    """

    name: str
    title: str
    version: str
    tracks: Mapping[str, str]
    roles: Mapping[str, str]
    channels: Mapping[str, Channel]
    fields: Mapping[str, Field]
    events: Mapping[str, EventType]
    actions: Mapping[str, Action]
    contacts: Contacts | None = None
    preferences: Preferences | None = None
    endings: Mapping[str, str] = field(default_factory=dict)
    waits: Mapping[str, str] = field(default_factory=dict)
    checklist: Mapping[str, Hint] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[str, Tone] = field(default_factory=dict)
    messages: Mapping[str, MessageType] = field(default_factory=dict)
    about: str = ""
    digest: str = ""
    path: str = ""
