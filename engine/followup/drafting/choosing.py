"""Which action of a decision to write: the first that is due, or the one that is named."""

from __future__ import annotations

from followup.core.history import History
from followup.core.persons import details_of, full_name, same_person
from followup.decision import Decision, DueAction
from followup.diagnostics import UnknownName, did_you_mean, one_of


def due_now(decision: Decision) -> tuple[DueAction, ...]:
    """Return the actions that are due and not optional, the most important first."""
    return tuple(a for a in decision.actions if not a.optional and a.state != "upcoming")


def pick(
    decision: Decision, history: History, action: str | None = None, to: str | None = None
) -> DueAction | None:
    """Return the action to write; None where none is named and none is due.

    A person who is named is first looked for among the actions that are due, then, without the
    name of an action, among the optional ones.

    Raises:
        UnknownName: nothing asks for the action that is named, or not for that person.
    """
    firm = list(due_now(decision)) if action is None else _named(decision, action)
    if to is None:
        return firm[0] if firm else None
    found = firm + (_optional(decision) if action is None else [])
    for one in found:
        if one.to is not None and _is_meant(one.to, to, history):
            return one
    if not found:
        return None
    persons = list(dict.fromkeys(one.to for one in found if one.to))
    help = f"write to {one_of(persons)}" if persons else None
    raise UnknownName(f"no message is due to `{to}`", help)


def _optional(decision: Decision) -> list[DueAction]:
    """Return the optional actions, open ones before those ahead."""
    found = [one for one in decision.actions if one.optional]
    return sorted(found, key=lambda one: one.state == "upcoming")


def _named(decision: Decision, action: str) -> list[DueAction]:
    """Return the entries of an action: open ones before those ahead, duties before options."""
    found = [one for one in decision.actions if one.action == action]
    if not found:
        known = list(dict.fromkeys(one.action for one in decision.actions))
        near = did_you_mean(action, known, limit=0)
        help = near or (f"there is {one_of(known)}" if known else "nothing is due or ahead")
        raise UnknownName(f"nothing asks for `{action}` as of {decision.as_of}", help)
    return sorted(found, key=lambda one: (one.state == "upcoming", one.optional))


def _is_meant(person: str, wanted: str, history: History) -> bool:
    """Return whether a word means a person: as a history writes it, or by the name."""
    if same_person(person, wanted.strip()):
        return True
    name = full_name(details_of(person, history)[1]) or person.partition(":")[2]
    words = wanted.casefold().split()
    return bool(words) and all(word in name.casefold().split() for word in words)
