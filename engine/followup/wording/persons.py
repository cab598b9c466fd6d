"""How a sentence names a person."""

from __future__ import annotations

from collections.abc import Iterator

from followup.core.history import History
from followup.core.persons import details_of, full_name, role_of
from followup.core.vocabulary import PERSON_TYPES, Vocabulary


def person_words(person: str, history: History, vocabulary: Vocabulary) -> str:
    """Return how a sentence names a person: by name if the history has one, else by role."""
    _, details = details_of(person, history)
    role, _, name = person.partition(":")
    if full := full_name(details):
        return full
    if name:
        return name.title()
    known = vocabulary.roles.get(role)
    return known.says if known else person


def role_without_anybody(person: str, history: History, vocabulary: Vocabulary) -> bool:
    """Return whether a person is a role that nobody has in a history which names others."""
    roles = {role_of(named) for named in _named(history, vocabulary)} & set(vocabulary.roles)
    return bool(roles) and person in vocabulary.roles and person not in roles


def _named(history: History, vocabulary: Vocabulary) -> Iterator[str]:
    """Go through the persons that a history names, in its details and in its events."""
    yield from history.people
    yield from history.channels
    for event in history.events:
        for name, field in vocabulary.events[event.kind].fields.items():
            value = event.values.get(name)
            if field.type in PERSON_TYPES and value is not None:
                yield from value if isinstance(value, tuple) else (str(value),)
