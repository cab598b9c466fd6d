"""Writes one random history, event by event."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

# Days around which things happen: weekends and holidays of DE, US and GB.
ANCHORS = (
    "2025-12-12",
    "2025-12-19",
    "2026-01-12",
    "2026-02-09",
    "2026-03-02",
    "2026-03-27",
    "2026-04-27",
    "2026-05-14",
    "2026-06-12",
    "2026-06-29",
    "2026-08-24",
    "2026-09-03",
    "2026-10-05",
    "2026-11-13",
    "2026-11-20",
    "2026-12-14",
)
PLACES = (
    ("US", None),
    ("US", "CA"),
    ("DE", None),
    ("DE", "BY"),
    ("GB", "ENG"),
    ("GB", "NIR"),
    (None, None),
)
CAST = ("recruiter", "hiring-manager", "interviewer:ana", "interviewer:ben", "hr", "team-member")
CHANNELS = ("email", "phone", "linkedin", "web-form", "post")
ASKING = (
    "information-request",
    "references-request",
    "background-check",
    "assignment",
    "invitation",
    "offer",
)
Event = dict[str, Any]


class Writer:
    """Writes one history, event by event."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.day = date.fromisoformat(rng.choice(ANCHORS)) + timedelta(days=rng.randint(0, 9))
        self.events: list[Event] = []
        # A small cast keeps the case readable.
        self.cast = rng.sample(CAST, rng.randint(2, 4))
        self.interviews: list[date] = []
        self.there: list[str] = []  # who took part in the last one

    def person(self) -> str:
        """Somebody of the cast."""
        return self.rng.choice(self.cast)

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def later(self, first: int, last: int) -> str:
        """A day some days from now."""
        return (self.day + timedelta(days=self.rng.randint(first, last))).isoformat()

    def add(self, kind: str, /, **fields: Any) -> Event:
        """Note an event on the current day."""
        event = {"date": self.day.isoformat(), "event": kind}
        event |= {name.replace("_", "-"): value for name, value in fields.items()}
        if kind != "interview" and self.chance(0.03):
            event["known-from"] = self.later(0, 6)
        self.events.append(event)
        return event

    def step(self) -> None:
        """Some time passes; often none, a few days, sometimes weeks."""
        days = self.rng.choice((0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 7, 8, 10, 14))
        if self.chance(0.04):
            days = self.rng.choice((28, 60, 95))
        self.day += timedelta(days=days)

    # -- what can happen

    def application(self) -> None:
        self.add("application", via=self.rng.choice(("portal", "email", "referral", "agency")))

    def posting(self) -> None:
        self.add("posting", status=self.rng.choice(("open", "removed", "filled", "on-hold")))

    def interview(self) -> None:
        ahead = self.rng.choice((0, 0, 0, 2, 5, 8)) if self.chance(0.6) else 0
        when = self.day + timedelta(days=ahead)
        people = self.rng.sample(self.cast, self.rng.choice((1, 1, 2)))
        event: Event = {"date": when.isoformat(), "event": "interview", "with": people}
        if len(people) > 1 and self.chance(0.85):
            event["lead"] = self.rng.choice(people)
        if self.chance(0.1):
            event["rapport"] = "strong"
        if self.chance(0.15):
            event["known-from"] = (self.day - timedelta(days=self.rng.randint(0, 4))).isoformat()
        if self.chance(0.06):
            event["status"] = self.rng.choice(("cancelled", "moved", "no-show", "missed"))
            if event["status"] == "moved" and self.chance(0.7):
                event["to"] = (when + timedelta(days=self.rng.randint(1, 9))).isoformat()
        self.there = people
        self.interviews.append(when)
        self.events.append(event)
        if ahead and self.chance(0.6):
            self.day = when

    def change(self) -> None:
        if not self.interviews:
            return
        status = self.rng.choice(("moved", "cancelled", "no-show", "missed"))
        fields: Event = {"status": status}
        if self.chance(0.5):
            fields["of"] = self.rng.choice(self.interviews).isoformat()
        if status == "moved" and self.chance(0.85):
            fields["to"] = self.later(1, 10)
        self.add("interview-change", **fields)

    def timeline(self) -> None:
        said = "posting" if self.chance(0.25) else self.person()
        how = self.rng.randint(0, 5)
        if how <= 1:
            self.add("timeline", said_by=said, by=self.later(1, 16))
        elif how == 2:
            within = self.rng.choice(("3 days", "1 week", "10 days", "2 weeks"))
            self.add("timeline", said_by=said, within=within)
        elif how == 3:
            self.add("timeline", said_by=said, end_of=self.rng.choice(("week", "next-week")))
        elif how == 4:
            self.add("timeline", said_by=said, phrase="soon")
        else:
            self.add("timeline", said_by=said, by=self.later(2, 9))

    def instruction(self) -> None:
        fields: Event = {"from": self.person()}
        if self.chance(0.6):
            fields["channel"] = self.rng.choice(("email", "phone", "linkedin"))
            key = self.rng.choice(("allowed", "allowed", "preferred"))
            fields[key] = key == "preferred" or self.chance(0.5)
        else:
            fields["person"] = self.person()
        self.add("instruction", **fields)

    def contact(self) -> None:
        who = "acquaintance" if self.chance(0.05) else self.person()
        ways = self.rng.sample(CHANNELS, self.rng.choice((1, 1, 2)))
        self.add("contact", person=who, channels=ways)

    def sent(self) -> None:
        purpose = self.rng.choice(
            ("thank-you",) * 4
            + ("status-inquiry",) * 6
            + ("timeline-question", "question", "feedback-request", "correction")
            + ("competing-offer-notice", "invitation-response", "information-response")
            + ("assignment-submission", "reschedule-request", "offer-response", "offer-response")
            + ("connection-request", "article-share", "referral-nudge")
        )
        self.send(purpose)

    def send(self, purpose: str) -> None:
        """A message of mine, as a rule by email to somebody of the cast."""
        fields: Event = {"purpose": purpose}
        if self.chance(0.92):
            fields["to"] = self.person()
        if self.chance(0.9):
            fields["channel"] = (
                "email" if self.chance(0.8) else self.rng.choice(("phone", "linkedin", "voicemail"))
            )
        if purpose in ("connection-request", "article-share"):
            fields["channel"] = "linkedin"
        if purpose == "offer-response":
            decision = self.rng.choice(("accept", "decline", "more-time", "more-time", None))
            if decision is not None:
                fields["decision"] = decision
            if decision == "more-time" and self.chance(0.7):
                fields["until"] = self.later(3, 14)
        self.add("sent", **fields)

    def thanks(self) -> None:
        """Thanks to one or all who took part, now and then by post or to somebody else."""
        if not self.there or self.chance(0.2):
            self.send("thank-you")
            return
        people = self.there if self.chance(0.3) else [self.rng.choice(self.there)]
        for person in people:
            way = "post" if self.chance(0.1) else "email"
            self.add("sent", purpose="thank-you", to=person, channel=way)

    def inquiry(self) -> None:
        self.send("status-inquiry")

    def word(self) -> None:
        kind = self.rng.choice(
            ("update", "update", "update", "holding", "on-hold", "auto-acknowledgement")
        )
        self.receive(kind)

    def asked(self) -> None:
        self.receive(self.rng.choice(ASKING))

    def receive(self, kind: str) -> None:
        """A message of theirs."""
        fields: Event = {"kind": kind}
        if self.chance(0.9):
            fields["from"] = self.person()
        if kind in ASKING and self.chance(0.45):
            fields["answer-by"] = self.later(0, 12)
        if kind == "offer" and self.chance(0.2):
            fields["form"] = self.rng.choice(("verbal", "written"))
        if self.chance(0.1):
            fields["channel"] = self.rng.choice(("phone", "linkedin", "in-person"))
        self.add("received", **fields)

    def ending(self) -> None:
        what = self.rng.randint(0, 5)
        if what <= 3:
            self.receive("rejection")
        elif what == 4:
            self.add("withdrawal")
        else:
            self.send("withdrawal-notice")

    def accept(self) -> None:
        self.receive("offer")
        self.step()
        self.add(
            "sent", purpose="offer-response", decision="accept", channel="email", to=self.person()
        )
        if self.chance(0.3):
            self.step()
            self.receive(self.rng.choice(("contract", "rejection", "information-request")))

    def feedback(self) -> None:
        self.receive("feedback")

    def competing(self) -> None:
        if self.chance(0.6):
            self.add("competing-offer", answer_by=self.later(0, 14))
        else:
            self.add("competing-offer")

    def process(self) -> None:
        self.add("other-process", employer="Bluebird")

    def mistake(self) -> None:
        fields: Event = {"severity": "significant" if self.chance(0.8) else "minor"}
        if self.chance(0.85):
            fields["to"] = self.person()
        self.add("mistake", **fields)

    def pause(self) -> None:
        fields: Event = {} if self.chance(0.15) else {"until": self.later(3, 14)}
        if self.chance(0.4):
            fields["from"] = self.later(0, 3)
        self.add("pause", **fields)

    def absence(self) -> None:
        self.add("absence", person=self.person(), until=self.later(2, 25))

    def departure(self) -> None:
        fields: Event = {"person": self.person()}
        if self.chance(0.6):
            fields["replaced-by"] = "recruiter:max"
        self.add("departure", **fields)

    def people(self) -> Event:
        """Addresses of some of them."""
        found: Event = {}
        for who in self.cast:
            if self.chance(0.15):
                entry: Event = {}
                if self.chance(0.3):
                    entry["channels"] = []
                else:
                    ways = ("email", "phone", "phone", "linkedin", "address")
                    for way in self.rng.sample(ways, self.rng.choice((1, 1, 2))):
                        entry[way] = "dana@acme.example" if way == "email" else "555-0100"
                found[who] = entry
        return found

    # -- beginnings of stories

    def met(self) -> None:
        """An interview that took place, as a rule with thanks and perhaps a date."""
        self.interview()
        self.day = max(self.day, self.interviews[-1])
        if self.chance(0.06):
            self.twice()
        if self.chance(0.6):
            self.thanks()
        if self.chance(0.35):
            self.timeline()

    def twice(self) -> None:
        """Another interview on the same day."""
        self.there = self.rng.sample(self.cast, 1)
        event = {"date": self.day.isoformat(), "event": "interview", "with": self.there}
        self.interviews.append(self.day)
        self.events.append(event)

    def let_down(self) -> None:
        """An interview that did not take place, and a request for a new time, often in vain."""
        if self.chance(0.5):
            self.met()
            self.step()
        self.changed()
        self.step()
        if self.chance(0.8):
            self.send("reschedule-request")
        if self.chance(0.5):
            self.day += timedelta(days=self.rng.choice((7, 30, 57, 60, 64)))

    def missing(self) -> None:
        """Whoever is to be asked is away, or has left."""
        who = self.rng.choice(self.there or self.cast)
        if self.chance(0.7):
            self.add("absence", person=who, until=self.later(3, 25))
        else:
            self.departure()
        self.day += timedelta(days=self.rng.choice((0, 1, 4, 7, 10)))

    def undecided(self) -> None:
        """An offer, and an answer of which nobody noted what it said."""
        self.receive("offer")
        self.day += timedelta(days=self.rng.randint(0, 3))
        self.add("sent", purpose="offer-response", channel="email", to=self.person())

    def lacking(self) -> None:
        """Nobody's address, and somebody who could tell it."""
        who = self.rng.choice(("acquaintance", "hr"))
        self.add("contact", person=who, channels=[self.rng.choice(("email", "phone", "linkedin"))])

    def changed(self) -> None:
        """An arranged interview whose time changes."""
        self.interview()
        self.day += timedelta(days=self.rng.randint(0, 2))
        self.change()

    def turned_down(self) -> None:
        """An interview and a rejection."""
        self.met()
        self.step()
        self.receive("rejection")

    def offered(self) -> None:
        """An offer, and perhaps more time for the answer."""
        self.receive("offer")
        self.day += timedelta(days=self.rng.randint(0, 3))
        if self.chance(0.7):
            fields: Event = {"purpose": "offer-response", "decision": "more-time"}
            if self.chance(0.7):
                fields["until"] = self.later(2, 14)
            self.add("sent", **fields, channel="email", to=self.person())

    def courted(self) -> None:
        """Another offer, told as a rule."""
        self.competing()
        self.day += timedelta(days=self.rng.randint(0, 3))
        if self.chance(0.6):
            self.send("competing-offer-notice")

    def asked_often(self) -> None:
        """One inquiry after the other."""
        for _ in range(self.rng.randint(1, 3)):
            self.day += timedelta(days=self.rng.choice((3, 7, 7, 8, 14, 15)))
            self.inquiry()

    def answered(self) -> None:
        """A request and its answer."""
        kind = self.rng.choice(ASKING[:5])
        self.receive(kind)
        self.day += timedelta(days=self.rng.randint(0, 4))
        purposes = {"invitation": "invitation-response", "assignment": "assignment-submission"}
        if self.chance(0.7):
            self.send(purposes.get(kind, "information-response"))

    def on_hold(self) -> None:
        """A role on hold, sometimes for long."""
        if self.chance(0.6):
            self.receive("on-hold")
        else:
            self.add("posting", status="on-hold")
        if self.chance(0.5):
            self.day += timedelta(days=self.rng.choice((30, 88, 92, 100)))
