"""Who is in a history, and by which channels each can be reached: what is known at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followup.core.history import Event, History
from followup.core.persons import role_of, same_person
from followup.core.vocabulary import PERSON_TYPES, Vocabulary


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
        for field in self.vocabulary.events[event.kind].fields.values():
            if field.type in PERSON_TYPES:
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
            found = {*self._told(person), *self._detailed(person)}
            ways = self.vocabulary.channels.items()
            found.update(name for name, channel in ways if channel.counts_as in found)
            self._channels[person] = frozenset(found)
        return self._channels[person]

    def _told(self, person: str) -> Iterable[str]:
        """Go through the channels that events tell of."""
        contacts = self.vocabulary.contacts
        for event in self.events if contacts else ():
            if contacts is not None and event.kind == contacts.event:
                whose = event.values.get(contacts.person)
                if whose is not None and same_person(str(whose), person):
                    channels = event.values.get(contacts.channels, ())
                    yield from channels if isinstance(channels, tuple) else (str(channels),)

    def _detailed(self, person: str) -> Iterable[str]:
        """Go through the channels whose address stands in the details of a person."""
        for whose, details in self.history.people.items():
            if same_person(whose, person):
                ways = self.vocabulary.channels.items()
                yield from (name for name, channel in ways if channel.detail in details)

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
