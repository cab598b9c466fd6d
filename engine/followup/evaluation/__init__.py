"""Evaluation: a history, a ruleset and a moment to a decision, a timeline, a plan."""

from followup.evaluation.cases import Mismatch, Outcome, run_case
from followup.evaluation.decide import decide
from followup.evaluation.plan import Plan, PlanStep, plan
from followup.evaluation.timeline import Segment, timeline

__all__ = [
    "Mismatch",
    "Outcome",
    "Plan",
    "PlanStep",
    "Segment",
    "decide",
    "plan",
    "run_case",
    "timeline",
]
