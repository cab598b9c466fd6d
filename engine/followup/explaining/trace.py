"""The record of a decision: rules asked, facts read, the walk of every date."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec.structs import replace

from followup.core.durations import Duration
from followup.core.history import Event, History, Span, Timestamp
from followup.core.operators import OPERATORS
from followup.core.references import filled
from followup.core.ruleset import CLOCK_STOPPED, Rule, Ruleset
from followup.core.terms import All, AnyOf, Compare, FactRef, FieldRef, Not
from followup.core.writing import written
from followup.decision import (
    AskedCondition,
    AskedRule,
    DateWalk,
    Decision,
    Seen,
    SeenFact,
    SkippedDay,
    Trace,
    WalkStep,
)
from followup.evaluation.arithmetic import Step
from followup.evaluation.clock import Clock, day_of, stands_still
from followup.evaluation.decide import outlook_of
from followup.evaluation.meaning import Seeable, when
from followup.evaluation.recorder import Asked, RecordedRules
from followup.evaluation.rules import Verdict
from followup.evaluation.situation import Situation
from followup.evaluation.together import decided_together
from followup.evaluation.validity import check_fit, check_moment
from followup.explaining.notes import notes_beside, said_notes
from followup.wording.conditions import Clauses


def decide_with_trace(history: History, ruleset: Ruleset, as_of: Timestamp) -> Decision:
    """Return a decision with everything that led to it.

    Raises:
        NotEvaluable: as `decide`.
    """
    check_fit(history, ruleset)
    check_moment(as_of)
    rules = RecordedRules(history, ruleset, Clock(as_of, history.timezone))
    decision = outlook_of(rules).decision
    return replace(decision, trace=trace_of(rules, decision))


def decide_together_with_trace(
    cases: Sequence[tuple[History, Timestamp]],
    ruleset: Ruleset,
    across: Collection[str] | None = None,
) -> tuple[Decision, ...]:
    """Return the decisions of cases that are decided together, with all that led to them.

    Raises:
        NotEvaluable: as `decide`.
    """
    return tuple(
        replace(decision, trace=trace_of(rules, decision))
        for decision, rules in decided_together(cases, ruleset, across, RecordedRules)
        if isinstance(rules, RecordedRules)
    )


def trace_of(rules: RecordedRules, decision: Decision) -> Trace:
    """Return everything that led to a decision, in the order in which it was asked."""
    situation = rules.situation
    verdicts = tuple(rules.asked.values())
    clauses = Clauses(situation.ruleset)
    read = [name for name in situation.ruleset.facts if name in situation.facts]
    return Trace(
        rules=tuple(_rule(verdict, rules, clauses) for verdict in verdicts),
        facts={name: _fact(name, situation) for name in read},
        walks=tuple(walk for verdict in verdicts for walk in _walks(verdict, rules)),
        notes=said_notes(notes_beside(situation.ruleset, [decision], "why")),
    )


def _rule(verdict: Verdict, rules: RecordedRules, clauses: Clauses) -> AskedRule:
    rule = verdict.rule
    asked = rules.recorder.asked[rule.name].inner
    stopped = verdict.proposal is not None and verdict.proposal.stopped is not None
    return AskedRule(
        rule=rule.name,
        tracks=tuple(verdict.tracks),
        holds=verdict.proposal is not None,
        outcome=f"hold {CLOCK_STOPPED}" if stopped else outcome_words(rule),
        why_not=verdict.why_not or None,
        conditions=tuple(_condition(each, clauses) for each in asked),
        because=filled(rule.because, clauses.ruleset),
    )


def _condition(asked: Asked, clauses: Clauses) -> AskedCondition:
    match asked.condition:
        case All():
            return _group("all of", asked, asked.inner, clauses)
        case AnyOf():
            return _group("any of", asked, asked.inner, clauses)
        case Not(AnyOf()):
            return _group("none of", asked, asked.inner[0].inner, clauses)
        case Not():
            return _test(asked, asked.inner[0], clauses)
        case _:
            return _test(asked, asked, clauses)


def _group(words: str, asked: Asked, groups: Iterable[Asked], clauses: Clauses) -> AskedCondition:
    inner = tuple(tuple(_condition(each, clauses) for each in group.inner) for group in groups)
    return AskedCondition(condition=words, saw=None, holds=asked.holds, groups=inner)


def _test(asked: Asked, test: Asked, clauses: Clauses) -> AskedCondition:
    """Return a test, or one that was negated, with what it saw."""
    found = AskedCondition(
        condition=clauses.conditions(asked.condition),
        saw=seen(test.sides[0]),
        holds=asked.holds,
    )
    match test.condition:
        case Compare(operator=operator) if OPERATORS[operator].of_moments:
            return replace(found, compared_with=seen(when(test.sides[1])))
        case Compare(operand=FactRef() | FieldRef()):
            return replace(found, compared_with=seen(test.sides[1]))
        case _:
            return found


def seen(value: Seeable) -> Seen:
    """Return a value as a trace has it."""
    match value:
        case Event():
            return value.moment
        case Duration():
            return str(value)
        case datetime.date() if stands_still(value):
            return CLOCK_STOPPED
        case tuple():
            return tuple(_span(each) if isinstance(each, Span) else each for each in value)
        case _:
            return value


def _span(span: Span) -> str:
    first = day_of(span.first, None)
    return f"since {first}" if span.last is None else f"{first} to {day_of(span.last, None)}"


def _fact(name: str, situation: Situation) -> SeenFact:
    fact, value = situation.ruleset.facts[name], situation.facts[name]
    found = SeenFact(type=fact.type, value=seen(value), about=fact.about or None)
    if not isinstance(value, Event):
        return found
    derived = situation.kinds[value.kind].derived
    fields = {key: situation.field(value, key) for key in (*value.values, *derived)}
    return replace(
        found,
        event=value.kind,
        line=situation.history.place(value).line,
        fields={key: seen(field) for key, field in fields.items()},
    )


def _walks(verdict: Verdict, rules: RecordedRules) -> Iterator[DateWalk]:
    for walk in rules.walks(verdict.rule):
        yield DateWalk(
            rule=verdict.rule.name,
            window=walk.key,
            phrase=written(walk.phrase, rules.situation.ruleset.parameters),
            result=walk.result,
            steps=tuple(map(walk_step, walk.steps)),
        )


def walk_step(step: Step) -> WalkStep:
    """Return a step of a walk as a trace has it."""
    return WalkStep(
        operation=step.operation,
        start=step.start,
        result=step.result,
        skipped=tuple(
            SkippedDay(day=off.day, kind=off.kind, name=off.name, estimated=off.estimated)
            for off in step.skipped
        ),
    )


def outcome_words(rule: Rule) -> str:
    """Return what follows from a rule, as it is written: `do ask`."""
    return f"{rule.verb} {rule.what}"
