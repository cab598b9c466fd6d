"""All topics put to several rulesets, and what the answers come to: sentences and a table.

The figures in the sentences are counted, never written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from followup.asking.comparison import Comparison, compare
from followup.core.cases import Topics
from followup.core.references import PLACEHOLDER
from followup.core.ruleset import Ruleset


class Disagreements(Struct, frozen=True, kw_only=True):
    """Topics with what each ruleset answers.

    `in_short` are sentences on all topics, `rows` those of the table of all rulesets: a label,
    and the topic that it is about. Both are empty where only some topics are asked.
    """

    comparisons: tuple[Comparison, ...]
    in_short: tuple[str, ...] = ()
    rows: tuple[tuple[str, Comparison], ...] = ()


def compare_all(
    topics: Topics, rulesets: Sequence[Ruleset], only: Collection[str] = ()
) -> Disagreements:
    """Return what rulesets answer to all topics, or only to those of some names.

    Raises:
        NotEvaluable: a ruleset is abstract, or has the words of another domain.
    """
    chosen = [each for each in topics.questions if each.name in only or not only]
    comparisons = tuple(compare(question, rulesets) for question in chosen)
    if only:
        return Disagreements(comparisons=comparisons)
    by_name = {comparison.question.name: comparison for comparison in comparisons}
    return Disagreements(
        comparisons=comparisons,
        in_short=summed_up(topics.in_short, comparisons),
        rows=tuple((label, by_name[name]) for label, name in topics.rows),
    )


def summed_up(sentences: Iterable[str], comparisons: Sequence[Comparison]) -> tuple[str, ...]:
    """Return sentences with their figures; those that lack one are left out.

    A figure is lacking where its topic was not asked, or where nobody gives an answer of that
    kind. Figures count the voices, so without at least two of them there is no sentence at all.
    """
    if not any(answer.voice for each in comparisons[:1] for answer in each.counted):
        return ()
    figures: dict[str, str | None] = {**_totals(comparisons)}
    for comparison in comparisons:
        for name, figure in _figures(comparison).items():
            figures[f"{comparison.question.name}.{name}"] = figure
    filled = (_filled(sentence, figures) for sentence in sentences)
    return tuple(sentence for sentence in filled if sentence is not None)


def _filled(sentence: str, figures: Mapping[str, str | None]) -> str | None:
    if any(figures.get(name) is None for name in PLACEHOLDER.findall(sentence)):
        return None
    return PLACEHOLDER.sub(lambda name: str(figures[name[1]]), sentence)


def _totals(comparisons: Sequence[Comparison]) -> dict[str, str]:
    """Count the topics: `disputed`, `agreed` and `alone` come to `topics` together."""
    disputed = sum(1 for each in comparisons if each.clashes)
    alone = sum(1 for each in comparisons if sum(each.spoken.values()) < 2)
    counts = {
        "voices": len(comparisons[0].counted),
        "topics": len(comparisons),
        "disputed": disputed,
        "agreed": len(comparisons) - disputed - alone,
        "alone": alone,
    }
    return {name: str(count) for name, count in counts.items()}


def _figures(comparison: Comparison) -> dict[str, str | None]:
    """Return the figures of one topic; what nobody says is None."""
    spoken = [answer for answer in comparison.counted if not answer.silent]
    ranked = sorted((a for a in spoken if a.ranked), key=lambda answer: answer.rank)
    briefly = Counter(answer.brief for answer in spoken)
    usual, times = next(iter(comparison.spoken.most_common(1)), (None, 0))
    return {
        "speak": str(len(spoken)),
        "silent": str(comparison.silent),
        "least": ranked[0].says if ranked else None,
        "most": ranked[-1].says if ranked else None,
        "usual": usual,
        "usual-by": str(times) if times else None,
        "assumed": str(sum(1 for answer in spoken if answer.assumed)),
        "tally": ", ".join(f"{says} ({number})" for says, number in briefly.items()) or None,
    }
