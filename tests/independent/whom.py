"""The order in which each ruleset thinks of persons (D10, D12, D14, R6).

An order is a row of words: a role, or somebody's part in the history, such as who led the latest
interview. Where several have a role, whoever was mentioned last comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .facts import Facts
from .history import Event
from .people import Route
from .persons import role, same
from .view import View

# What ends every order: a role that nobody has named, and HR where even that one is there.
OTHERS = "hiring-manager interviewer team-member supervisor hr"
CURATED = "recruiter {} last-reply lead interviewer hiring-manager with team-member supervisor hr"
ETIQUETTE = f"recruiter last-reply lead with {OTHERS}"
HUFFPOST = f"{{}} recruiter lead with last-reply {OTHERS}"
GUIDE = (
    "{} business-card lead manager-there interviewer-there with interviewer hiring-manager "
    "first-contact recruiter last-reply team-member supervisor hr"
)
AUTHORITY = (
    "manager-there manager-who-wrote lead interviewer-there with last-reply recruiter "
    "interviewer hiring-manager team-member supervisor hr"
)
RESERVES = (
    "hiring-manager interviewer-who-led interviewer with recruiter last-reply team-member "
    "supervisor hr"
)
NOTICE = "recruiter hiring-manager lead interviewer with last-reply team-member supervisor hr"
APPLICATION = "recruiter hiring-manager hr interviewer team-member supervisor"
CALL = "lead interviewer-first interviewer manager-there with recruiter"


def persons(view: View, facts: Facts, order: str) -> list[str]:
    """Return whom the words of an order mean here, in their order."""
    return [who for word in order.split() for who in _meant(view, facts, word)]


def _meant(view: View, facts: Facts, word: str) -> list[str]:
    """Whom one word means."""
    people, interview = facts.people, view.last_interview
    there = [] if interview is None else interview.everybody
    lead = [str(interview.get("lead"))] if interview and interview.get("lead") else []
    if word == "lead":
        return lead
    if word == "with":
        return there
    if word == "last-reply":
        return people.wrote_last
    if word == "said-by":
        said = facts.promise.get("said-by") if facts.promise else None
        return [str(said)] if said and said != "posting" else []
    if word == "thanked":
        to = facts.thanks_counted.get("to") if facts.thanks_counted else None
        return [str(to)] if to else []
    if word == "first-contact":
        return _first_contact(view, interview)
    if word == "business-card":
        known = people.there([*lead, *there])
        return [who for who in known if people.reachable_by(who, "email")][:1]
    if word == "manager-there":
        return _first_if(facts, "hiring-manager", there)
    if word == "interviewer-there":
        return _first_if(facts, "interviewer", there)
    if word == "manager-who-wrote":
        return [who for who in people.wrote_last if role(who) == "hiring-manager"]
    if word == "interviewer-who-led":
        return [who for who in lead if role(who) in ("interviewer", "hiring-manager")]
    if word == "interviewer-first":
        first = people.there(there)[:1]
        return [who for who in first if role(who) in ("interviewer", "hiring-manager")]
    return people.of_role(word)


def _first_if(facts: Facts, wanted: str, there: Sequence[str]) -> list[str]:
    """The one of a role who was mentioned last, if they took part."""
    first = facts.people.there(facts.people.of_role(wanted))[:1]
    return [who for who in first if any(same(who, other) for other in there)]


def _first_contact(view: View, interview: Event | None) -> list[str]:
    """Whoever first wrote of the recruiters and HR before the interview (S2-128)."""
    for event in view.events:
        if event is interview:
            break
        who = event.get("from")
        is_receipt = event.is_received("auto-acknowledgement")
        is_one = who is not None and role(str(who)) in ("recruiter", "hr")
        if event.kind == "received" and not is_receipt and is_one:
            return [str(who)]
    return []


def last_resort(facts: Facts, use: str = "") -> list[str]:
    """The roles that nobody has named, in the order in which they are thought of at last."""
    name = facts.ruleset.name
    rest = ["hr", "supervisor", "team-member", "hiring-manager", "interviewer", "recruiter"]
    first = "recruiter"
    if facts.ruleset.guide and use != "notice":
        first = "interviewer"
    elif name == "reserves-network":
        first = "hiring-manager"
    return [first, *(who for who in rest if who != first)]


# -- inquiries


def _order(facts: Facts, kind: str, again: bool) -> str:
    """The ruleset's order for an inquiry; `kind` is application, date or silence."""
    name = facts.ruleset.name
    dated = "said-by" if kind == "date" and not again else ""
    if facts.ruleset.curated:
        return APPLICATION if kind == "application" and not again else CURATED.format(dated)
    if name == "recruiter-etiquette":
        return ETIQUETTE
    if name in ("huffpost-knutter", "huffpost-woody"):
        return HUFFPOST.format(dated)
    if name == "huffpost-dilber":
        return HUFFPOST.format("")
    if name == "reserves-network":
        return RESERVES
    if name == "localwise":
        return AUTHORITY
    thanked = facts.ruleset.counts_thanks and not again
    return GUIDE.format("thanked" if thanked else "")


