"""What a timeline picture tells: the rows of a plan, each with its dates and its words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from followup.core.history import Event, History, Timestamp
from followup.core.vocabulary import Vocabulary
from followup.decision import DueAction
from followup.evaluation.plan import Plan, PlanStep
from followup.wording.moments import moment_words

_MOST_EVENTS = 4

RowKind = Literal["event", "action", "option", "change", "wait", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A plan to draw, with the history that it began with."""

    label: str
    plan: Plan
    history: History
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something at a moment: `window` is its first and last day, the last None while it is open.

    `points` are further days that belong to it, such as a day that an event names.
    """

    kind: RowKind
    at: Timestamp
    what: str
    when: str
    window: tuple[Timestamp, Timestamp | None] | None = None
    points: tuple[datetime.date, ...] = ()

    def days(self) -> list[datetime.date]:
        """Return all days that the row must have room for."""
        ends = self.window or ()
        return [*self.points, *(day(moment) for moment in (self.at, *ends) if moment is not None)]


def day(moment: Timestamp) -> datetime.date:
    """Return the day of a moment, in its own zone."""
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def day_words(moment: Timestamp, year: int | None = None) -> str:
    """Write a day without its year, which the axis names: Tue 3 Mar; with it if not in `year`."""
    words = moment_words(moment).split(" ")
    if year is None or moment.year == year:
        del words[3]
    return " ".join(words)


def rows(lane: Lane) -> list[Row]:
    """Return the rows of a lane: what happened last, what follows, and how it ends."""
    ends = lane.plan.ends
    year = ends.as_of.year
    events = lane.history.events[-_MOST_EVENTS:]
    found = [_event(event, lane.vocabulary, year) for event in events]
    found += _steps(lane.plan, year)
    kind: RowKind = "wait" if ends.status == "wait" else "end"
    return [*found, Row(kind=kind, at=ends.as_of, what=ends.headline, when=day_words(ends.as_of))]


def _steps(plan: Plan, year: int) -> Iterator[Row]:
    for step in plan.steps:
        if step.action is not None:
            yield _action(step, step.action, year)
        elif step.decision.headline != plan.ends.headline:
            what = step.decision.headline
            yield Row(kind="change", at=step.at, what=what, when=day_words(step.at, year))


def _action(step: PlanStep, action: DueAction, year: int) -> Row:
    attempt = ""
    if action.attempt is not None:
        of = f" of {action.attempts_allowed}" if action.attempts_allowed is not None else ""
        # A line does not break within it.
        attempt = f" ({action.attempt}{of})".replace(" of ", "\u00a0of\u00a0")
    last = action.closes if action.closes is not None else action.lapses
    return Row(
        kind="option" if action.optional else "action",
        at=step.at,
        what=("If you like: " if action.optional else "") + action.says + attempt,
        when=_window_words(action.opens, last, year),
        window=(action.opens, last),
    )


def _window_words(first: Timestamp, last: Timestamp | None, year: int) -> str:
    if last is None:
        return f"from {day_words(first, year)} on"
    if first == last:
        return day_words(first, year)
    return f"{day_words(first, year)} – {day_words(last, year)}"


def _event(event: Event, vocabulary: Vocabulary, year: int) -> Row:
    """Return the row of an event; days that it names are points of their own."""
    kind = vocabulary.events[event.kind]
    about = re.split(r"[:;]| \(", kind.about or event.kind.replace("-", " "), maxsplit=1)[0]
    named = {
        name: value
        for name, value in event.values.items()
        if type(value) is datetime.date and name in kind.fields
    }
    words = [
        str(event.values[name]).replace("-", " ")
        for name, found in kind.fields.items()
        if found.required and found.type in ("word", "action") and name in event.values
    ]
    words += [
        f"{name.replace('-', ' ')}: {day_words(value, year)}" for name, value in named.items()
    ]
    return Row(
        kind="event",
        at=event.date,
        what=about,
        when="; ".join([day_words(event.date, year), *words]),
        points=tuple(named.values()),
    )
