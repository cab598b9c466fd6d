"""A vocabulary that extends another: it adds words, and all that the other has goes on working."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import followup
from followup.diagnostics import InvalidDocument, Problem
from followup.library import Library
from tests.cli.running import Followup

HEADER = "vocabulary: coach\ntitle: What a coach adds\nversion: 1.0.0\nextends: job-search\n"
COACH = f"""{HEADER}\
tracks:
  practice: {{about: Getting better}}
events:
  mock-interview:
    about: You practised with a coach
    fields:
      grade: {{is: number, about: How it went}}
  interview:
    fields:
      confidence: {{is: number, about: How sure you were}}
fields:
  coach-name: {{is: text, about: Who coaches you}}
actions:
  practise:
    about: Practise
    track: practice
    says: Practise an interview
    recorded-by: {{event: mock-interview}}
checklist:
  breathe: {{says: Breathe, actions: [practise]}}
"""
RULES = """\
ruleset: coached
title: Balanced, and practice before an interview
version: 1.0.0
extends: balanced
vocabulary: coach
facts:
  first-talk: {scheduled: interview}
rules:
  - rule: practise-first
    when: {first-talk: known}
    do: practise
    opens: 3 days before first-talk
    checklist: [breathe]
    because: Nobody is good the first time.
"""
# A history in the words of the parent, which knows nothing of coaches.
HISTORY = """\
vocabulary: job-search
country: US
events:
  - {date: 2026-10-01, event: application}
  - {date: 2026-10-13, event: interview}
"""
DAY = datetime.date(2026, 10, 5)


@pytest.fixture
def coach(tmp_path: Path) -> Path:
    (tmp_path / "vocabulary.yaml").write_text(COACH, encoding="utf-8")
    (tmp_path / "coached.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "acme.yaml").write_text(HISTORY, encoding="utf-8")
    return tmp_path


def test_rulesets_and_histories_of_the_parent_go_on_working(coach: Path) -> None:
    """A ruleset of the parent is built upon; a history in the parent's words is answered."""
    ruleset = followup.load_ruleset(coach / "coached.yaml")
    history = followup.load_history(coach / "acme.yaml", ruleset)
    found = {action.action: action for action in followup.decide(history, ruleset, DAY).actions}
    assert found["practise"].opens == datetime.date(2026, 10, 13)
    assert found["practise"].checklist == ("breathe",)
    assert ruleset.vocabulary.names == ("coach", "job-search")


def test_a_history_may_use_the_words_that_were_added(coach: Path) -> None:
    """A schema is generated with the words of both."""
    words = HISTORY.replace("job-search", "coach") + (
        "  - {date: 2026-10-02, event: mock-interview, grade: 3}\n"
        "  - {date: 2026-10-03, event: interview, confidence: 4}\n"
        "coach-name: Ana\n"
    )
    (coach / "acme.yaml").write_text(words, encoding="utf-8")
    ruleset = followup.load_ruleset(coach / "coached.yaml")
    history = followup.load_history(coach / "acme.yaml", ruleset)
    assert [event.kind for event in history.events][:2] == ["application", "mock-interview"]


