"""The parameters of the eleven job-search rulesets, as their pages give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .business_time import Duration

CURATED = ("conservative", "balanced", "persistent")
# R6: articles about the time after an interview speak only after one.
AFTER_INTERVIEW = (
    "huffpost-knutter",
    "huffpost-woody",
    "interview-guide",
    "interview-guide-faq",
    "reserves-network",
)
GUIDES = ("interview-guide", "interview-guide-faq")
INQUIRIES = ("status-inquiry", "timeline-question")

# `at_most`: None = no upper end; "five" = five business days after opening (the cases of the
# curated rulesets); a duration = from the same anchor, rolled (C4), never before `opens`.
FIVE = "five"


@dataclass(frozen=True)
class Wait:
    """A wait before something opens, and the advice on its upper end."""

    wait: Duration
    at_most: Duration | str | None = None


@dataclass(frozen=True)
class Ruleset:
    """Everything in which the rulesets differ."""

    name: str
    thank_mode: str
    thank_hours: int
    thank_each: bool
    application: Wait | None
    no_timeline: Wait | None
    long_process: Wait | None
    past_deadline: Wait
    silence: Duration | None
    max_attempts: int
    gaps: tuple[Duration, ...]
    again_at_most: Duration | str | None
    escalation: Wait | None
    first_purpose: str  # the action where nobody named a date
    counts_thanks: bool
    feedback: bool
    notice: bool
    closes_with_posting: bool
    correction: bool
    holds_on_hold: bool
    answer_within: Duration | None

    @property
    def curated(self) -> bool:
        """Whether the ruleset is one of the three that are put together from several sources."""
        return self.name in CURATED

    @property
    def guide(self) -> bool:
        """Whether it is one of the two readings of the interview guide."""
        return self.name in GUIDES

    @property
    def needs_interview(self) -> bool:
        """R6."""
        return self.name in AFTER_INTERVIEW

    @property
    def attempts_allowed(self) -> int:
        """Attempts in all: those to the first person and the escalation (D10)."""
        return self.max_attempts + (1 if self.escalation else 0)

    def gap(self, attempts: int) -> Duration | None:
        """The wait after the n-th attempt; the last gap repeats."""
        return self.gaps[min(attempts, len(self.gaps)) - 1] if self.gaps and attempts else None


def _d(text: str | None) -> Duration | None:
    return None if text is None else Duration.parse(text)


def _wait(pair: Any) -> Wait | None:
    if pair is None:
        return None
    wait, at_most = pair
    return Wait(Duration.parse(wait), at_most if at_most in (None, FIVE) else _d(at_most))


def _make(name: str, **given: Any) -> Ruleset:
    curated = name in CURATED
    past = _wait(given["past_deadline"])
    assert past is not None
    again = given.get("again")
    return Ruleset(
        name=name,
        thank_mode=given.get("thank_mode", "required"),
        thank_hours=given.get("thank_hours", 24),
        thank_each=given.get("thank_each", False),
        application=_wait(given.get("application")),
        no_timeline=_wait(given.get("no_timeline")),
        long_process=_wait(given.get("long_process")),
        past_deadline=past,
        silence=_d(given.get("silence")),
        max_attempts=given["max_attempts"],
        gaps=tuple(Duration.parse(gap) for gap in given.get("gaps", ())),
        again_at_most=again if again in (None, FIVE) else _d(again),
        escalation=_wait(given.get("escalation")),
        first_purpose=given.get("first_purpose", "status-inquiry"),
        counts_thanks=given.get("counts_thanks", False),
        feedback=curated or name in GUIDES,
        notice=curated or name == "reserves-network",
        closes_with_posting=curated or name in GUIDES,
        correction=curated or name in GUIDES,
        holds_on_hold=curated or name in GUIDES,
        answer_within=Duration(1, "business-day") if curated else None,
    )


RULESETS = {
    ruleset.name: ruleset
    for ruleset in (
        _make(
            "recruiter-etiquette",
            application=("1 week", "2 weeks"),
            no_timeline=("1 week", None),
            past_deadline=("1 business day", "2 business days"),
            max_attempts=2,
            gaps=("1 week",),
        ),
        _make(
            "huffpost-knutter",
            thank_mode="optional",
            no_timeline=("1 week", None),
            past_deadline=("1 day", None),
            max_attempts=1,
            first_purpose="timeline-question",
        ),
        _make(
            "huffpost-woody",
            thank_mode="optional",
            no_timeline=("1 week", None),
            past_deadline=("1 week", None),
            max_attempts=1,
            first_purpose="timeline-question",
        ),
        _make(
            "huffpost-dilber",
            thank_mode="optional",
            no_timeline=("1 week", None),
            past_deadline=("1 day", None),
            silence="1 month",
            max_attempts=2,
            gaps=("1 week",),
            escalation=("1 week", None),
            first_purpose="timeline-question",
        ),
        _make(
            "interview-guide",
            thank_hours=48,
            no_timeline=("1 week", "2 weeks"),
            long_process=("10 days", "2 weeks"),
            past_deadline=("1 business day", None),
            max_attempts=2,
            gaps=("1 week",),
            again="2 weeks",
            counts_thanks=True,
        ),
        _make(
            "interview-guide-faq",
            thank_mode="optional",
            thank_hours=48,
            no_timeline=("1 week", None),
            long_process=("2 weeks", None),
            past_deadline=("1 business day", None),
            max_attempts=3,
            gaps=("1 week", "2 weeks"),
        ),
        _make(
            "reserves-network",
            thank_each=True,
            past_deadline=("3 days", None),
            max_attempts=1,
        ),
        _make(
            "localwise",
            no_timeline=("2 weeks", None),
            past_deadline=("1 day", None),
            silence="2 weeks",
            max_attempts=2,
            gaps=("1 week",),
        ),
        _make(
            "conservative",
            application=("2 weeks", FIVE),
            no_timeline=("2 weeks", FIVE),
            long_process=("2 weeks", FIVE),
            past_deadline=("1 week", FIVE),
            max_attempts=2,
            gaps=("2 weeks",),
            again=FIVE,
        ),
        _make(
            "balanced",
            application=("1 week", "2 weeks"),
            no_timeline=("1 week", "2 weeks"),
            long_process=("10 days", "2 weeks"),
            past_deadline=("3 business days", FIVE),
            max_attempts=2,
            gaps=("1 week",),
            again=FIVE,
        ),
        _make(
            "persistent",
            application=("1 week", FIVE),
            no_timeline=("1 week", FIVE),
            long_process=("10 days", FIVE),
            past_deadline=("1 business day", FIVE),
            max_attempts=2,
            gaps=("1 week",),
            again=FIVE,
            escalation=("2 weeks", FIVE),
        ),
    )
}
