"""Limits: what no rule may break. A child may tighten its parent's, never loosen them."""

from __future__ import annotations

from collections.abc import Callable

from followup.diagnostics import Location
from followup.language.building import Report, each, flag, scalar
from followup.language.conditions import ConditionBuilder
from followup.language.domain import Citation, Vocabulary
from followup.language.inheritance import FlatRuleset
from followup.language.model import Limit, Ruleset
from followup.language.phrases import Reference
from followup.language.scope import Scope, build_parameters
from followup.language.uses import closure
from followup.text import Mapping

_ACTIONS = {"apart": "between", "never": "never", "at-most": "of"}


def build_limits(
    flat: FlatRuleset,
    conditions: ConditionBuilder,
    because: Callable[[Mapping], str],
    cites: Callable[[Mapping], tuple[Citation, ...]],
) -> tuple[Limit, ...]:
    """Return the limits of a flat document; report names that mean nothing."""
    found = []
    for name, node in flat.limits.items():
        kind = _kind(name, node, conditions.report)
        if kind is None:
            continue
        for item in each(node.get(_ACTIONS[kind])):
            actions = conditions.scope.vocabulary.actions
            if scalar(item) not in actions:
                conditions.report.unknown("F303", "action", scalar(item), actions, item.location)
        conditions.used = set()
        found.append(
            Limit(
                name=name,
                kind=kind,
                actions=tuple(str(scalar(item)) for item in each(node.get(_ACTIONS[kind]))),
                apart=conditions.duration(node.entries["apart"]) if kind == "apart" else None,
                at_most=conditions.number(node.entries["at-most"]) if kind == "at-most" else None,
                distinct=flag(node, "distinct"),
                since=_since(node, conditions),
                within=conditions.duration(node.entries["within"]) if node.get("within") else None,
                because=because(node),
                cites=cites(node),
                parameters=tuple(sorted(conditions.used)),
                location=node.location,
            )
        )
    return tuple(found)


def _kind(name: str, node: Mapping, report: Report) -> str | None:
    """Return what a limit does, if it does one thing and says to which actions."""
    given = [key for key in _ACTIONS if node.get(key) is not None]
    problem = None
    if len(given) != 1:
        problem = f"the limit `{name}` needs one of `apart`, `never` and `at-most`"
    elif node.get(_ACTIONS[given[0]]) is None:
        problem = f"`{given[0]}` needs `{_ACTIONS[given[0]]}` beside it"
    elif node.get("within") is not None and node.get("since") is None:
        problem = "`within` needs `since` beside it"
    if problem:
        report.add("F108", problem, node.location)
        return None
    return given[0]


def _since(node: Mapping, conditions: ConditionBuilder) -> str | None:
    given = node.get("since")
    if given is None:
        return None
    name = str(scalar(given))
    scope = conditions.scope
    if name not in scope.flat.facts:
        conditions.report.unknown("F301", "event fact", name, scope.flat.facts, given.location)
        return None
    if scope.fact_type(name) != "event":
        conditions.report.add("F401", f"`{name}` is not an event", given.location)
    return name


def check_tightened(
    parent: FlatRuleset, child: FlatRuleset, vocabulary: Vocabulary, report: Report
) -> None:
    """Report each limit of the parent that the child has loosened.

    Both are compared with their own parameters in place, so that a parameter cannot loosen what
    the text of a limit may not; and a fact that a limit counts from may not be redefined.
    """
    before = {limit.name: limit for limit in _quiet_limits(parent, vocabulary)}
    after = {limit.name: limit for limit in _quiet_limits(child, vocabulary)}
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            continue
        at = _place(child, name)
        reason = _loosened(old, new)
        if reason:
            report.add(
                "F407",
                f"the limit `{name}` is looser than in the ruleset that this one extends: {reason}",
                at,
                "it may only be made tighter",
            )


def check_untouched(
    parent: FlatRuleset, child: FlatRuleset, ruleset: Ruleset, report: Report
) -> None:
    """Report each fact or parameter that a limit of the parent counts from and the child changes.

    A limit begins with a fact's event; whoever could redefine that, or anything it rests on,
    could switch the limit off.
    """
    for limit in ruleset.limits:
        if limit.since is None or limit.name not in parent.limits:
            continue
        facts = closure([Reference(limit.since)], ruleset.facts)
        changed = {name: child.facts[name] for name in facts & child.own & set(parent.facts)}
        for fact in facts:
            for name in ruleset.facts[fact].parameters:
                before, after = parent.parameters.get(name), child.parameters[name]
                if before is not None and before.get("default") not in (None, after.get("default")):
                    changed[name] = after
        for name, node in changed.items():
            report.add(
                "F407",
                f"the limit `{limit.name}` counts from `{name}`, which is changed here",
                node.location,
                "give the new one another name",
            )


def _place(child: FlatRuleset, name: str) -> Location:
    """Return where a child changed a limit: in its own text, or by a parameter that it sets."""
    limit = child.limits[name]
    document = child.header.location.source.name
    if limit.location.source.name == document:
        return limit.location
    for node in limit.entries.values():
        parameter = child.parameters.get(str(scalar(node)))
        if parameter is not None and parameter.location.source.name == document:
            return parameter.location
    return child.header.location


def _quiet_limits(flat: FlatRuleset, vocabulary: Vocabulary) -> tuple[Limit, ...]:
    """Return the limits of a document whose own problems are reported elsewhere."""
    scope = Scope(flat, vocabulary, Report())
    build_parameters(scope)
    conditions = ConditionBuilder(scope)
    return build_limits(flat, conditions, lambda _: "", lambda _: ())


def _loosened(old: Limit, new: Limit) -> str | None:
    missing = [action for action in old.actions if action not in new.actions]
    if new.kind != old.kind:
        return f"it was `{old.kind}` and is `{new.kind}`"
    if missing:
        return f"`{missing[0]}` is no longer in it"
    if old.apart and new.apart and new.apart.days() < old.apart.days():
        return f"{new.apart} instead of {old.apart}"
    if old.at_most is not None and new.at_most is not None and new.at_most > old.at_most:
        return f"at most {new.at_most} instead of {old.at_most}"
    if new.since is not None and new.since != old.since:
        return f"it begins after `{new.since}`"
    if new.within and (old.within is None or new.within.days() < old.within.days()):
        return f"it ends {new.within} after `{new.since}`"
    if new.distinct and not old.distinct:
        return "it counts persons instead of messages"
    return None
