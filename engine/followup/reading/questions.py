"""Checked nodes to `Question`s: what is put to several rulesets at once."""

from __future__ import annotations

from collections.abc import Collection

from followup.core.cases import AnswerReading, Question
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
    "attempt",
    "duty",
    "persons",
    "channels",
    "minds",
    "outcome",
)
"""What can be read of a ruleset's answer: each names actions, `outcome` a track."""

_TIMED = ("wait", "closes")
_TOPIC_KEYS = ("topic", "part", "asks", "as-of", "read")


def read_questions(
    root: Node, vocabulary: Vocabulary, reader: HistoryReader
) -> tuple[Question, ...]:
    """Return the questions of a well-formed file of topics, in its order.

    Raises:
        InvalidDocument: a topic whose history is wrong, a date that is none, a word that the
            vocabulary does not have, or two topics of one name.
    """
    asked = _Reader(as_mapping(root), vocabulary, reader)
    questions = asked.questions()
    if asked.report.problems:
        raise InvalidDocument(asked.report.problems)
    return questions


class _Reader:
    def __init__(self, root: MappingNode, vocabulary: Vocabulary, reader: HistoryReader) -> None:
        self.root = root
        self.vocabulary = vocabulary
        self.reader = reader
        self.report = Report()

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
        if scalar(node) != self.vocabulary.name:
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
