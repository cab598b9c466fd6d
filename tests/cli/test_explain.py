"""`why`, `plan` and `compare`: the reasons, the future, the alternatives."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft7Validator

from tests.cli.running import ACME, DAY, ROOT, Followup
from tests.cli.samples import HISTORY_YAML, REJECTED_YAML, SILENT_YAML, record, ruleset

VALID = Draft7Validator(
    json.loads((ROOT / "schemas" / "decision.schema.json").read_text(encoding="utf-8"))
)
ONE_FILE = ("why", "plan", "compare")


def test_why_shows_rules_values_and_walks(followup: Followup) -> None:
    """The rules asked with their marks, the values with their events, each day passed over."""
    found = followup.process("why", ACME, "--all", "--as-of", DAY)
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines()[0].startswith("Ask Dana Lee for an update")
    assert "✓ inquire-past-deadline → do status-inquiry" in found.out
    assert "✗ end-rejected" in found.out
    assert "what was known" in found.out
    assert "(interview, line 16:" in found.out
    assert "how the dates came about" in found.out
    assert "not Sat 24 Oct 2026: weekend" in found.out


def test_why_is_short(followup: Followup) -> None:
    """What decided, with its sources; what nearly did; how its dates came about: one screen."""
    found = followup("why", ACME, "--as-of", DAY)
    assert (found.code, found.err) == (0, "")
    lines = found.out.splitlines()
    assert len(lines) < 40
    decided, near, dates = (
        lines.index(heading)
        for heading in ("what decided", "what nearly did", "how the dates came about")
    )
    assert lines[decided + 1] == "  ✓ inquire-past-deadline → do status-inquiry"
    assert any("S3-11" in line for line in lines[decided:near])
    assert "  ✗ thank-the-others (its time has lapsed)" in lines[near:dates]
    assert (
        "  ✗ thank-after-interview (failed: thanked is not the case  [true])" in lines[near:dates]
    )
    assert not any("connect-on-linkedin" in line for line in lines)  # an option decides nothing
    assert "--all" in lines[-1]


def test_why_without_an_answer_says_that_no_rule_holds(followup: Followup) -> None:
    """Silence has no rule and no dates."""
    followup.write("a.yaml", SILENT_YAML)
    found = followup("why", "a.yaml", "--as-of", DAY)
    assert "  no rule holds that asks for anything" in found.out
    assert "how the dates came about" not in found.out


def test_why_json_is_the_decision_with_its_trace(followup: Followup) -> None:
    """It is what `evaluate --json --trace` prints, but for the remarks."""
    found = followup("why", ACME, "--as-of", DAY, "--json")
    VALID.validate(found.data)
    evaluated = followup("evaluate", ACME, "--as-of", DAY, "--json", "--trace").data
    assert evaluated.pop("remarks") == []
    assert found.data == evaluated


def test_plan_goes_to_the_end(followup: Followup) -> None:
    """Each step with its day, the action with its attempt, and how it ends."""
    found = followup("plan", ACME, "--as-of", DAY)
    assert (found.code, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[0] == "If nobody answers (balanced):"
    days = [line for line in lines[2:] if re.match(r"\w{3} \d+ \w{3} \d{4}  ", line)]
    assert len(days) == 3
    assert found.out.count("(attempt") == 2
    end = next(n for n, line in enumerate(lines) if line.startswith("Stop: "))
    assert lines[end + 2] == "for reference"


def test_a_plan_says_where_its_notes_stand_if_asked(followup: Followup) -> None:
    """Ids of sources are shown with `--sources` only."""
    bare, full = (
        followup("plan", ACME, "--as-of", DAY, *more).out for more in ((), ("--sources",))
    )
    assert not re.search(r"\bS\d-\d+", bare)
    assert re.search(r"\bS\d-\d+", full)


def test_plan_json_has_steps_and_an_end(followup: Followup) -> None:
    """The decision that it ends with fits the schema of decisions."""
    found = followup("plan", ACME, "--as-of", DAY, "--json")
    assert found.data["case"] == "acme-data-engineer"
    assert found.data["ruleset"] == "balanced"
    assert found.data["complete"] is True
    assert [step["at"] for step in found.data["steps"]] == sorted(
        step["at"] for step in found.data["steps"]
    )
    VALID.validate(found.data["ends"])
    assert found.data["ends"]["status"] == "stop"


def test_compare_shows_every_ruleset_of_the_domain(followup: Followup) -> None:
    """Without names all that can be chosen are compared; the others' vocabulary stays out."""
    found = followup("compare", ACME, "--as-of", DAY)
    assert (found.code, found.err) == (0, "")
    rows = found.out.splitlines()[2:]
    names = [row.split()[0] for row in rows]
    assert {"balanced", "conservative", "persistent", "localwise"} < set(names)
    assert not {"baseline", "payment-reminders"} & set(names)


