"""Whom to write to, and how (D14, R8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .history import Event
from .persons import role, same
from .rulesets import Ruleset
from .view import View
from .ways import PUBLIC, ways_for

ADDRESSES = {
    "email": "email",
    "phone": "phone",
    "linkedin": "linkedin",
    "address": "post",
    "web-form": "web-form",
}


ROLES = (
    "recruiter",
    "hiring-manager",
    "interviewer",
    "hr",
    "team-member",
    "supervisor",
    "acquaintance",
)


def channel(event: Event) -> str | None:
    """How a message went; voicemail counts as phone; what they send is an email unless said."""
    given = event.get("channel")
    if given is None:
        return "email" if event.kind == "received" else None
    return "phone" if given == "voicemail" else str(given)


@dataclass(frozen=True)
class Route:
    """A person and the channels in line, best first."""

    to: str | None
    channels: tuple[str, ...]


class People:
    """What the run says about persons."""

    def __init__(self, view: View, ruleset: Ruleset) -> None:
        self.view = view
        self.ruleset = ruleset

    # -- who there is

    @cached_property
    def named(self) -> list[str]:
        """Every person who stands in the history.

        Met, written to, listed; "not by an automatic receipt". Who was mentioned last comes first.
        """
        found: list[str] = []
        for event in [*self.view.ahead, *reversed(self.view.events)]:
            found += mentioned(event)
        return list(dict.fromkeys([*found, *map(str, self.view.history.people)]))

    def of_role(self, wanted: str) -> list[str]:
        """The persons of a role, those mentioned last first."""
        return [person for person in self.named if role(person) == wanted]

    @cached_property
    def wrote_last(self) -> list[str]:
        """Who wrote last, if they said who they are."""
        for event in reversed(self.view.events):
            if event.kind == "received" and event.get("kind") != "auto-acknowledgement":
                return [str(event.get("from"))] if event.get("from") else []
        return []

    @property
    def instructed(self) -> list[str]:
        """Whom they told you to contact; their latest word counts."""
        said = [event.get("person") for event in self.view.events if event.kind == "instruction"]
        return [str(person) for person in said if person][-1:]

    # -- who has left or is away (R8)

    def stand_in(self, person: str | None) -> str | None:
        """Read as "`replaced-by` stands in their place"; nobody where they left without one."""
        for event in self.view.standing:
            if event.kind == "departure" and person is not None:
                new = event.get("replaced-by")
                if same(event.get("person"), person) and person != new:
                    return None if new is None else str(new)
        return person

    def away_until(self, person: str | None) -> date | None:
        """The last day of an absence, by the latest word on it."""
        for event in reversed(self.view.standing):
            if event.kind == "absence" and same(event.get("person"), person):
                until = event.day_in("until")
                if until is not None:
                    return until
        return None

    # -- how they can be reached

    def listed(self, person: str) -> frozenset[str] | None:
        """The ways that the history lists; None where it lists none at all."""
        ways: set[str] = set()
        any_listed = False
        for who, entry in self.view.history.people.items():
            if not same(who, person):
                continue
            given = {ADDRESSES[key] for key in entry if key in ADDRESSES}
            given |= set(entry.get("channels") or [])
            any_listed |= bool(given) or "channels" in entry
            ways |= given
        for event in self.view.events:
            if event.kind == "contact" and same(event.get("person"), person):
                ways |= set(event.get("channels") or [])
                any_listed = True
        if "voicemail" in ways:
            ways = (ways - {"voicemail"}) | {"phone"}
        return frozenset(ways) if any_listed else None

    def mailed(self, person: str) -> bool:
        """Read as "An email sent to or received from a person makes email known for them"."""
        for event in self.view.events:
            if event.kind == "sent" and same(event.get("to"), person):
                if channel(event) == "email":
                    return True
            elif (
                event.kind == "received"
                and event.get("kind") != "auto-acknowledgement"
                and same(event.get("from"), person)
                and channel(event) == "email"
            ):
                return True
        return False

    @cached_property
    def ruled(self) -> dict[str, str]:
        """Their latest word on each channel: preferred, allowed, unwelcome or ruled-out."""
        said: dict[str, str] = {}
        for event in self.view.events:
            way = event.get("channel")
            if event.kind != "instruction" or way is None:
                continue
            way = "phone" if way == "voicemail" else str(way)
            if event.get("allowed") is False:
                said[way] = "ruled-out"
            elif event.get("preferred") is True:
                said[way] = "preferred"
            elif event.get("allowed") is True:
                said[way] = "allowed"
            elif event.get("preferred") is False:
                said[way] = "unwelcome"
        return said

    def known(self, person: str) -> frozenset[str]:
        """The ways that are known for a person, an email that went to and fro included."""
        used = frozenset({"email"}) if self.mailed(person) else frozenset()
        return (self.listed(person) or frozenset()) | used

    def reachable_by(self, person: str, way: str) -> bool:
        """Whether the history lists a way for a person, and they have not ruled it out."""
        return way in (self.listed(person) or ()) and self.ruled.get(way) != "ruled-out"

    def channels(self, person: str, use: str) -> tuple[str, ...]:
        """The channels in line for a person, best first.

        "Email may be assumed only for a person of whom the history lists no way at all"; what
        they like best can reach them.
        """
        known, told = self.known(person), self.listed(person) is not None
        told = told or bool(known)
        found = [
            way
            for way, needs in ways_for(self.ruleset, use)
            if self.ruled.get(way) != "ruled-out"
            and self._meets(needs, person, way, known)
            and (not told or way in known or self.ruled.get(way) == "preferred")
        ]
        found.sort(key=lambda way: self.ruled.get(way) != "preferred")
        return tuple(dict.fromkeys(found))

    def findable(self, person: str, use: str) -> tuple[str, ...]:
        """The channels in line; if there are none, those by which anybody can be found."""
        found = [
            way
            for way, needs in ways_for(self.ruleset, use)
            if not needs and way in PUBLIC and self.ruled.get(way) != "ruled-out"
        ]
        return self.channels(person, use) or tuple(found)

    def _meets(self, needs: str, person: str, way: str, known: frozenset[str]) -> bool:
        """D18, and what they said of a channel."""
        if needs == "known":
            return way in known
        if needs == "welcome":
            return self._said(way, "preferred") and self.connection is None
        if needs == "allowed":
            return self._said(way, "allowed") or self._said(way, "preferred")
        if needs == "preferred":
            return self._said(way, "preferred")
        if needs == "call":
            return self.view.last_interview is not None and self.reachable_by(person, way)
        return True

    def _said(self, way: str, word: str) -> bool:
        return any(
            event.kind == "instruction" and event.get("channel") == way and event.get(word) is True
            for event in self.view.events
        )

    @cached_property
    def connection(self) -> str | None:
        """Whoever of the latest interview is connected on LinkedIn."""
        there = self.view.last_interview
        people = [] if there is None else map(self.stand_in, lead_and_others(there))
        return next((who for who in people if who and self.reachable_by(who, "linkedin")), None)

    # -- the choice

    def fixed(self, person: str, use: str) -> Route:
        """Read as "… have their person fixed: only the channel is chosen"."""
        return Route(person, self.findable(person, use))

    def there(self, order: Iterable[str | None], without: Iterable[str] = ()) -> list[str]:
        """Whoever of an order is there, or stands in the place of somebody who has left."""
        found = [self.stand_in(person) for person in order]
        return [who for who in dict.fromkeys(found) if who is not None and who not in without]

    def choose(
        self,
        order: Sequence[str | None],
        last_resort: Sequence[str],
        use: str,
        without: Iterable[str] = (),
    ) -> Route:
        """D14.

        The first in the ruleset's order who stands in the history and can be reached; then a role
        that nobody has named; then whoever is first, and no channel.
        """
        people = self.there(order, without)
        for person in people:
            if ways := self.channels(person, use):
                return Route(person, ways)
        if people and (ways := self.findable(people[0], use)):
            return Route(people[0], ways)
        nobody = [who for who in last_resort if not self.there(self.of_role(who))]
        nobody = [who for who in nobody if who not in without]
        for person in nobody:
            if ways := self.channels(person, use):
                return Route(person, ways)
        return Route(next(iter([*people, *nobody]), None), ())


def mentioned(event: Event) -> list[str]:
    """Whom an event names as somebody to turn to."""
    if event.is_received("auto-acknowledgement") or event.kind == "absence":
        return []
    if event.kind == "departure":
        return [str(event.get("replaced-by"))] if event.get("replaced-by") else []
    fields = ("said-by", "from", "person", "to")
    if event.kind == "interview":
        return [*event.everybody, *([str(event.get("lead"))] if event.get("lead") else [])]
    found = [str(event.get(name)) for name in fields if event.get(name)]
    return [who for who in found if role(who) in ROLES]


def lead_and_others(event: Event) -> list[str]:
    """Who led an interview, if that is marked, and who took part."""
    lead = event.get("lead")
    return list(dict.fromkeys([*([str(lead)] if lead else []), *event.everybody]))
