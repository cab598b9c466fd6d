"""A decision's action with its history to the names that a template can use."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from followup.decision import DueAction
from followup.diagnostics import NotEvaluable, one_of
from followup.drafting.faults import Fault
from followup.drafting.missing import Missing
from followup.drafting.persons import is_blank
from followup.drafting.records import SENDER, Sender
from followup.drafting.templates import Templates, Texts
from followup.drafting.values import Names, Record, Seen, View, person_names
from followup.evaluation.situation import Situation


class ChoiceNeeded(NotEvaluable):
    """A message that depends on something that no history tells: `name`, one of `options`."""

    def __init__(self, message: str, name: str, options: tuple[str, ...]) -> None:
        super().__init__(f"{message}: give {one_of(options)} for `{name}`")
        self.problem = message
        self.name = name
        self.options = options


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All that a message is made from; `given` holds what was chosen for it by name.

    `other_facts` names the facts of other rulesets, to tell a slip from a fact that this one lacks.
    """

    situation: Situation
    due: DueAction
    message: str
    tone: str
    channel: str | None
    sender: Sender = field(default_factory=Sender)
    given: Mapping[str, str | datetime.date] = field(default_factory=dict)
    other_facts: Names = tuple


def names(setting: Setting, record: Record) -> dict[str, Any]:
    """Return the values and functions that a template can use, by name."""
    seen = Seen(setting.situation, record, setting.other_facts)
    due, sender = setting.due, setting.sender
    nobody = View("to", person_names(seen.vocabulary), lambda name: None)

    def given(name: str) -> str | datetime.date | None:
        record.asked.add(name)
        return setting.given.get(name)

    return {
        "case": seen.case(),
        "to": seen.person(due.to, "to") if due.to else nobody,
        "sender": View("sender", SENDER, lambda name: getattr(sender, name)),
        "action": due.action,
        "attempt": due.attempt,
        "attempts_allowed": due.attempts_allowed,
        "channel": setting.channel,
        "checklist": due.checklist,
        "tone": setting.tone,
        "as_of": setting.situation.clock.day,
        "country": setting.situation.history.calendar.country,
        "facts": seen.facts(),
        "given": Given(given),
        "events": seen.events,
        "gap": record.gap,
        "choose": _chooser(setting.message, given),
    }


NAMES = frozenset(
    (
        "case",
        "to",
        "sender",
        "action",
        "attempt",
        "attempts_allowed",
        "channel",
        "checklist",
        "tone",
        "as_of",
        "country",
        "facts",
        "given",
        "events",
        "gap",
        "choose",
    )
)
"""The names that a template can use; `names` fills them."""


class Given(View):
    """What was chosen for a message: any name may be asked for."""

    __slots__ = ()

    def __init__(self, read: Callable[[str], str | datetime.date | None]) -> None:
        super().__init__("given", (), read)

    def _find(self, key: str, name: str) -> Any:
        """Return what was chosen, or that it is missing."""
        value = self._read(key)
        return Missing(f"given.{key}") if value is None or is_blank(value) else value


_MOST_WORDS = 20
_LONGEST_WORD = 60


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_WORD


def _chooser(
    message: str, given: Callable[[str], str | datetime.date | None]
) -> Callable[..., str]:
    def choose(name: str, *options: str) -> str:
        """Return what was chosen for a name; without it nothing can be written."""
        words = (name, *options)
        if not 2 <= len(words) <= _MOST_WORDS or not all(map(_is_word, words)):
            help = 'write a few short words, as in `choose("answer", "accept", "decline")`'
            raise Fault("there is nothing to choose here", help)
        chosen = given(name)
        if chosen is None:
            raise ChoiceNeeded(f"the message `{message}` needs a choice", name, options)
        if not isinstance(chosen, str) or chosen not in options:
            raise ChoiceNeeded(f"`{chosen}` is not one of the choices", name, options)
        return chosen

    return choose


def templates_of(texts: Mapping[str, Texts]) -> dict[str, Templates]:
    """Return the templates of each tone, with all that they can use."""
    return {tone: Templates(found, NAMES) for tone, found in texts.items()}
