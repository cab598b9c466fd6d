"""Checked nodes to `Topic`s: questions that are put to several rulesets at once."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from followup.diagnostics import NOWHERE, InvalidDocument, Location
from followup.language.building import (
    Report,
    as_mapping,
    each,
    entries,
    flag,
    history_inside,
    items,
    scalar,
    text,
)
from followup.language.cases import HistoryReader
from followup.language.domain import Vocabulary
from followup.language.model import History
from followup.text import Mapping, Node

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is read of a ruleset's answer.

    `of` are actions, the first that stands counts; of `outcome` it is a track. `after` names the
    days that a wait may count from, the first being the one that the question speaks of. `via`
    and `optional` narrow the actions, `among` names the hints that are looked for.
    """

    kind: str
    of: tuple[str, ...]
    after: tuple[tuple[str, datetime.date], ...] = ()
    among: tuple[str, ...] = ()
    via: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A question, and the history by which each ruleset's answer is found out."""

    name: str
    part: str
    asks: str
    history: History
    as_of: datetime.date
    reading: Reading
    location: Location = field(default=NOWHERE, compare=False)


def build_topics(root: Node, vocabulary: Vocabulary, reader: HistoryReader) -> tuple[Topic, ...]:
    """Return the topics of a well-formed file, in its order.

    Raises:
        InvalidDocument: a topic whose history is wrong, a date that is none, a word that the
            vocabulary does not have, or two topics of one name.
    """
    builder = _Builder(as_mapping(root), vocabulary, reader)
    topics = builder.build()
    if builder.report.problems:
        raise InvalidDocument(builder.report.problems)
    return topics


class _Builder:
    def __init__(self, root: Mapping, vocabulary: Vocabulary, reader: HistoryReader) -> None:
        self.root = root
        self.vocabulary = vocabulary
        self.reader = reader
        self.report = Report()

    def build(self) -> tuple[Topic, ...]:
        self.check_name()
        found: list[Topic] = []
        seen: dict[str, Location] = {}
        for item in items(self.root, "list"):
            node = as_mapping(item)
            name = text(node, "topic")
            self.report.stands_twice("topic", name, seen, node)
            topic = self.topic(name, node)
            if topic is not None:
                found.append(topic)
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

    def topic(self, name: str, node: Mapping) -> Topic | None:
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
        return Topic(
            name=name,
            part=text(node, "part"),
            asks=text(node, "asks"),
            history=history,
            as_of=as_of,
            reading=reading,
            location=node.location,
        )

    def reading(self, node: Mapping) -> Reading | None:
        kind = next(key for key in READINGS if node.get(key) is not None)
        known = self.vocabulary.tracks if kind == "outcome" else self.vocabulary.actions
        of = self.words(node, kind, "track" if kind == "outcome" else "action", known)
        after = [(says, self.report.date(day)) for says, day in entries(node, "after").items()]
        self.check_fit(kind, node)
        via = self.words(node, "via", "channel", self.vocabulary.channels)
        return Reading(
            kind=kind,
            of=of,
            after=tuple((says, day) for says, day in after if day is not None),
            among=self.words(node, "among", "hint", self.vocabulary.checklist),
            via=via[0] if via else None,
            optional=flag(node, "optional"),
        )

    def check_fit(self, kind: str, node: Mapping) -> None:
        """Check that what narrows a reading belongs to it."""
        wrong = {"after": kind not in _TIMED, "among": kind != "minds"}
        wrong.update(dict.fromkeys(("via", "optional"), kind == "outcome"))
        for key, misplaced in wrong.items():
            if misplaced and node.get(key) is not None:
                self.report.add("F108", f"`{key}` and `{kind}` exclude one another", node.at(key))

    def words(self, node: Mapping, key: str, kind: str, known: Collection[str]) -> tuple[str, ...]:
        found = tuple(each(node.get(key)))
        for item in found:
            if scalar(item) not in known:
                self.report.unknown("F303", kind, scalar(item), known, item.location)
        return tuple(str(scalar(item)) for item in found)
