"""A history, a ruleset and a moment to a decision."""

from __future__ import annotations

from dataclasses import replace

from followup.decision import (
    CalendarIdentity,
    Decision,
    DueAction,
    HeldTrack,
    RulesetIdentity,
    StoppedTrack,
)
from followup.defaults import LAST_DATE
from followup.evaluation.caveats import assumptions, provisional
from followup.evaluation.clock import Clock, day_of
from followup.evaluation.errors import check_fit, check_moment
from followup.evaluation.rules import Proposal, Rules
from followup.evaluation.situation import Situation
from followup.evaluation.trace import trace_of
from followup.evaluation.wording import action_words, headline
from followup.language.domain import Vocabulary
from followup.language.model import History, Rule, Ruleset, Timestamp


def decide(
    history: History, ruleset: Ruleset, as_of: Timestamp, *, trace: bool = False
) -> Decision:
    """Return what a ruleset says about a history at a moment.

    Args:
        history: the case; its events after `as_of` are unknown, except scheduled ones.
        ruleset: the ruleset to ask.
        as_of: a date (seen by the day) or an aware datetime (seen by the instant), required.
        trace: whether the decision carries every rule asked, every fact, every date's walk.

    Raises:
        NotEvaluable: the vocabularies differ, the ruleset is abstract, or `as_of` is no date
            and no aware datetime between the years 1900 and 2200.
    """
    check_fit(history, ruleset)
    check_moment(as_of)
    clock = Clock(as_of, history.timezone)
    decision, rules = decide_at(history, ruleset, clock)
    change = next_change(history, ruleset, decision, clock)
    return replace(decision, next_change=change, trace=trace_of(rules, decision) if trace else None)


def next_change(
    history: History, ruleset: Ruleset, decision: Decision, clock: Clock
) -> Timestamp | None:
    """Return the first moment after a decision at which it differs if nothing happens.

    The clock knows when each comparison that was made turns; before the first of these turns
    nothing can differ. A turn that leaves the decision as it was is passed over, so that the
    answer is exact. What turns after the last day that can be asked about is left out.
    """
    # What is recorded for later is unknown now: the answer must not give it away.
    known = without_future(history, ruleset, clock)
    turn = clock.next_turn()
    while turn is not None and day_of(turn, clock.zone) <= LAST_DATE:
        then = Clock(turn, history.timezone)
        later, _ = decide_at(known, ruleset, then)
        if not later.says_the_same(decision):
            return turn
        turn = then.next_turn()
    return None


def without_future(history: History, ruleset: Ruleset, clock: Clock) -> History:
    """Return the history as it is known at a moment: without what is recorded for later."""
    kinds = ruleset.vocabulary.events
    events = tuple(
        event
        for event in history.events
        if clock.has_come(event.moment) or kinds[event.kind].scheduled
    )
    if len(events) == len(history.events):
        return history
    return replace(history, events=events)


def watched(
    history: History, ruleset: Ruleset, as_of: Timestamp, until: Timestamp
) -> list[tuple[Timestamp, str]]:
    """Return the turns, with their words, that were seen on the way from a moment to another."""
    clock = Clock(as_of, history.timezone)
    known = without_future(history, ruleset, clock)
    turns: list[tuple[Timestamp, str]] = []
    while clock.as_of < until:
        decide_at(known, ruleset, clock)
        turns.extend(clock.turns)
        turn = clock.next_turn()
        if turn is None:
            break
        clock = Clock(turn, history.timezone)
    return turns


