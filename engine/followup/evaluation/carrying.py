"""What need not be asked again at a later moment at which nothing else has happened.

The clock notes when each comparison turns, so what was read or asked before its first turn is
what it was. Everything else is asked anew: what is carried over changes no answer, and saves most
of the work of a next change, a timeline and a plan.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from followup.core.history import History
from followup.core.references import references
from followup.evaluation.clock import Clock
from followup.evaluation.rules import Rules
from followup.evaluation.situation import Situation


def asked_later(rules: Rules, history: History, clock: Clock) -> Rules:
    """Return the rules of a situation at a later moment, with what was found and still stands.

    Args:
        rules: asked before, at an earlier moment.
        history: what is known of the same history then; only its events may differ.
        clock: the later moment.
    """
    before = rules.situation
    now = Situation(history, before.ruleset, clock)
    later = Rules(now)
    if type(before) is not Situation or not _is_the_same_case(before, now):
        return later
    clock.turns += [turn for turn in before.clock.turns if turn[0] > clock.as_of]
    turned = {name for name, turn in before.turned.items() if turn <= clock.as_of}
    anew = _resting_on(turned, before)
    for name, value in before.facts.items():
        if name not in anew:
            now.facts[name] = value
            if name in before.turned:
                now.turned[name] = before.turned[name]
    now.derived_turns = before.derived_turns
    now.found |= before.found - anew
    if any(now.facts[name] != before.facts[name] for name in anew):
        return later
    for name, verdict in rules.asked.items():
        if verdict.turns is None or verdict.turns > clock.as_of:
            later.asked[name] = replace(verdict, tracks=[])
    return later


def _is_the_same_case(before: Situation, now: Situation) -> bool:
    """Return whether the same events count, and what each of them says has not turned."""
    return (
        before.events == now.events
        and before.scheduled == now.scheduled
        and before.voided == now.voided
        and not (before.derived_turns is not None and before.derived_turns <= now.clock.as_of)
    )


def _resting_on(turned: Iterable[str], situation: Situation) -> set[str]:
    """Return the facts that were read and rest on any of these, they themselves included."""
    found = set(turned)
    if not found:
        return found
    rests_on = references(situation.ruleset).facts_under_fact
    return {name for name in situation.facts if not found.isdisjoint(rests_on[name])}
