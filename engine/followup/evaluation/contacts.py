"""Who is in a history, and by which channels each can be reached: what is known at a moment."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from followup.core.history import Event, History
from followup.core.persons import role_of, same_person
from followup.core.vocabulary import PERSON_TYPES, Correspondence, Vocabulary


class Contacts:
    """Answers of the persons in a history; whatever is found is kept."""

    def __init__(
        self,
        history: History,
        vocabulary: Vocabulary,
        events: Sequence[Event],
        scheduled: Sequence[Event],
    ) -> None:
        self.history = history
        self.vocabulary = vocabulary
        self.events = events
        self.scheduled = scheduled
        self._persons: list[str] | None = None
        self._channels: dict[str, frozenset[str]] = {}
        self._preferences: dict[str, Event | None] = {}

    def persons(self) -> list[str]:
        """Return all persons in the history, those mentioned last first."""
        if self._persons is None:
            events = (*self.scheduled, *reversed(self.events))
            mentioned = [person for event in events for person in self._in_event(event)]
            self._persons = list(dict.fromkeys([*mentioned, *self.history.people]))
        return self._persons

    def _in_event(self, event: Event) -> Iterable[str]:
        if any(_is_nobodys(event, one) for one in self.vocabulary.correspondence):
            return
        # Who is said to be away, or to have left, is not thereby somebody to turn to.
        gone = (self.vocabulary.absences, self.vocabulary.departures)
        unmeant = {one.person for one in gone if one is not None and one.event == event.kind}
        for field in self.vocabulary.events[event.kind].fields.values():
            if field.type in PERSON_TYPES and field.name not in unmeant:
                yield from self.those(event.values.get(field.name))

    def those(self, value: object) -> tuple[str, ...]:
        """Return the persons of a value; a field may hold other words, such as a document's."""
        words = value if isinstance(value, tuple) else (value,) if value else ()
        return tuple(str(word) for word in words if role_of(str(word)) in self.vocabulary.roles)

    def named(self, who: str) -> tuple[str, ...]:
        """Return the persons that a role, or a role with a name, means."""
        return tuple(person for person in self.persons() if same_person(person, who))

    def channels(self, person: str) -> frozenset[str]:
        """Return the channels by which the history says that a person can be reached."""
        if person not in self._channels:
            found = {*self._told(person), *self._detailed(person), *self._used(person)}
            self._channels[person] = self._with_likes(found)
        return self._channels[person]

    def is_listed(self, person: str, channel: str) -> bool:
        """Return whether the history lists a channel for a person, used before or not."""
        return channel in self._with_likes({*self._told(person), *self._detailed(person)})

    def _with_likes(self, found: set[str]) -> frozenset[str]:
        """Return channels with those that count as one of them."""
        ways = self.vocabulary.channels.items()
        return frozenset((*found, *(n for n, channel in ways if channel.counts_as in found)))

    def _told(self, person: str) -> Iterable[str]:
        """Go through the channels that events tell of."""
        contacts = self.vocabulary.contacts
        for event in self.events if contacts else ():
            if contacts is not None and event.kind == contacts.event:
                whose = event.values.get(contacts.person)
                if whose is not None and same_person(str(whose), person):
                    channels = event.values.get(contacts.channels, ())
                    yield from channels if isinstance(channels, tuple) else (str(channels),)

    def _used(self, person: str) -> Iterable[str]:
        """Go through the channels by which somebody has written, or was written to."""
        for event in self.events:
            for one in self.vocabulary.correspondence:
                whose, channel = event.values.get(one.person), event.values.get(one.channel)
                if event.kind != one.event or whose is None or channel not in one.makes_known:
                    continue
                if same_person(str(whose), person) and not _is_nobodys(event, one):
                    yield str(channel)

    def has_no_way(self, person: str) -> bool:
        """Return whether the details of a person say that there is no way to reach them."""
        return any(
            not ways and same_person(whose, person) for whose, ways in self.history.channels.items()
        )

    def present(self, person: str) -> str | None:
        """Return the person, or who came in the place of one who has left; None for nobody."""
        departures = self.vocabulary.departures
        for event in self.events if departures is not None else ():
            if departures is None or event.kind != departures.event:
                continue
            gone = str(event.values.get(departures.person))
            new = event.values.get(departures.replaced_by or "")
            if same_person(gone, person) and person != new:
                return None if new is None else str(new)
        return person

    def _detailed(self, person: str) -> Iterable[str]:
        """Go through the channels that the details of a person list, or have an address for."""
        for whose, ways in self.history.channels.items():
            if same_person(whose, person):
                yield from ways
        for whose, details in self.history.people.items():
            if same_person(whose, person):
                known = self.vocabulary.channels.items()
                yield from (name for name, channel in known if channel.detail in details)

    def away_until(self, person: str) -> datetime.date | None:
        """Return the last day on which a person is away, by the latest word on it."""
        absences = self.vocabulary.absences
        for event in reversed(self.events) if absences is not None else ():
            if absences is not None and event.kind == absences.event:
                until, whose = event.values.get(absences.until), event.values.get(absences.person)
                if same_person(str(whose), person) and isinstance(until, datetime.date):
                    return until
        return None

    def allows(self, channel: str) -> bool:
        """Return False if the other side has ruled the channel out, by its latest word on it."""
        latest, words = self._preference(channel), self.vocabulary.preferences
        return latest is None or words is None or bool(latest.values.get(words.allowed, True))

    def prefers(self, channel: str) -> bool:
        """Return whether the other side prefers the channel, by its latest word on it."""
        latest, words = self._preference(channel), self.vocabulary.preferences
        if latest is None or words is None or words.preferred is None:
            return False
        return latest.values.get(words.preferred) is True

    def _preference(self, channel: str) -> Event | None:
        """Return the latest event in which the other side speaks of a channel."""
        words = self.vocabulary.preferences
        if channel not in self._preferences and words is not None:
            same = (channel, self.vocabulary.channels[channel].counts_as or channel)
            spoken = (
                event
                for event in reversed(self.events)
                if event.kind == words.event and event.values.get(words.channel) in same
            )
            self._preferences[channel] = next(spoken, None)
        return self._preferences.get(channel)


def _is_nobodys(event: Event, correspondence: Correspondence) -> bool:
    """Return whether nobody wrote what an event tells of: a machine did."""
    return event.kind == correspondence.event and any(
        event.values.get(name) in words for name, words in correspondence.unless.items()
    )
