"""What the sources say, item by item, and which part of which ruleset carries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from followup.core.catalogues import Catalogue
from followup.decision import plain_data
from followup.explaining.provenance import Carried, TracedItem
from followup.views.blocks import GAP, Block, Heading, Line, table
from followup.wording.markup import anchor, escaped


def sources_view(items: Sequence[TracedItem], sources: Iterable[Catalogue]) -> Iterator[Block]:
    """Tell a table a source, and what is left over."""
    for source in sources:
        own = [item for item in items if item.source == source.name]
        if not own:
            continue
        yield Heading(f"{source.name}: {source.title}")
        rows = [
            [
                item.item.id,
                item.item.says,
                "; ".join(carried_words(item.carried)) or "-",
                str(item.exercised),
            ]
            for item in own
        ]
        yield table(["item", "what it says", "carried by", "cases"], rows)
        yield GAP
    yield Line(summary(items))


def left_out_view(items: Sequence[TracedItem]) -> Iterator[Block]:
    """Tell which items a ruleset leaves to others that carry them."""
    if not items:
        return
    yield GAP
    yield Heading("what its sources say besides, and who carries it")
    rows = [
        [i.item.id, i.item.says, ", ".join(dict.fromkeys(c.ruleset for c in i.carried)) or "-"]
        for i in items
    ]
    yield table(["item", "what it says", "carried in"], rows)


def carried_words(carried: Iterable[Carried]) -> list[str]:
    """Write what carries an item, the rulesets of one carrier together."""
    rulesets: dict[str, list[str]] = {}
    for entry in carried:
        words = f"{entry.carrier.kind} {entry.carrier.name}"
        rulesets.setdefault(words, []).append(entry.ruleset)
    if len({name for names in rulesets.values() for name in names}) < 2:
        return list(rulesets)
    return [f"{words} ({', '.join(names)})" for words, names in rulesets.items()]


def summary(items: Sequence[TracedItem]) -> str:
    """Write how many items are accounted for, and which are not."""
    missing = [item.item.id for item in items if not item.accounted]
    idle = [i.item.id for i in items if i.item.carried_as == "rule" and not i.exercised]
    text = f"{len(items)} items, {len(items) - len(missing)} accounted for"
    if missing:
        text += f"; not: {', '.join(missing)}"
    if idle:
        text += f"; decided, but by no case exercised: {', '.join(idle)}"
    return text


def sources_data(items: Sequence[TracedItem]) -> list[dict[str, Any]]:
    """Return traced items as plain data."""
    return [
        {
            "source": traced.source,
            "item": traced.item.id,
            "at": traced.item.at,
            "by": traced.item.by or None,
            "if": traced.item.condition,
            "says": traced.item.says,
            "basis": traced.item.basis,
            "quantities": plain_data(traced.item.quantities),
            "carried-as": traced.item.carried_as,
            "carried-by": [
                {
                    "ruleset": entry.ruleset,
                    "kind": entry.carrier.kind,
                    "name": entry.carrier.name,
                    "cases": entry.exercised,
                }
                for entry in traced.carried
            ],
            "accounted": traced.accounted,
        }
        for traced in items
    ]


def sources_page(items: Sequence[TracedItem], sources: Iterable[Catalogue]) -> Iterator[Block]:
    """Tell all sources as a page."""
    yield Heading("What the sources say, and where it went", 1)
    yield Line(
        "Every item of every source, in the source's order, with the parts of the rulesets that "
        "carry it and the number of expectations in cases that rest on them. "
        "A *rule* item is decided by a value, a fact, a rule or a limit; a *hint* stands in the "
        "checklist of an action or in a message; a *note* is shown with the reasons or the plan. "
        "The same table is printed by `followup ruleset sources`."
    )
    yield Line(f"**{summary(items)}.**")
    for source in sources:
        yield Heading(source.name)
        yield Line(escaped(f"{source.title}. {source.about}".rstrip()))
        rows = [_row(item) for item in items if item.source == source.name]
        yield table(["item", "as", "what it says", "carried by", "cases"], rows)


def _row(traced: TracedItem) -> list[str]:
    item = traced.item
    who = f" ({item.by})" if item.by else ""
    says = escaped(f"{item.says}{who}")
    rulesets: dict[str, list[str]] = {}
    for entry in traced.carried:
        words = f"{entry.carrier.kind} `{entry.carrier.name}`"
        rulesets.setdefault(words, []).append(entry.ruleset)
    carried = "<br>".join(f"{words}: {', '.join(names)}" for words, names in rulesets.items())
    name = f"{anchor(item.id.lower())}{item.id}"
    return [name, item.carried_as, says, carried or "–", str(traced.exercised)]
