"""`ruleset disagreements`: the same questions to several rulesets, computed from them."""

from __future__ import annotations

import re

import pytest

from followup.cli.disagreements import compared, rulesets_asked
from followup.forms import markdown
from followup.library import Library
from followup.views.disagreements import disagreements_page
from tests.cli.running import ROOT, Followup, plain
from tests.cli.samples import ruleset

TOPICS = ROOT / "rulesets" / "job-search" / "topics.yaml"
ASK = ("ruleset", "disagreements")
VOICES = 11

VOCABULARY = """\
vocabulary: lent-books
title: A book that you lent to somebody
version: 1.0.0
tracks:
  return: {about: Getting the book back}
roles:
  borrower: {says: the borrower}
channels:
  message: {says: by message}
events:
  loan:
    about: You lent the book
  sent:
    about: You wrote
    fields:
      purpose: {is: action, required: true, about: What it was for}
actions:
  reminder:
    track: return
    about: Ask for the book
    says: Ask for the book
    recorded-by: {event: sent, set: {purpose: reminder}}
"""
PATIENCE = """\
ruleset: NAME
title: The ruleset NAME
version: 1.0.0
vocabulary: lent-books
facts:
  loan: {latest: loan}
rules:
  - rule: remind
    when: {loan: known}
    do: reminder
    opens: WAIT after loan
    because: It is time.
"""
BOOK_TOPICS = """\
topics: lent-books
list:
- topic: wait
  asks: How long after the loan | do you ask?
  events: [{date: 2026-03-02, event: loan}]
  as-of: 2026-03-02
  read: {wait: reminder, after: {the loan: 2026-03-02}}
"""


@pytest.fixture
def books(followup: Followup) -> Followup:
    """A domain of its own with two rulesets, and topics beside its vocabulary."""
    followup.write("books/vocabulary.yaml", VOCABULARY)
    for name, wait in (("patient", "1 month"), ("hasty", "3 days")):
        text = PATIENCE.replace("NAME", name).replace("WAIT", wait)
        followup.write(f"books/{name}.yaml", text)
    followup.write("books/topics.yaml", BOOK_TOPICS)
    return followup


BOTH = ("-r", "books/patient.yaml", "-r", "books/hasty.yaml")


# -- the shipped ones


def test_all_topics_and_rulesets(followup: Followup) -> None:
    """Piped, every topic stands with its question, every ruleset in it, and nothing is cut."""
    found = followup(*ASK)
    assert (found.code, found.err) == (0, "")
    names = re.findall(r"^- topic: (\S+)$", TOPICS.read_text(encoding="utf-8"), re.M)
    asked = re.findall(r"^  asks: (.*)$", TOPICS.read_text(encoding="utf-8"), re.M)
    assert len(names) == len(asked) > 30
    for name, question in zip(names, asked, strict=True):
        assert f"\n{name}: {question}\n" in found.out
    assert "…" not in found.out
    assert found.out.splitlines()[-1].startswith(f"{len(names)} topics, answered differently in ")


def test_every_ruleset_answers_every_topic(followup: Followup) -> None:
    """In JSON each shipped ruleset stands once in each topic, with the rules that decided."""
    found = followup(*ASK, "--json")
    assert (found.code, found.err) == (0, "")
    for topic in found.data:
        answers = [entry for answer in topic["answers"] for entry in answer["rulesets"]]
        assert len({entry["ruleset"] for entry in answers}) == len(answers) == VOICES
        spoken = sum(1 for answer in topic["answers"] if answer["answer"] != "does not speak of it")
        assert topic["opinions"] == spoken
        for answer in topic["answers"]:
            assert answer["answer"].strip() and "None" not in answer["answer"]
            silent = answer["answer"] == "does not speak of it"
            assert all(bool(entry["rules"]) != silent for entry in answer["rulesets"])


def test_the_great_disagreement(followup: Followup) -> None:
    """How long after a date that was named: the sooner first, each with its voices."""
    found = followup(*ASK, "-t", "wait-past-a-date")
    answers = re.findall(r"^  (\S.*)$", found.out, re.M)
    assert answers == [
        "the next working day",
        "3 days",
        "1 week",
        "2 weeks after the interview",
        "1 month after the interview",
    ]
    assert "\n      balanced, reserves-network\n" in found.out
    assert "(assumed)" in followup(*ASK, "-t", "wait-without-a-date").out


def test_topics_on_which_all_agree_say_so(followup: Followup) -> None:
    """One line is enough, without the names."""
    found = followup(*ASK, "--topic", "interview-arranged", "--topic", "attempts")
    assert " (all agree)\n" in found.out
    agreed = found.out.split("interview-arranged: ")[1]
    assert "balanced" not in agreed
    assert found.out.endswith("2 topics, answered differently in 1\n")


def test_a_ruleset_of_ones_own(followup: Followup) -> None:
    """It is compared with whatever it is named beside, in that order once each."""
    followup.write("mine.yaml", ruleset("mine", "balanced", wait_past_deadline="9 days"))
    both = ("-r", "mine.yaml", "-r", "balanced", "-r", "mine.yaml")
    (topic,) = followup(*ASK, *both, "-t", "wait-past-a-date", "--json").data
    found = {a["answer"]: [r["ruleset"] for r in a["rulesets"]] for a in topic["answers"]}
    assert found == {"3 days": ["balanced"], "9 days": ["mine"]}


