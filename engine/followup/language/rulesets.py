"""A flat document to a `Ruleset`: facts, rules and limits, names and types checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import replace
from typing import Literal, cast

from followup.diagnostics import InvalidDocument, Location, did_you_mean
from followup.language.building import Report, as_mapping, each, flag, items, scalar, text
from followup.language.checks import check_ruleset
from followup.language.conditions import ConditionBuilder
from followup.language.inheritance import OUTCOMES, FlatRuleset, flatten
from followup.language.limits import build_limits, check_tightened, check_untouched
from followup.language.model import (
    Citation,
    Fact,
    Parameter,
    Rule,
    Ruleset,
    ViaChannel,
    Vocabulary,
)
from followup.language.phrases import RESERVED, Moment, Reference
from followup.language.scope import (
    MOMENTS,
    PERSONS,
    READINGS,
    TYPES,
    Scope,
    build_parameters,
)
from followup.language.uses import closure, in_rule
from followup.text import Mapping, Node

EVERY = "every"
_EVENT_READINGS = ("latest", "earliest", "scheduled", "count", "seen")
_DO_KEYS = (
    "opens",
    "closes",
    "lapses",
    "each",
    "optional",
    "attempt",
    "to",
    "via",
    "checklist",
    "message",
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


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
        self.scope = Scope(flat, vocabulary, report)
        self.conditions = ConditionBuilder(self.scope)
        self.facts: dict[str, Fact] = {}

    def build(self, digest: str) -> Ruleset:
        header = self.flat.header
        build_parameters(self.scope)
        self.check_names()
        parameters = {name: self.cited(p) for name, p in self.scope.parameters.items()}
        for name, node in self.flat.facts.items():
            fact = self.fact(name, node)
            if fact is not None:
                self.facts[name] = fact
        rules = tuple(self.rule(node) for node in self.flat.rules)
        self.conditions.used = set()
        limits = build_limits(self.flat, self.conditions, self.because, self.cites)
        limit_parameters = tuple(sorted(self.conditions.used))
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
            facts=self.facts,
            rules=tuple(rule for rule in rules if rule),
            limits=limits,
            limit_parameters=limit_parameters,
            sources={name: text(node, "title") for name, node in self.flat.sources.items()},
            digest=digest,
            location=header.location,
            places=_places(header),
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
            cites=self.cites(node),
            location=parameter.location,
        )

    def cites(self, node: Mapping) -> tuple[Citation, ...]:
        found = []
        for item in items(node, "cites"):
            cite = as_mapping(item)
            source = text(cite, "source")
            if source not in self.flat.sources:
                self.report.unknown(
                    "F305", "source", source, self.flat.sources, cite.entries["source"].location
                )
                continue
            title = text(self.flat.sources[source], "title")
            found.append(Citation(source=source, title=title, at=text(cite, "at") or None))
        return tuple(found)

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

    # -- facts

    def fact(self, name: str, node: Mapping) -> Fact | None:
        reading = next((key for key in READINGS if key in node.entries), None)
        if reading is None:
            return None
        self.conditions.used = set()
        kind = self.scope.fact_type(name)
        given = node.entries[reading]
        fact = Fact(
            name=name,
            reading=reading,
            type=kind or TYPES.get(reading, "moment"),
            selector=self.conditions.selector(given) if reading in _EVENT_READINGS else (),
            since=self.event_fact(node, "since"),
            until=self.event_fact(node, "until"),
            only_if=self.conditions.conditions(node.get("only-if"))
            if node.get("only-if")
            else None,
            distinct=self.distinct(name, node),
            names=self.names(reading, node),
            phrase=self.conditions.phrase(given) if reading == "moment" else None,
            conditions=self.conditions.conditions(given) if reading == "holds" else None,
            case_field=self.read_field(given) if reading == "read" else None,
            channel=self.channel_name(node.get("reachable-by")),
            about=text(node, "about"),
            location=node.location,
        )
        for key in ("since", "until"):
            if node.get(key) is not None and reading not in _EVENT_READINGS:
                self.report.add("F408", f"`{key}` belongs to a reading of events", node.at(key))
        return replace(fact, parameters=self.used_parameters())

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

    def distinct(self, name: str, node: Mapping) -> str | None:
        given = node.get("distinct")
        if given is None:
            return None
        field = str(scalar(given))
        kinds = [str(k) for k in self.selected(node)]
        known = [
            f
            for kind in kinds
            if kind in self.vocabulary.events
            for f in self.vocabulary.events[kind].fields
        ]
        if field not in known:
            self.report.unknown("F303", "field", field, known, given.location)
        return field

    def selected(self, node: Mapping) -> Iterable[str]:
        for item in each(node.get("count")):
            yield from item.entries if isinstance(item, Mapping) else [str(scalar(item))]

    def names(self, reading: str, node: Mapping) -> tuple[Reference, ...]:
        if reading not in ("first-known", "latest-known", "earliest-known", "person"):
            return ()
        found: list[Reference] = []
        wanted: str | None = None
        for item in items(node, reading):
            if reading == "person":
                who = self.recipient(item)
                if isinstance(who, str):
                    found.append(Reference(who))
                elif who is not None:
                    found.append(who)
                continue
            reference = self.report.reference(item)
            if reference is None:
                continue
            kind = self.scope.type_of(reference, item.location)
            if kind is None:
                continue
            shape = "moment" if kind in MOMENTS else kind
            wanted = wanted or ("moment" if reading != "first-known" else shape)
            if shape != wanted:
                self.report.add("F401", f"`{reference}` is a {kind}, not a {wanted}", item.location)
            found.append(reference)
        return tuple(found)

    def read_field(self, node: Node) -> str | None:
        name = str(scalar(node))
        if name not in self.vocabulary.fields:
            self.report.unknown(
                "F303", "field of the history", name, self.vocabulary.fields, node.location
            )
            return None
        return name

    def channel_name(self, node: Node | None) -> str | None:
        if node is None:
            return None
        name = str(scalar(node))
        if name not in self.vocabulary.channels:
            self.report.unknown("F303", "channel", name, self.vocabulary.channels, node.location)
        return name

    # -- rules

    def rule(self, node: Mapping) -> Rule | None:
        self.conditions.used = set()
        outcomes = [key for key in OUTCOMES if node.get(key) is not None]
        if len(outcomes) != 1:
            self.wrong_outcome(node, outcomes)
            return None
        outcome = cast(Literal["do", "stop", "hold"], outcomes[0])
        what = self.what(outcome, node)
        when = self.conditions.conditions(node.get("when"))
        self.misplaced_keys(outcome, node)
        opens, closes, lapses = (self.window(key, node) for key in ("opens", "closes", "lapses"))
        until = node.get("until")
        rule = Rule(
            name=text(node, "rule"),
            tracks=self.tracks(outcome, what, node),
            when=when,
            outcome=outcome,
            what=what,
            until=self.conditions.phrase(until) if until is not None else None,
            each=self.each(node),
            since=self.event_fact(node, "since"),
            opens=opens,
            closes=closes,
            lapses=lapses,
            optional=flag(node, "optional"),
            attempt=self.attempt(node),
            of=self.conditions.number(node.entries["of"]) if node.get("of") else None,
            to=tuple(who for item in items(node, "to") if (who := self.recipient(item))),
            via=tuple(via for item in items(node, "via") if (via := self.via(item))),
            checklist=self.words(node, "checklist", "hint", self.vocabulary.checklist),
            message=text(node, "message") or None,
            because=self.because(node),
            cites=self.cites(node),
            location=node.location,
            places=_places(node),
        )
        return self.with_uses(rule)

    def wrong_outcome(self, node: Mapping, outcomes: list[str]) -> None:
        name = text(node, "rule")
        if outcomes:
            given = " and ".join(f"`{outcome}`" for outcome in outcomes)
            self.report.add(
                "F408",
                f"the rule `{name}` has {given}",
                node.at(outcomes[1]),
                "keep one of them, or make two rules of it",
            )
            return
        others = [text(rule, "rule") for rule in self.flat.rules if rule is not node]
        near = did_you_mean(name, others, limit=0) if self.flat.parents else None
        self.report.add(
            "F408",
            f"the rule `{name}` does not say what follows",
            node.location,
            near or "add `do` with an action, `stop` with an ending, or `hold` with a wait",
        )

    def with_uses(self, rule: Rule) -> Rule:
        """Return the rule with the parameters that it names and the facts that it rests on."""
        facts = closure(in_rule(rule), self.facts)
        return replace(
            rule,
            parameters=self.used_parameters(),
            facts=tuple(name for name in self.facts if name in facts),
        )

    def used_parameters(self) -> tuple[str, ...]:
        return tuple(name for name in self.scope.parameters if name in self.conditions.used)

    def what(self, outcome: str, node: Mapping) -> str:
        kind, known = {
            "do": ("action", list(self.vocabulary.actions)),
            "stop": ("ending", list(self.vocabulary.endings)),
            "hold": ("wait", list(self.vocabulary.waits)),
        }[outcome]
        name = text(node, outcome)
        if name not in known:
            self.report.unknown("F303", kind, name, known, node.entries[outcome].location)
        return name

    def misplaced_keys(self, outcome: str, node: Mapping) -> None:
        for key in node.entries:
            if (key in _DO_KEYS and outcome != "do") or (key == "until" and outcome != "hold"):
                owner = "hold" if key == "until" else "do"
                self.report.add("F408", f"`{key}` belongs to `{owner}`", node.at(key))
        if outcome == "do" and node.get("opens") is None:
            self.report.add(
                "F408",
                f"the rule `{text(node, 'rule')}` does not say when its action opens",
                node.location,
                "add `opens` with a phrase such as `3 days after promise`",
            )

    def tracks(self, outcome: str, what: str, node: Mapping) -> tuple[str, ...]:
        given = [(str(scalar(item)), item.location) for item in each(node.get("track"))]
        known = self.vocabulary.tracks
        for name, at in given:
            if name not in known and not (name == EVERY and outcome != "do"):
                self.report.unknown("F303", "track", name, known, at)
        if outcome == "do":
            action = self.vocabulary.actions.get(what)
            own = action.track if action else ""
            for name, at in given:
                if action and name != own:
                    self.report.add(
                        "F408", f"`{what}` belongs to the track `{own}`", at, "leave `track` out"
                    )
            return (own,)
        if not given:
            self.report.add(
                "F408",
                f"the rule `{text(node, 'rule')}` does not say on which track it decides",
                node.location,
                "add `track`, or `track: every`",
            )
        if any(name == EVERY for name, _ in given):
            return tuple(known)
        return tuple(name for name, _ in given)

    def window(self, key: str, node: Mapping) -> Moment | None:
        given = node.get(key)
        return None if given is None else self.conditions.phrase(given, opens=key != "opens")

    def each(self, node: Mapping) -> Reference | None:
        given = node.get("each")
        reference = self.report.reference(given) if given is not None else None
        if given is None or reference is None:
            return None
        kind = self.scope.type_of(reference, given.location)
        if kind is not None and kind not in PERSONS:
            self.report.add(
                "F401", f"`{reference}` is a {kind}, not a list of persons", given.location
            )
        return reference

    def attempt(self, node: Mapping) -> str | None:
        given = node.get("attempt")
        if given is None:
            return None
        reference = Reference(str(scalar(given)))
        kind = self.fact_type(reference, given.location)
        if kind is not None and kind != "count":
            self.report.add("F401", f"`{reference}` is a {kind}, not a count", given.location)
        return reference.name

    def fact_type(self, reference: Reference, at: Location) -> str | None:
        """Return the type of a fact; a parameter cannot stand for one here."""
        if reference.name in self.scope.parameters and reference.name not in self.flat.facts:
            self.report.add("F401", f"`{reference}` is a parameter, not a fact", at)
            return None
        return self.scope.type_of(reference, at)

    def recipient(self, node: Node) -> Reference | str | None:
        word = str(scalar(node))
        if word.partition(":")[0] in self.vocabulary.roles:
            return word
        found = self.conditions.person(node, word, ())
        return found

    def via(self, node: Node) -> ViaChannel | None:
        if not isinstance(node, Mapping):
            name = self.channel_name(node)
            return ViaChannel(channel=name) if name else None
        ((name, condition),) = node.entries.items()
        if name not in self.vocabulary.channels:
            self.report.unknown("F303", "channel", name, self.vocabulary.channels, node.at(name))
        only_if = str(scalar(condition))
        if only_if != "known":
            kind = self.fact_type(Reference(only_if), condition.location)
            if kind is not None and kind != "flag":
                self.report.add("F401", f"`{only_if}` is a {kind}, not a flag", condition.location)
        return ViaChannel(channel=name, only_if=only_if)

    def words(
        self, node: Mapping, key: str, kind: str, known: AbstractMapping[str, str]
    ) -> tuple[str, ...]:
        for item in items(node, key):
            if scalar(item) not in known:
                self.report.unknown("F303", kind, scalar(item), known, item.location)
        return tuple(str(scalar(item)) for item in items(node, key))


def _places(node: Mapping) -> dict[str, Location]:
    return {key: value.location for key, value in node.entries.items()}
