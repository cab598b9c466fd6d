"""Moments, conditions and facts in English sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup import load_ruleset
from followup.core.terms import Opening, ParameterRef, Term
from followup.reading.phrases import AnyNames, Reference, parse_phrase
from followup.views.fact_sentences import FactSentences
from followup.views.sentences import lowered, raised
from followup.wording.conditions import listed

RULESET = """\
ruleset: mine
title: Mine
version: 1.0.0
extends: balanced
facts:
  first-call: {earliest: {sent: {channel: phone, to: [recruiter, interviewer]}}, since: interview}
  people-met: {count: interview, distinct: lead, about: How many led one}
  keen:
    holds:
      people-met: {at-least: 2, below: max-attempts}
      interview.rapport: [strong, ordinary]
  quiet: {holds: {none: [{inquiry: known}, {promise.deadline: past}]}}
  odd:
    holds:
      any:
        - {keen: true, long-process: false}
        - last-word: {before: 1 week after interview}
  soonest: {earliest-known: [interview, application.date]}
  first-date: {first-known: [promise.deadline, interview]}
  caller: {person: [interview.lead, recruiter], reachable-by: phone}
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> FactSentences:
    path = tmp_path_factory.mktemp("rules") / "mine.yaml"
    path.write_text(RULESET, encoding="utf-8")
    return FactSentences(load_ruleset(path))


class WithParameters(AnyNames):
    """Names as in a ruleset: what stands for a duration is a parameter."""

    def moment(self, reference: Reference) -> Term:
        return Opening() if reference.name == "opens" else super().moment(reference)

    def duration(self, reference: Reference) -> Term:
        return ParameterRef(reference.name)


def plain(text: str) -> str:
    """Return a sentence without links and emphasis."""
    return re.sub(r"\[([^]]*)\]\(#[^)]*\)", r"\1", text).replace("*", "")


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("interview", "the interview"),
        ("3 days after interview", "3 days after the interview"),
        ("gap after inquiry", "1 week after the inquiry"),
        (
            "2 business days before promise.deadline",
            "2 business days before the deadline of the promise",
        ),
        ("next business day after interview", "the next business day after the interview"),
        (
            "monday or tuesday after interview",
            "the first worked Monday or Tuesday after the interview",
        ),
        (
            "tuesday or thursday on or after interview",
            "the first worked Tuesday or Thursday on or after the interview",
        ),
        ("end of week of interview", "the last business day in the week of the interview"),
        ("end of month of interview", "the last day of the month of the interview"),
        (
            "monday on or after opens",
            "the first worked Monday on or after the day on which it opens",
        ),
        ("5 business days after opens", "5 business days after it opens"),
        ("opens", "the day on which it opens"),
        ("2026-11-24", "Tue 24 Nov 2026"),
        (
            "later of interview, opens",
            "the interview or the day on which it opens, whichever is later",
        ),
        (
            "earlier of interview, application, inquiry",
            "the interview, the application or the inquiry, whichever is earliest",
        ),
        (
            "1 week after later of interview, inquiry",
            "1 week after (the interview or the inquiry, whichever is later)",
        ),
        (
            "1 day after interview, roll none",
            "1 day after the interview, even where that is a day off",
        ),
        ("silence-over", "1 week after the last word"),
        ("1 day after silence-over", "1 day after 1 week after the last word"),
        (
            "due-past-deadline",
            "the latest that is known of (3 business days after the deadline of the promise; "
            "3 business days after the own answer; 1 week after the notice; "
            "1 week after the own question; "
            "the next business day after the last day of the pause (ended pause))",
        ),
        ("soonest", "the earliest that is known of (the interview; the day of the application)"),
        ("first-date", "the deadline of the promise or, if that is unknown, the interview"),
        ("competing-offer.answer-by", "the day by which you must answer it (competing offer)"),
    ],
)
def test_a_moment_reads_as_english(words: FactSentences, phrase: str, expected: str) -> None:
    """Facts are written out down to events, and parameters have their values."""
    words.fresh()
    assert plain(words.moment(parse_phrase(phrase, WithParameters()))) == expected


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (
            "first-call",
            "The earliest event sent whose channel is phone and whose to is the recruiter or the "
            "interviewer, after the interview.",
        ),
        ("people-met", "The number of different lead in these events: interview."),
        (
            "keen",
            "Whether this holds: the number of people met (how many led one) is at least 2, and "
            "the number of people met is below 2 (max attempts), and the rapport (how well you got "
            "on) of the interview is strong or ordinary.",
        ),
        (
            "odd",
            "Whether this holds: either (keen is the case, and long process is not the case "
            "(whether the employer is known to decide slowly)), or last word (the last time that "
            "a person at the employer spoke or wrote to you) is before 1 week after the interview.",
        ),
        ("soonest", "The earliest that is known of: the interview; the day of the application."),
        (
            "caller",
            "The first of these who is known and can be reached by phone: who led it, if several "
            "took part (interview); the recruiter.",
        ),
        (
            "ended-pause",
            "The latest event pause. It counts only if the last day of the pause is known, and day "
            "before pause has passed.",
        ),
    ],
)
def test_a_fact_is_explained(words: FactSentences, fact: str, expected: str) -> None:
    """What it reads, of which events, within which bounds, and when it counts."""
    words.fresh()
    assert plain(words.definition(words.ruleset.facts[fact])) == expected


def test_none_of_several_is_not_so(words: FactSentences) -> None:
    """`none` alone is a denial, beside other conditions an exception."""
    words.fresh()
    definition = plain(words.definition(words.ruleset.facts["quiet"]))
    assert definition.startswith("Whether this holds: it is not so that inquiry is on record")
    assert definition.endswith("or the deadline of the promise has passed.")
    assert ", unless the last day of the pause has passed." in plain(
        words.definition(words.ruleset.facts["pause"])
    )


def test_a_meaning_is_given_once(words: FactSentences) -> None:
    """What a fact means stands in brackets where it is met first, until the next piece."""
    words.fresh()
    assert words.explanation("promise")
    assert not words.explanation("promise")
    words.fresh()
    assert words.explanation("promise")


def test_the_first_letter_follows_the_place() -> None:
    """Names in capitals keep them, and a link begins with its text."""
    assert lowered("Ask for it") == "ask for it"
    assert lowered("LinkedIn knows") == "LinkedIn knows"
    assert raised("*[last word](#x)* is") == "*[Last word](#x)* is"
    assert listed(["a", "b", "c"]) == "a, b or c"
    assert listed([]) == ""


def test_a_file_may_hold_any_words(tmp_path: Path) -> None:
    """Markdown and line breaks in a text are shown as they are written."""
    path = tmp_path / "mine.yaml"
    about = r'facts: {keen: {seen: interview, about: "a *b* [c](d) <i> | `e|f_g` h_i"}}'
    header = RULESET.split("facts:")[0]
    path.write_text(header + about, encoding="utf-8")
    explained = FactSentences(load_ruleset(path)).explanation("keen")
    assert explained == r" (a \*b\* \[c\](d) &#60;i&#62; \| <code>e\|f\_g</code> h\_i)"
