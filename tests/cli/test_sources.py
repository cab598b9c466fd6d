"""`ruleset sources` and the check of citations: from advice to rule to case."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import ROOT, Followup
from tests.cli.samples import ruleset

pytestmark = pytest.mark.usefixtures("cases_run_once")


def test_a_ruleset_lists_what_it_carries_and_who_carries_the_rest(followup: Followup) -> None:
    """The items of its own source, with the parts that carry them and the cases; then the rest."""
    found = followup("ruleset", "sources", "huffpost-knutter")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("huffpost: ")
    row = next(line for line in found.out.splitlines() if line.startswith("S1-24 "))
    assert "parameter wait-past-deadline" in row
    rest = found.out.split("what its sources say besides")[1]
    woody = next(line for line in rest.splitlines() if line.startswith("S1-27 "))
    assert "huffpost-woody" in woody


def test_without_a_ruleset_every_item_is_listed_with_all_that_carries_it(
    followup: Followup,
) -> None:
    """All 284 items of the five sources, in plain data too."""
    found = followup("ruleset", "sources", "--json")
    assert len(found.data) == 284
    first = next(item for item in found.data if item["item"] == "S1-24")
    assert {"ruleset", "kind", "name", "cases"} == set(first["carried-by"][0])
    assert first["carried-as"] == "rule"


def test_a_vocabulary_without_catalogues_has_no_sources_to_list(followup: Followup) -> None:
    """It is a matter of usage, said in one line."""
    found = followup("ruleset", "sources", "payment-reminders")
    assert found.code == 2
    assert "has no catalogues" in found.err


def test_a_check_fails_on_an_item_that_there_is_not(followup: Followup, tmp_path: Path) -> None:
    """With its place and the nearest that there is."""
    path = tmp_path / "own.yaml"
    cites = "cites: [{source: huffpost, items: [S1-99]}]"
    own = ruleset("own", "balanced") + f"parameters:\n  gap: {{default: 9 days, {cites}}}\n"
    path.write_text(own, encoding="utf-8")
    found = followup("ruleset", "check", path)
    assert found.code == 1
    assert "F305 the source `huffpost` has no item `S1-99`" in found.err


def test_a_check_covers_the_catalogues_of_a_domain(followup: Followup, tmp_path: Path) -> None:
    """They stand in the directory `sources` beside the vocabulary."""
    # What it leaves out is checked elsewhere, and takes its time.
    shipped = ROOT / "rulesets" / "job-search"
    domain = tmp_path / "job-search"
    for folder in ("sources", "messages"):
        shutil.copytree(shipped / folder, domain / folder)
    shutil.copy(shipped / "vocabulary.yaml", domain)
    catalogue = domain / "sources" / "localwise.yaml"
    text = catalogue.read_text(encoding="utf-8").replace("source: localwise", "source: localwize")
    catalogue.write_text(text, encoding="utf-8")
    found = followup("ruleset", "check", domain)
    assert found.code == 1
    assert "sources/localwise.yaml:2:9: F305 there is no source `localwize`" in found.err
