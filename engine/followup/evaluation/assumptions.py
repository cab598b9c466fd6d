"""What a decision takes for granted, and which of its dates may still move."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Sequence

from followup.core.durations import Duration
from followup.core.history import Timestamp
from followup.core.references import of_fact, of_lets_go, of_limit, of_rule, references
from followup.core.ruleset import Rule, Ruleset, WaitsFor
from followup.core.terms import (
    EndOfWeek,
    FieldRef,
    Length,
    NextWeekday,
    Node,
    OwnField,
    ParameterRef,
    Rolled,
    Shift,
    walk,
)
from followup.core.vocabulary import Vocabulary
from followup.decision import Provisional
from followup.evaluation.clock import Clock, day_of
from followup.evaluation.recorder import RecordedRules
from followup.evaluation.rules import Proposal, Rules
from followup.evaluation.situation import Situation

_ONE_DAY = datetime.timedelta(days=1)


def assumptions(situation: Situation, deciding: Sequence[Proposal]) -> tuple[str, ...]:
    """Return what the decision takes for granted: the calendar's gaps, values without a source."""
    history = situation.history
    found: list[str] = []
    known = (*situation.events, *situation.scheduled)
    if history.timezone is None and any(event.time is not None for event in known):
        found.append("no time zone is given: times of day only order the events of a day")
    span = _span(situation, deciding)
    of_days = () if span is None else history.calendar.assumptions(*span)
    if of_days and _may_count_working_days(situation.ruleset):
        found.extend(of_days)
    for proposal in deciding:
        for name in _parameters(situation, proposal.rule):
            parameter = situation.ruleset.parameters[name]
            if parameter.assumed:
                found.append(f"no source states `{name}`: {parameter.written} is assumed")
    return tuple(dict.fromkeys(found))


def _may_count_working_days(ruleset: Ruleset) -> bool:
    """Return whether a date may depend on which days are worked.

    None does where all days count alike (`roll: none`) and nothing speaks of working days.
    """
    if ruleset.roll != "none" or any(isinstance(limit.bound, WaitsFor) for limit in ruleset.limits):
        return True
    parts = [part for node in _nodes(ruleset) for part in walk(node)]
    fields = {part.field for part in parts if isinstance(part, FieldRef | OwnField)}
    derived = _derived(ruleset.vocabulary, fields)
    return any(_counts_working_days(part, ruleset) for part in (*parts, *derived))


def _nodes(ruleset: Ruleset) -> Iterator[Node]:
    for fact in ruleset.facts.values():
        yield from of_fact(fact)
    for rule in ruleset.rules:
        yield from of_rule(rule)
    for limit in ruleset.limits:
        yield from of_limit(limit)
    for lets_go in ruleset.lets_go.values():
        yield from of_lets_go(lets_go)


def _derived(vocabulary: Vocabulary, fields: Container[str]) -> Iterator[Node]:
    for kind in vocabulary.events.values():
        for name, branches in kind.derived.items():
            if name in fields:
                yield from (part for branch in branches for part in walk(branch.then))


def _counts_working_days(part: Node, ruleset: Ruleset) -> bool:
    match part:
        case NextWeekday() | EndOfWeek():
            return True
        case Rolled(_, convention):
            return convention != "none"
        case Length(duration):
            return duration.unit == "business day"
        case ParameterRef(name):
            value = ruleset.parameters[name].value
            return isinstance(value, Duration) and value.unit == "business day"
        case Shift(duration):  # what a field holds may be business days
            return not isinstance(duration, Length | ParameterRef)
        case _:
            return False


def _parameters(situation: Situation, rule: Rule) -> Iterator[str]:
    """Go through the parameters that a rule rests on here: its own, and its facts'.

    A fact of which there is nothing in the history rests on nothing.
    """
    if not situation.ruleset.has_assumptions:
        return
    resting = references(situation.ruleset)
    yield from resting.parameters_of_rule[rule.name]
    for name in resting.facts_of_rule[rule.name]:
        if situation.facts[name] is not None or name in situation.found:
            yield from resting.parameters_of_fact[name]


def _span(
    situation: Situation, deciding: Sequence[Proposal]
) -> tuple[datetime.date, datetime.date] | None:
    """Return the days that a decision's dates can rest on: from the first event to the last date.

    The moment of the decision takes no part, so that the span stays as it is while time passes.
    """
    dates = [day_of(date, situation.clock.zone) for date in _dates(deciding)]
    if not dates:
        return None
    return min([*dates, *(event.date for event in situation.events)]), max(dates)


def _dates(deciding: Sequence[Proposal]) -> Iterator[Timestamp]:
    for proposal in deciding:
        window = proposal.window
        ends = (window.opens, window.closes, window.lapses) if window else (proposal.until,)
        yield from (date for date in ends if date is not None)


def provisional(rules: Rules, deciding: Sequence[Proposal]) -> tuple[Provisional, ...]:
    """Return the dates that would move if an estimated holiday did (by a day, as they do)."""
    situation = rules.situation
    calendar, zone = situation.history.calendar, situation.clock.zone
    span = _span(situation, deciding)
    if span is None or not calendar.estimated_days(span[0] - _ONE_DAY, span[1] + _ONE_DAY):
        return ()
    found: dict[Timestamp, Provisional] = {}
    recorded = _recorded(rules)
    for way in (way for proposal in deciding for way in recorded.walks(proposal.rule)):
        for step in way.steps:
            holidays = [off for off in step.skipped if off.estimated]
            arrived = day_of(step.result, zone)
            if step.skipped or step.operation.startswith("roll"):
                holidays += calendar.estimated_days(arrived, arrived + _ONE_DAY)
            if holidays and way.result not in found:
                because = f"{holidays[0].name} on {holidays[0].day} is an estimate"
                found[way.result] = Provisional(date=way.result, because=because)
    return tuple(found.values())


def _recorded(rules: Rules) -> RecordedRules:
    """Return the rules as they are, if they remember their walks, or others that do."""
    if isinstance(rules, RecordedRules):
        return rules
    situation = rules.situation
    clock = Clock(situation.clock.as_of, situation.history.timezone)
    return RecordedRules(situation.history, situation.ruleset, clock)
