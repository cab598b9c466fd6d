"""The plan: what follows if nobody answers and every recommendation is carried out in time."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from followup.core.history import History, Timestamp
from followup.core.ruleset import Ruleset
from followup.decision import Decision, DueAction
from followup.evaluation.clock import Clock
from followup.evaluation.decide import decide_by, later, without_future
from followup.evaluation.records import with_record
from followup.evaluation.rules import Rules
from followup.evaluation.situation import Situation
from followup.evaluation.validity import check_fit, check_moment

_MOST_STEPS = 500
_MOST_DECISIONS = 2_000
"""How many decisions a plan may take; a history with a thousand dates ahead needs as many."""


class PlanStep(Struct, frozen=True, kw_only=True):
    """One moment of a plan: an action carried out, an option, or a change that is only noted.

    `action` is None where nothing is done and only the decision changes.
    """

    at: Timestamp
    action: DueAction | None
    decision: Decision


class Plan(Struct, frozen=True, kw_only=True):
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
    check_fit(history, ruleset)
    check_moment(as_of)
    case = without_future(history, ruleset, Clock(as_of, history.timezone))
    return _Planner(case, ruleset).plan(as_of)


class _Planner:
    """Carries out what is due, step by step; `taken` and `offered` are not listed again."""

    def __init__(self, case: History, ruleset: Ruleset) -> None:
        self.case = case
        self.ruleset = ruleset
        self.decisions = 0
        self.steps: list[PlanStep] = []
        self.taken: set[tuple[str, str | None, Timestamp]] = set()
        self.offered: set[tuple[str, str | None, str | None]] = set()

    def plan(self, as_of: Timestamp) -> Plan:
        moment, before = as_of, None
        decision, rules = self.decide(moment)
        while True:
            following = self.following(decision, rules)
            decision = replace(decision, next_change=following and following[0].as_of)
            if before is not None and before != decision.status and not _is_due(decision):
                self.steps.append(PlanStep(at=moment, action=None, decision=decision))
            due = [action for action in decision.actions if action.state != "upcoming"]
            self.offer([action for action in due if action.optional], moment, decision)
            firm = next((action for action in due if not action.optional), None)
            is_cut = len(self.steps) >= _MOST_STEPS or self.decisions >= _MOST_DECISIONS
            if is_cut or (firm and (firm.rule, firm.to, moment) in self.taken):
                break  # or its record does not count as done, so it would be asked for forever
            if firm is not None:
                self.take(firm, moment, decision)
                before = None
                decision, rules = self.decide(moment)
            elif following is not None:
                before = decision.status
                decision, rules = following
                moment = decision.as_of
            else:
                break
        is_final = following is None and not is_cut and not _is_due(decision)
        return Plan(steps=tuple(self.steps), ends=decision, complete=is_final)

    def decide(self, moment: Timestamp) -> tuple[Decision, Rules]:
        self.decisions += 1
        rules = Rules(Situation(self.case, self.ruleset, Clock(moment, self.case.timezone)))
        return decide_by(rules), rules

    def following(self, decision: Decision, rules: Rules) -> tuple[Decision, Rules] | None:
        """Return the next decision that differs, with the rules that led to it."""
        for found, asked in later(rules):
            self.decisions += 1
            if self.decisions >= _MOST_DECISIONS:
                return None
            if not found.says_the_same(decision):
                return found, asked
        return None

    def take(self, firm: DueAction, moment: Timestamp, decision: Decision) -> None:
        self.taken.add((firm.rule, firm.to, moment))
        self.steps.append(PlanStep(at=moment, action=firm, decision=decision))
        self.case = with_record(self.case, firm, self.ruleset.vocabulary, moment)

    def offer(self, options: list[DueAction], moment: Timestamp, decision: Decision) -> None:
        for action in options:
            key = (action.rule, action.to, action.via)
            if key not in self.offered:
                self.offered.add(key)
                self.steps.append(PlanStep(at=moment, action=action, decision=decision))


def _is_due(decision: Decision) -> bool:
    return any(action.state != "upcoming" for action in decision.firm)
