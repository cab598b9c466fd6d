"""Remarks on who is named: one person under two names is two persons to every rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from followup.core.history import Event, History
from followup.core.persons import role_of
from followup.core.vocabulary import PERSON_TYPES, Vocabulary
from followup.diagnostics import Problem
from followup.remarking.wording import remark

_SHORTEST = 3
"""Below this many letters names are alike by chance."""


def person_remarks(history: History, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Go through the remarks on persons who are named once and are probably somebody else."""
    named = _named(history, vocabulary)
    persons = list(dict.fromkeys([*named, *history.people]))
    doubted: set[str] = set()
    for person in reversed(persons):  # of two that are named once, the later is doubted
        events = named.get(person, [])
        if len(events) + (person in history.people) != 1:
            continue
        others = [p for p in persons if p not in doubted and _may_be(person, p)]
        if ":" not in person and len(others) != 1:
            continue  # it may be any of them
        for other in others:
            if _is_told_apart(person, other, named, history):
                continue
            doubted.add(person)
            yield _remark(person, other, (events or named[other])[0], history)
            break


def _is_told_apart(
    person: str, other: str, named: Mapping[str, list[Event]], history: History
) -> bool:
    """Return whether the history itself shows that two persons are two, or when one came in."""
    events, others = named.get(person), named.get(other)
    if not events:  # the person has details and no event: do these belong to the other?
        return not others or other in history.people
    if ":" in person:
        return False
    # At first one often knows nothing but the role.
    return not others or others[0].order >= events[0].order


def _named(history: History, vocabulary: Vocabulary) -> dict[str, list[Event]]:
    """Return by person the events that name them, not those that do so only by a default."""
    found: dict[str, list[Event]] = defaultdict(list)
    for event in history.events:
        if event.entry < 0:
            continue
        for field in vocabulary.events[event.kind].fields.values():
            value = event.values.get(field.name)
            if field.type not in PERSON_TYPES or value is None or value == field.default:
                continue
            for person in value if isinstance(value, tuple) else (str(value),):
                if role_of(person) in vocabulary.roles:
                    found[person].append(event)
    return found


def _may_be(person: str, other: str) -> bool:
    """Return whether a person may be another: by a slip of the pen, or without the name."""
    role, _, name = person.partition(":")
    other_role, _, other_name = other.partition(":")
    if role != other_role or not other_name or person == other:
        return False
    return not name or _alike(name.casefold(), other_name.casefold())


def _alike(one: str, other: str) -> bool:
    """Return whether two names differ in at most one letter: missing, wrong, or changed places.

    A digit tells two persons apart on purpose.
    """
    short, long = sorted((one, other), key=len)
    if len(long) < _SHORTEST or len(long) - len(short) > 1:
        return False
    start = _common(short, long)
    here, there = short[start:], long[start:]
    if any(letter.isdigit() for letter in here[:1] + there[:1]):
        return False
    if len(here) < len(there):
        return here == there[1:]
    return here[1:] == there[1:] or (here[:2] == there[1::-1] and here[2:] == there[2:])


def _common(short: str, long: str) -> int:
    """Return how many letters two names have in common at their beginning."""
    unlike = (n for n, letter in enumerate(short) if letter != long[n])
    return next(unlike, len(short))


def _remark(person: str, other: str, event: Event, history: History) -> Problem:
    only = "stands only under `people`" if person in history.people else "is named only once"
    if ":" in person:
        message = f"`{person}` {only}, and is spelled almost like `{other}`"
        help = "write the same name if they are one person"
        return remark("W004", message, event, history, help)
    message = f"`{person}` {only}, and elsewhere there is `{other}`"
    return remark("W005", message, event, history, f"write `{other}` if that is who it was")
