"""Checked nodes to a `History`."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from followup.calendars import (
    Calendar,
    CalendarError,
    Closure,
    HolidaySource,
    localize,
)
from followup.defaults import LONGEST_CLOSURE
from followup.diagnostics import InvalidDocument, Location, did_you_mean
from followup.language.building import (
    Report,
    as_mapping,
    each,
    entries,
    items,
    scalar,
    text,
)
from followup.language.domain import Field, Value, Vocabulary
from followup.language.model import Event, History, Timestamp
from followup.text import Mapping, Node


def build_history(
    root: Node, vocabulary: Vocabulary, source: HolidaySource | None, name: str = "case"
) -> History:
    """Return the history that a document, already well-formed, tells.

    `source` gives the public holidays; `name` is the case's name where the document has none.

    Raises:
        InvalidDocument: a date, time, duration, person, zone, country or closure that is none.
    """
    builder = _Builder(as_mapping(root), vocabulary, source)
    history = builder.build(name)
    if builder.report.problems or history is None:
        raise InvalidDocument(builder.report.problems)
    return history


def check_vocabulary(root: Node, vocabulary: Vocabulary) -> None:
    """Check that a document is a history in the words of a vocabulary, and no other thing.

    Raises:
        InvalidDocument: it is a ruleset, names another vocabulary, or has none of its events.
    """
    if not isinstance(root, Mapping):
        return
    report = Report()
    node = root.get("vocabulary")
    if root.get("ruleset") is not None:
        report.add(
            "F306",
            "this is a ruleset, not a history",
            root.at("ruleset"),
            "give it with --ruleset, and a history as the file",
        )
    elif node is not None and scalar(node) != vocabulary.name:
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


def _is_foreign(root: Mapping, vocabulary: Vocabulary) -> bool:
    """Return whether a history tells of several kinds of event, none of them a known one."""
    kinds = {
        str(scalar(item.get("event")))
        for item in items(root, "events")
        if isinstance(item, Mapping) and item.get("event") is not None
    }
    known = vocabulary.events
    return len(kinds) > 1 and not any(
        kind in known or did_you_mean(kind, known, limit=0) for kind in kinds
    )


class _Builder:
    def __init__(self, root: Mapping, vocabulary: Vocabulary, source: HolidaySource | None) -> None:
        self.root = root
        self.vocabulary = vocabulary
        self.source = source
        self.report = Report()
        self.zone: datetime.tzinfo | None = None

    def build(self, name: str) -> History | None:
        root = self.root
        self.zone = self.timezone()
        calendar = self.calendar()
        events = self.events()
        fields = self.fields(root, self.vocabulary.fields)
        people = self.people()
        if calendar is None:
            return None
        return History(
            case=text(root, "case", name),
            vocabulary=self.vocabulary.name,
            digest=self.vocabulary.digest,
            calendar=calendar,
            events=in_history_order(events),
            fields=fields,
            timezone=self.zone,
            people=people,
        )

    def timezone(self) -> datetime.tzinfo | None:
        node = self.root.get("timezone")
        if node is None:
            return None
        key = str(scalar(node))
        try:
            return ZoneInfo(key)
        except (ValueError, OSError):  # a missing zone is a KeyError below
            pass
        except KeyError:
            pass
        self.report.add(
            "F205",
            f"there is no time zone `{key}`",
            node.location,
            _zone_help(key),
        )
        return None

    def calendar(self) -> Calendar | None:
        closures = [self.closure(as_mapping(node)) for node in items(self.root, "closures")]
        working = [self.report.date(node) for node in items(self.root, "working-days")]
        self.check_closures([closure for closure in closures if closure])
        country = self.root.get("country")
        subdivision = self.root.get("subdivision")
        if country is None and subdivision is not None:
            self.report.add("F206", "a subdivision needs its `country`", subdivision.location)
        try:
            return Calendar.for_country(
                None if country is None else str(scalar(country)),
                None if subdivision is None or country is None else str(scalar(subdivision)),
                closures=[closure for closure in closures if closure],
                extra_working=[day for day in working if day],
                source=self.source,
            )
        except CalendarError as error:
            at = self.root.location if country is None else country.location
            if subdivision is not None and "subdivision" in str(error):
                at = subdivision.location
            self.report.add("F206", str(error), at, error.help)
            return None

    def closure(self, node: Mapping) -> Closure | None:
        first = self.report.date(node.entries["from"])
        last = self.report.date(node.entries["to"])
        if first is None or last is None:
            return None
        if last < first:
            self.report.add(
                "F209", "the closure ends before it begins", node.at("to"), "swap `from` and `to`"
            )
            return None
        if (last - first).days >= LONGEST_CLOSURE:
            self.report.add(
                "F209",
                "the closure is longer than a year",
                node.at("to"),
                "check the years",
            )
            return None
        return Closure(first=first, last=last, why=text(node, "why", "closed"))

    def check_closures(self, closures: list[Closure]) -> None:
        """Refuse closures that leave no working day for years: nothing could be counted then."""
        days = sum((closure.last - closure.first).days + 1 for closure in closures)
        if days > 2 * LONGEST_CLOSURE:
            self.report.add(
                "F209",
                "the closures add up to more than two years",
                self.root.at("closures"),
                "leave out those that no date of this case can meet",
            )

    def people(self) -> dict[str, dict[str, str]]:
        found = {}
        inner = self.root.get("people")
        for person, details in entries(self.root, "people").items():
            whose = self.person(person, as_mapping(inner).at(person), ())
            if whose is not None:
                found[whose] = {
                    key: str(scalar(value)) for key, value in as_mapping(details).entries.items()
                }
        return found

    def events(self) -> list[Event]:
        found = []
        for node in items(self.root, "events"):
            event = self.event(as_mapping(node))
            if event is not None:
                found.append(event)
        return found

    def event(self, node: Mapping) -> Event | None:
        kind = self.vocabulary.events[text(node, "event")]
        date = self.report.date(node.entries["date"])
        time_node = node.get("time")
        time = None if time_node is None else self.report.time(time_node)
        values = self.fields(node, kind.fields)
        if date is None:
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
            note=text(node, "note"),
            location=node.location,
        )

    def fields(self, node: Mapping, fields: object) -> dict[str, Value]:
        assert isinstance(fields, dict)
        values: dict[str, Value] = {}
        for name, field in fields.items():
            given = node.get(name)
            value = field.default if given is None else self.value(given, field)
            if value is not None:
                values[name] = value
        return values

    def value(self, node: Node, field: Field) -> Value:
        if field.type == "date":
            return self.report.date(node)
        if field.type == "duration":
            return self.report.duration(node)
        if field.type == "person":
            return self.person(str(scalar(node)), node.location, field.words)
        if field.type == "persons":
            persons = [self.person(str(scalar(item)), item.location, ()) for item in each(node)]
            return tuple(person for person in persons if person)
        if field.type in ("words", "channels"):
            return tuple(str(scalar(item)) for item in each(node))
        return scalar(node)

    def person(self, word: str, at: Location, others: tuple[str, ...]) -> str | None:
        """Return a person, `role` or `role:name`, as it is compared: without spaces around."""
        role, _, name = (part.strip() for part in word.partition(":"))
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


def in_history_order(events: list[Event]) -> tuple[Event, ...]:
    """Return events in history order, numbered.

    The order is by date; within one date by time if every event of that date has one, else as
    the events stand in the file.
    """
    timed: dict[datetime.date, bool] = {}
    for event in events:
        timed[event.date] = timed.get(event.date, True) and event.time is not None
    midnight = datetime.time()
    ordered = sorted(
        events, key=lambda e: (e.date, (e.time or midnight) if timed[e.date] else midnight)
    )
    return tuple(_numbered(event, order) for order, event in enumerate(ordered))


def _numbered(event: Event, order: int) -> Event:
    return Event(
        kind=event.kind,
        date=event.date,
        moment=event.moment,
        time=event.time,
        values=event.values,
        note=event.note,
        order=order,
        location=event.location,
    )


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


def _zone_help(key: str) -> str:
    """Advise on a zone: the one that an everyday name means, or one that is spelled alike."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    words = key.lower().replace("/", " ").replace("_", " ").split()
    meant = next((_ZONES_MEANT[word] for word in words if word in _ZONES_MEANT), None)
    if meant is None:
        near = get_close_matches(key, sorted(available_timezones()), n=1, cutoff=0.75)
        meant = near[0] if near else None
    if meant is not None:
        return f"did you mean `{meant}`?"
    return "write a region and a city, such as `America/Los_Angeles`"
