"""How a message names a person; a name in which nothing can be seen is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followup.core.history import History
from followup.core.vocabulary import Vocabulary
from followup.wording.persons import person_words

_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame"))


def is_blank(value: Any) -> bool:
    """Return whether a value is a text in which nothing can be seen: a hole if it is written."""
    return isinstance(value, str) and not any(
        char.isprintable() and not char.isspace() for char in value
    )


def name_of(person: str, details: Mapping[str, str]) -> str | None:
    """Return a person's name, as the history gives it or as it calls the person."""
    name = details.get("name") or ""
    key = person.partition(":")[2]
    return (key.title() or None) if is_blank(name) else name


def words_for(person: str, history: History, vocabulary: Vocabulary) -> str:
    """Return how a sentence names a person; a name of blanks is none."""
    words = person_words(person, history, vocabulary)
    if not is_blank(words):
        return words
    role, _, key = person.partition(":")
    if key or role not in vocabulary.roles:
        return key.title() or person
    return vocabulary.roles[role].says


def first_name(full: str, key: str) -> str:
    """Return the name by which a person is greeted: the word of the name that is also the key.

    `clerk:minh` with the name *Nguyen Van Minh* is Minh; without such a word it is the
    first, or the whole name where that begins with a title.
    """
    words = full.split()
    for word in words:
        if key and word.casefold() == key.casefold():
            return word
    titled = not words or words[0].endswith(".") or words[0].casefold() in _TITLES
    return full if titled else words[0]
