"""A chain of documents to a `Ruleset`: everything read, names resolved and types checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from followup.core.limits import Limit
from followup.core.ruleset import LetGo, Parameter, Ruleset
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import Location
from followup.reading.access import flag, text, word
from followup.reading.citations import CitationReader
from followup.reading.conditions import GROUPS, STATES, ConditionReader
from followup.reading.days import read_days
from followup.reading.facts import FactReader
from followup.reading.inheritance import FlatRuleset
from followup.reading.limits import LimitReader
from followup.reading.notes import read_notes
from followup.reading.parameters import read_parameters
from followup.reading.phrases import RESERVED
from followup.reading.report import Report
from followup.reading.rules import RuleReader
from followup.reading.scope import Scope
from followup.text import MappingNode


def read_ruleset(
    flat: FlatRuleset, vocabulary: Vocabulary, report: Report, digest: str = ""
) -> Ruleset:
    """Return the ruleset that a flat document says; it means something if nothing is reported.

    Args:
        flat: a well-formed document with all that it inherits.
        vocabulary: the words that it uses.
        report: where wrong names, types and values are noted.
        digest: what changes with any document that it is built from.
    """
    titles = {name: text(node, "title") for name, node in flat.sources.items()}
    cites = CitationReader(vocabulary.sources, titles, report)
    scope = Scope(flat, vocabulary, report)
    scope.parameters = read_parameters(flat, cites, report)
    _check_names(flat, vocabulary, report)
    conditions = ConditionReader(scope)
    facts, rules = FactReader(conditions, cites), RuleReader(conditions, cites)
    limits = LimitReader(conditions, cites)
    found_facts = [facts.fact(name, node) for name, node in flat.facts.items()]
    found_rules = [rules.rule(node) for node in flat.rules.values()]
    found_limits = [limits.limit(name, node) for name, node in flat.limits.items()]
    header = flat.header
    reviewed = header.get("reviewed")
    return Ruleset(
        name=text(header, "ruleset"),
        title=text(header, "title"),
        version=text(header, "version"),
        about=text(header, "about"),
        abstract=flag(header, "abstract"),
        reviewed=None if reviewed is None else report.date(reviewed),
        vocabulary=vocabulary,
        parents=flat.parents,
        roll="following" if flat.roll is None else word(flat.roll),
        parameters=scope.parameters,
        days={name: read_days(name, node, report) for name, node in flat.days.items()},
        facts={fact.name: fact for fact in found_facts if fact},
        rules=tuple(rule for rule in found_rules if rule),
        limits=tuple(limit for limit in found_limits if limit),
        notes=read_notes(flat, vocabulary, cites, report),
        decides_all=frozenset(
            name for name, node in flat.tracks.items() if text(node, "decides") == "all"
        ),
        lets_go=dict(_lets_go(flat, conditions)),
        sources=titles,
        digest=digest,
        places=dict(_places(flat)),
    )


def read_limits(
    flat: FlatRuleset, vocabulary: Vocabulary
) -> tuple[dict[str, Limit], dict[str, Parameter]]:
    """Return the limits of a flat document whose own problems are reported elsewhere.

    With them come the parameters whose values they have.
    """
    scope = Scope(flat, vocabulary, Report())
    cites = CitationReader(vocabulary.sources, {}, scope.report)
    scope.parameters = read_parameters(flat, cites, scope.report)
    reader = LimitReader(ConditionReader(scope), cites)
    read = (reader.limit(name, node) for name, node in flat.limits.items())
    return {limit.name: limit for limit in read if limit}, scope.parameters


def _lets_go(flat: FlatRuleset, conditions: ConditionReader) -> Iterator[tuple[str, LetGo]]:
    """Go through the tracks whose actions are let go, and when."""
    report, vocabulary = conditions.report, conditions.scope.vocabulary
    for name, node in flat.tracks.items():
        if name not in vocabulary.tracks:
            report.unknown("F303", "track", name, vocabulary.tracks, node.location)
        given = node.get("lets-go")
        if isinstance(given, MappingNode):
            after = conditions.duration(given.entries["after"])
            ending = report.check_word("ending", given.entries["stop"], vocabulary.endings)
            if after is not None:
                yield name, LetGo(after, ending)


def _check_names(flat: FlatRuleset, vocabulary: Vocabulary, report: Report) -> None:
    """Report facts whose names mean something else already."""
    taken: dict[str, Iterable[str]] = {
        "a word of the phrase language": RESERVED | {"opens"},
        "a role": vocabulary.roles,
        "a parameter": flat.parameters,
        "a word of conditions": (*GROUPS, *STATES, "past"),
    }
    for name, node in flat.facts.items():
        for kind, names in taken.items():
            if name in names:
                message = f"the fact `{name}` has the name of {kind}"
                report.add("F307", message, node.location, "give it another name")


def _places(flat: FlatRuleset) -> Iterator[tuple[str, Location]]:
    """Go through the places of the parts of a ruleset, and of the values of their keys."""
    yield "ruleset", flat.header.location
    yield from _keys("ruleset", flat.header)
    parts: dict[str, Mapping[str, MappingNode]] = {
        "parameters": flat.parameters,
        "facts": flat.facts,
        "rules": flat.rules,
        "limits": flat.limits,
        "notes": flat.notes,
    }
    yield from ((f"days.{name}", node.location) for name, node in flat.days.items())
    for kind, nodes in parts.items():
        for name, node in nodes.items():
            yield f"{kind}.{name}", node.location
            if kind == "rules":
                yield from _keys(f"{kind}.{name}", node)


def _keys(whole: str, node: MappingNode) -> Iterator[tuple[str, Location]]:
    return ((f"{whole}.{key}", value.location) for key, value in node.entries.items())
