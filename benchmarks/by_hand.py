"""The inquiry rules of `balanced` as somebody would write them without an engine.

It decides less than the ruleset (no limits, no recipients, no reasons), which is what makes it
the floor to compare with.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from followup.calendars import Calendar

_INQUIRIES = ("status-inquiry", "timeline-question")
_ENDS = ("rejection", "offer")


def balanced_by_hand(
    events: Sequence[dict[str, Any]], as_of: datetime.date, calendar: Calendar
) -> tuple[str, datetime.date | None]:
    """Return the status and the opening day of the next inquiry; events in history order."""
    application = last_word = promise = inquiry = None
    attempts = 0
    thanked = True
    interview = None
    for event in events:
        if event["date"] > as_of:
            break
        kind = event["event"]
        if kind == "application":
            application = event["date"]
        elif kind == "interview":
            interview = last_word = event["date"]
            thanked, attempts, promise = False, 0, promise if _after(promise, interview) else None
        elif kind == "received" and event["kind"] != "auto-acknowledgement":
            if event["kind"] in _ENDS:
                return ("act" if event["kind"] == "offer" else "stop"), None
            last_word, attempts = event["date"], 0
            if event["kind"] == "holding" or not _after(promise, last_word):
                promise = None
        elif kind == "timeline" and "by" in event:
            promise = event["by"]
            if event["said-by"] != "posting":
                last_word, attempts = event["date"], 0
        elif kind == "sent":
            if event["purpose"] in _INQUIRIES:
                inquiry, attempts = event["date"], attempts + 1
            thanked = thanked or event["purpose"] == "thank-you"
    if interview and not thanked and (as_of - interview).days <= 1:
        return "act", interview
    if attempts >= 2:
        return "stop", None
    opens = _opens(application, last_word, promise, inquiry if attempts else None, calendar)
    if opens is None:
        return "silent", None
    return ("act" if opens <= as_of else "wait"), opens


def _after(promise: datetime.date | None, day: datetime.date) -> bool:
    return promise is not None and promise >= day


def _opens(
    application: datetime.date | None,
    last_word: datetime.date | None,
    promise: datetime.date | None,
    inquiry: datetime.date | None,
    calendar: Calendar,
) -> datetime.date | None:
    waits = []
    if inquiry:
        waits.append(inquiry + datetime.timedelta(weeks=1))
    if promise:
        waits.append(promise + datetime.timedelta(days=3))
    elif not inquiry:
        start = last_word or application
        if start is None:
            return None
        waits.append(start + datetime.timedelta(weeks=1))
    return max(calendar.roll(day, "following") for day in waits)
