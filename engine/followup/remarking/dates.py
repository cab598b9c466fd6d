"""Remarks on when things happened: what has not come yet, gaps, dates that lie the wrong way."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import pairwise

from followup.core.history import Event, History
from followup.core.terms import OwnField
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import Problem
from followup.evaluation.clock import Clock
from followup.remarking.wording import event_words, remark
from followup.wording.moments import moment_words

_CHECK_DATE = "if it has happened, mend its date, above all the year"
_CHECK_YEARS = "mend the year if one of the dates is mistyped"


def date_remarks(history: History, vocabulary: Vocabulary, clock: Clock) -> Iterator[Problem]:
    """Go through the remarks on the dates of a history."""
    kinds = vocabulary.events
    ahead = [event for event in history.events if not clock.has_come(event.moment)]
    unknown = [event for event in ahead if not kinds[event.kind].scheduled]
    if unknown and len(ahead) == len(history.events):
        yield _all_ahead(history, unknown, clock)
    else:
        yield from (_ahead(event, history, vocabulary, clock) for event in unknown)
    passed_over = {event.order for event in unknown}
    counted = [event for event in history.events if event.order not in passed_over]
    for one, other in pairwise(counted):
        if _over_a_year(one, other):
            yield _gap(one, other, history)
    for event in history.events:
        yield from _backwards(event, history, vocabulary)


def _all_ahead(history: History, unknown: list[Event], clock: Clock) -> Problem:
    """Remark that nothing has happened yet: most likely the question has the wrong year."""
    moment = moment_words(clock.as_of)
    count = len(history.events)
    what = "the only event lies" if count == 1 else f"all {count} events lie"
    message = f"{what} after {moment}, so nothing is known yet"
    return remark("W002", message, unknown[0], history, "check the day that you ask about")


def _ahead(event: Event, history: History, vocabulary: Vocabulary, clock: Clock) -> Problem:
    """Remark on an event that does not count yet, above all on something done on a day off."""
    what = f"{event_words(event)} lies after {moment_words(clock.as_of)}"
    off = history.calendar.day_off(event.date)
    if off is None or not _is_own_on_working_days(event, vocabulary):
        return remark("W001", f"{what} and is not counted", event, history, _CHECK_DATE)
    message = f"{what}, on a day off ({off.name}), and is not counted"
    return remark("W006", message, event, history, _CHECK_DATE)


def _is_own_on_working_days(event: Event, vocabulary: Vocabulary) -> bool:
    """Return whether an event records an action that is for working days."""
    return any(
        not action.any_day
        and action.recorded_by.event == event.kind
        and all(event.values.get(key) == mark for key, mark in action.recorded_by.marks.items())
        for action in vocabulary.actions.values()
    )


def _over_a_year(one: Event, other: Event) -> bool:
    a, b = one.date, other.date
    return (b.year - 1, b.month, b.day) > (a.year, a.month, a.day)


def _gap(one: Event, other: Event, history: History) -> Problem:
    message = f"more than a year lies between {event_words(one)} and this {event_words(other)}"
    return remark("W003", message, other, history, _CHECK_YEARS)


def _backwards(event: Event, history: History, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Remark on a date from which a moment is derived, and that lies before the event itself."""
    for branches in vocabulary.events[event.kind].derived.values():
        for branch in branches:
            name = branch.then.field if isinstance(branch.then, OwnField) else "date"
            stated = event.values.get(name)
            if isinstance(stated, datetime.date) and stated < event.date:
                message = (
                    f"`{name}` says {moment_words(stated)}, "
                    f"which is before this {event_words(event)} itself"
                )
                yield remark("W007", message, event, history, f"mend `{name}` or `date`")