def test_on_a_terminal_nothing_is_wider_than_it(followup: Followup) -> None:
    """Lines are wrapped and hang; all the same nothing is lost."""
    code, screen = followup.terminal(*ASK, "-t", "wait-past-a-date", columns=60)
    assert code == 0
    assert max(map(len, plain(screen).splitlines())) <= 60
    joined = re.sub(r"\s+", " ", plain(screen))
    assert "huffpost-knutter, interview-guide, interview-guide-faq, persistent" in joined


# -- the page


def test_the_page_has_every_answer() -> None:
    """Each question has a section that the overview leads to, each ruleset its row."""
    library = Library()
    comparisons, asked = compared(library), rulesets_asked(library)
    blocks = disagreements_page(comparisons, asked, ruleset_page="r/{}.md", item_page="s.md#{}")
    page = markdown.page(blocks)
    assert page.startswith("# Where the rulesets disagree\n")
    assert "None" not in page
    for comparison in comparisons:
        name = comparison.question.name
        assert page.count(f"(#{name})") == page.count(f'<a id="{name}"></a>') == 1
    sections = page.split('<a id="')[1:]
    for section in sections:
        assert len(re.findall(r"\]\(r/[a-z-]+\.md\)", section)) == VOICES
    assert re.search(r"\[S0-\d\d\]\(s\.md#s0-\d\d\)", page)
    again = disagreements_page(compared(library), asked)
    assert list(disagreements_page(comparisons, asked)) == list(again)


# -- another domain


def test_another_domain(books: Followup) -> None:
    """Topics are found beside the vocabulary of the rulesets that are named."""
    found = books(*ASK, *BOTH)
    assert (found.code, found.err) == (0, "")
    assert found.out == (
        "wait: How long after the loan | do you ask?\n"
        "  3 days\n      hasty\n"
        "  1 month\n      patient\n"
        "\n1 topic, answered differently in 1\n"
    )
    library = Library()
    paths = tuple(str(books.directory / path) for path in BOTH if path != "-r")
    blocks = disagreements_page(compared(library, paths), rulesets_asked(library, paths))
    page = markdown.page(blocks)
    assert "[How long after the loan \\| do you ask?](#wait)" in page


def test_a_domain_without_topics(books: Followup) -> None:
    """What is missing, and where it would have to stand."""
    (books.directory / "books/topics.yaml").unlink()
    found = books(*ASK, *BOTH)
    assert (found.code, found.out) == (2, "")
    assert "there are no topics for `lent-books`; they stand beside the vocabulary" in found.err


def test_topics_are_no_ruleset(books: Followup) -> None:
    """A check of the directory takes the file for what it is."""
    found = books("ruleset", "check", "books")
    assert (found.code, found.err) == (0, "")


def test_wrong_topics(books: Followup) -> None:
    """Everything that is wrong is reported at its place, as with every document."""
    wrong = BOOK_TOPICS.replace("wait: reminder", "wait: remainder").replace(
        "as-of: 2026-03-02", "as-of: yesterday"
    )
    path = books.write("books/topics.yaml", wrong)
    found = books(*ASK, *BOTH)
    assert (found.code, found.out) == (1, "")
    assert found.problems == [
        f"{path.relative_to(books.directory)}:6:10: F201 `yesterday` is not a date "
        "(expected a day as YYYY-MM-DD, such as 2026-11-24)",
        f"{path.relative_to(books.directory)}:7:16: F303 there is no action `remainder` "
        "(did you mean `reminder`?)",
    ]


def test_a_wrong_shape(books: Followup) -> None:
    """The schema finds what is missing or unknown."""
    books.write("books/topics.yaml", BOOK_TOPICS.replace("asks:", "ask:"))
    found = books(*ASK, *BOTH)
    assert found.code == 1
    assert ":4:3: F101 the key `ask` is not known here (did you mean `asks`?)" in found.err


# -- wrong words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-t", "thank-yuo"), "there is no topic `thank-yuo` (did you mean `thank-you`?)"),
        (("-t", "linkedin-x-y-z"), "there is no topic `linkedin-x-y-z`"),
        (("-t", "wait"), "(perhaps `wait-after-an-application`, "),
        (("-r", "balanced"), "there is only one ruleset to ask, `balanced`"),
        (("-r", "balanced", "-r", "balancd"), "did you mean `balanced`?"),
        (("-r", "balanced", "-r", "common"), "the ruleset `common` is abstract"),
        (("-r", "balanced", "-r", "payment-reminders"), "choose rulesets of one vocabulary"),
    ],
)
def test_wrong_words(followup: Followup, arguments: tuple[str, ...], message: str) -> None:
    """What is not there is named, with what was meant."""
    found = followup(*ASK, *arguments)
    assert (found.code, found.out) == (2, "")
    assert message in found.err


def test_a_domain_with_one_ruleset(followup: Followup) -> None:
    """Where there is only one, there is nothing to compare."""
    found = followup(*ASK, env={"FOLLOWUP_RULESET": "payment-reminders"})
    assert (found.code, found.out) == (2, "")
    assert "there is only one ruleset to ask, `payment-reminders`" in found.err
