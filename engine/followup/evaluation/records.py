"""Actions and the events that record them once done."""

from __future__ import annotations

import datetime

from msgspec.structs import replace

from followup.core.history import Event, History, Timestamp, in_history_order
from followup.core.vocabulary import Action, Value, Vocabulary
from followup.decision import DueAction
from followup.evaluation.clock import day_of


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
    values: dict[str, Value] = {
        f.name: f.default for f in kind.fields.values() if f.default is not None
    }
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


def with_record(
    history: History, due: DueAction, vocabulary: Vocabulary, moment: Timestamp
) -> History:
    """Return the history in which an action has been done at a moment."""
    event = recorded(due, vocabulary, moment, history)
    return replace(history, events=in_history_order([*history.events, event]))
