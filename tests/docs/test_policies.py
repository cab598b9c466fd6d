"""The policies of other domains, under `examples`, are what they would be if they were shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

import followup
from followup.asking.cases import run_case
from followup.core.cases import Case
from followup.core.ruleset import Ruleset
from followup.library import Library
from tests.cli.running import ROOT, Followup

POLICIES = sorted(path.parent for path in ROOT.glob("examples/policies/*/vocabulary.yaml"))
FOLDERS = pytest.mark.parametrize("folder", POLICIES, ids=lambda folder: folder.name)


def rulesets_of(folder: Path) -> list[Path]:
    """Return the rulesets of a folder: whatever has cases."""
    cases = sorted(folder.glob("*.cases.yaml"))
    return [folder / path.name.replace(".cases", "") for path in cases]


def histories_of(folder: Path) -> list[Path]:
    """Return the histories of a folder: whatever else it has."""
    others = {*rulesets_of(folder), *folder.glob("*.cases.yaml"), folder / "vocabulary.yaml"}
    return sorted({*folder.glob("*.yaml")} - others)


@pytest.fixture
def library(session_cache: Path) -> Library:
    """A library that takes over what other tests have built."""
    return Library(str(session_cache))


@FOLDERS
def test_its_documents_are_right(folder: Path, session_cache: Path) -> None:
    """The check finds neither a fault nor anything to warn of, and every case holds."""
    command = Followup(folder, str(session_cache))
    for subcommand in ("check", "test"):
        found = command("ruleset", subcommand, ".", env={"COLUMNS": "100"})
        assert (found.code, found.err) == (0, ""), found.out


@FOLDERS
def test_each_of_its_rules_decides_in_a_case(folder: Path, library: Library) -> None:
    """What a ruleset adds is shown: its actions, optional ones too, its stops and its waits."""
    for path in rulesets_of(folder):
        ruleset = library.ruleset(str(path))
        cases = library.documents.cases(str(path.with_suffix(".cases.yaml")))
        decided = {rule for case in cases for rule in _deciding(case, ruleset)}
        assert _own_rules(ruleset) - decided == set(), path.name


@FOLDERS
def test_its_histories_are_answered(folder: Path, library: Library) -> None:
    """On the day of their last event by each of its rulesets, remarking on what is to be only."""
    assert histories_of(folder)
    for path in histories_of(folder):
        for rules in (library.ruleset(str(ruleset)) for ruleset in rulesets_of(folder)):
            history = library.histories.in_file(str(path), rules.vocabulary)
            last = max(event.date for event in history.events)
            assert followup.decide(history, rules, last).status != "silent"
            remarks = [remark.code for remark in followup.remarks(history, last, rules)]
            assert remarks == (["W009"] if path.stem == "too-far" else [])


def _own_rules(ruleset: Ruleset) -> set[str]:
    """Return the rules that a ruleset adds to its parents, or says something else about."""
    own = ruleset.location.source
    names = (rule.name for rule in ruleset.rules)
    return {name for name in names if ruleset.place("rules", name).source == own}


def _deciding(case: Case, ruleset: Ruleset) -> set[str]:
    """Return the rules that decide anywhere in a case, optional actions included."""
    decisions = [outcome.decision for outcome in run_case(case, ruleset)]
    acting = {action.rule for decision in decisions for action in decision.actions}
    resting = (entry for d in decisions for entry in (*d.stopped, *d.held))
    return acting | {entry.rule for entry in resting}
