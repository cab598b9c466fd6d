"""The records of cases, which test a ruleset, and of questions, by which several are compared."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from followup.core.history import History, Timestamp
from followup.diagnostics import NOWHERE, Location

FIGURES = ("speak", "silent", "least", "most", "usual", "usual-by", "tally", "assumed")
"""What a sentence on all topics can count of one topic, as `{TOPIC.FIGURE}`."""
TOTALS = ("voices", "topics", "disputed", "agreed", "alone")
"""What it can count of all of them."""


class Expectation(Struct, frozen=True, kw_only=True):
    """What a decision must be at a moment: the case's `expect`, key by key."""

    as_of: Timestamp
    expect: Mapping[str, Any]
    location: Location = NOWHERE


class Case(Struct, frozen=True, kw_only=True):
    """A test of a ruleset: a history and what the decision must be, once or several times.

    `beside` are other histories, with which it is decided together.
    """

    name: str
    ruleset: str
    history: History
    beside: tuple[History, ...] = ()
    expectations: tuple[Expectation, ...]
    location: Location = NOWHERE


class AnswerReading(Struct, frozen=True, kw_only=True):
    """What is read of a ruleset's answer.

    `of` are actions, the first that stands counts; of `outcome` it is a track. `after` names the
    days that a wait may count from, the first being the one that the question speaks of. `via`
    and `optional` narrow the actions, `among` names the hints that are looked for.

    `cited_on` are items of sources, by source and id: one of them must be behind the answer of a
    voice that speaks of the matter; None asks for no certain ones. Who carries an item of
    `against`, and does not act, advises against it.
    """

    kind: str
    of: tuple[str, ...]
    after: tuple[tuple[str, datetime.date], ...] = ()
    among: tuple[str, ...] = ()
    via: str | None = None
    optional: bool = False
    cited_on: frozenset[tuple[str, str]] | None = None
    against: frozenset[tuple[str, str]] = frozenset()


class Question(Struct, frozen=True, kw_only=True):
    """A topic on which rulesets may differ, and the history by which each one is asked."""

    name: str
    part: str
    asks: str
    history: History
    as_of: datetime.date
    reading: AnswerReading


class Topics(Struct, frozen=True, kw_only=True):
    """The questions of a vocabulary, and what they come to.

    `in_short` are sentences with figures in braces, `{voices}` or `{TOPIC.FIGURE}`. `rows` are
    those of the table of all rulesets: a label, and the name of the question that it answers.
    """

    questions: tuple[Question, ...] = ()
    in_short: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
