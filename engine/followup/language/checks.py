"""What must be true of a ruleset beyond its names and types, so that it cannot fail.

The proofs: facts do not go round in circles; a window is computed from facts that are known
whenever its rule holds; no phrase leaves the calendar; no rule is hidden by an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followup.diagnostics import Location, Problem
from followup.language.durations import Duration
from followup.language.implication import implies
from followup.language.known import Knowledge
from followup.language.model import Fact, Rule, Ruleset
from followup.language.phrases import (
    Choice,
    Day,
    Moment,
    Reference,
    Shift,
    references,
)
from followup.language.uses import in_fact

_FARTHEST_DAYS = 36_525
_LONGEST_FIELD_DAYS = 3_660


def check_ruleset(ruleset: Ruleset) -> list[Problem]:
    """Return what would make a ruleset fail, contradict itself, or hide a rule."""
    circles = list(_circles(ruleset.facts))
    if circles:
        return circles
    return [*_too_far(ruleset), *_perhaps_unknown(ruleset), *_shadowed(ruleset)]


def _circles(facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Find facts that are defined through themselves."""
    done: set[str] = set()
    reported: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> Iterator[Problem]:
        if name in path:
            circle = (*path[path.index(name) :], name)
            if not reported & set(circle):
                reported.update(circle)
                yield Problem(
                    code="F404",
                    message="facts are defined in a circle: "
                    + " → ".join(f"`{fact}`" for fact in circle),
                    location=facts[name].location,
                    help="define one of them without the others",
                )
            return
        if name in done or name not in facts:
            return
        for reference in in_fact(facts[name]):
            yield from visit(reference.name, (*path, name))
        done.add(name)

    for name in facts:
        yield from visit(name, ())


def _windows(rule: Rule) -> Iterator[tuple[str, Moment]]:
    for key, phrase in (
        ("opens", rule.opens),
        ("closes", rule.closes),
        ("lapses", rule.lapses),
        ("until", rule.until),
    ):
        if phrase is not None:
            yield key, phrase


def _perhaps_unknown(ruleset: Ruleset) -> Iterator[Problem]:
    """Find names in a rule's window that need not be known when the rule holds."""
    knowledge = Knowledge(ruleset)
    for rule in ruleset.rules:
        known = knowledge.given(rule.when)
        for key, phrase in _windows(rule):
            missing = [
                reference
                for reference in dict.fromkeys(r for r, _ in references(phrase))
                if str(reference) != "opens" and not knowledge.has(reference, known)
            ]
            for reference in missing:
                yield Problem(
                    code="F402",
                    message=f"`{reference}` in `{key}` may be unknown when the rule "
                    f"`{rule.name}` holds",
                    location=rule.places.get(key, rule.location),
                    help=f"count from something that its `when` calls known, or add "
                    f"`{reference}: known` there",
                )


def _too_far(ruleset: Ruleset) -> Iterator[Problem]:
    """Find phrases whose durations add up to more than a century."""
    places: list[tuple[Moment, Location]] = [
        (fact.phrase, fact.location) for fact in ruleset.facts.values() if fact.phrase is not None
    ]
    places += [
        (phrase, rule.places.get(key, rule.location))
        for rule in ruleset.rules
        for key, phrase in _windows(rule)
    ]
    for phrase, at in places:
        if _reach(phrase, ruleset) > _FARTHEST_DAYS:
            yield Problem(
                code="F409",
                message=f"`{phrase}` can reach further than a century",
                location=at,
                help="use fewer or shorter waits",
            )


def _reach(phrase: Moment, ruleset: Ruleset) -> float:
    """Return an upper bound of how many days a phrase can lie from the history's dates."""
    if isinstance(phrase, Day):
        return 0
    if isinstance(phrase, Reference):
        fact = ruleset.facts.get(phrase.name)
        if fact is None:
            return 0
        if fact.phrase is not None:
            return _reach(fact.phrase, ruleset)
        inner = [_reach(name, ruleset) for name in fact.names]
        return max([_LONGEST_FIELD_DAYS, *inner])
    if isinstance(phrase, Choice):
        return max(_reach(part, ruleset) for part in phrase.among)
    inner_reach = _reach(phrase.of, ruleset)
    if isinstance(phrase, Shift):
        duration = phrase.duration
        days = duration.days() if isinstance(duration, Duration) else _LONGEST_FIELD_DAYS
        # Business days can be stretched by closures, which last a year at the most.
        return inner_reach + days + 366
    return inner_reach + 366


def _shadowed(ruleset: Ruleset) -> Iterator[Problem]:
    """Find rules that are never reached, because an earlier one on all their tracks holds too."""
    for index, rule in enumerate(ruleset.rules):
        hiding = {}
        for track in rule.tracks:
            for earlier in ruleset.rules[:index]:
                if (
                    track in earlier.tracks
                    and _decides_for_good(earlier)
                    and implies(rule.when, earlier.when)
                ):
                    hiding[track] = earlier
                    break
        if rule.tracks and len(hiding) == len(rule.tracks):
            earlier = hiding[rule.tracks[0]]
            yield Problem(
                code="F406",
                message=f"the rule `{rule.name}` is never reached: "
                f"`{earlier.name}` before it holds whenever it does",
                location=rule.location,
                help="put it before that rule, or make one of them more particular",
            )


def _decides_for_good(rule: Rule) -> bool:
    return not rule.optional and rule.lapses is None and rule.each is None and rule.until is None
