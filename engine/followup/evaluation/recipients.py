"""Whom to reach, and by which channel: the first preference that the history can satisfy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from followup.core.ruleset import Do, Via
from followup.core.terms import Term, Word
from followup.evaluation.situation import Situation

Addressee: TypeAlias = tuple[str | None, tuple[str, ...]]
"""A person with the channels in line; None where a rule names nobody."""


def choose(situation: Situation, do: Do, without: tuple[str, ...] = ()) -> Addressee:
    """Return the person and the channels for a rule's preferences, passing over some persons.

    Whoever is fixed and in the history it is, reached or not. Else the first person wins who is
    in the history and has a channel in line; then a role that nobody has named; if nobody can be
    reached, the first who is in the history, without a channel.
    """
    fixed = list(_candidates(situation, do.fixed_to, without))
    if fixed:
        return fixed[0], ways(situation, fixed[0], do.via)
    candidates = list(_candidates(situation, do.to, without))
    for person in candidates:
        channels = in_line(situation, person, do.via)
        if channels or not do.via:
            return person, channels
    named = (who.value for who in reversed(do.to) if isinstance(who, Word))
    unnamed = [who for who in named if not situation.persons(Word(who)) and who not in without]
    if candidates and (channels := ways(situation, candidates[0], do.via)):
        return candidates[0], channels
    for role in unnamed:
        channels = in_line(situation, role, do.via)
        if channels or not (candidates or do.via):
            return role, channels
    return next(iter([*candidates, *unnamed]), None), ()


def ways(situation: Situation, person: str, via: tuple[Via, ...]) -> tuple[str, ...]:
    """Return the channels in line for a person; if there are none, those that can be looked up."""
    allows, channels = situation.contacts.allows, situation.ruleset.vocabulary.channels
    found = (
        each.channel
        for each in via
        if not each.is_conditional and not channels[each.channel].private and allows(each.channel)
    )
    return in_line(situation, person, via) or tuple(found)


def _candidates(
    situation: Situation, among: tuple[Term, ...], without: tuple[str, ...]
) -> Iterator[str]:
    named = dict.fromkeys(person for who in among for person in situation.persons(who))
    return (person for person in named if person not in without)


def in_line(situation: Situation, person: str | None, via: Iterable[Via]) -> tuple[str, ...]:
    """Return the channels of a rule that are in line for a person, best first.

    A channel is in line unless it is ruled out, its condition does not hold, or the history
    says how the person can be reached, or that there is no way, and leaves it out. What the other
    side prefers can reach them.
    """
    contacts = situation.contacts
    known = contacts.channels(person) if person else frozenset()
    is_told = bool(known) or (person is not None and contacts.has_no_way(person))
    found = []
    for preference in via:
        channel = preference.channel
        if not contacts.allows(channel):
            continue
        if preference.if_known and channel not in known:
            continue
        if preference.only_if is not None and not situation.value(preference.only_if):
            continue
        if is_told and channel not in known and not contacts.prefers(channel):
            continue
        found.append(channel)
    # What the other side prefers comes first; the sort keeps the rule's order otherwise.
    ordered = sorted(found, key=lambda channel: not contacts.prefers(channel))
    return tuple(dict.fromkeys(ordered))
