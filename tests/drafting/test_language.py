"""What a template can use means what it means in Jinja; the rest is refused with its line."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from hypothesis import given
from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from followup.diagnostics import InvalidDocument, Source
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
