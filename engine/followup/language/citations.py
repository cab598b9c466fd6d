"""`cites` to citations: which source says it, and where."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import replace

from followup.language.building import Report, as_mapping, items, scalar, text
from followup.language.domain import Citation
from followup.text import Mapping


def read_cites(
    node: Mapping,
    catalogued: AbstractMapping[str, str],
    others: AbstractMapping[str, str],
    report: Report,
) -> tuple[Citation, ...]:
    """Return where the advice stands that a node cites.

    Args:
        node: what has the key `cites`.
        catalogued: the sources that have a catalogue, name to title.
        others: the sources without one, name to title; they have no items.
        report: where sources are noted that do not exist, or are cited in the wrong way.
    """
    found = []
    for entry in items(node, "cites"):
        cite = as_mapping(entry)
        source = text(cite, "source")
        titles = {**catalogued, **others}
        if source not in titles:
            report.unknown("F305", "source", source, titles, cite.entries["source"].location)
            continue
        ids = tuple(str(scalar(item)) for item in items(cite, "items"))
        at = text(cite, "at") or None
        if ids and source not in catalogued:
            report.add(
                "F305",
                f"the source `{source}` has no catalogue, so no items",
                cite.at("items"),
                "say where it stands: `at: HEADING`",
            )
        found.append(Citation(source=source, title=titles[source], at=at, items=ids))
    return tuple(found)


def merged(cites: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return citations with the items of one source together, each item once."""
    found: dict[tuple[str, str | None], Citation] = {}
    for cite in cites:
        same = found.get((cite.source, cite.at))
        gathered = dict.fromkeys((*(same.items if same else ()), *cite.items))
        found[cite.source, cite.at] = replace(cite, items=tuple(gathered))
    return tuple(found.values())
