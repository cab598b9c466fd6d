"""The tracks reply and repair: what the employer asked, new times for interviews, corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .business_time import Duration
from .changes import Interview
from .facts import Facts
from .history import Event
from .persons import same
from .proposal import Proposal
from .view import View
from .whom import new_time_route, persons
from .words import closes_questions, is_contact

INFORMATION = ("information-request", "references-request", "background-check")
WEEKS_8 = Duration(8, "week")
WEEKS_2 = Duration(2, "week")


@dataclass
class Replies:
    """The open answers, and what they mean for the inquiries."""

    proposals: list[Proposal]
    lapsed: bool = False  # an answer was never given; its inquiries are let go too
    later: bool = False  # more time was asked for
    answered: bool = False  # an offer was answered with neither yes nor no


def replies(view: View, facts: Facts) -> Replies:
    """R1, R2, R3: every open answer is listed."""
    result = Replies([])
    result.answered = any(
        event.is_sent("offer-response") and event.get("decision") != "more-time"
        for event in view.after(facts.last_contact)
    )
    open_events = view.since_closing()
    _offer(view, facts, open_events, result)
    _invitation(view, facts, open_events, result)
    _requests(view, facts, open_events, result)
    order = {"offer-response": 0, "invitation-response": 1}
    result.proposals.sort(key=lambda item: (order.get(item.action, 2), item.opens))
    return result


def _offer(view: View, facts: Facts, events: list[Event], result: Replies) -> None:
    """R2: "the latest of several offers … stands for all"; R3: more time."""
    offers = [event for event in events if event.is_received("offer")]
    if not offers:
        return
    offer = offers[-1]
    after = view.after(offer)
    answers = [
        event for event in after if event.is_sent("offer-response") and _known_by(offer, event.day)
    ]
    given = [event for event in answers if event.get("decision") != "more-time"]
    asked = [event for event in answers if event.get("decision") == "more-time"]
    if given:
        # After an answer that says neither yes nor no they have the word.
        return
    proposal = _answer(facts, offer, "offer-response", "hiring-manager recruiter", None)
    if asked:
        _more_time(view, facts, offer, asked[-1], proposal)
        result.later = proposal.opens > view.today
    if proposal.lapses is None:
        result.proposals.append(proposal)  # R5: "offers never lapse"
    else:
        _add_or_lapse(view, offer, proposal, result)


def _more_time(view: View, facts: Facts, offer: Event, asked: Event, proposal: Proposal) -> None:
    """R3.

    Opens two business days before `until`, "one week after it where none is given", due by that
    day; their `answer-by` comes first where it is earlier; "not before the day after asking".
    """
    calendar = facts.calendar
    until = asked.day_in("until") or calendar.after(Duration(1, "week"), asked.day)
    theirs = offer.day_in("answer-by")
    due = min(until, theirs) if theirs is not None else until
    opens = max(calendar.business_days_before(2, due), asked.day + timedelta(days=1))
    proposal.opens = opens
    proposal.closes = max(due, opens)


def _invitation(view: View, facts: Facts, events: list[Event], result: Replies) -> None:
    """An invitation is answered, until an interview is arranged."""
    invitations = [event for event in events if event.is_received("invitation")]
    if not invitations:
        return
    invitation = invitations[-1]
    after = view.after(invitation)
    if any(
        event.kind == "interview"
        or (event.is_sent("invitation-response") and _known_by(invitation, event.day))
        for event in after
    ):
        return
    if view.ahead or any((item.known or item.day) > invitation.day for item in view.off):
        return
    answer = _answer(facts, invitation, "invitation-response", "recruiter", WEEKS_8)
    _add_or_lapse(view, invitation, answer, result)


def _requests(view: View, facts: Facts, events: list[Event], result: Replies) -> None:
    """One open answer for each kind of request: its latest stands for all of that kind."""
    latest: dict[str, Event] = {}
    for event in events:
        kind = event.get("kind")
        if event.is_received(*INFORMATION, "assignment"):
            latest[kind] = event
        elif event.is_sent("information-response"):
            latest = {
                key: asked
                for key, asked in latest.items()
                if key == "assignment" or not _known_by(asked, event.day)
            }
        elif event.is_sent("assignment-submission"):
            latest = {
                key: asked
                for key, asked in latest.items()
                if key != "assignment" or not _known_by(asked, event.day)
            }
    for kind, event in latest.items():
        action = "assignment-submission" if kind == "assignment" else "information-response"
        _add_or_lapse(view, event, _answer(facts, event, action, "recruiter", WEEKS_8), result)


def _known_by(asked: Event, day: date) -> bool:
    """R2: "one answer of a kind settles all requests known by its day"."""
    return asked.known_from is None or asked.known_from <= day


def _answer(
    facts: Facts, event: Event, action: str, default: str, lapse: Duration | None
) -> Proposal:
    """R3: due by `answer-by`; "without one `answer-within` stands"."""
    people = facts.people
    sender = event.get("from")
    fixed = people.there([str(sender)] if sender else [])
    if fixed:
        route = people.fixed(fixed[0], "answer")
    else:
        order = persons(facts.view, facts, default)
        route = people.choose(order, default.split()[::-1], "answer")
    within = facts.ruleset.answer_within
    closes = event.day_in("answer-by")
    if closes is None and within is not None:
        closes = facts.calendar.after(within, event.day)
    if facts.view.ended == "withdrawn" and lapse is not None:
        lapse = WEEKS_2  # "after a withdrawal what they ask lapses after two"
    return Proposal(
        track="reply",
        action=action,
        opens=event.day,
        closes=closes,
        lapses=None if lapse is None else facts.calendar.after(lapse, event.day),
        route=route,
        any_day=True,
        exempt=True,
    )


def _add_or_lapse(view: View, asked: Event, proposal: Proposal, result: Replies) -> None:
    """R5.

    Answers to invitations and requests lapse after 8 weeks; "with a lapsed answer its inquiries are
    let go too", until a word from them.
    """
    if view.moment.is_past(proposal.lapses):
        result.lapsed |= not any(
            is_contact(event) and event.day > asked.day for event in view.events
        )
    else:
        result.proposals.append(proposal)


# -- R10: a new time for an interview


@dataclass
class Reschedule:
    """An interview that is off and has no new time."""

    proposal: Proposal | None
    let_go: bool = False


def interview_off(view: View) -> Interview | None:
    """The interview that is off, until a new time is set or the matter is closed."""
    if view.ahead:
        return None
    last = view.last_interview
    left = [off for off in view.off if last is None or _stands_after(off, last)]
    if not left:
        return None
    off = left[-1]
    known = off.known or off.day
    closed = any(event.day >= known for event in view.events if closes_questions(event))
    # One that was held after it became known is its new time.
    return None if closed or (last is not None and last.day > known) else off


def _stands_after(off: Interview, held: Event) -> bool:
    return (off.day, off.event.place) > (held.day, held.place)


def reschedule(view: View, facts: Facts) -> Reschedule | None:
    """R10; None where no interview waits for a new time."""
    off = interview_off(view)
    if off is None:
        return None
    known = off.known or off.day
    sent = [
        event for event in view.events if event.is_sent("reschedule-request") and event.day >= known
    ]
    if sent:
        # "One request, unanswered for 8 weeks, lets the track go."
        return Reschedule(None, view.moment.is_past(facts.calendar.after(WEEKS_8, sent[0].day)))
    proposal = _ask_for_new_time(view, facts, off, known)
    if view.moment.is_past(proposal.lapses):
        return Reschedule(None, True)
    return Reschedule(proposal)


def _ask_for_new_time(view: View, facts: Facts, off: Interview, known: date) -> Proposal:
    calendar = facts.calendar
    at_once = off.status in ("no-show", "missed")
    opens = known
    if not at_once:
        opens = calendar.business_days_after(2, known)
        named = [
            day
            for event in view.events
            if event.kind == "timeline" and event.day >= known and event.get("said-by") != "posting"
            if (day := facts.stated(event)) is not None
        ]
        if named:  # "after a date that they named for it"
            opens = max(opens, calendar.next_working(named[-1]))
    route = new_time_route(view, facts, off.event)
    return Proposal(
        track="reply",
        action="reschedule-request",
        opens=opens,
        closes=None,
        lapses=calendar.after(WEEKS_8, opens),
        route=route,
        any_day=at_once,
    )


# -- repair


def corrections(view: View, facts: Facts) -> list[Proposal]:
    """D20; R5: corrections lapse after two weeks; R1: they go on after an ending."""
    ruleset = facts.ruleset
    if not ruleset.correction or (ruleset.needs_interview and not view.held):
        return []
    open_mistakes: dict[str | None, Event] = {}
    for event in view.events:
        if event.kind == "mistake" and event.get("severity") == "significant":
            open_mistakes.pop(event.get("to"), None)
            open_mistakes[event.get("to")] = event  # the latest to each
        elif event.is_sent("correction"):
            to = event.get("to")
            open_mistakes = {
                who: mistake
                for who, mistake in open_mistakes.items()
                if not (to is None or who is None or same(str(who), str(to)))
            }
    found = []
    people = facts.people
    for who, mistake in open_mistakes.items():
        lapses = facts.calendar.after(WEEKS_2, mistake.day)
        if view.moment.is_past(lapses):
            continue
        fixed = people.there([str(who)] if who else [])
        if fixed:
            route = people.fixed(fixed[0], "correction")
        else:
            route = people.choose(people.of_role("recruiter"), ["recruiter"], "correction")
        closes = None
        if ruleset.curated:
            closes = facts.calendar.business_days_after(1, mistake.day)
        found.append(
            Proposal(
                track="repair",
                action="correction",
                opens=mistake.day,
                closes=closes,
                lapses=lapses,
                route=route,
                any_day=True,
                exempt=True,
            )
        )
    return found
