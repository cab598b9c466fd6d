"""What rulesets say about one history at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from .answer import TRACKS, Answer, Line
from .business_time import Calendar
from .facts import Facts
from .history import read_history
from .inquiry import inquiry, natural_opening
from .notices import feedback, notice
from .options import friend, network, other_contact
from .persons import same
from .proposal import INQUIRY_ACTIONS, Proposal, Track, day_of, has_come
from .replies import corrections, replies, reschedule
from .rulesets import RULESETS, Ruleset
from .thanks import thanks
from .view import View, look
from .waiting import is_year_end

PURPOSE_TRACK = {
    "offer-response": "reply",
    "invitation-response": "reply",
    "information-response": "reply",
    "assignment-submission": "reply",
    "reschedule-request": "reply",
    "correction": "repair",
    "competing-offer-notice": "notice",
    "thank-you": "thanks",
    "status-inquiry": "inquiry",
    "timeline-question": "inquiry",
    "question": "inquiry",
    "referral-nudge": "inquiry",
    "withdrawal-notice": "notice",
    "feedback-request": "feedback",
}


def decide(
    source: Mapping[str, Any], as_of: date | datetime, names: Iterable[str]
) -> dict[str, Answer]:
    """Return what each of some rulesets says about a history as it is written."""
    history = read_history(source)
    view = look(history, history.moment(as_of))
    return {name: _answer(view, RULESETS[name]) for name in names}


def _answer(view: View, ruleset: Ruleset) -> Answer:
    facts = Facts(view, ruleset)
    tracks = _tracks(view, facts)
    proposals = [proposal for track in tracks for proposal in track.proposals]
    proposals = [one for one in proposals if not one.optional or one.route.to is not None]
    for proposal in proposals:
        _days_off(view, facts, proposal)
        _absence(view, facts, proposal)
    for proposal in _one_at_a_time(view, proposals):
        if not proposal.optional:
            track = next(item for item in tracks if item.name == proposal.track)
            track.held = track.held or "one-thing-at-a-time"
        proposals.remove(proposal)
    return _compose(view, tracks, proposals)


def _tracks(view: View, facts: Facts) -> list[Track]:
    ruleset = facts.ruleset
    reply = replies(view, facts)
    new_time = reschedule(view, facts) if _speaks_of_times(view, ruleset) else None
    told = notice(view, facts)
    due = any(has_come(item.opens, view.moment) for item in told.proposals)
    opening = natural_opening(view, facts)
    asking = inquiry(view, facts, reply, new_time, due)
    first = Track("reply", proposals=list(reply.proposals))
    if new_time is not None and new_time.proposal is not None:
        first.proposals.append(new_time.proposal)
    asking.proposals += friend(view, facts, asking.proposals[0] if asking.proposals else None)
    asking.proposals += other_contact(
        view, facts, asking.proposals[0] if asking.proposals else None
    )
    return [
        first,
        Track("repair", proposals=corrections(view, facts)),
        told,
        Track("thanks", proposals=thanks(view, facts, opening)),
        asking,
        feedback(view, facts, reply),
        Track("network", proposals=network(view, facts)),
    ]


def _speaks_of_times(view: View, ruleset: Ruleset) -> bool:
    """R10 after an ending or, under R6, before an interview, speaks of nothing."""
    if view.ended is not None:
        return False
    return bool(view.held) or not ruleset.needs_interview


# -- D7, R9


def _off(calendar: Calendar, day: date, ruleset: Ruleset, action: str) -> bool:
    """A day off; R9 (curated): from 24 December to 1 January for inquiries."""
    if not calendar.working(day):
        return True
    return is_year_end(day) and ruleset.curated and action in INQUIRY_ACTIONS


def _next_day(calendar: Calendar, day: date, ruleset: Ruleset, action: str) -> date:
    while _off(calendar, day, ruleset, action):
        day += timedelta(days=1)
    return day


def _days_off(view: View, facts: Facts, proposal: Proposal) -> None:
    """D7.

    On any day off what is open waits for the next working day, unless a hard end comes before it.
    """
    if proposal.any_day:
        return
    calendar, ruleset, action = facts.calendar, facts.ruleset, proposal.action
    today = view.today
    opened = has_come(proposal.opens, view.moment)
    from_day = today if opened else day_of(proposal.opens)
    if not _off(calendar, from_day, ruleset, action):
        return
    coming = _next_day(calendar, from_day, ruleset, action)
    ends = (proposal.lapses, proposal.let_go)
    if any(end is not None and day_of(end) < coming for end in ends):
        return
    _move(proposal, coming, opened)


def _move(proposal: Proposal, to: date, opened: bool) -> None:
    if opened and proposal.since is None:
        proposal.since = proposal.opens
    proposal.opens = to
    if proposal.closes is not None and day_of(proposal.closes) < to:
        proposal.closes = to


# -- R8


def _absence(view: View, facts: Facts, proposal: Proposal) -> None:
    """R8.

    An absence delays an inquiry to the first working day after it; "is that more than ten business
    days away, it goes to the next person who can be reached".
    """
    if proposal.action not in INQUIRY_ACTIONS or proposal.reroute is None:
        return
    without: list[str] = []
    first = proposal.route
    for _ in range(8):
        person = proposal.route.to
        until = facts.people.away_until(person)
        if until is None or day_of(proposal.opens) > until or view.today > until:
            return
        assert person is not None
        if until < date.max:
            back = _next_day(
                facts.calendar, until + timedelta(days=1), facts.ruleset, proposal.action
            )
            start = max(day_of(proposal.opens), view.today)
            if facts.calendar.business_days_between(start, back) <= 10:
                _move(proposal, back, has_come(proposal.opens, view.moment))
                return
        without.append(person)
        other = proposal.reroute(tuple(without))
        if other.to is None or other.to in without or not other.channels:
            proposal.route = first
            return
        proposal.route = other


# -- R4


def _one_at_a_time(view: View, proposals: list[Proposal]) -> list[Proposal]:
    """R4.

    While a more important action to the same person is open, a lesser one is held, and on the day
    on which it was done as well.
    """
    rank = {name: place for place, name in enumerate(TRACKS)}
    held: list[Proposal] = []
    done_today = [
        event
        for event in view.events
        if event.kind == "sent"
        and event.day == view.today
        and event.get("purpose") in PURPOSE_TRACK
    ]
    for proposal in sorted(proposals, key=lambda item: rank[item.track]):
        if proposal.exempt or not has_come(proposal.opens, view.moment):
            continue
        mine = rank[proposal.track]
        blocked = any(
            rank[other.track] < mine
            and other not in held
            and not other.optional
            and has_come(other.opens, view.moment)
            and _can_be(other.route.to, proposal.route.to)
            for other in proposals
        ) or any(
            rank[PURPOSE_TRACK[event.get("purpose")]] < mine
            and _can_be(event.get("to"), proposal.route.to)
            for event in done_today
        )
        if blocked:
            held.append(proposal)
    return held


def _can_be(one: str | None, other: str | None) -> bool:
    """Whether two may be one person; whoever is not named may be anybody."""
    return one is None or other is None or same(one, other)


# -- the answer


def _compose(view: View, tracks: list[Track], proposals: list[Proposal]) -> Answer:
    lines = [proposal.line(view.moment) for proposal in proposals]
    due = [line for line in lines if line.says == "do"]
    held = [
        Line(track=track.name, says="held", name=track.held, until=track.until)
        for track in tracks
        if track.held
    ]
    stopped = [
        Line(track=track.name, says="stopped", name=track.stopped)
        for track in tracks
        if track.stopped
    ]
    if any(line.state != "upcoming" for line in due):
        status = "act"
    elif due or held:
        status = "wait"
    else:
        status = "stop" if stopped else "silent"
    return Answer(status=status, lines=(*lines, *held, *stopped))
