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
from followup.core.patterns import Pattern
from followup.core.terms import ALWAYS, Branch, Condition

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
    "spans",
]
"""The type of a fact, a parameter or a field."""

PERSON_TYPES = frozenset(("person", "persons"))
MOMENTS_OF_ALL = ("date", "known-from")
"""What every event has: when it happened, and the day from which one knows of it."""
MOMENT_TYPES = frozenset(("event", "moment", "date"))
"""The types that can stand where a moment is needed."""

NUMBER_TYPES = frozenset(("count", "number"))

Plain: TypeAlias = bool | int | str
Value: TypeAlias = datetime.date | Duration | Plain | tuple[str, ...]
"""What a field of an event or a history may hold, by the field's type."""


class Track(Struct, frozen=True, kw_only=True, rename="kebab"):
    """A concern that is decided on its own; `owed`: the other side waits for what is done here.

    `any_day`: its actions may open on a day off.
    """

    about: str
    any_day: bool = False
    owed: bool = False


class Role(Struct, frozen=True, kw_only=True):
    """A kind of person; `says` is how a sentence names one."""

    says: str
    about: str = ""


class Channel(Struct, frozen=True, kw_only=True, rename="kebab"):
    """A way to reach a person; `detail` is the key of a person's details that makes it known.

    `private`: nobody can look it up, so it is assumed only for whom no way at all is known.
    """

    says: str
    about: str = ""
    detail: str | None = None
    counts_as: str | None = None
    private: bool = False


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


class NewDay(Struct, frozen=True, kw_only=True):
    """Which fields of an event say that it was moved, and to when."""

    date: str
    time: str | None = None


class Changes(Struct, frozen=True, kw_only=True):
    """What a kind of event changes: an event of another kind gets its fields of the same names.

    Its field `of` names the day of that event. Where it is not given the next one is meant, or
    the latest that has come where the field `looks_back[0]` has one of the words `looks_back[1]`.
    """

    event: str
    of: str
    looks_back: tuple[str, tuple[str, ...]] | None = None


class CallsOff(Struct, frozen=True, kw_only=True):
    """The kind of event of which what was planned is called off, and by which events."""

    event: str
    by: Pattern


class EventType(Struct, frozen=True, kw_only=True):
    """A kind of event. `scheduled`: a date in the future means that it is planned.

    A derived field is the moment of the first branch that applies and whose moment is known.
    `void_when` names the words of fields that make an event one that came to nothing.
    """

    name: str
    scheduled: bool
    fields: Mapping[str, Field]
    derived: Mapping[str, tuple[Branch, ...]]
    exactly_one_of: tuple[str, ...] = ()
    void_when: Mapping[str, tuple[str, ...]] = {}
    moved_to: NewDay | None = None
    changes: Changes | None = None
    calls_off: CallsOff | None = None
    about: str = ""

    def type_of(self, name: str) -> Type | None:
        """Return the type of a field, `moment` for derived ones and those of all, else None."""
        if name in self.derived or name in MOMENTS_OF_ALL:
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
    """Something that can be done. `any_day`: it may open on a day off, as its track says.

    An action that says so itself need not agree with its track. `is_answer`: it was asked for.
    """

    name: str
    track: str
    says: str
    about: str
    recorded_by: Recording
    any_day: bool = False
    is_answer: bool = False


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


class Correspondence(Struct, frozen=True, kw_only=True, rename="kebab"):
    """A kind of event by which a person becomes known, with the field of its channel.

    A channel of `makes_known` is known for that person then. An event with one of the words of
    `unless` tells of nobody: nobody wrote it.
    """

    event: str
    person: str
    channel: str
    makes_known: tuple[str, ...] = ()
    unless: Mapping[str, tuple[str, ...]] = {}


class Absences(Struct, frozen=True, kw_only=True):
    """Which event, with which fields, tells that a person is away, and to which day."""

    event: str
    person: str
    until: str


class Departures(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Which event, with which fields, tells that a person has left, and who came instead."""

    event: str
    person: str
    replaced_by: str | None = None


class RunEnd(Struct, frozen=True, kw_only=True):
    """What ends a run: an event of `by`, unless one of `unless_then` came since."""

    by: tuple[Pattern, ...]
    unless_then: tuple[Pattern, ...] = ()


class Runs(Struct, frozen=True, kw_only=True):
    """When a case begins anew: what came before then counts no more.

    An event `begin` begins a new run if one of the `ends` ended the last one, or if nothing of
    `answered_by` came since an earlier `begin` of the same run. Events of the kinds `keep` go on.
    """

    begin: str
    ends: tuple[RunEnd, ...] = ()
    answered_by: tuple[Pattern, ...] = ()
    keep: tuple[str, ...] = ()


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


class Remark(Struct, frozen=True, kw_only=True):
    """What is improbable about an event of one of the kinds of `of`, which fits their conditions.

    `together` is asked with each number of the event summed up over the events of its kind up to
    it. With `without` only an event is meant before which there is none of those.
    """

    code: str
    name: str
    says: str
    of: Mapping[str, Condition]
    when: Condition = ALWAYS
    together: Condition = ALWAYS
    without: Mapping[str, Condition] = {}
    help: str | None = None


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The words of one domain. `tracks` stand in order of importance.

    `names_case` are the fields of a history by which a person knows which case it is.
    `digest` is the sha256 of the document that it was read from, `path` its file; the
    catalogues of its `sources` (name to title) and its messages stand beside that, or beside
    the files of its `parents`, the vocabularies that it extends, the nearest first.
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
    correspondence: tuple[Correspondence, ...] = ()
    absences: Absences | None = None
    departures: Departures | None = None
    runs: Runs | None = None
    endings: Mapping[str, str] = {}
    waits: Mapping[str, str] = {}
    checklist: Mapping[str, Hint] = {}
    sources: Mapping[str, str] = {}
    tones: Mapping[str, Tone] = {}
    messages: Mapping[str, MessageType] = {}
    names_case: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    about: str = ""
    digest: str = ""
    path: str = ""
    parents: Mapping[str, str] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, and those of the vocabularies whose words it has too."""
        return (self.name, *self.parents)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files beside which something of it may stand, its own first."""
        return (self.path, *self.parents.values())
