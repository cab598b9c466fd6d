"""The types that a program sees which imports followup. Nothing here runs: `make types` reads it.

Every line of `refused` is wrong: mypy is told to pass over the error that it must find there, and
complains of such a remark where there is no error (`warn_unused_ignores`).
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, assert_type

import followup


def loading(path: Path, data: dict[str, object]) -> None:
    """A ruleset by name or path; a history by path or from data, in the words of a vocabulary."""
    ruleset = assert_type(followup.load_ruleset("balanced"), followup.Ruleset)
    assert_type(followup.load_ruleset(path), followup.Ruleset)
    assert_type(ruleset.name, str)
    assert_type(followup.load_history("acme.yaml"), followup.History)
    assert_type(followup.load_history(path, "job-search"), followup.History)
    assert_type(followup.history_from(data, ruleset), followup.History)
    assert_type(followup.history_from({"events": []}, vocabulary=None), followup.History)


def deciding(history: followup.History, ruleset: followup.Ruleset, now: datetime) -> None:
    """A decision of a day or of an instant, and what a program reads from it."""
    decision = assert_type(followup.decide(history, ruleset, date(2026, 10, 23)), followup.Decision)
    assert_type(followup.decide(history, ruleset, as_of=now, trace=True), followup.Decision)
    assert_type(decision.status, Literal["act", "wait", "stop", "silent"])
    assert_type(decision.headline, str)
    assert_type(decision.as_of, date | datetime)
    assert_type(decision.next_change, date | datetime | None)
    assert_type(decision.assumptions, tuple[str, ...])
    assert_type(decision.trace, followup.Trace | None)
    assert_type(decision.to_dict(), dict[str, Any])
    for action in decision.actions:
        assert_type(action.action, str)
        assert_type(action.opens, date | datetime)
        assert_type(action.closes, date | datetime | None)
        assert_type(action.attempt, int | None)
        assert_type(action.channels, tuple[str, ...])
    for track in decision.held:
        assert_type(track.until, date | datetime | None)


def deciding_together(cases: list[followup.History], ruleset: followup.Ruleset, day: date) -> None:
    """Several cases have a decision each; a held track may name the case that comes first."""
    found = followup.decide_together(cases, ruleset, day)
    assert_type(found, tuple[followup.Decision, ...])
    assert_type(found[0].held[0].gives_way_to, str | None)
    followup.decide_together(iter(cases), ruleset, as_of=day, trace=True)


def looking_ahead(history: followup.History, ruleset: followup.Ruleset, day: date) -> None:
    """A plan ends in a decision, a timeline is made of decisions."""
    plan = followup.plan(history, ruleset, day)
    assert_type(plan.ends, followup.Decision)
    assert_type(plan.complete, bool)
    for step in plan.steps:
        assert_type(step.at, date | datetime)
    ahead = followup.outlook(history, ruleset, day)
    assert_type(ahead, followup.Outlook)
    assert_type(ahead.decision, followup.Decision)
    assert_type(ahead.then, followup.Decision | None)
    for segment in followup.timeline(history, ruleset, day, end=day):
        assert_type(segment.decision, followup.Decision)


def remarking(history: followup.History, ruleset: followup.Ruleset, day: date) -> None:
    """What is improbable about a history is told as problems are."""
    found = followup.remarks(history, day, ruleset)
    assert_type(found, tuple[followup.Problem, ...])
    assert_type(followup.remarks(history, day, vocabulary="job-search")[0].message, str)
    assert_type(found[0].location.line, int | None)


def writing(history: followup.History, ruleset: followup.Ruleset, day: date, folder: Path) -> None:
    """A draft is text, and goes to a mail program as bytes or as a link."""
    sender = {"name": "Sam Doe"}
    draft = followup.draft(history, ruleset, day, tone="friendly", sender=sender, templates=folder)
    assert_type(draft, followup.Draft)
    assert_type(draft.subject, str | None)
    assert_type(draft.body, str)
    assert_type(draft.gaps, tuple[str, ...])
    assert_type(draft.eml(), bytes)
    assert_type(draft.mailto(), str)


def counting(day: date) -> None:
    """A calendar counts in dates."""
    calendar = assert_type(followup.Calendar.for_country("US", "CA"), followup.Calendar)
    assert_type(calendar.is_working_day(day), bool)
    assert_type(calendar.add_business_days(day, 3), date)
    assert_type(calendar.business_days_between(day, day), int)
    shut = followup.Closure(first=day, last=day, why="stocktaking")
    assert_type(followup.Calendar(closures=[shut]).day_off(day) is None, bool)


def failing(path: Path) -> None:
    """Every error is a FollowupError; each kind is also the built-in error that it resembles."""
    try:
        followup.load_history(path)
    except followup.InvalidDocument as error:
        for problem in error.problems:
            assert_type(problem.code, str)
            assert_type(problem.help, str | None)
            assert_type(problem.location.line, int | None)
    except (followup.UnknownName, followup.NotEvaluable) as error:
        parent: followup.FollowupError = error
        print(parent)


def refused(history: followup.History, ruleset: followup.Ruleset, day: date) -> None:
    """Wrong calls."""
    followup.decide(history, "balanced", day)  # type: ignore[arg-type]
    followup.decide(ruleset, history, day)  # type: ignore[arg-type]
    followup.decide(history, ruleset, "2026-10-23")  # type: ignore[arg-type]
    followup.decide(history, ruleset)  # type: ignore[call-arg]
    followup.decide_together(history, ruleset, day)  # type: ignore[arg-type]
    followup.decide_together([history], ruleset)  # type: ignore[call-arg]
    followup.decide(history, ruleset, day, as_json=True)  # type: ignore[call-arg]
    followup.load_ruleset(b"balanced")  # type: ignore[arg-type]
    followup.load_history("acme.yaml", vocabulary=3)  # type: ignore[arg-type]
    followup.history_from([("events", [])])  # type: ignore[arg-type]
    followup.plan(history, ruleset, 2026)  # type: ignore[arg-type]
    followup.timeline(history, ruleset, day)  # type: ignore[call-arg]
    followup.draft(history, ruleset, day, to=["Dana"])  # type: ignore[arg-type]
    followup.draft(history, ruleset, day, sender="Sam Doe")  # type: ignore[arg-type]
    followup.Closure(day, day)  # type: ignore[call-arg]
    followup.Calendar.for_country("US").add_business_days("2026-10-23", 3)  # type: ignore[arg-type]
    followup.decide(history, ruleset, day).status = "act"  # type: ignore[misc]
    followup.remarks(history)  # type: ignore[call-arg]
    followup.decided(history, ruleset, day)  # type: ignore[attr-defined]
