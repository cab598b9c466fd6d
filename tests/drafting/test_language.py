"""What a template can use means what it means in Jinja; the rest is refused with its line."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from followup import defaults
from followup.diagnostics import InvalidDocument, Source
from followup.drafting.filters import FILTERS
from followup.drafting.members import DATE, LOOP, TESTS, TEXT, TIME
from followup.drafting.templates import Templates, tidy
from tests.drafting.grammar import ALLOWED, OTHERS, sentences

VALUES: Mapping[str, Any] = {
    "country": "US",
    "as_of": datetime.date(2026, 1, 1),
    "s": "One two. three",
    "e": "",
    "n": 7,
    "l": ["x", "o", "zoo"],
    "z": [],
}
KNOWN = frozenset((*VALUES, "a", "b", "c", "m", "k", "x", "q"))


def ours(text: str, others: Mapping[str, str] = OTHERS) -> str:
    """Return what the project makes of a template."""
    templates = Templates(
        lambda name: Source(name, others[name]) if name in others else None, KNOWN
    )
    return templates.write(Source("t.j2", text), VALUES).body


def theirs(text: str, others: Mapping[str, str] = OTHERS) -> str:
    """Return what Jinja makes of it."""
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(others)), undefined=StrictUndefined, lstrip_blocks=True
    )
    environment.filters["phrase"] = lambda text: " ".join(text.split()).rstrip(".")
    return tidy(str(environment.from_string(text).make_module(dict(VALUES))))


@given(sentences(ALLOWED))
def test_a_template_says_what_it_says_in_jinja(text: str) -> None:
    """What is allowed means the same: values, names and where they are known, white space."""
    try:
        found = ours(text)
    except InvalidDocument:
        return  # such as a name that is not set where it is written
    assert found == theirs(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% set a = 1 %}{% for b in l %}{% set a = 2 %}{% endfor %}{{ a }}", "1"),
        ("{% set a = 1 %}{% if true %}{% set a = 2 %}{% endif %}{{ a }}", "2"),
        ("{% macro m() %}{{ a }}{% endmacro %}{% set a = 1 %}{{ m() }}", "1"),
        (
            "{% macro m(a) %}{% set b = a %}{{ b }}{% endmacro %}{% set b = 2 %}{{ m(1) }}{{ b }}",
            "12",
        ),
        ("{% set a %}{% set b = 1 %}{{ b }}{% endset %}{{ a }}{{ b is defined }}", "1False"),
        ("{% set a = 1 %}{% include 'inc.j2' %}{{ b is defined }}", "inc1False"),
        ("{% set a = 1 %}{% include 'inc.j2' without context %}", "inc"),
        (
            "{% import 'imp.j2' as i with context %}{% set a = 1 %}{{ i.f(2) }}",
            "[2One two. three!]",
        ),
        (
            "{% set a = 1 %}{% import 'imp.j2' as i with context %}{{ i.f(2) }}",
            "[2One two. three!1]",
        ),
        ("{% macro m(x, q=x) %}{{ x }}{{ q }}{% endmacro %}{{ m(1) }}{{ m(1, q=2) }}", "1112"),
        ("{% for a in l if a != 'o' %}{{ loop.index }}{{ a }}{% else %}no{% endfor %}", "1x2zoo"),
        ("{% for a in z %}{{ a }}{% else %}no{% endfor %}", "no"),
        ("{{ 'yes' if e }}{{ -n }}{{ 7 // 2 }}{{ 7 / 2 }}{{ 1 < n <= 7 }}", "-733.5True"),
    ],
)
def test_names_are_known_where_they_are_in_jinja(text: str, said: str) -> None:
    """A name that is set in a loop, a macro, a block or another template is known only there."""
    assert ours(text) == said == theirs(text)


PAGE = Path(__file__).parents[2] / "docs" / "messages.md"


@pytest.mark.parametrize(
    "names",
    [FILTERS, TESTS, TEXT, LOOP, (*DATE, *TIME)],
    ids=["filters", "tests", "texts", "loops", "dates"],
)
def test_all_that_a_template_can_say_is_told(names: Iterable[str]) -> None:
    """The page lists what there is, so that nobody has to try."""
    told = PAGE.read_text(encoding="utf-8").partition("### What a template can say")[2]
    for name in names:
        assert re.search(rf"[`(| ]{name}\b", told), name


@pytest.mark.parametrize(
    "bound",
    [
        *("MAX_TEMPLATE", "MAX_TEMPLATE_DEPTH", "MAX_STEPS", "MAX_CALLS", "LARGEST_NUMBER"),
        *("LONGEST_MESSAGE", "LONGEST_HEADER", "MAX_GAPS", "LONGEST_GAP", "LONGEST_LINK"),
    ],
)
def test_each_bound_is_told(bound: str) -> None:
    """The page names the bounds as they are."""
    told = PAGE.read_text(encoding="utf-8").partition("These are the bounds")[2]
    assert re.search(rf"\b{getattr(defaults, bound):,}\b", told), bound
