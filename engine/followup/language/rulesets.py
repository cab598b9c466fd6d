"""A chain of documents to a `Ruleset`: everything built, checked and proved."""

from __future__ import annotations

from followup.diagnostics import InvalidDocument
from followup.language.building import Report, flag, text
from followup.language.checks import check_ruleset
from followup.language.domain import Vocabulary
from followup.language.facts import FactBuilder
from followup.language.inheritance import FlatRuleset, flatten
from followup.language.limits import build_limits, check_tightened, check_untouched
from followup.language.model import Fact, Parameter, Ruleset
from followup.language.names import Names
from followup.language.notes import build_notes
from followup.language.phrases import RESERVED
from followup.language.rules import RuleBuilder, places_of
from followup.language.scope import build_parameters
from followup.text import Mapping


def build_ruleset(chain: list[Mapping], vocabulary: Vocabulary, digest: str = "") -> Ruleset:
    """Return the ruleset that a chain of well-formed documents, the eldest first, says.

    Whatever this returns evaluates without an error on every history that its vocabulary's
    schema accepts.

    Raises:
        InvalidDocument: everything that is wrong with names, types, bounds or logic.
    """
    report = Report()
    flat = flatten(chain, report)
    builder = _Builder(flat, vocabulary, report)
    ruleset = builder.build(digest)
    for length in range(1, len(chain)):
        check_tightened(
            flatten(chain[:length], Report()),
            flatten(chain[: length + 1], Report()),
            vocabulary,
            report,
        )
    if not report.problems and len(chain) > 1:
        check_untouched(flatten(chain[:-1], Report()), flat, ruleset, report)
    if not report.problems:
        report.problems.extend(check_ruleset(ruleset))
    if report.problems:
        raise InvalidDocument(report.problems)
    return ruleset


class _Builder:
    def __init__(self, flat: FlatRuleset, vocabulary: Vocabulary, report: Report) -> None:
        self.flat = flat
        self.vocabulary = vocabulary
        self.report = report
        self.names = Names(flat, vocabulary, report)
        self.scope = self.names.scope
        self.conditions = self.names.conditions

    def build(self, digest: str) -> Ruleset:
        header = self.flat.header
        build_parameters(self.scope)
        self.check_names()
        parameters = {name: self.cited(p) for name, p in self.scope.parameters.items()}
        facts: dict[str, Fact] = {}
        for name, node in self.flat.facts.items():
            fact = FactBuilder(self.names).fact(name, node)
            if fact is not None:
                facts[name] = fact
        builder = RuleBuilder(self.names, facts)
        rules = tuple(builder.rule(node) for node in self.flat.rules)
        limits = build_limits(self.flat, self.conditions, self.names.because, self.names.cites)
        reviewed = header.get("reviewed")
        return Ruleset(
            name=text(header, "ruleset"),
            title=text(header, "title"),
            version=text(header, "version"),
            about=text(header, "about"),
            abstract=flag(header, "abstract"),
            reviewed=None if reviewed is None else self.report.date(reviewed),
            vocabulary=self.vocabulary,
            parents=self.flat.parents,
            parameters=parameters,
            facts=facts,
            rules=tuple(rule for rule in rules if rule),
            limits=limits,
            notes=build_notes(self.names),
            sources={name: text(node, "title") for name, node in self.flat.sources.items()},
            digest=digest,
            location=header.location,
            places=places_of(header),
        )

    def check_names(self) -> None:
        """Report facts whose names mean something else already."""
        for name, node in self.flat.facts.items():
            taken = {
                "a word of the phrase language": name in RESERVED | {"opens"},
                "a role": name in self.vocabulary.roles,
                "a parameter": name in self.flat.parameters,
                "a word of conditions": name in ("any", "none", "all", "known", "unknown", "past"),
            }
            for kind, clash in taken.items():
                if clash:
                    self.report.add(
                        "F307",
                        f"the fact `{name}` has the name of {kind}",
                        node.location,
                        "give it another name",
                    )

    def cited(self, parameter: Parameter) -> Parameter:
        node = self.flat.parameters[parameter.name]
        return Parameter(
            name=parameter.name,
            type=parameter.type,
            value=parameter.value,
            about=parameter.about,
            assumed=parameter.assumed,
            cites=self.names.cites(node),
            location=parameter.location,
        )
