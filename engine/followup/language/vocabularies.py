"""Checked nodes to a `Vocabulary`."""

from __future__ import annotations

from collections.abc import Iterable

from followup.diagnostics import InvalidDocument, Location
from followup.language.building import (
    Report,
    as_mapping,
    each,
    entries,
    flag,
    items,
    scalar,
    text,
)
from followup.language.citations import read_cites
from followup.language.domain import (
    Action,
    Alternative,
    Channel,
    Contacts,
    EventType,
    Field,
    Hint,
    MessageType,
    Preferences,
    Recording,
    Tone,
    Value,
    Vocabulary,
)
from followup.language.phrases import RESERVED, Reference, references
from followup.text import Mapping, Node, plain

EVENT_KEYS = ("date", "time", "event", "note")
"""Keys that every event has, which no vocabulary may redefine."""
HISTORY_KEYS = (
    "case",
    "vocabulary",
    "country",
    "subdivision",
    "timezone",
    "people",
    "closures",
    "working-days",
    "notes",
    "events",
)
"""Keys that every history has, which no vocabulary may redefine."""


def build_vocabulary(root: Node, digest: str = "") -> Vocabulary:
    """Return the vocabulary that a document, already well-formed, declares.

    Raises:
        InvalidDocument: a name that is not declared, a default of the wrong type, or a derived
            field whose phrase uses anything but the event's own fields.
    """
    builder = _Builder(as_mapping(root))
    vocabulary = builder.build(digest)
    if builder.report.problems:
        raise InvalidDocument(builder.report.problems)
    return vocabulary


