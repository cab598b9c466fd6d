"""Telling a problem to the document that caused it.

A child may change a fact on which what it inherits rests. The fault then shows in the parent's
text, which is right, and perhaps not the author's; it is told where the child says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from followup.diagnostics import Location, Problem
from followup.reading.access import as_mapping, entries, items, text
from followup.reading.inheritance import FlatRuleset
from followup.text import MappingNode

_QUOTED = re.compile(r"`([\w-]+)")


def blamed(
    found: Iterable[Problem],
    flats: Sequence[FlatRuleset],
    problems_of: Callable[[FlatRuleset], Iterable[Problem]],
) -> list[Problem]:
    """Return problems of a chain's last ruleset, each told to the document that brought it.

    Args:
        found: the problems.
        flats: the rulesets of the chain, the eldest first.
        problems_of: what is wrong with one of them.
    """
    documents = [flat.header.location.source.name for flat in flats]
    known = [{_what(problem) for problem in problems_of(flat)} for flat in flats[:-1]]
    told: dict[Location, list[Problem]] = {}
    for problem in found:
        first = next(
            (i for i, before in enumerate(known) if _what(problem) in before), len(flats) - 1
        )
        place = problem.location
        if place.source.name in documents[:first]:
            place = _cause(problem, flats[first].header)
        told.setdefault(place, []).append(problem)
    return [each for place, problems in told.items() for each in _told(place, problems)]


def _what(problem: Problem) -> tuple[str, str, Location]:
    """Return what a problem is, without the advice, which names what else there is."""
    return problem.code, problem.message, problem.location


def _cause(problem: Problem, document: MappingNode) -> Location:
    """Return where a document changes what a problem speaks of; else where it extends another."""
    own: dict[str, Location] = {}
    for kind in ("parameters", "days", "facts"):
        own |= {name: node.location for name, node in entries(document, kind).items()}
    for kind in ("rule", "limit"):
        nodes = map(as_mapping, items(document, f"{kind}s"))
        own |= {text(node, kind): node.location for node in nodes}
    named = (own[name] for name in _QUOTED.findall(problem.message) if name in own)
    extends = document.get("extends")
    return next(named, extends.location if extends else document.location)


def _told(place: Location, problems: list[Problem]) -> list[Problem]:
    """Return problems of one place; of those that are told elsewhere the first stands for all."""
    here = [problem for problem in problems if problem.location == place]
    elsewhere = [problem for problem in problems if problem.location != place]
    if not elsewhere:
        return here
    first, *others = elsewhere
    at = first.location
    more = f", and {len(others)} more like it" if others else ""
    return [
        *here,
        Problem(
            code=first.code,
            message=f"this does not fit what it inherits: {first.message}, in {at.source.name} "
            f"on line {at.line}{more}",
            location=place,
            help="keep to what the inherited one is, or give yours a name of its own",
        ),
    ]