def test_compare_shows_the_rulesets_that_are_named(followup: Followup) -> None:
    """In the order of the options; a path counts as a name."""
    followup.write("mine.yaml", ruleset("mine", "conservative"))
    args = ("-r", "persistent", "-r", "mine.yaml", "--as-of", DAY)
    rows = followup("compare", ACME, *args).out.splitlines()[2:]
    assert [row.split()[0] for row in rows if row[0] != " "] == ["persistent", "mine"]
    found = followup("compare", ACME, *args, "--json")
    assert [decision["ruleset"]["name"] for decision in found.data] == ["persistent", "mine"]
    for decision in found.data:
        VALID.validate(decision)


def test_compare_says_what_is_due(followup: Followup) -> None:
    """What is due, what is overdue, and what lies ahead; nothing where nothing is to be done."""
    followup.write("a.yaml", REJECTED_YAML)
    args = ("-r", "persistent", "-r", "conservative")
    ahead, late = (
        " ".join(followup("compare", ACME, *args, "--as-of", day).out.split())
        for day in (DAY, "2026-11-09")
    )
    assert ahead.count("due") == 1
    assert late.count("overdue") == 2
    assert " - " not in followup("compare", "a.yaml", *args, "--as-of", DAY).out


def test_compare_follows_the_ruleset_of_the_environment(followup: Followup) -> None:
    """The default ruleset says which domain is meant."""
    found = followup(
        "compare",
        ROOT / "examples" / "invoices" / "huber-r-2231.yaml",
        "--as-of=2026-10-23",
        "--json",
        env={"FOLLOWUP_RULESET": "payment-reminders"},
    )
    assert [decision["ruleset"]["name"] for decision in found.data] == ["payment-reminders"]


def test_rulesets_of_two_vocabularies_are_not_compared(followup: Followup) -> None:
    """One history has one vocabulary: that is a matter of usage."""
    found = followup("compare", ACME, "-r", "balanced", "-r", "payment-reminders")
    assert (found.code, found.out) == (2, "")
    assert "`payment-reminders`" in found.err
    assert "`invoice-reminders`" in found.err
    assert "`job-search`" in found.err


def test_a_ruleset_is_compared_with_the_one_that_it_adds_words_to(followup: Followup) -> None:
    """A history is answered in its own words, and in those of a vocabulary that extends them."""
    more = "title: More\nversion: 1.0.0\nextends: job-search\nwaits: {asleep: They sleep}\n"
    followup.write("vocabulary.yaml", "vocabulary: more\n" + more)
    followup.write("mine.yaml", ruleset("mine", "balanced") + "vocabulary: more\n")
    for names in (("balanced", "mine.yaml"), ("mine.yaml", "balanced")):
        options = [word for name in names for word in ("-r", name)]
        found = followup("compare", ACME, *options, "--as-of", DAY, "--json")
        assert (found.code, found.err) == (0, "")
        assert [decision["headline"] for decision in found.data] == [found.data[0]["headline"]] * 2
    once = followup("compare", "-", *options, "--as-of", DAY, stdin=ACME.read_bytes())
    assert (once.code, once.out) == (2, "")
    assert "choose a ruleset that fits the history" in once.err


