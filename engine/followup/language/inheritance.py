"""Documents of one chain, parent first, to one flat document that still knows its places.

What a child writes replaces what its parent wrote under the same name; what it does not write
stays. A rule with an outcome of its own (`do`, `stop`, `hold`) replaces the parent's rule; one
without amends it, key by key.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from followup.diagnostics import Location, did_you_mean
from followup.language.building import Report, as_mapping, entries, items, scalar, text
from followup.language.lost_citations import lost_places, without
from followup.text import Mapping, Node, Scalar

OUTCOMES = ("do", "stop", "hold")
_PARENT = "the ruleset that this one extends"


@dataclass(slots=True)
class FlatRuleset:
    """A ruleset with all that it inherits, as nodes: every line keeps the place it came from."""

    header: Mapping
    parents: tuple[str, ...] = ()
    sources: dict[str, Mapping] = field(default_factory=dict)
    parameters: dict[str, Mapping] = field(default_factory=dict)
    facts: dict[str, Mapping] = field(default_factory=dict)
    rules: list[Mapping] = field(default_factory=list)
    limits: dict[str, Mapping] = field(default_factory=dict)
    notes: dict[str, Mapping] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    """Names of the facts and parameters that the last document of the chain defines anew."""


def flatten(chain: list[Mapping], report: Report) -> FlatRuleset:
    """Return what the documents of a chain (the eldest first) say together.

    Problems (names that the parents do not have, rules that stand twice) go to `report`.
    """
    flat = FlatRuleset(header=chain[0])
    for document in chain:
        flat = _extend(flat, document, report, first=document is chain[0])
    return flat


def _extend(flat: FlatRuleset, child: Mapping, report: Report, *, first: bool) -> FlatRuleset:
    parents = flat.parents if first else (*flat.parents, text(flat.header, "ruleset"))
    dropped = _dropped(flat, child, report)
    parameters = _parameters(flat, child, report)
    lost = lost_places(flat.parameters, parameters)
    rules = [without(rule, lost) for rule in flat.rules if text(rule, "rule") not in dropped]
    facts = {name: without(fact, lost) for name, fact in flat.facts.items()}
    limits = {name: without(limit, lost) for name, limit in flat.limits.items()}
    seen: dict[str, Location] = {}
    for node in items(child, "rules"):
        rule = as_mapping(node)
        name = text(rule, "rule")
        if not report.stands_twice("rule", name, seen, rule):
            _place(rules, rule, name, report)
    return FlatRuleset(
        header=child,
        parents=parents,
        sources={
            **flat.sources,
            **{n: as_mapping(s) for n, s in entries(child, "sources").items()},
        },
        parameters=parameters,
        facts={**facts, **{n: as_mapping(f) for n, f in entries(child, "facts").items()}},
        rules=rules,
        limits=_named(limits, child, "limit", report),
        notes=_named(
            {name: note for name, note in flat.notes.items() if name not in dropped},
            child,
            "note",
            report,
        ),
        own=frozenset(entries(child, "facts")),
    )


def _dropped(flat: FlatRuleset, child: Mapping, report: Report) -> set[str]:
    """Return the names of the parent's rules and notes that do not hold in the child."""
    known = [*(text(rule, "rule") for rule in flat.rules), *flat.notes]
    dropped = {str(scalar(item)): item for item in items(child, "drop")}
    for name, item in dropped.items():
        if name not in known:
            report.unknown("F304", "rule or note", name, known, item.location, of=_PARENT)
    return set(dropped)


def _place(rules: list[Mapping], rule: Mapping, name: str, report: Report) -> None:
    """Put a rule where it belongs: over its namesake, beside the rule it names, or last."""
    placed = rule
    rule = _unplaced(rule)
    names = [text(other, "rule") for other in rules]
    if name in names:
        parent = rules[names.index(name)]
        if not any(outcome in rule.entries for outcome in OUTCOMES):
            rule = amend(parent, rule)
        rules[names.index(name)] = rule
    for key, shift in (("before", 0), ("after", 1)):
        node = placed.get(key)
        if node is None:
            continue
        target = str(scalar(node))
        if target not in names or target == name:
            report.unknown("F304", "rule", target, names, node.location, of=_PARENT)
            continue
        if name in names:
            rules.pop(names.index(name))
            names.remove(name)
        rules.insert(names.index(target) + shift, rule)
        return
    if name not in names:
        rules.append(rule)


def _unplaced(rule: Mapping) -> Mapping:
    """Return a rule without the word on where it stands, which is said once."""
    entries = {key: node for key, node in rule.entries.items() if key not in ("before", "after")}
    return Mapping(entries, rule.location, rule.keys, rule.size)


def amend(parent: Mapping, child: Mapping) -> Mapping:
    """Return the parent's mapping with the child's keys in place of its own, places included."""
    merged = {**parent.entries, **child.entries}
    given = {key: node for key, node in merged.items() if not _is_null(node)}
    return Mapping(given, child.location, {**parent.keys, **child.keys}, child.size)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _parameters(flat: FlatRuleset, child: Mapping, report: Report) -> dict[str, Mapping]:
    found = dict(flat.parameters)
    inner = child.get("parameters")
    for name, node in entries(child, "parameters").items():
        at = as_mapping(inner).at(name)
        parent = found.get(name)
        if isinstance(node, Mapping):
            setting = node
        else:
            setting = Mapping({"default": node}, at, {"default": at})
        if parent is not None:
            found[name] = amend(_uncited(parent, setting), setting)
        elif setting.get("is") is not None:
            found[name] = setting
        else:
            report.add(
                "F302",
                f"there is no parameter `{name}`",
                at,
                did_you_mean(name, found, limit=0)
                or f"a new one says what it is: `{name}: {{is: duration, default: 3 days}}`",
            )
    return found


def _uncited(parent: Mapping, setting: Mapping) -> Mapping:
    """Return the parent's parameter without what was said of a value that is now another.

    A citation, and the mark that the value is assumed, belong to the value.
    """
    if setting.get("default") is None:
        return parent
    kept = {k: v for k, v in parent.entries.items() if k not in ("cites", "assumed")}
    return Mapping(kept, parent.location, parent.keys, parent.size)


def _named(
    parents: dict[str, Mapping], child: Mapping, kind: str, report: Report
) -> dict[str, Mapping]:
    """Return the parent's limits or notes with the child's; namesakes are amended."""
    found = dict(parents)
    seen: dict[str, Location] = {}
    for item in items(child, f"{kind}s"):
        node = as_mapping(item)
        name = text(node, kind)
        if report.stands_twice(kind, name, seen, node):
            continue
        found[name] = amend(parents[name], node) if name in parents else node
    return found
