"""Running cases: what a decision was expected to be against what it is."""

from __future__ import annotations

import datetime
from typing import Any

from msgspec import Struct

from followup.core.cases import Case, Expectation
from followup.core.ruleset import Ruleset
from followup.decision import Decision, DueAction, HeldTrack, StoppedTrack
from followup.evaluation.together import decide_together


class Mismatch(Struct, frozen=True, kw_only=True):
    """One thing that a case expected otherwise."""

    key: str
    expected: Any
    actual: Any


class CaseOutcome(Struct, frozen=True, kw_only=True):
    """How one expectation of a case fared; it holds if there are no mismatches."""

    case: Case
    expectation: Expectation
    decision: Decision
    mismatches: tuple[Mismatch, ...]


def run_case(case: Case, ruleset: Ruleset) -> tuple[CaseOutcome, ...]:
    """Return how each expectation of a case fares under a ruleset."""
    return tuple(
        CaseOutcome(
            case=case,
            expectation=expectation,
            decision=decision,
            mismatches=tuple(_compare(expectation.expect, decision)),
        )
        for expectation in case.expectations
        for decision in decide_together((case.history, *case.beside), ruleset, expectation.as_of)[
            :1
        ]
    )


def _compare(expect: Any, decision: Decision) -> list[Mismatch]:
    action = _action(expect, decision)
    ended = _ended(expect, decision)
    actual = {**_of_decision(decision), **_of_ended(ended), **_of_action(action)}
    subject: Any = action or ended
    if "track" in expect:
        actual["track"] = getattr(subject, "track", None)
    if "rule" in expect:
        actual["rule"] = getattr(subject, "rule", None)
    if "action" in expect and action is None:
        actual["action"] = [other.action for other in decision.actions] or None
    special = {
        "to-each": lambda e, d: _to_each(e, d, expect.get("action")),
        "optional": _optional,
        "without": _without,
        "checklist": lambda e, d: _checklist(e, action),
        "without-hints": lambda e, d: _without_hints(e, action),
        "assumptions": _assumptions,
    }
    found = []
    for key, expected in expect.items():
        if key in special:
            mismatch = special[key](expected, decision)
            if mismatch is not None:
                found.append(Mismatch(key=key, expected=expected, actual=mismatch))
        elif not _equal(expected, actual.get(key)):
            found.append(Mismatch(key=key, expected=expected, actual=actual.get(key)))
    return found


def _action(expect: Any, decision: Decision) -> DueAction | None:
    """Return the action that an expectation speaks of: by name, else the first firm one."""
    wanted, track = expect.get("action"), expect.get("track")
    fitting = [
        action
        for action in decision.actions
        if (wanted is None or action.action == wanted) and (track is None or action.track == track)
    ]
    if wanted is None:
        if "stopped" in expect or "held" in expect:
            return None
        fitting = [action for action in fitting if not action.optional]
    to = expect.get("to")
    return next((a for a in fitting if to is not None and a.to == to), next(iter(fitting), None))


def _ended(expect: Any, decision: Decision) -> StoppedTrack | None:
    entries: tuple[StoppedTrack, ...] = (*decision.stopped, *decision.held)
    for entry in entries:
        held = isinstance(entry, HeldTrack)
        wanted = expect.get("held") if held else expect.get("stopped")
        if entry.reason == wanted and expect.get("track") in (None, entry.track):
            return entry
    if "stopped" in expect:
        return next(iter(decision.stopped), None)
    return next(iter(decision.held), None) if "held" in expect else next(iter(entries), None)


def _of_decision(decision: Decision) -> dict[str, Any]:
    return {
        "status": decision.status,
        "headline": decision.headline,
        "next-change": decision.next_change,
        "provisional": bool(decision.provisional),
    }


def _of_ended(entry: StoppedTrack | None) -> dict[str, Any]:
    if entry is None:
        return {}
    if isinstance(entry, HeldTrack):
        return {
            "held": entry.reason,
            "until": entry.until,
            "gives-way-to": entry.gives_way_to,
            "limited-by": entry.limited_by,
        }
    return {"stopped": entry.reason, "limited-by": entry.limited_by}


def _of_action(action: DueAction | None) -> dict[str, Any]:
    if action is None:
        return {}
    return {
        "action": action.action,
        "state": action.state,
        "attempt": action.attempt,
        "of": action.attempts_allowed,
        "opens": action.opens,
        "closes": action.closes,
        "lapses": action.lapses,
        "to": action.to,
        "via": action.via,
        "channels": list(action.channels),
        "limited-by": action.limited_by,
        "message": action.message,
    }


def _equal(expected: Any, actual: Any) -> bool:
    """Compare values; an expected date matches an instant on that local day."""
    if isinstance(actual, datetime.datetime) and not isinstance(expected, datetime.datetime):
        return bool(actual.date() == expected)
    return bool(expected == actual)


def _to_each(expected: list[str], decision: Decision, action: str | None) -> Any:
    persons = [a.to for a in decision.actions if a.action == action or action is None]
    return None if sorted(map(str, persons)) == sorted(expected) else persons


def _optional(expected: list[str], decision: Decision) -> Any:
    offered = [action for action in decision.actions if action.optional]
    names = {a.action for a in offered} | {f"{a.action}/{a.via}" for a in offered}
    missing = [name for name in expected if name not in names]
    if missing or (not expected and offered):
        return [f"{action.action}/{action.via}" for action in offered]
    return None


def _without(expected: list[str], decision: Decision) -> Any:
    there = [action.action for action in decision.actions if action.action in expected]
    return there or None


def _without_hints(expected: list[str], action: DueAction | None) -> Any:
    given = list(action.checklist) if action else []
    return given if set(expected) & set(given) else None


def _checklist(expected: list[str], action: DueAction | None) -> Any:
    given = list(action.checklist) if action else []
    return None if all(hint in given for hint in expected) else given


def _assumptions(expected: list[str], decision: Decision) -> Any:
    missing = [text for text in expected if not any(text in a for a in decision.assumptions)]
    if missing or (not expected and decision.assumptions):
        return list(decision.assumptions)
    return None