def _instructed(facts: Facts, without: Iterable[str]) -> list[str]:
    """D14: "a contact named by instruction" is fixed."""
    return facts.people.there(facts.people.instructed, without)


def first_route(view: View, facts: Facts, kind: str, without: Iterable[str] = ()) -> Route:
    """Whom to ask first, and how."""
    people = facts.people
    use = "application" if kind == "application" else "inquiry"
    for person in _instructed(facts, without):
        return _call_or_write(facts, person, use)
    if facts.ruleset.name == "localwise" and _to_call(view, facts, ()):
        # Who is called is not written to instead: one who is away for long is waited for.
        return _to_call(view, facts, without) or Route(None, ())
    order = persons(view, facts, _order(facts, kind, False))
    return people.choose(order, last_resort(facts), use, without)


def again_route(view: View, facts: Facts, kind: str, without: Iterable[str] = ()) -> Route:
    """D14: second messages have their person fixed; whom they named comes before."""
    people = facts.people
    last = facts.inquiries[-1].get("to") if facts.inquiries else None
    if facts.ruleset.name == "huffpost-dilber" and role(str(last)) == "hiring-manager":
        last = None
    fixed = [*_instructed(facts, without), *people.there([str(last)] if last else [], without)]
    for person in fixed[:1]:
        return _call_or_write(facts, person, "again")
    if last is None and facts.ruleset.name == "persistent":
        order = persons(view, facts, _order(facts, kind, True))
        return people.choose(order, last_resort(facts), "inquiry", without)
    if facts.ruleset.name == "localwise" and _to_call(view, facts, ()):
        # Who is called is not written to instead: one who is away for long is waited for.
        return _to_call(view, facts, without) or Route(None, ())
    order = persons(view, facts, _order(facts, kind, True))
    return people.choose(order, last_resort(facts), "again", without)


def _call_or_write(facts: Facts, person: str, use: str) -> Route:
    """Localwise calls where a number is known."""
    if facts.ruleset.name == "localwise" and facts.people.reachable_by(person, "phone"):
        return Route(person, ("phone",))
    return facts.people.fixed(person, use)


def _to_call(view: View, facts: Facts, without: Iterable[str]) -> Route | None:
    """R6: "calls whoever led the interview if a number is known, else the recruiter with one"."""
    people = facts.people
    there = people.there(persons(view, facts, CALL), without)
    return next((Route(p, ("phone",)) for p in there if people.reachable_by(p, "phone")), None)


def manager_route(facts: Facts, without: Iterable[str] = ()) -> Route:
    """D10: the escalation goes to the hiring manager."""
    people = facts.people
    order = people.of_role("hiring-manager")
    return people.choose(order, ["hiring-manager"], "escalation", without)


def contract_route(view: View, facts: Facts, without: Iterable[str] = ()) -> Route:
    """R1: to whoever made the offer."""
    people = facts.people
    offers = [event for event in view.since_closing() if event.is_received("offer")]
    made = offers[-1].get("from") if offers else None
    for person in people.there([str(made)] if made else [], without):
        return people.fixed(person, "contract")
    order = persons(view, facts, CURATED.format(""))
    return people.choose(order, last_resort(facts), "contract", without)


# -- other messages


def notice_route(view: View, facts: Facts) -> Route:
    """Who hears of another offer."""
    for person in _instructed(facts, ()):
        return facts.people.fixed(person, "notice")
    order = NOTICE if facts.ruleset.curated else RESERVES
    return facts.people.choose(persons(view, facts, order), last_resort(facts), "notice")


def feedback_route(view: View, facts: Facts, rejection: Event) -> Route:
    """D12.

    Of the person who rejected if that person interviewed you, else of who led the last interview,
    else of those who held it; "never of somebody who was not there".
    """
    people = facts.people
    sender = rejection.get("from")
    met = [who for event in view.held for who in [*event.everybody, event.get("lead")] if who]
    if sender and any(same(str(who), str(sender)) for who in met):
        for person in people.there([str(sender)]):
            return people.fixed(person, "feedback")
    order = "lead interviewer-there manager-there with" if facts.ruleset.guide else "lead with"
    return people.choose(persons(view, facts, order), [], "feedback")


def new_time_route(view: View, facts: Facts, interview: Event) -> Route:
    """R10: whoever was to hold it."""
    lead = [str(interview.get("lead"))] if interview.get("lead") else []
    others = persons(view, facts, "recruiter hr")
    order = [*lead, *interview.everybody, *others]
    return facts.people.choose(order, ["recruiter", "hr"], "answer")
