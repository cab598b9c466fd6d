"""What of a history counts at a moment: one pass from what was written to what is so.

Written down are an event, later its change, something that became known only afterwards, a case
that began anew. Facts see none of that: they see the events as they stand at the moment, each on
its day, and apart from them those that came to nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from followup.calendars import localize
from followup.core.history import Event, Timestamp, history_order
from followup.core.patterns import Pattern
from followup.core.persons import role_of, same_person
from followup.core.vocabulary import Action, Departures, Runs, Vocabulary
from followup.evaluation.clock import Clock
from followup.evaluation.records import records

Fits: TypeAlias = Callable[[Pattern, Event], bool]
"""Whether the tests of a pattern hold for an event of its kind."""


class Effective(Struct, frozen=True, kw_only=True):
    """The events that have come, those that are planned, and those that came to nothing."""

    events: list[Event]
    scheduled: list[Event]
    voided: list[Event]


def is_known(event: Event, vocabulary: Vocabulary, clock: Clock) -> bool:
    """Return whether an event is known at a moment: it has come, or is planned and was told of."""
    told = event.known_from is None or clock.has_come(event.known_from)
    return told and (vocabulary.events[event.kind].scheduled or clock.has_come(event.moment))


def effective(
    written: Sequence[Event],
    vocabulary: Vocabulary,
    clock: Clock,
    zone: datetime.tzinfo | None,
    fits: Fits,
) -> Effective:
    """Return what counts of the events that were written, at the clock's moment.

    The days on which planned events take place, or turn out to have been called off, are noted
    by the clock; whatever is not yet known is not foreseen.
    """
    known = [event for event in written if is_known(event, vocabulary, clock)]
    voided: list[Event] = []
    if any(kind.void_when or kind.calls_off for kind in vocabulary.events.values()):
        known, voided = _Changer(vocabulary, clock, zone, fits).changed(known)
    if vocabulary.runs is not None:
        start = _run_begins(known, vocabulary.runs, fits)
        keep = vocabulary.runs.keep
        known = [event for event in known if event.order >= start or event.kind in keep]
        voided = [event for event in voided if event.order >= start]
    if vocabulary.departures is not None:
        known = list(_without_departed(known, vocabulary, fits))
    events: list[Event] = []
    scheduled: list[Event] = []
    for event in known:
        planned = vocabulary.events[event.kind].scheduled
        is_ahead = planned and not clock.reached(event.moment, event.kind, "takes place")
        (scheduled if is_ahead else events).append(event)
    return Effective(events=events, scheduled=scheduled, voided=voided)


def _is_any(patterns: Iterable[Pattern], event: Event, fits: Fits) -> bool:
    return any(each.event == event.kind and fits(each, event) for each in patterns)


# -- runs


def _run_begins(known: list[Event], runs: Runs, fits: Fits) -> int:
    """Return the order of the event with which the run that is going on began; 0 for the first."""

    def is_any(patterns: Iterable[Pattern], event: Event) -> bool:
        return _is_any(patterns, event, fits)

    start, begun, answered = 0, False, False
    ended: set[int] = set()
    for event in known:
        if event.kind == runs.begin:
            if ended or (begun and not answered):
                start, answered = event.order, False
            begun = True
            ended.clear()
        for number, end in enumerate(runs.ends):
            if is_any(end.by, event):
                ended.add(number)
            elif is_any(end.unless_then, event):
                ended.discard(number)
        answered = answered or is_any(runs.answered_by, event)
    return start


# -- changes


class _Changer:
    """Works through the changes of events in the order in which they became known."""

    def __init__(
        self, vocabulary: Vocabulary, clock: Clock, zone: datetime.tzinfo | None, fits: Fits
    ) -> None:
        self.kinds = vocabulary.events
        self.clock = clock
        self.zone = zone
        self.fits = fits
        self.now: dict[int, Event] = {}
        """What has become of each event, by its place; gone is what came to nothing."""
        self.gone: dict[int, tuple[Event, Event]] = {}
        """What came to nothing, as it stood, with what told of it."""
        self.touched: dict[int, datetime.date] = {}

    def changed(self, known: list[Event]) -> tuple[list[Event], list[Event]]:
        """Return the events as they stand now, and those that came to nothing, in order."""
        self.now = dict(enumerate(known))
        for place, event in enumerate(known):
            kind = self.kinds[event.kind]
            if kind.changes is not None:
                target = self._target(event)
                if target is not None:
                    self._change(target, event)
            elif kind.void_when and place in self.now and self._says_more(event):
                # Its own words count from its day: before it nobody knew.
                if self.clock.reached(event.moment, event.kind, "takes place"):
                    self._settle(place, event, event)
            elif kind.calls_off is not None and self.fits(kind.calls_off.by, event):
                self._call_off(kind.calls_off.event, event)
        return self._in_order(known)

    def _in_order(self, known: list[Event]) -> tuple[list[Event], list[Event]]:
        """Return what stands, and what came to nothing at the moment when that became known.

        Both are numbered together, so that it can be said what happened since.
        """
        stood = self.now | {place: event for place, (event, _) in self.gone.items()}
        places = sorted(stood)
        if any(event.date != known[place].date for place, event in stood.items()):
            places = [places[n] for n in history_order([stood[place] for place in places])]
            stood = {p: replace(stood[p], order=order) for order, p in enumerate(places)}
        voided = [
            replace(event, date=by.date, moment=by.moment, planned=event.date)
            for event, by in ((stood[place], by) for place, (_, by) in self.gone.items())
        ]
        return [stood[place] for place in places if place not in self.gone], voided

    def _says_more(self, event: Event) -> bool:
        """Return whether an event says of itself that it came to nothing, or was moved."""
        moved = self.kinds[event.kind].moved_to
        return self._is_void(event) or (moved is not None and moved.date in event.values)

    def _is_void(self, event: Event) -> bool:
        void_when = self.kinds[event.kind].void_when
        return any(event.values.get(name) in words for name, words in void_when.items())

    def _target(self, change: Event) -> int | None:
        """Return the place of the event that a change is about, as it stands by then."""
        changes = self.kinds[change.kind].changes
        assert changes is not None
        named = change.values.get(changes.of)
        places = [
            (event.date, place)
            for place, event in self.now.items()
            if event.kind == changes.event
            and (event.known_from is None or event.known_from <= change.date)
        ]
        if named is not None:
            return next((place for day, place in sorted(places) if day == named), None)
        if changes.looks_back and change.values.get(changes.looks_back[0]) in changes.looks_back[1]:
            come = [(day, place) for day, place in places if day <= change.date]
            return max(come)[1] if come else None
        ahead = [(day, place) for day, place in places if day >= change.date]
        return min(ahead)[1] if ahead else None

    def _change(self, place: int, change: Event) -> None:
        """Give an event the fields of a change that it has too."""
        event = self.now[place]
        kind = self.kinds[event.kind]
        shared = {n: v for n, v in change.values.items() if n in kind.fields}
        # What it says of a new day of its own is older than the change.
        old = {kind.moved_to.date, kind.moved_to.time} if kind.moved_to is not None else set()
        own = {n: v for n, v in event.values.items() if n not in old}
        self._settle(place, replace(event, values={**own, **shared}), change)

    def _settle(self, place: int, event: Event, known_by: Event) -> None:
        """Move an event to its new day, or take it away."""
        self.touched[place] = known_by.date
        moved = self.kinds[event.kind].moved_to
        day = event.values.get(moved.date) if moved is not None else None
        if moved is not None and isinstance(day, datetime.date):
            twin = self._on(day, place)
            if twin is not None:  # a new day that is listed too is one event, as it is listed
                self.now.pop(place, None)
                self.touched[twin] = known_by.date
                return
            # The new day is the day now: another change starts from it.
            values = {n: v for n, v in event.values.items() if n != moved.date}
            time = _time(event.values.get(moved.time)) if moved.time else None
            moment: Timestamp = day
            if time is not None and self.zone is not None:
                moment = localize(day, time, self.zone)
            self.now[place] = replace(event, date=day, time=time, moment=moment, values=values)
        elif self._is_void(event):
            self.now.pop(place, None)
            self.gone[place] = (event, known_by)

    def _call_off(self, kind: str, by: Event) -> None:
        """Take away what was planned, and known, when something ended the matter."""
        for place, event in list(self.now.items()):
            told_later = event.known_from is not None and event.known_from > by.date
            listed_later = event.entry > by.entry or self.touched.get(place, by.date) > by.date
            if event.kind == kind and event.date > by.date and not (told_later or listed_later):
                self.now.pop(place)

    def _on(self, day: datetime.date, place: int) -> int | None:
        """Return the place of another event of the same kind on a day, if there is one."""
        kind = self.now[place].kind
        others = (
            each
            for each, event in self.now.items()
            if each != place and event.kind == kind and event.date == day
        )
        return next(others, None)


def _time(value: object) -> datetime.time | None:
    """Return a time of day that is written as a text; None where it is none."""
    try:
        return datetime.time.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


# -- persons


def _without_departed(known: list[Event], vocabulary: Vocabulary, fits: Fits) -> Iterator[Event]:
    """Go through the events without the records of what was sent to persons who have left.

    What ended the case stands whoever read it, and so does an answer that came before they left:
    only what waits for their word has lost its reader.
    """
    departures = vocabulary.departures
    assert departures is not None
    gone = [event for event in known if event.kind == departures.event]
    ends = vocabulary.runs.ends if vocabulary.runs is not None else ()
    for event in known:
        action = _recorded(event, vocabulary) if gone else None
        to = None if action is None else event.values.get(action.recorded_by.to or "")
        left = [one for one in gone if to and _went_to(str(to), event, one, departures)]
        if action is not None and action.is_answer:
            left = [one for one in left if one.order < event.order]
        if not left or any(_is_any(end.by, event, fits) for end in ends):
            yield event


def _went_to(to: str, event: Event, left: Event, departures: Departures) -> bool:
    """Return whether an event went to somebody who has left, before or after they did.

    A bare role means from then on whoever has it now, as who came instead does.
    """
    new = str(left.values.get(departures.replaced_by or "", ""))
    is_later = event.order > left.order
    if to == new or (is_later and (role_of(to) == to or (new and same_person(to, new)))):
        return False
    return same_person(to, str(left.values.get(departures.person)))


def _recorded(event: Event, vocabulary: Vocabulary) -> Action | None:
    """Return the action that an event records."""
    return next((each for each in vocabulary.actions.values() if records(each, event)), None)
