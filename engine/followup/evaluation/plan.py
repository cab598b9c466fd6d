"""The plan: what follows if nobody answers and every recommendation is carried out in time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from followup.decision import Decision, DueAction
from followup.evaluation.clock import Clock
from followup.evaluation.decide import decide, without_future
from followup.evaluation.errors import check_moment
from followup.evaluation.recording import recorded
from followup.language.histories import in_history_order
from followup.language.model import History, Ruleset, Timestamp

_MOST_STEPS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One moment of a plan: an action carried out, an option, or a change that is only noted.

    `action` is None where nothing is done and only the decision changes.
    """

    at: Timestamp
    action: DueAction | None
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The steps to the end; `ends` is the last decision, `complete` whether it is final."""

    steps: tuple[PlanStep, ...]
    ends: Decision
    complete: bool


def plan(history: History, ruleset: Ruleset, as_of: Timestamp) -> Plan:
    """Return what follows if nobody answers, from a moment on.

    Every action that is not optional is carried out on its opening day (at once, if that has
    come already); optional ones are listed when they open. The plan ends when nothing changes
    any more. Events recorded after `as_of` are left out, except scheduled ones.

    Raises:
        NotEvaluable: as `decide`.
    """
    check_moment(as_of)
    case = without_future(history, ruleset, Clock(as_of, history.timezone))
    steps: list[PlanStep] = []
    taken: set[tuple[str, str | None, Timestamp]] = set()
    offered: set[tuple[str, str | None, str | None]] = set()
    moment = as_of
    decision = decide(case, ruleset, moment)
    for _ in range(_MOST_STEPS):
        open_now = [action for action in decision.actions if action.state != "upcoming"]
        for action in open_now:
            key = (action.rule, action.to, action.via)
            if action.optional and key not in offered:
                offered.add(key)
                steps.append(PlanStep(at=moment, action=action, decision=decision))
        firm = next((action for action in open_now if not action.optional), None)
        if firm is not None and (firm.rule, firm.to, moment) in taken:
            break  # its record does not count as done, so it would be asked for without end
        if firm is not None:
            taken.add((firm.rule, firm.to, moment))
            steps.append(PlanStep(at=moment, action=firm, decision=decision))
            event = recorded(firm, ruleset.vocabulary, moment, case)
            case = replace(case, events=in_history_order([*case.events, event]))
        elif decision.next_change is not None:
            moment = decision.next_change
        else:
            break
        before, decision = decision, decide(case, ruleset, moment)
        if firm is None and decision.status != before.status and not _opens(decision):
            steps.append(PlanStep(at=moment, action=None, decision=decision))
    return Plan(
        steps=tuple(steps),
        ends=decision,
        complete=decision.next_change is None and not _opens(decision),
    )


def _opens(decision: Decision) -> bool:
    return any(action.state != "upcoming" and not action.optional for action in decision.actions)
