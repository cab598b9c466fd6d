"""Nodes of rules to `Rule`s, names and types checked."""

from __future__ import annotations

from followup.core.ruleset import Do, Each, Hold, Outcome, Rule, Stop, Via
from followup.core.terms import Opening, Term
from followup.core.vocabulary import PERSON_TYPES
from followup.diagnostics import did_you_mean, one_of
from followup.reading.access import each, flag, items, text, word
from followup.reading.citations import CitationReader
from followup.reading.conditions import ConditionReader
from followup.reading.inheritance import OUTCOMES
from followup.text import MappingNode, Node

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


class RuleReader:
    """Reads rules in the scope of its conditions."""

    def __init__(self, conditions: ConditionReader, cites: CitationReader) -> None:
        self.conditions = conditions
        self.scope = conditions.scope
        self.vocabulary = conditions.scope.vocabulary
        self.report = conditions.report
        self.cites = cites

    def rule(self, node: MappingNode) -> Rule | None:
        """Return the rule that a node says; None, with a report, where nothing follows from it."""
        outcomes = [key for key in OUTCOMES if node.get(key) is not None]
        if len(outcomes) != 1:
            self._wrong_outcome(node, outcomes)
            return None
        key = outcomes[0]
        what = self._what(key, node)
        when = self.conditions.conditions(node.get("when"))
        self._misplaced_keys(key, node)
        return Rule(
            name=text(node, "rule"),
            tracks=self._tracks(key, what, node),
            when=when,
            outcome=self._outcome(key, what, node),
            because=self.conditions.because(node),
            cites=self.cites(node),
        )

    def _wrong_outcome(self, node: MappingNode, outcomes: list[str]) -> None:
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
        others = [other for other in self.scope.flat.rules if other != name]
        near = did_you_mean(name, others, limit=0) if self.scope.flat.parents else None
        self.report.add(
            "F408",
            f"the rule `{name}` does not say what follows",
            node.location,
            near
            or "add `do` with an action, `stop` with an ending, `hold` with a wait, or `steps`",
        )

    def _what(self, key: str, node: MappingNode) -> str:
        kind, known = {
            "do": ("action", list(self.vocabulary.actions)),
            "stop": ("ending", list(self.vocabulary.endings)),
            "hold": ("wait", list(self.vocabulary.waits)),
        }[key]
        return self.report.check_word(kind, node.entries[key], known)

    def _misplaced_keys(self, outcome: str, node: MappingNode) -> None:
        for key in node.entries:
            if (key in _DO_KEYS and outcome != "do") or (key == "until" and outcome != "hold"):
                owner = "hold" if key == "until" else "do"
                self.report.add("F408", f"`{key}` belongs to `{owner}`", node.at(key))
        if node.get("since") is not None and node.get("each") is None:
            help = "of a whole rule say it in `when`"
            self.report.add("F108", "`since` belongs to `each` or `steps`", node.at("since"), help)
        if outcome == "do" and node.get("opens") is None:
            self.report.add(
                "F408",
                f"the rule `{text(node, 'rule')}` does not say when its action opens",
                node.location,
                "add `opens` with a phrase such as `3 days after promise`",
            )

    def _tracks(self, outcome: str, what: str, node: MappingNode) -> tuple[str, ...]:
        given = [(word(item), item.location) for item in each(node.get("track"))]
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

    # -- what follows

    def _outcome(self, key: str, what: str, node: MappingNode) -> Outcome:
        if key == "stop":
            return Stop(what)
        if key == "hold":
            return Hold(wait=what, until=self._window("until", node))
        of = node.get("of")
        return Do(
            action=what,
            opens=self._window("opens", node) or Opening(),  # what is missing was reported
            closes=self._window("closes", node),
            lapses=self._window("lapses", node),
            optional=flag(node, "optional"),
            any_day=flag(node, "any-day"),
            each=self._each(node),
            fixed_to=self._persons("fixed-to", node),
            to=self._persons("to", node),
            via=tuple(self._via(item) for item in items(node, "via")),
            attempt=self._attempt(node),
            of=None if of is None else self.conditions.number(of),
            checklist=self._checklist(what, node),
            message=self._message(node),
        )

    def _persons(self, key: str, node: MappingNode) -> tuple[Term, ...]:
        return tuple(filter(None, map(self.conditions.person, items(node, key))))

    def _window(self, key: str, node: MappingNode) -> Term | None:
        given = node.get(key)
        knows_opening = key in ("closes", "lapses")
        return None if given is None else self.conditions.phrase(given, opens=knows_opening)

    def _each(self, node: MappingNode) -> Each | None:
        channel = self.conditions.channel(node.get("unless-reachable-by"))
        given = node.get("each")
        if given is None:
            return None
        since = self.scope.event_fact(node, "since")
        reference = self.report.reference(given)
        if reference is None:
            return None
        kind = self.scope.type_of(reference, given.location)
        if kind is not None and kind not in PERSON_TYPES:
            message = f"`{word(given)}` is a {kind}, not a list of persons"
            self.report.add("F401", message, given.location)
        persons = self.scope.term(reference)
        return Each(persons=persons, since=since or "", unless_reachable_by=channel)

    def _attempt(self, node: MappingNode) -> str | None:
        given = node.get("attempt")
        if given is None:
            return None
        return self.conditions.fact(word(given), "count", given.location).name

    def _via(self, node: Node) -> Via:
        if not isinstance(node, MappingNode):
            return Via(channel=str(self.conditions.channel(node)))
        ((name, condition),) = node.entries.items()
        if name not in self.vocabulary.channels:
            known = self.vocabulary.channels
            self.report.unknown("F303", "channel", name, known, node.at(name))
        only_if = word(condition)
        if only_if == "known":
            return Via(channel=name, if_known=True)
        flag_fact = self.conditions.fact(only_if, "flag", condition.location)
        return Via(channel=name, only_if=flag_fact)

    def _checklist(self, action: str, node: MappingNode) -> tuple[str, ...]:
        hints = self.vocabulary.checklist
        for item in items(node, "checklist"):
            hint = hints.get(self.report.check_word("hint", item, hints))
            if hint and hint.actions and action not in hint.actions:
                message = f"the hint `{hint.name}` does not belong to `{action}`"
                help = f"it is for {one_of(hint.actions)}"
                self.report.add("F401", message, item.location, help)
        return tuple(map(word, items(node, "checklist")))

    def _message(self, node: MappingNode) -> str | None:
        given = node.get("message")
        if given is None:
            return None
        # A vocabulary that declares no messages leaves their names to whoever writes the texts.
        known = self.vocabulary.messages or (word(given),)
        return self.report.check_word("message", given, known)
