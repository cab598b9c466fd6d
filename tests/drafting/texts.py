"""What holds of every text, whatever it is about."""

from __future__ import annotations

import datetime
import re

from followup.core.history import History
from followup.drafting.dates import date_words
from followup.drafting.records import Draft

SPOKEN = "What you want to say"
_LEFT_OVER = re.compile(
    r"[{}]|None|Undefined|\s[,.;?!]|\.\.|,,|!\.|\?\.|;\.|\(\)|<|interviewer:|manager:"
)
_MONTHS = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DATE = re.compile(rf"\b\d{{1,2}} {_MONTHS}(?: \d{{4}})?|{_MONTHS} \d{{1,2}}\b(?:, \d{{4}})?")
_GAP = re.compile(r"\[\[ .+? \]\]")


def check_text(draft: Draft, where: str) -> None:
    """Check that a text has no hole, no trace of its template, and the gaps that it names."""
    text = f"{draft.subject or ''}\n{draft.body}"
    assert draft.body, where
    assert not _LEFT_OVER.search(_GAP.sub("GAP", text)), f"{where}\n{text}"
    assert not re.search(r"[^\S\n]{2,}|\n{3,}|\[\[\s*\]\]", text), f"{where}\n{text}"
    for paragraph in draft.body.split("\n\n")[1:]:
        assert not re.match("[a-z]", paragraph), f"a sentence is torn apart: {where}\n{text}"
    assert set(_GAP.findall(text)) == set(draft.gaps), f"{where}\n{text}"
    spoken = draft.channel in ("phone", "voicemail", "in-person")
    assert spoken == (SPOKEN in draft.body), f"{where}\n{text}"
    assert draft.is_mail == (draft.channel == "email")
    if draft.is_mail:
        assert draft.subject, where


def check_dates(draft: Draft, history: History, this_year: int, *more: str) -> None:
    """Check that no day is in a text which the history has not."""
    days = [event.date for event in history.events]
    told = (value for event in history.events for value in event.values.values())
    days += [value for value in told if isinstance(value, datetime.date)]
    country = history.calendar.country
    known = {date_words(day, country, this_year) for day in days} | set(more)
    found = _DATE.findall(_GAP.sub("", f"{draft.subject}\n{draft.body}"))
    assert set(found) <= known, (set(found) - known, draft.body)
