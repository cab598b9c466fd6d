"""A plan, and one history under several rulesets, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from followup.core.ruleset import Ruleset
from followup.decision import Decision, DueAction, SaidNote, plain_data
from followup.evaluation.plan import Plan, PlanStep
from followup.explaining.notes import notes_beside, said_notes
from followup.views.blocks import GAP, Block, Heading, Line, table
from followup.views.decisions import attempt_words, style_of, window_words
from followup.views.explanations import notes_view
from followup.wording.moments import moment_words


def plan_view(plan: Plan, ruleset: Ruleset, *, sources: bool = False) -> Iterator[Block]:
    """Tell the coming steps if nobody answers, to the end; notes with their `sources` if wanted."""
    yield Heading(f"If nobody answers ({ruleset.name}):")
    rows = [[moment_words(step.at), _what(step), _why(step)] for step in plan.steps]
    if rows:
        yield table(["when", "what", "why"], rows)
    else:
        yield Line("nothing more", indent=2)
    if not plan.complete:
        yield Line("… and so on: this plan has no end, and was cut here", indent=2)
    yield GAP
    yield Line(plan.ends.headline, style_of(plan.ends))
    yield from notes_view("for reference", _notes(plan, ruleset), sources=sources)


def _notes(plan: Plan, ruleset: Ruleset) -> tuple[SaidNote, ...]:
    decisions = [*(step.decision for step in plan.steps), plan.ends]
    return said_notes(notes_beside(ruleset, decisions, "plan"))


def _what(step: PlanStep) -> str:
    if step.action is None:
        return step.decision.headline
    action = step.action
    attempt = f" (attempt {attempt_words(action)})" if action.attempt is not None else ""
    return f"{'optional: ' if action.optional else ''}{action.says}{attempt}"


def _why(step: PlanStep) -> str:
    if step.action is not None:
        return step.action.because
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
                "action": plain_data(step.action),
                "status": step.decision.status,
                "headline": step.decision.headline,
            }
            for step in plan.steps
        ],
        "ends": plan.ends.to_dict(),
        "notes": plain_data(_notes(plan, ruleset)),
    }


def comparison_view(decisions: Sequence[Decision], plans: Sequence[Plan]) -> Iterator[Block]:
    """Tell what several rulesets say about one history, and when each would give up."""
    first = decisions[0]
    yield Heading(f"{first.case}, as of {moment_words(first.as_of)}")
    rows = [
        [
            decision.ruleset.name,
            _now(decision),
            _window(decision),
            _last(plan),
        ]
        for decision, plan in zip(decisions, plans, strict=True)
    ]
    yield table(["ruleset", "what", "when", "if nobody answers"], rows)


def _now(decision: Decision) -> str:
    """Write what is to be done; the window beside it says when."""
    actions = _foremost(decision)
    if not actions:
        return decision.headline
    state = {"open": "; due", "overdue": "; overdue", "upcoming": ""}[actions[0].state]
    more = f" (and {len(actions) - 1} more)" if len(actions) > 1 else ""
    return f"{actions[0].says}{state}{more}"


def _foremost(decision: Decision) -> Sequence[DueAction]:
    """Return the actions that are due, or those that lie ahead where none is."""
    return [action for action in decision.firm if action.state != "upcoming"] or decision.firm


def _window(decision: Decision) -> str:
    actions = _foremost(decision)
    return window_words(actions[0]) if actions else ""


def _last(plan: Plan) -> str:
    taken = [step for step in plan.steps if step.action is not None and not step.action.optional]
    if not taken:
        return "nothing more"
    if not plan.complete:
        return "one message after another, without an end"
    count = f"{len(taken)} message" + ("s" if len(taken) > 1 else "")
    return f"{count}, the last on {moment_words(taken[-1].at)}"
