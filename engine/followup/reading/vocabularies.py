"""Checked nodes to a `Vocabulary`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar, cast

from msgspec.structs import replace

from followup.core.patterns import Pattern
from followup.core.persons import NAME_PARTS
from followup.core.terms import All, Branch, Day, Flag, Number, OneOf, OwnField, Term, Word
from followup.core.vocabulary import (
    Absences,
    Action,
    CallsOff,
    Changes,
    Channel,
    Contacts,
    Correspondence,
    Departures,
    EventType,
    Field,
    Hint,
    MessageType,
    NewDay,
    Plain,
    Preferences,
    Recording,
    Role,
    RunEnd,
    Runs,
    Tone,
    Track,
    Type,
    Vocabulary,
)
from followup.diagnostics import InvalidDocument, Location
from followup.reading.access import (
    as_mapping,
    each,
    entries,
    flag,
    groups,
    items,
    scalar,
    text,
    word,
    words,
)
from followup.reading.citations import CitationReader
from followup.reading.conditions import ConditionReader
from followup.reading.decoding import decoded, decoded_each
from followup.reading.inheritance import FlatRuleset
from followup.reading.phrases import RESERVED, Reference
from followup.reading.remarks import RemarkReader
from followup.reading.report import Report, inside
from followup.reading.scope import Scope
from followup.text import MappingNode, Node, plain

T = TypeVar("T")

EVENT_KEYS = ("date", "time", "known-from", "event", "note")
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
PERSON_KEYS = (*NAME_PARTS, "channels")
"""Keys of a person's details, under which no channel can have its addresses."""


def read_vocabulary(
    root: Node, digest: str = "", parents: Mapping[str, str] | None = None
) -> Vocabulary:
    """Return the vocabulary that a document, already well-formed, declares.

    Args:
        root: the document, with what it extends.
        digest: what changes with any document that it is built from.
        parents: the vocabularies that it extends, name to file, the nearest first.

    Raises:
        InvalidDocument: a name that is not declared, a default of the wrong type, or a derived
            field whose phrase uses anything but the event's own fields.
    """
    reader = _Reader(as_mapping(root))
    vocabulary = reader.with_selectors(reader.vocabulary(digest, parents or {}))
    remarks = RemarkReader(reader.root, vocabulary, reader.report).remarks()
    if reader.report.problems:
        raise InvalidDocument(reader.report.problems)
    return replace(vocabulary, remarks=remarks)


