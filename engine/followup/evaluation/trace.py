"""The full trace of a decision as plain data: rules asked, facts read, the walk of every date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from followup.decision import Decision
from followup.evaluation.caveats import walks
from followup.evaluation.moments import Step
from followup.evaluation.notes import notes_beside
from followup.evaluation.rules import Rules, Verdict
from followup.evaluation.situation import Situation
from followup.language.model import Conditions, Event, Note, Test


def trace_of(rules: Rules, decision: Decision) -> dict[str, Any]:
    """Return everything that led to a decision, in the order in which it was asked."""
    situation = rules.situation
    asked = list(rules.asked.values())
    used = {name for verdict in asked for name in verdict.rule.facts}
    names = [name for name in situation.ruleset.facts if name in used]
    return {
        "rules": [_rule(verdict, situation) for verdict in asked],
        "facts": {name: _fact(name, situation) for name in names},
        "walks": [found for verdict in asked for found in _walks(verdict, situation)],
        "notes": notes_data(notes_beside(situation.ruleset, [decision], "why")),
    }


def notes_data(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Return notes as plain data."""
    return [
        {
            "note": note.name,
            "says": note.says,
            "cites": [
                {"source": c.source, "title": c.title, "at": c.at, "items": list(c.items)}
                for c in note.cites
            ],
        }
        for note in notes
    ]


def _rule(verdict: Verdict, situation: Situation) -> dict[str, Any]:
    rule = verdict.rule
    return {
        "rule": rule.name,
        "tracks": verdict.tracks,
        "holds": verdict.proposal is not None,
        "outcome": f"{rule.outcome} {rule.what}",
        "why-not": verdict.why_not or None,
        "conditions": list(_conditions(rule.when, situation)),
        "because": rule.because,
    }


def _conditions(conditions: Conditions, situation: Situation) -> Iterator[dict[str, Any]]:
    for test in conditions.tests:
        value = situation.value(test.subject)
        yield {
            "condition": test.text,
            "saw": _seen(value),
            "holds": situation.test_holds(test, value),
            **_bounds(test, situation),
        }
    for name, groups, group in (
        ("all of", conditions.all, Conditions(all=conditions.all)),
        ("any of", conditions.any, Conditions(any=conditions.any)),
        ("none of", conditions.none, Conditions(none=conditions.none)),
    ):
        if groups:
            yield {
                "condition": name,
                "saw": None,
                "holds": situation.holds(group),
                "groups": [list(_conditions(inner, situation)) for inner in groups],
            }


def _bounds(test: Test, situation: Situation) -> dict[str, Any]:
    """Return what a moment was compared with."""
    if test.operator not in ("before", "after", "on-or-before", "on-or-after"):
        return {}
    return {"compared-with": _seen(situation.moment(test.operand))}


def _seen(value: Any) -> Any:
    if isinstance(value, Event):
        return value.moment.isoformat()
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _fact(name: str, situation: Situation) -> dict[str, Any]:
    fact = situation.ruleset.facts[name]
    value = situation.fact(name)
    found: dict[str, Any] = {"type": fact.type, "value": _seen(value), "about": fact.about or None}
    if isinstance(value, Event):
        found["event"] = value.kind
        found["line"] = value.location.line
        found["fields"] = {key: _seen(field) for key, field in value.values.items()}
        for derived in situation.kinds[value.kind].derived:
            found["fields"][derived] = _seen(situation.field(value, derived))
    return found


def _walks(verdict: Verdict, situation: Situation) -> Iterator[dict[str, Any]]:
    if verdict.proposal is None:
        return
    for walk in walks(situation, verdict.proposal):
        yield {
            "rule": verdict.rule.name,
            "window": walk.key,
            "phrase": str(walk.phrase),
            "result": _seen(walk.result),
            "steps": [step_data(step) for step in walk.steps],
        }


def step_data(step: Step) -> dict[str, Any]:
    """Return a step of a walk as plain data."""
    return {
        "operation": step.operation,
        "from": step.start.isoformat(),
        "result": step.result.isoformat(),
        "skipped": [
            {
                "day": off.day.isoformat(),
                "kind": off.kind,
                "name": off.name,
                "estimated": off.estimated,
            }
            for off in step.skipped
        ],
    }
