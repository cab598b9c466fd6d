"""What is only offered: another contact, LinkedIn, an article, whoever could tell an address."""

from __future__ import annotations

from datetime import date

from .business_time import Duration
from .facts import Facts
from .history import Event
from .people import Route, lead_and_others
from .persons import role, same
from .proposal import Proposal
from .view import View

DAY = Duration(1, "day")
FRIEND_AFTER = Duration(3, "business-day")
OTHERS = {
    "balanced": "hiring-manager team-member hr",
    "persistent": "team-member hr",
    "interview-guide": "hr team-member supervisor recruiter",
    "interview-guide-faq": "hr team-member supervisor recruiter",
}


# -- another contact


def other_contact(view: View, facts: Facts, main: Proposal | None) -> list[Proposal]:
    """S2-80: somebody else may be asked in place of a further message, and it counts."""
    name = facts.ruleset.name
    if main is None or name not in OTHERS or main.is_apart:
        return []
    if not _in_turn(facts):
        return []
    roles = OTHERS[name].split()
    others = facts.people.there([who for word in roles for who in facts.people.of_role(word)])
    if not others or _written_to(view, facts, others[0]):
        return []

    def route_for(without: tuple[str, ...] = ()) -> Route:
        return facts.people.choose(others[:1], [], "other", without)

    return [
        Proposal(
            track="inquiry",
            action="status-inquiry",
            opens=main.free,
            closes=None,
            route=route_for(),
            reroute=route_for,
            attempt=main.attempt,
            allowed=main.allowed,
            optional=True,
        )
    ]


def _in_turn(facts: Facts) -> bool:
    """Instead of a second message to the same person; in the FAQ of the last."""
    if facts.ruleset.name == "interview-guide-faq":
        return len(facts.inquiries) >= 2
    if facts.ruleset.name == "interview-guide":
        return bool(facts.inquiries) or facts.thanks_counted is not None
    return len(facts.inquiries) == 1 and facts.inquiries[-1].get("to") is not None


def _written_to(view: View, facts: Facts, other: str) -> bool:
    """Whether somebody was asked already, is to be asked anyway, or is another's colleague."""
    asked = facts.inquiries[-1].get("to") if facts.inquiries else None
    told = facts.people.there(facts.people.instructed)
    thanked = facts.thanks_counted.get("to") if facts.thanks_counted else None
    if any(same(who, other) for who in [*told, asked, thanked] if who):
        return True
    if not facts.ruleset.guide:
        return False
    if asked and role(str(asked)) in ("team-member", "supervisor"):
        return True
    interview = view.last_interview
    there = [] if interview is None else interview.everybody
    return not asked and not thanked and any(same(who, other) for who in there)


def friend(view: View, facts: Facts, main: Proposal | None) -> list[Proposal]:
    """Whoever put in a word for you may know more, before you ask the employer (curated)."""
    applied = facts.application
    if main is None or main.is_apart or not facts.ruleset.curated or applied is None:
        return []
    if facts.inquiries or facts.last_contact or applied.get("via") != "referral":
        return []
    if any(event.is_sent("referral-nudge") for event in view.events):
        return []
    opens = facts.calendar.after(FRIEND_AFTER, applied.day)
    lapses = facts.calendar.after(Duration(8, "week"), opens)
    if view.moment.is_past(lapses):
        return []
    there = facts.people.of_role("acquaintance")
    return [
        Proposal(
            track="inquiry",
            action="referral-nudge",
            opens=opens,
            closes=None,
            lapses=lapses,
            route=facts.people.choose(there, ["acquaintance"], "insider"),
            optional=True,
        )
    ]


# -- staying in touch


def network(view: View, facts: Facts) -> list[Proposal]:
    """Connecting, sharing and asking for an address: of the curated rulesets and the guides."""
    interview = view.last_interview
    if interview is None or view.ended is not None:
        return []
    if facts.ruleset.guide:
        return [*_connect_each(view, facts, interview), *_around(view, facts, interview)]
    if not facts.ruleset.curated or facts.inquiries:
        return []
    found = _connect(view, facts, interview)
    found += _share(view, facts, interview, facts.calendar.after(DAY, interview.day))
    return [*found, *_ask_for_details(view, facts, interview)]


def _connect(view: View, facts: Facts, interview: Event) -> list[Proposal]:
    """With whoever led, unless one of them is connected or was ever asked."""
    if facts.people.connection is not None:
        return []
    there = lead_and_others(interview)
    for event in view.events:
        if event.is_sent("connection-request"):
            to = event.get("to")
            if to is None or any(same(str(to), who) for who in there):
                return []
    return [
        _offered("connection-request", interview.day, facts.people.choose(there, [], "connect"))
    ]


