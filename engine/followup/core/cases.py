"""The records of cases, which test a ruleset, and of questions, by which several are compared."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from followup.core.history import History, Timestamp
from followup.diagnostics import NOWHERE, Location


class Expectation(Struct, frozen=True, kw_only=True):
    """What a decision must be at a moment: the case's `expect`, key by key."""

    as_of: Timestamp
    expect: Mapping[str, Any]
    location: Location = NOWHERE


class Case(Struct, frozen=True, kw_only=True):
    """A test of a ruleset: a history and what the decision must be, once or several times."""

    name: str
    ruleset: str
    history: History
    expectations: tuple[Expectation, ...]
    location: Location = NOWHERE


class AnswerReading(Struct, frozen=True, kw_only=True):
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


class Question(Struct, frozen=True, kw_only=True):
    """A topic on which rulesets may differ, and the history by which each one is asked."""

    name: str
    part: str
    asks: str
    history: History
    as_of: datetime.date
    reading: AnswerReading
