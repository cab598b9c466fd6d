"""A history, a ruleset and a moment to a decision, and to when it changes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from followup.core.history import History, Timestamp
from followup.core.limits import Limit
from followup.core.references import filled, references
from followup.core.ruleset import CLOCK_STOPPED, Do, Hold, Rule, Ruleset, Stop
from followup.core.vocabulary import Vocabulary
from followup.decision import (
    CalendarIdentity,
    Decision,
    DueAction,
    HeldTrack,
    RulesetIdentity,
    State,
    Status,
    StoppedTrack,
)
from followup.defaults import LAST_DATE
from followup.evaluation.assumptions import assumptions, provisional
from followup.evaluation.carrying import asked_later
from followup.evaluation.clock import Clock, day_of
from followup.evaluation.effective import is_known
from followup.evaluation.rules import Proposal, Rules
from followup.evaluation.settling import Due, one_at_a_time, settled
from followup.evaluation.situation import Situation
from followup.evaluation.validity import check_fit, check_moment
from followup.wording.decisions import action_words, headline
from followup.wording.moments import moment_words


class Weighed(Struct, frozen=True, kw_only=True):
    """What the tracks of a case come to by themselves, before it is made a decision.

    `deciding` is every proposal that counts, `dues` the actions among them, person by person.
    """

    rules: Rules
    dues: tuple[Due, ...]
    stopped: tuple[StoppedTrack, ...]
    held: tuple[HeldTrack, ...]
    deciding: tuple[Proposal, ...]


class Outlook(Struct, frozen=True, kw_only=True):
    """A decision with its next change, and the decision then; None where nothing changes.

    The decision `then` carries no next change of its own.
    """

    decision: Decision
    then: Decision | None


def decide(history: History, ruleset: Ruleset, as_of: Timestamp) -> Decision:
    """Return what a ruleset says about a history at a moment.

    Args:
        history: the case; its events after `as_of` are unknown, except scheduled ones.
        ruleset: the ruleset to ask.
        as_of: a date (seen by the day) or an aware datetime (seen by the instant), required.

    Raises:
        NotEvaluable: the vocabularies differ, the ruleset is abstract, or `as_of` is no date
            and no aware datetime between the years 1900 and 2200.
    """
    return outlook(history, ruleset, as_of).decision


def outlook(history: History, ruleset: Ruleset, as_of: Timestamp) -> Outlook:
    """Return what a ruleset says about a history at a moment, and what it says next.

    Raises:
        NotEvaluable: as `decide`.
    """
    check_fit(history, ruleset)
    check_moment(as_of)
    return outlook_of(Rules(Situation(history, ruleset, Clock(as_of, history.timezone))))


def outlook_of(rules: Rules) -> Outlook:
    """Return the decision of rules that are asked at their situation's moment, and the next."""
    decision = decide_by(rules)
    then = next((d for d, _ in later(rules) if not d.says_the_same(decision)), None)
    change = None if then is None else then.as_of
    return Outlook(decision=replace(decision, next_change=change), then=then)


def later(rules: Rules) -> Iterator[tuple[Decision, Rules]]:
    """Go through the decisions after that of rules which were asked, if nothing happens.

    The clock knows when each comparison that was made turns; before the first of these turns
    nothing can differ, so every turn is looked at and nothing between them. What turns after the
    last day that can be asked about is left out.
    """
    situation = rules.situation
    clock, ruleset = situation.clock, situation.ruleset
    # What is recorded for later is unknown now: the answer must not give it away.
    known = without_future(situation.history, ruleset, clock)
    turn = clock.next_turn()
    while turn is not None and day_of(turn, clock.zone) <= LAST_DATE:
        clock = Clock(turn, known.timezone)
        rules = asked_later(rules, known, clock)
        yield decide_by(rules), rules
        turn = clock.next_turn()


