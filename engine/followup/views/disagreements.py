"""Topics with what each ruleset answers: for the console, and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from followup.asking.answers import NOTHING, Answer
from followup.asking.comparison import Comparison, most_split_first, undisputed
from followup.asking.disagreements import Disagreements
from followup.core.vocabulary import Citation
from followup.decision import plain_data
from followup.views.blocks import GAP, Block, Line, Table, table

_COLUMNS = 5
"""So many questions stand beside one another, so that the table fits a narrow terminal."""

# -- for the console


def disagreements_view(found: Disagreements) -> Iterator[Block]:
    """Tell what the answers come to, then topic by topic the different ones, the most split first.

    Last come the topics on which nobody contradicts another.
    """
    for sentence in found.in_short:
        yield Line(sentence, mark="-")
    if found.in_short:
        yield GAP
    yield from _matrix(found.rows)
    split = most_split_first(found.comparisons)
    united = undisputed(found.comparisons)
    for title, topics in (("answered differently", split), ("no contradiction", united)):
        if split and united:
            yield Line(title.upper(), "label")
            yield GAP
        for comparison in topics:
            yield from _topic(comparison)
            yield GAP
    count = len(found.comparisons)
    topics_in_all = f"{count} topic" + ("" if count == 1 else "s")
    yield Line(f"{topics_in_all}, answered differently in {len(split)}")


def _matrix(rows: Sequence[tuple[str, Comparison]]) -> Iterator[Block]:
    """Tell all rulesets' answers in a word or two, a row for each ruleset, in several tables."""
    for start in range(0, len(rows), _COLUMNS):
        yield _table(rows[start : start + _COLUMNS])
        yield GAP
    if rows:
        yield Line("(in brackets): assumed, no source states it; -: does not speak of it", "quiet")
        yield GAP


def _table(rows: Sequence[tuple[str, Comparison]]) -> Table:
    answers = grouped(rows[0][1].answers)
    cells = [[a.ruleset, *(_cell(topic, a.ruleset) for _, topic in rows)] for a in answers]
    voices = sum(1 for answer in answers if answer.voice)
    if 0 < voices < len(answers):  # what draws on several sources is set apart
        cells.insert(voices, ["(several sources)", *("" for _ in rows)])
    return table(["ruleset", *(label for label, _ in rows)], cells)


def _cell(comparison: Comparison, ruleset: str) -> str:
    answer = answer_of(comparison, ruleset)
    if answer.silent:
        return "-"
    return f"({answer.brief})" if answer.assumed else answer.brief


def _topic(comparison: Comparison) -> Iterator[Block]:
    question = comparison.question
    yield Line(f"{question.name}: {question.asks}", "headline", hanging=2)
    positions = comparison.positions
    for says, answers in positions.items():
        all_agree = " (all agree)" if len(positions) == 1 and comparison.opinions else ""
        yield Line(says + all_agree, indent=2, hanging=2)
        if len(positions) > 1:
            yield from _names(answers)
        sources = ", ".join(places(spoken(answers)))
        if sources:
            yield Line(sources, "quiet", indent=6)


def _names(answers: Sequence[Answer]) -> Iterator[Block]:
    """Tell who gives an answer: the voices, then those that draw on several sources."""
    voices = [answer for answer in answers if answer.voice]
    others = [answer for answer in answers if not answer.voice]
    for says, group in (("", voices), ("drawing on several sources: " if voices else "", others)):
        names = (answer.ruleset + (" (assumed)" if answer.assumed else "") for answer in group)
        if group:
            yield Line(says + ", ".join(names), "good", indent=6)


# -- as plain data


def disagreements_data(found: Disagreements) -> list[dict[str, Any]]:
    """Return topics with their answers as plain data."""
    return [
        {
            "topic": comparison.question.name,
            "part": comparison.question.part or None,
            "asks": comparison.question.asks,
            "opinions": comparison.opinions,
            "silent": comparison.silent,
            "clashes": comparison.clashes,
            "answers": [
                {"answer": says, "rulesets": [_answer_data(answer) for answer in answers]}
                for says, answers in comparison.positions.items()
            ],
        }
        for comparison in found.comparisons
    ]


def _answer_data(answer: Answer) -> dict[str, Any]:
    return {
        "ruleset": answer.ruleset,
        "voice": answer.voice or None,
        "decides": None if answer.says == NOTHING else answer.says,
        "rules": list(answer.rules),
        "assumed": list(answer.assumed),
        "cites": plain_data(answer.cites),
    }


# -- what the page needs too


def grouped(answers: Iterable[Answer]) -> list[Answer]:
    """Return answers by their rulesets' names, those of the voices first."""
    return sorted(answers, key=lambda answer: (not answer.voice, answer.ruleset))


def answer_of(comparison: Comparison, ruleset: str) -> Answer:
    """Return what a ruleset answers."""
    return next(answer for answer in comparison.answers if answer.ruleset == ruleset)


def spoken(answers: Iterable[Answer]) -> list[Answer]:
    """Return the answers of those that speak."""
    return [answer for answer in answers if not answer.silent]


def places(answers: Iterable[Answer]) -> list[str]:
    """Write the items, or the places, that answers rest on, each once, in order."""
    cites = list(dict.fromkeys(cite for answer in answers for cite in answer.cites))
    return [*items_of(cites), *dict.fromkeys(place(cite) for cite in cites if not cite.items)]


def items_of(cites: Iterable[Citation]) -> list[str]:
    """Return the ids of the items that are cited, each once, in the order of the catalogues."""
    return sorted({item for cite in cites for item in cite.items}, key=_in_catalogue)


def place(cite: Citation) -> str:
    """Write where a citation points to in a source without a catalogue."""
    return cite.title + (f", {cite.at}" if cite.at else "")


def _in_catalogue(item: str) -> tuple[str, int]:
    source, _, number = item.rpartition("-")
    return source, int(number) if number.isdigit() else 0
