"""What a decision takes for granted, and which of its dates may still move."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from followup.decision import Provisional
from followup.evaluation.clock import day_of
from followup.evaluation.moments import Moments, Step
from followup.evaluation.rules import Proposal
from followup.evaluation.situation import Situation
from followup.language.durations import Duration
from followup.language.model import Rule, Timestamp
from followup.language.phrases import Moment, Reference

_ONE_DAY = datetime.timedelta(days=1)


def assumptions(situation: Situation, deciding: list[Proposal]) -> tuple[str, ...]:
    """Return what the decision takes for granted: the calendar's gaps, values without a source."""
    history = situation.history
    found: list[str] = []
    known = (*situation.events, *situation.scheduled)
    if history.timezone is None and any(event.time is not None for event in known):
        found.append("no time zone is given: times of day only order the events of a day")
    span = _span(situation, deciding)
    if span is not None:
        found.extend(history.calendar.assumptions(*span))
    for proposal in deciding:
        for name in _parameters(situation, proposal.rule):
            parameter = situation.ruleset.parameters[name]
            if parameter.assumed:
                found.append(f"no source states `{name}`: {parameter.value} is assumed")
    return tuple(dict.fromkeys(found))


def _parameters(situation: Situation, rule: Rule) -> Iterator[str]:
    """Go through the parameters that a rule rests on here: its own, and its facts'.

    A fact of which there is nothing in the history rests on nothing.
    """
    yield from rule.parameters
    if not situation.ruleset.has_assumptions:
        return
    for name in rule.facts:
        situation.fact(name)
        if name in situation.found:
            yield from situation.ruleset.facts[name].parameters


def _span(
    situation: Situation, deciding: list[Proposal]
) -> tuple[datetime.date, datetime.date] | None:
    """Return the days that a decision's dates can rest on: from the first event to the last date.

    The moment of the decision takes no part, so that the span stays as it is while time passes.
    """
    dates = [day_of(date, situation.clock.zone) for date in _dates(deciding)]
    if not dates:
        return None
    return min([*dates, *(event.date for event in situation.events)]), max(dates)


def provisional(situation: Situation, deciding: list[Proposal]) -> tuple[Provisional, ...]:
    """Return the dates that would move if an estimated holiday did (by a day, as they do)."""
    calendar = situation.history.calendar
    span = _span(situation, deciding)
    if span is None or not calendar.estimated_days(span[0] - _ONE_DAY, span[1] + _ONE_DAY):
        return ()
    found: dict[Timestamp, Provisional] = {}
    for result, steps in _all_walks(situation, deciding):
        for step in steps:
            holidays = [off for off in step.skipped if off.estimated]
            arrived = day_of(step.result, situation.clock.zone)
            if step.skipped or step.operation.startswith("roll"):
                holidays += calendar.estimated_days(arrived, arrived + _ONE_DAY)
            if holidays and result not in found:
                found[result] = Provisional(
                    date=result,
                    because=f"{holidays[0].name} on {holidays[0].day} is an estimate",
                )
    return tuple(found.values())


def _dates(deciding: list[Proposal]) -> Iterator[Timestamp]:
    for proposal in deciding:
        if proposal.until is not None:
            yield proposal.until
        if proposal.window is not None:
            yield proposal.window.opens
            for date in (proposal.window.closes, proposal.window.lapses):
                if date is not None:
                    yield date


def _all_walks(
    situation: Situation, deciding: list[Proposal]
) -> Iterator[tuple[Timestamp, list[Step]]]:
    for proposal in deciding:
        for walk in walks(situation, proposal):
            yield walk.result, walk.steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How one date of a rule's window came about: `key` is opens, closes, lapses or until."""

    key: str
    phrase: Moment
    result: Timestamp
    steps: list[Step]


def walks(situation: Situation, proposal: Proposal) -> Iterator[Walk]:
    """Go through the dates of a proposal with every step on the way, to where they ended up."""
    rule, window = proposal.rule, proposal.window
    for key, phrase in (
        ("opens", rule.opens),
        ("closes", rule.closes),
        ("lapses", rule.lapses),
        ("until", rule.until),
    ):
        if phrase is None:
            continue
        steps: list[Step] = []
        telling = Telling(situation, steps, window.opens if window else None)
        result = telling.value(phrase)
        final = getattr(window, key, None) if window else proposal.until
        if result is None or final is None:
            continue
        if final != result and window is not None:
            moved = f"limit {window.limited_by}" if window.limited_by else "move to a working day"
            telling.step(moved, result, final, inclusive=True)
        yield Walk(key=key, phrase=phrase, result=final, steps=steps)


class Telling(Moments):
    """The arithmetic of a situation that also tells how facts and fields were computed."""

    def __init__(self, situation: Situation, steps: list[Step], opens: Timestamp | None) -> None:
        super().__init__(situation.history.calendar, situation.clock.zone, self._tell, steps)
        self.situation = situation
        self.opens = opens

    def _tell(self, reference: Reference) -> Timestamp | Duration | None:
        if str(reference) == "opens" and self.opens is not None:
            return self.opens
        fact = self.situation.ruleset.facts.get(reference.name)
        found = self.situation.lookup(reference)
        if fact is None or reference.attribute is not None or found is None:
            return found
        if fact.phrase is not None:
            return self.value(fact.phrase)
        for name in fact.names:  # of several moments the one that was chosen tells its way
            if self.situation.lookup(name) == found:
                return self._tell(name)
        return found
