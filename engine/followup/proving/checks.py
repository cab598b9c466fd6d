"""What must be true of a ruleset beyond its names and types, so that it cannot fail.

The proofs: facts do not go round in circles; a window is computed from facts that are known
whenever its rule holds; no phrase leaves the calendar; no rule is hidden by an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator

from followup.core.references import names_in
from followup.core.ruleset import Do, Hold, Rule, Ruleset
from followup.core.terms import ParameterRef
from followup.core.writing import written
from followup.defaults import MAX_RULES
from followup.diagnostics import Problem
from followup.proving.depth import circles, too_deep
from followup.proving.implication import Implication, Mention, demanded, mentioned
from followup.proving.known import Knowledge
from followup.proving.limits import check_days
from followup.proving.reach import too_far


def check_ruleset(ruleset: Ruleset) -> list[Problem]:
    """Return what would make a ruleset fail, contradict itself, or hide a rule."""
    endless = list(circles(ruleset)) or [*too_deep(ruleset), *_too_many(ruleset)]
    if endless:
        return endless
    return [
        *too_far(ruleset),
        *check_days(ruleset),
        *_perhaps_unknown(ruleset),
        *_shadowed(ruleset),
    ]


def _too_many(ruleset: Ruleset) -> Iterator[Problem]:
    if len(ruleset.rules) > MAX_RULES:
        yield Problem(
            code="F106",
            message=f"the ruleset has {len(ruleset.rules)} rules with those that it inherits",
            location=ruleset.place("ruleset", "rules"),
            help=f"at most {MAX_RULES} may stand in one",
        )


def _perhaps_unknown(ruleset: Ruleset) -> Iterator[Problem]:
    """Find names in a rule's window that need not be known when the rule holds."""
    knowledge = Knowledge(ruleset)
    for rule in ruleset.rules:
        known = knowledge.given(rule.when)
        for key, phrase in rule.windows().items():
            if knowledge.has(phrase, known):
                continue
            for name in dict.fromkeys(names_in([phrase])):
                if isinstance(name, ParameterRef) or knowledge.has(name, known):
                    continue
                yield Problem(
                    code="F402",
                    message=f"`{written(name)}` in `{key}` may be unknown when the rule "
                    f"`{rule.name}` holds",
                    location=ruleset.place("rules", rule.name, key),
                    help=f"count from something that its `when` calls known, or add "
                    f"`{written(name)}: known` there",
                )


def _shadowed(ruleset: Ruleset) -> Iterator[Problem]:
    """Find rules that are never reached, because an earlier one on all their tracks holds too."""
    implication = Implication(ruleset)
    before: dict[str, list[tuple[frozenset[Mention], Rule]]] = {}
    for rule in ruleset.rules:
        own = mentioned(rule.when)
        hiding = []
        for track in rule.tracks:
            # Only what mentions the same things can hide it; few do, so few are looked at.
            earlier = (other for wanted, other in before.get(track, ()) if wanted <= own)
            hiding.append(next((o for o in earlier if implication.holds(rule.when, o.when)), None))
        if hiding and all(hiding):
            yield _hidden(rule, hiding[0], ruleset)
        if _decides_for_good(rule):
            entry = (demanded(rule.when), rule)
            lists_more = ruleset.decides_all if isinstance(rule.outcome, Do) else frozenset()
            for track in set(rule.tracks) - lists_more:
                before.setdefault(track, []).append(entry)


def _hidden(rule: Rule, earlier: Rule | None, ruleset: Ruleset) -> Problem:
    assert earlier is not None
    return Problem(
        code="F406",
        message=f"the rule `{rule.name}` is never reached: "
        f"`{earlier.name}` before it holds whenever it does",
        location=ruleset.place("rules", rule.name),
        help="put it before that rule, or make one of them more particular",
    )


def _decides_for_good(rule: Rule) -> bool:
    """Return whether a rule decides its tracks whenever its conditions hold."""
    match rule.outcome:
        case Do(optional=optional, lapses=lapses, each=each):
            return not optional and lapses is None and each is None
        case Hold(until=until):
            return until is None
        case _:
            return True
