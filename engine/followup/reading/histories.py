"""Checked nodes to a `History`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from followup.calendars import Calendar, CalendarError, HolidaySource, localize
from followup.core.history import Event, History, Timestamp, in_history_order
from followup.core.vocabulary import Field, Value, Vocabulary
from followup.diagnostics import InvalidDocument, Location, did_you_mean
from followup.reading.access import as_mapping, each, groups, items, scalar, text, word, words
from followup.reading.closures import check_working_days, read_closures
from followup.reading.kinds import check_kind
from followup.reading.report import Report
from followup.text import MappingNode, Node


def read_history(
    root: Node, vocabulary: Vocabulary, source: HolidaySource | None, name: str = "case"
) -> History:
    """Return the history that a document, already well-formed, tells.

    `source` gives the public holidays; `name` is the case's name where the document has none.

    Raises:
        InvalidDocument: a date, time, duration, person, zone, country or closure that is none.
    """
    reader = _Reader(as_mapping(root), vocabulary, source)
    history = reader.history(name)
    if reader.report.problems or history is None:
        raise InvalidDocument(reader.report.problems)
    return history


def check_vocabulary(root: Node, vocabulary: Vocabulary) -> None:
    """Check that a document is a history in the words of a vocabulary.

    Raises:
        InvalidDocument: it is another kind of document, names another vocabulary, or has none of
            its events.
    """
    check_kind(root, "history")
    if not isinstance(root, MappingNode):
        return
    report = Report()
    node = root.get("vocabulary")
    if node is not None and scalar(node) not in vocabulary.names:
        report.add(
            "F306",
            f"this history has the words of `{scalar(node)}`, the ruleset those of "
            f"`{vocabulary.name}`",
            node.location,
            "choose a ruleset of the history's vocabulary with --ruleset",
        )
    elif node is None and _is_foreign(root, vocabulary):
        report.add(
            "F306",
            f"none of these events belongs to `{vocabulary.name}`",
            root.at("events"),
            "choose the ruleset of another domain with --ruleset",
        )
    if report.problems:
        raise InvalidDocument(report.problems)


def _is_foreign(root: MappingNode, vocabulary: Vocabulary) -> bool:
    """Return whether a history tells of several kinds of event, none of them a known one."""
    kinds = {
        word(item.get("event"))
        for item in items(root, "events")
        if isinstance(item, MappingNode) and item.get("event") is not None
    }
    known = vocabulary.events
    return len(kinds) > 1 and not any(
        kind in known or did_you_mean(kind, known, limit=0) for kind in kinds
    )


WAYS = "channels"
"""Under which key a person's details list the ways to reach them."""


