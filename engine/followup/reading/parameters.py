"""Nodes of parameters to `Parameter`s, their values within their bounds."""

from __future__ import annotations

from typing import Literal, cast

from followup.core.durations import Duration
from followup.core.ruleset import Parameter
from followup.diagnostics import did_you_mean
from followup.reading.access import each, flag, scalar, text, word, words
from followup.reading.citations import CitationReader
from followup.reading.inheritance import FlatRuleset
from followup.reading.report import Report
from followup.text import MappingNode, Node

ParameterValue = Duration | int | bool | str | tuple[str, ...]
_EXPECTED = {
    "count": ("a whole number", "write it in digits, without quotes"),
    "flag": ("`true` or `false`", "write `true` or `false`"),
}


def read_parameters(
    flat: FlatRuleset, cites: CitationReader, report: Report
) -> dict[str, Parameter]:
    """Return the parameters of a ruleset; report values that are missing or out of bounds."""
    found = {}
    for name, node in flat.parameters.items():
        found[name] = Parameter(
            name=name,
            type=cast(Literal["duration", "count", "flag", "word", "words"], text(node, "is")),
            value=_value(name, node, flat, report),
            about=text(node, "about"),
            assumed=flag(node, "assumed"),
            words=words(node, "one-of"),
            cites=cites(node),
        )
    return found


def _value(
    name: str, node: MappingNode, flat: FlatRuleset, report: Report
) -> ParameterValue | None:
    given = node.get("default")
    if given is not None:
        kind = text(node, "is")
        value = _typed(kind, given, node, report)
        if value is not None:
            _check_bounds(name, kind, value, node, report)
        return value
    if not flag(flat.header, "abstract") and name not in report.broken:
        inherited = node.location.source.name != flat.header.location.source.name
        report.add(
            "F403",
            f"the parameter `{name}` has no value",
            flat.header.at("extends") if inherited else node.location,
            f"set it under `parameters`, as `{name}: VALUE`",
        )
    return None


def _typed(kind: str, node: Node, definition: MappingNode, report: Report) -> ParameterValue | None:
    """Return a parameter's value by its type; None, with a report, where it does not fit."""
    value = scalar(node)
    known = words(definition, "one-of")
    if kind == "words":
        return _words(known, node, report)
    match kind:
        case "duration":
            return report.duration(node)
        case "flag" if isinstance(value, bool):
            return value
        case "count" if isinstance(value, int) and not isinstance(value, bool):
            return value
        case "word" if isinstance(value, str) and (not known or value in known):
            return value
    what, advice = _EXPECTED.get(
        kind, ("one of its words", did_you_mean(value, known, limit=16) or "")
    )
    report.add("F207", f"`{value}` is not {what}", node.location, advice or None)
    return None


def _words(known: tuple[str, ...], node: Node, report: Report) -> tuple[str, ...] | None:
    """Return a list of words, each one of those that it may be; None, with reports, if not."""
    wrong = [
        item
        for item in each(node)
        if not isinstance(scalar(item), str) or (known and word(item) not in known)
    ]
    for item in wrong:
        what = "one of its words" if known else "a word"
        advice = did_you_mean(word(item), known, limit=16)
        report.add("F207", f"`{word(item)}` is not {what}", item.location, advice or None)
    return None if wrong else tuple(dict.fromkeys(map(word, each(node))))


def _check_bounds(
    name: str, kind: str, value: ParameterValue, node: MappingNode, report: Report
) -> None:
    for key, sign in (("at-least", 1), ("at-most", -1)):
        bound_node = node.get(key)
        if bound_node is None or kind not in ("count", "duration"):
            continue
        bound = _typed(kind, bound_node, node, report)
        if bound is not None and sign * (_size(value) - _size(bound)) < 0:
            report.add(
                "F403",
                f"`{name}` is {value}, which is out of bounds",
                node.entries["default"].location,
                f"expected {key.replace('-', ' ')} {bound}",
            )


def _size(value: ParameterValue) -> float:
    assert not isinstance(value, tuple)
    return value.days() if isinstance(value, Duration) else float(value)
