"""Topics with what each ruleset answers: for the console, as plain data, and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from followup.asking.answers import Answer
from followup.asking.comparison import Comparison
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Citation
from followup.decision import plain_data
from followup.views.blocks import GAP, Block, Heading, Line, Table, table
from followup.wording.markup import escaped, link

_ABOUT = (
    "Every answer on this page is computed. With each question stands a small history, and each "
    "ruleset is asked what it would do then; nothing here is written by hand. `followup ruleset "
    "disagreements` prints the same on your terminal, and compares rulesets of your own too.",
    "*Assumed* marks an answer that rests on a value which the ruleset's source does not state. "
    "The last column names the items of the sources on which the answer rests.",
)

_GLANCE = (
    "*Different* counts the different answers. *Silent* are those that do not speak of the matter: "
    "they neither ask for it nor advise against it."
)

# -- for the console


def disagreements_view(comparisons: Sequence[Comparison]) -> Iterator[Block]:
    """Tell topic by topic the different answers, each with the rulesets that give it."""
    for part, topics in _parts(comparisons):
        if part:
            yield Line(part.upper(), "label")
            yield GAP
        for comparison in topics:
            yield from _topic(comparison)
            yield GAP
    differ = sum(1 for comparison in comparisons if comparison.opinions > 1)
    yield Line(f"{_count(len(comparisons), 'topic')}, answered differently in {differ}")


def _topic(comparison: Comparison) -> Iterator[Block]:
    question = comparison.question
    yield Line(f"{question.name}: {question.asks}", "headline", hanging=2)
    positions = comparison.positions
    for says, answers in positions.items():
        all_agree = " (all agree)" if comparison.agreed else ""
        yield Line(says + all_agree, indent=2, hanging=2)
        if len(positions) > 1:
            names = (
                answer.ruleset + (" (assumed)" if answer.assumed else "") for answer in answers
            )
            yield Line(", ".join(names), "good", indent=6)
        sources = ", ".join(_places(answers))
        if sources:
            yield Line(sources, "quiet", indent=6)


# -- as plain data


def disagreements_data(comparisons: Sequence[Comparison]) -> list[dict[str, Any]]:
    """Return topics with their answers as plain data."""
    return [
        {
            "topic": comparison.question.name,
            "part": comparison.question.part or None,
            "asks": comparison.question.asks,
            "opinions": comparison.opinions,
            "silent": comparison.silent,
            "answers": [
                {"answer": says, "rulesets": [_answer_data(answer) for answer in answers]}
                for says, answers in comparison.positions.items()
            ],
        }
        for comparison in comparisons
    ]


def _answer_data(answer: Answer) -> dict[str, Any]:
    return {
        "ruleset": answer.ruleset,
        "rules": list(answer.rules),
        "assumed": list(answer.assumed),
        "cites": plain_data(answer.cites),
    }


# -- as a page


def disagreements_page(
    comparisons: Sequence[Comparison],
    rulesets: Sequence[Ruleset],
    *,
    ruleset_page: str | None = None,
    item_page: str | None = None,
) -> Iterator[Block]:
    """Tell all topics as a page.

    Args:
        comparisons: the topics with their answers.
        rulesets: those that were asked.
        ruleset_page: where a ruleset has a page, `{}` standing for its name.
        item_page: where an item of a source stands, `{}` standing for its id in lower case.
    """
    yield Heading("Where the rulesets disagree", 1)
    yield from map(Line, _ABOUT)
    rows = [[_linked(r.name, ruleset_page), escaped(r.title)] for r in rulesets]
    yield table(["ruleset", "what is special about it"], rows)
    yield Heading("At a glance")
    yield Line(_GLANCE)
    yield _overview(comparisons)
    for part, topics in _parts(comparisons):
        yield Heading(escaped(part) or "Topics")
        for comparison in topics:
            yield from _section(comparison, ruleset_page, item_page)


def _overview(comparisons: Sequence[Comparison]) -> Table:
    rows: list[list[str]] = []
    for part, topics in _parts(comparisons):
        if part:
            rows.append([f"**{escaped(part)}**", "", "", ""])
        rows += map(_glance, topics)
    return table(["question", "answers", "different", "silent"], rows)


def _glance(comparison: Comparison) -> list[str]:
    said = (says for says, answers in comparison.positions.items() if not answers[0].silent)
    return [
        link(escaped(comparison.question.asks), comparison.question.name),
        " · ".join(escaped(says) for says in said) or "–",
        "all agree" if comparison.agreed else str(comparison.opinions),
        str(comparison.silent or "–"),
    ]


def _section(
    comparison: Comparison, ruleset_page: str | None, item_page: str | None
) -> Iterator[Block]:
    """Tell one topic: its question, and a row for each answer."""
    yield Heading(escaped(comparison.question.asks), 3, comparison.question.name)
    rows = []
    for says, answers in comparison.positions.items():
        names = [
            _linked(answer.ruleset, ruleset_page) + (" *(assumed)*" if answer.assumed else "")
            for answer in answers
        ]
        all_agree = " *(all agree)*" if comparison.agreed else ""
        sources = ", ".join(_places(answers, item_page))
        rows.append([escaped(says) + all_agree, ", ".join(names), sources or "–"])
    yield table(["answer", "rulesets", "sources"], rows)


# -- what they share


def _parts(comparisons: Iterable[Comparison]) -> Iterator[tuple[str, list[Comparison]]]:
    for part, topics in groupby(comparisons, key=lambda comparison: comparison.question.part):
        yield part, list(topics)


def _places(answers: Iterable[Answer], page: str | None = None) -> list[str]:
    """Write the items, or the places, that answers rest on, each once, in order."""
    cites = list(dict.fromkeys(cite for answer in answers for cite in answer.cites))
    items = sorted({item for cite in cites for item in cite.items}, key=_in_catalogue)
    places = [_place(cite) for cite in cites if not cite.items]
    if page is not None:
        places = [escaped(place) for place in places]
        items = [f"[{item}]({page.format(item.lower())})" for item in items]
    return [*items, *dict.fromkeys(places)]


def _in_catalogue(item: str) -> tuple[str, int]:
    source, _, number = item.rpartition("-")
    return source, int(number) if number.isdigit() else 0


def _place(cite: Citation) -> str:
    return cite.title + (f", {cite.at}" if cite.at else "")


def _linked(name: str, page: str | None) -> str:
    return escaped(name) if page is None else f"[{escaped(name)}]({page.format(name)})"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