def without_future(history: History, ruleset: Ruleset, clock: Clock) -> History:
    """Return the history as it is known at a moment: without what is recorded for later."""
    vocabulary = ruleset.vocabulary
    events = tuple(event for event in history.events if is_known(event, vocabulary, clock))
    return history if len(events) == len(history.events) else replace(history, events=events)


def decide_by(rules: Rules) -> Decision:
    """Return the decision of rules at their situation's moment, without its next change."""
    return decision_of(weigh(rules))


def weigh(rules: Rules) -> Weighed:
    """Return what the tracks of a case come to, one thing at a time within it."""
    situation = rules.situation
    ruleset = situation.ruleset
    stopped: list[StoppedTrack] = []
    held: list[HeldTrack] = []
    deciding: list[Proposal] = []
    dues: list[Due] = []
    for track in ruleset.vocabulary.tracks:
        for proposal in rules.proposals(track):
            deciding.append(proposal)
            match proposal.rule.outcome:
                case Do() | Hold() if proposal.stopped is not None:
                    held.append(_clock_stopped(track, proposal, ruleset))
                case Do() if proposal.removed_by is not None:
                    stopped.append(_removed(track, proposal, ruleset))
                case Do() if proposal.is_let_go:
                    stopped.append(_let_go(track, proposal, ruleset))
                case Do() as do:
                    dues.extend(settled(situation, track, do, proposal))
                case Stop() as stop:
                    stopped.append(_stopped(track, stop, proposal.rule, ruleset))
                case Hold() as hold:
                    held.append(_held(track, hold, proposal, ruleset))
    return Weighed(
        rules=rules,
        dues=tuple(one_at_a_time(situation, dues)),
        stopped=tuple(stopped),
        held=tuple(held),
        deciding=tuple(deciding),
    )


def decision_of(weighed: Weighed) -> Decision:
    """Return what was weighed as a decision, without its next change."""
    situation, stopped = weighed.rules.situation, weighed.stopped
    history, ruleset = situation.history, situation.ruleset
    actions: list[DueAction] = []
    held = list(weighed.held)
    for due in weighed.dues:
        if due.held_by is None:
            actions.append(_action(due, situation))
        elif not due.do.optional:
            held.append(_held_back(due, due.held_by, ruleset))
    status = _status(actions, stopped, held)
    order = list(ruleset.vocabulary.tracks)
    held.sort(key=lambda entry: order.index(entry.track))
    parts = (tuple(actions), stopped, tuple(held))
    calendar = history.calendar
    return Decision(
        case=history.case,
        ruleset=RulesetIdentity(name=ruleset.name, version=ruleset.version, digest=ruleset.digest),
        as_of=situation.clock.as_of,
        status=status,
        headline=headline(status, *parts, ruleset.vocabulary),
        actions=parts[0],
        stopped=parts[1],
        held=parts[2],
        next_change=None,
        assumptions=assumptions(situation, weighed.deciding),
        provisional=provisional(weighed.rules, weighed.deciding),
        calendar=CalendarIdentity(
            country=calendar.country,
            subdivision=calendar.subdivision,
            holidays=calendar.version,
        ),
    )


def _status(
    actions: list[DueAction], stopped: tuple[StoppedTrack, ...], held: list[HeldTrack]
) -> Status:
    firm = [action.state for action in actions if not action.optional]
    if any(state != "upcoming" for state in firm):
        return "act"
    if firm or held:
        return "wait"
    return "stop" if stopped else "silent"


