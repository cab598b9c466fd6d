"""The track inquiry: what asking where things stand comes to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .business_time import Duration
from .facts import Facts
from .history import Event
from .people import Route
from .proposal import Proposal, Track
from .replies import Replies, Reschedule
from .rulesets import FIVE, Wait
from .view import View
from .waiting import active, after_pauses, in_season, paused, role_state
from .whom import again_route, contract_route, first_route, manager_route
from .words import is_contact

LET_GO = Duration(8, "week")
WEEK = Duration(1, "week")


# -- the track


def inquiry(
    view: View, facts: Facts, reply: Replies, new_time: Reschedule | None, notice_due: bool
) -> Track:
    """What asking comes to."""
    track = Track("inquiry")
    ruleset = facts.ruleset
    if view.ended == "accepted" and ruleset.curated:
        return _contract(view, facts, reply)
    if view.ended is not None:
        track.stopped = view.ended
        return track
    if ruleset.needs_interview and not view.held:
        return track  # R6
    if view.ahead:
        track.held, track.until = "interview-ahead", min(event.day for event in view.ahead)
        return track
    if new_time is not None:
        if new_time.let_go:
            track.stopped = "let-go"
        else:
            track.held = "interview-off"
        return track
    if not active(view, facts):
        return track
    away, until = paused(view)
    if away:
        track.held, track.until = "paused", until
        return track
    gone, hold = role_state(view, facts)
    if gone is not None:
        track.stopped = "posting-closed"
        return track
    if reply.proposals or reply.answered:
        track.held = "answer-owed" if reply.proposals else "offer-answered"
        return track
    if reply.lapsed:
        track.stopped = "let-go"
        return track
    if facts.attempts >= ruleset.attempts_allowed or _one_after_missed_date(facts):
        track.stopped = "presumed-closed"  # D5
        return track
    if ruleset.escalation and facts.manager_asked and facts.attempts >= ruleset.max_attempts:
        track.stopped = "presumed-closed"  # D10, "hold or not"
        return track
    if hold is not None:
        return _on_hold(view, facts, hold, track, notice_due)
    proposal = _propose(view, facts)
    if notice_due and proposal is not None and not isinstance(proposal, str):
        track.held = "notice-first"  # D11
        return track
    return _let_go(view, proposal, track)


def natural_opening(view: View, facts: Facts) -> date | None:
    """When the first inquiry opens if nothing holds it (D1); long ago once one was sent."""
    if view.ended is not None or not active(view, facts):
        return None
    if facts.inquiries:
        return facts.inquiries[0].day
    proposal = _propose(view, facts)
    return proposal.due if isinstance(proposal, Proposal) else None


def _one_after_missed_date(facts: Facts) -> bool:
    """interview-guide (S2-42): one message after a missed date is all."""
    if facts.ruleset.name != "interview-guide" or facts.deadline is None:
        return False
    return any(event.day > facts.deadline for event in facts.inquiries)


def _let_go(view: View, proposal: Proposal | str | None, track: Track) -> Track:
    """R5: "the last day belongs to the window"."""
    if isinstance(proposal, str):
        track.held = proposal
    elif proposal is not None:
        if view.moment.is_past(proposal.let_go):
            track.stopped = "let-go"
        else:
            track.proposals.append(proposal)
    return track


def _propose(view: View, facts: Facts) -> Proposal | str | None:
    """The next inquiry; the reason where there can be none yet."""
    if facts.ruleset.escalation and len(facts.inquiries) >= facts.ruleset.max_attempts:
        return _escalate(view, facts)
    if facts.inquiries:
        return _again(view, facts)
    return _first(view, facts)


def _kind(facts: Facts) -> str:
    if facts.deadline is not None:
        return "date"
    return "silence" if facts.last_contact is not None or facts.inquiries else "application"


def _first(view: View, facts: Facts) -> Proposal | str | None:
    ruleset, calendar = facts.ruleset, facts.calendar
    kind = _kind(facts)
    purpose = "status-inquiry"
    extra: list[date | None] = [facts.gap_from_others(), facts.answer_has_its_time()]
    if kind == "date":
        assert facts.deadline is not None
        wait, anchor = ruleset.past_deadline, facts.deadline
        if ruleset.silence and facts.last_contact is not None:  # D17
            extra.append(calendar.after(ruleset.silence, facts.last_contact.day))
    elif kind == "silence":
        assert facts.last_contact is not None
        anchor = facts.last_contact.day
        purpose = ruleset.first_purpose
        slow = ruleset.long_process if view.history.long_process else None
        chosen = slow or ruleset.no_timeline
        if chosen is None:
            return "no-date-named"
        wait = chosen
        thanked = facts.latest_thanks
        if thanked is not None:  # S2-31; D22: a stated date governs instead
            extra.append(calendar.after(ruleset.gaps[0], thanked.day))
    else:
        if ruleset.application is None or facts.application is None:
            return None
        wait, anchor = ruleset.application, facts.application.day
    return _proposal(
        view,
        facts,
        purpose,
        wait,
        anchor,
        extra,
        lambda without=(): first_route(view, facts, kind, without),
    )


def _again(view: View, facts: Facts) -> Proposal:
    gap = facts.ruleset.gap(len(facts.inquiries)) or WEEK
    wait = Wait(gap, facts.ruleset.again_at_most)
    anchor = facts.last_message.day
    kind = _kind(facts)
    return _proposal(
        view,
        facts,
        "status-inquiry",
        wait,
        anchor,
        _later(facts),
        lambda without=(): again_route(view, facts, kind, without),
    )


def _escalate(view: View, facts: Facts) -> Proposal:
    wait = facts.ruleset.escalation
    assert wait is not None
    anchor = facts.inquiries[-1].day
    return _proposal(
        view,
        facts,
        "status-inquiry",
        wait,
        anchor,
        _later(facts),
        lambda without=(): manager_route(facts, without),
    )


def _later(facts: Facts) -> list[date | None]:
    """What delays a second or third message besides the gap."""
    extra: list[date | None] = [facts.gap_from_others(), facts.answer_has_its_time()]
    if facts.deadline is not None:
        extra.append(facts.calendar.after(facts.ruleset.past_deadline.wait, facts.deadline))
    return extra


def _proposal(
    view: View,
    facts: Facts,
    action: str,
    wait: Wait,
    anchor: date,
    extra: list[date | None],
    route_for: Callable[..., Route],
    attempt: int | None = None,
    allowed: int | None = None,
) -> Proposal:
    calendar = facts.calendar
    opens = calendar.after(wait.wait, anchor)
    opens = max([opens, *(day for day in extra if day is not None)])
    opens = after_pauses(view, facts, opens)
    due = opens
    opens = in_season(facts, opens)
    closes: date | None = None
    if wait.at_most == FIVE:
        closes = calendar.business_days_after(5, opens)
    elif isinstance(wait.at_most, Duration):
        closes = max(opens, calendar.after(wait.at_most, anchor))
    free = opens
    if facts.ruleset.counts_thanks and facts.attempts:
        free = in_season(facts, after_pauses(view, facts, _elsewhere(view, facts)))
    return Proposal(
        track="inquiry",
        action=action,
        opens=opens,
        closes=closes,
        let_go=calendar.after(LET_GO, opens),
        free=free,
        due=due,
        is_apart=attempt is not None,
        route=route_for(),
        reroute=route_for,
        attempt=attempt or facts.attempts + 1,
        allowed=allowed or facts.ruleset.attempts_allowed,
    )


def _elsewhere(view: View, facts: Facts) -> date:
    """interview-guide: when somebody else may be asked instead of whoever had the last message."""
    calendar, ruleset = facts.calendar, facts.ruleset
    days = [calendar.after(ruleset.gaps[0], facts.last_message.day)]
    if view.history.long_process and ruleset.long_process and facts.last_contact:
        days.append(calendar.after(ruleset.long_process.wait, facts.last_contact.day))
    if facts.deadline is not None:
        days.append(calendar.after(ruleset.past_deadline.wait, facts.deadline))
    return max(days)


def _on_hold(view: View, facts: Facts, hold: Event, track: Track, notice_due: bool) -> Track:
    """R5: curated rulesets ask about a role on hold after three months."""
    track.held = "role-on-hold"
    if not facts.ruleset.curated:
        return track
    asked = [event for event in facts.inquiries if event in view.after(hold)]
    wait = Wait(Duration(3, "month"), FIVE)
    opens = facts.calendar.after(wait.wait, hold.day)
    if view.today <= opens:
        track.until = opens
        return track
    track.held = None
    if len(asked) >= facts.ruleset.attempts_allowed:
        track.stopped = "presumed-closed"
        return track
    if notice_due:
        track.held = "notice-first"
        return track
    facts.inquiries = asked
    if asked:
        again = _propose(view, facts)
        return _let_go(view, again, track)
    proposal = _proposal(
        view,
        facts,
        "status-inquiry",
        wait,
        hold.day,
        [facts.gap_from_others(), facts.answer_has_its_time()],
        lambda without=(): first_route(view, facts, "silence", without),
        attempt=1,
    )
    return _let_go(view, proposal, track)


def _contract(view: View, facts: Facts, reply: Replies) -> Track:
    """R1: after an acceptance the contract is asked about, after a week without word, twice."""
    track = Track("inquiry", stopped="accepted")
    accepted = view.ended_by
    assert accepted is not None
    after = view.after(accepted)
    offers = [event for event in view.since_closing() if event.is_received("offer")]
    since = view.after(offers[-1]) if offers else view.events
    if any(event.is_received("contract") for event in since):
        return track
    words = [event for event in after if is_contact(event)]
    anchor = words[-1] if words else accepted
    asked = [event for event in facts.inquiries if event in view.after(anchor)]
    if reply.proposals:
        return Track("inquiry", held="answer-owed")
    if len(asked) >= 2:
        return track

    def route_for(without: tuple[str, ...] = ()) -> Route:
        return contract_route(view, facts, without)

    wait = Wait(WEEK, FIVE)
    if asked:
        wait = Wait(facts.ruleset.gap(len(asked)) or WEEK, FIVE)
    start = asked[-1].day if asked else anchor.day
    extra = [facts.gap_from_others(), facts.answer_has_its_time()]
    proposal = _proposal(
        view,
        facts,
        "status-inquiry",
        wait,
        start,
        extra,
        route_for,
        attempt=len(asked) + 1,
        allowed=2,
    )
    return _let_go(view, proposal, Track("inquiry"))
