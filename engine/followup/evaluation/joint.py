"""Cases that belong together, as they stand at a moment, and when each of them changes.

Each case is weighed by itself first. Then what is due in all of them is gone through once, what
comes first at first: by the tracks' importance, the window, and the name of the case. Nothing is
asked again and no date is moved: an action is as in its case alone, or it is held.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from msgspec.structs import replace

from followup.core.history import History, Timestamp
from followup.core.limits import Limit
from followup.decision import Decision
from followup.defaults import LAST_DATE
from followup.evaluation.carrying import asked_later
from followup.evaluation.clock import Clock, day_of
from followup.evaluation.decide import decision_of, outlook_of, weigh, without_future
from followup.evaluation.rules import Rules
from followup.evaluation.settling import Due, calming, can_be_same, recipient

Bond: TypeAlias = tuple[str, Hashable]
"""A field of the history, and its value: cases that share one may have to wait for each other."""

_ONE_DAY = datetime.timedelta(days=1)
_TURNS = 200
"""How many moments are looked at for the next change of those that wait, or may have to."""


def bonds(history: History, fields: Sequence[str]) -> list[Bond]:
    """Return what may bind a case to others; one that lacks a field is bound to none by it."""
    return [(field, history.fields[field]) for field in fields if field in history.fields]


class Case:
    """One case, as it stands at the moment that was looked at last.

    `holds` says which of its actions wait, by their place: under which limit, for which case.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.ruleset = rules.situation.ruleset
        self.clock = rules.situation.clock
        self.zone = self.clock.zone
        self.now: Timestamp = self.clock.as_of
        self.history = without_future(rules.situation.history, self.ruleset, self.clock)
        self.weighed = weigh(rules)
        self.holds: dict[int, tuple[Limit, str]] = {}

    @property
    def day(self) -> datetime.date:
        """The day that it is for the case."""
        return day_of(self.now, self.zone)

    @cached_property
    def content(self) -> str:
        """What the history says, to tell cases of one name apart."""
        return repr((sorted(self.history.fields.items(), key=str), self.history.events))

    def move(self, turn: Timestamp) -> None:
        """Let time pass; what cannot differ before the clock's next turn is not asked again."""
        if isinstance(turn, datetime.datetime):
            turn = turn.astimezone(self.zone)
        if turn <= self.now:
            return
        self.now = turn
        due = self.clock.next_turn()
        if due is not None and due <= turn:
            self.clock = Clock(turn, self.history.timezone)
            self.weighed = weigh(asked_later(self.weighed.rules, self.history, self.clock))

    def decision(self) -> Decision:
        """Return the decision, with the actions held that wait for another case."""
        dues = list(self.weighed.dues)
        for place, (limit, case) in self.holds.items():
            dues[place] = replace(dues[place], held_by=limit, gives_way_to=case)
        return decision_of(replace(self.weighed, dues=tuple(dues)))

    def done(self, tracks: Sequence[str]) -> Iterator[tuple[int, str | None]]:
        """Go through what was done today: the place of its track, and the person, if one is named.

        It counts until the day is over, which the clock notes.
        """
        situation = self.weighed.rules.situation
        for event in situation.events:
            if day_of(event.moment, self.zone) != self.day:
                continue
            for place, track in enumerate(tracks):
                to = recipient(situation, event, [track])
                if to is not None:
                    self.clock.reached(self.day + _ONE_DAY, "the day is over")
                    yield place, to or None
                    break


class _Entry:
    """An action that has opened, in the line of all that are due; `track` is its track's place."""

    def __init__(self, case: Case, place: int, tracks: Sequence[str], named_once: bool) -> None:
        self.case = case
        self.place = place
        self.due: Due = case.weighed.dues[place]
        self.to = self.due.addressee[0]
        self.track = tracks.index(self.due.track)
        window = self.due.window
        self.rank = (
            self.track,
            *(_order(end, case.zone) for end in (window.opens, window.closes, window.lapses)),
            case.history.case,
            "" if named_once else case.content,
            place,
        )


class _Line:
    """What other cases may have to wait for: what was done today, and what comes first."""

    def __init__(self) -> None:
        self.done: list[tuple[int, str | None, Case]] = []
        self.ahead: list[_Entry] = []

    def before(self, entry: _Entry) -> Case | None:
        """Return the case that an action waits for, if there is one."""
        for other in self.ahead:
            if other.case is not entry.case and can_be_same(other.to, entry.to):
                return other.case
        for track, to, case in self.done:
            if track <= entry.track and case is not entry.case and can_be_same(to, entry.to):
                return case
        return None


