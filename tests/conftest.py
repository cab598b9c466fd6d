"""What all tests share: the effort that Hypothesis makes, a cache, and what cases brought."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from followup.asking import comparison
from followup.asking.answers import Answer
from followup.asking.cases import CaseOutcome, run_case
from followup.cli import sources
from followup.core.cases import Case, Question
from followup.core.ruleset import Ruleset

EFFORT = {"nightly": 25.0, "brief": 0.1}
"""How many times as many examples a night tries as a commit, and a further set of packages."""

# Reproducible in continuous integration, exploring elsewhere; and no test fails because the
# machine is slow or busy.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("local", UNHURRIED)
settings.register_profile("ci", UNHURRIED, derandomize=True, print_blob=True, database=None)
settings.register_profile("brief", settings.get_profile("ci"))
settings.register_profile("nightly", UNHURRIED, print_blob=True)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "local")
settings.load_profile(PROFILE)


WALKS = ("independent/", "views/test_every_sentence.py", "docs/test_generated.py")
"""Tests that go through so much that measuring what they cover would take minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the walks; multiply the examples of each property, whatever number it names."""
    here = Path(__file__).parent
    properties = set()
    for item in items:
        function = item.function if isinstance(item, pytest.Function) else None
        is_property = getattr(function, "is_hypothesis_test", False)
        if is_property:
            properties.add(function)
        if is_property or item.path.relative_to(here).as_posix().startswith(WALKS):
            item.add_marker("walk")
    for test in properties if PROFILE in EFFORT else ():
        # Hypothesis reads its settings from here; it offers no way to change them later.
        own = test._hypothesis_internal_use_settings  # type: ignore[union-attr]
        examples = max(1, round(own.max_examples * EFFORT[PROFILE]))
        test._hypothesis_internal_use_settings = settings(own, max_examples=examples)  # type: ignore[union-attr]


@pytest.fixture(scope="session")
def session_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache directory that all tests share, so that each starts fast."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def cases_run_once() -> Iterator[None]:
    """Run each shipped case once for all tests that list what it rests on; there are hundreds."""
    known: dict[tuple[str, str], tuple[CaseOutcome, ...]] = {}

    def run_once(case: Case, ruleset: Ruleset) -> tuple[CaseOutcome, ...]:
        key = (str(case.location), ruleset.digest)
        if key not in known:
            known[key] = run_case(case, ruleset)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "run_case", run_once)
        yield


_ANSWERS: dict[tuple[str, str], Answer] = {}


@pytest.fixture
def questions_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put each question to each ruleset once for all tests that compare the shipped ones."""
    asked = comparison.answer

    def ask_once(question: Question, ruleset: Ruleset) -> Answer:
        # Calendars are told by their addresses, which differ from one library to the next.
        key = (re.sub(r" at 0x\w+", "", repr(question)), ruleset.digest)
        if key not in _ANSWERS:
            _ANSWERS[key] = asked(question, ruleset)
        return _ANSWERS[key]

    monkeypatch.setattr(comparison, "answer", ask_once)