def _action(due: Due, situation: Situation) -> DueAction:
    rule, window, do, clock = due.proposal.rule, due.window, due.do, situation.clock
    ruleset = situation.ruleset
    if not due.has_opened(clock):
        state: State = "upcoming"
    elif window.closes is not None and clock.passed(window.closes, rule.name, "closes"):
        state = "overdue"
    else:
        state = "open"
    made = situation.facts[do.attempt] if do.attempt is not None else None
    allowed = situation.value(do.of) if do.of is not None else None
    person, channels = due.addressee
    via = channels[0] if channels else None
    return DueAction(
        track=due.track,
        action=do.action,
        state=state,
        opens=window.opens,
        closes=window.closes,
        lapses=window.lapses,
        since=due.since,
        attempt=made + 1 if isinstance(made, int) else None,
        attempts_allowed=allowed if isinstance(allowed, int) else None,
        to=person,
        via=via,
        channels=channels,
        optional=do.optional,
        rule=rule.name,
        because=filled(rule.because, ruleset),
        cites=references(ruleset).cites_of_rule[rule.name],
        checklist=_checklist(do, via, ruleset.vocabulary),
        message=do.message,
        limited_by=window.limited_by,
        says=action_words(do.action, person, via, situation.history, ruleset.vocabulary),
    )


def _checklist(do: Do, via: str | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the hints of a rule that fit the channel; without a channel all do."""
    fits = {via, vocabulary.channels[via].counts_as} if via else set(vocabulary.channels)
    hints = [vocabulary.checklist[name] for name in do.checklist]
    return tuple(h.name for h in hints if not h.channels or fits & set(h.channels))


def _stopped(track: str, stop: Stop, rule: Rule, ruleset: Ruleset) -> StoppedTrack:
    return StoppedTrack(
        track=track,
        reason=stop.ending,
        rule=rule.name,
        because=filled(rule.because, ruleset),
        says=ruleset.vocabulary.endings[stop.ending],
        cites=references(ruleset).cites_of_rule[rule.name],
    )


def _let_go(track: str, proposal: Proposal, ruleset: Ruleset) -> StoppedTrack:
    ending = ruleset.lets_go[track].ending
    return StoppedTrack(
        track=track,
        reason=ending,
        rule=proposal.rule.name,
        because="",
        says=ruleset.vocabulary.endings[ending],
    )


def _removed(track: str, proposal: Proposal, ruleset: Ruleset) -> StoppedTrack:
    limit = proposal.removed_by
    assert limit is not None
    because = filled(limit.because, ruleset)
    return StoppedTrack(
        track=track,
        reason=limit.name,
        rule=proposal.rule.name,
        because=because,
        says=because or f"the limit `{limit.name}` forbids it",
        cites=limit.cites,
        limited_by=limit.name,
    )


def _held_back(due: Due, limit: Limit, ruleset: Ruleset) -> HeldTrack:
    because = filled(limit.because, ruleset)
    says = because.rstrip(".") or f"the limit `{limit.name}` holds it back"
    if due.gives_way_to is not None:
        says = f"{says}; {due.gives_way_to} comes first"
    return HeldTrack(
        track=due.track,
        reason=limit.name,
        rule=due.proposal.rule.name,
        because=because,
        says=says,
        cites=limit.cites,
        limited_by=limit.name,
        gives_way_to=due.gives_way_to,
    )


def _clock_stopped(track: str, proposal: Proposal, ruleset: Ruleset) -> HeldTrack:
    rule, since = proposal.rule, proposal.stopped
    assert since is not None
    says = f"The clock is stopped since {moment_words(since)}"
    return HeldTrack(
        track=track,
        reason=CLOCK_STOPPED,
        rule=rule.name,
        because="",  # the rule's own is for what it does, not for waiting
        says=ruleset.vocabulary.waits.get(CLOCK_STOPPED, says),
        cites=references(ruleset).cites_of_rule[rule.name],
    )


def _held(track: str, hold: Hold, proposal: Proposal, ruleset: Ruleset) -> HeldTrack:
    rule = proposal.rule
    return HeldTrack(
        track=track,
        reason=hold.wait,
        rule=rule.name,
        because=filled(rule.because, ruleset),
        says=ruleset.vocabulary.waits[hold.wait],
        cites=references(ruleset).cites_of_rule[rule.name],
        until=proposal.until,
    )
