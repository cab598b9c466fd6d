"""Nodes of rules to `Rule`s, names and types checked."""

from __future__ import annotations

from collections.abc import Mapping as AbstractMapping
from dataclasses import replace
from typing import Literal, cast

from followup.diagnostics import Location, did_you_mean, one_of
from followup.language.building import each, flag, items, scalar, text
from followup.language.inheritance import OUTCOMES
from followup.language.model import Fact, Rule, ViaChannel
from followup.language.names import Names
from followup.language.phrases import Moment, Reference
from followup.language.scope import PERSONS
from followup.language.uses import closure, in_rule
from followup.text import Mapping, Node

EVERY = "every"
_DO_KEYS = (
    "opens",
    "closes",
    "lapses",
    "each",
    "unless-reachable-by",
    "optional",
    "attempt",
    "to",
    "via",
    "checklist",
    "message",
)


class RuleBuilder:
    """Builds rules over facts; whatever a name stands for is asked of `shared`."""

    def __init__(self, shared: Names, facts: AbstractMapping[str, Fact]) -> None:
        self.shared = shared
        self.facts = facts

    def rule(self, node: Mapping) -> Rule | None:
        """Return the rule that a node says; None, with a report, where nothing follows from it."""
        self.shared.conditions.used = set()
        outcomes = [key for key in OUTCOMES if node.get(key) is not None]
        if len(outcomes) != 1:
            self._wrong_outcome(node, outcomes)
            return None
        outcome = cast(Literal["do", "stop", "hold"], outcomes[0])
        what = self._what(outcome, node)
        when = self.shared.conditions.conditions(node.get("when"))
        self._misplaced_keys(outcome, node)
        opens, closes, lapses = (self._window(key, node) for key in ("opens", "closes", "lapses"))
        until = node.get("until")
        rule = Rule(
            name=text(node, "rule"),
            tracks=self._tracks(outcome, what, node),
            when=when,
            outcome=outcome,
            what=what,
            until=self.shared.conditions.phrase(until) if until is not None else None,
            each=self._each(node),
            unless_reachable_by=self.shared.channel_name(node.get("unless-reachable-by")),
            since=self.shared.event_fact(node, "since"),
            opens=opens,
            closes=closes,
            lapses=lapses,
            optional=flag(node, "optional"),
            attempt=self._attempt(node),
            of=self.shared.conditions.number(node.entries["of"]) if node.get("of") else None,
            to=tuple(who for item in items(node, "to") if (who := self.shared.recipient(item))),
            via=tuple(via for item in items(node, "via") if (via := self._via(item))),
            checklist=self._checklist(what, node),
            message=self._message(node),
            because=self.shared.because(node),
            cites=self.shared.cites_with_values(node),
            location=node.location,
            places=places_of(node),
        )
        return self._with_uses(rule)

    def _wrong_outcome(self, node: Mapping, outcomes: list[str]) -> None:
        name = text(node, "rule")
        if outcomes:
            given = " and ".join(f"`{outcome}`" for outcome in outcomes)
            self.shared.report.add(
                "F408",
                f"the rule `{name}` has {given}",
                node.at(outcomes[1]),
                "keep one of them, or make two rules of it",
            )
            return
        others = [text(rule, "rule") for rule in self.shared.flat.rules if rule is not node]
        near = did_you_mean(name, others, limit=0) if self.shared.flat.parents else None
        self.shared.report.add(
            "F408",
            f"the rule `{name}` does not say what follows",
            node.location,
            near or "add `do` with an action, `stop` with an ending, or `hold` with a wait",
        )

    def _with_uses(self, rule: Rule) -> Rule:
        """Return the rule with the parameters that it names and the facts that it rests on."""
        facts = closure(in_rule(rule), self.facts)
        return replace(
            rule,
            parameters=self.shared.used_parameters(),
            facts=tuple(name for name in self.facts if name in facts),
        )

    def _what(self, outcome: str, node: Mapping) -> str:
        kind, known = {
            "do": ("action", list(self.shared.vocabulary.actions)),
            "stop": ("ending", list(self.shared.vocabulary.endings)),
            "hold": ("wait", list(self.shared.vocabulary.waits)),
        }[outcome]
        name = text(node, outcome)
        if name not in known:
            self.shared.report.unknown("F303", kind, name, known, node.entries[outcome].location)
        return name

    def _misplaced_keys(self, outcome: str, node: Mapping) -> None:
        for key in node.entries:
            if (key in _DO_KEYS and outcome != "do") or (key == "until" and outcome != "hold"):
                owner = "hold" if key == "until" else "do"
                self.shared.report.add("F408", f"`{key}` belongs to `{owner}`", node.at(key))
        if outcome == "do" and node.get("opens") is None:
            self.shared.report.add(
                "F408",
                f"the rule `{text(node, 'rule')}` does not say when its action opens",
                node.location,
                "add `opens` with a phrase such as `3 days after promise`",
            )

    def _tracks(self, outcome: str, what: str, node: Mapping) -> tuple[str, ...]:
        given = [(str(scalar(item)), item.location) for item in each(node.get("track"))]
        known = self.shared.vocabulary.tracks
        for name, at in given:
            if name not in known and not (name == EVERY and outcome != "do"):
                self.shared.report.unknown("F303", "track", name, known, at)
        if outcome == "do":
            action = self.shared.vocabulary.actions.get(what)
            own = action.track if action else ""
            for name, at in given:
                if action and name != own:
                    self.shared.report.add(
                        "F408", f"`{what}` belongs to the track `{own}`", at, "leave `track` out"
                    )
            return (own,)
        if not given:
            self.shared.report.add(
                "F408",
                f"the rule `{text(node, 'rule')}` does not say on which track it decides",
                node.location,
                "add `track`, or `track: every`",
            )
        if any(name == EVERY for name, _ in given):
            return tuple(known)
        return tuple(name for name, _ in given)

    def _window(self, key: str, node: Mapping) -> Moment | None:
        given = node.get(key)
        return None if given is None else self.shared.conditions.phrase(given, opens=key != "opens")

    def _each(self, node: Mapping) -> Reference | None:
        given = node.get("each")
        reference = self.shared.report.reference(given) if given is not None else None
        if given is None or reference is None:
            return None
        kind = self.shared.scope.type_of(reference, given.location)
        if kind is not None and kind not in PERSONS:
            self.shared.report.add(
                "F401", f"`{reference}` is a {kind}, not a list of persons", given.location
            )
        return reference

    def _attempt(self, node: Mapping) -> str | None:
        given = node.get("attempt")
        if given is None:
            return None
        reference = Reference(str(scalar(given)))
        kind = self.shared.fact_type(reference, given.location)
        if kind is not None and kind != "count":
            self.shared.report.add(
                "F401", f"`{reference}` is a {kind}, not a count", given.location
            )
        return reference.name

    def _via(self, node: Node) -> ViaChannel | None:
        if not isinstance(node, Mapping):
            name = self.shared.channel_name(node)
            return ViaChannel(channel=name) if name else None
        ((name, condition),) = node.entries.items()
        if name not in self.shared.vocabulary.channels:
            self.shared.report.unknown(
                "F303", "channel", name, self.shared.vocabulary.channels, node.at(name)
            )
        only_if = str(scalar(condition))
        if only_if != "known":
            kind = self.shared.fact_type(Reference(only_if), condition.location)
            if kind is not None and kind != "flag":
                self.shared.report.add(
                    "F401", f"`{only_if}` is a {kind}, not a flag", condition.location
                )
        return ViaChannel(channel=name, only_if=only_if)

    def _checklist(self, action: str, node: Mapping) -> tuple[str, ...]:
        hints = self.shared.vocabulary.checklist
        for item in items(node, "checklist"):
            hint = hints.get(str(scalar(item)))
            if hint is None:
                self.shared.report.unknown("F303", "hint", scalar(item), hints, item.location)
            elif hint.actions and action not in hint.actions:
                self.shared.report.add(
                    "F401",
                    f"the hint `{hint.name}` does not belong to `{action}`",
                    item.location,
                    f"it is for {one_of(hint.actions)}",
                )
        return tuple(str(scalar(item)) for item in items(node, "checklist"))

    def _message(self, node: Mapping) -> str | None:
        given = node.get("message")
        known = self.shared.vocabulary.messages
        # A vocabulary that declares no messages leaves their names to whoever writes the texts.
        if given is not None and known and scalar(given) not in known:
            self.shared.report.unknown("F303", "message", scalar(given), known, given.location)
        return text(node, "message") or None


def places_of(node: Mapping) -> dict[str, Location]:
    """Return where the values of a mapping's keys stand."""
    return {key: value.location for key, value in node.entries.items()}
