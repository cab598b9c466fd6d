"""A decision as a step function of time: segments, and why each one begins."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from followup.decision import Decision
from followup.diagnostics import NotEvaluable
from followup.evaluation.clock import Clock, earlier
from followup.evaluation.decide import decide, watched
from followup.evaluation.errors import check_moment
from followup.language.model import History, Ruleset, Timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
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
    check_moment(start)
    check_moment(end)
    if isinstance(start, datetime.datetime) != isinstance(end, datetime.datetime):
        raise NotEvaluable("start and end of a timeline must both be dates or both datetimes")
    if earlier(end, start, history.timezone):
        raise NotEvaluable(f"the timeline ends on {end}, before it starts on {start}")
    segments: list[Segment] = []
    moment, cause = start, "start"
    while earlier(moment, end, history.timezone):
        decision = decide(history, ruleset, moment)
        following, next_cause = _following(history, ruleset, decision)
        until = end if following is None or earlier(end, following, None) else following
        last = segments[-1] if segments else None
        if last is not None and last.decision.says_the_same(decision):
            segments[-1] = Segment(
                start=last.start, end=until, decision=last.decision, cause=last.cause
            )
        else:
            segments.append(Segment(start=moment, end=until, decision=decision, cause=cause))
        if following is None:
            break
        moment, cause = following, next_cause
    return tuple(segments)


def _following(
    history: History, ruleset: Ruleset, decision: Decision
) -> tuple[Timestamp | None, str]:
    """Return the next moment at which the decision may differ, and what happens then."""
    clock = Clock(decision.as_of, history.timezone)
    for event in history.events:
        if not clock.has_come(event.moment):
            clock.reached(event.moment, f"{event.kind} recorded")
    recorded = clock.next_turn()
    change = decision.next_change
    if recorded is not None and (change is None or not earlier(change, recorded, None)):
        kinds = [words for turn, words in clock.turns if turn == recorded]
        return recorded, ", ".join(dict.fromkeys(kinds))
    if change is None:
        return None, ""
    return change, _turning(history, ruleset, decision, change)


def _turning(history: History, ruleset: Ruleset, decision: Decision, change: Timestamp) -> str:
    """Return the words for what turns at a moment at which the decision changes."""
    words = [
        what for turn, what in watched(history, ruleset, decision.as_of, change) if turn == change
    ]
    return ", ".join(dict.fromkeys(words)) or "time passes"
