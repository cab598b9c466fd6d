"""How large and how deep a ruleset may be: what `check` admits is evaluated, explained, planned."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from followup import decide, plan
from followup.defaults import MAX_FACT_DEPTH, MAX_PARENTS, MAX_RULES
from followup.diagnostics import InvalidDocument
from followup.library import Library
from followup.proving.lint import lint
from tests.language.documents import history_of, problems_of, ruleset_of

DAY = date(2026, 3, 2)
VISIT = {"date": "2026-03-02", "event": "visit"}
# How a fact can rest on the one before it, which is `f{}`.
LINKS: dict[str, str] = {
    "first-known": "{{first-known: [f{}]}}",
    "first-of": "{{first-of: [{{then: 1 day after f{}}}]}}",
    "first-of if": "{{first-of: [{{if: {{f{}: known}}, then: 2026-03-02}}]}}",
    "latest-known": "{{latest-known: [f{}]}}",
    "holds": "{{holds: {{f{}: known}}}}",
    "holds all": "{{holds: {{all: [{{any: [{{f{}: known}}]}}]}}}}",
    "moment": "{{moment: 1 day after f{}}}",
    "moment of several": "{{moment: 'later of 2026-03-02, 1 day after f{}'}}",
    "only-if": "{{latest: visit, only-if: {{f{}: known}}}}",
    "since": "{{latest: visit, since: f{}}}",
}


def chain(link: str, depth: int) -> str:
    """Return a ruleset in which so many facts rest on one another."""
    facts = "".join(f"  f{n}: {link.format(n - 1)}\n" for n in range(1, depth))
    last = f"{{any: [{{f{depth - 1}: known}}, {{f{depth - 1}: unknown}}]}}"
    rule = f"rules:\n  - {{rule: r, when: {last}, do: ask, opens: 2026-03-02}}\n"
    return f"facts:\n  f0: {{latest: visit}}\n{facts}{rule}"


def deepest(link: str) -> int:
    """Return how many facts may rest on one another."""
    sound, deep = 1, 2 * MAX_FACT_DEPTH
    while deep - sound > 1:
        middle = (sound + deep) // 2
        if problems_of(chain(link, middle)):
            deep = middle
        else:
            sound = middle
    return sound


@pytest.mark.parametrize("link", LINKS.values(), ids=list(LINKS))
def test_the_deepest_facts_are_evaluated_wherever_python_stands(link: str) -> None:
    """What passes has an answer, a trace and a plan, also when half of Python's stack is used."""
    depth = deepest(link)
    assert depth >= MAX_FACT_DEPTH // 8
    (problem,) = problems_of(chain(link, depth + 1))
    assert problem.code == "F410"
    assert problem.location.line == 5 + depth + 1
    ruleset, history = ruleset_of(chain(link, depth)), history_of({"events": [VISIT]})

    def answered() -> None:
        assert decide(history, ruleset, DAY, trace=True).trace is not None
        assert plan(history, ruleset, DAY).steps

    nested(answered, sys.getrecursionlimit() // 2)


def nested(function: Callable[[], None], levels: int) -> None:
    """Call a function at a depth of the stack."""
    function() if levels == 0 else nested(function, levels - 1)


@pytest.mark.parametrize("link", LINKS.values(), ids=list(LINKS))
def test_facts_that_are_far_too_deep_are_told_and_nothing_else(link: str) -> None:
    """No stack is deep enough for them, so that no check may go down by calling itself."""
    (problem,) = problems_of(chain(link, 3_000))
    assert problem.code == "F410"


def test_parents_are_counted(tmp_path: Path) -> None:
    """The last ruleset of a chain that is too long is told at its `extends`."""
    header = "title: One of many\nversion: 1.0.0\n"
    rules = "rules:\n  - {rule: r, track: inquiry, stop: rejected}\n"
    (tmp_path / "r0.yaml").write_text(f"ruleset: r0\n{header}vocabulary: job-search\n{rules}")
    for number in range(1, 300):
        text = f"ruleset: r{number}\n{header}extends: ./r{number - 1}.yaml\n"
        (tmp_path / f"r{number}.yaml").write_text(text)
    library = Library()
    assert library.ruleset(str(tmp_path / f"r{MAX_PARENTS}.yaml")).rules
    for number in (MAX_PARENTS + 1, 299):
        with pytest.raises(InvalidDocument) as caught:
            library.ruleset(str(tmp_path / f"r{number}.yaml"))
        assert [problem.code for problem in caught.value.problems] == ["F410"]


def test_rules_are_counted() -> None:
    """A ruleset of the most rules is sound; one more is told."""
    rules = "".join(
        f"  - {{rule: r{number}, when: {{v: known, c: {number}}}, do: ask, opens: v}}\n"
        for number in range(MAX_RULES + 1)
    )
    facts = "facts:\n  v: {latest: visit}\n  c: {count: note}\nrules:\n"
    (problem,) = problems_of(facts + rules)
    assert problem.code == "F106"
    assert str(MAX_RULES) in (problem.help or "")
    assert problems_of(facts + rules[: rules.rindex("  - ")]) == ()


def test_a_plan_of_many_dates_ends() -> None:
    """A thousand arranged visits are planned as far as a plan goes, which it says."""
    days = [DAY + timedelta(days=2 * number) for number in range(1_000)]
    history = history_of({"events": [{"date": day, "event": "visit"} for day in days]})
    rule = "{rule: r, when: {v: known}, do: ask, opens: v}"
    ruleset = ruleset_of(f"facts:\n  v: {{latest: visit}}\nrules:\n  - {rule}\n")
    found = plan(history, ruleset, DAY)
    assert not found.complete
    assert 0 < len(found.steps) <= 500


INVERTED = [
    ("3 days after v", "1 day after v"),
    ("3 business days after v", "1 business day after v"),
    ("1 week after v", "6 days after v"),
    ("1 day after v", "v"),
    ("v", "1 day before v"),
    ("wait after v", "1 day after v"),
    ("v", "2 days before opens"),
]
PERHAPS_FINE = [
    ("1 day after v", "3 days after v"),
    ("1 day after v", "1 day after v"),
    ("3 business days after v", "4 days after v"),
    ("3 days after v", "1 day after n"),
    ("3 days after later of v, n", "1 day after v"),
    ("v", "2 days after opens"),
]


def window(opens: str, closes: str) -> str:
    return (
        "parameters:\n  wait: {is: duration, default: 2 days}\n"
        "facts:\n  v: {latest: visit}\n  n: {latest: note}\n"
        "rules:\n  - {rule: r, when: {v: known, n: known}, do: ask,\n"
        f"     opens: '{opens}', closes: '{closes}', because: It is so}}\n"
    )


@pytest.mark.parametrize(("opens", "closes"), INVERTED)
def test_a_window_that_certainly_closes_before_it_opens_has_a_warning(
    opens: str, closes: str
) -> None:
    """And what it asks for is due on the day that it opens, on no other."""
    ruleset = ruleset_of(window(opens, closes))
    warned = [problem.location.line for problem in lint(ruleset, None) if problem.code == "F505"]
    assert warned == [12]
    note = {"date": "2026-03-02", "event": "note", "kind": "maybe"}
    decision = decide(history_of({"events": [VISIT, note]}), ruleset, DAY)
    (action,) = decision.actions
    assert action.closes == action.opens


@pytest.mark.parametrize(("opens", "closes"), PERHAPS_FINE)
def test_a_window_that_need_not_be_inverted_has_none(opens: str, closes: str) -> None:
    """Two units, two moments: nothing is certain there."""
    codes = {problem.code for problem in lint(ruleset_of(window(opens, closes)), None)}
    assert "F505" not in codes
