"""Asking the rules: per track, the first rule that holds decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from followup.evaluation.clock import earlier
from followup.evaluation.limits import Addressee, Window, apply_limits
from followup.evaluation.people import same_person
from followup.evaluation.recording import records
from followup.evaluation.situation import Situation
from followup.language.domain import Action
from followup.language.model import Limit, Rule, Timestamp
from followup.language.phrases import Moment, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a rule that holds proposes: its window, and whom to reach (for an action)."""

    rule: Rule
    window: Window | None = None
    persons: tuple[Addressee, ...] = ()
    until: Timestamp | None = None
    removed_by: Limit | None = None


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What was asked on the way: each rule, whether it held, and why not where `when` did."""

    rule: Rule
    when: bool
    proposal: Proposal | None
    why_not: str = ""
    tracks: list[str] = field(default_factory=list)


class Rules:
    """Asks the rules of a ruleset in one situation, each at most once."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.vocabulary = situation.ruleset.vocabulary
        self.asked: dict[str, Verdict] = {}

    def proposals(self, track: str) -> Iterator[Proposal]:
        """Go through what is proposed on a track: optional actions, then the rule that decides."""
        for rule in self.situation.ruleset.rules:
            if track not in rule.tracks:
                continue
            verdict = self.ask(rule)
            verdict.tracks.append(track)
            if verdict.proposal is not None:
                yield verdict.proposal
                if not rule.optional:
                    return

    def ask(self, rule: Rule) -> Verdict:
        """Return whether a rule holds, and what it proposes then."""
        if rule.name not in self.asked:
            self.asked[rule.name] = self._verdict(rule)
        return self.asked[rule.name]

    def _verdict(self, rule: Rule) -> Verdict:
        if not self.situation.holds(rule.when):
            return Verdict(rule=rule, when=False, proposal=None)
        if rule.outcome == "stop":
            return Verdict(rule=rule, when=True, proposal=Proposal(rule=rule))
        if rule.outcome == "hold":
            until = self.situation.moment(rule.until) if rule.until is not None else None
            if until is not None and self.situation.clock.passed(until, f"{rule.name} ends"):
                return Verdict(rule=rule, when=True, proposal=None, why_not="the wait is over")
            return Verdict(rule=rule, when=True, proposal=Proposal(rule=rule, until=until))
        return self._action(rule)

    def _action(self, rule: Rule) -> Verdict:
        action = self.vocabulary.actions[rule.what]
        persons = self._persons(rule, action)
        if not persons:
            return Verdict(
                rule=rule, when=True, proposal=None, why_not="done for everyone it is meant for"
            )
        window = self._opening(rule, action)
        if window is None:  # only a plan gets here, whose records need not have every field
            return Verdict(rule=rule, when=True, proposal=None, why_not="its date is unknown")
        ruling = apply_limits(self.situation, action, window, persons)
        if ruling.removed_by is not None and rule.optional:
            # What is only offered is quietly left out: it never changes the status.
            why_not = f"the limit {ruling.removed_by.name} forbids it"
            return Verdict(rule=rule, when=True, proposal=None, why_not=why_not)
        window = self._closing(rule, ruling.window)
        if window.lapses is not None and earlier(
            window.lapses, window.opens, self.situation.clock.zone
        ):
            why_not = "its time lapses before it can open"
            return Verdict(rule=rule, when=True, proposal=None, why_not=why_not)
        if window.lapses is not None and self.situation.clock.passed(
            window.lapses, f"{rule.name} lapses"
        ):
            return Verdict(rule=rule, when=True, proposal=None, why_not="its time has lapsed")
        proposal = Proposal(
            rule=rule, window=window, persons=ruling.persons, removed_by=ruling.removed_by
        )
        return Verdict(rule=rule, when=True, proposal=proposal)

    # -- the window

    def _opening(self, rule: Rule, action: Action) -> Window | None:
        opens = self.situation.moment(rule.opens) if rule.opens is not None else None
        if opens is None:
            return None
        if not action.any_day:
            opens = self.situation.moments.roll(opens, "following") or opens
        return Window(opens=opens)

    def _closing(self, rule: Rule, window: Window) -> Window:
        closes = self._end(rule.closes, window.opens)
        if window.limited_by and closes is not None:
            # What a limit has delayed past its end is due when it opens.
            closes = self.situation.moments.choose(True, [closes, window.opens])
        return Window(
            opens=window.opens,
            closes=closes,
            lapses=self._end(rule.lapses, window.opens),
            limited_by=window.limited_by,
        )

    def _end(self, phrase: Moment | None, opens: Timestamp) -> Timestamp | None:
        if phrase is None:
            return None
        return self.situation.moments.with_opens(opens).value(phrase)

    # -- the persons

    def _persons(self, rule: Rule, action: Action) -> tuple[Addressee, ...]:
        """Return each person to reach, with the channels; empty where all have been reached."""
        recipients = self.situation.recipients
        if rule.each is None:
            return (recipients.choose(rule.to, rule.via),)
        found = []
        for person in self._each(rule.each):
            left_out = rule.unless_reachable_by in recipients.known_channels(person)
            if not left_out and not self._done_for(person, rule, action):
                found.append((person, recipients.ways(person, rule.via)))
        return tuple(found)

    def _each(self, reference: Reference) -> tuple[str, ...]:
        value = self.situation.value(reference)
        persons = value if isinstance(value, tuple) else (value,) if value else ()
        return tuple(dict.fromkeys(persons))

    def _done_for(self, person: str, rule: Rule, action: Action) -> bool:
        since = self.situation.fact(rule.since) if rule.since else None
        field_name = action.recorded_by.to or ""
        return any(
            same_person(str(event.values.get(field_name, "")), person)
            for event in self.situation.events
            if (since is None or event.order > since.order) and records(action, event)
        )
