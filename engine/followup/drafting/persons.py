"""How a message names a person; a name in which nothing can be seen is none.

No part of a name is guessed, because customs differ: which word is the surname, and by which one
somebody is called, stands in the history, or the whole name is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from followup.core.history import History
from followup.core.persons import details_of, full_name
from followup.core.vocabulary import Vocabulary

_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "herr", "frau"))
"""What stands before a surname, without its full stop."""


def is_blank(value: Any) -> bool:
    """Return whether a value is a text in which nothing can be seen: a hole if it is written."""
    return isinstance(value, str) and not any(
        char.isprintable() and not char.isspace() for char in value
    )


def name_of(person: str, details: Mapping[str, str]) -> str | None:
    """Return a person's name, as the history gives it or as it calls the person."""
    key = person.partition(":")[2]
    return full_name(_seen(details)) or key.title() or None


def words_for(person: str, history: History, vocabulary: Vocabulary) -> str:
    """Return how a sentence names a person: by name, else by role."""
    name = name_of(person, details_of(person, history)[1])
    role = vocabulary.roles.get(person.partition(":")[0])
    return name or (role.says if role else person)


def given_name(name: str, details: Mapping[str, str]) -> str | None:
    """Return the name by which a person is greeted among friends, else the whole name.

    None where the whole name has a comma: it may be turned round, or end in a degree.
    """
    return _part(details, "given-name") or _greetable(name, details)


def formal_name(name: str, details: Mapping[str, str]) -> str | None:
    """Return the name with which a letter begins: title and surname, else the whole name.

    None where the whole name has a comma: it may be turned round, or end in a degree.
    """
    surname = _part(details, "surname")
    title = _part(details, "title") or (_title_in(name, surname) if surname else None)
    if surname and title:
        return f"{title} {surname}"
    whole = _greetable(name, details)
    if title and whole and not f"{whole} ".casefold().startswith(f"{title} ".casefold()):
        return f"{title} {whole}"
    return whole


def _greetable(name: str, details: Mapping[str, str]) -> str | None:
    whole = _tidy(name)
    if "," not in whole:
        return whole or None
    given, surname = _part(details, "given-name"), _part(details, "surname")
    return f"{given} {surname}" if given and surname else None


def _title_in(name: str, surname: str) -> str | None:
    """Return the titles with which a whole name begins."""
    words = _tidy(name).removesuffix(surname).split()
    count = next((i for i, word in enumerate(words) if not _is_title(word)), len(words))
    return " ".join(words[:count]) or None


def _is_title(word: str) -> bool:
    return word.rstrip(".").casefold() in _TITLES


def _seen(details: Mapping[str, str]) -> dict[str, str]:
    """Return the details in which something can be seen."""
    return {key: value for key, value in details.items() if not is_blank(value)}


def _part(details: Mapping[str, str], key: str) -> str | None:
    """Return a part of a name as a greeting can write it; None where it is not given."""
    return _tidy(_seen(details).get(key, "")) or None


def _tidy(name: str) -> str:
    """Return a name on one line, without a sign at its end that the greeting would double."""
    return " ".join(name.split()).strip(" ,;:")
