"""No item of a source is lost between the catalogue, the rulesets and their cases."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from followup.cli.sources import decided, shipped
from followup.explaining.citing import DECIDING
from followup.explaining.provenance import TracedItem, trace_items
from followup.library import Library

pytestmark = pytest.mark.usefixtures("cases_run_once")


@cache
def traced() -> tuple[TracedItem, ...]:
    library = Library()
    vocabulary = library.vocabulary()
    return trace_items(
        library.documents.catalogues(vocabulary),
        decided(shipped(library, vocabulary.name), library),
    )


def ids(items: list[TracedItem]) -> list[str]:
    return [item.item.id for item in items]


def test_the_catalogues_are_whole() -> None:
    """Five sources with 284 items: 130 that decide, 94 hints and 60 notes."""
    assert Counter(item.source for item in traced()) == {
        "recruiter-etiquette": 37,
        "huffpost": 44,
        "interview-guide": 153,
        "reserves-network": 22,
        "localwise": 28,
    }
    kinds = Counter(item.item.carried_as for item in traced())
    assert kinds == {"rule": 130, "hint": 94, "note": 60}
    assert len(set(ids(list(traced())))) == 284


@pytest.mark.parametrize("kind", ["rule", "hint", "note"])
def test_every_item_is_carried_by_what_it_calls_for(kind: str) -> None:
    """A rule item by a value, fact, rule or limit; a hint by a checklist; a note by a note."""
    lost = [i for i in traced() if i.item.carried_as == kind and not i.accounted]
    assert ids(lost) == []


def test_every_item_that_decides_is_exercised_by_a_case() -> None:
    """A case's decision rests on something that carries the item and decides."""
    idle = [
        item
        for item in traced()
        if item.item.carried_as == "rule"
        and not any(c.exercised and c.carrier.kind in DECIDING for c in item.carried)
    ]
    assert ids(idle) == []


def test_every_hint_is_shown_by_a_case() -> None:
    """In the checklist of an action that a case's decision names."""
    idle = [i for i in traced() if i.item.carried_as == "hint" and not i.exercised]
    assert ids(idle) == []
