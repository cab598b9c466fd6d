"""The records of a history: one case with its dated events, and the calendar that counts for it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from followup.calendars import Calendar
from followup.core.vocabulary import Value
from followup.diagnostics import NOWHERE, Location

Timestamp: TypeAlias = datetime.date | datetime.datetime
"""A moment in time: a local date (the whole day), or an aware datetime (an instant)."""


class Event(Struct, frozen=True, kw_only=True):
    """One event. `moment` is an instant if the event has a time and the history a zone.

    Before the day `known_from`, where it has one, nobody knows of it. `planned` is the day for
    which something was planned that came to nothing; its `date` is then when that became known.
    `order` counts the events of the history in its order, `entry` those of the document that it
    was read from (-1 for one that a plan adds); `values` hold defaults too.
    """

    kind: str
    date: datetime.date
    moment: Timestamp
    time: datetime.time | None = None
    values: Mapping[str, Value] = {}
    note: str = ""
    known_from: datetime.date | None = None
    planned: datetime.date | None = None
    order: int = 0
    entry: int = -1


class Span(Struct, frozen=True):
    """A time from one event to another, both of their days included; open without a last."""

    first: Timestamp
    last: Timestamp | None


class History(Struct, frozen=True, kw_only=True):
    """One case: its events in history order, and the calendar that counts for it.

    `digest` is that of the vocabulary whose words it was read with; `places` tells where each
    event stands, by its entry. `people` holds names and addresses by person; `channels` the ways to
    reach a person where the history lists them, none where it says that there are none.
    """

    case: str
    vocabulary: str
    calendar: Calendar
    events: tuple[Event, ...] = ()
    fields: Mapping[str, Value] = {}
    timezone: datetime.tzinfo | None = None
    people: Mapping[str, Mapping[str, str]] = {}
    channels: Mapping[str, tuple[str, ...]] = {}
    digest: str = ""
    places: Mapping[int, Location] = {}

    def place(self, event: Event) -> Location:
        """Return where an event stands; nowhere for one that a plan has added."""
        return self.places.get(event.entry, NOWHERE)


def in_history_order(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events in history order, numbered.

    The order is by date; within one date by time if every event of that date has one, else as
    the events stand in the list.
    """
    ordered = (events[place] for place in history_order(events))
    return tuple(
        event if event.order == order else replace(event, order=order)
        for order, event in enumerate(ordered)
    )


def history_order(events: Sequence[Event]) -> list[int]:
    """Return the places of events in the order of `in_history_order`."""
    timed: dict[datetime.date, bool] = {}
    for event in events:
        timed[event.date] = timed.get(event.date, True) and event.time is not None
    midnight = datetime.time()

    def key(place: int) -> tuple[datetime.date, datetime.time]:
        event = events[place]
        return event.date, (event.time or midnight) if timed[event.date] else midnight

    return sorted(range(len(events)), key=key)
