"""Cases that are decided together: one thing at a time to a person, across all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from followup.core.history import History, Timestamp
from followup.core.limits import OneAtATime
from followup.core.ruleset import Ruleset
from followup.decision import Decision
from followup.evaluation.clock import Clock
from followup.evaluation.decide import outlook_of
from followup.evaluation.joint import Bond, Case, Group, bonds
from followup.evaluation.rules import Rules
from followup.evaluation.situation import Situation
from followup.evaluation.validity import check_fit, check_moment

Maker: TypeAlias = Callable[[History, Ruleset, Clock], Rules]
"""What makes the rules that are asked of a case at a moment."""


def plain_rules(history: History, ruleset: Ruleset, clock: Clock) -> Rules:
    """Return the rules of a ruleset, to be asked of a history at a moment."""
    return Rules(Situation(history, ruleset, clock))


def fields_across(ruleset: Ruleset) -> tuple[str, ...]:
    """Return the fields of a history across which limits of a ruleset hold."""
    bounds = (limit.bound for limit in ruleset.limits)
    fields = (bound.across for bound in bounds if isinstance(bound, OneAtATime))
    return tuple(dict.fromkeys(field for field in fields if field is not None))


def decide_together(
    histories: Sequence[History], ruleset: Ruleset, as_of: Timestamp
) -> tuple[Decision, ...]:
    """Return what a ruleset says about cases that are decided together, in their order.

    Args:
        histories: the cases; each is best given a name of its own.
        ruleset: the ruleset to ask.
        as_of: a date (seen by the day) or an aware datetime (seen by the instant), required.

    Raises:
        NotEvaluable: as `decide`.
    """
    cases = [(history, as_of) for history in histories]
    return tuple(decision for decision, _ in decided_together(cases, ruleset))


def decided_together(
    cases: Sequence[tuple[History, Timestamp]],
    ruleset: Ruleset,
    across: Collection[str] | None = None,
    make: Maker = plain_rules,
) -> list[tuple[Decision, Rules]]:
    """Return each case's decision at its moment, with the rules that were asked.

    `across` are the only fields across which limits hold here; all of the ruleset if it is None.

    Raises:
        NotEvaluable: as `decide`.
    """
    for history, as_of in cases:
        check_fit(history, ruleset)
        check_moment(as_of)
    fields = [one for one in fields_across(ruleset) if across is None or one in across]
    found: dict[int, tuple[Decision, Rules]] = {}
    for places in _groups([history for history, _ in cases], fields):
        asked = [_asked(*cases[place], ruleset, make) for place in places]
        if len(places) == 1:
            decisions = [outlook_of(asked[0]).decision]
        else:
            decisions = Group([Case(rules) for rules in asked], fields).decisions()
        found.update(zip(places, zip(decisions, asked, strict=True), strict=True))
    return [found[place] for place in range(len(cases))]


def _asked(history: History, as_of: Timestamp, ruleset: Ruleset, make: Maker) -> Rules:
    return make(history, ruleset, Clock(as_of, history.timezone))


def _groups(histories: Sequence[History], fields: Sequence[str]) -> list[list[int]]:
    """Return the places of the cases that belong together, directly or through others."""
    group_of: dict[int, list[int]] = {place: [place] for place in range(len(histories))}
    first: dict[Bond, int] = {}
    for place, history in enumerate(histories):
        for bond in bonds(history, fields):
            one, other = group_of[first.setdefault(bond, place)], group_of[place]
            if one is not other:
                one += other
                group_of |= dict.fromkeys(other, one)
    return list({id(group): group for group in group_of.values()}.values())