@pytest.mark.parametrize("command", ONE_FILE)
@pytest.mark.parametrize("text", [SILENT_YAML, REJECTED_YAML, HISTORY_YAML])
def test_every_history_can_be_explained(followup: Followup, command: str, text: str) -> None:
    """Nothing to do, nothing more to do, something overdue: each is explained."""
    followup.write("a.yaml", text)
    for options in ((), ("--json",)):
        found = followup(command, "a.yaml", "--as-of", DAY, *options)
        assert (found.code, found.err) == (0, "")
        assert found.out
        if options:
            assert found.data


@pytest.mark.parametrize("command", ONE_FILE)
def test_standard_input_can_be_explained(followup: Followup, command: str) -> None:
    """`-` works wherever a file does; so does a single line of JSON Lines."""
    by_name = followup(command, ACME, "--as-of", DAY)
    piped = followup(command, "-", "--as-of", DAY, stdin=ACME.read_bytes())
    assert piped == by_name
    followup.write("one.jsonl", record())
    assert followup(command, "one.jsonl", "--as-of", DAY).code == 0


@pytest.mark.parametrize("command", ONE_FILE)
def test_several_histories_are_a_matter_of_usage(followup: Followup, command: str) -> None:
    """The message says so, and what to do."""
    followup.write("many/a.yaml", HISTORY_YAML)
    followup.write("many/b.yaml", HISTORY_YAML)
    found = followup(command, "many")
    assert (found.code, found.out) == (2, "")
    assert "`many` holds several histories; name a file with one" in found.err


@pytest.mark.parametrize("command", ONE_FILE)
@pytest.mark.parametrize("name", ["missing.yaml", "bad.yaml", "empty"])
def test_what_cannot_be_read_is_invalid(followup: Followup, command: str, name: str) -> None:
    """The exit code is 1 and stdout stays empty."""
    followup.write("bad.yaml", HISTORY_YAML.replace("event:", "evnt:"))
    (followup.directory / "empty").mkdir()
    found = followup(command, name)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(name)


ENDLESS = """\
ruleset: endless
title: One question a month
version: 1.0.0
vocabulary: job-search
facts:
  start: {latest: application}
  asked: {latest: {sent: {purpose: status-inquiry}}}
  last-step: {latest-known: [start, asked]}
rules:
  - rule: ask
    when: {start: known, last-step: known}
    do: status-inquiry
    opens: 1 month after last-step
"""


def test_a_plan_without_an_end_says_so(followup: Followup) -> None:
    """It is cut, and neither the plan nor the comparison passes over that."""
    followup.write("endless.yaml", ENDLESS)
    followup.write("case.yaml", "events:\n  - {date: 2026-03-02, event: application}\n")
    options = ("case.yaml", "-r", "endless.yaml", "--as-of", "2026-03-02")
    assert "this plan has no end, and was cut here" in followup("plan", *options).out
    assert "without an end" in followup("compare", *options).out


def test_two_vocabularies_of_one_name_are_told_apart(followup: Followup) -> None:
    """A history that was read with the words of one is not evaluated with the other's."""
    words = (ROOT / "rulesets" / "job-search" / "vocabulary.yaml").read_text(encoding="utf-8")
    rules = ENDLESS.split("facts:")[0]
    for folder, text in (("a", words), ("b", words.replace("title: One", "title: Another"))):
        (followup.directory / folder).mkdir()
        followup.write(f"{folder}/vocabulary.yaml", text)
        followup.write(f"{folder}/own.yaml", rules)
    followup.write("case.yaml", "events: []\n")
    found = followup("compare", "case.yaml", "-r", "a/own.yaml", "-r", "b/own.yaml")
    assert found.code == 2
    assert "another vocabulary" in found.err
