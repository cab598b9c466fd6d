"""Sequences of steps to ordinary rules: what `steps` says in short is written out.

A sequence `chase` since `bill` with the steps `remind` and `claim` becomes the rules `chase-1` and
`chase-2`, the facts `chase-remind` and `chase-claim`, which count what was done of each since the
bill, and, where a step asks for it, the fact `chase-last-step`. A step is in line when all steps
before it were done since then, and it was not.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace

from followup.core.vocabulary import Vocabulary
from followup.diagnostics import Location
from followup.reading.access import as_mapping, flag, items, text, word
from followup.reading.inheritance import OUTCOMES, FlatRuleset
from followup.reading.phrases import PhraseError, parse_phrase
from followup.reading.report import Report
from followup.text import MappingNode, Node, ScalarNode, SequenceNode

START, PREVIOUS = "start", "previous"
"""The names, known in steps only, of what a sequence begins with and of the step before."""

_OWN = frozenset(("rule", "since", "steps", "when", "each"))
_PHRASES = ("opens", "closes", "lapses")
_NAME = re.compile(rf"(?<![\w.-])({START}|{PREVIOUS})(?![\w-])")


def unfolded(flat: FlatRuleset, vocabulary: Vocabulary, report: Report) -> FlatRuleset:
    """Return a flat ruleset whose sequences of steps are written out as rules and facts.

    Names that are taken already are noted in `report`.
    """
    if not any(_is_sequence(node) for node in flat.rules.values()):
        return flat
    taken = {name for name, node in flat.rules.items() if not _is_sequence(node)}
    rules: dict[str, MappingNode] = {}
    facts = dict(flat.facts)
    for name, node in flat.rules.items():
        if not _is_sequence(node):
            rules[name] = node
            continue
        _check(node, flat, report)
        sequence = _Sequence(name, node, vocabulary)
        for new, rule in sequence.rules():
            _check_free("rule", new, {*taken, *rules}, node, report)
            rules[new] = rule
        for new, fact in sequence.facts():
            _check_free("fact", new, facts, node, report)
            facts[new] = fact
    return replace(flat, rules=rules, facts=facts)


def _check(node: MappingNode, flat: FlatRuleset, report: Report) -> None:
    """Report what no sequence can have, and an event that it cannot begin with."""
    since = node.entries["since"]
    if word(since) not in flat.facts:
        report.unknown("F301", "event fact", word(since), flat.facts, since.location)
        report.broken |= {word(since)}
    if node.get("each") is not None:
        message = "`each` cannot stand beside `steps`"
        report.add("F408", message, node.at("each"), "write a rule of its own for it")


def _check_free(
    kind: str, name: str, taken: Container[str], node: MappingNode, report: Report
) -> None:
    if name in taken:
        message = f"the steps of `{text(node, 'rule')}` need the name `{name}`, which a {kind} has"
        report.add("F307", message, node.at("rule"), "give one of them another name")


def _is_sequence(node: MappingNode) -> bool:
    """Return whether a rule is a sequence of steps, and nothing else besides."""
    return [key for key in OUTCOMES if node.get(key) is not None] == ["steps"]


class _Sequence:
    """One sequence: what it is called, and what stands under its name."""

    def __init__(self, name: str, node: MappingNode, vocabulary: Vocabulary) -> None:
        self.name = name
        self.node = node
        self.actions = vocabulary.actions
        self.steps = [as_mapping(item) for item in items(node, "steps")]
        self.since = text(node, "since")

    # -- rules

    def rules(self) -> Iterator[tuple[str, MappingNode]]:
        """Go through the rules, one for each step."""
        done: dict[str, int] = {}
        for number, step in enumerate(self.steps, 1):
            name, action = f"{self.name}-{number}", text(step, "do")
            yield name, self._rule(name, step, done, self.steps[number:])
            if not flag(step, "optional"):
                done[action] = done.get(action, 0) + 1

    def _rule(
        self, name: str, step: MappingNode, done: dict[str, int], later: list[MappingNode]
    ) -> MappingNode:
        at, asks = step.location, self._asks_previous(step)
        shared = {key: node for key, node in self.node.entries.items() if key not in _OWN}
        given = {**shared, **step.entries}
        given.pop("when", None)
        before = f"{self.name}-last-step" if done else self.since
        for key in (*_PHRASES, "to"):
            if key in given:
                given[key] = _named(given[key], {START: self.since, PREVIOUS: before})
        entries = {"rule": _scalar(name, at), "when": self._when(step, done, later), **given}
        if asks and done:
            as_mapping(entries["when"]).entries[before] = _scalar("known", at)
        return MappingNode(entries, at, {**self.node.keys, **step.keys}, step.size)

    def _when(
        self, step: MappingNode, done: dict[str, int], later: list[MappingNode]
    ) -> MappingNode:
        """Return the conditions of a step: its turn, those of the sequence, and its own.

        The turn of one that is optional ends with the next that is not.
        """
        action, at = text(step, "do"), step.location
        entries: dict[str, Node] = {self.since: _scalar("known", at)}
        for other, times in done.items():
            if other != action:
                entries[self._count(other)] = _mapping({"at-least": _scalar(times, at)}, at)
        following = [text(other, "do") for other in later if not flag(other, "optional")]
        for due in (*(following[:1] if flag(step, "optional") else ()), action):
            entries[self._count(due)] = _scalar(done.get(due, 0), at)
        given = [node for node in (self.node.get("when"), step.get("when")) if node is not None]
        if given:
            entries["all"] = SequenceNode(tuple(given), given[0].location)
        return _mapping(entries, at)

    # -- facts

    def facts(self) -> Iterator[tuple[str, MappingNode]]:
        """Go through the facts on which the rules rest."""
        at = self.node.at("steps")
        actions = dict.fromkeys(text(step, "do") for step in self.steps)
        for action in actions:
            about = _scalar(f"{action}, as a step of {self.name}", at)
            yield self._count(action), self._fact("count", [action], about, at)
        if any(map(self._asks_previous, self.steps)):
            about = _scalar(f"the last step of {self.name}", at)
            yield f"{self.name}-last-step", self._fact("latest", list(actions), about, at)

    def _fact(self, reading: str, actions: list[str], about: Node, at: Location) -> MappingNode:
        records = [self._record(action, at) for action in actions if action in self.actions]
        which = records[0] if len(records) == 1 else SequenceNode(tuple(records), at)
        since = self.node.entries["since"]
        return _mapping({reading: which, "since": since, "about": about}, at)

    def _record(self, action: str, at: Location) -> Node:
        """Return the selector of the events that record an action."""
        recording = self.actions[action].recorded_by
        if not recording.marks:
            return _scalar(recording.event, at)
        marks: dict[str, Node] = {key: _scalar(mark, at) for key, mark in recording.marks.items()}
        return _mapping({recording.event: _mapping(marks, at)}, at)

    def _count(self, action: str) -> str:
        return f"{self.name}-{action}"

    def _asks_previous(self, step: MappingNode) -> bool:
        """Return whether a step speaks of the one before it."""
        nodes = [step.get(key) or self.node.get(key) for key in _PHRASES]
        nodes += items(step, "to") or items(self.node, "to")
        return any(node is not None and PREVIOUS in _NAME.findall(word(node)) for node in nodes)


def _named(node: Node, names: dict[str, str]) -> Node:
    """Return a phrase, or a list of persons, in which the names of steps stand for facts."""
    if isinstance(node, SequenceNode):
        return SequenceNode(
            tuple(_named(item, names) for item in node.items), node.location, node.size
        )
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return node
    try:
        parse_phrase(node.value)
    except PhraseError:
        return node  # what is wrong with it is told as it stands
    return ScalarNode(_NAME.sub(lambda found: names[found[1]], node.value), node.location)


def _scalar(value: str | int | bool, at: Location) -> ScalarNode:
    return ScalarNode(value, at)


def _mapping(entries: dict[str, Node], at: Location) -> MappingNode:
    return MappingNode(entries, at, {})
