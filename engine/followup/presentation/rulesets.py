"""Rulesets as readable tables, and how their checks and cases fared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from followup.diagnostics import NOWHERE
from followup.evaluation.cases import Outcome
from followup.language.domain import Citation
from followup.language.model import Conditions, Limit, Parameter, Rule, Ruleset
from followup.presentation.console import Console
from followup.presentation.decisions import citation_words


def write_list(rulesets: Iterable[Ruleset], default: str, console: Console) -> None:
    """Write one line a ruleset; abstract ones and the default are marked."""
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
    console.table(["ruleset", "vocabulary", "version", "what is special about it"], rows)


def write_ruleset(ruleset: Ruleset, console: Console) -> None:
    """Write a ruleset for reading: its values, its rules track by track, its limits."""
    console.line(f"{ruleset.name} {ruleset.version}: {ruleset.title}", "headline")
    if ruleset.about:
        console.line(ruleset.about)
    if ruleset.parents:
        console.line(f"It builds on {', '.join(reversed(ruleset.parents))}.", "quiet")
    if ruleset.parameters:
        console.line()
        console.line("values", "headline")
        rows = [_parameter(each, ruleset) for each in ruleset.parameters.values()]
        console.table(["value", "is", "what it means", "source"], rows)
    for track, about in ruleset.vocabulary.tracks.items():
        rules = [rule for rule in ruleset.rules if track in rule.tracks]
        if not rules:
            continue
        console.line()
        console.line(f"{track}: {about[:1].lower()}{about[1:]}", "headline")
        rows = [
            [str(number), rule.name, conditions_words(rule.when), _then(rule)]
            for number, rule in enumerate(rules, 1)
        ]
        console.table(["", "rule", "if", "then"], rows)
    if ruleset.limits:
        console.line()
        console.line("limits that no rule may break", "headline")
        rows = [[limit.name, limit_words(limit), limit.because] for limit in ruleset.limits]
        console.table(["limit", "what", "why"], rows)


def _parameter(parameter: Parameter, ruleset: Ruleset) -> list[str]:
    if ruleset.abstract and parameter.location.source.name == NOWHERE.source.name:
        # No document has this value: it stands in for what the children set.
        return [parameter.name, "(set by its children)", parameter.about, ""]
    value = str(parameter.value).lower() if parameter.type == "flag" else str(parameter.value)
    assumed = " (assumed)" if parameter.assumed else ""
    return [parameter.name, value + assumed, parameter.about, _sources(parameter.cites)]


def _sources(cites: Sequence[Citation]) -> str:
    return "; ".join(words.removeprefix("— ") for words in citation_words(cites))


def conditions_words(conditions: Conditions) -> str:
    """Write conditions as a sentence's part: `a is known and (b is 0 or c is 1)`."""
    parts = [test.text for test in conditions.tests]
    parts += [conditions_words(group) for group in conditions.all]
    if conditions.any:
        parts.append("(" + " or ".join(conditions_words(group) for group in conditions.any) + ")")
    if conditions.none:
        inner = " or ".join(conditions_words(group) for group in conditions.none)
        parts.append(f"not ({inner})")
    return " and ".join(parts) or "always"


def _then(rule: Rule) -> str:
    if rule.outcome == "stop":
        return f"stop: {rule.what}"
    if rule.outcome == "hold":
        return f"hold: {rule.what}" + (f", until {rule.until}" if rule.until else "")
    parts = [("optional: " if rule.optional else "do: ") + rule.what, f"opens {rule.opens}"]
    if rule.closes is not None:
        parts.append(f"closes {rule.closes}")
    if rule.lapses is not None:
        parts.append(f"lapses {rule.lapses}")
    if rule.each is not None:
        parts.append(f"for each of {rule.each}")
    if rule.to:
        parts.append("to " + ", ".join(map(str, rule.to)))
    if rule.via:
        channels = (v.channel + (f" (if {v.only_if})" if v.only_if else "") for v in rule.via)
        parts.append("via " + ", ".join(channels))
    return "; ".join(parts)


def limit_words(limit: Limit) -> str:
    """Write a limit as a sentence."""
    actions = ", ".join(limit.actions)
    since = f" after {limit.since}" if limit.since else ""
    within = f" within {limit.within}" if limit.within else ""
    if limit.kind == "apart":
        return f"{limit.apart} between {actions}{within}{since}"
    if limit.kind == "never":
        return f"never {actions}{within}{since}"
    what = "persons for" if limit.distinct else "of"
    return f"at most {limit.at_most} {what} {actions}{within}{since}"


def write_outcomes(path: str, outcomes: Sequence[Outcome], console: Console) -> None:
    """Write how a file of cases fared: one line if all hold, else each mismatch side by side."""
    failed = [outcome for outcome in outcomes if outcome.mismatches]
    count = f"{len(outcomes)} expectation" + ("" if len(outcomes) == 1 else "s")
    if not failed:
        holds = "holds" if len(outcomes) == 1 else "hold"
        console.write(f"{console.styled('✓', 'good')} {path}: {count} {holds}")
        return
    console.write(f"{console.styled('✗', 'bad')} {path}: {len(failed)} of {count} failed")
    for outcome in failed:
        _write_failure(outcome, console)


def _write_failure(outcome: Outcome, console: Console) -> None:
    at = outcome.expectation.as_of.isoformat()
    console.write("")
    console.write(f"{outcome.expectation.location}: F601 {outcome.case.name} (as of {at})")
    rows = [
        [mismatch.key, _words(mismatch.expected), _words(mismatch.actual)]
        for mismatch in outcome.mismatches
    ]
    console.table(["", "expected", "actual"], rows)
    decision = outcome.decision
    console.write(f"  the decision: {decision.headline}")
    entries: list[Any] = [*decision.actions, *decision.held, *decision.stopped]
    for entry in entries:
        console.write(f"  {entry.track}: by the rule `{entry.rule}`: {entry.because}")


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
