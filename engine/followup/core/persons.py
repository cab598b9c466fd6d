"""Persons: a role (`clerk`), or a role and a name (`clerk:ana`)."""

from __future__ import annotations

from collections.abc import Mapping

from followup.core.history import History


def role_of(person: str) -> str:
    """Return the role of a person."""
    return person.partition(":")[0]


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
        named = [p for p in history.people if role_of(p) == role]
        if len(named) == 1:
            return named[0], history.people[named[0]]
    return person, history.people.get(person, {})
