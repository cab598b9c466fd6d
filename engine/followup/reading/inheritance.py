"""Documents of one chain, parent first, to one flat document that still knows its places.

What a child writes replaces what its parent wrote under the same name; what it does not write
stays. A rule with an outcome of its own (`do`, `stop`, `hold`, or `steps`) replaces the parent's
rule; one without amends it, key by key.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from followup.diagnostics import Location, did_you_mean
from followup.reading.access import as_mapping, entries, groups, items, text, word, words
from followup.reading.lost_citations import lost_places, without
from followup.reading.report import Report
from followup.text import MappingNode, Node, ScalarNode

OUTCOMES = ("do", "stop", "hold", "steps")
_PARENT = "the ruleset that this one extends"
_SIDES = {"before": 0, "after": 1}


@dataclass(slots=True)
class FlatRuleset:
    """A ruleset with all that it inherits, as nodes: every line keeps the place it came from."""

    header: MappingNode
    parents: tuple[str, ...] = ()
    roll: Node | None = None
    sources: dict[str, MappingNode] = field(default_factory=dict)
    tracks: dict[str, MappingNode] = field(default_factory=dict)
    parameters: dict[str, MappingNode] = field(default_factory=dict)
    days: dict[str, Node] = field(default_factory=dict)
    facts: dict[str, MappingNode] = field(default_factory=dict)
    rules: dict[str, MappingNode] = field(default_factory=dict)
    limits: dict[str, MappingNode] = field(default_factory=dict)
    notes: dict[str, MappingNode] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    """Names of the facts that the last document of the chain defines anew."""


def flatten(chain: list[MappingNode], report: Report) -> list[FlatRuleset]:
    """Return what the documents of a chain say, each with those before it; the last says all.

    Problems (names that the parents do not have, rules that stand twice) go to `report`.
    """
    found = [_extend(FlatRuleset(header=chain[0]), chain[0], report)]
    for document in chain[1:]:
        parent = found[-1]
        child = _extend(parent, document, report)
        child.parents = (*parent.parents, text(parent.header, "ruleset"))
        found.append(child)
    return found


def _extend(flat: FlatRuleset, child: MappingNode, report: Report) -> FlatRuleset:
    dropped = _dropped(flat, child, report)
    parameters = _parameters(flat, child, report)
    lost = lost_places(flat.parameters, parameters)
    facts = {name: without(fact, lost) for name, fact in flat.facts.items()}
    limits = {name: without(limit, lost) for name, limit in flat.limits.items()}
    rules = {n: without(rule, lost) for n, rule in flat.rules.items() if n not in dropped}
    notes = {name: note for name, note in flat.notes.items() if name not in dropped}
    for name, rule in _named(child, "rule", report).items():
        rules = _placed(rules, name, rule, report)
    return FlatRuleset(
        header=child,
        roll=child.get("roll") or flat.roll,
        sources={**flat.sources, **groups(child, "sources")},
        tracks={**flat.tracks, **groups(child, "tracks")},
        parameters=parameters,
        days={**flat.days, **entries(child, "days")},
        facts={**facts, **groups(child, "facts")},
        rules=rules,
        limits=_amended(limits, _named(child, "limit", report)),
        notes=_amended(notes, _named(child, "note", report)),
        own=frozenset(entries(child, "facts")),
    )


def _dropped(flat: FlatRuleset, child: MappingNode, report: Report) -> set[str]:
    """Return the names of the parent's rules and notes that do not hold in the child."""
    known = [*flat.rules, *flat.notes]
    for item in items(child, "drop"):
        if word(item) not in known:
            report.unknown("F304", "rule or note", word(item), known, item.location, of=_PARENT)
    return set(words(child, "drop"))


def _named(child: MappingNode, kind: str, report: Report) -> dict[str, MappingNode]:
    """Return a document's own rules, limits or notes by their names."""
    found: dict[str, MappingNode] = {}
    seen: dict[str, Location] = {}
    for item in items(child, f"{kind}s"):
        node = as_mapping(item)
        name = text(node, kind)
        if not report.stands_twice(kind, name, seen, node):
            found[name] = node
    return found


def _amended(
    parents: dict[str, MappingNode], own: dict[str, MappingNode]
) -> dict[str, MappingNode]:
    """Return the parent's limits or notes with the child's; namesakes are amended."""
    amended = {n: amend(parents[n], node) if n in parents else node for n, node in own.items()}
    return {**parents, **amended}


def _placed(
    rules: dict[str, MappingNode], name: str, node: MappingNode, report: Report
) -> dict[str, MappingNode]:
    """Return the rules with one where it belongs: over its namesake, beside another, or last."""
    rule = _unplaced(node)
    if name in rules and not any(outcome in rule.entries for outcome in OUTCOMES):
        rule = amend(rules[name], rule)
    for key, shift in _SIDES.items():
        target = node.get(key)
        if target is None:
            continue
        if word(target) in rules and word(target) != name:
            order = [other for other in rules if other != name]
            order.insert(order.index(word(target)) + shift, name)
            return {other: rule if other == name else rules[other] for other in order}
        report.unknown("F304", "rule", word(target), rules, target.location, of=_PARENT)
    rules[name] = rule
    return rules


def _unplaced(rule: MappingNode) -> MappingNode:
    """Return a rule without the word on where it stands, which is said once."""
    kept = {key: node for key, node in rule.entries.items() if key not in _SIDES}
    return MappingNode(kept, rule.location, rule.keys, rule.size)


def amend(parent: MappingNode, child: MappingNode) -> MappingNode:
    """Return the parent's mapping with the child's keys in place of its own, places included."""
    merged = {**parent.entries, **child.entries}
    given = {key: node for key, node in merged.items() if not _is_null(node)}
    return MappingNode(given, child.location, {**parent.keys, **child.keys}, child.size)


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None


def _parameters(flat: FlatRuleset, child: MappingNode, report: Report) -> dict[str, MappingNode]:
    found = dict(flat.parameters)
    inner = child.get("parameters")
    for name, node in entries(child, "parameters").items():
        at = as_mapping(inner).at(name)
        parent = found.get(name)
        if isinstance(node, MappingNode):
            setting = node
        else:
            setting = MappingNode({"default": node}, at, {"default": at})
        if parent is not None:
            found[name] = amend(_uncited(parent, setting), setting)
        elif setting.get("is") is not None:
            found[name] = setting
        elif name not in report.broken:
            report.add(
                "F302",
                f"there is no parameter `{name}`",
                at,
                did_you_mean(name, found, limit=0)
                or f"a new one says what it is: `{name}: {{is: duration, default: 3 days}}`",
            )
    return found


def _uncited(parent: MappingNode, setting: MappingNode) -> MappingNode:
    """Return the parent's parameter without what was said of a value that is now another.

    A citation, and the mark that the value is assumed, belong to the value.
    """
    if setting.get("default") is None:
        return parent
    kept = {k: v for k, v in parent.entries.items() if k not in ("cites", "assumed")}
    return MappingNode(kept, parent.location, parent.keys, parent.size)
