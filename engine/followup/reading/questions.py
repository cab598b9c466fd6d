"""Checked nodes to `Topics`: what is put to several rulesets at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from followup.core.cases import FIGURES, TOTALS, AnswerReading, Question, Topics
from followup.core.catalogues import Catalogue
from followup.core.references import PLACEHOLDER
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Location
from followup.reading.access import (
    as_mapping,
    each,
    entries,
    flag,
    history_inside,
    items,
    scalar,
    text,
    word,
    words,
)
from followup.reading.cases import HistoryReader
from followup.reading.report import Report
from followup.text import MappingNode, Node

READINGS = (
    "wait",
    "opens",
    "closes",
    "gaps",
    "attempts",
    "ends",
    "attempt",
    "duty",
    "persons",
    "channels",
    "minds",
    "outcome",
)
"""What can be read of a ruleset's answer: each names actions, `outcome` a track."""

_TIMED = ("wait", "closes", "ends")
_TOPIC_KEYS = ("topic", "part", "asks", "as-of", "read")


def read_topics(
    root: Node,
    vocabulary: Vocabulary,
    reader: HistoryReader,
    catalogues: Mapping[str, Catalogue],
) -> Topics:
    """Return the questions of a well-formed file of topics, in its order, with its sentences.

    Args:
        root: the file's content.
        vocabulary: the vocabulary beside it.
        reader: reads the histories.
        catalogues: the vocabulary's sources by name, whose items the questions may ask for.

    Raises:
        InvalidDocument: a topic whose history is wrong, a date that is none, a word that the
            vocabulary or its sources do not have, or two topics of one name.
    """
    asked = _Reader(as_mapping(root), vocabulary, reader, catalogues)
    topics = Topics(
        questions=asked.questions(), in_short=tuple(asked.sentences()), rows=tuple(asked.rows())
    )
    if asked.report.problems:
        raise InvalidDocument(asked.report.problems)
    return topics


class _Reader:
    def __init__(
        self,
        root: MappingNode,
        vocabulary: Vocabulary,
        reader: HistoryReader,
        catalogues: Mapping[str, Catalogue],
    ) -> None:
        self.root = root
        self.vocabulary = vocabulary
        self.reader = reader
        self.report = Report()
        self.items = [
            (source, item) for source, c in catalogues.items() for item in c.items.values()
        ]

    def questions(self) -> tuple[Question, ...]:
        self.check_name()
        found: list[Question] = []
        seen: dict[str, Location] = {}
        for item in items(self.root, "list"):
            node = as_mapping(item)
            name = text(node, "topic")
            self.report.stands_twice("topic", name, seen, node)
            question = self.question(name, node)
            if question is not None:
                found.append(question)
        return tuple(found)

    def check_name(self) -> None:
        node = self.root.entries["topics"]
        if scalar(node) not in self.vocabulary.names:
            self.report.add(
                "F306",
                f"these topics are about `{scalar(node)}`, the vocabulary beside them is "
                f"`{self.vocabulary.name}`",
                node.location,
                "name the vocabulary beside which the topics stand",
            )

    def question(self, name: str, node: MappingNode) -> Question | None:
        reading = self.reading(as_mapping(node.entries["read"]))
        as_of = self.report.date(node.entries["as-of"])
        try:
            history = self.reader.history_of(
                history_inside(node, self.root, _TOPIC_KEYS), self.vocabulary
            )
        except InvalidDocument as error:
            self.report.problems.extend(error.problems)
            return None
        if as_of is None or reading is None:
            return None
        return Question(
            name=name,
            part=text(node, "part"),
            asks=text(node, "asks"),
            history=history,
            as_of=as_of,
            reading=reading,
        )

    def reading(self, node: MappingNode) -> AnswerReading | None:
        kind = next(key for key in READINGS if node.get(key) is not None)
        known = self.vocabulary.tracks if kind == "outcome" else self.vocabulary.actions
        of = self.known_words(node, kind, "track" if kind == "outcome" else "action", known)
        after = [(says, self.report.date(day)) for says, day in entries(node, "after").items()]
        self.check_fit(kind, node)
        via = self.known_words(node, "via", "channel", self.vocabulary.channels)
        return AnswerReading(
            kind=kind,
            of=of,
            after=tuple((says, day) for says, day in after if day is not None),
            among=self.known_words(node, "among", "hint", self.vocabulary.checklist),
            via=via[0] if via else None,
            optional=flag(node, "optional"),
            cited_on=None if node.get("cited-on") is None else self.items_named(node, "cited-on"),
            against=self.items_named(node, "against"),
        )

    def items_named(self, node: MappingNode, key: str) -> frozenset[tuple[str, str]]:
        """Return the items of all sources that a key names, by their topics or one by one."""
        known = dict.fromkeys(name for _, item in self.items for name in (item.topic, item.id))
        named = self.known_words(node, key, "item or topic of the sources", known)
        return frozenset(
            (source, item.id)
            for source, item in self.items
            if item.id in named or item.topic in named
        )

    def check_fit(self, kind: str, node: MappingNode) -> None:
        """Check that what narrows a reading belongs to it."""
        wrong = {"after": kind not in _TIMED, "among": kind != "minds"}
        wrong.update(dict.fromkeys(("via", "optional"), kind == "outcome"))
        for key, misplaced in wrong.items():
            if misplaced and node.get(key) is not None:
                self.report.add("F108", f"`{key}` and `{kind}` exclude one another", node.at(key))

    def known_words(
        self, node: MappingNode, key: str, kind: str, known: Collection[str]
    ) -> tuple[str, ...]:
        for item in each(node.get(key)):
            self.report.check_word(kind, item, known)
        return words(node, key)

    # -- what the topics come to

    def names(self) -> list[str]:
        """Return the names of all topics."""
        return [text(as_mapping(item), "topic") for item in items(self.root, "list")]

    def rows(self) -> Iterator[tuple[str, str]]:
        """Go through the rows of the table: a label, and a topic that there must be."""
        known = self.names()
        for label, node in entries(self.root, "rows").items():
            yield label, self.report.check_word("topic", node, known)

    def sentences(self) -> Iterator[str]:
        """Go through the sentences; a figure that there is not is noted."""
        known = [*TOTALS, *(f"{topic}.{figure}" for topic in self.names() for figure in FIGURES)]
        for node in items(self.root, "in-short"):
            for name in PLACEHOLDER.findall(word(node)):
                if name not in known:
                    self.report.unknown("F303", "figure", name, known, node.location)
            yield word(node)
