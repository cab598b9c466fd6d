"""Whom to reach, and by which channel: the first preference that the history can satisfy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from followup.core.ruleset import Via
from followup.core.terms import Term, Word
from followup.evaluation.situation import Situation

Addressee: TypeAlias = tuple[str | None, tuple[str, ...]]
"""A person with the channels in line; None where a rule names nobody."""


def choose(situation: Situation, to: tuple[Term, ...], via: tuple[Via, ...]) -> Addressee:
    """Return the person and the channels for a rule's preferences.

    The first person wins who is in the history and has a channel in line; if there is none,
    the first who is in the history; if nobody is, the last preference, as a role.
    """
    candidates = list(dict.fromkeys(person for who in to for person in situation.persons(who)))
    for person in candidates:
        channels = in_line(situation, person, via)
        if channels or not via:
            return person, channels
    if candidates:
        return candidates[0], ways(situation, candidates[0], via)
    fallback = next((who.value for who in reversed(to) if isinstance(who, Word)), None)
    return fallback, ways(situation, None, via)


def ways(situation: Situation, person: str | None, via: tuple[Via, ...]) -> tuple[str, ...]:
    """Return the channels in line for a person; if there are none, those that ask nothing.

    A person can be reached otherwise than the history tells, such as by looking them up.
    """
    allows = situation.contacts.allows
    unconditional = (p.channel for p in via if not p.is_conditional and allows(p.channel))
    return in_line(situation, person, via) or tuple(unconditional)


def in_line(situation: Situation, person: str | None, via: Iterable[Via]) -> tuple[str, ...]:
    """Return the channels of a rule that are in line for a person, best first.

    A channel is in line unless it is ruled out, its condition does not hold, or the history
    says how the person can be reached and leaves it out. What the other side prefers can
    reach them.
    """
    contacts = situation.contacts
    known = contacts.channels(person) if person else frozenset()
    found = []
    for preference in via:
        channel = preference.channel
        if not contacts.allows(channel):
            continue
        if preference.if_known and channel not in known:
            continue
        if preference.only_if is not None and not situation.value(preference.only_if):
            continue
        if known and channel not in known and not contacts.prefers(channel):
            continue
        found.append(channel)
    # What the other side prefers comes first; the sort keeps the rule's order otherwise.
    ordered = sorted(found, key=lambda channel: not contacts.prefers(channel))
    return tuple(dict.fromkeys(ordered))
