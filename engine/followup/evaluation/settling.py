"""One pass over what the tracks proposed: days off, persons who are away, one thing at a time.

It is made once, in the order of the tracks, after each of them has decided by itself. It moves an
opening to a day on which the action can be done, or holds the action; it never asks a rule again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from followup.core.history import Event, Timestamp
from followup.core.limits import Limit, OneAtATime, WaitsFor
from followup.core.persons import same_person
from followup.core.ruleset import Do
from followup.core.vocabulary import Action
from followup.evaluation.allowed_days import AllowedDays, in_force
from followup.evaluation.clock import Clock, day_of, earlier
from followup.evaluation.limits import Window
from followup.evaluation.recipients import Addressee, choose
from followup.evaluation.records import records
from followup.evaluation.rules import Proposal
from followup.evaluation.situation import Situation

_ONE_DAY = datetime.timedelta(days=1)
_FURTHEST = 400
"""How many days are looked at for one on which an action is done: more than any closure has."""


class Due(Struct, frozen=True, kw_only=True):
    """An action to one person as it was proposed, and what has become of it.

    `since` is when it opened first, where it now opens later; `held_by` the limit that holds it,
    and `gives_way_to` the other case that comes first, where the limit reaches across cases.
    """

    track: str
    proposal: Proposal
    do: Do
    addressee: Addressee
    window: Window
    since: Timestamp | None = None
    held_by: Limit | None = None
    gives_way_to: str | None = None

    def has_opened(self, clock: Clock) -> bool:
        """Return whether it can be done now; the clock notes when it can."""
        return clock.reached(self.window.opens, self.proposal.rule.name, "opens")


def settled(situation: Situation, track: str, do: Do, proposal: Proposal) -> Iterator[Due]:
    """Go through what an action that was proposed comes to, person by person."""
    assert proposal.window is not None
    for addressee in proposal.persons:
        due = Due(
            track=track, proposal=proposal, do=do, addressee=addressee, window=proposal.window
        )
        yield _for_whoever_is_there(situation, _on_a_working_day(situation, due))


def one_at_a_time(situation: Situation, dues: list[Due]) -> list[Due]:
    """Return the actions, held where a more important one to the same person comes first."""
    found: list[Due] = []
    for due in dues:
        limit = next(_holding(situation, due, found), None)
        found.append(due if limit is None else replace(due, held_by=limit))
    return found


# -- days off


def _on_a_working_day(situation: Situation, due: Due) -> Due:
    """Return an action that has opened as one that waits, on a day on which it is not done."""
    clock, days = situation.clock, _Days(situation, due)
    if not due.has_opened(clock):
        return due
    if days.allows(clock.day):
        ends = days.first_after(clock.day, allowed=False)
        if ends is not None:
            clock.reached(ends, due.proposal.rule.name, "waits for a working day")
        return due
    next_day = days.first_after(clock.day, allowed=True)
    ends_first = (due.window.lapses, due.window.let_go)
    if next_day is None or any(
        end is not None and day_of(end, clock.zone) < next_day for end in ends_first
    ):
        return due  # it could not be done any more
    return _moved(situation, due, next_day)


class _Days:
    """The days on which an action is done: working days, if it is not for any, within limits."""

    def __init__(self, situation: Situation, due: Due) -> None:
        action = _action(situation, due)
        self.calendar = situation.history.calendar
        self.any_day = due.do.any_day or situation.ruleset.may_open_on_day_off(action)
        self.limited = AllowedDays(situation, action)

    def allows(self, day: datetime.date) -> bool:
        """Return whether the action is done on a day."""
        worked = self.any_day or self.calendar.is_working_day(day)
        return worked and self.limited.forbidding(day) is None

    def first_after(self, day: datetime.date, *, allowed: bool) -> datetime.date | None:
        """Return the first day after another on which the answer is so; None within the year."""
        if self.any_day and not self.limited.limits:
            return None
        ahead = (day + datetime.timedelta(days=number) for number in range(1, _FURTHEST))
        return next((each for each in ahead if self.allows(each) is allowed), None)


def _moved(situation: Situation, due: Due, opens: Timestamp) -> Due:
    """Return an action that opens later; its window does not close before that."""
    window, zone = due.window, situation.clock.zone
    closes = window.closes
    if closes is not None and earlier(closes, opens, zone):
        closes = opens
    has_opened = due.has_opened(situation.clock)
    situation.clock.reached(opens, due.proposal.rule.name, "opens")
    return replace(
        due,
        window=replace(window, opens=opens, closes=closes),
        since=due.since or (window.opens if has_opened else None),
    )


# -- absences


def _for_whoever_is_there(situation: Situation, due: Due) -> Due:
    """Return an action that waits for somebody who is away, or goes to somebody else."""
    limit = next((one for one in _limits(situation, due) if isinstance(one.bound, WaitsFor)), None)
    if limit is None or not isinstance(limit.bound, WaitsFor):
        return due
    longest = situation.arithmetic.length(limit.bound.longest)
    calendar, clock = situation.history.calendar, situation.clock
    passed_over: list[str] = []
    best = due
    while (person := best.addressee[0]) is not None and longest is not None:
        until = situation.contacts.away_until(person)
        if until is None or until < day_of(best.window.opens, clock.zone) or clock.day > until:
            return best
        back = _Days(situation, best).first_after(until, allowed=True)
        back = back or calendar.roll(until + _ONE_DAY, "following")
        begin = max(day_of(best.window.opens, clock.zone), clock.day)
        if not earlier(situation.arithmetic.shift(longest, 1, begin), back, clock.zone):
            moved = _moved(situation, best, back)
            return replace(moved, window=replace(moved.window, limited_by=limit.name))
        # Whether it is too long may be seen anew every day, until it is short enough.
        clock.reached(clock.day + _ONE_DAY, due.proposal.rule.name, "waits for somebody")
        passed_over.append(person)
        other = choose(situation, due.do, tuple(passed_over))
        if other[0] is None or other[0] in passed_over or not other[1]:
            return due
        best = replace(due, addressee=other)
    return best


# -- one at a time


def _holding(situation: Situation, due: Due, before: list[Due]) -> Iterator[Limit]:
    """Go through the limits that hold an action back behind what is more important."""
    for limit, _ in calming(situation, due):
        if _is_ahead(situation, due, before) or _was_done_today(situation, due):
            yield limit


def calming(situation: Situation, due: Due) -> Iterator[tuple[Limit, OneAtATime]]:
    """Go through the limits under which an action that has opened may have to wait."""
    if due.window.lapses is not None or not due.has_opened(situation.clock):
        return
    for limit in _limits(situation, due):
        bound = limit.bound
        if isinstance(bound, OneAtATime) and not {
            due.do.action,
            due.proposal.rule.name,
        } & set(bound.exempt):
            yield limit, bound


def _is_ahead(situation: Situation, due: Due, before: list[Due]) -> bool:
    """Return whether something on an earlier track is open to the same person."""
    return any(
        other.track != due.track
        and not other.do.optional
        and other.held_by is None
        and other.has_opened(situation.clock)
        and can_be_same(other.addressee[0], due.addressee[0])
        for other in before
    )


def _was_done_today(situation: Situation, due: Due) -> bool:
    """Return whether something of an earlier track was done to the same person today."""
    tracks = list(situation.ruleset.vocabulary.tracks)
    more_important = tracks[: tracks.index(due.track)]
    clock = situation.clock
    for event in situation.events:
        if day_of(event.moment, clock.zone) != clock.day:
            continue
        to = recipient(situation, event, more_important)
        if to is not None and can_be_same(to or None, due.addressee[0]):
            clock.reached(clock.day + _ONE_DAY, due.proposal.rule.name, "the day is over")
            return True
    return False


def recipient(situation: Situation, event: Event, tracks: list[str]) -> str | None:
    """Return whom an event went to that records an action of these tracks, empty if nobody said."""
    for action in situation.ruleset.vocabulary.actions.values():
        if action.track in tracks and records(action, event):
            return str(event.values.get(action.recorded_by.to or "", ""))
    return None


def can_be_same(one: str | None, other: str | None) -> bool:
    """Return whether two addressees can be the same; one that is not named is anybody."""
    return one is None or other is None or same_person(one, other)


def _limits(situation: Situation, due: Due) -> Iterator[Limit]:
    """Go through the limits of an action that have begun, and last until it can be done."""
    clock, opens = situation.clock, due.window.opens
    for force in in_force(situation, _action(situation, due)):
        if force.end is not None and (
            clock.passed(force.end, force.limit.name, "ends")
            or earlier(force.end, opens, clock.zone)
        ):
            continue
        yield force.limit


def _action(situation: Situation, due: Due) -> Action:
    return situation.ruleset.vocabulary.actions[due.do.action]
