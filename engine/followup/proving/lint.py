"""Warnings: what a ruleset may do but probably should not."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from followup.core.durations import Duration
from followup.core.references import (
    days_in,
    days_of,
    facts_in,
    of_fact,
    of_lets_go,
    of_limit,
    of_rule,
    parameters_in,
)
from followup.core.ruleset import Ruleset
from followup.core.terms import Length, Opening, ParameterRef, Shift, Term, walk
from followup.core.writing import written
from followup.diagnostics import Location, Problem
from followup.proving.reach import phrases

_REVIEW_DAYS = 366


def lint(ruleset: Ruleset, today: datetime.date | None) -> list[Problem]:
    """Return what is doubtful in a ruleset's own document; `today` dates its last review."""
    found = [
        *_unused(ruleset),
        *_zero_business_days(ruleset),
        *_inverted(ruleset),
        *_unexplained(ruleset),
    ]
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
            ruleset.place("ruleset", "reviewed"),
            "compare it with its sources, then set `reviewed`",
        )


def _zero_business_days(ruleset: Ruleset) -> Iterator[Problem]:
    for phrase, at in phrases(ruleset):
        if any(map(_counts_zero, walk(phrase))):
            yield _warning(
                "F502",
                f"`{written(phrase)}` counts zero business days",
                at,
                "write `0 days after MOMENT` for that day, or the working day after it where it "
                "is a day off",
            )


def _counts_zero(term: object) -> bool:
    return isinstance(term, Shift) and term.duration == Length(Duration(0, "business day"))


def _inverted(ruleset: Ruleset) -> Iterator[Problem]:
    """Find windows that close before they open, whatever the history."""
    for rule in ruleset.rules:
        windows = rule.windows()
        opens, closes = windows.get("opens"), windows.get("closes")
        if opens is not None and closes is not None and _is_before(closes, opens, ruleset):
            yield _warning(
                "F505",
                f"`{written(closes)}` is before `{written(opens)}`, when the action opens",
                ruleset.place("rules", rule.name, "closes"),
                "let it close later, or leave `closes` out; so it is due on the day that it opens",
            )


def _is_before(closes: Term, opens: Term, ruleset: Ruleset) -> bool:
    """Return whether one phrase is certain to be before another: both count from one moment."""
    start, first, unit = _offset(opens, ruleset)
    base, last, other = _offset(closes, ruleset)
    if base == Opening():
        return last < 0
    same_unit = unit == other or 0 in (first, last)
    return base == start and same_unit and last < first


_DAYS = {"day": 1, "week": 7}
"""The units that have the same number of days whenever they are counted."""


def _offset(phrase: Term, ruleset: Ruleset) -> tuple[Term, int, str]:
    """Return a phrase as a moment, and how many of a unit after it the phrase is."""
    match phrase:
        case Shift(duration, sign, of):
            length = _length(duration, ruleset)
            if length is None:
                return phrase, 0, ""
            days = _DAYS.get(length.unit)
            count = length.count if days is None else length.count * days
            return of, sign * count, length.unit if days is None else "day"
        case _:
            return phrase, 0, ""


def _length(duration: Term, ruleset: Ruleset) -> Duration | None:
    match duration:
        case Length(value):
            return value
        case ParameterRef(name):
            found = ruleset.parameters[name].value
            return found if isinstance(found, Duration) else None
        case _:
            return None


def _unused(ruleset: Ruleset) -> Iterator[Problem]:
    """Find facts and parameters that nothing speaks of (a parent's may serve its children)."""
    if ruleset.abstract:
        return
    nodes = [node for rule in ruleset.rules for node in of_rule(rule)]
    nodes += [node for limit in ruleset.limits for node in of_limit(limit)]
    nodes += [node for lets_go in ruleset.lets_go.values() for node in of_lets_go(lets_go)]
    inner = {name: list(of_fact(fact)) for name, fact in ruleset.facts.items()}
    nodes += [node for listed in inner.values() for node in listed]
    used = {*facts_in(nodes), *parameters_in(nodes)}
    days = {*days_in(nodes), *(name for limit in ruleset.limits for name in days_of(limit))}
    named = (
        ("fact", "facts", ruleset.facts, used),
        ("parameter", "parameters", ruleset.parameters, used),
        ("set of days", "days", ruleset.days, days),
    )
    for kind, place, names, used_names in named:
        for name in names:
            if name not in used_names:
                yield _warning(
                    "F503",
                    f"nothing speaks of the {kind} `{name}`",
                    ruleset.place(place, name),
                    "use it, or remove it",
                )


def _unexplained(ruleset: Ruleset) -> Iterator[Problem]:
    for rule in ruleset.rules:
        if not rule.because:
            yield _warning(
                "F504",
                f"the rule `{rule.name}` gives no reason",
                ruleset.place("rules", rule.name),
                "add `because`: it is the sentence that people read",
            )
