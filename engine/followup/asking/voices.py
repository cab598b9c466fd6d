"""Who speaks for a source, of what, and against what."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from followup.core.cases import AnswerReading
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Citation
from followup.explaining.citing import DECIDING, carriers, own_sources


def voice_of(ruleset: Ruleset) -> str:
    """Return the source that a ruleset speaks for; empty if it draws on several, or on none."""
    sources = own_sources(ruleset)
    return next(iter(sources)) if len(sources) == 1 else ""


def narrowed(cites: Iterable[Citation], reading: AnswerReading) -> tuple[Citation, ...]:
    """Return the citations with those items alone that a question asks for, if any are left."""
    named = (reading.cited_on or frozenset()) | reading.against
    found = (
        replace(cite, items=tuple(item for item in cite.items if (cite.source, item) in named))
        for cite in cites
    )
    return tuple(cite for cite in found if cite.items)


def says_itself(
    ruleset: Ruleset, cites: Iterable[Citation], parts: Iterable[tuple[str, str]]
) -> bool:
    """Return whether an answer is a voice's own, and not only what it inherits uncited.

    Either its source is behind the answer, or its own document has one of the parts, which are
    kinds and names such as `facts` and `visit`.
    """
    voice, own = voice_of(ruleset), ruleset.location.source.name
    return any(cite.source == voice for cite in cites) or any(
        ruleset.place(kind, name).source.name == own for kind, name in parts
    )


def advice_against(ruleset: Ruleset, items: Collection[tuple[str, str]]) -> tuple[Citation, ...]:
    """Return those items, by source and id, that a ruleset cites where it decides."""
    carried = carriers(ruleset) if items else {}
    found = sorted(
        key for key in items if any(carrier.kind in DECIDING for carrier in carried.get(key, ()))
    )
    titles = ruleset.sources
    return tuple(
        Citation(source=source, title=titles.get(source, source), items=(item,))
        for source, item in found
    )
