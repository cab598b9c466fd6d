"""The tracks notice and feedback."""

from __future__ import annotations

from datetime import date

from .business_time import Duration
from .facts import Facts
from .history import Event
from .proposal import Proposal, Track
from .replies import Replies, interview_off
from .view import View
from .waiting import active, role_state
from .whom import feedback_route, notice_route
from .words import is_word

# -- the notice of another offer


def notice(view: View, facts: Facts) -> Track:
    """D11, S3-20."""
    track = Track("notice")
    ruleset = facts.ruleset
    offers = [event for event in view.events if event.kind == "competing-offer"]
    if not ruleset.notice or view.ended is not None or not offers:
        return track
    if ruleset.needs_interview and not view.held:
        return track  # R6
    if not (active(view, facts) or view.ahead or interview_off(view)):
        return track
    if any(event.is_received("offer") for event in view.since_closing()):
        return track  # who has their offer is not told of another
    if role_state(view, facts)[0] is not None and not view.ahead:
        track.stopped = "posting-closed"
        return track
    offer = offers[-1]
    answer_by = offer.day_in("answer-by")
    if answer_by is not None and view.today > answer_by:
        return track
    sent = [event for event in view.after(offer) if event.is_sent("competing-offer-notice")]
    opens = offer.day
    closes = answer_by
    if sent:
        second = _second_notice(view, facts, offer, sent, answer_by)
        if second is None:
            return track
        opens = second
    elif closes is None and ruleset.curated:
        closes = facts.calendar.business_days_after(5, offer.day)
    if not ruleset.curated:
        closes = None
    track.proposals.append(
        Proposal(
            track="notice",
            action="competing-offer-notice",
            opens=opens,
            closes=closes,
            lapses=answer_by,
            route=notice_route(view, facts),
            any_day=True,
            exempt=answer_by is not None,
        )
    )
    return track


def _second_notice(
    view: View, facts: Facts, offer: Event, sent: list[Event], answer_by: date | None
) -> date | None:
    """D11.

    "curated rulesets give notice once more two business days before its `answer-by`"; "no second
    notice after a word of theirs, nor if the first went out on or after that day".
    """
    if not facts.ruleset.curated or answer_by is None:
        return None
    day = facts.calendar.business_days_before(2, answer_by)
    if sent[-1].day >= day or any(map(_speaks, view.after(sent[0]))):
        return None
    return day


def _speaks(event: Event) -> bool:
    """A word of theirs, also one that names no date."""
    return is_word(event) or (event.kind == "timeline" and event.get("said-by") != "posting")


# -- feedback


def _taken_back(view: View, rejection: Event) -> bool:
    """D12: "after an offer that was taken back nobody is asked"."""
    before = view.events[: view.events.index(rejection)]
    return any(event.is_received("offer") for event in before)


def feedback(view: View, facts: Facts, reply: Replies) -> Track:
    """D12, S2-50."""
    track = Track("feedback")
    rejection = view.ended_by
    if not facts.ruleset.feedback or view.ended != "rejected" or rejection is None:
        return track
    if not view.held or _taken_back(view, rejection):
        return track
    after = view.after(rejection)
    if any(event.is_sent("feedback-request") or event.is_received("feedback") for event in after):
        return track
    lapses = facts.calendar.after(Duration(4, "week"), rejection.day)
    if reply.proposals or view.moment.is_past(lapses):
        return track
    opens = facts.calendar.roll(rejection.day)
    closes = facts.calendar.business_days_after(5, opens) if facts.ruleset.curated else None
    track.proposals.append(
        Proposal(
            track="feedback",
            action="feedback-request",
            opens=opens,
            closes=closes,
            lapses=lapses,
            route=feedback_route(view, facts, rejection),
            exempt=True,  # its end is a hard one
        )
    )
    return track
