"""What a person is called: a role, or a role with a name."""

from __future__ import annotations


def role(person: str) -> str:
    """The role of a person: `interviewer:ana` is an interviewer."""
    return person.split(":", 1)[0]


def same(one: str | None, other: str | None) -> bool:
    """Read as "A role alone means anyone of that role."."""
    if one is None or other is None:
        return False
    if one == other:
        return True
    return role(one) == role(other) and (":" not in one or ":" not in other)
