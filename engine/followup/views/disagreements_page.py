"""The page on which rulesets disagree: in short, at a glance, then question by question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from followup.asking.answers import Answer
from followup.asking.comparison import Comparison, most_split_first, undisputed
from followup.asking.disagreements import Disagreements
from followup.core.ruleset import Ruleset
from followup.explaining.citing import own_sources
from followup.views.blocks import Block, Heading, Line, Table, items, table
from followup.views.disagreements import answer_of, grouped, items_of, place, spoken
from followup.wording.markup import anchor, escaped, link

_MATRIX = (
    "Each row leads to its question. *In italics*: assumed, because the source does not say. –: "
    "does not speak of it, which is not the same as never."
)
_VOICES = "Each column is a voice: a ruleset that follows one source, or one person in it."
_SEVERAL = (
    "These rulesets draw on several sources, so they are no voices of their own and count nowhere "
    "on this page:"
)
_ABOUT = (
    "Every word and figure above and below is computed. With each question stands a small "
    "history, and each ruleset is asked what it would do then; `followup ruleset disagreements` "
    "prints the same on your terminal, and compares rulesets of your own too. A voice speaks of a "
    "matter if its source is behind the answer; what it only shares with all rulesets counts as "
    "silence, advice against something does not.",
)
_SPLIT = (
    "The most disputed comes first: the more pairs give different answers, out of {pairs}, the "
    "higher a question stands."
)
_UNITED = (
    "Nobody contradicts another here, since all who speak agree, or hardly any speaks. Those of "
    "which most speak come first."
)
_NOBODY = "–"


class _Links(Struct, frozen=True, kw_only=True):
    """Where rulesets have pages, and items of sources their places; see `disagreements_page`."""

    ruleset: str | None
    item: str | None

    def name(self, answer: Answer) -> str:
        """Write the name of the ruleset that gives an answer."""
        return self.named(answer.ruleset) + (" *(assumed)*" if answer.assumed else "")

    def named(self, ruleset: str) -> str:
        """Write a ruleset's name."""
        name = escaped(ruleset)
        return name if self.ruleset is None else f"[{name}]({self.ruleset.format(ruleset)})"

    def places(self, answers: Iterable[Answer]) -> str:
        """Write what answers rest on, each item once."""
        cites = list(dict.fromkeys(cite for answer in answers for cite in answer.cites))
        found = items_of(cites)
        if self.item is not None:
            found = [f"[{item}]({self.item.format(item.lower())})" for item in found]
        others = dict.fromkeys(escaped(place(cite)) for cite in cites if not cite.items)
        return ", ".join([*found, *others]) or _NOBODY


def disagreements_page(
    found: Disagreements,
    rulesets: Sequence[Ruleset],
    *,
    ruleset_page: str | None = None,
    item_page: str | None = None,
) -> Iterator[Block]:
    """Tell all topics as a page.

    Args:
        found: the topics with their answers.
        rulesets: those that were asked.
        ruleset_page: where a ruleset has a page, `{}` standing for its name.
        item_page: where an item of a source stands, `{}` standing for its id in lower case.
    """
    links = _Links(ruleset=ruleset_page, item=item_page)
    yield Heading("Where the rulesets disagree", 1)
    yield items(map(escaped, found.in_short))
    if found.rows:
        yield Heading("At a glance")
        yield from _matrix(found.rows, links)
    yield Heading("Who speaks")
    yield from _who(found, rulesets, links)
    split = most_split_first(found.comparisons)
    united = undisputed(found.comparisons)
    yield Heading("The questions")
    yield from _index(found.comparisons)
    if split:
        yield Heading("Where they contradict one another")
        yield Line(_SPLIT.format(pairs=_pairs(split[0])))
    for comparison in split:
        yield from _section(comparison, links)
    if united:
        yield Heading("Appendix: where nobody contradicts")
        yield Line(_UNITED)
        yield _appendix(united, links)


# -- at a glance


