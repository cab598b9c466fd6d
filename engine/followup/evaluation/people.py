"""Persons: a role (`clerk`), or a role and a name (`clerk:ana`), and how a sentence names them."""

from __future__ import annotations

from followup.language.model import History, Vocabulary


def same_person(one: str, other: str) -> bool:
    """Return whether two persons can be the same: a bare role is anyone of that role."""
    if one == other:
        return True
    role, _, name = one.partition(":")
    other_role, _, other_name = other.partition(":")
    return role == other_role and not (name and other_name)


def person_words(person: str, history: History, vocabulary: Vocabulary) -> str:
    """Return how a sentence names a person: by name if the history has one, else by role."""
    details = history.people.get(person)
    role, _, name = person.partition(":")
    if details is None and not name:
        # A bare role means the one person of that role whose details are given.
        named = [p for p in history.people if p.partition(":")[0] == role]
        details = history.people[named[0]] if len(named) == 1 else None
    if details and details.get("name"):
        return details["name"]
    return name.title() if name else vocabulary.roles.get(role, person)
