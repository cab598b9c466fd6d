"""`ruleset show --format markdown` and `plan --svg`: a ruleset as a page, a plan as a picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from followup import load_ruleset
from followup.core.references import filled
from followup.core.ruleset import Do
from followup.library.files import shipped_rulesets
from followup.wording.markup import escaped
from tests.cli.running import ACME, DAY, Followup
from tests.cli.samples import ruleset

CHOOSABLE = [name for name in shipped_rulesets() if not load_ruleset(name).abstract]
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
LINK = re.compile(r"\]\(#([^)]*)\)")
VOCABULARY = """\
vocabulary: lent-books
title: A book that you lent | to <somebody>
version: 1.0.0
tracks: {return: {about: Getting the *book* back}}
roles: {borrower: {says: the borrower}}
channels: {message: {says: by message}}
events:
  loan: {about: "You lent the book", fields: {to: {is: person, required: true, about: Who has it}}}
  sent: {about: You wrote, fields: {purpose: {is: action, required: true, about: What for}}}
actions:
  reminder:
    track: return
    about: Ask for the book
    says: Ask {to} for the book
    recorded-by: {event: sent, set: {purpose: reminder}}
endings: {given-up: The book is theirs now}
"""
RULES = """\
ruleset: patient
title: Two reminders, a month apart
version: 1.0.0
vocabulary: lent-books
parameters:
  wait: {is: duration, default: 1 month, assumed: true}
  most: {is: count, default: 2, about: "How many | at most"}
facts:
  loan: {latest: loan}
  reminders: {count: {sent: {purpose: reminder}}, since: loan}
  last-step: {latest: [loan, {sent: {purpose: reminder}}]}
rules:
  - rule: give-up
    track: return
    when: {reminders: {at-least: most}}
    stop: given-up
  - rule: remind
    when: {loan: known, last-step: known}
    do: reminder
    optional: true
    attempt: reminders
    of: most
    opens: wait after last-step
    closes: 1 week after opens
    to: [loan.to]
    via: [message]
    because: After {wait} a reminder is no reproach.
"""


def page_of(followup: Followup, name: object) -> str:
    """Return the page that the command prints."""
    found = followup("ruleset", "show", name, "--format", "markdown")
    assert (found.code, found.err) == (0, "")
    return found.out


@pytest.mark.parametrize("name", CHOOSABLE)
def test_a_page_has_the_whole_ruleset(followup: Followup, name: str) -> None:
    """Every value with what it is, every rule with its reason and its end, every limit and note."""
    shown = load_ruleset(name)
    page = page_of(followup, name)
    anchors = ANCHOR.findall(page)
    assert page.startswith(f"# {name}: ")
    assert escaped(shown.about) in page
    for parameter in shown.parameters.values():
        (row,) = [line for line in page.splitlines() if f'"value-{parameter.name}"' in line]
        assert escaped(parameter.about) in row
        assert ("**(assumed)**" in row) is parameter.assumed
    for rule in shown.rules:
        assert anchors.count(f"rule-{rule.name}") == 1
        assert escaped(filled(rule.because, shown)) in page
        if rule.verb == "stop":
            assert escaped(shown.vocabulary.endings[rule.what]) in page
        if rule.is_optional:
            block = page.split(f'<a id="rule-{rule.name}">')[1].split("\n#")[0]
            assert "as an option" in block
        for hint in rule.outcome.checklist if isinstance(rule.outcome, Do) else ():
            assert escaped(shown.vocabulary.checklist[hint].says) in page
    for limit in shown.limits:
        assert f"limit-{limit.name}" in anchors
        assert escaped(filled(limit.because, shown)) in page
    for note in shown.notes:
        assert escaped(note.says) in page


@pytest.mark.parametrize("name", CHOOSABLE)
def test_a_page_cites_its_sources(followup: Followup, name: str) -> None:
    """Titles, with the items or the places, stand where the value, the rule or the limit does."""
    shown = load_ruleset(name)
    page = page_of(followup, name)
    sources = page.split("## Sources")[1]
    records = (shown.parameters.values(), shown.rules, shown.limits, shown.notes)
    for cites in (record.cites for kind in records for record in kind):
        for cite in cites:
            assert escaped(cite.title) in sources
            assert all(escaped(place) in page for place in (cite.at or "", *cite.items))


@pytest.mark.parametrize("name", CHOOSABLE)
def test_a_page_reads_well(followup: Followup, name: str) -> None:
    """Nothing of a machine's is left in it, its links lead somewhere, its tables are whole."""
    page = page_of(followup, name)
    for slip in (
        r"\bNone\b(?! of)",
        r"\(\)",
        r"\( ",
        r" \)",
        "[{}]",
        " ,",
        ";;",
        r"\.\.",
        "the the",
    ):
        assert not re.search(slip, page), slip
    anchors = ANCHOR.findall(page)
    assert len(anchors) == len(set(anchors))
    assert set(LINK.findall(page)) <= {*anchors, "words"}
    for block in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1
    lines = page.splitlines()
    assert all(line == line.rstrip() for line in lines)
    assert not any(line in ("- ", "-") for line in lines)


