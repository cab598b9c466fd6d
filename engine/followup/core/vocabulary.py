"""The records of a vocabulary: the words of one domain, as its document declares them.

`rename="kebab"` marks the records whose keys in the document are their fields: these are decoded
as they stand.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

from followup.core.durations import Duration
from followup.core.terms import Branch

Type: TypeAlias = Literal[
    "event",
    "moment",
    "date",
    "count",
    "number",
    "duration",
    "flag",
    "word",
    "words",
    "text",
    "person",
    "persons",
    "channel",
    "channels",
    "action",
]
"""The type of a fact, a parameter or a field."""

PERSON_TYPES = frozenset(("person", "persons"))
MOMENT_TYPES = frozenset(("event", "moment", "date"))
"""The types that can stand where a moment is needed."""

Plain: TypeAlias = bool | int | str
Value: TypeAlias = datetime.date | Duration | Plain | tuple[str, ...]
"""What a field of an event or a history may hold, by the field's type."""


class Track(Struct, frozen=True, kw_only=True):
    """A concern that is decided on its own."""

    about: str


class Role(Struct, frozen=True, kw_only=True):
    """A kind of person; `says` is how a sentence names one."""

    says: str
    about: str = ""


class Channel(Struct, frozen=True, kw_only=True, rename="kebab"):
    """A way to reach a person; `detail` is the key of a person's details that makes it known."""

    says: str
    about: str = ""
    detail: str | None = None
    counts_as: str | None = None


class Field(Struct, frozen=True, kw_only=True):
    """A field of an event or a history: its type and what it may hold."""

    name: str
    type: Type
    about: str = ""
    required: bool = False
    default: Plain | tuple[str, ...] | None = None
    words: tuple[str, ...] = ()

    @property
    def always_given(self) -> bool:
        """Whether every event, or history, has a value for it."""
        return self.required or self.default is not None


class EventType(Struct, frozen=True, kw_only=True):
    """A kind of event. `scheduled`: a date in the future means that it is planned.

    A derived field is the moment of the first branch that applies and whose moment is known.
    """

    name: str
    scheduled: bool
    fields: Mapping[str, Field]
    derived: Mapping[str, tuple[Branch, ...]]
    exactly_one_of: tuple[str, ...] = ()
    about: str = ""

    def type_of(self, name: str) -> Type | None:
        """Return the type of a field, `moment` for a derived one and for `date`, else None."""
        if name in self.derived or name == "date":
            return "moment"
        found = self.fields.get(name)
        return found.type if found else None


class Recording(Struct, frozen=True, kw_only=True):
    """The event that records an action once done; `marks` are the fields that tell it apart."""

    event: str
    marks: Mapping[str, Plain] = field(default_factory=dict, name="set")
    to: str | None = None
    via: str | None = None


class Action(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Something that can be done. `any_day`: it may open on a day off."""

    name: str
    track: str
    says: str
    about: str
    recorded_by: Recording
    any_day: bool = False


class Contacts(Struct, frozen=True, kw_only=True):
    """Which event, with which fields, tells how a person can be reached."""

    event: str
    person: str
    channels: str


class Preferences(Struct, frozen=True, kw_only=True):
    """Which event, with which fields, allows, forbids or prefers a channel."""

    event: str
    channel: str
    allowed: str
    preferred: str | None = None


class Citation(Struct, frozen=True, kw_only=True):
    """Where a piece of advice stands.

    `items` are ids in the source's catalogue; `at` is a heading or page of a source without one.
    """

    source: str
    title: str
    at: str | None = None
    items: tuple[str, ...] = ()


class Hint(Struct, frozen=True, kw_only=True):
    """Something to mind when acting; empty `actions` or `channels` mean any."""

    name: str
    says: str
    actions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()


class MessageType(Struct, frozen=True, kw_only=True):
    """A message that rules can name; `by` maps a channel to the message for that channel."""

    name: str
    about: str
    by: Mapping[str, str] = {}
    cites: tuple[Citation, ...] = ()


class Tone(Struct, frozen=True, kw_only=True):
    """A tone of messages; `when` maps a field of the history to the words that call for it."""

    name: str
    about: str
    when: Mapping[str, tuple[str, ...]] = {}


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The words of one domain. `tracks` stand in order of importance.

    `digest` is the sha256 of the document that it was read from, `path` its file; the
    catalogues of its `sources` (name to title) and its messages stand beside that.
    """

    name: str
    title: str
    version: str
    tracks: Mapping[str, Track]
    roles: Mapping[str, Role]
    channels: Mapping[str, Channel]
    fields: Mapping[str, Field]
    events: Mapping[str, EventType]
    actions: Mapping[str, Action]
    contacts: Contacts | None = None
    preferences: Preferences | None = None
    endings: Mapping[str, str] = {}
    waits: Mapping[str, str] = {}
    checklist: Mapping[str, Hint] = {}
    sources: Mapping[str, str] = {}
    tones: Mapping[str, Tone] = {}
    messages: Mapping[str, MessageType] = {}
    about: str = ""
    digest: str = ""
    path: str = ""