class _Reader:
    def __init__(self, root: MappingNode) -> None:
        self.root = root
        self.report = Report()
        self.roles = list(entries(root, "roles"))
        self.channels = list(entries(root, "channels"))
        self.actions = list(entries(root, "actions"))
        self.sources = {name: text(node, "title") for name, node in groups(root, "sources").items()}
        self.cites = CitationReader(self.sources, {}, self.report)

    def vocabulary(self, digest: str, parents: Mapping[str, str]) -> Vocabulary:
        root = self.root
        for node in groups(root, "channels").values():
            self.known_words("channel", node, "counts-as", self.channels)
            self.check_free(node, "detail", PERSON_KEYS)
        events = {name: self.event(name, node) for name, node in groups(root, "events").items()}
        return Vocabulary(
            name=text(root, "vocabulary"),
            title=text(root, "title"),
            version=text(root, "version"),
            about=text(root, "about"),
            digest=digest,
            tracks=decoded_each(root, "tracks", Track),
            roles=decoded_each(root, "roles", Role),
            channels=decoded_each(root, "channels", Channel),
            fields=self.fields(root, (*HISTORY_KEYS, *RESERVED)),
            events=events,
            actions={n: self.action(n, a, events) for n, a in groups(root, "actions").items()},
            contacts=self.event_words("contacts", Contacts, events),
            preferences=self.event_words("preferences", Preferences, events),
            correspondence=tuple(self.correspondence(events)),
            absences=self.event_words("absences", Absences, events),
            departures=self.event_words("departures", Departures, events),
            endings={name: word(node) for name, node in entries(root, "endings").items()},
            waits={name: word(node) for name, node in entries(root, "waits").items()},
            checklist={n: self.hint(n, node) for n, node in entries(root, "checklist").items()},
            sources=self.sources,
            tones={n: self.tone(n, node) for n, node in groups(root, "tones").items()},
            messages={n: self.message(n, node) for n, node in groups(root, "messages").items()},
            names_case=self.known_words("field", root, "names-case", groups(root, "fields")),
            path=root.location.source.name,
            parents=parents,
        )

    # -- names

    def known(self, kind: str, name: str, names: Iterable[str], at: Location) -> bool:
        names = list(names)
        if name not in names:
            self.report.unknown("F303", kind, name, names, at)
        return name in names

    def known_words(
        self, kind: str, node: MappingNode, key: str, names: Iterable[str]
    ) -> tuple[str, ...]:
        """Return the words under a key, each of which must name something declared."""
        known = list(names)
        return tuple(self.report.check_word(kind, item, known) for item in each(node.get(key)))

    def check_free(self, node: MappingNode, key: str, taken: Iterable[str]) -> None:
        """Check that the word under a key is none that the language has taken."""
        if (found := node.get(key)) is not None and word(found) in taken:
            message = f"the name `{word(found)}` is taken by the language"
            self.report.add("F307", message, found.location)

    # -- what stands beside events and actions

    def hint(self, name: str, node: Node) -> Hint:
        if not isinstance(node, MappingNode):
            return Hint(name=name, says=word(node))
        return Hint(
            name=name,
            says=text(node, "says"),
            actions=self.known_words("action", node, "actions", self.actions),
            channels=self.known_words("channel", node, "channels", self.channels),
            cites=self.cites(node),
        )

    def message(self, name: str, node: MappingNode) -> MessageType:
        others = {channel: word(other) for channel, other in entries(node, "by").items()}
        for channel, other in others.items():
            at = as_mapping(node.get("by")).at(channel)
            self.known("channel", channel, self.channels, at)
            self.known("message", other, entries(self.root, "messages"), at)
        return MessageType(name=name, about=text(node, "about"), by=others, cites=self.cites(node))

    def tone(self, name: str, node: MappingNode) -> Tone:
        when = {}
        declared = groups(self.root, "fields")
        for field, given in entries(node, "when").items():
            at = as_mapping(node.get("when")).at(field)
            if self.known("field", field, declared, at):
                known = words(declared[field], "one-of")
                for item in each(given):
                    self.report.check_word("word", item, known)
            when[field] = tuple(map(word, each(given)))
        return Tone(name=name, about=text(node, "about"), when=when)

    # -- fields

    def fields(self, node: MappingNode, taken: Iterable[str]) -> dict[str, Field]:
        found = {}
        for name, definition in groups(node, "fields").items():
            if name in taken:
                at = as_mapping(node.get("fields")).at(name)
                self.report.add("F307", f"the name `{name}` is taken by the language", at)
            found[name] = self.field(name, definition)
        return found

    def field(self, name: str, node: MappingNode) -> Field:
        kind = text(node, "is")
        known = words(node, "one-of") or words(node, "or")
        if kind in ("word", "words") and not known:
            self.report.add(
                "F108", f"the field `{name}` needs `one-of`, the words it may hold", node.location
            )
        if kind in ("channel", "channels"):
            known = tuple(self.channels)
        if kind == "action":
            known = tuple(self.actions)
        return Field(
            name=name,
            type=cast(Type, kind),
            about=text(node, "about"),
            required=flag(node, "required"),
            default=self.default(kind, known, node),
            words=known,
        )

    def default(
        self, kind: str, known: tuple[str, ...], node: MappingNode
    ) -> Plain | tuple[str, ...] | None:
        given = node.get("default")
        if given is None:
            return None
        value = plain(given)
        fits = {
            "flag": isinstance(value, bool),
            "number": isinstance(value, int) and not isinstance(value, bool),
            "text": isinstance(value, str),
            "word": value in known,
            "channel": value in known,
            "persons": isinstance(value, list) and all(p in self.roles for p in value),
            "person": value in self.roles or value in known,
        }.get(kind, False)
        if not fits:
            self.report.add(
                "F207", f"this default does not fit a field that is a {kind}", given.location
            )
        return tuple(value) if isinstance(value, list) else cast(Plain, value)

    # -- events

    def event(self, name: str, node: MappingNode) -> EventType:
        if node.get("about") is None:  # only one that is extended goes without
            self.report.add("F102", "the key `about` is missing", node.location)
        fields = self.fields(node, EVENT_KEYS)
        derived = {}
        for key, definition in groups(node, "derived").items():
            if key in fields or key in EVENT_KEYS:
                at = as_mapping(node.get("derived")).at(key)
                self.report.add("F307", f"the name `{key}` is taken by a field", at)
            derived[key] = self.derived(definition, fields)
        return EventType(
            name=name,
            scheduled=flag(node, "scheduled"),
            fields=fields,
            derived=derived,
            exactly_one_of=self.known_words("field", node, "exactly-one-of", fields),
            void_when=self.field_words(node, "void-when", fields),
            moved_to=self.new_day(node, fields),
            changes=self.changes(node, fields),
            about=text(node, "about"),
        )

    def field_words(
        self, node: MappingNode, key: str, fields: Mapping[str, Field]
    ) -> dict[str, tuple[str, ...]]:
        """Return the words of fields that stand under a key."""
        found = {}
        for name, given in entries(node, key).items():
            if self.known("field", name, fields, as_mapping(node.get(key)).at(name)):
                known = fields[name].words
                found[name] = tuple(self.report.check_word("word", w, known) for w in each(given))
        return found

    def new_day(self, node: MappingNode, fields: dict[str, Field]) -> NewDay | None:
        given = node.get("moved-to")
        if not isinstance(given, MappingNode):
            return None
        for key, kind in (("date", "date"), ("time", "text")):
            named = given.get(key)
            if named is not None:
                known = [name for name, field in fields.items() if field.type == kind]
                self.known(f"{kind} field", word(named), known, named.location)
        return decoded(given, NewDay)

    def changes(self, node: MappingNode, fields: dict[str, Field]) -> Changes | None:
        given = node.get("changes")
        if not isinstance(given, MappingNode):
            return None
        self.known("event", text(given, "event"), groups(self.root, "events"), given.at("event"))
        dates = [name for name, field in fields.items() if field.type == "date"]
        self.known("date field", text(given, "of"), dates, given.at("of"))
        back = self.field_words(given, "looks-back", fields)
        return Changes(
            event=text(given, "event"),
            of=text(given, "of"),
            looks_back=next(iter(back.items()), None),
        )

    def with_selectors(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return a vocabulary with what speaks of its events by selectors."""
        scope = Scope(FlatRuleset(header=self.root), vocabulary, self.report)
        selectors = ConditionReader(scope)
        events = dict(vocabulary.events)
        for name, node in groups(self.root, "events").items():
            given = node.get("calls-off")
            if isinstance(given, MappingNode):
                self.known("event", text(given, "event"), events, given.at("event"))
                pattern = selectors.pattern(name, given.get("when"), given.location)
                by = pattern or Pattern(event=name)
                called = CallsOff(event=text(given, "event"), by=by)
                events[name] = replace(events[name], calls_off=called)
        runs = self.root.get("runs")
        if not isinstance(runs, MappingNode):
            return replace(vocabulary, events=events)
        self.known("event", text(runs, "begin"), events, runs.at("begin"))
        found = Runs(
            begin=text(runs, "begin"),
            ends=tuple(
                RunEnd(
                    by=selectors.selector(end.get("by")),
                    unless_then=selectors.selector(end.get("unless-then")),
                )
                for end in map(as_mapping, items(runs, "ends"))
            ),
            answered_by=selectors.selector(runs.get("answered-by")),
            keep=self.known_words("event", runs, "keep", events),
        )
        return replace(vocabulary, events=events, runs=found)

    def derived(self, node: MappingNode, fields: dict[str, Field]) -> tuple[Branch, ...]:
        branches = []
        for item in items(node, "first-of"):
            conditions = []
            phrase_node = item
            if isinstance(item, MappingNode):
                for key, wanted in entries(item, "if").items():
                    self.known("field", key, fields, as_mapping(item.get("if")).at(key))
                    conditions.append(OneOf(OwnField(key), (_literal(wanted),)))
                phrase_node = item.entries["then"]
            names = _OwnNames(phrase_node, fields, self.report)
            phrase = self.report.phrase(phrase_node, names)
            if phrase is not None:
                branches.append(Branch(when=All(tuple(conditions)), then=phrase))
        return tuple(branches)

    def action(self, name: str, node: MappingNode, events: dict[str, EventType]) -> Action:
        self.known("track", text(node, "track"), entries(self.root, "tracks"), node.at("track"))
        track = groups(self.root, "tracks").get(text(node, "track"))
        any_day = track is not None and flag(track, "any-day")
        own = {"name": name, "any-day": any_day, "is-answer": node.get("answers") is not None}
        action = decoded(node, Action, **own)
        self.check_record(as_mapping(node.get("recorded-by")), action.recorded_by, events)
        return action

    def check_record(
        self, node: MappingNode, recording: Recording, events: dict[str, EventType]
    ) -> None:
        """Check that the event which records an action is one that its kind allows."""
        if not self.known("event", recording.event, events, node.at("event")):
            return
        event = events[recording.event]
        for key in recording.marks:
            at = as_mapping(node.get("set")).at(key)
            self.known("field", key, event.fields, at)
            value, field = recording.marks[key], event.fields.get(key)
            if field and field.words and value not in field.words:
                self.report.unknown("F303", "word", value, field.words, at)
        for key, name in (("to", recording.to), ("via", recording.via)):
            if name is not None:
                self.known("field", name, event.fields, node.at(key))
        given = {*recording.marks, recording.to, recording.via}
        for field in event.fields.values():
            if field.required and field.name not in given:
                self.report.add(
                    "F102",
                    f"the record of the action lacks `{field.name}`, which `{event.name}` needs",
                    node.location,
                    "add it under `set`",
                )

    def correspondence(self, events: dict[str, EventType]) -> Iterator[Correspondence]:
        """Go through the kinds of event by which persons, and ways to them, become known."""
        for node in map(as_mapping, items(self.root, "correspondence")):
            event = text(node, "event")
            if not self.known("event", event, events, node.at("event")):
                continue
            fields = events[event].fields
            for key in ("person", "channel"):
                self.known("field", text(node, key), fields, node.at(key))
            yield Correspondence(
                event=event,
                person=text(node, "person"),
                channel=text(node, "channel"),
                makes_known=self.known_words("channel", node, "makes-known", self.channels),
                unless=self.field_words(node, "unless", fields),
            )

    def event_words(self, key: str, record: type[T], events: dict[str, EventType]) -> T | None:
        """Return what names an event and its fields, if it names such as there are."""
        node = self.root.get(key)
        if not isinstance(node, MappingNode):
            return None
        event = text(node, "event")
        if not self.known("event", event, events, node.at("event")):
            return None
        for name, value in node.entries.items():
            if name != "event":
                self.known("field", word(value), events[event].fields, node.at(name))
        return decoded(node, record)


def _literal(node: Node) -> Term:
    value = scalar(node)
    if isinstance(value, bool):
        return Flag(value)
    return Number(value) if isinstance(value, int) else Word(str(value))


class _OwnNames:
    """What names mean in the phrase of a derived field: the fields of the event itself."""

    def __init__(self, node: Node, fields: dict[str, Field], report: Report) -> None:
        self.node = node
        self.fields = fields
        self.report = report

    def day(self, day: datetime.date, offset: int) -> Term:
        return Day(day)

    def moment(self, reference: Reference) -> Term:
        return self._field("date", reference, ["date"])

    def duration(self, reference: Reference) -> Term:
        return self._field("duration", reference, [])

    def spans(self, reference: Reference) -> str:
        at = inside(self.node, reference.offset, len(str(reference)))
        message = "an event's own field has no spans to leave out"
        self.report.add("F303", message, at, "leave `not counting` to the phrases of rulesets")
        return str(reference)

    def _field(self, kind: str, reference: Reference, more: list[str]) -> Term:
        right = [*(name for name, field in self.fields.items() if field.type == kind), *more]
        if str(reference) not in right:
            at = inside(self.node, reference.offset, len(str(reference)))
            self.report.unknown("F303", f"{kind} field", str(reference), right, at)
        return OwnField(reference.name)
