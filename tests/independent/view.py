"""What counts at a moment: known events in order, changed interviews, the current run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .changes import Interview, changed_interviews
from .endings import ending, has_ended, is_lost
from .history import Event, History, Moment, in_order
from .words import closes_questions, is_contact


@dataclass
class View:
    """The current run of an application, as it is known at a moment."""

    history: History
    moment: Moment
    events: list[Event] = field(default_factory=list)  # of the run, in order, up to now
    ahead: list[Event] = field(default_factory=list)  # interviews that are arranged
    off: list[Interview] = field(default_factory=list)  # called off, not taken place
    ended: str | None = None
    ended_by: Event | None = None
    standing: list[Event] = field(default_factory=list)  # pauses, absences, departures

    @property
    def today(self) -> date:
        """The local day of the decision."""
        return self.moment.day

    @property
    def held(self) -> list[Event]:
        """The interviews that took place."""
        return [event for event in self.events if event.kind == "interview"]

    @property
    def last_interview(self) -> Event | None:
        """The latest interview that took place."""
        return self.held[-1] if self.held else None

    def after(self, event: Event | None) -> list[Event]:
        """What stands after an event; everything where there is none."""
        if event is None:
            return self.events
        return self.events[self.events.index(event) + 1 :]

    def since_closing(self) -> list[Event]:
        """R1, edges.

        "A rejection, withdrawal or refusal closes what was asked before it, an acceptance does
        not".
        """
        closing = [event for event in self.events if closes_questions(event)]
        return self.after(closing[-1] if closing else None)


def look(history: History, moment: Moment) -> View:
    """Everything that counts at the moment."""
    known = [event for event in history.events if _known(event, moment)]
    interviews = changed_interviews(known, moment)
    others = [event for event in known if event.kind != "interview"]
    view = View(history, moment)
    view.off = sorted((item for item in interviews if item.status is not None), key=_when_off)
    standing = [_placed(item) for item in interviews if item.stands]
    run = _run(view, in_order([*others, *standing]))
    departures = [event for event in run if event.kind == "departure"]
    run = [event for event in run if not is_lost(event, departures)]
    view.ahead = [event for event in run if _is_ahead(event, moment)]
    view.events = [event for event in run if event not in view.ahead]
    view.ended, view.ended_by = ending(view.events, bool(view.ahead))
    return view


def _when_off(item: Interview) -> int:
    return item.nth_change


def _is_ahead(event: Event, moment: Moment) -> bool:
    return event.kind == "interview" and not moment.has_come(event.day, event.time)


def _known(event: Event, moment: Moment) -> bool:
    """`known-from`.

    "before that day the event is unknown to the decision"; D15: events dated after as-of are
    unknown, except an arranged interview.
    """
    if event.known_from is not None and event.known_from > moment.day:
        return False
    return event.kind == "interview" or moment.has_come(event.day, event.time)


def _placed(item: Interview) -> Event:
    """Read as "A moved interview stands on its new day, at its place in the list"."""
    return item.event if item.day == item.event.day else item.event.at(item.day, item.event.time)


# -- runs


def _run(view: View, ordered: list[Event]) -> list[Event]:
    """The events of the run that goes on."""
    run: list[Event] = []
    for event in ordered:
        if event.kind in ("pause", "absence", "departure"):
            view.standing.append(event)
        if event.kind == "application" and _begins_anew(view, run):
            run = []
            # Only a pause or an absence from before a run goes on.
            view.standing = [item for item in view.standing if item.kind != "departure"]
            view.off = [item for item in view.off if _stood(item) > (event.day, event.place)]
        run.append(event)
    return run


def _stood(item: Interview) -> tuple[date, int]:
    return item.day, item.event.place


def _begins_anew(view: View, run: list[Event]) -> bool:
    """Section 1, "it begins anew".

    After an end, or "an application that no human word answered".
    """
    if has_ended(run):
        return True
    spoken = any(
        is_contact(event) or (event.kind == "timeline" and event.get("said-by") != "posting")
        for event in run
    )
    return any(event.kind == "application" for event in run) and not spoken