def _matrix(rows: Sequence[tuple[str, Comparison]], links: _Links) -> Iterator[Block]:
    """Tell the answers of the voices in a word or two; the other rulesets have their own table."""
    answers = grouped(rows[0][1].answers)
    voices = [answer.ruleset for answer in answers if answer.voice]
    others = [answer.ruleset for answer in answers if not answer.voice]
    yield Line(f"{_VOICES} {_MATRIX}" if voices else _MATRIX)
    for names in filter(None, (voices, others)):
        if voices and names == others:
            yield Line(_SEVERAL)
        yield _table(rows, names, links)


def _table(rows: Sequence[tuple[str, Comparison]], names: Sequence[str], links: _Links) -> Table:
    return table(
        ["", *map(links.named, names)],
        (
            [link(escaped(label), comparison.question.name)]
            + [_cell(answer_of(comparison, name)) for name in names]
            for label, comparison in rows
        ),
    )


def _cell(answer: Answer) -> str:
    if answer.silent:
        return _NOBODY
    return f"*{escaped(answer.brief)}*" if answer.assumed else escaped(answer.brief)


def _who(found: Disagreements, rulesets: Sequence[Ruleset], links: _Links) -> Iterator[Block]:
    by_name = {ruleset.name: ruleset for ruleset in rulesets}
    answers = grouped(found.comparisons[0].answers)
    yield table(
        ["ruleset", "follows", "what is special about it"],
        (
            [
                links.named(answer.ruleset),
                _followed(by_name[answer.ruleset]),
                escaped(by_name[answer.ruleset].title),
            ]
            for answer in answers
        ),
    )
    yield from map(Line, _ABOUT)


def _followed(ruleset: Ruleset) -> str:
    sources = own_sources(ruleset)
    return "several sources" if len(sources) > 1 else "".join(map(escaped, sources)) or _NOBODY


# -- question by question


def _index(comparisons: Iterable[Comparison]) -> Iterator[Block]:
    """Lead to each question, by what it is about."""
    lines = []
    for part, topics in groupby(comparisons, key=lambda comparison: comparison.question.part):
        names = (comparison.question.name for comparison in topics)
        led = " · ".join(link(escaped(name), name) for name in names)
        lines.append(f"**{escaped(part)}**: {led}" if part else led)
    yield items(lines)


def _section(comparison: Comparison, links: _Links) -> Iterator[Block]:
    """Tell one question: how strongly they disagree, and a row for each answer."""
    question = comparison.question
    yield Heading(escaped(question.asks), 3, question.name)
    speak = sum(comparison.spoken.values())
    count = len(comparison.counted)
    speakers = f"all {count}" if speak == count else f"{speak} of {count}"
    yield Line(
        f"{comparison.clashes} of {_pairs(comparison)} pairs contradict one another; "
        f"{speakers} speak of it."
    )
    rows = []
    for says, answers in comparison.positions.items():
        names = _names(comparison, answers, links)
        rows.append([escaped(says), *names, links.places(spoken(answers))])
    yield table(["answer", *_columns(comparison), "sources"], rows)


def _columns(comparison: Comparison) -> list[str]:
    """Return the headers of those who answer: voices stand apart from what is none."""
    kinds = {bool(answer.voice) for answer in comparison.answers}
    return ["voices", "of several sources"] if len(kinds) > 1 else ["rulesets"]


def _names(comparison: Comparison, answers: Iterable[Answer], links: _Links) -> list[str]:
    """Write who gives an answer, column by column."""
    answers = grouped(answers)
    voices = [links.name(answer) for answer in answers if answer.voice]
    others = [links.name(answer) for answer in answers if not answer.voice]
    groups = (voices, others) if len(_columns(comparison)) > 1 else ([*voices, *others],)
    return [", ".join(names) or _NOBODY for names in groups]


def _appendix(united: Sequence[Comparison], links: _Links) -> Table:
    rows = []
    for comparison in united:
        asks = anchor(comparison.question.name) + escaped(comparison.question.asks)
        for says, answers in comparison.positions.items():
            if answers[0].silent and len(comparison.positions) > 1:
                continue
            names = _names(comparison, answers, links)
            rows.append([asks, escaped(says), *names, links.places(spoken(answers))])
            asks = ""
    return table(["question", "answer", *_columns(united[0]), "sources"], rows)


def _pairs(comparison: Comparison) -> int:
    """Return how many pairs there are among those who count."""
    count = len(comparison.counted)
    return count * (count - 1) // 2
