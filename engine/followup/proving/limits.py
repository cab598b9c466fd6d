"""Limits along a chain: a child may tighten its parent's, never loosen them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from followup.core.durations import Duration
from followup.core.references import references
from followup.core.ruleset import Apart, AtMost, Limit, Never, Parameter, Ruleset
from followup.core.terms import Length, Number, ParameterRef, Term
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import Location, Problem
from followup.reading.access import word
from followup.reading.inheritance import FlatRuleset
from followup.reading.rulesets import read_limits

_KINDS = {Apart: "apart", Never: "never", AtMost: "at-most"}


def check_tightened(flats: list[FlatRuleset], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Find the limits that a ruleset has loosened against the one that it extends.

    Both are compared with their own parameters in place, so that a parameter cannot loosen what
    the text of a limit may not.
    """
    read = [(flat, *read_limits(flat, vocabulary)) for flat in flats]
    for (_, old_limits, old_values), (child, new_limits, new_values) in pairwise(read):
        for name, old in old_limits.items():
            new = new_limits.get(name)
            reason = new and _loosened(_Bound(old, old_values), _Bound(new, new_values))
            if reason:
                yield Problem(
                    code="F407",
                    message=f"the limit `{name}` is looser than in the ruleset that this one "
                    f"extends: {reason}",
                    location=_place(child, name),
                    help="it may only be made tighter",
                )


def check_untouched(parent: FlatRuleset, child: FlatRuleset, ruleset: Ruleset) -> Iterator[Problem]:
    """Find the facts and parameters that a limit of the parent counts from and the child changes.

    A limit begins with a fact's event; whoever could redefine that, or anything it rests on,
    could switch the limit off.
    """
    resting = references(ruleset)
    for limit in ruleset.limits:
        if limit.since is None or limit.name not in parent.limits:
            continue
        facts = resting.closure([limit.since])
        changed = {n: child.facts[n] for n in facts if n in child.own and n in parent.facts}
        for name in {name for fact in facts for name in resting.parameters_of_fact[fact]}:
            before, after = parent.parameters.get(name), child.parameters[name]
            if before is not None and before.get("default") not in (None, after.get("default")):
                changed[name] = after
        for name, node in changed.items():
            yield Problem(
                code="F407",
                message=f"the limit `{limit.name}` counts from `{name}`, which is changed here",
                location=node.location,
                help="give the new one another name",
            )


def _place(child: FlatRuleset, name: str) -> Location:
    """Return where a child changed a limit: in its own text, or by a parameter that it sets."""
    limit = child.limits[name]
    document = child.header.location.source.name
    if limit.location.source.name == document:
        return limit.location
    for node in limit.entries.values():
        parameter = child.parameters.get(word(node))
        if parameter is not None and parameter.location.source.name == document:
            return parameter.location
    return child.header.location


class _Bound:
    """A limit with the values of its parameters in place."""

    def __init__(self, limit: Limit, values: Mapping[str, Parameter]) -> None:
        self.limit = limit
        self.values = values

    def value(self, term: Term | None) -> object:
        match term:
            case Length(value) | Number(value):
                return value
            case ParameterRef(name) if name in self.values:
                return self.values[name].value
            case _:
                return None

    @property
    def apart(self) -> object:
        bound = self.limit.bound
        return self.value(bound.duration) if isinstance(bound, Apart) else None

    @property
    def at_most(self) -> object:
        bound = self.limit.bound
        return self.value(bound.number) if isinstance(bound, AtMost) else None

    @property
    def is_distinct(self) -> bool:
        return isinstance(self.limit.bound, AtMost) and self.limit.bound.distinct


def _loosened(old: _Bound, new: _Bound) -> str | None:
    before, after = old.limit, new.limit
    missing = [action for action in before.actions if action not in after.actions]
    if type(after.bound) is not type(before.bound):
        return f"it was `{_KINDS[type(before.bound)]}` and is `{_KINDS[type(after.bound)]}`"
    if missing:
        return f"`{missing[0]}` is no longer in it"
    if _is_shorter(new.apart, old.apart):
        return f"{new.apart} instead of {old.apart}"
    match old.at_most, new.at_most:
        case int(few), int(many) if many > few:
            return f"at most {many} instead of {few}"
    if after.since is not None and after.since != before.since:
        return f"it begins after `{after.since}`"
    ends, ended = new.value(after.within), old.value(before.within)
    if ends and (ended is None or _is_shorter(ends, ended)):
        return f"it ends {ends} after `{after.since}`"
    if new.is_distinct and not old.is_distinct:
        return "it counts persons instead of messages"
    return None


def _is_shorter(one: object, other: object) -> bool:
    return isinstance(one, Duration) and isinstance(other, Duration) and one.days() < other.days()
