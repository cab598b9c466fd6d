"""A decision's action with its history to the names that a template can use."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from followup.decision import DueAction
from followup.diagnostics import NotEvaluable, one_of
from followup.drafting.dates import date_words, day_words
from followup.drafting.persons import is_blank
from followup.drafting.records import SENDER, Sender
from followup.drafting.templates import Templates, Texts
from followup.drafting.values import Fault, Names, Occurrence, Record, Seen, View, missing
from followup.evaluation.situation import Situation
from followup.language.domain import Vocabulary


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
    given: Mapping[str, str] = field(default_factory=dict)
    other_facts: Names = tuple


def names(setting: Setting, record: Record) -> dict[str, Any]:
    """Return the values and functions that a template can use, by name."""
    seen = Seen(setting.situation, record, setting.other_facts)
    due, sender = setting.due, setting.sender
    nobody = View("to", person_names(seen.vocabulary), lambda name: None)

    def given(name: str) -> str | None:
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


PERSON = ("role", "words", "name", "first-name")
"""What can be said of every person, besides addresses."""

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

    def __init__(self, read: Callable[[str], str | None]) -> None:
        super().__init__("given", (), read)

    def __getitem__(self, key: object) -> Any:
        """Return what was chosen, or that it is missing."""
        value = self._read(str(key))
        return missing(f"given.{key}") if value is None or is_blank(value) else value


def _chooser(message: str, given: Callable[[str], str | None]) -> Callable[..., str]:
    def choose(name: str, *options: str) -> str:
        """Return what was chosen for a name; without it nothing can be written."""
        chosen = given(name)
        if chosen is None:
            raise ChoiceNeeded(f"the message `{message}` needs a choice", name, options)
        if chosen not in options:
            raise ChoiceNeeded(f"`{chosen}` is not one of the choices", name, options)
        return chosen

    return choose


@pass_context
def date(context: Context, value: Any) -> Any:
    """Write a date as a person does: `March 3`, or `3 March`."""
    return _worded(date_words, context, value)


@pass_context
def day(context: Context, value: Any) -> Any:
    """Write a date with the day of the week: `Tuesday, March 3`."""
    return _worded(day_words, context, value)


def _worded(words: Callable[..., str], context: Context, value: Any) -> Any:
    if isinstance(value, Undefined):
        return value  # what is missing stays so, until a gap is put in its place
    when = value.day if isinstance(value, Occurrence) else value
    if not isinstance(when, datetime.date):
        raise Fault(f"`{value}` is no date", "give a date, such as `facts.NAME.date`")
    return words(when, context["country"] or None, context["as_of"].year)


def phrase(value: Any) -> Any:
    """Return a note as part of a sentence: on one line, without a full stop at its end."""
    return " ".join(str(value).split()).rstrip(".") if isinstance(value, str) else value


FILTERS: dict[str, Callable[..., Any]] = {"date": date, "day": day, "phrase": phrase}
"""The filters that a template has besides those of jinja."""


def person_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what can be asked of a person: names, and the addresses of the channels."""
    addresses = [c.detail for c in vocabulary.channels.values() if c.detail]
    return tuple(dict.fromkeys((*PERSON, *addresses)))


def templates_of(texts: Mapping[str, Texts]) -> dict[str, Templates]:
    """Return the templates of each tone, with all that they can use."""
    return {tone: Templates(found, NAMES, FILTERS) for tone, found in texts.items()}
