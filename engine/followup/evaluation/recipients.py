"""Whom to reach, and by which channel: the first preference that the history can satisfy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from followup.evaluation.people import same_person
from followup.language.model import Event, ViaChannel
from followup.language.phrases import Reference

if TYPE_CHECKING:
    from followup.evaluation.situation import Situation

_PERSON_TYPES = ("person", "persons")


class Recipients:
    """Answers for one situation who is in the history and how each can be reached."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.vocabulary = situation.ruleset.vocabulary
        self._persons: list[str] | None = None

    # -- persons

    def persons(self) -> list[str]:
        """Return all persons in the history, those mentioned last first."""
        if self._persons is None:
            found: list[str] = []
            for event in (*self.situation.scheduled, *reversed(self.situation.events)):
                found.extend(self._in_event(event))
            found.extend(self.situation.history.people)
            self._persons = list(dict.fromkeys(found))
        return self._persons

    def _in_event(self, event: Event) -> Iterable[str]:
        for field in self.vocabulary.events[event.kind].fields.values():
            value = event.values.get(field.name)
            if value is None or field.type not in _PERSON_TYPES:
                continue
            for person in value if isinstance(value, tuple) else (value,):
                if person.partition(":")[0] in self.vocabulary.roles:
                    yield person

    def named(self, who: Reference | str) -> tuple[str, ...]:
        """Return the persons of the history that a preference names, none if there are none."""
        if isinstance(who, Reference) and who.name not in self.situation.ruleset.facts:
            who = str(who)  # a role that stands in a fact's list
        if isinstance(who, Reference):
            value = self.situation.value(who)
            persons = value if isinstance(value, tuple) else (value,) if value else ()
            # A field may hold another word than a person, such as the name of a document.
            return tuple(p for p in persons if p.partition(":")[0] in self.vocabulary.roles)
        return tuple(p for p in self.persons() if same_person(p, who))

    def first(self, preferences: Iterable[Reference | str], channel: str | None) -> str | None:
        """Return the first person named who is in the history (and reachable by the channel)."""
        for who in preferences:
            for person in self.named(who):
                if channel is None or (
                    channel in self.known_channels(person) and self.allowed(channel)
                ):
                    return person
        return None

    # -- channels

    def known_channels(self, person: str) -> set[str]:
        """Return the channels by which the history says that a person can be reached."""
        found: set[str] = set()
        contacts = self.vocabulary.contacts
        for event in self.situation.events:
            if contacts and event.kind == contacts.event:
                whose = event.values.get(contacts.person)
                if whose is not None and same_person(whose, person):
                    channels = event.values.get(contacts.channels, ())
                    found.update(channels if isinstance(channels, tuple) else (channels,))
        for whose, details in self.situation.history.people.items():
            if same_person(whose, person):
                found.update(
                    name for name, c in self.vocabulary.channels.items() if c.detail in details
                )
        for name, channel in self.vocabulary.channels.items():
            if channel.counts_as in found:
                found.add(name)
        return found

    def allowed(self, channel: str) -> bool:
        """Return False if the other side has ruled the channel out, by its latest word on it."""
        latest = self._preference(channel)
        preferences = self.vocabulary.preferences
        return latest is None or latest.values.get(preferences.allowed if preferences else "", True)

    def preferred(self, channel: str) -> bool:
        """Return whether the other side prefers the channel, by its latest word on it."""
        latest = self._preference(channel)
        preferences = self.vocabulary.preferences
        if latest is None or preferences is None or preferences.preferred is None:
            return False
        return latest.values.get(preferences.preferred) is True

    def _preference(self, channel: str) -> Event | None:
        preferences = self.vocabulary.preferences
        if preferences is None:
            return None
        counts_as = self.vocabulary.channels[channel].counts_as
        for event in reversed(self.situation.events):
            if event.kind == preferences.event and event.values.get(preferences.channel) in (
                channel,
                counts_as or channel,
            ):
                return event
        return None

    def channels(self, person: str | None, via: Iterable[ViaChannel]) -> tuple[str, ...]:
        """Return the channels of a rule that are in line for a person, best first.

        A channel is in line unless it is ruled out, its condition does not hold, or the history
        says how the person can be reached and leaves it out. What the other side prefers can
        reach them.
        """
        known = self.known_channels(person) if person else set()
        found = []
        for preference in via:
            channel, only_if = preference.channel, preference.only_if
            if not self.allowed(channel):
                continue
            if only_if == "known" and channel not in known:
                continue
            if only_if not in (None, "known") and not self.situation.fact(str(only_if)):
                continue
            if known and channel not in known and not self.preferred(channel):
                continue
            found.append(channel)
        # What the other side prefers comes first; the sort keeps the rule's order otherwise.
        ordered = sorted(found, key=lambda channel: not self.preferred(channel))
        return tuple(dict.fromkeys(ordered))

    def choose(
        self, to: tuple[Reference | str, ...], via: tuple[ViaChannel, ...]
    ) -> tuple[str | None, tuple[str, ...]]:
        """Return the person and the channels for a rule's preferences.

        The first person wins who is in the history and has a channel in line; if there is none,
        the first who is in the history; if nobody is, the last preference, as a role.
        """
        candidates = list(dict.fromkeys(person for who in to for person in self.named(who)))
        for person in candidates:
            channels = self.channels(person, via)
            if channels or not via:
                return person, channels
        fallback = next((who for who in reversed(to) if isinstance(who, str)), None)
        if candidates:
            return candidates[0], self.ways(candidates[0], via)
        return fallback, self.ways(None, via)

    def ways(self, person: str | None, via: tuple[ViaChannel, ...]) -> tuple[str, ...]:
        """Return the channels in line for a person; if there are none, those that ask nothing.

        A person can be reached otherwise than the history tells, such as by looking them up.
        """
        unconditional = (p.channel for p in via if p.only_if is None and self.allowed(p.channel))
        return self.channels(person, via) or tuple(unconditional)