def test_sources_messages_and_topics_of_the_parent_are_found(
    coach: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Messages and sources of the parent go on working with it."""
    command = Followup(coach, str(tmp_path_factory.mktemp("cache")))
    library = Library()
    vocabulary = library.documents.vocabulary_file(str(coach / "vocabulary.yaml"))
    parent = library.documents.vocabulary("job-search")
    assert set(library.documents.catalogues(vocabulary)) == set(parent.sources)
    assert library.documents.topics(vocabulary, "topics.yaml").questions
    assert command("ruleset", "check", "vocabulary.yaml", "coached.yaml").code == 0
    late = ("-r", "coached.yaml", "--as-of", "2026-10-30")
    assert "Subject" in command("draft", "acme.yaml", *late).out


SHOP = """\
vocabulary: shop
title: Invoices of a shop
version: 1.0.0
extends: invoice-reminders
names-case: [branch]
correspondence:
  - {event: sent, person: to, channel: channel}
fields:
  branch: {is: text, about: Where it was bought}
events:
  delivery: {about: The goods arrived}
  payment:
    fields:
      cashier: {is: text, about: Who took the money}
remarks:
  paid-before-delivery:
    of: {payment: {cashier: known}}
    when: {delivery: unknown}
    says: this was paid at the counter, and nothing was delivered before
"""


def test_remarks_of_the_parent_go_on_working(tmp_path: Path) -> None:
    """What the parent finds improbable still is, beside what the child declares."""
    path = tmp_path / "vocabulary.yaml"
    path.write_text(SHOP, encoding="utf-8")
    (tmp_path / "patient.yaml").write_text(
        "ruleset: patient\ntitle: Patient\nversion: 1.0.0\nextends: payment-reminders\n"
        "vocabulary: shop\n",
        encoding="utf-8",
    )
    ruleset = followup.load_ruleset(tmp_path / "patient.yaml")
    words = ruleset.vocabulary
    assert [field for field in words.names_case if field == "branch"] == ["branch"]
    assert len(words.names_case) > 1
    assert [entry.event for entry in words.correspondence] == ["sent"]
    payment = {"date": "2026-03-10", "event": "payment", "kind": "full", "amount": 9}
    events: list[dict[str, object]] = [
        {"date": "2026-03-02", "event": "invoice", "amount": 90000, "terms": "2 weeks"},
        {"date": "2026-03-03", "event": "sent", "purpose": "question-response"},
    ]
    for vocabulary, last in (
        ("invoice-reminders", payment),
        ("shop", {**payment, "cashier": "Kim"}),
    ):
        own = {"vocabulary": vocabulary, "country": "US", "events": [*events, last]}
        found = followup.remarks(followup.history_from(own, ruleset), DAY, ruleset)
        said = [problem.message for problem in found if problem.code in ("W008", "W009")]
        assert len(said) == (3 if vocabulary == "shop" else 2), said
        assert "`question-response`" in said[0]
        assert "called full" in said[1]


def problems(directory: Path, text: str) -> tuple[Problem, ...]:
    path = directory / "vocabulary.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        Library().documents.vocabulary_file(str(path))
    except InvalidDocument as error:
        return error.problems
    return ()


@pytest.mark.parametrize(
    ("body", "line", "code", "says"),
    [
        ("roles:\n  recruiter: {says: the hunter}", 6, "F307", "has the role `recruiter` already"),
        ("endings: {accepted: You won}", 5, "F307", "already"),
        (
            "remarks:\n  unpaid:\n    of: {sent: {purpose: thanks}}\n    says: odd",
            7,
            "F303",
            "`thanks`",
        ),
        ("events:\n  interview:\n    about: Another", 6, "F307", "the event `interview` already"),
        (
            "events:\n  interview:\n    fields:\n      with: {is: text, about: Whoever}",
            8,
            "F307",
            "has the field `with` already",
        ),
        (
            "events:\n  interview:\n    fields:\n      n: {is: number, required: true, about: N}",
            8,
            "F307",
            "cannot be required",
        ),
        ("fields:\n  n: {is: number, required: true, about: N}", 6, "F307", "cannot be required"),
        ("events:\n  other:\n    fields:\n      n: {is: number, about: N}", 7, "F102", "`about`"),
        ("contacts: {event: contact, person: person, channels: channels}", 5, "F307", "already"),
        (
            "actions:\n  a: {track: gone, about: A, says: A, recorded-by: {event: sent}}",
            6,
            "F303",
            "`gone`",
        ),
    ],
)
def test_what_it_would_change_is_told(
    tmp_path: Path, body: str, line: int, code: str, says: str
) -> None:
    """What a child would change of the parent is an error at its line."""
    found = problems(tmp_path, f"{HEADER}{body}\n")
    assert (found[0].location.line, found[0].code) == (line, code)
    assert says in found[0].message


@pytest.mark.parametrize(
    ("extends", "code"),
    [("job-serch", "F306"), ("./gone.yaml", "F306"), ("./vocabulary.yaml", "F405")],
)
def test_what_is_extended_must_be_there(tmp_path: Path, extends: str, code: str) -> None:
    """A name or a path leads to a vocabulary, and never back to where it began."""
    (found,) = problems(tmp_path, HEADER.replace("job-search", extends))
    assert (found.location.line, found.code) == (4, code)


def test_a_vocabulary_that_extends_nothing_needs_all(tmp_path: Path) -> None:
    """What a vocabulary must have may come from the one that it extends, and from nowhere else."""
    found = problems(tmp_path, HEADER.replace("extends: job-search\n", ""))
    assert {problem.code for problem in found} == {"F102"}
    assert any("`events`" in problem.message for problem in found)
