"""Catalogues of sources, and citations of their items."""

from __future__ import annotations

from typing import Any

import pytest

from followup.diagnostics import InvalidDocument, Source
from followup.explaining.citing import Carrier, carriers, own_sources
from followup.reading.catalogues import read_catalogue, unknown_items
from followup.text import read_yaml
from tests.language.documents import checked, ruleset_of, vocabulary_of

HANDBOOK = """
source: handbook
items:
  - item: H-1
    at: Page 1
    topic: waiting
    if: always
    says: Wait.
    basis: stated
    carried-as: rule
  - item: H-2
    at: Page 2
    by: The editor
    topic: manners
    if: they answer
    says: Thank them.
    basis: implied
    carried-as: hint
    quantities: [{value: 1, to: 2, unit: day, bound: range, days: business, of: answer to thanks}]
"""


def catalogue(text: str = HANDBOOK) -> Any:
    return read_catalogue(checked("source", text, "handbook.yaml"), vocabulary_of())


def test_a_catalogue_holds_what_a_source_says_in_its_order() -> None:
    """Every key of an item is read; the title is the vocabulary's."""
    found = catalogue()
    assert (found.name, found.title) == ("handbook", "The handbook of the tests")
    assert list(found.items) == ["H-1", "H-2"]
    item = found.items["H-2"]
    assert (item.at, item.by, item.condition, item.basis) == (
        "Page 2",
        "The editor",
        "they answer",
        "implied",
    )
    (quantity,) = item.quantities
    assert (quantity.value, quantity.to, quantity.unit, quantity.days) == (1, 2, "day", "business")


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (HANDBOOK.replace("source: handbook", "source: hanbook"), 2, "F305"),
        (HANDBOOK.replace("H-2", "H-1"), 11, "F307"),
        (HANDBOOK.replace("H-2", "h2"), 11, "F107"),
        (HANDBOOK.replace("carried-as: hint", "carried-as: hints"), 18, "F104"),
        (HANDBOOK.replace("    if: they answer\n", ""), 11, "F102"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_said_with_its_line(
    text: str, line: int, code: str
) -> None:
    """An unknown source, an id that stands twice, and whatever does not fit the schema."""
    with pytest.raises(InvalidDocument) as caught:
        catalogue(text)
    (problem,) = caught.value.problems
    assert (problem.location.line, problem.code) == (line, code)


def test_a_citation_of_an_item_that_there_is_not_is_found_wherever_it_stands() -> None:
    """`followup ruleset check` reports an item that the catalogue does not have."""
    text = (
        "parameters:\n  p: {cites: [{source: handbook, items: [H-1, H-7]}]}\n"
        "rules:\n  - {cites: [{source: handbook, items: [H-22]}, {source: other, items: [X-1]}]}\n"
    )
    found = list(unknown_items(read_yaml(Source("own.yaml", text)), {"handbook": catalogue()}))
    assert [(p.location.line, p.code) for p in found] == [(2, "F305"), (4, "F305")]
    assert "no item `H-7`" in found[0].message
    assert found[1].help == "`followup ruleset sources` lists its 2 items"


def test_everything_that_cites_carries_and_hints_only_where_a_rule_attaches_them() -> None:
    """Parameters, facts, rules, limits, notes, and the hints of rules."""
    cite = "cites: [{source: handbook, items: [H-1]}]"
    ruleset = ruleset_of(
        f"""
        parameters:
          p: {{is: duration, default: 1 day, {cite}}}
        facts:
          v: {{latest: visit, {cite}}}
        rules:
          - {{rule: r, do: thank, opens: 2026-03-02, checklist: [thankful], {cite}}}
        limits:
          - {{limit: l, never: [ask], {cite}}}
        notes:
          - {{note: n, in: why, says: So., {cite}}}
        """
    )
    found = carriers(ruleset)
    assert [c.kind for c in found["handbook", "H-1"]] == [
        "parameter",
        "fact",
        "rule",
        "limit",
        "note",
    ]
    assert found["handbook", "H-2"] == (Carrier(kind="hint", name="thankful"),)
    assert own_sources(ruleset) == {"handbook"}
    without = ruleset_of("rules:\n  - {rule: r, do: thank, opens: 2026-03-02}")
    assert carriers(without) == {}
