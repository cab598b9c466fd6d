"""`cites` to citations: which source says it, and where."""

from __future__ import annotations

from collections.abc import Mapping

from followup.core.vocabulary import Citation
from followup.reading.access import as_mapping, items, text, words
from followup.reading.report import Report
from followup.text import MappingNode


class CitationReader:
    """Reads where the advice stands that a node cites.

    `catalogued` are the sources that have a catalogue, name to title; `others` have none, so no
    items. Sources that do not exist, or are cited in the wrong way, are reported.
    """

    def __init__(
        self,
        catalogued: Mapping[str, str],
        others: Mapping[str, str],
        report: Report,
    ) -> None:
        self.catalogued = catalogued
        self.titles = {**catalogued, **others}
        self.report = report

    def __call__(self, node: MappingNode) -> tuple[Citation, ...]:
        """Return the citations of a node."""
        found = (self._citation(as_mapping(entry)) for entry in items(node, "cites"))
        return tuple(cite for cite in found if cite is not None)

    def _citation(self, node: MappingNode) -> Citation | None:
        source = text(node, "source")
        if source not in self.titles:
            at = node.entries["source"].location
            self.report.unknown("F305", "source", source, self.titles, at)
            return None
        ids = words(node, "items")
        if ids and source not in self.catalogued:
            self.report.add(
                "F305",
                f"the source `{source}` has no catalogue, so no items",
                node.at("items"),
                "say where it stands: `at: HEADING`",
            )
        at_heading = text(node, "at") or None
        return Citation(source=source, title=self.titles[source], at=at_heading, items=ids)
