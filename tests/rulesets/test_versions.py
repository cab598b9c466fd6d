"""Versions of the rulesets that come with followup."""

from __future__ import annotations

from pathlib import Path

import pytest

import followup
from followup.library.files import shipped_rulesets

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"


@pytest.mark.parametrize("name", shipped_rulesets())
def test_the_changelog_names_the_version(name: str) -> None:
    """A changed value in a shipped ruleset changes its `version`, and the changelog names it."""
    version = followup.load_ruleset(name).version
    assert f"`{name}` {version}" in CHANGELOG.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", shipped_rulesets())
def test_what_is_inherited_is_no_newer(name: str) -> None:
    """Who inherits a changed value has a version of its own that says so."""
    ruleset = followup.load_ruleset(name)
    first = [followup.load_ruleset(parent).version.split(".")[0] for parent in ruleset.parents]
    assert all(int(ruleset.version.split(".")[0]) >= int(number) for number in first)
