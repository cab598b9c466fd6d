"""A plan, and one history under several rulesets, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from followup.decision import Decision
from followup.evaluation.notes import notes_beside
from followup.evaluation.plan import Plan
from followup.evaluation.trace import notes_data
from followup.evaluation.wording import moment_words
from followup.language.model import Note, Ruleset
from followup.presentation.console import Console
from followup.presentation.decisions import style_of, window_words
from followup.presentation.explanations import write_notes


def write_plan(plan: Plan, ruleset: Ruleset, console: Console) -> None:
    """Write the coming steps if nobody answers, to the end."""
    console.line(f"If nobody answers ({ruleset.name}):", "headline")
    rows = [[moment_words(step.at), _what(step), _why(step)] for step in plan.steps]
    if rows:
        console.table(["when", "what", "why"], rows)
    else:
        console.line("  nothing more")
    if not plan.complete:
        console.line("  … and so on: this plan has no end, and was cut here")
    console.line()
    console.line(plan.ends.headline, style_of(plan.ends))
    write_notes("for reference", notes_data(_notes(plan, ruleset)), console)


def _notes(plan: Plan, ruleset: Ruleset) -> tuple[Note, ...]:
    decisions = [*(step.decision for step in plan.steps), plan.ends]
    return notes_beside(ruleset, decisions, "plan")


def _what(step: Any) -> str:
    if step.action is None:
        return str(step.decision.headline)
    action = step.action
    attempt = ""
    if action.attempt is not None:
        of = f" of {action.attempts_allowed}" if action.attempts_allowed is not None else ""
        attempt = f" (attempt {action.attempt}{of})"
    return f"{'optional: ' if action.optional else ''}{action.says}{attempt}"


def _why(step: Any) -> str:
    if step.action is not None:
        return str(step.action.because)
    ended = [*step.decision.held, *step.decision.stopped]
    return ended[0].because if ended else ""


def plan_data(plan: Plan, ruleset: Ruleset) -> dict[str, Any]:
    """Return a plan as plain data."""
    return {
        "case": plan.ends.case,
        "ruleset": plan.ends.ruleset.name,
        "complete": plan.complete,
        "steps": [
            {
                "at": step.at.isoformat(),
                "action": _action_data(step),
                "status": step.decision.status,
                "headline": step.decision.headline,
            }
            for step in plan.steps
        ],
        "ends": plan.ends.to_dict(),
        "notes": notes_data(_notes(plan, ruleset)),
    }


def _action_data(step: Any) -> dict[str, Any] | None:
    if step.action is None:
        return None
    actions = step.decision.to_dict()["actions"]
    index = step.decision.actions.index(step.action)
    found: dict[str, Any] = actions[index]
    return found


def write_comparison(
    decisions: Sequence[Decision], plans: Sequence[Plan], console: Console
) -> None:
    """Write what several rulesets say about one history, and when each would give up."""
    first = decisions[0]
    console.line(f"{first.case}, as of {moment_words(first.as_of)}", "headline")
    rows = [
        [
            decision.ruleset.name,
            decision.status,
            decision.headline,
            _window(decision),
            _last(plan),
        ]
        for decision, plan in zip(decisions, plans, strict=True)
    ]
    console.table(["ruleset", "status", "now", "window", "if nobody answers"], rows)


def _window(decision: Decision) -> str:
    firm = [action for action in decision.actions if not action.optional]
    return window_words(firm[0]) if firm else "-"


def _last(plan: Plan) -> str:
    taken = [step for step in plan.steps if step.action is not None and not step.action.optional]
    if not taken:
        return "nothing more"
    if not plan.complete:
        return "one message after another, without an end"
    count = f"{len(taken)} message" + ("s" if len(taken) > 1 else "")
    return f"{count}, the last on {moment_words(taken[-1].at)}"