class _Builder:
    def __init__(self, root: Mapping) -> None:
        self.root = root
        self.report = Report()
        self.roles = list(entries(root, "roles"))
        self.channels = list(entries(root, "channels"))
        self.actions = list(entries(root, "actions"))
        self.sources = {
            n: text(as_mapping(s), "title") for n, s in entries(root, "sources").items()
        }

    def build(self, digest: str) -> Vocabulary:
        root = self.root
        events = {
            name: self.event(name, as_mapping(node))
            for name, node in entries(root, "events").items()
        }
        return Vocabulary(
            name=text(root, "vocabulary"),
            title=text(root, "title"),
            version=text(root, "version"),
            about=text(root, "about"),
            digest=digest,
            tracks={n: text(as_mapping(t), "about") for n, t in entries(root, "tracks").items()},
            roles={n: text(as_mapping(r), "says") for n, r in entries(root, "roles").items()},
            channels={
                n: self.channel(n, as_mapping(c)) for n, c in entries(root, "channels").items()
            },
            fields=self.fields(root, HISTORY_KEYS),
            events=events,
            actions={
                n: self.action(n, as_mapping(a), events)
                for n, a in entries(root, "actions").items()
            },
            contacts=self.contacts(events),
            preferences=self.preferences(events),
            endings={n: str(scalar(x)) for n, x in entries(root, "endings").items()},
            waits={n: str(scalar(x)) for n, x in entries(root, "waits").items()},
            checklist={n: self.hint(n, x) for n, x in entries(root, "checklist").items()},
            sources=self.sources,
            tones={n: self.tone(n, as_mapping(t)) for n, t in entries(root, "tones").items()},
            messages={
                n: self.message(n, as_mapping(m)) for n, m in entries(root, "messages").items()
            },
            path=root.location.source.name,
        )

    def known(self, kind: str, word: str, names: Iterable[str], at: Location) -> bool:
        names = list(names)
        if word not in names:
            self.report.unknown("F303", kind, word, names, at)
        return word in names

    def channel(self, name: str, node: Mapping) -> Channel:
        counts_as = node.get("counts-as")
        if counts_as is not None:
            self.known("channel", str(scalar(counts_as)), self.channels, counts_as.location)
        return Channel(
            name=name,
            says=text(node, "says"),
            detail=text(node, "detail") or None,
            counts_as=text(node, "counts-as") or None,
        )

    def words(self, kind: str, node: Mapping, key: str, names: Iterable[str]) -> tuple[str, ...]:
        """Return the words of a list that each name something declared."""
        for item in items(node, key):
            self.known(kind, str(scalar(item)), names, item.location)
        return tuple(str(scalar(item)) for item in items(node, key))

    def hint(self, name: str, node: Node) -> Hint:
        if not isinstance(node, Mapping):
            return Hint(name=name, says=str(scalar(node)))
        return Hint(
            name=name,
            says=text(node, "says"),
            actions=self.words("action", node, "actions", self.actions),
            channels=self.words("channel", node, "channels", self.channels),
            cites=read_cites(node, self.sources, {}, self.report),
        )

    def message(self, name: str, node: Mapping) -> MessageType:
        others = entries(node, "by")
        for channel, other in others.items():
            at = as_mapping(node.get("by")).at(channel)
            self.known("channel", channel, self.channels, at)
            self.known("message", str(scalar(other)), entries(self.root, "messages"), at)
        return MessageType(
            name=name,
            about=text(node, "about"),
            by={channel: str(scalar(other)) for channel, other in others.items()},
            cites=read_cites(node, self.sources, {}, self.report),
        )

    def tone(self, name: str, node: Mapping) -> Tone:
        when = {}
        for field, words in entries(node, "when").items():
            at = as_mapping(node.get("when")).at(field)
            declared = entries(self.root, "fields")
            if self.known("field", field, declared, at):
                known = [str(scalar(w)) for w in items(as_mapping(declared[field]), "one-of")]
                for word in each(words):
                    self.known("word", str(scalar(word)), known, word.location)
            when[field] = tuple(str(scalar(word)) for word in each(words))
        return Tone(name=name, about=text(node, "about"), when=when)

    def fields(self, node: Mapping, taken: Iterable[str]) -> dict[str, Field]:
        found = {}
        inner = node.get("fields")
        for name, definition in entries(node, "fields").items():
            if name in taken or name in RESERVED:
                at = as_mapping(inner).at(name)
                self.report.add("F307", f"the name `{name}` is taken by the language", at)
            found[name] = self.field(name, as_mapping(definition))
        return found

    def field(self, name: str, node: Mapping) -> Field:
        kind = text(node, "is")
        words = tuple(str(scalar(word)) for word in items(node, "one-of") or items(node, "or"))
        if kind in ("word", "words") and not words:
            self.report.add(
                "F108", f"the field `{name}` needs `one-of`, the words it may hold", node.location
            )
        if kind in ("channel", "channels"):
            words = tuple(self.channels)
        if kind == "action":
            words = tuple(self.actions)
        return Field(
            name=name,
            type=kind,
            about=text(node, "about"),
            required=flag(node, "required"),
            default=self.default(kind, words, node),
            words=words,
            location=node.location,
        )

    def default(self, kind: str, words: tuple[str, ...], node: Mapping) -> Value:
        given = node.get("default")
        if given is None:
            return None
        value = plain(given)
        fits = {
            "flag": isinstance(value, bool),
            "number": isinstance(value, int) and not isinstance(value, bool),
            "text": isinstance(value, str),
            "word": value in words,
            "channel": value in words,
            "persons": isinstance(value, list) and all(p in self.roles for p in value),
            "person": value in self.roles or value in words,
        }.get(kind, False)
        if not fits:
            self.report.add(
                "F207", f"this default does not fit a field that is a {kind}", given.location
            )
        return tuple(value) if isinstance(value, list) else value

    def event(self, name: str, node: Mapping) -> EventType:
        fields = self.fields(node, EVENT_KEYS)
        exactly = tuple(str(scalar(item)) for item in items(node, "exactly-one-of"))
        for item in items(node, "exactly-one-of"):
            self.known("field", str(scalar(item)), fields, item.location)
        derived = {}
        for key, definition in entries(node, "derived").items():
            if key in fields or key in EVENT_KEYS:
                at = as_mapping(node.get("derived")).at(key)
                self.report.add("F307", f"the name `{key}` is taken by a field", at)
            derived[key] = self.derived(as_mapping(definition), fields)
        return EventType(
            name=name,
            scheduled=flag(node, "scheduled"),
            fields=fields,
            derived=derived,
            exactly_one_of=exactly,
            about=text(node, "about"),
        )

    def derived(self, node: Mapping, fields: dict[str, Field]) -> tuple[Alternative, ...]:
        found = []
        for item in items(node, "first-of"):
            conditions: list[tuple[str, Value]] = []
            phrase_node = item
            if isinstance(item, Mapping):
                for key, wanted in entries(item, "if").items():
                    self.known("field", key, fields, as_mapping(item.get("if")).at(key))
                    conditions.append((key, scalar(wanted)))
                phrase_node = item.entries["then"]
            phrase = self.report.phrase(phrase_node)
            if phrase is None:
                continue
            for reference, is_duration in references(phrase):
                self.derived_name(reference, is_duration, fields, phrase_node)
            found.append(Alternative(conditions=tuple(conditions), phrase=phrase))
        return tuple(found)

    def derived_name(
        self, reference: Reference, is_duration: bool, fields: dict[str, Field], node: Node
    ) -> None:
        wanted = "duration" if is_duration else "date"
        right = [n for n, f in fields.items() if f.type == wanted]
        if not is_duration:
            right.append("date")
        if str(reference) not in right:
            at = node.location.within(reference.offset, len(str(reference)))
            self.report.unknown("F303", f"{wanted} field", reference, right, at)

    def action(self, name: str, node: Mapping, events: dict[str, EventType]) -> Action:
        track = text(node, "track")
        self.known("track", track, entries(self.root, "tracks"), node.at("track"))
        recorded = as_mapping(node.get("recorded-by"))
        event = text(recorded, "event")
        marks = {key: scalar(value) for key, value in entries(recorded, "set").items()}
        if self.known("event", event, events, recorded.at("event")):
            fields = events[event].fields
            for key in marks:
                self.known("field", key, fields, as_mapping(recorded.get("set")).at(key))
            for key in ("to", "via"):
                if recorded.get(key) is not None:
                    self.known("field", text(recorded, key), fields, recorded.at(key))
            self.check_record(recorded, events[event], marks)
        return Action(
            name=name,
            track=track,
            says=text(node, "says"),
            about=text(node, "about"),
            any_day=flag(node, "any-day"),
            recorded_by=Recording(
                event=event,
                marks=marks,
                to=text(recorded, "to") or None,
                via=text(recorded, "via") or None,
            ),
        )

    def check_record(self, node: Mapping, event: EventType, marks: dict[str, Value]) -> None:
        """Check that the event which records an action is one that its kind allows."""
        given = {*marks, text(node, "to"), text(node, "via")}
        for field in event.fields.values():
            if field.required and field.name not in given:
                self.report.add(
                    "F102",
                    f"the record of the action lacks `{field.name}`, which `{event.name}` needs",
                    node.location,
                    "add it under `set`",
                )
            value = marks.get(field.name)
            if value is not None and field.words and value not in field.words:
                at = as_mapping(node.get("set")).at(field.name)
                self.report.unknown("F303", "word", value, field.words, at)

    def event_fields(self, key: str, events: dict[str, EventType]) -> dict[str, str] | None:
        """Return the words of `contacts` or `preferences` if they name an event and its fields."""
        node = self.root.get(key)
        if not isinstance(node, Mapping):
            return None
        words = {name: str(scalar(value)) for name, value in node.entries.items()}
        if not self.known("event", words["event"], events, node.at("event")):
            return None
        for name, word in words.items():
            if name != "event":
                self.known("field", word, events[words["event"]].fields, node.at(name))
        return words

    def contacts(self, events: dict[str, EventType]) -> Contacts | None:
        words = self.event_fields("contacts", events)
        return Contacts(**words) if words else None

    def preferences(self, events: dict[str, EventType]) -> Preferences | None:
        words = self.event_fields("preferences", events)
        return Preferences(**{"preferred": None, **words}) if words else None  # type: ignore[arg-type]
