"""Random valid histories of any vocabulary, and the plain helpers of the tests beside this file."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from datetime import UTC, date, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

import followup
from followup.calendars import localize
from followup.core.history import History
from followup.core.persons import NAME_PARTS
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import EventType, Field, Vocabulary
from followup.decision import Decision

RULESETS = ("conservative", "balanced", "persistent", "payment-reminders")
BASE = date(2026, 9, 21)
SPAN = 60
ZONES = (
    "America/Los_Angeles",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
)
COUNTRIES: tuple[dict[str, str], ...] = (
    {},
    {},
    {"country": "US"},
    {"country": "US", "subdivision": "CA"},
    {"country": "DE", "subdivision": "BY"},
    {"country": "GB"},
    {"country": "SA"},
    {"country": "CN"},
    {"country": "IL"},
    {"country": "LK"},
)
NAMES = ("ana", "bo", "Eva Maria")
DURATIONS = ("24 hours", "3 days", "1 week", "2 business days", "1 month", "30 days")
RARE = frozenset(
    ("withdrawal", "pause", "cancellation", "write-off", "insolvency", "owner-decision")
)
"""Kinds of event that end or silence most of what follows, so that they come up less often."""


@cache
def ruleset(name: str) -> Ruleset:
    return followup.load_ruleset(name)


def days(first: int = 0, last: int = SPAN) -> st.SearchStrategy[date]:
    return st.integers(first, last).map(lambda n: BASE + timedelta(n))


def persons(vocabulary: Vocabulary) -> st.SearchStrategy[str]:
    roles = st.sampled_from(list(vocabulary.roles))
    named = st.tuples(roles, st.sampled_from(NAMES)).map(":".join)
    return st.one_of(roles, named)


def value(field: Field, vocabulary: Vocabulary) -> st.SearchStrategy[Any]:
    words = st.sampled_from(field.words) if field.words else st.nothing()
    person = persons(vocabulary)
    channels = st.sampled_from(list(vocabulary.channels))
    found: dict[str, st.SearchStrategy[Any]] = {
        "date": days(-5, SPAN + 30).map(date.isoformat),
        "duration": st.sampled_from(DURATIONS),
        "word": words,
        "words": st.lists(words, min_size=1, max_size=3),
        "person": person | words,
        "persons": st.lists(person, min_size=1, max_size=3),
        "channel": channels,
        "channels": st.lists(channels, min_size=1, max_size=3),
        "action": st.sampled_from(list(vocabulary.actions)),
        "flag": st.booleans(),
        "number": st.integers(0, 20000),
        "text": st.sampled_from(("soon", "a talk", "a b: c")),
    }
    return found[field.type]


@st.composite
def event(draw: st.DrawFn, kind: EventType, vocabulary: Vocabulary, timed: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"date": draw(days()).isoformat(), "event": kind.name}
    if timed and draw(st.booleans()):
        hour, minute = draw(st.integers(0, 23)), draw(st.sampled_from((0, 30, 59)))
        found["time"] = time(hour, minute).isoformat("minutes")
    chosen = draw(st.sampled_from(kind.exactly_one_of)) if kind.exactly_one_of else None
    for field in kind.fields.values():
        if field.name in kind.exactly_one_of:
            given = field.name == chosen
        else:
            given = field.required or draw(st.booleans())
        if given:
            found[field.name] = draw(value(field, vocabulary))
    return found


@st.composite
def documents(
    draw: st.DrawFn, vocabulary: Vocabulary, *, timed: bool = True, zoned: bool | None = None
) -> dict[str, Any]:
    """A history as plain data, which its vocabulary's schema accepts.

    `timed`: may events have times? `zoned`: must, or may not, the history have a time zone?
    """
    kinds = [k for k in vocabulary.events.values() for _ in range(1 if k.name in RARE else 3)]
    found: dict[str, Any] = dict(draw(st.sampled_from(COUNTRIES)))
    if zoned or (zoned is None and draw(st.booleans())):
        found["timezone"] = draw(st.sampled_from(ZONES))
    for field in vocabulary.fields.values():
        if field.required or draw(st.booleans()):
            found[field.name] = draw(value(field, vocabulary))
    if draw(st.booleans()):
        whom = draw(st.lists(persons(vocabulary), max_size=2, unique=True))
        detail = st.sampled_from((*NAME_PARTS, "email", "phone"))
        found["people"] = {
            who: {key: f"{key} of {who}" for key in draw(st.lists(detail, unique=True))}
            for who in whom
        }
        ways = st.lists(st.sampled_from(list(vocabulary.channels)), max_size=2)
        for details in found["people"].values():
            if draw(st.booleans()):
                details["channels"] = draw(ways)
    if draw(st.booleans()):
        first = draw(days(0, SPAN))
        last = first + timedelta(draw(st.integers(0, 12)))
        found["closures"] = [{"from": first.isoformat(), "to": last.isoformat(), "why": "shut"}]
        again = ({"every": "friday"}, {"from": "10-10", "to": "10-14"}, {"every": ["monday"]})
        found["closures"] += draw(st.lists(st.sampled_from(again), max_size=2))
    if draw(st.booleans()):
        found["working-days"] = [draw(days()).isoformat()]
    found["events"] = [
        draw(event(draw(st.sampled_from(kinds)), vocabulary, timed))
        for _ in range(draw(st.integers(0, 9)))
    ]
    return found


class Drawn(NamedTuple):
    """A history, a shipped ruleset that speaks its words, and the history as plain data."""

    history: History
    rules: Ruleset
    data: Mapping[str, Any]

    def __repr__(self) -> str:
        """Write what a reader needs to ask again."""
        return f"<{self.rules.name}: {json.dumps(self.data)}>"


@st.composite
def cases(
    draw: st.DrawFn, *, timed: bool = True, zoned: bool | None = None, names: Any = RULESETS
) -> Drawn:
    rules = ruleset(draw(st.sampled_from(names)))
    data = draw(documents(rules.vocabulary, timed=timed, zoned=zoned))
    return Drawn(followup.history_from(data, rules), rules, data)


dates = days(-3, SPAN + 20)
"""Days from shortly before the first event to some time after the last."""


@st.composite
def instants(draw: st.DrawFn, history: History) -> datetime.datetime:
    """A minute, near an event's own moment as often as not, in any zone."""
    zone: datetime.tzinfo = history.timezone or draw(
        st.sampled_from((UTC, ZoneInfo("America/New_York")))
    )
    moments = [e.moment for e in history.events if isinstance(e.moment, datetime.datetime)]
    is_near = draw(st.booleans())
    if moments and is_near:
        offset = draw(st.sampled_from((-1, 0, 1, 24 * 60 - 1, 24 * 60, 24 * 60 + 1)))
        moment: datetime.datetime = draw(st.sampled_from(moments))
        return (moment + timedelta(minutes=offset)).astimezone(zone)
    wall = time(draw(st.integers(0, 23)), draw(st.sampled_from((0, 1, 30, 59))))
    found = localize(draw(dates), wall, zone)
    return found.astimezone(UTC) if draw(st.booleans()) and history.timezone else found


def decide(history: History, rules: Ruleset, as_of: date) -> Decision:
    return followup.decide(history, rules, as_of)


def known_at(history: History, rules: Ruleset, as_of: date) -> History:
    """The history without what is recorded after a moment, worked out anew from the definition."""
    from msgspec.structs import replace

    def is_known(moment: date) -> bool:
        if isinstance(moment, datetime.datetime) and isinstance(as_of, datetime.datetime):
            return moment <= as_of
        return local_day(moment, history, as_of) <= local_day(as_of, history, as_of)

    kinds = rules.vocabulary.events
    kept = [e for e in history.events if kinds[e.kind].scheduled or is_known(e.moment)]
    return replace(history, events=tuple(kept))


def local_day(moment: date, history: History, as_of: date) -> date:
    if not isinstance(moment, datetime.datetime):
        return moment
    zone = history.timezone
    if zone is None and isinstance(as_of, datetime.datetime):
        zone = as_of.tzinfo
    return moment.astimezone(zone).date()
