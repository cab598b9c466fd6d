"""Persons: a role (`clerk`), or a role and a name (`clerk:ana`), and how a sentence names them."""

from __future__ import annotations

from collections.abc import Mapping

from followup.language.domain import Vocabulary
from followup.language.model import History


def same_person(one: str, other: str) -> bool:
    """Return whether two persons can be the same: a bare role is anyone of that role."""
    if one == other:
        return True
    role, _, name = one.partition(":")
    other_role, _, other_name = other.partition(":")
    return role == other_role and not (name and other_name)


def details_of(person: str, history: History) -> tuple[str, Mapping[str, str]]:
    """Return under which key the history has a person's details, and these.

    A bare role means the one person of that role whose details are given.
    """
    role, _, name = person.partition(":")
    if person not in history.people and not name:
        named = [p for p in history.people if p.partition(":")[0] == role]
        if len(named) == 1:
            return named[0], history.people[named[0]]
    return person, history.people.get(person, {})


def person_words(person: str, history: History, vocabulary: Vocabulary) -> str:
    """Return how a sentence names a person: by name if the history has one, else by role."""
    _, details = details_of(person, history)
    role, _, name = person.partition(":")
    if details.get("name"):
        return details["name"]
    return name.title() if name else vocabulary.roles.get(role, person)
