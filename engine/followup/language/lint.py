"""Warnings: what a ruleset may do but probably should not."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from followup.diagnostics import Location, Problem
from followup.language.durations import Duration
from followup.language.model import Ruleset
from followup.language.phrases import Choice, Day, Moment, Reference, Shift
from followup.language.uses import in_fact, in_rule

_REVIEW_DAYS = 366


def lint(ruleset: Ruleset, today: datetime.date | None) -> list[Problem]:
    """Return what is doubtful in a ruleset's own document; `today` dates its last review."""
    found = [*_unused(ruleset), *_zero_business_days(ruleset), *_unexplained(ruleset)]
    if today is not None:
        found += _stale(ruleset, today)
    own = ruleset.location.source.name
    return [problem for problem in found if problem.location.source.name == own]


def _warning(code: str, message: str, at: Location, help: str) -> Problem:
    return Problem(
        code=code,
        message=message,
        location=at,
        help=help,
        warning=True,
    )


def _stale(ruleset: Ruleset, today: datetime.date) -> Iterator[Problem]:
    reviewed = ruleset.reviewed
    if reviewed is not None and (today - reviewed).days > _REVIEW_DAYS:
        yield _warning(
            "F501",
            f"the ruleset was last reviewed on {reviewed}, more than a year ago",
            ruleset.places.get("reviewed", ruleset.location),
            "compare it with its sources, then set `reviewed`",
        )


def _zero_business_days(ruleset: Ruleset) -> Iterator[Problem]:
    phrases = [
        (fact.phrase, fact.location) for fact in ruleset.facts.values() if fact.phrase is not None
    ]
    for rule in ruleset.rules:
        for key in ("opens", "closes", "lapses", "until"):
            phrase = getattr(rule, key)
            if phrase is not None:
                phrases.append((phrase, rule.places.get(key, rule.location)))
    for phrase, at in phrases:
        if _counts_zero(phrase):
            yield _warning(
                "F502",
                f"`{phrase}` counts zero business days",
                at,
                "write `MOMENT, roll following` for that day or the next working day after it",
            )


def _counts_zero(phrase: Moment) -> bool:
    if isinstance(phrase, Reference | Day):
        return False
    if isinstance(phrase, Choice):
        return any(_counts_zero(part) for part in phrase.among)
    if isinstance(phrase, Shift) and phrase.duration == Duration(0, "business day"):
        return True
    return _counts_zero(phrase.of)


def _unused(ruleset: Ruleset) -> Iterator[Problem]:
    """Find facts and parameters that nothing speaks of (a parent's may serve its children)."""
    if ruleset.abstract:
        return
    used: set[str] = {limit.since for limit in ruleset.limits if limit.since}
    parameters: set[str] = set()
    for rule in ruleset.rules:
        used.update(reference.name for reference in in_rule(rule))
        parameters.update(rule.parameters)
    for fact in ruleset.facts.values():
        used.update(reference.name for reference in in_fact(fact))
        parameters.update(fact.parameters)
    for fact in ruleset.facts.values():
        if fact.name not in used:
            yield _warning(
                "F503",
                f"nothing speaks of the fact `{fact.name}`",
                fact.location,
                "use it, or remove it",
            )
    limited = {name for limit in ruleset.limits for name in limit.parameters}
    for parameter in ruleset.parameters.values():
        if parameter.name not in parameters | used | limited:
            yield _warning(
                "F503",
                f"nothing speaks of the parameter `{parameter.name}`",
                parameter.location,
                "use it, or remove it",
            )


def _unexplained(ruleset: Ruleset) -> Iterator[Problem]:
    for rule in ruleset.rules:
        if not rule.because:
            yield _warning(
                "F504",
                f"the rule `{rule.name}` gives no reason",
                rule.location,
                "add `because`: it is the sentence that people read",
            )
