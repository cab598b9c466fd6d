"""Reading a history as it is written: events, calendar, persons and the moment of asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from .business_time import Calendar

# The type, where a field of the same name hides it.
datetime_time = time

# A closing moment is a local date, or an instant where hours count from a known time.
Limit = date | datetime


@dataclass(frozen=True)
class Event:
    """One thing that happened, or an interview that is arranged."""

    kind: str
    day: date
    time: time | None
    place: int
    known_from: date | None
    fields: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def get(self, name: str, default: Any = None) -> Any:
        """A field of the event as it was written."""
        return self.fields.get(name, default)

    def day_in(self, name: str) -> date | None:
        """A field that holds a date."""
        value = self.fields.get(name)
        return None if value is None else as_date(value)

    def at(self, day: date, at_time: datetime_time | None) -> Event:
        """The same event on another day."""
        return replace(self, day=day, time=at_time)

    def is_sent(self, *purposes: str) -> bool:
        """Whether this is a message of mine with one of these purposes."""
        return self.kind == "sent" and self.get("purpose") in purposes

    def is_received(self, *kinds: str) -> bool:
        """Whether this is a message of theirs of one of these kinds."""
        return self.kind == "received" and self.get("kind") in kinds

    @property
    def everybody(self) -> list[str]:
        """Who took part in an interview; an interviewer if nobody is named."""
        return [str(person) for person in self.get("with") or ["interviewer"]]


@dataclass(frozen=True)
class Moment:
    """When the question is asked: a local date, or an instant in a named zone."""

    day: date
    instant: datetime | None = None
    zone: tzinfo | None = None

    def has_come(self, day: date, at_time: time | None) -> bool:
        """Whether something of that day, and time if it is known, lies behind us."""
        if day != self.day or at_time is None or self.instant is None or self.zone is None:
            return day <= self.day
        return instant_of(day, at_time, self.zone) <= self.instant

    def is_past(self, limit: Limit | None) -> bool:
        """Whether a closing moment is over; the day or instant itself still belongs to it."""
        if limit is None:
            return False
        if isinstance(limit, datetime):
            if self.instant is not None:
                return self.instant > limit
            return self.day > limit.date()
        return self.day > limit


@dataclass(frozen=True)
class History:
    """One application: what is known about it and what happened."""

    events: tuple[Event, ...]
    calendar: Calendar
    zone: tzinfo | None
    people: Mapping[str, Mapping[str, Any]]
    long_process: bool
    culture: str | None

    def moment(self, as_of: date | datetime) -> Moment:
        """Return when something is asked: an instant becomes a local date once, in a zone."""
        if not isinstance(as_of, datetime):
            return Moment(as_of, None, self.zone)
        zone = self.zone or as_of.tzinfo
        if zone is None:
            raise ValueError("an instant needs a time zone")
        local = as_of.astimezone(zone)
        return Moment(local.date(), local, zone)


def read_history(source: Mapping[str, Any]) -> History:
    """Read a plain history, as it stands in a YAML or JSON document."""
    extra = source.get("working-days") or []
    days = [as_date(entry["date"] if isinstance(entry, Mapping) else entry) for entry in extra]
    calendar = Calendar(
        country=source.get("country"),
        subdivision=source.get("subdivision"),
        closures=tuple(_closure(entry) for entry in source.get("closures") or []),
        extra_working=frozenset(days),
    )
    zone = source.get("timezone")
    events = tuple(_event(entry, place) for place, entry in enumerate(source.get("events") or []))
    return History(
        events=events,
        calendar=calendar,
        zone=ZoneInfo(zone) if zone else None,
        people={who: entry or {} for who, entry in (source.get("people") or {}).items()},
        long_process=bool(source.get("long-process", False)),
        culture=source.get("culture"),
    )


def _event(entry: Mapping[str, Any], place: int) -> Event:
    known_from = entry.get("known-from")
    return Event(
        kind=entry["event"],
        day=as_date(entry["date"]),
        time=as_time(entry.get("time")),
        place=place,
        known_from=None if known_from is None else as_date(known_from),
        fields={key: value for key, value in entry.items() if key not in _OWN_KEYS},
    )


_OWN_KEYS = frozenset({"event", "date", "time", "known-from"})


def _closure(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """A closure whose full dates are dates; `12-24` stays the day of every year that it is."""
    closure = dict(entry)
    for key in ("from", "to"):
        value = closure.get(key)
        if isinstance(value, str) and len(value) == len("2026-12-24"):
            closure[key] = as_date(value)
    return closure


def as_date(value: Any) -> date:
    """A date from YAML (a date already) or JSON (text)."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def as_time(value: Any) -> time | None:
    """A time of day: `"15:00"`, or the minutes into which YAML 1.1 turns an unquoted 15:00."""
    if value is None or isinstance(value, time):
        return value
    if isinstance(value, int):
        return time(value // 60, value % 60)
    return time.fromisoformat(str(value))


def instant_of(day: date, at_time: time, zone: tzinfo) -> datetime:
    """Read as "A wall time that a clock change skips is moved forward by the gap.

    One that occurs twice means the first.
    """
    local = datetime.combine(day, at_time, tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone)


def hours_after(hours: int, day: date, at_time: time | None, zone: tzinfo | None) -> Limit:
    """`n hours after T`.

    "elapsed hours (in UTC), not wall-clock hours"; for a date alone "n <= 24 is one day later, n <=
    48 two days".
    """
    if at_time is None or zone is None:
        return day + timedelta(days=-(-hours // 24))
    start = instant_of(day, at_time, zone).astimezone(UTC)
    return (start + timedelta(hours=hours)).astimezone(zone)


def in_order(events: Sequence[Event]) -> list[Event]:
    """History order.

    "by date; within one date by time if every event of that date has one, else in the file's
    order".
    """
    by_day: dict[date, list[Event]] = {}
    for event in events:
        by_day.setdefault(event.day, []).append(event)
    ordered: list[Event] = []
    for day in sorted(by_day):
        of_day = sorted(by_day[day], key=lambda event: event.place)
        if all(event.time is not None for event in of_day):
            of_day.sort(key=lambda event: (event.time or time.min, event.place))
        ordered.extend(of_day)
    return ordered
