"""Catalogues: what each source of a vocabulary says, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field

from followup.diagnostics import NOWHERE, InvalidDocument, Location, Problem, did_you_mean
from followup.language.building import Report, as_mapping, each, items, scalar, text
from followup.language.domain import Vocabulary
from followup.text import Mapping, Node, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure that a source names; `to` is the upper end of a range.

    `bound` is exact, min, max, range or approx; `days` is calendar, business or unclear, where
    the unit is one of time.
    """

    value: int | float | str
    unit: str
    of: str
    to: int | float | str | None = None
    bound: str | None = None
    days: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that a source says, paraphrased.

    `by` is who says it, if not the source in its own voice; `basis` is stated, implied or
    example; `carried_as` is rule, hint or note: what it becomes in a ruleset.
    """

    id: str
    at: str
    topic: str
    condition: str
    says: str
    by: str = ""
    basis: str = "stated"
    carried_as: str = "rule"
    quantities: tuple[Quantity, ...] = ()
    location: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of advice with its catalogue, in its order."""

    name: str
    title: str
    about: str
    items: AbstractMapping[str, Item]


def build_source(root: Node, vocabulary: Vocabulary) -> Source:
    """Return the catalogue that a document, already well-formed, holds.

    Raises:
        InvalidDocument: the vocabulary has no such source, or an id stands twice.
    """
    document = as_mapping(root)
    report = Report()
    name = text(document, "source")
    if name not in vocabulary.sources:
        at = document.entries["source"].location
        report.unknown("F305", "source", name, vocabulary.sources, at)
    found: dict[str, Item] = {}
    seen: dict[str, Location] = {}
    for node in items(document, "items"):
        item = _item(as_mapping(node))
        report.stands_twice("item", item.id, seen, as_mapping(node))
        found.setdefault(item.id, item)
    if report.problems:
        raise InvalidDocument(report.problems)
    title = vocabulary.sources[name]
    return Source(name=name, title=title, about=text(document, "about"), items=found)


def _item(node: Mapping) -> Item:
    return Item(
        id=text(node, "item"),
        at=text(node, "at"),
        by=text(node, "by"),
        topic=text(node, "topic"),
        condition=text(node, "if"),
        says=text(node, "says"),
        basis=text(node, "basis"),
        carried_as=text(node, "carried-as"),
        quantities=tuple(_quantity(as_mapping(q)) for q in items(node, "quantities")),
        location=node.location,
    )


def _quantity(node: Mapping) -> Quantity:
    return Quantity(**{key: scalar(value) for key, value in node.entries.items()})


def unknown_items(root: Node, sources: AbstractMapping[str, Source]) -> Iterator[Problem]:
    """Find the citations in a document that name items which their catalogue does not have."""
    if isinstance(root, Sequence):
        for inner in root.items:
            yield from unknown_items(inner, sources)
    if not isinstance(root, Mapping):
        return
    for key, inner in root.entries.items():
        if key != "cites":
            yield from unknown_items(inner, sources)
            continue
        for cite in map(as_mapping, each(inner)):
            source = sources.get(text(cite, "source"))
            for item in items(cite, "items"):
                if source is not None and scalar(item) not in source.items:
                    yield Problem(
                        code="F305",
                        message=f"the source `{source.name}` has no item `{scalar(item)}`",
                        location=item.location,
                        help=did_you_mean(str(scalar(item)), source.items, limit=0)
                        or f"`followup ruleset sources` lists its {len(source.items)} items",
                    )
