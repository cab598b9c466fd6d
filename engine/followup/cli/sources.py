"""`followup ruleset sources`: from advice to rule to case."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from followup.asking.cases import run_case
from followup.cli.context import RulesetName, default_ruleset, json_option, open_library
from followup.cli.errors import reported
from followup.core.ruleset import Ruleset
from followup.decision import Decision
from followup.explaining.citing import own_sources
from followup.explaining.provenance import TracedItem, trace_items
from followup.forms.terminal import Console
from followup.library import Library
from followup.library.files import CASES_ENDING, find_ruleset, shipped_rulesets
from followup.text.json_writer import json_text
from followup.views.sources import left_out_view, sources_data, sources_view


@click.command(short_help="What the sources say, and which rules carry it.")
@click.argument("name", metavar="[RULESET]", type=RulesetName(), required=False)
@json_option
@reported
def sources(name: str | None, as_json: bool) -> None:
    """List what the sources say, item by item, with the parts of rulesets that carry it.

    With a ruleset it lists the items that this one carries, then what its sources say besides
    and who carries that; without one, all items and all shipped rulesets. `cases` is the number
    of expectations in the cases that rest on the item.

    \b
    Example:
      followup ruleset sources localwise
      followup ruleset sources --json > sources.json
    """
    library = open_library()
    chosen = library.ruleset(name or default_ruleset())
    vocabulary = chosen.vocabulary
    catalogues = library.documents.catalogues(vocabulary)
    if not catalogues:
        raise click.UsageError(f"the vocabulary `{vocabulary.name}` has no catalogues of sources")
    every = trace_items(catalogues, decided(shipped(library, vocabulary.name), library))
    found = every
    if name:
        traced = trace_items(catalogues, decided([(find_ruleset(name), chosen)], library))
        own = own_sources(chosen)
        found = tuple(item for item in traced if _belongs(item, own))
    console = Console()
    if as_json:
        console.document(json_text(sources_data(found)))
        return
    console.show(*sources_view(found, catalogues.values()))
    if name:
        carried = {(item.source, item.item.id) for item in found}
        rest = [i for i in every if i.source in own and (i.source, i.item.id) not in carried]
        console.show(*left_out_view(rest))


def _belongs(item: TracedItem, own: set[str]) -> bool:
    """Return whether a ruleset carries an item by more than words that all rulesets share."""
    shared = ("hint", "message")
    return any(item.source in own or c.carrier.kind not in shared for c in item.carried)


def shipped(library: Library, vocabulary: str) -> Iterator[tuple[str, Ruleset]]:
    """Go through the paths and rulesets that can be chosen in a vocabulary."""
    for name, path in shipped_rulesets().items():
        ruleset = library.ruleset(name)
        if not ruleset.abstract and ruleset.vocabulary.name == vocabulary:
            yield path, ruleset


def decided(
    rulesets: Iterator[tuple[str, Ruleset]] | list[tuple[str, Ruleset]], library: Library
) -> Iterator[tuple[Ruleset, list[Decision]]]:
    """Go through rulesets with the decisions of the cases that stand beside them."""
    for path, ruleset in rulesets:
        beside = path.rsplit(".", 1)[0] + CASES_ENDING
        cases = library.documents.cases(beside) if os.path.isfile(beside) else ()
        own = (
            case
            for case in cases
            if library.documents.case_ruleset(case.ruleset, beside, case.location).digest
            == ruleset.digest
        )
        yield ruleset, [o.decision for case in own for o in run_case(case, ruleset)]
