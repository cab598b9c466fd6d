"""How a sentence names a person."""

from __future__ import annotations

from followup.core.history import History
from followup.core.persons import details_of, full_name
from followup.core.vocabulary import Vocabulary


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
