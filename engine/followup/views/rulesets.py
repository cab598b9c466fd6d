"""Rulesets as readable tables, and how their checks and cases fared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

from followup.asking.cases import CaseOutcome
from followup.core.limits import Apart, AtMost, Limit, Never, NotIn, OneAtATime, OnlyIn, WaitsFor
from followup.core.references import filled
from followup.core.ruleset import Do, Hold, Parameter, Rule, Ruleset, Via
from followup.core.vocabulary import Citation
from followup.core.writing import written
from followup.views.blocks import GAP, Block, Heading, Line, table
from followup.wording.conditions import Clauses, value_words
from followup.wording.days import day_set_words


def list_view(rulesets: Iterable[Ruleset], default: str) -> Iterator[Block]:
    """Tell one line a ruleset; abstract ones and the default are marked."""
    rows = [
        [
            ruleset.name
            + (" (abstract)" if ruleset.abstract else "")
            + (" (default)" if ruleset.name == default else ""),
            ruleset.vocabulary.name,
            ruleset.version,
            ruleset.title,
        ]
        for ruleset in rulesets
    ]
    yield table(["ruleset", "vocabulary", "version", "what is special about it"], rows)


def ruleset_view(ruleset: Ruleset) -> Iterator[Block]:
    """Tell a ruleset for reading: its values, its rules track by track, its limits."""
    yield Heading(f"{ruleset.name} {ruleset.version}: {ruleset.title}")
    if ruleset.about:
        yield Line(ruleset.about)
    if ruleset.parents:
        yield Line(f"It builds on {', '.join(reversed(ruleset.parents))}.", "quiet")
    if ruleset.roll == "none":
        yield Line("All days count alike: a date that falls on a day off stays there.", "quiet")
    if ruleset.parameters:
        yield GAP
        yield Heading("values")
        rows = [_parameter(each) for each in ruleset.parameters.values()]
        yield table(["value", "is", "what it means", "source"], rows)
    if ruleset.days:
        yield GAP
        yield Heading("sets of days")
        yield table(["set", "days"], [[d.name, day_set_words(d)] for d in ruleset.days.values()])
    clauses = Clauses(ruleset)
    for name, track in ruleset.vocabulary.tracks.items():
        rules = [rule for rule in ruleset.rules if name in rule.tracks]
        if not rules:
            continue
        yield GAP
        yield Heading(f"{name}: {track.about[:1].lower()}{track.about[1:]}")
        rows = [
            [
                f"{number} {rule.name}",
                clauses.conditions(rule.when) or "always",
                _then(rule, clauses),
            ]
            for number, rule in enumerate(rules, 1)
        ]
        yield table(["rule", "if", "then"], rows)
    if ruleset.limits:
        yield GAP
        yield Heading("limits that no rule may break")
        rows = [
            [limit.name, limit_words(limit, clauses), filled(limit.because, ruleset)]
            for limit in ruleset.limits
        ]
        yield table(["limit", "what", "why"], rows)


def _parameter(parameter: Parameter) -> list[str]:
    value = value_words(parameter)
    if parameter.value is None:  # nobody could choose the ruleset, so it need not have one
        return [parameter.name, f"({value})", parameter.about, ""]
    assumed = " (assumed)" if parameter.assumed else ""
    return [parameter.name, value + assumed, parameter.about, _sources(parameter.cites)]


def _sources(cites: Sequence[Citation]) -> str:
    """Write where a value was taken from by the names of the sources; their titles are long."""
    places = [(cite.source, ", ".join(cite.items) or cite.at) for cite in cites]
    return "; ".join(f"{source} ({at})" if at else source for source, at in places)


def _then(rule: Rule, clauses: Clauses) -> str:
    match rule.outcome:
        case Do() as do:
            return "; ".join(_action(rule, do, clauses))
        case Hold(until=until) if until is not None:
            return f"hold: {rule.what}, until {clauses.moment(until)}"
        case _:
            return f"{rule.verb}: {rule.what}"


def _action(rule: Rule, do: Do, clauses: Clauses) -> Iterator[str]:
    yield ("optional: " if do.optional else "do: ") + do.action
    yield from (f"{key} {clauses.moment(phrase)}" for key, phrase in rule.windows().items())
    if do.each is not None:
        yield f"for each of {written(do.each.persons)}"
    if do.to:
        yield "to " + ", ".join(map(written, dict.fromkeys((*do.fixed_to, *do.to))))
    if do.via:
        yield "via " + ", ".join(map(_channel, do.via))


def _channel(via: Via) -> str:
    if via.if_known:
        return f"{via.channel} (if known)"
    return via.channel + (f" (if {via.only_if.name})" if via.only_if else "")


def limit_words(limit: Limit, clauses: Clauses) -> str:
    """Write a limit as a sentence."""
    actions = ", ".join(limit.actions)
    since = f" after {limit.since}" if limit.since else ""
    ends = f"{f' within {clauses.moment(limit.within)}' if limit.within else ''}{since}"
    match limit.bound:
        case Apart(duration):
            return f"{clauses.moment(duration)} between {actions}{ends}"
        case Never():
            return f"never {actions}{ends}"
        case OnlyIn(days):
            return f"only in {clauses.days(days)}: {actions}{ends}"
        case NotIn(days):
            return f"not in {clauses.days(days)}: {actions}{ends}"
        case AtMost(number=number, distinct=distinct, in_any=span):
            what = "persons for" if distinct else "of"
            sliding = f" in any {clauses.moment(span)}" if span is not None else ""
            return f"at most {clauses.moment(number)} {what} {actions}{sliding}{ends}"
        case OneAtATime(across=across):
            wide = f" across cases of one {across}" if across else ""
            return f"one at a time to a person{wide}: {actions}{ends}"
        case WaitsFor(longest):
            return f"wait up to {clauses.moment(longest)} for who is away: {actions}{ends}"
        case _:
            assert_never(limit.bound)


def outcomes_view(path: str, outcomes: Sequence[CaseOutcome]) -> Iterator[Block]:
    """Tell how a file of cases fared: one line if all hold, else each mismatch side by side."""
    failed = [outcome for outcome in outcomes if outcome.mismatches]
    count = f"{len(outcomes)} expectation" + ("" if len(outcomes) == 1 else "s")
    if not failed:
        holds = "holds" if len(outcomes) == 1 else "hold"
        yield Line(f"{path}: {count} {holds}", mark="✓", mark_style="good")
        return
    yield Line(f"{path}: {len(failed)} of {count} failed", mark="✗", mark_style="bad")
    for outcome in failed:
        yield from _failure(outcome)


def _failure(outcome: CaseOutcome) -> Iterator[Block]:
    at = outcome.expectation.as_of.isoformat()
    yield GAP
    yield Line(f"{outcome.expectation.location}: F601 {outcome.case.name} (as of {at})")
    rows = [
        [mismatch.key, _words(mismatch.expected), _words(mismatch.actual)]
        for mismatch in outcome.mismatches
    ]
    yield table(["", "expected", "actual"], rows)
    decision = outcome.decision
    yield Line(f"the decision: {decision.headline}", indent=2)
    entries: list[Any] = [*decision.actions, *decision.held, *decision.stopped]
    for entry in entries:
        yield Line(f"{entry.track}: by the rule `{entry.rule}`: {entry.because}", indent=2)


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
