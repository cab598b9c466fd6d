"""Limits at work: an action opens later, or not at all, and the decision says by which limit."""

from __future__ import annotations

from dataclasses import dataclass

from followup.evaluation.clock import earlier
from followup.evaluation.recording import records
from followup.evaluation.situation import Situation
from followup.language.model import Action, Event, Limit, Timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When an action is in line; `limited_by` is the limit that moved its opening."""

    opens: Timestamp
    closes: Timestamp | None = None
    lapses: Timestamp | None = None
    limited_by: str | None = None


def apply_limits(
    situation: Situation, action: Action, window: Window
) -> tuple[Window, Limit | None]:
    """Return the window as the limits leave it, and the limit that takes the action away."""
    for limit in situation.ruleset.limits:
        if action.name not in limit.actions:
            continue
        since = situation.fact(limit.since) if limit.since else None
        if limit.since and since is None:
            continue  # the limit has not begun
        if limit.within is not None and since is not None and _is_over(situation, limit, since):
            continue
        if limit.kind == "never":
            return window, limit
        done = _done(situation, limit, since)
        if limit.kind == "apart":
            window = _apart(situation, action, limit, window, done)
        elif limit.at_most is not None and _number(situation, limit, done) >= limit.at_most:
            return window, limit
    return window, None


def _is_over(situation: Situation, limit: Limit, since: Event) -> bool:
    assert limit.within is not None
    end = situation.moments.after(limit.within, since.moment)
    return situation.clock.passed(end, f"{limit.name} ends")


def _done(situation: Situation, limit: Limit, since: Event | None) -> list[Event]:
    """Return the events that record actions of the limit, after its beginning."""
    actions = [situation.ruleset.vocabulary.actions[name] for name in limit.actions]
    return [
        event
        for event in situation.events
        if (since is None or event.order > since.order)
        and any(records(action, event) for action in actions)
    ]


def _apart(
    situation: Situation, action: Action, limit: Limit, window: Window, done: list[Event]
) -> Window:
    if not done or limit.apart is None:
        return window
    first = situation.moments.after(limit.apart, done[-1].moment)
    if not action.any_day:
        first = situation.moments.roll(first, "following") or first
    if not earlier(window.opens, first, situation.clock.zone):
        return window
    return Window(opens=first, closes=window.closes, lapses=window.lapses, limited_by=limit.name)


def _number(situation: Situation, limit: Limit, done: list[Event]) -> int:
    if not limit.distinct:
        return len(done)
    actions = situation.ruleset.vocabulary.actions
    fields = {actions[name].recorded_by.to for name in limit.actions}
    return len({event.values.get(field) for event in done for field in fields if field})
