"""Actions and the events that record them once done."""

from __future__ import annotations

import datetime

from followup.decision import DueAction
from followup.evaluation.clock import day_of
from followup.language.domain import Action, Vocabulary
from followup.language.model import Event, History, Timestamp


def records(action: Action, event: Event) -> bool:
    """Return whether an event is the record of an action once done."""
    recording = action.recorded_by
    return event.kind == recording.event and all(
        event.values.get(key) == mark for key, mark in recording.marks.items()
    )


def recorded(due: DueAction, vocabulary: Vocabulary, moment: Timestamp, history: History) -> Event:
    """Return the event that records an action as done at a moment, last in history order."""
    recording = vocabulary.actions[due.action].recorded_by
    kind = vocabulary.events[recording.event]
    values = {f.name: f.default for f in kind.fields.values() if f.default is not None}
    values.update(recording.marks)
    for name, value in ((recording.to, due.to), (recording.via, due.via)):
        if name is not None and value is not None:
            values[name] = value
    local, time = moment, None
    if isinstance(moment, datetime.datetime):
        at = moment.astimezone(history.timezone) if history.timezone else moment
        local, time = at, at.time()
    day = day_of(local, history.timezone)
    # Without a time zone an event of a later hour is known already, and the record comes after it.
    if history.timezone is None and any(e.date == day for e in history.events):
        time = None
    return Event(
        kind=recording.event,
        date=day,
        moment=local,
        time=time,
        values=values,
        order=len(history.events),
    )
