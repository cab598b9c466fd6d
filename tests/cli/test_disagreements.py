"""`ruleset disagreements`: the same questions to several rulesets, computed from them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from followup.asking.answers import Answer
from followup.asking.comparison import Comparison
from followup.asking.disagreements import Disagreements
from followup.cli.disagreements import compared, rulesets_asked
from followup.forms import markdown
from followup.library import Library
from followup.views.blocks import Line
from followup.views.disagreements import disagreements_view
from followup.views.disagreements_page import disagreements_page
from tests.cli.running import ROOT, Followup, plain
from tests.cli.samples import ruleset

pytestmark = pytest.mark.usefixtures("questions_asked_once")

TOPICS = ROOT / "rulesets" / "job-search" / "topics.yaml"
ASK = ("ruleset", "disagreements")
RULESETS = 11
COMPOSED = {"balanced", "conservative", "persistent"}
SILENT = "does not speak of it"

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


@cache
def shipped() -> Disagreements:
    """What the shipped rulesets answer, computed once."""
    return compared(Library())


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
        entries = [(a["answer"], entry) for a in topic["answers"] for entry in a["rulesets"]]
        assert len({entry["ruleset"] for _, entry in entries}) == len(entries) == RULESETS
        voices = [says for says, entry in entries if entry["voice"]]
        assert len(voices) == RULESETS - len(COMPOSED)
        assert topic["opinions"] == len({*voices} - {SILENT})
        assert topic["silent"] == voices.count(SILENT)
        for says, entry in entries:
            assert says.strip() and "None" not in says
            assert entry["decides"] == (says if says != SILENT else entry["decides"])
            # Only a voice can decide something that it does not speak of.
            assert says != SILENT or entry["voice"] or not entry["rules"]


def test_what_draws_on_several_sources_is_no_voice(followup: Followup) -> None:
    """Eight rulesets follow one source each; the others count nowhere."""
    (topic,) = followup(*ASK, "-t", "wait-past-a-date", "--json").data
    entries = [entry for answer in topic["answers"] for entry in answer["rulesets"]]
    assert {entry["ruleset"] for entry in entries if not entry["voice"]} == COMPOSED
    both = ("-r", "conservative", "-r", "persistent")
    (topic,) = followup(*ASK, *both, "-t", "wait-past-a-date", "--json").data
    assert (topic["opinions"], topic["clashes"]) == (2, 1)


@pytest.mark.parametrize(
    ("topic", "speak"),
    [
        ("rejected", set()),
        ("interview-arranged", {"localwise"}),
        ("posting-removed", {"interview-guide", "interview-guide-faq"}),
        ("thank-you-counts", {"interview-guide", "recruiter-etiquette"}),
        ("minor-mistake", {"interview-guide", "interview-guide-faq"}),
    ],
)
def test_who_speaks(followup: Followup, topic: str, speak: set[str]) -> None:
    """A stop that all inherit is silence; that a slip of the pen is let go is none."""
    (found,) = followup(*ASK, "-t", topic, "--json").data
    said = [answer for answer in found["answers"] if answer["answer"] != SILENT]
    assert {e["ruleset"] for answer in said for e in answer["rulesets"] if e["voice"]} == speak


def test_the_great_disagreement(followup: Followup) -> None:
    """How long after a date that was named: the sooner first, each with its voices."""
    found = followup(*ASK, "-t", "wait-past-a-date")
    answers = re.findall(r"^  (\S.*)$", found.out, re.M)
    assert answers == [
        "the next working day",
        "3 business days",
        "3 days",
        "1 week",
        "2 weeks after the interview",
        "1 month after the interview",
    ]
    assert "\n      reserves-network\n" in found.out
    assert "(assumed)" in followup(*ASK, "-t", "wait-without-a-date").out


def test_the_most_split_come_first(followup: Followup) -> None:
    """After them stand the topics on which nobody contradicts another."""
    clashes = {each.question.name: each.clashes for each in shipped().comparisons}
    lines = [block for block in disagreements_view(shipped()) if isinstance(block, Line)]
    order = [line.text.partition(":")[0] for line in lines if line.style == "headline"]
    assert [clashes[name] for name in order] == sorted(clashes.values(), reverse=True)
    found = followup(*ASK, "-t", "channel", "-t", "attempts")
    assert re.findall(r"^([A-Z][A-Z ]+|[a-z-]+:)", found.out, re.M) == [
        "ANSWERED DIFFERENTLY",
        "attempts:",
        "NO CONTRADICTION",
        "channel:",
    ]
    assert found.out.endswith("\n2 topics, answered differently in 1\n")


def test_topics_on_which_all_agree_say_so(followup: Followup) -> None:
    """One line is enough, without the names."""
    both = ("-r", "balanced", "-r", "persistent", "--topic", "interview-arranged")
    found = followup(*ASK, *both)
    assert "\n  wait: an interview is arranged (all agree)\n" in found.out
    assert "balanced" not in found.out


def test_a_ruleset_of_ones_own(followup: Followup) -> None:
    """It is compared with whatever it is named beside, in that order once each."""
    followup.write("mine.yaml", ruleset("mine", "balanced", wait_past_deadline="9 days"))
    both = ("-r", "mine.yaml", "-r", "balanced", "-r", "mine.yaml")
    (topic,) = followup(*ASK, *both, "-t", "wait-past-a-date", "--json").data
    found = {a["answer"]: [r["ruleset"] for r in a["rulesets"]] for a in topic["answers"]}
    assert found == {"3 business days": ["balanced"], "9 days": ["mine"]}


def test_on_a_terminal_nothing_is_wider_than_it(followup: Followup) -> None:
    """Lines are wrapped and hang; all the same nothing is lost."""
    code, screen = followup.terminal(*ASK, "-t", "wait-past-a-date", columns=60)
    assert code == 0
    assert max(map(len, plain(screen).splitlines())) <= 60
    joined = re.sub(r"\s+", " ", plain(screen))
    assert "interview-guide, interview-guide-faq, recruiter-etiquette drawing on" in joined


# -- what the answers come to


def test_each_ruleset_in_a_row_of_its_own(followup: Followup) -> None:
    """The tables have all rulesets, a cell for each row of the topics, what is assumed apart."""
    lines = followup(*ASK).out.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("ruleset  "))
    table = lines[first : lines.index("", first)]
    assert re.split(r"  +", table[0])[2:4] == ["no date", "past a date"]
    names = [re.split(r"  +", line)[0] for line in table[1:] if not line.startswith(" ")]
    assert len(names) == RULESETS + 1
    assert names[-4] == "(several sources)"
    assert {*names[-3:]} == COMPOSED
    (woody,) = (line for line in table if line.startswith("huffpost-woody"))
    nothing, assumed, said = re.split(r"  +", woody)[1:4]
    assert (nothing, assumed[0], said) == ("-", "(", "1 week")
    some = followup(*ASK, "-t", "thank-you").out
    assert not any(line.startswith(("ruleset ", "- ")) for line in some.splitlines())


def spoken_of(comparison: Comparison) -> list[Answer]:
    return [a for a in comparison.answers if a.ruleset not in COMPOSED and not a.silent]


def ranked(name: str, topics: dict[str, Comparison]) -> list[Answer]:
    return sorted(spoken_of(topics[name]), key=lambda answer: answer.rank)


def test_the_five_sentences_hold() -> None:
    """What stands on top of the page is true of what the voices answer, whatever they answer."""
    sentences = shipped().in_short
    topics = {each.question.name: each for each in shipped().comparisons}
    assert len(sentences) == 5
    said = {name: [answer.says for answer in spoken_of(each)] for name, each in topics.items()}

    disputed = sum(1 for says in said.values() if len(set(says)) > 1)
    alone = sum(1 for says in said.values() if len(says) < 2)
    agreed = len(said) - disputed - alone
    assert f"On {disputed} of {len(said)} questions the 8 voices" in sentences[0]
    assert f"On {agreed} all who speak agree, and on {alone} no more than one" in sentences[0]

    # In time for everybody: nobody's window is shorter. That it is a duty is disputed.
    windows = [answer for answer in ranked("thank-you-until", topics) if answer.ranked]
    assert f"Within {windows[0].says} of the interview it is in time" in sentences[1]
    yes, like = (said["thank-you"].count(says) for says in ("yes", "only if you like"))
    assert sentences[1].endswith(f"duty: yes ({yes}), optional ({like}).")
    assert yes and like and yes + like == len(said["thank-you"])

    dateless = ranked("wait-without-a-date", topics)
    usual, times = Counter(answer.says for answer in dateless).most_common(1)[0]
    assumed = sum(1 for answer in dateless if answer.assumed)
    assert f"{times} of 8 ask after {usual}. " in sentences[2]
    assert f" {assumed} of the {len(dateless)} answers are assumed" in sentences[2]

    past = ranked("wait-past-a-date", topics)
    assert f"go from {past[0].says} to {past[-1].says}. The most frequent is" in sentences[3]
    usual, times = Counter(answer.says for answer in past).most_common(1)[0]
    assert sentences[3].endswith(f"is {usual}, with {times} of 8.")

    # Whatever the question, nobody asks more often, and nobody sooner again.
    often = [*ranked("attempts", topics), *ranked("attempts-after-a-missed-date", topics)]
    most = max((a for a in often if a.ranked), key=lambda answer: answer.rank)
    gaps = [*ranked("gap", topics), *ranked("gap-after-a-missed-date", topics)]
    least = min((a for a in gaps if a.ranked), key=lambda answer: answer.rank)
    last = ranked("last-question", topics)
    assert sentences[4] == (
        f"Nobody asks more than {most.says}, and between two questions lies {least.says} or more. "
        f"The last one goes out {last[0].says} to {last[-1].says} after the date that they missed."
    )


# -- the page


def test_the_page_has_every_answer() -> None:
    """Each question has a place that the index leads to, each ruleset its own in each section."""
    found, asked = shipped(), rulesets_asked(Library())
    page = markdown.page(
        disagreements_page(found, asked, ruleset_page="r/{}.md", item_page="s.md#{}")
    )
    assert page.startswith(f"# Where the rulesets disagree\n\n- {found.in_short[0]}\n")
    assert "None" not in page
    index = page.split("## The questions\n")[1].split("\n## ")[0]
    for comparison in found.comparisons:
        name = comparison.question.name
        assert index.count(f"(#{name})") == page.count(f'<a id="{name}"></a>') == 1
    sections = page.split("\n### ")[1:]
    assert len(sections) == sum(1 for each in found.comparisons if each.clashes)
    for section in sections:
        own = section.split("\n## ")[0]
        assert len(re.findall(r"\]\(r/[a-z-]+\.md\)", own)) == RULESETS
    assert re.search(r"\[S0-\d\d\]\(s\.md#s0-\d\d\)", page)
    again = disagreements_page(compared(Library()), asked)
    assert list(disagreements_page(found, asked)) == list(again)


def test_the_table_of_the_page() -> None:
    """Ten rows; the voices are its columns, what draws on several sources has its own table."""
    page = markdown.page(disagreements_page(shipped(), rulesets_asked(Library())))
    glance = page.split("## At a glance\n")[1].split("\n## ")[0]
    tables = [part.splitlines() for part in glance.split("\n\n") if part.startswith("|")]
    assert [len(table) for table in tables] == [12, 12]
    voices, composed = ([c.strip() for c in t[0].strip("|").split("|")][1:] for t in tables)
    assert len(voices) == 8
    assert {*composed} == COMPOSED
    cells = [cell.strip() for row in tables[0][2:] for cell in row.strip("|").split("|")[1:]]
    assert {"–", "never", "*1 week*", "1 week"} <= {*cells}
    assert max(len(cell) for cell in cells) <= len("1 month after the interview")
    assert "[no date](#wait-without-a-date)" in tables[0][3]


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
    assert '### <a id="wait"></a>How long after the loan \\| do you ask?\n' in page
    assert "| answer | rulesets | sources |" in page
    assert "At a glance" not in page


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
