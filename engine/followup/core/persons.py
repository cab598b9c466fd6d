"""Persons: a role (`clerk`), or a role and a name (`clerk:ana`)."""

from __future__ import annotations

from collections.abc import Mapping

from followup.core.history import History

NAME_PARTS = ("name", "given-name", "surname", "title", "agency")
"""What a history can say of a person besides addresses: names, and for whom they work."""


def role_of(person: str) -> str:
    """Return the role of a person."""
    return person.partition(":")[0]


def full_name(details: Mapping[str, str]) -> str | None:
    """Return a person's whole name: as it is given, else put together from its parts."""
    if name := details.get("name"):
        return name
    title, given, surname = (details.get(key) for key in ("title", "given-name", "surname"))
    first = given or (title if surname else None)
    return " ".join(filter(None, (first, surname))) or None


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
