"""Small stories of an application: each way in which it can stand, and all that can happen then."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from followup.core.vocabulary import EventType, Field, Vocabulary

Event = dict[str, Any]
FIRST = datetime.date(2026, 3, 2)
"""A Monday, on which each story begins."""

LATER = 37
"""On which day of a story something more happens; by then each has come where it is to come."""


def _on(day: int, event: str, **fields: Any) -> Event:
    date = (FIRST + datetime.timedelta(days=day)).isoformat()
    return {"date": date, "event": event, **{k.replace("_", "-"): v for k, v in fields.items()}}


def _received(day: int, kind: str) -> Event:
    return _on(day, "received", kind=kind, **{"from": "recruiter"})


def _sent(day: int, purpose: str, **fields: Any) -> Event:
    return _on(day, "sent", purpose=purpose, channel="email", to="recruiter", **fields)


_MET = [_on(0, "application"), _on(3, "interview", **{"with": ["recruiter"]})]
_OFFER = [*_MET, _received(8, "offer")]

ENDED: Mapping[str, list[Event]] = {
    "accepted": [*_OFFER, _sent(9, "offer-response", decision="accept"), _received(10, "contract")],
    "declined": [*_OFFER, _sent(9, "offer-response", decision="decline")],
    "withdrawn": [*_MET, _on(9, "withdrawal")],
    "rejected": [*_MET, _received(9, "rejection")],
    "posting-closed": [_on(0, "application"), _on(9, "posting", status="filled")],
    "presumed-closed": [*_MET, *(_sent(10 + 7 * again, "status-inquiry") for again in range(3))],
    "let-go": [_on(-60, "application"), _on(-57, "interview", **{"with": ["recruiter"]})],
}
"""What brings an application to each ending, whatever ruleset is asked."""

RUNNING: Mapping[str, list[Event]] = {
    "applied": [_on(0, "application", via="referral")],
    "met": _MET,
    "asked": [*_MET, _sent(10, "status-inquiry")],
    "promised": [*_MET, _on(3, "timeline", by="2026-03-10", **{"said-by": "recruiter"})],
    "offered": _OFFER,
    "invited": [*_MET, _received(8, "invitation")],
}
"""How an application stands that goes on."""

CAME_TO_NOTHING: Mapping[str, list[Event]] = {
    **{
        f"{status} before it": [
            _on(0, "application"),
            _on(9, "interview", **{"with": ["recruiter"]}),
            _on(8, "interview-change", of=_on(9, "")["date"], status=status),
        ]
        for status in ("cancelled", "moved")
    },
    **{
        f"{status} on its day": [
            _on(0, "application"),
            _on(9, "interview", status=status, **{"with": ["recruiter", "interviewer:ana"]}),
        ]
        for status in ("cancelled", "moved", "no-show", "missed")
    },
    **{
        f"{status}, learnt later": [
            _on(0, "application"),
            _on(9, "interview", lead="hiring-manager", **{"with": ["hiring-manager"]}),
            _on(10, "interview-change", status=status),
        ]
        for status in ("no-show", "missed")
    },
}
"""Applications of which the only interview did not take place."""


def later_events(vocabulary: Vocabulary, day: int = LATER) -> Iterator[Event]:
    """Go through each kind of event, with each word of each of its fields."""
    for kind in vocabulary.events.values():
        bare = {name: _value(field) for name, field in kind.fields.items() if field.required}
        for given in _with_one(kind, bare, vocabulary):
            yield _on(day, kind.name, **given)


def _with_one(
    kind: EventType, bare: dict[str, Any], vocabulary: Vocabulary
) -> Iterator[dict[str, Any]]:
    """Go through the fields of an event: the required ones, and each word of each in turn."""
    either = kind.exactly_one_of
    for name in either:
        for value in kind.fields[name].words or [_value(kind.fields[name])]:
            yield {**bare, name: value}
    if either:
        return
    yield bare
    for name, field in kind.fields.items():
        for word in _words(field, vocabulary):
            yield {**bare, name: word}


def _words(field: Field, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words that a field may hold, where they are few."""
    if field.type == "action":
        return tuple(vocabulary.actions)
    return () if field.type == "channels" else field.words


def _value(field: Field) -> Any:
    """Return a value of a field's type."""
    match field.type:
        case "word":
            return field.words[0]
        case "person":
            return "recruiter"
        case "persons":
            return ["recruiter"]
        case "channel":
            return "email"
        case "channels":
            return ["email"]
        case "action":
            return "status-inquiry"
        case "date":
            return (FIRST + datetime.timedelta(days=LATER + 3)).isoformat()
        case "duration":
            return "3 days"
        case "flag":
            return True
        case _:
            return "soon"
