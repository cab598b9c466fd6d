"""What facts, rules and limits share: names to what they stand for, reasons, citations."""

from __future__ import annotations

import re

from followup.diagnostics import Location
from followup.language.building import Report, scalar, text
from followup.language.citations import merged, read_cites
from followup.language.conditions import ConditionBuilder
from followup.language.domain import Citation, Vocabulary
from followup.language.inheritance import FlatRuleset
from followup.language.phrases import Reference
from followup.language.scope import Scope
from followup.text import Mapping, Node

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Names:
    """Reads names in a flat ruleset; `conditions.used` gathers the parameters that were read."""

    def __init__(self, flat: FlatRuleset, vocabulary: Vocabulary, report: Report) -> None:
        self.flat = flat
        self.vocabulary = vocabulary
        self.report = report
        self.scope = Scope(flat, vocabulary, report)
        self.conditions = ConditionBuilder(self.scope)

    def cites(self, node: Mapping) -> tuple[Citation, ...]:
        """Return where the advice stands that a node cites."""
        own = {name: text(source, "title") for name, source in self.flat.sources.items()}
        return read_cites(node, self.vocabulary.sources, own, self.report)

    def cites_with_values(self, node: Mapping) -> tuple[Citation, ...]:
        """Return what a rule cites, with what the values cite that its reason names."""
        named = _PLACEHOLDER.findall(text(node, "because"))
        values = [self.flat.parameters[name] for name in named if name in self.flat.parameters]
        return merged([*self.cites(node), *(c for value in values for c in self.cites(value))])

    def because(self, node: Mapping) -> str:
        """Return the reason of a rule with the values of the parameters that it names."""
        sentence = text(node, "because")
        for name in _PLACEHOLDER.findall(sentence):
            if name in self.scope.parameters:
                self.conditions.used.add(name)
                value = self.scope.parameters[name].value
                sentence = sentence.replace("{" + name + "}", str(value))
            else:
                at = node.entries["because"].location
                self.report.unknown("F302", "parameter", name, self.scope.parameters, at)
        return sentence

    def event_fact(self, node: Mapping, key: str) -> str | None:
        """Return the name of an event fact that stands under a key."""
        given = node.get(key)
        if given is None:
            return None
        name = str(scalar(given))
        if name not in self.flat.facts:
            known = [n for n in self.flat.facts if self.scope.fact_type(n) == "event"]
            self.report.unknown("F301", "event fact", name, known, given.location)
        elif self.scope.fact_type(name) not in ("event", None):
            self.report.add(
                "F401",
                f"`{name}` is a {self.scope.fact_type(name)}, not an event",
                given.location,
                "name a fact that reads `latest` or `earliest`",
            )
        return name

    def fact_type(self, reference: Reference, at: Location) -> str | None:
        """Return the type of a fact; a parameter cannot stand for one here."""
        if reference.name in self.scope.parameters and reference.name not in self.flat.facts:
            self.report.add("F401", f"`{reference}` is a parameter, not a fact", at)
            return None
        return self.scope.type_of(reference, at)

    def recipient(self, node: Node) -> Reference | str | None:
        """Return a role or person as it is written, or the fact that names one."""
        word = str(scalar(node))
        if word.partition(":")[0] in self.vocabulary.roles:
            return word
        found = self.conditions.person(node, word, ())
        return found

    def channel_name(self, node: Node | None) -> str | None:
        """Return the channel that a node names."""
        if node is None:
            return None
        name = str(scalar(node))
        if name not in self.vocabulary.channels:
            self.report.unknown("F303", "channel", name, self.vocabulary.channels, node.location)
        return name

    def used_parameters(self) -> tuple[str, ...]:
        """Return the parameters that were read since `conditions.used` was emptied."""
        return tuple(name for name in self.scope.parameters if name in self.conditions.used)