def _connect_each(view: View, facts: Facts, interview: Event) -> list[Proposal]:
    """S2-68: with each of them."""
    asked = [
        str(event.get("to"))
        for event in view.events
        if event.is_sent("connection-request") and event.day >= interview.day
    ]
    return [
        _offered("connection-request", interview.day, facts.people.fixed(who, "connect"))
        for who in dict.fromkeys(interview.everybody)
        if "linkedin" not in facts.people.known(who) and not any(same(to, who) for to in asked)
    ]


def _share(view: View, facts: Facts, interview: Event, opens: date) -> list[Proposal]:
    """S2-72: one article to somebody who is connected."""
    connection = facts.people.connection
    if connection is None:
        return []
    if any(event.is_sent("article-share") for event in view.after(interview)):
        return []
    return [_offered("article-share", opens, facts.people.choose([connection], [], "connect"))]


def _around(view: View, facts: Facts, interview: Event) -> list[Proposal]:
    found = [*_colleague(view, facts, interview), *_share(view, facts, interview, interview.day)]
    kinds = {event.get("purpose") for event in facts.inquiries}
    used = (
        len(kinds) + (facts.thanks_counted is not None)
        if facts.ruleset.counts_thanks
        else facts.attempts
    )
    if used >= facts.ruleset.attempts_allowed or _details_asked(view, interview):
        return found
    people = facts.people
    there = people.there(lead_and_others(interview))
    if people.connection or any(people.reachable_by(who, "email") for who in there):
        return found
    opens = facts.calendar.roll(interview.day)
    department = _department(facts)
    if department:
        route = people.choose(department, [], "details")
        found.append(_offered("contact-request", opens, route))
    insider = people.there(people.of_role("acquaintance"))[:1]
    if insider:
        route = people.choose(insider, [], "insider")
        found.append(_offered("contact-request", opens, route))
    return found


def _colleague(view: View, facts: Facts, interview: Event) -> list[Proposal]:
    """S2-69: with one more at the employer, who was not there."""
    people = facts.people
    roles = ("team-member", "supervisor", "recruiter", "hiring-manager")
    first = people.there([who for wanted in roles for who in people.of_role(wanted)])[:1]
    for person in first:
        asked = [
            event
            for event in view.events
            if event.is_sent("connection-request")
            and event.get("to") is not None
            and same(str(event.get("to")), person)
        ]
        is_there = any(same(who, person) for who in interview.everybody)
        if not (asked or is_there or people.reachable_by(person, "linkedin")):
            route = people.choose([person], [], "connect")
            return [_offered("connection-request", interview.day, route)]
    return []


# -- a missing address


def _department(facts: Facts) -> list[str]:
    """HR, where they can be asked by email or phone."""
    people = facts.people
    those = people.there(people.of_role("hr"))
    by_email = [who for who in those if people.reachable_by(who, "email")]
    by_phone = [who for who in those if people.reachable_by(who, "phone")]
    return [*by_email, *by_phone][:1]


def _details_asked(view: View, interview: Event) -> bool:
    return any(event.is_sent("contact-request") for event in view.after(interview))


def _ask_for_details(view: View, facts: Facts, interview: Event) -> list[Proposal]:
    """S2-17, S2-129 (curated): an acquaintance or HR, while nobody has an address."""
    people = facts.people
    if people.connection is not None or _details_asked(view, interview):
        return []
    dealt_with = [*people.instructed, *people.of_role("recruiter")]
    dealt_with += [*people.of_role("hiring-manager"), *lead_and_others(interview)]
    if any(people.reachable_by(who, "email") for who in people.there(dealt_with)):
        return []
    for event in view.events:
        to = event.get("to")
        is_email = event.kind == "sent" and event.get("channel") == "email"
        if is_email and (to is None or role(str(to)) not in ("hr", "acquaintance")):
            return []
    helpers = [*people.there(people.of_role("acquaintance")), *_department(facts)][:1]
    opens = facts.calendar.roll(interview.day)
    route = people.choose(helpers, [], "insider")
    return [_offered("contact-request", opens, route) for _ in helpers]


def _offered(action: str, opens: date, route: Route) -> Proposal:
    return Proposal(
        track="network",
        action=action,
        opens=opens,
        closes=None,
        route=route,
        optional=True,
        any_day=action != "contact-request",
    )
