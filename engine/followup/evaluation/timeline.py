"""A decision as a step function of time: segments, and why each one begins."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from followup.core.history import History, Timestamp
from followup.core.ruleset import Ruleset
from followup.core.writing import written
from followup.decision import Decision
from followup.diagnostics import NotEvaluable
from followup.evaluation.clock import Clock, earlier
from followup.evaluation.decide import decide_by, later
from followup.evaluation.rules import Rules
from followup.evaluation.situation import Situation
from followup.evaluation.validity import check_fit, check_moment


class Segment(Struct, frozen=True, kw_only=True):
    """A span in which the decision stays the same: from `start` on, before `end`.

    `cause` says why the segment begins: what turned, or which event was recorded.
    """

    start: Timestamp
    end: Timestamp
    decision: Decision
    cause: str


def timeline(
    history: History, ruleset: Ruleset, start: Timestamp, end: Timestamp
) -> tuple[Segment, ...]:
    """Return the decision over `[start, end)` as segments, each recorded event known on its day.

    Args:
        history: the case.
        ruleset: the ruleset to ask.
        start: the first moment, a date or an aware datetime.
        end: the moment before which the timeline ends, of the same kind.

    Raises:
        NotEvaluable: as `decide`; also if `end` lies before `start`.
    """
    check_fit(history, ruleset)
    check_moment(start)
    check_moment(end)
    if isinstance(start, datetime.datetime) != isinstance(end, datetime.datetime):
        raise NotEvaluable("start and end of a timeline must both be dates or both datetimes")
    if earlier(end, start, history.timezone):
        raise NotEvaluable(f"the timeline ends on {end}, before it starts on {start}")
    segments: list[Segment] = []
    moment: Timestamp | None = start
    cause = "start"
    while moment is not None and earlier(moment, end, history.timezone):
        clock = Clock(moment, history.timezone)
        rules = Rules(Situation(history, ruleset, clock))
        decision = decide_by(rules)
        following, next_cause, change = _following(rules, decision)
        until = end if following is None or earlier(end, following, None) else following
        last = segments[-1] if segments else None
        if last is not None and last.decision.says_the_same(decision):
            segments[-1] = replace(last, end=until)
        else:
            decision = replace(decision, next_change=change)
            segments.append(Segment(start=moment, end=until, decision=decision, cause=cause))
        moment, cause = following, next_cause
    return tuple(segments)


def _following(rules: Rules, decision: Decision) -> tuple[Timestamp | None, str, Timestamp | None]:
    """Return the next moment at which the decision may differ, why, and its next change."""
    change, words = _change(rules, decision)
    situation = rules.situation
    clock = Clock(decision.as_of, situation.history.timezone)
    for event in situation.history.events:
        clock.reached(event.moment, event.kind, "recorded")
    recorded = clock.next_turn()
    if recorded is not None and (change is None or not earlier(change, recorded, None)):
        return recorded, _words(what for turn, what in clock.turns if turn == recorded), change
    return change, words, change


def _change(rules: Rules, decision: Decision) -> tuple[Timestamp | None, str]:
    """Return when a decision changes if nothing happens, and the words for what turns then."""
    turns = list(rules.situation.clock.turns)
    for found, asked in later(rules):
        if not found.says_the_same(decision):
            what = (what for turn, what in turns if turn == found.as_of)
            return found.as_of, _words(what) or "time passes"
        turns += asked.situation.clock.turns
    return None, ""


def _words(causes: Iterable[tuple[object, ...]]) -> str:
    said = (" ".join(w if isinstance(w, str) else written(w) for w in what) for what in causes)  # type: ignore[arg-type]
    return ", ".join(dict.fromkeys(said))
