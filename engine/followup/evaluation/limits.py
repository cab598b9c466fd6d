"""Limits at work: an action opens later, or not at all, and the decision says by which limit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from followup.evaluation.clock import earlier
from followup.evaluation.recording import records
from followup.evaluation.situation import Situation
from followup.language.domain import Action
from followup.language.model import Event, Limit, Timestamp

Addressee = tuple[str | None, tuple[str, ...]]
"""A person with the channels in line; None where a rule names nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When an action is in line; `limited_by` is the limit that moved its opening."""

    opens: Timestamp
    closes: Timestamp | None = None
    lapses: Timestamp | None = None
    limited_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the limits leave of an action: its window, the persons, and what took it away."""

    window: Window
    persons: tuple[Addressee, ...]
    removed_by: Limit | None = None


def apply_limits(
    situation: Situation, action: Action, window: Window, persons: tuple[Addressee, ...]
) -> Ruling:
    """Return what the limits leave of an action.

    A limit with an end delays the action until it is over; one without takes it away. A limit
    that counts persons takes away those who would be too many.
    """
    for limit in situation.ruleset.limits:
        if action.name not in limit.actions:
            continue
        since = situation.fact(limit.since) if limit.since else None
        if limit.since and since is None:
            continue  # the limit has not begun
        end = None
        if limit.within is not None and since is not None:
            end = situation.moments.after(limit.within, since.moment)
        if end is not None and earlier(end, window.opens, situation.clock.zone):
            continue  # it is over when the action opens
        done = _done(situation, limit, since)
        if limit.kind == "apart":
            window = _apart(situation, action, limit, window, done, end)
            continue
        allowed = _allowed(limit, done, persons, situation)
        if allowed:
            persons = allowed
        elif end is None:
            return Ruling(window=window, persons=persons, removed_by=limit)
        else:
            window = _after(situation, action, limit, window, end)
    return Ruling(window=window, persons=persons)


def _allowed(
    limit: Limit, done: list[Event], persons: tuple[Addressee, ...], situation: Situation
) -> tuple[Addressee, ...]:
    """Return the persons whom an action may still reach under a limit."""
    if limit.kind == "never" or limit.at_most is None:
        return ()
    if not limit.distinct:
        return persons if len(done) < limit.at_most else ()
    reached = _persons_reached(situation, limit, done)
    again = [p for p in persons if p[0] in reached]
    new = [p for p in persons if p[0] not in reached]
    return (*again, *new[: max(0, limit.at_most - len(reached))])


def _persons_reached(situation: Situation, limit: Limit, done: list[Event]) -> set[str]:
    actions = situation.ruleset.vocabulary.actions
    fields = {actions[name].recorded_by.to for name in limit.actions} - {None}
    found = {event.values.get(str(field)) for event in done for field in fields}
    return {str(person) for person in found if person is not None}


def _after(
    situation: Situation, action: Action, limit: Limit, window: Window, end: Timestamp
) -> Window:
    """Return the window opened after the end of a limit: the next day, or the very instant."""
    if isinstance(end, datetime.datetime):
        opens: Timestamp = end
    else:
        opens = end + datetime.timedelta(days=1)
    return _moved(situation, action, limit, window, opens)


def _moved(
    situation: Situation, action: Action, limit: Limit, window: Window, opens: Timestamp
) -> Window:
    if not action.any_day:
        opens = situation.moments.roll(opens, "following") or opens
    return Window(opens=opens, closes=window.closes, lapses=window.lapses, limited_by=limit.name)


def _done(situation: Situation, limit: Limit, since: Event | None) -> list[Event]:
    """Return the events that record actions of the limit, after its beginning."""
    actions = [situation.ruleset.vocabulary.actions[name] for name in limit.actions]
    return [
        event
        for event in situation.events
        if (since is None or event.order > since.order)
        and any(records(action, event) for action in actions)
    ]


def _apart(
    situation: Situation,
    action: Action,
    limit: Limit,
    window: Window,
    done: list[Event],
    end: Timestamp | None,
) -> Window:
    if not done or limit.apart is None:
        return window
    first = situation.moments.after(limit.apart, done[-1].moment)
    moved = _moved(situation, action, limit, window, first)
    if end is not None:  # the limit holds nobody longer than it lasts
        over = _after(situation, action, limit, window, end)
        moved = over if earlier(over.opens, moved.opens, situation.clock.zone) else moved
    return moved if earlier(window.opens, moved.opens, situation.clock.zone) else window
