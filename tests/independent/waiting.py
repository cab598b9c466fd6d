"""What makes inquiries wait: pauses, the days between the years, a role on hold."""

from __future__ import annotations

from datetime import date

from .business_time import ONE_DAY
from .facts import Facts
from .history import Event
from .view import View
from .words import is_contact


def paused(view: View) -> tuple[bool, date | None]:
    """Whether I am away, and until when; a pause without an end lasts until they speak."""
    for pause in reversed(_pauses(view)):
        first = pause.day_in("from") or pause.day
        until = pause.day_in("until")
        if first > view.today:
            continue
        if until is not None:
            if view.today <= until:
                return True, until
            continue
        spoken = [
            event
            for event in view.events
            if is_contact(event) and (event.day, event.place) > (pause.day, pause.place)
        ]
        if not spoken:
            return True, None
    return False, None


def _pauses(view: View) -> list[Event]:
    """The latest pause stands for all: so one is shortened, or ended, too."""
    return [event for event in view.standing if event.kind == "pause"][-1:]


def after_pauses(view: View, facts: Facts, opens: date) -> date:
    """Return the working day after a pause that has begun, where that is later."""
    for pause in _pauses(view):
        until = pause.day_in("until")
        if until is not None and (pause.day_in("from") or pause.day) <= view.today:
            opens = max(opens, facts.calendar.next_working(until))
    return opens


def in_season(facts: Facts, opens: date) -> date:
    """R9 (curated).

    "From 24 December to 1 January is for inquiries like days off": a date that falls there moves to
    the first working day after it, as from a weekend.
    """
    while (facts.ruleset.curated and is_year_end(opens)) or not facts.calendar.working(opens):
        opens += ONE_DAY
    return opens


def is_year_end(day: date) -> bool:
    """R9."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)


def role_state(view: View, facts: Facts) -> tuple[Event | None, Event | None]:
    """The posting that is gone and the role that is on hold, as far as the ruleset minds (D13)."""
    ruleset = facts.ruleset
    last = facts.last_contact
    said = last if last is not None and last.is_received("on-hold") else None
    postings = [event for event in view.after(last) if event.kind == "posting"]
    if ruleset.curated and view.held:
        postings = [event for event in postings if event.get("status") != "removed"]
    status = postings[-1].get("status") if postings else None
    gone = postings[-1] if status in ("removed", "filled") else None
    hold = said or (postings[-1] if status == "on-hold" else None)
    return (
        gone if ruleset.closes_with_posting else None,
        hold if ruleset.holds_on_hold else None,
    )


def active(view: View, facts: Facts) -> bool:
    """Whether the ruleset has anything to say about asking."""
    if facts.last_contact is not None or facts.inquiries:
        return True
    return facts.ruleset.application is not None and facts.application is not None