def test_assumed_values_are_explained(followup: Followup) -> None:
    """A page with an assumed value says what that means, and counts them."""
    page = page_of(followup, "localwise")
    assert "A value marked **assumed** stands in no source." in page
    assert re.search(r"^- \d+ of its \d+ values stand in no source: ", page, re.MULTILINE)


def test_a_moment_is_spelled_with_its_values(followup: Followup) -> None:
    """A parameter that a child sets stands in every sentence that rests on it."""
    text = ruleset("mine", "balanced", wait_past_deadline="4 days")
    page = page_of(followup, followup.write("mine.yaml", text))
    block = page.split('<a id="rule-inquire-past-deadline">')[1].split("####")[0]
    plain = re.sub(r"\[([^]]*)\]\(#[^)]*\)", r"\1", block).replace("*", "")
    assert "- 4 days after the deadline of the promise\n" in plain
    assert "Values behind it: wait past deadline (4 days)" in plain


def test_a_page_of_another_domain(followup: Followup) -> None:
    """It is made of the words of its vocabulary, whose marks of Markdown are plain text."""
    followup.write("vocabulary.yaml", VOCABULARY)
    page = page_of(followup, followup.write("patient.yaml", RULES))
    title = r"a book that you lent \| to &#60;somebody&#62;"
    assert f"*For: {title} (lent-books). Version 1.0.0.*" in page
    assert r"Getting the \*book\* back" in page.replace("getting", "Getting")
    assert "**as an option, ask for the book.**" in page
    assert "It counts as the next of at most 2 *[reminders](#fact-reminders)*." in page
    assert "- **To:** who has it (*[loan](#fact-loan)*)" in page
    assert "- **Opens:** 1 month after the *[last step](#fact-last-step)*" in page
    assert "- **In time until:** 1 week after it opens; after that it is overdue" in page
    assert "1 of its 2 values stands in no source" in page
    assert "## Limits" not in page
    assert "## Sources" not in page
    assert "| none named |" in page


def test_a_page_is_the_same_in_a_pipe_and_on_a_terminal(followup: Followup) -> None:
    """Nothing is wrapped or coloured, so that it can be sent into a file from anywhere."""
    args = ("ruleset", "show", "balanced", "--format", "markdown")
    piped = followup.process(*args)
    assert (piped.code, piped.out) == (0, page_of(followup, "balanced"))
    assert followup.terminal(*args, columns=40) == (0, piped.out)


def test_text_stays_the_default(followup: Followup) -> None:
    """Tables are printed unless a page is asked for."""
    assert followup("ruleset", "show", "balanced", "--format", "text") == followup(
        "ruleset", "show", "balanced"
    )


def test_an_abstract_ruleset_has_no_page(followup: Followup) -> None:
    """Its values are left open, so its sentences would have to make some up."""
    found = followup("ruleset", "show", "common", "--format", "markdown")
    assert (found.code, found.out) == (2, "")
    assert "`common` is abstract" in found.err


def test_open_values_of_an_abstract_ruleset_are_not_made_up(followup: Followup) -> None:
    """A value that is left to the children is not shown as if it were one; others are."""
    followup.write("vocabulary.yaml", VOCABULARY)
    text = RULES.replace("version: 1.0.0", "version: 1.0.0\nabstract: true")
    text = text.replace("{is: duration, default: 1 month, assumed: true}", "{is: duration}")
    name = followup.write("patient.yaml", text)
    for _ in range(2):  # the second time it may come from the cache
        found = followup("ruleset", "show", name)
        assert found.code == 0, found.err
        rows = [line for line in found.out.splitlines() if line.startswith(("wait ", "most "))]
        assert [re.split(r"  +", row)[1] for row in rows] == ["(set by its children)", "2"]


def test_a_text_cannot_leave_its_place_on_a_page(followup: Followup) -> None:
    """HTML and fences in titles, reasons and values are shown, not obeyed."""
    followup.write("vocabulary.yaml", VOCABULARY)
    text = RULES.replace('"How many | at most"', '"~~~ x"')
    text = text.replace("After {wait} a reminder is no reproach.", '"``<script>b</script>`"')
    text = text.replace("Two reminders, a month apart", '"```<img src=a>"')
    page = page_of(followup, followup.write("patient.yaml", text))
    assert "<script" not in page
    assert "<img" not in page
    assert "~~~" not in page
    assert "``" not in page.replace("\\`", "")


def test_one_form_at_a_time(followup: Followup) -> None:
    """YAML and Markdown, and JSON and SVG, exclude one another."""
    for args in (
        ("ruleset", "show", "balanced", "--flat", "--format", "markdown"),
        ("plan", ACME, "--json", "--svg"),
    ):
        found = followup(*args)
        assert (found.code, found.out) == (2, "")
        assert "leave" in found.err


def test_a_plan_as_a_picture(followup: Followup) -> None:
    """It is an SVG under the name of the case and the ruleset, with every step of the plan."""
    found = followup("plan", ACME, "--as-of", DAY, "--svg")
    assert (found.code, found.err) == (0, "")
    svg = ElementTree.fromstring(found.out)
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(svg.itertext()).replace("\u00a0", " ")
    assert "acme-data-engineer, if nobody answers (balanced)" in words
    for attempt in ("(1 of 2)", "(2 of 2)"):
        assert f"Ask Dana Lee for an update by email {attempt}" in words
    assert "Stop: " in words