def decide_at(history: History, ruleset: Ruleset, clock: Clock) -> tuple[Decision, Rules]:
    """Return the decision at a clock's moment without its next change, and how it was asked."""
    situation = Situation(history, ruleset, clock)
    rules = Rules(situation)
    actions: list[DueAction] = []
    stopped: list[StoppedTrack] = []
    held: list[HeldTrack] = []
    deciding: list[Proposal] = []
    for track in ruleset.vocabulary.tracks:
        for proposal in rules.proposals(track):
            deciding.append(proposal)
            if proposal.removed_by is not None:
                stopped.append(_removed(track, proposal))
            elif proposal.rule.outcome == "do":
                actions.extend(_actions(track, proposal, situation))
            elif proposal.rule.outcome == "stop":
                stopped.append(_stopped(track, proposal, situation))
            else:
                held.append(_held(track, proposal, situation))
    status = _status(actions, stopped, held)
    parts = (tuple(actions), tuple(stopped), tuple(held))
    calendar = history.calendar
    decision = Decision(
        case=history.case,
        ruleset=RulesetIdentity(name=ruleset.name, version=ruleset.version, digest=ruleset.digest),
        as_of=clock.as_of,
        status=status,
        headline=headline(status, *parts),
        actions=parts[0],
        stopped=parts[1],
        held=parts[2],
        next_change=None,
        assumptions=assumptions(situation, deciding),
        provisional=provisional(situation, deciding),
        calendar=CalendarIdentity(
            country=calendar.country,
            subdivision=calendar.subdivision,
            holidays=calendar.version,
        ),
    )
    return decision, rules


def _status(actions: list[DueAction], stopped: list[StoppedTrack], held: list[HeldTrack]) -> str:
    firm = [action.state for action in actions if not action.optional]
    if any(state != "upcoming" for state in firm):
        return "act"
    if firm or held:
        return "wait"
    return "stop" if stopped else "silent"


def _actions(track: str, proposal: Proposal, situation: Situation) -> list[DueAction]:
    rule, window = proposal.rule, proposal.window
    assert window is not None
    vocabulary = situation.ruleset.vocabulary
    clock = situation.clock
    if not clock.reached(window.opens, f"{rule.name} opens"):
        state = "upcoming"
    elif window.closes is not None and clock.passed(window.closes, f"{rule.name} closes"):
        state = "overdue"
    else:
        state = "open"
    made = situation.fact(rule.attempt) if rule.attempt is not None else None
    attempt = None if made is None else made + 1
    found = []
    for person, channels in proposal.persons:
        via = channels[0] if channels else None
        found.append(
            DueAction(
                track=track,
                action=rule.what,
                state=state,
                opens=window.opens,
                closes=window.closes,
                lapses=window.lapses,
                attempt=attempt,
                attempts_allowed=rule.of,
                to=person,
                via=via,
                channels=channels,
                optional=rule.optional,
                rule=rule.name,
                because=rule.because,
                cites=rule.cites,
                checklist=_checklist(rule, via, vocabulary),
                message=rule.message,
                limited_by=window.limited_by,
                says=action_words(rule.what, person, via, situation.history, vocabulary),
            )
        )
    return found


def _checklist(rule: Rule, via: str | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the hints of a rule that fit the channel; without a channel all do."""
    fits = {via, vocabulary.channels[via].counts_as} if via else set(vocabulary.channels)
    hints = [vocabulary.checklist[name] for name in rule.checklist]
    return tuple(h.name for h in hints if not h.channels or fits & set(h.channels))


def _stopped(track: str, proposal: Proposal, situation: Situation) -> StoppedTrack:
    rule = proposal.rule
    return StoppedTrack(
        track=track,
        reason=rule.what,
        rule=rule.name,
        because=rule.because,
        says=situation.ruleset.vocabulary.endings[rule.what],
        cites=rule.cites,
    )


def _removed(track: str, proposal: Proposal) -> StoppedTrack:
    limit = proposal.removed_by
    assert limit is not None
    return StoppedTrack(
        track=track,
        reason=limit.name,
        rule=proposal.rule.name,
        because=limit.because,
        says=limit.because or f"the limit `{limit.name}` forbids it",
        cites=limit.cites,
        limited_by=limit.name,
    )


def _held(track: str, proposal: Proposal, situation: Situation) -> HeldTrack:
    rule = proposal.rule
    return HeldTrack(
        track=track,
        reason=rule.what,
        rule=rule.name,
        because=rule.because,
        says=situation.ruleset.vocabulary.waits[rule.what],
        cites=rule.cites,
        until=proposal.until,
    )
