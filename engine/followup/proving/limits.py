"""Limits along a chain: a child may tighten its parent's, never loosen them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from itertools import pairwise

from followup.core.days import first_day
from followup.core.durations import Duration
from followup.core.limits import Apart, AtMost, Limit, Never, NotIn, OneAtATime, OnlyIn, WaitsFor
from followup.core.references import days_of, references
from followup.core.ruleset import Parameter, Ruleset
from followup.core.terms import Length, Number, ParameterRef, Term
from followup.core.vocabulary import Vocabulary
from followup.defaults import FIRST_DATE
from followup.diagnostics import Location, Problem
from followup.reading.access import entries, word
from followup.reading.inheritance import FlatRuleset
from followup.reading.rulesets import read_limits

_KINDS = {
    Apart: "apart",
    Never: "never",
    AtMost: "at-most",
    OneAtATime: "one-at-a-time",
    WaitsFor: "waits-for",
    OnlyIn: "only-in",
    NotIn: "not-in",
}


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
        if limit.name in parent.limits:
            yield from _changed_days(limit, parent, child)
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


def _changed_days(limit: Limit, parent: FlatRuleset, child: FlatRuleset) -> Iterator[Problem]:
    """Find the sets of days that a limit of the parent keeps to and the child changes."""
    for name in days_of(limit):
        if name in entries(child.header, "days") and name in parent.days:
            yield Problem(
                code="F407",
                message=f"the limit `{limit.name}` keeps to the days of `{name}`, which are "
                "changed here",
                location=child.days[name].location,
                help="give the new set another name, and tighten with a limit of your own",
            )


def check_days(ruleset: Ruleset) -> Iterator[Problem]:
    """Find limits on days that together leave an action no day at all."""
    told: set[Limit] = set()
    for action in ruleset.vocabulary.actions:
        limits = [each for each in ruleset.limits if action in each.actions and _is_endless(each)]
        if limits and not told & set(limits) and _first_day(limits, ruleset) is None:
            told.update(limits)
            names = " and ".join(f"`{limit.name}`" for limit in limits)
            verb = "leaves" if len(limits) == 1 else "leave"
            yield Problem(
                code="F411",
                message=f"{'the limit' if len(limits) == 1 else 'together the limits'} {names} "
                f"{verb} no day for `{action}`",
                location=ruleset.place("limits", limits[-1].name),
                help="leave out a set of days, or write `never` if that is what is meant",
            )


def _is_endless(limit: Limit) -> bool:
    return isinstance(limit.bound, OnlyIn | NotIn) and limit.within is None


def _first_day(limits: list[Limit], ruleset: Ruleset) -> datetime.date | None:
    names = {name for limit in limits for name in days_of(limit)}

    def allowed(day: datetime.date) -> bool:
        return all(
            any(day in ruleset.days[name] for name in days_of(limit))
            is isinstance(limit.bound, OnlyIn)
            for limit in limits
        )

    return first_day(FIRST_DATE, allowed, [ruleset.days[name] for name in names])


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
    def in_any(self) -> object:
        bound = self.limit.bound
        return self.value(bound.in_any) if isinstance(bound, AtMost) else None

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
    match before.bound, after.bound:
        case OnlyIn(old_days), OnlyIn(new_days) if added := set(new_days) - set(old_days):
            return f"it allows the days of `{min(added)}`"
        case NotIn(old_days), NotIn(new_days) if taken := set(old_days) - set(new_days):
            return f"it allows the days of `{min(taken)}`"
    if _is_shorter(new.apart, old.apart):
        return f"{new.apart} instead of {old.apart}"
    if isinstance(after.bound, OneAtATime) and isinstance(before.bound, OneAtATime):
        freed = [name for name in after.bound.exempt if name not in before.bound.exempt]
        if freed:
            return f"`{freed[0]}` is exempt"
        if before.bound.across not in (None, after.bound.across):
            return f"it does not hold across `{before.bound.across}` any more"
    match old.at_most, new.at_most:
        case int(few), int(many) if many > few:
            return f"at most {many} instead of {few}"
    if after.since is not None and after.since != before.since:
        return f"it begins after `{after.since}`"
    ends, ended = new.value(after.within), old.value(before.within)
    if ends and (ended is None or _is_shorter(ends, ended)):
        return f"it ends {ends} after `{after.since}`"
    if new.in_any and (old.in_any is None or _is_shorter(new.in_any, old.in_any)):
        return f"it counts only those in any {new.in_any}"
    if new.is_distinct and not old.is_distinct:
        return "it counts persons instead of messages"
    return None


def _is_shorter(one: object, other: object) -> bool:
    return isinstance(one, Duration) and isinstance(other, Duration) and one.days() < other.days()
