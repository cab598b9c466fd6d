"""followup answers as the independent evaluator does, on histories that are made at random."""

from __future__ import annotations

import os
from functools import cache

import pytest

import followup
from followup.core.ruleset import Ruleset

from .compare import compare, reachable
from .rulesets import RULESETS

IS_NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
# Chunks, so that both cores of a night have their share: 102,000 histories, 11 answers each.
CHUNKS, SIZE = (60, 1_700) if IS_NIGHT else (3, 100)

UNREACHED = {
    "never-after-a-rejection": "the rule `end-rejected` stops what it forbids; it holds rulesets "
    "that extend these to the same",
    "one-person-after-an-interview": "by the day it would hold what opens within a day of an "
    "interview, which no inquiry does; the ruleset's cases show it with times of day",
}
"""What no history shows, by name, and why."""


@cache
def rulesets() -> dict[str, Ruleset]:
    return {name: followup.load_ruleset(name) for name in RULESETS}


@pytest.mark.parametrize("seed", range(1, CHUNKS + 1))
def test_both_say_the_same(seed: int) -> None:
    """Actions, windows, attempts, persons, channels, waits and ends are the same for both."""
    tally = compare(seed, SIZE, rulesets())
    assert tally.decisions == SIZE * len(RULESETS)
    assert not tally.divergences, tally.report()


def test_what_is_not_reached_is_there() -> None:
    """The list of what no history shows names nothing that is gone."""
    there = {name for each, ruleset in rulesets().items() for *_, name in reachable(each, ruleset)}
    assert set(UNREACHED) <= there


if IS_NIGHT:  # a commit has not the time to reach everything

    def test_every_rule_limit_and_ending_is_reached() -> None:
        """The histories show each rule, limit and ending of each ruleset at work."""
        tally = compare(0, 10_000, rulesets())
        assert not tally.divergences, tally.report()
        assert {one for one in tally.unreached(rulesets()) if one[-1] not in UNREACHED} == set()
