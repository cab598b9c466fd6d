"""From advice to rule to case: what carries each item of the sources, and what exercises it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from followup.core.catalogues import Catalogue, Item
from followup.core.references import references
from followup.core.ruleset import Ruleset
from followup.decision import Decision, DueAction, StoppedTrack, Trace
from followup.explaining.citing import DECIDING, Carrier, carriers, messages
from followup.explaining.notes import notes_beside


class Carried(Struct, frozen=True, kw_only=True):
    """A carrier in one ruleset, with the number of its cases' decisions that rest on it."""

    ruleset: str
    carrier: Carrier
    exercised: int


class TracedItem(Struct, frozen=True, kw_only=True):
    """An item of a source with all that carries it."""

    source: str
    item: Item
    carried: tuple[Carried, ...]

    @property
    def accounted(self) -> bool:
        """Whether something carries it that is of the kind which the catalogue asks for."""
        wanted = {"rule": DECIDING, "hint": ("hint", "message"), "note": ("note",)}
        return any(c.carrier.kind in wanted[self.item.carried_as] for c in self.carried)

    @property
    def exercised(self) -> int:
        """The number of decisions in cases that rest on it."""
        return sum(carried.exercised for carried in self.carried)


def trace_items(
    sources: Mapping[str, Catalogue], rulesets: Iterable[tuple[Ruleset, Iterable[Decision]]]
) -> tuple[TracedItem, ...]:
    """Return every item of the sources with what carries it in these rulesets.

    Args:
        sources: the catalogues.
        rulesets: each ruleset with the decisions of its cases.
    """
    found: dict[tuple[str, str], list[Carried]] = {}
    for ruleset, decisions in rulesets:
        counts = Counter(carrier for d in decisions for carrier in set(rests_on(d, ruleset)))
        for key, listed in carriers(ruleset).items():
            found.setdefault(key, []).extend(
                Carried(ruleset=ruleset.name, carrier=carrier, exercised=counts[carrier])
                for carrier in listed
            )
    return tuple(
        TracedItem(source=name, item=item, carried=tuple(found.get((name, item.id), ())))
        for name, source in sources.items()
        for item in source.items.values()
    )


def items_behind(
    decision: Decision, ruleset: Ruleset, sources: Mapping[str, Catalogue]
) -> tuple[tuple[Catalogue, Item], ...]:
    """Return the items that what decided rests on, in the order of the sources.

    Of a decision with a trace, facts that were unknown, not so or not read are left out, and
    options where something firm was decided.
    """
    if decision.firm or decision.stopped or decision.held:
        decision = replace(decision, actions=decision.firm)
    idle = set() if decision.trace is None else set(ruleset.facts) - set(_told(decision.trace))
    deciding = {
        c
        for c in rests_on(decision, ruleset)
        if c.kind in DECIDING and not (c.kind == "fact" and c.name in idle)
    }
    behind = {key for key, listed in carriers(ruleset).items() if deciding & set(listed)}
    return tuple(
        (source, item)
        for name, source in sources.items()
        for item in source.items.values()
        if (name, item.id) in behind
    )


def _told(trace: Trace) -> Iterator[str]:
    """Go through the facts that told something."""
    for name, fact in trace.facts.items():
        # By identity: a count of zero equals False, and is a value all the same.
        if fact.value is not None and fact.value is not False:
            yield name


def rests_on(decision: Decision, ruleset: Ruleset) -> Iterator[Carrier]:
    """Go through the parts of a ruleset that a decision rests on, some more than once."""
    resting = references(ruleset)
    entries: list[DueAction | StoppedTrack] = [*decision.actions, *decision.stopped, *decision.held]
    for entry in entries:
        yield from _of_rule(entry.rule, ruleset)
        if entry.limited_by:
            yield Carrier(kind="limit", name=entry.limited_by)
            for name in resting.parameters_of_limit[entry.limited_by]:
                yield Carrier(kind="parameter", name=name)
    for action in decision.actions:
        yield from (Carrier(kind="hint", name=hint) for hint in action.checklist)
        used = messages(ruleset, [action.message])
        yield from (Carrier(kind="message", name=name) for name in used)
    for shown_in in ("why", "plan"):
        for note in notes_beside(ruleset, [decision], shown_in):
            yield Carrier(kind="note", name=note.name)


def _of_rule(rule: str, ruleset: Ruleset) -> Iterator[Carrier]:
    resting = references(ruleset)
    yield Carrier(kind="rule", name=rule)
    for name in resting.facts_of_rule[rule]:
        yield Carrier(kind="fact", name=name)
        for parameter in resting.parameters_of_fact[name]:
            yield Carrier(kind="parameter", name=parameter)
    for parameter in resting.parameters_of_rule[rule]:
        yield Carrier(kind="parameter", name=parameter)
