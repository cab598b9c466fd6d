"""A chain of documents to a ruleset that is read, checked and proved."""

from __future__ import annotations

from collections.abc import Iterable

from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Problem
from followup.proving.blame import blamed
from followup.proving.checks import check_ruleset
from followup.proving.limits import check_tightened, check_untouched
from followup.reading.inheritance import FlatRuleset, flatten
from followup.reading.report import Report
from followup.reading.rulesets import read_ruleset
from followup.reading.steps import unfolded
from followup.text import MappingNode


def build_ruleset(
    chain: list[MappingNode],
    vocabulary: Vocabulary,
    digest: str = "",
    *,
    problems: Iterable[Problem] = (),
    broken: Iterable[str] = (),
) -> Ruleset:
    """Return the ruleset that a chain of documents, the eldest first, says.

    Whatever this returns evaluates without an error on every history that its vocabulary's
    schema accepts.

    Args:
        chain: the documents, without what has a wrong shape.
        vocabulary: the words that they use.
        digest: what changes with any document that the ruleset is built from.
        problems: what is wrong with their shape.
        broken: the names of the parts that were left out because of it.

    Raises:
        InvalidDocument: everything that is wrong with shape, names, types, bounds and limits; or,
            where nothing else is, with the logic.
    """
    report = Report(frozenset(broken))
    flats = flatten(chain, report)
    flats = [
        *(unfolded(flat, vocabulary, Report()) for flat in flats[:-1]),
        unfolded(flats[-1], vocabulary, report),
    ]
    ruleset = read_ruleset(flats[-1], vocabulary, report, digest)
    found = [*problems, *report.problems, *check_tightened(flats, vocabulary)]
    if not found and len(flats) > 1:
        found += check_untouched(flats[-2], flats[-1], ruleset)
    found = found or check_ruleset(ruleset)
    if found:
        raise InvalidDocument(blamed(found, flats, lambda flat: _problems_of(flat, vocabulary)))
    return ruleset


def _problems_of(flat: FlatRuleset, vocabulary: Vocabulary) -> list[Problem]:
    report = Report()
    ruleset = read_ruleset(flat, vocabulary, report)
    return report.problems or check_ruleset(ruleset)
