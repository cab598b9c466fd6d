"""Limits at work: an action opens later, or not at all, and the decision says by which limit."""

from __future__ import annotations

import datetime
from typing import TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from followup.core.history import Event, Timestamp
from followup.core.ruleset import Apart, AtMost, Limit, Never
from followup.core.terms import Term
from followup.core.vocabulary import Action
from followup.evaluation.clock import earlier
from followup.evaluation.recipients import Addressee
from followup.evaluation.records import records
from followup.evaluation.situation import Situation

Addressees: TypeAlias = tuple[Addressee, ...]


class Window(Struct, frozen=True, kw_only=True):
    """When an action is in line; `limited_by` is the limit that moved its opening."""

    opens: Timestamp
    closes: Timestamp | None = None
    lapses: Timestamp | None = None
    limited_by: str | None = None


class Ruling(Struct, frozen=True, kw_only=True):
    """What the limits leave of an action: its window, the persons, and what took it away."""

    window: Window
    persons: Addressees
    removed_by: Limit | None = None


def apply_limits(
    situation: Situation, action: Action, window: Window, persons: Addressees
) -> Ruling:
    """Return what the limits leave of an action.

    A limit with an end delays the action until it is over; one without takes it away. A limit
    that counts persons takes away those who would be too many.
    """
    for limit in situation.ruleset.limits:
        if action.name not in limit.actions:
            continue
        since = situation.fact(limit.since) if limit.since else None
        if limit.since and not isinstance(since, Event):
            continue  # the limit has not begun
        begun = since if isinstance(since, Event) else None
        end = _end(situation, limit, begun)
        if end is not None and earlier(end, window.opens, situation.clock.zone):
            continue  # it is over when the action opens
        done = _done(situation, limit, begun)
        match limit.bound:
            case Apart(duration):
                window = _apart(situation, action, limit, window, duration, done, end)
                continue
            case AtMost() as bound:
                allowed = _allowed(situation, limit, bound, done, persons)
            case Never():
                allowed = ()
            case _:
                assert_never(limit.bound)
        if allowed:
            persons = allowed
        elif end is None:
            return Ruling(window=window, persons=persons, removed_by=limit)
        else:
            window = _moved(situation, action, limit, window, _after(end))
    return Ruling(window=window, persons=persons)


def _end(situation: Situation, limit: Limit, begun: Event | None) -> Timestamp | None:
    """Return the last moment of a limit that ends."""
    length = None if limit.within is None else situation.arithmetic.length(limit.within)
    return situation.arithmetic.after(length, begun.moment) if length and begun else None


def _after(end: Timestamp) -> Timestamp:
    """Return what follows the end of a limit: the next day, or the very instant."""
    return end if isinstance(end, datetime.datetime) else end + datetime.timedelta(days=1)


def _allowed(
    situation: Situation, limit: Limit, bound: AtMost, done: list[Event], persons: Addressees
) -> Addressees:
    """Return the persons whom an action may still reach under a limit."""
    most = situation.value(bound.number)
    assert isinstance(most, int)
    if not bound.distinct:
        return persons if len(done) < most else ()
    actions = situation.ruleset.vocabulary.actions
    fields = {actions[name].recorded_by.to for name in limit.actions} - {None}
    reached = {event.values.get(str(field)) for event in done for field in fields} - {None}
    again = [person for person in persons if person[0] in reached]
    new = [person for person in persons if person[0] not in reached]
    return (*again, *new[: max(0, most - len(reached))])


def _done(situation: Situation, limit: Limit, begun: Event | None) -> list[Event]:
    """Return the events that record actions of the limit, after its beginning."""
    actions = [situation.ruleset.vocabulary.actions[name] for name in limit.actions]
    return [
        event
        for event in situation.events
        if (begun is None or event.order > begun.order)
        and any(records(action, event) for action in actions)
    ]


def _apart(
    situation: Situation,
    action: Action,
    limit: Limit,
    window: Window,
    duration: Term,
    done: list[Event],
    end: Timestamp | None,
) -> Window:
    length, zone = situation.arithmetic.length(duration), situation.clock.zone
    if not done or length is None:
        return window
    first = situation.arithmetic.after(length, done[-1].moment)
    moved = _moved(situation, action, limit, window, first)
    if end is not None:  # the limit holds nobody longer than it lasts
        over = _moved(situation, action, limit, window, _after(end))
        moved = over if earlier(over.opens, moved.opens, zone) else moved
    return moved if earlier(window.opens, moved.opens, zone) else window


def _moved(
    situation: Situation, action: Action, limit: Limit, window: Window, opens: Timestamp
) -> Window:
    if not action.any_day:
        opens = situation.arithmetic.rolled(opens, "following")
    return replace(window, opens=opens, limited_by=limit.name)
