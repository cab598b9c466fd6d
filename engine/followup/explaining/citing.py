"""What in a ruleset carries each item of its sources: the way from advice to rule and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from followup.core.references import references
from followup.core.ruleset import Do, Ruleset
from followup.core.vocabulary import Citation

DECIDING = ("parameter", "fact", "rule", "limit")
"""The kinds of carriers that decide."""


class Carrier(Struct, frozen=True, kw_only=True, order=True):
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
    rules = references(ruleset).cites_of_rule.values()
    return values or {cite.source for cites in rules for cite in cites}


def _citing(ruleset: Ruleset) -> Iterator[tuple[str, str, tuple[Citation, ...]]]:
    vocabulary = ruleset.vocabulary
    for parameter in ruleset.parameters.values():
        yield "parameter", parameter.name, parameter.cites
    for fact in ruleset.facts.values():
        yield "fact", fact.name, fact.cites
    for name, cites in references(ruleset).cites_of_rule.items():
        yield "rule", name, cites
    for limit in ruleset.limits:
        yield "limit", limit.name, limit.cites
    actions = [rule.outcome for rule in ruleset.rules if isinstance(rule.outcome, Do)]
    for name in dict.fromkeys(hint for do in actions for hint in do.checklist):
        yield "hint", name, vocabulary.checklist[name].cites
    for name in messages(ruleset, (do.message for do in actions)):
        yield "message", name, vocabulary.messages[name].cites
    for note in ruleset.notes:
        yield "note", note.name, note.cites


def messages(ruleset: Ruleset, named: Iterable[str | None]) -> tuple[str, ...]:
    """Return the messages that these names stand for, those for other channels included."""
    known = ruleset.vocabulary.messages
    found = [name for name in named if name in known]
    found += [other for name in found for other in known[str(name)].by.values()]
    return tuple(dict.fromkeys(str(name) for name in found))
