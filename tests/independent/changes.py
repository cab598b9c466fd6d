"""Interviews that are moved, called off or did not take place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from .history import Event, Moment, as_date, as_time, in_order


@dataclass
class Interview:
    """An interview as its changes have left it."""

    event: Event
    day: date
    status: str | None = None
    known: date | None = None  # when it became known that it is off
    nth_change: int = 0  # of those that took an interview away
    changed: date | None = None
    gone: bool = False  # it is another one by now, or a rejection called it off

    @property
    def stands(self) -> bool:
        """Whether it takes place, or took place."""
        return self.status is None and not self.gone


def changed_interviews(known: list[Event], moment: Moment) -> list[Interview]:
    """Section 1: moved, called off, did not happen; through the changes that are known."""
    items = [Interview(event, event.day) for event in known if event.kind == "interview"]
    own = {item.event: item for item in items if _own_status(item.event, moment)}
    for event in in_order(known):
        if event.kind == "interview-change":
            target = _target(event, items)
            if target is not None:
                _apply(event, target, items)
        elif event in own:
            if own[event].stands:
                _apply(event, own[event], items)
        elif event.is_received("rejection"):
            for item in items:
                item.gone |= item.stands and _is_called_off(item, event)
    return items


def _own_status(event: Event, moment: Moment) -> bool:
    """R10, edges: "`status: cancelled` on the interview counts from its day"."""
    return event.get("status") is not None and event.day <= moment.day


def _is_called_off(item: Interview, rejection: Event) -> bool:
    """R1, edges.

    "a rejection calls off interviews known before it; only one known or listed after it overtakes
    it".
    """
    known = item.event.known_from
    return (
        item.day > rejection.day
        and item.event.place < rejection.place
        and (known is None or known <= rejection.day)
        and (item.changed is None or item.changed <= rejection.day)
    )


def _target(change: Event, items: list[Interview]) -> Interview | None:
    """Read as "`of` may be left out.

    As seen from the change's own date, the next arranged one (through earlier changes), for `no-
    show` and `missed` the latest that has come".
    """
    then = [
        item
        for item in items
        if item.stands and (item.event.known_from is None or item.event.known_from <= change.day)
    ]
    of = change.day_in("of")
    if of is not None:
        return next((item for item in then if item.day == of), None)
    if change.get("status") in ("no-show", "missed"):
        come = [item for item in then if item.day <= change.day]
        return max(come, key=lambda item: (item.day, item.event.place)) if come else None
    coming = [item for item in then if item.day >= change.day]
    return min(coming, key=lambda item: (item.day, item.event.place)) if coming else None


def _apply(change: Event, item: Interview, items: list[Interview]) -> None:
    to = change.get("to")
    if to is None:
        item.status = str(change.get("status"))
        item.known = change.day
        item.nth_change = 1 + sum(other.status is not None for other in items)
        return
    day = as_date(to)
    twin = next(
        (other for other in items if other is not item and other.stands and other.day == day), None
    )
    if twin is not None:  # "a new day that is listed as an interview too is one interview"
        item.gone = True
        twin.changed = change.day
        return
    item.day = day
    item.changed = change.day
    item.event = replace(item.event, time=as_time(change.get("to-time")))
