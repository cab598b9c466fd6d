"""The track thanks: notes after an interview."""

from __future__ import annotations

from datetime import date, timedelta

from .answer import Limit
from .facts import Facts
from .history import Event, hours_after
from .people import Route, lead_and_others
from .persons import same
from .proposal import Proposal
from .rulesets import INQUIRIES
from .view import View
from .whom import persons


def thanks(view: View, facts: Facts, inquiry_opens: date | None) -> list[Proposal]:
    """D1, D9, D21, D26; "two interviews on one day are both thanked for"."""
    latest = view.last_interview
    if latest is None or view.ended is not None:
        return []
    found = _for_interview(view, facts, latest, inquiry_opens)
    same_day = [event for event in view.held[:-1] if event.day == latest.day]
    for interview in same_day[-1:]:
        found += _for_earlier(view, facts, interview)
    return found


def _for_earlier(view: View, facts: Facts, interview: Event) -> list[Proposal]:
    """Another interview of the same day is thanked for in time, and no more is made of it."""
    ruleset = facts.ruleset
    late = hours_after(ruleset.thank_hours, interview.day, interview.time, view.history.zone)
    if view.moment.is_past(late):
        return []
    optional = ruleset.thank_mode == "optional"
    notes = [
        event for event in view.events if event.is_sent("thank-you") and event.day >= interview.day
    ]
    if ruleset.thank_each:
        if any(note.get("to") is None for note in notes):
            return []
        return _to_each(facts, interview, notes, late, optional)
    route = facts.people.choose(lead_and_others(interview), [], "thanks")
    if _thanked(interview, notes) or not _one_person(view, facts, view.held[-1], route):
        return []
    return [_note(interview, late, late, route, optional)]


def _for_interview(
    view: View, facts: Facts, interview: Event, inquiry_opens: date | None
) -> list[Proposal]:
    ruleset = facts.ruleset
    late = hours_after(ruleset.thank_hours, interview.day, interview.time, view.history.zone)
    closes: Limit = late
    if ruleset.name == "interview-guide" and interview.get("rapport") == "strong":
        closes = hours_after(24, interview.day, interview.time, view.history.zone)
    optional = ruleset.thank_mode == "optional"
    notes = _notes(view, facts, interview)
    in_time = not view.moment.is_past(late)
    found: list[Proposal] = []
    if ruleset.thank_each:
        if in_time and all(note.get("to") is not None for note in notes):
            found = _to_each(facts, interview, notes, late, optional)
    elif not _thanked(interview, notes):
        if in_time:
            route = _whom(view, facts)
            if _one_person(view, facts, interview, route):
                found = [_note(interview, closes, late, route, optional)]
        elif ruleset.curated and not facts.inquiries:
            found = _late(view, interview, _whom(view, facts), inquiry_opens)
    elif (
        ruleset.name in ("balanced", "persistent")
        and in_time
        and all(note.get("to") is not None for note in notes)
    ):
        # One note is enough; the others are an option.
        found = _to_each(facts, interview, notes, late, True)
    return [*found, *_by_post(view, facts, interview)]


def _to_each(
    facts: Facts, interview: Event, notes: list[Event], late: Limit, optional: bool
) -> list[Proposal]:
    """One to each who took part and has none."""
    return [
        _note(interview, late, late, facts.people.fixed(person, "thanks"), optional)
        for person in dict.fromkeys(interview.everybody)
        if not any(same(str(note.get("to")), person) for note in notes)
    ]


def _notes(view: View, facts: Facts, interview: Event) -> list[Event]:
    """Thank-yous since the day of the interview (D26).

    The guides take one by post for another thing.
    """
    return [
        event
        for event in view.events
        if event.is_sent("thank-you")
        and event.day >= interview.day
        and not (facts.ruleset.guide and event.get("channel") == "post")
    ]


def _thanked(interview: Event, notes: list[Event]) -> bool:
    """Whether anybody of the interview has been thanked; a note that names nobody is for all."""
    there = lead_and_others(interview)
    return any(
        note.get("to") is None or any(same(str(note.get("to")), person) for person in there)
        for note in notes
    )


def _whom(view: View, facts: Facts) -> Route:
    """Whoever led; under the guides the hiring manager unless somebody else led (S2-12)."""
    order = "lead manager-there with" if facts.ruleset.guide else "lead with"
    return facts.people.choose(persons(view, facts, order), [], "thanks")


def _note(
    interview: Event, closes: Limit | None, lapses: Limit | None, route: Route, optional: bool
) -> Proposal:
    return Proposal(
        track="thanks",
        action="thank-you",
        opens=interview.day,
        closes=closes,
        lapses=lapses,
        route=route,
        optional=optional,
        any_day=True,
        exempt=True,
    )


def _one_person(view: View, facts: Facts, interview: Event, route: Route) -> bool:
    """D21: dilber writes to one person in the 24 hours after an interview."""
    if facts.ruleset.name != "huffpost-dilber":
        return True
    others = [
        event.get("to")
        for event in view.after(interview)
        if event.is_sent("thank-you", *INQUIRIES)
        and event.get("to") is not None
        and event.day <= interview.day + timedelta(days=1)
    ]
    return not others or route.to in others


def _late(view: View, interview: Event, route: Route, inquiry_opens: date | None) -> list[Proposal]:
    """D1 (curated): an option until the first inquiry opens, at most a week."""
    last = interview.day + timedelta(weeks=1)
    if inquiry_opens is not None:
        last = min(last, inquiry_opens - timedelta(days=1))
    if last < interview.day or view.today > last:
        return []
    return [_note(interview, None, last, route, True)]


# -- the handwritten note


def _by_post(view: View, facts: Facts, interview: Event) -> list[Proposal]:
    """An option (D9); reserves-network offers it after the thank-you, until you ask."""
    ruleset = facts.ruleset
    sent = [e for e in view.events if e.is_sent("thank-you") and e.day >= interview.day]
    if any(event.get("channel") == "post" for event in sent):
        return []
    if ruleset.name == "reserves-network":
        return _after_the_email(view, facts, interview, sent)
    if not (ruleset.curated or ruleset.guide):
        return []
    address = _postal_address(facts, interview)
    traditional = view.history.culture == "traditional"
    if ruleset.curated:
        if not _thanked(interview, sent):
            return []
        if ruleset.name != "persistent" and not (traditional or address):
            return []
    lapses = hours_after(48, interview.day, interview.time, view.history.zone)
    if view.moment.is_past(lapses):
        return []
    order = "lead manager-there with" if ruleset.guide else "lead with"
    people = persons(view, facts, order)
    if ruleset.curated:
        people = [*address, *people]
    return [_note(interview, lapses, lapses, facts.people.choose(people, [], "post"), True)]


def _after_the_email(
    view: View, facts: Facts, interview: Event, sent: list[Event]
) -> list[Proposal]:
    if not sent or facts.inquiries:
        return []
    route = facts.people.choose(persons(view, facts, "lead with"), [], "post")
    note = _note(interview, None, None, route, True)
    note.opens = sent[-1].day
    return [note]


def _postal_address(facts: Facts, interview: Event) -> list[str]:
    """The first of the interviewers whose postal address is known."""
    people = facts.people.there(lead_and_others(interview))
    return [who for who in people if facts.people.reachable_by(who, "post")][:1]
