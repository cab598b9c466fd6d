"""What in a ruleset carries each item of its sources: the way from advice to rule and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followup.language.domain import Citation
from followup.language.model import Ruleset

DECIDING = ("parameter", "fact", "rule", "limit")
"""The kinds of carriers that decide."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Carrier:
    """A part of a ruleset that cites: `kind` is one of `DECIDING`, or hint, message or note."""

    kind: str
    name: str


def carriers(ruleset: Ruleset) -> dict[tuple[str, str], tuple[Carrier, ...]]:
    """Return what carries each item, by the names of its source and its own.

    Hints and messages count where a rule attaches them.
    """
    found: dict[tuple[str, str], list[Carrier]] = defaultdict(list)
    for kind, name, cites in _citing(ruleset):
        for cite in cites:
            for item in cite.items:
                found[cite.source, item].append(Carrier(kind=kind, name=name))
    return {key: tuple(dict.fromkeys(listed)) for key, listed in found.items()}


def own_sources(ruleset: Ruleset) -> set[str]:
    """Return the sources that a ruleset speaks for: those of its values, else all it cites."""
    values = {cite.source for p in ruleset.parameters.values() for cite in p.cites}
    return values or {cite.source for rule in ruleset.rules for cite in rule.cites}


def _citing(ruleset: Ruleset) -> Iterator[tuple[str, str, tuple[Citation, ...]]]:
    vocabulary = ruleset.vocabulary
    for parameter in ruleset.parameters.values():
        yield "parameter", parameter.name, parameter.cites
    for fact in ruleset.facts.values():
        yield "fact", fact.name, fact.cites
    for rule in ruleset.rules:
        yield "rule", rule.name, rule.cites
    for limit in ruleset.limits:
        yield "limit", limit.name, limit.cites
    hints = dict.fromkeys(hint for rule in ruleset.rules for hint in rule.checklist)
    for name in hints:
        yield "hint", name, vocabulary.checklist[name].cites
    for name in messages(ruleset, (rule.message for rule in ruleset.rules)):
        yield "message", name, vocabulary.messages[name].cites
    for note in ruleset.notes:
        yield "note", note.name, note.cites


def messages(ruleset: Ruleset, named: Iterable[str | None]) -> tuple[str, ...]:
    """Return the messages that these names stand for, those for other channels included."""
    known = ruleset.vocabulary.messages
    found = [name for name in named if name in known]
    found += [other for name in found for other in known[str(name)].by.values()]
    return tuple(dict.fromkeys(str(name) for name in found))
