"""What a decision takes for granted, and which of its dates may still move."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from followup.core.history import Timestamp
from followup.core.references import references
from followup.core.ruleset import Rule
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
    if of_days and situation.meanings.counts_working_days:
        found.extend(of_days)
    for proposal in deciding:
        for name in _parameters(situation, proposal.rule):
            parameter = situation.ruleset.parameters[name]
            if parameter.assumed:
                found.append(f"no source states `{name}`: {parameter.written} is assumed")
    return tuple(dict.fromkeys(found))


def _parameters(situation: Situation, rule: Rule) -> Iterator[str]:
    """Go through the parameters that a rule rests on here: its own, and its facts'.

    A fact of which there is nothing in the history rests on nothing, nor does a date that its own
    condition leaves out.
    """
    if not situation.ruleset.has_assumptions:
        return
    resting = references(situation.ruleset)
    yield from resting.parameters_of_rule[rule.name]
    for name in resting.facts_of_rule[rule.name]:
        left_out = situation.ruleset.facts[name].type == "moment"
        if situation.facts[name] is not None or (name in situation.found and not left_out):
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