class Group:
    """Cases that belong together, through limits that hold across fields of their histories."""

    def __init__(self, cases: list[Case], fields: Sequence[str]) -> None:
        self.cases = cases
        self.fields = fields
        self.tracks = list(cases[0].ruleset.vocabulary.tracks)
        names = [case.history.case for case in cases]
        self.named_once = len(set(names)) == len(names)
        self.by_name = sorted(cases, key=self._name)

    def _name(self, case: Case) -> tuple[str, str]:
        return (case.history.case, "" if self.named_once else case.content)

    def decisions(self) -> list[Decision]:
        """Return the decision of each case, with its next change."""
        waiting = self.settle()
        found = [case.decision() for case in self.cases]
        changes = self.changes(found, waiting)
        for place, case in enumerate(self.cases):
            if place not in waiting:  # nobody else can make it differ
                changes[place] = outlook_of(case.rules).decision.next_change
        return [replace(d, next_change=changes[place]) for place, d in enumerate(found)]

    # -- one moment

    def settle(self) -> set[int]:
        """Hold what waits for another case; return the places of those with anything that may."""
        lines = self._lines()
        may_wait: set[Case] = set()
        for case in self.cases:
            case.holds = {}
        for entry in sorted(self._entries(), key=lambda entry: entry.rank):
            case = entry.case
            for limit, bond in self._limits(entry):
                may_wait.add(case)
                first = lines[bond].before(entry)
                if first is not None:
                    case.holds[entry.place] = (limit, first.history.case)
                    break
            else:
                if not entry.due.do.optional:
                    for bond in bonds(case.history, self.fields):
                        lines[bond].ahead.append(entry)
        return {place for place, case in enumerate(self.cases) if case in may_wait}

    def _lines(self) -> dict[Bond, _Line]:
        lines: dict[Bond, _Line] = {}
        for case in self.by_name:
            done = [(track, to, case) for track, to in case.done(self.tracks)]
            for bond in bonds(case.history, self.fields):
                lines.setdefault(bond, _Line()).done.extend(done)
        return lines

    def _entries(self) -> Iterator[_Entry]:
        """Go through what is due; what waits within its own case is not."""
        for case in self.cases:
            for place, due in enumerate(case.weighed.dues):
                if due.held_by is None and due.has_opened(case.clock):
                    yield _Entry(case, place, self.tracks, self.named_once)

    def _limits(self, entry: _Entry) -> Iterator[tuple[Limit, Bond]]:
        """Go through the limits under which an action may have to wait for other cases."""
        case = entry.case
        bound_by = dict(bonds(case.history, self.fields))
        for limit, bound in calming(case.weighed.rules.situation, entry.due):
            if bound.across is not None and bound.across in bound_by:
                yield limit, (bound.across, bound_by[bound.across])

    # -- the moments after it

    def changes(self, found: Sequence[Decision], waiting: set[int]) -> dict[int, Timestamp | None]:
        """Return when the decisions of these cases change, if nothing happens in any of all.

        Where that takes too long to see it is a moment before which nothing changes.
        """
        changes: dict[int, Timestamp | None] = dict.fromkeys(waiting)
        pending = set(waiting)
        turns = _TURNS
        while pending and (turn := self._next_turn()) is not None:
            for case in self.cases:
                case.move(turn)
            self.settle()
            turns -= 1
            for place in sorted(pending):
                case, before = self.cases[place], found[place]
                if case.now > before.as_of and (
                    turns <= 0 or not case.decision().says_the_same(before)
                ):
                    changes[place] = case.now
                    pending.remove(place)
        return changes

    def _next_turn(self) -> Timestamp | None:
        turns = [turn for case in self.cases if (turn := case.clock.next_turn()) is not None]
        turn = min(turns, default=None)
        return None if turn is None or day_of(turn, None) > LAST_DATE else turn


def _order(moment: Timestamp | None, zone: datetime.tzinfo | None) -> tuple[int, int, float]:
    """Return a moment's place in time: a day before the instants in it, and none at last."""
    if moment is None:
        return (1, 0, 0.0)
    instant = moment.timestamp() if isinstance(moment, datetime.datetime) else -math.inf
    return (0, day_of(moment, zone).toordinal(), instant)
