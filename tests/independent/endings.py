"""What ends a run, what overtakes it, and what has lost its reader."""

from __future__ import annotations

from .history import Event
from .persons import role, same
from .words import ANSWERS, withdraws


def has_ended(run: list[Event]) -> bool:
    """R1: whether a rejection, a withdrawal or an answer to an offer stands."""
    rejected = declined = accepted = withdrawn = False
    for event in run:
        if event.is_received("rejection"):
            rejected = True
        elif event.kind == "interview" or event.is_received("invitation", "offer", "assignment"):
            rejected = False
        if event.is_received("offer"):
            declined = False
        elif event.is_sent("offer-response"):
            accepted |= event.get("decision") == "accept"
            declined |= event.get("decision") == "decline"
        withdrawn |= withdraws(event)
    return rejected or declined or accepted or withdrawn


def ending(events: list[Event], is_ahead: bool) -> tuple[str | None, Event | None]:
    """R1: what ends, and what reopens."""
    said: Event | None = None  # yes or no to their offer
    no: Event | None = None
    rejected: Event | None = None
    withdrawn: Event | None = None
    for event in events:
        if event.is_received("rejection"):
            rejected = event
            said = None if said is not None and said.get("decision") == "accept" else said
        elif event.kind == "interview" or event.is_received("invitation", "offer", "assignment"):
            rejected = None
        if event.is_received("offer"):
            no = None
        elif event.is_sent("offer-response") and event.get("decision") in ("accept", "decline"):
            yes = event.get("decision") == "accept"
            said, no = (event, None) if yes else (None, event)
        elif withdraws(event):
            withdrawn, said = event, None
    if is_ahead:
        rejected = None
    if withdrawn is not None and rejected is not None and withdrawn.day > rejected.day:
        withdrawn = None
    for name, by in (
        ("accepted", said),
        ("declined", no),
        ("withdrawn", withdrawn),
        ("rejected", rejected),
    ):
        if by is not None:
            return name, by
    return None, None


def is_lost(event: Event, departures: list[Event]) -> bool:
    """R8.

    "messages to that person count no more", "what is sent to somebody who has left counts no more
    either"; what ended the case, or answered them in time, stands.
    """
    to = event.get("to")
    if event.kind != "sent" or to is None or withdraws(event) or _decides(event):
        return False
    for left in departures:
        new = left.get("replaced-by")
        later = (event.day, event.place) > (left.day, left.place)
        if to == new or (later and new is not None and same(str(to), str(new))):
            continue
        if later and role(str(to)) == to:  # whoever has that role by now
            continue
        if same(str(to), left.get("person")) and (later or not event.is_sent(*ANSWERS)):
            return True
    return False


def _decides(event: Event) -> bool:
    return event.is_sent("offer-response") and event.get("decision") in ("accept", "decline")
