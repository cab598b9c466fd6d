"""Limits at work: an action opens later, or not at all, and the decision says by which limit."""

from __future__ import annotations

import datetime
from typing import TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from followup.core.history import Event, Timestamp
from followup.core.limits import Apart, AtMost, Limit, Never, NotIn, OneAtATime, OnlyIn, WaitsFor
from followup.core.terms import Term
from followup.core.vocabulary import Action
from followup.evaluation.allowed_days import AllowedDays, in_force
from followup.evaluation.clock import day_of, earlier
from followup.evaluation.recipients import Addressee
from followup.evaluation.situation import Situation

Addressees: TypeAlias = tuple[Addressee, ...]


class Window(Struct, frozen=True, kw_only=True):
    """When an action is in line; `limited_by` is the limit that moved its opening.

    `let_go` is the last moment before its track lets it go.
    """

    opens: Timestamp
    closes: Timestamp | None = None
    lapses: Timestamp | None = None
    let_go: Timestamp | None = None
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
    that counts persons takes away those who would be too many. One of a sliding span delays it
    to the first day on which the span has room. Limits that allow certain days come first, so
    that the others see when the action would open, and again last.
    """
    days = AllowedDays(situation, action)
    ruling = _on_allowed_day(days, Ruling(window=window, persons=persons))
    if ruling.removed_by is None:
        ruling = _by_the_others(situation, action, ruling.window, persons)
    return ruling if ruling.removed_by is not None else _on_allowed_day(days, ruling)


def _on_allowed_day(days: AllowedDays, ruling: Ruling) -> Ruling:
    window = ruling.window
    limit = days.forbidding(day_of(window.opens, days.situation.clock.zone))
    if limit is None:
        return ruling
    opens = days.first(window.opens)
    if opens is None:
        return replace(ruling, removed_by=limit)
    return replace(ruling, window=replace(window, opens=opens, limited_by=limit.name))


def _by_the_others(
    situation: Situation, action: Action, window: Window, persons: Addressees
) -> Ruling:
    for force in in_force(situation, action):
        limit, begun, end = force.limit, force.begun, force.end
        if end is not None and earlier(end, window.opens, situation.clock.zone):
            continue  # it is over when the action opens
        done = _done(situation, limit, begun)
        match limit.bound:
            case Apart(duration):
                free = _apart(situation, duration, done)
                window = _delayed(situation, action, limit, window, free, end)
                continue
            case AtMost(number=number, in_any=Struct() as span) if most := _number(
                situation, number
            ):
                free = _room(situation, span, most, done)
                window = _delayed(situation, action, limit, window, free, end)
                continue
            case AtMost() as bound:
                allowed = _allowed(situation, limit, bound, done, persons)
            case Never():
                allowed = ()
            case OneAtATime() | WaitsFor() | OnlyIn() | NotIn():
                continue  # they look at all that is due together, or at days
            case _:
                assert_never(limit.bound)
        if allowed:
            persons = allowed
        elif end is None:
            return Ruling(window=window, persons=persons, removed_by=limit)
        else:
            window = _moved(situation, action, limit, window, _after(end))
    return Ruling(window=window, persons=persons)


def _after(end: Timestamp) -> Timestamp:
    """Return what follows the end of a limit: the next day, or the very instant."""
    return end if isinstance(end, datetime.datetime) else end + datetime.timedelta(days=1)


def _allowed(
    situation: Situation, limit: Limit, bound: AtMost, done: list[Event], persons: Addressees
) -> Addressees:
    """Return the persons whom an action may still reach under a limit."""
    most = _number(situation, bound.number)
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
    first = -1 if begun is None else begun.order
    found = {
        event.order: event
        for name in limit.actions
        for event in situation.done[name]
        if event.order > first
    }
    return [found[order] for order in sorted(found)]


def _number(situation: Situation, term: Term) -> int:
    value = situation.value(term)
    assert isinstance(value, int)
    return value


def _apart(situation: Situation, duration: Term, done: list[Event]) -> Timestamp | None:
    """Return when enough time has passed since the last of the actions; None if none was taken."""
    length = situation.arithmetic.length(duration)
    return situation.arithmetic.after(length, done[-1].moment) if done and length else None


def _room(situation: Situation, span: Term, most: int, done: list[Event]) -> Timestamp | None:
    """Return the first day on which one more makes no more than `most` in a span ending there.

    That is where the span no longer reaches back to the `most`-th of them, counted from the last.
    """
    length = situation.arithmetic.length(span)
    if length is None or len(done) < most:
        return None
    return situation.arithmetic.shift(length, 1, done[-most].moment)


def _delayed(
    situation: Situation,
    action: Action,
    limit: Limit,
    window: Window,
    first: Timestamp | None,
    end: Timestamp | None,
) -> Window:
    """Return the window from `first` on, where that is later than it opens."""
    if first is None:
        return window
    zone = situation.clock.zone
    moved = _moved(situation, action, limit, window, first)
    if end is not None:  # the limit holds nobody longer than it lasts
        over = _moved(situation, action, limit, window, _after(end))
        moved = over if earlier(over.opens, moved.opens, zone) else moved
    return moved if earlier(window.opens, moved.opens, zone) else window


def _moved(
    situation: Situation, action: Action, limit: Limit, window: Window, opens: Timestamp
) -> Window:
    if not situation.ruleset.may_open_on_day_off(action):
        opens = situation.arithmetic.rolled(opens, "following")
    return replace(window, opens=opens, limited_by=limit.name)