class _Reader:
    def __init__(
        self, root: MappingNode, vocabulary: Vocabulary, source: HolidaySource | None
    ) -> None:
        self.root = root
        self.vocabulary = vocabulary
        self.source = source
        self.report = Report()
        self.zone: datetime.tzinfo | None = None

    def history(self, name: str) -> History | None:
        root = self.root
        self.zone = self.timezone()
        calendar = self.calendar()
        nodes = [as_mapping(node) for node in items(root, "events")]
        events = [self.event(entry, node) for entry, node in enumerate(nodes)]
        fields = self.fields(root, self.vocabulary.fields)
        people = self.people()
        channels = self.channels()
        if calendar is None:
            return None
        return History(
            case=text(root, "case", name),
            vocabulary=self.vocabulary.name,
            digest=self.vocabulary.digest,
            calendar=calendar,
            events=in_history_order([event for event in events if event is not None]),
            fields=fields,
            timezone=self.zone,
            people=people,
            channels=channels,
            places={entry: node.location for entry, node in enumerate(nodes)},
        )

    def timezone(self) -> datetime.tzinfo | None:
        node = self.root.get("timezone")
        if node is None:
            return None
        key = word(node)
        try:
            return ZoneInfo(key)
        except (ValueError, OSError, KeyError):  # a missing zone is a KeyError
            self.report.add("F205", f"there is no time zone `{key}`", node.location, zone_help(key))
            return None

    def calendar(self) -> Calendar | None:
        closures = read_closures(self.root, self.report)
        working = [self.report.date(node) for node in items(self.root, "working-days")]
        country = self.root.get("country")
        subdivision = self.root.get("subdivision")
        if country is None and subdivision is not None:
            self.report.add("F206", "a subdivision needs its `country`", subdivision.location)
        try:
            calendar = Calendar.for_country(
                None if country is None else word(country),
                None if subdivision is None or country is None else word(subdivision),
                closures=closures,
                extra_working=[day for day in working if day],
                source=self.source,
            )
        except CalendarError as error:
            at = self.root.location if country is None else country.location
            if subdivision is not None and "subdivision" in str(error):
                at = subdivision.location
            self.report.add("F206", str(error), at, error.help)
            return None
        if not self.report.problems:
            check_working_days(calendar, closures, self.root, self.report)
        return calendar

    def people(self) -> dict[str, dict[str, str]]:
        found = {}
        for person, details in groups(self.root, "people").items():
            at = as_mapping(self.root.get("people")).at(person)
            whose = self.person(person, at, ())
            if whose is not None:
                texts = {k: v for k, v in details.entries.items() if k != WAYS}
                found[whose] = {key: word(value) for key, value in texts.items()}
        return found

    def channels(self) -> dict[str, tuple[str, ...]]:
        """Return the ways to reach those of whom the history lists them; a list may be empty."""
        listed = {p: d for p, d in groups(self.root, "people").items() if d.get(WAYS) is not None}
        return {_trimmed(person): words(details, WAYS) for person, details in listed.items()}

    def event(self, entry: int, node: MappingNode) -> Event | None:
        """Return an event; None where its kind or its date is missing or wrong."""
        kind = self.vocabulary.events.get(text(node, "event"))
        date_node, time_node = node.get("date"), node.get("time")
        date = None if date_node is None else self.report.date(date_node)
        time = None if time_node is None else self.report.time(time_node)
        known_node = node.get("known-from")
        known_from = None if known_node is None else self.report.date(known_node)
        values = self.fields(node, kind.fields if kind else {})
        if date is None or kind is None:
            return None
        moment: Timestamp = date
        if time is not None and self.zone is not None:
            moment = localize(date, time, self.zone)
        return Event(
            kind=kind.name,
            date=date,
            moment=moment,
            time=time,
            values=values,
            known_from=known_from,
            note=text(node, "note"),
            entry=entry,
        )

    def fields(self, node: MappingNode, fields: Mapping[str, Field]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for name, field in fields.items():
            given = node.get(name)
            value = field.default if given is None else self.value(given, field)
            if value is not None:
                values[name] = value
        return values

    def value(self, node: Node, field: Field) -> Value | None:
        match field.type:
            case "date":
                return self.report.date(node)
            case "duration":
                return self.report.duration(node)
            case "person":
                return self.person(word(node), node.location, field.words)
            case "persons":
                persons = (self.person(word(item), item.location, ()) for item in each(node))
                return tuple(filter(None, persons))
            case "words" | "channels":
                return tuple(map(word, each(node)))
        value = scalar(node)
        return None if isinstance(value, float) else value

    def person(self, word: str, at: Location, others: tuple[str, ...]) -> str | None:
        """Return a person, `role` or `role:name`, as it is compared: without spaces around."""
        role, _, name = _trimmed(word).partition(":")
        if role in others and not name:
            return role
        if role not in self.vocabulary.roles:
            self.report.add(
                "F204",
                f"`{word}` names no role",
                at,
                did_you_mean(role, [*self.vocabulary.roles, *others], limit=0)
                or "write the role first, as in `role:name`; the roles are "
                + ", ".join(f"`{known}`" for known in [*self.vocabulary.roles, *others]),
            )
            return None
        return f"{role}:{name}" if name else role


def _trimmed(person: str) -> str:
    """Return a person as it is compared, without spaces around role and name."""
    role, _, name = (part.strip() for part in person.partition(":"))
    return f"{role}:{name}" if name else role


_OFFSET = re.compile(r"(UTC|GMT|Z)?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(:?\d\d)?", re.IGNORECASE)
_ZONES_MEANT = {
    "pst": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "mst": "America/Denver",
    "mountain": "America/Denver",
    "cst": "America/Chicago",
    "central": "America/Chicago",
    "est": "America/New_York",
    "eastern": "America/New_York",
    "bst": "Europe/London",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "aest": "Australia/Sydney",
}


def zone_help(key: str) -> str:
    """Advise on a zone: the one that an everyday name means, or one that is spelled alike."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    if offset := _OFFSET.fullmatch(key):
        ahead, hours = offset["sign"] == "+", int(offset["hours"])
        there = "ahead of" if ahead else "behind"
        fixed = f"Etc/GMT{'-' if ahead else '+'}{hours}"
        return (
            "write a region and a city, such as `Europe/Berlin`, whose clock changes are known"
            + (f"; `{fixed}` is always {hours} hours {there} UTC" if 0 < hours <= 12 else "")
        )
    words = key.lower().replace("/", " ").replace("_", " ").split()
    meant = next((_ZONES_MEANT[word] for word in words if word in _ZONES_MEANT), None)
    if meant is None:
        near = get_close_matches(key, sorted(available_timezones()), n=1, cutoff=0.75)
        meant = near[0] if near else None
    if meant is not None:
        return f"did you mean `{meant}`?"
    return "write a region and a city, such as `America/Los_Angeles`"
