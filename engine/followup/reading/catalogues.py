"""Checked nodes to `Catalogue`s: what each source of a vocabulary says, item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followup.core.catalogues import Catalogue, Item
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Location, Problem, did_you_mean
from followup.reading.access import as_mapping, each, items, text, word
from followup.reading.decoding import decoded
from followup.reading.report import Report
from followup.text import MappingNode, Node, SequenceNode


def read_catalogue(root: Node, vocabulary: Vocabulary) -> Catalogue:
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
        item = decoded(node, Item)
        report.stands_twice("item", item.id, seen, as_mapping(node))
        found.setdefault(item.id, item)
    if report.problems:
        raise InvalidDocument(report.problems)
    title = vocabulary.sources[name]
    return Catalogue(name=name, title=title, about=text(document, "about"), items=found)


def unknown_items(root: Node, catalogues: Mapping[str, Catalogue]) -> Iterator[Problem]:
    """Find the citations in a document that name items which their catalogue does not have."""
    if isinstance(root, SequenceNode):
        for inner in root.items:
            yield from unknown_items(inner, catalogues)
    if not isinstance(root, MappingNode):
        return
    for key, inner in root.entries.items():
        if key != "cites":
            yield from unknown_items(inner, catalogues)
            continue
        for cite in map(as_mapping, each(inner)):
            catalogue = catalogues.get(text(cite, "source"))
            for item in items(cite, "items"):
                if catalogue is not None and word(item) not in catalogue.items:
                    yield _unknown_item(word(item), item.location, catalogue)


def _unknown_item(name: str, at: Location, catalogue: Catalogue) -> Problem:
    return Problem(
        code="F305",
        message=f"the source `{catalogue.name}` has no item `{name}`",
        location=at,
        help=did_you_mean(name, catalogue.items, limit=0)
        or f"`followup ruleset sources` lists its {len(catalogue.items)} items",
    )
