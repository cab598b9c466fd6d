"""A fault that is planted into a ruleset is found by the comparison."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import followup

from .compare import Divergence, compare

RULESETS = Path(__file__).resolve().parents[2] / "rulesets" / "job-search"

# The ruleset that is asked, the file that is changed, what stands there and what is put there.
PLANTS = {
    "a wait that is a day too long": (
        "localwise",
        "localwise.yaml",
        "default: 2 weeks",
        "default: 15 days",
    ),
    "working days where days were meant": (
        "balanced",
        "balanced.yaml",
        "default: 3 business days\n    assumed: true\n    about: >-",
        "default: 3 days\n    assumed: true\n    about: >-",
    ),
    "an attempt too many": (
        "conservative",
        "conservative.yaml",
        "default: 2\n    cites",
        "default: 3\n    cites",
    ),
    "thanks for a day too long": (
        "recruiter-etiquette",
        "recruiter-etiquette.yaml",
        "default: 24 hours",
        "default: 48 hours",
    ),
    "an interview ahead that holds nothing": (
        "huffpost-dilber",
        "common.yaml",
        "when: {speaks: true, next-interview: known}",
        "when: {speaks: true, next-interview: known, long-process: true}",
    ),
    "an article that speaks before an interview": (
        "huffpost-woody",
        "huffpost-woody.yaml",
        "holds: {interview: known}",
        "holds: {begun: true}",
    ),
    "a lapse that is a week too early": (
        "reserves-network",
        "common.yaml",
        "default: 8 weeks\n    assumed: true\n    about: How long an invitation",
        "default: 7 weeks\n    assumed: true\n    about: How long an invitation",
    ),
    "another order of persons": (
        "persistent",
        "baseline.yaml",
        "[recruiter, last-reply.from, interview.lead",
        "[last-reply.from, recruiter, interview.lead",
    ),
    "a channel that is forgotten": (
        "interview-guide-faq",
        "interview-guide-base.yaml",
        "via: &in-writing [email, {linkedin: known}, {linkedin: linkedin-welcome}]",
        "via: &in-writing [email]",
    ),
    "a date that nothing spends": (
        "conservative",
        "common.yaml",
        "        - said-since: {on-or-after: promise.deadline}\n",
        "",
    ),
    "thanks that no longer count": (
        "interview-guide",
        "interview-guide.yaml",
        "      - sent: {purpose: thank-you, channel: {not: post}}\n"
        "      - sent: {purpose: thank-you, channel: unknown}\n    distinct",
        "    distinct",
    ),
}


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_found(name: str, tmp_path: Path) -> None:
    """One thing that is changed in a ruleset shows within a few hundred histories."""
    ruleset, file, old, new = PLANTS[name]
    folder = tmp_path / "job-search"
    shutil.copytree(RULESETS, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, "the plant no longer fits"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    assert first_divergence(ruleset, folder / f"{ruleset}.yaml") is not None


def first_divergence(name: str, path: Path) -> Divergence | None:
    """Return the first divergence of a ruleset in a file, from some hundreds of histories."""
    rulesets = {name: followup.load_ruleset(path)}
    for seed in range(1, 31):
        found = compare(seed, 20, rulesets).divergences
        if found:
            return found[0]
    return None
