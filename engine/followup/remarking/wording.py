"""How remarks are made and how they name events."""

from __future__ import annotations

from followup.core.history import Event, History
from followup.diagnostics import Problem
from followup.wording.moments import moment_words


def event_words(event: Event) -> str:
    """Write an event as its kind and its day: `` `payment` of Tue 13 Oct 2026 ``."""
    return f"`{event.kind}` of {moment_words(event.date)}"


def remark(code: str, message: str, event: Event, history: History, help: str | None) -> Problem:
    """Return a remark, which stands where its event does."""
    place = history.place(event)
    return Problem(code=code, message=message, location=place, help=help, warning=True)
