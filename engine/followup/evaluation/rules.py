"""Asking the rules: per track, the first rule that holds decides."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from followup.core.history import Event, Span, Timestamp
from followup.core.limits import Limit
from followup.core.persons import same_person
from followup.core.references import facts_in, references
from followup.core.ruleset import Do, Each, Hold, Rule, Stop
from followup.core.vocabulary import Action
from followup.evaluation.clock import day_of, earlier, stands_still
from followup.evaluation.limits import Addressees, Window, apply_limits
from followup.evaluation.recipients import Addressee, choose, ways
from followup.evaluation.situation import Situation


class Proposal(Struct, frozen=True, kw_only=True):
    """What a rule that holds proposes: an action's window and persons, or the end of a wait.

    With `stopped` it only holds its track, since one of its dates hangs on a span that began then
    and has not ended.
    """

    rule: Rule
    window: Window | None = None
    persons: Addressees = ()
    until: Timestamp | None = None
    removed_by: Limit | None = None
    is_let_go: bool = False
    stopped: Timestamp | None = None


class Verdict(Struct, kw_only=True):
    """A rule that was asked: whether its conditions held, and what it proposes or why not.

    `turns` is when the first of the comparisons turns that were made for it, if any does.
    """

    rule: Rule
    when: bool
    proposal: Proposal | None = None
    why_not: str = ""
    turns: Timestamp | None = None
    tracks: list[str] = field(default_factory=list)


class Rules:
    """Asks the rules of a ruleset in one situation, each at most once."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.vocabulary = situation.ruleset.vocabulary
        self.asked: dict[str, Verdict] = {}

    def proposals(self, track: str) -> Iterator[Proposal]:
        """Go through what is proposed on a track: options, then the rule that decides.

        On a track that decides all, every action is proposed up to a rule that stops or holds it;
        what holds it does not count where something is to be done. Where what decides is let go,
        nothing is offered any more either.
        """
        found = list(self._proposals(track))
        is_let_go = any(proposal.is_let_go for proposal in found)
        return (each for each in found if not (is_let_go and each.rule.is_optional))

    def _proposals(self, track: str) -> Iterator[Proposal]:
        lists_all = track in self.situation.ruleset.decides_all
        is_firm = False
        for rule in self.situation.meanings.rules_of_track[track]:
            verdict = self.ask(rule)
            verdict.tracks.append(track)
            if verdict.proposal is None:
                continue
            is_action = isinstance(rule.outcome, Do)
            if is_action or not is_firm:
                yield self._let_go(track, verdict.proposal)
            if not rule.is_optional and not (lists_all and is_action):
                return
            is_firm = is_firm or not rule.is_optional

    def _let_go(self, track: str, proposal: Proposal) -> Proposal:
        """Return an action that nobody took for too long as one that is let go."""
        lets_go = self.situation.ruleset.lets_go.get(track)
        window = proposal.window
        if lets_go is None or window is None or proposal.rule.is_optional:
            return proposal
        length = self.situation.arithmetic.length(lets_go.after)
        if length is None:
            return proposal
        end = self.situation.arithmetic.after(length, window.opens)
        is_over = self.situation.clock.passed(end, proposal.rule.name, "is let go")
        return replace(proposal, window=replace(window, let_go=end), is_let_go=is_over)

    def ask(self, rule: Rule) -> Verdict:
        """Return whether a rule holds, and what it proposes then."""
        if rule.name not in self.asked:
            mark = len(self.situation.clock.turns)
            verdict = self.asked[rule.name] = self._verdict(rule)
            verdict.turns = self.situation.clock.first_turn_since(mark)
        return self.asked[rule.name]

    def _verdict(self, rule: Rule) -> Verdict:
        if not self.situation.holds(rule):
            return Verdict(rule=rule, when=False)
        match rule.outcome:
            case Stop():
                found: Proposal | str = Proposal(rule=rule)
            case Hold() as hold:
                found = self._hold(rule, hold)
            case Do() as do:
                found = self._action(rule, do)
            case _:
                assert_never(rule.outcome)
        if isinstance(found, str):
            return Verdict(rule=rule, when=True, why_not=found)
        return Verdict(rule=rule, when=True, proposal=found)

    # -- each outcome: what is proposed, or why nothing is

    def _hold(self, rule: Rule, hold: Hold) -> Proposal | str:
        until = None if hold.until is None else self.situation.moment(hold.until)
        if stands_still(until):
            return self._standstill(rule)
        if until is not None and self.situation.clock.passed(until, rule.name, "ends"):
            return "the wait is over"
        return Proposal(rule=rule, until=until)

    def _action(self, rule: Rule, do: Do) -> Proposal | str:
        action = self.vocabulary.actions[do.action]
        persons: Addressees = (choose(self.situation, do),)
        if do.each is not None:
            persons = tuple(self._each(do, do.each, action))
        elif persons[0][0] is None and (do.to or do.fixed_to):
            return "nobody is left to whom it could go"
        if not persons:
            return "done for everyone it is meant for"
        opens = self.situation.moment(do.opens)
        if opens is None:  # only a plan gets here, whose records need not have every field
            return "its date is unknown"
        if stands_still(opens):
            return self._standstill(rule)
        if not (do.any_day or self.situation.ruleset.may_open_on_day_off(action)):
            opens = self.situation.arithmetic.rolled(opens, "following")
        ruling = apply_limits(self.situation, action, Window(opens=opens), persons)
        if ruling.removed_by is not None and do.optional:
            # What is only offered is quietly left out: it never changes the status.
            return f"the limit {ruling.removed_by.name} forbids it"
        window = self._closing(do, ruling.window)
        if ruling.removed_by is None and any(map(stands_still, (window.closes, window.lapses))):
            return self._standstill(rule)
        clock = self.situation.clock
        if window.lapses is not None and earlier(window.lapses, window.opens, clock.zone):
            return "its time lapses before it can open"
        if window.lapses is not None and clock.passed(window.lapses, rule.name, "lapses"):
            return "its time has lapsed"
        return Proposal(
            rule=rule, window=window, persons=ruling.persons, removed_by=ruling.removed_by
        )

    def _standstill(self, rule: Rule) -> Proposal | str:
        """Return what holds the track of a rule of which a date hangs on a span without an end."""
        if rule.is_optional:
            return "its clock is stopped"
        names = facts_in(rule.windows().values())
        facts = references(self.situation.ruleset).closure(names)
        found = (self.situation.facts[name] for name in facts)
        spans = (span for value in found if isinstance(value, tuple) for span in value)
        begun = (span.first for span in spans if isinstance(span, Span) and span.last is None)
        return Proposal(rule=rule, stopped=next(begun))

    def _closing(self, do: Do, window: Window) -> Window:
        """Return the window with its ends, counted from where the limits leave its opening.

        What would be over when it opens, because a limit delays it or the ruleset says so, is
        due on the day that it opens.
        """
        opens, moment = window.opens, self.situation.moment
        closes = None if do.closes is None else moment(do.closes, opens)
        lapses = None if do.lapses is None else moment(do.lapses, opens)
        if closes is not None and _is_over(closes, opens, self.situation.clock.zone):
            closes = day_of(opens, self.situation.clock.zone)
        return Window(opens=opens, closes=closes, lapses=lapses, limited_by=window.limited_by)

    def _each(self, do: Do, each: Each, action: Action) -> Iterator[Addressee]:
        """Go through the persons to whom an action has not been recorded yet."""
        value = self.situation.value(each.persons)
        persons = value if isinstance(value, tuple) else (value,) if value else ()
        for person in dict.fromkeys(map(str, persons)):
            channels = self.situation.contacts.channels(person)
            if each.unless_reachable_by not in channels and not self._done(person, each, action):
                yield person, ways(self.situation, person, do.via)

    def _done(self, person: str, each: Each, action: Action) -> bool:
        # A record that is listed before the event of its day counts too: nobody minds the order.
        since, zone = self.situation.facts[each.since], self.situation.clock.zone
        return any(
            same_person(str(event.values.get(action.recorded_by.to or "", "")), person)
            for event in self.situation.done[action.name]
            if not (isinstance(since, Event) and earlier(event.moment, since.date, zone))
        )


def _is_over(closes: Timestamp, opens: Timestamp, zone: datetime.tzinfo | None) -> bool:
    """Return whether a moment is past when something opens; an instant ends as it comes."""
    is_instant = isinstance(closes, datetime.datetime) and isinstance(opens, datetime.datetime)
    return earlier(closes, opens, zone) or (is_instant and closes == opens)
