"""An action with its history to a draft: subject and text, filled in, with what is left to do."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from msgspec.structs import replace

from followup.core.history import History, Timestamp
from followup.core.persons import details_of
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Channel, Value, Vocabulary
from followup.decision import DueAction
from followup.diagnostics import (
    InvalidDocument,
    Location,
    NotEvaluable,
    Problem,
    Source,
    UnknownName,
    did_you_mean,
    one_of,
)
from followup.drafting.context import Setting, names
from followup.drafting.headers import check_address, check_line, check_one_line, check_subject
from followup.drafting.persons import is_blank, name_of, words_for
from followup.drafting.records import Draft, Wishes
from followup.drafting.shortening import shortened
from followup.drafting.templates import ENDING, Templates, Written
from followup.drafting.values import Names, Record
from followup.evaluation.clock import Clock
from followup.evaluation.records import recorded
from followup.evaluation.situation import Situation

MAIL = "email"
"""The detail of a channel whose messages are mail: they have a subject and one address."""


class Writer:
    """Writes the messages of a history's actions, with the templates of each tone."""

    def __init__(
        self,
        history: History,
        ruleset: Ruleset,
        as_of: Timestamp,
        templates: Mapping[str, Templates],
        other_facts: Names = tuple,
    ) -> None:
        self.history = history
        self.vocabulary = ruleset.vocabulary
        self.situation = Situation(history, ruleset, Clock(as_of, history.timezone))
        self.templates = templates
        self.other_facts = other_facts

    def draft(self, due: DueAction, wishes: Wishes) -> Draft:
        """Return the message for an action.

        Raises:
            NotEvaluable: the action has no message, or it needs a choice that was not made.
            UnknownName: there is no such tone, or nothing to choose under a given name.
            InvalidDocument: the template is wrong, or a field would add a header.
        """
        tone = tone_for(self.history, self.vocabulary, wishes.tone)
        via = wishes.channel or due.via
        channel = self.vocabulary.channels[via] if via else None
        message = message_for(due, via, self.vocabulary)
        source = self._text(message, tone)
        setting = Setting(
            situation=self.situation,
            due=due,
            message=message,
            tone=tone,
            channel=via,
            sender=wishes.sender,
            given=self._typed(due, wishes.given),
            other_facts=self.other_facts,
        )
        record = Record()
        written = self.templates[tone].write(source, names(setting, record))
        _refuse_unasked(wishes.given, record, message)
        name, address = self._recipient(due, channel)
        is_mail = channel is not None and channel.detail == MAIL
        _check_complete(written, is_mail, source)
        if is_mail:
            check_subject(written.subject, record.used, source)
        text = f"{written.subject}\n{written.body}" if is_mail else written.body
        return Draft(
            action=due.action,
            message=message,
            tone=tone,
            to=due.to,
            channel=via,
            how=channel.says if channel else "",
            whom=words_for(due.to, self.history, self.vocabulary) if due.to else "",
            name=name,
            address=address,
            subject=written.subject if is_mail else None,
            body=written.body,
            gaps=tuple(gap for gap in record.gaps if gap in text),
            checklist=tuple(self.vocabulary.checklist[hint].says for hint in due.checklist),
            record=self._record(due, via, wishes.given),
            sender=wishes.sender,
        )

    def _record(
        self, due: DueAction, via: str | None, given: Mapping[str, str]
    ) -> dict[str, Value]:
        """Return the event that records the action once it is done, in a history's words."""
        clock, vocabulary = self.situation.clock, self.vocabulary
        recording = vocabulary.actions[due.action].recorded_by
        event = recorded(replace(due, via=via), vocabulary, clock.as_of, self.history)
        fields = vocabulary.events[event.kind].fields
        told = {name: value for name, value in given.items() if name in fields}
        time = {} if event.time is None else {"time": event.time.strftime("%H:%M")}
        reached = {recording.via: via, recording.to: due.to}
        return {
            "date": event.date.isoformat(),
            **time,
            "event": event.kind,
            **recording.marks,
            **told,
            **{name: word for name, word in reached.items() if name and word},
        }

    def _typed(self, due: DueAction, given: Mapping[str, str]) -> dict[str, str | datetime.date]:
        """Return what was chosen, as the fields of the event that will record it have it.

        Raises:
            NotEvaluable: a day is wanted, and this is none.
        """
        kind = self.vocabulary.events[self.vocabulary.actions[due.action].recorded_by.event]
        days = {field.name for field in kind.fields.values() if field.type == "date"}
        return {name: _day(name, text) if name in days else text for name, text in given.items()}

    def _text(self, message: str, tone: str) -> Source:
        found = self.templates[tone].find(message + ENDING)
        if found is None:
            raise NotEvaluable(
                f"the message `{message}` has no text in the tone `{tone}`; "
                f"write one as `{message}{ENDING}` and name its directory with --templates"
            )
        return found

    def _recipient(self, due: DueAction, channel: Channel | None) -> tuple[str | None, str | None]:
        """Return the name and the address of who gets a message, safe in a header."""
        if due.to is None:
            return None, None
        whose, details = details_of(due.to, self.history)
        name = name_of(due.to, details)
        if name is not None:
            check_line(name, ("people", whose, "name"))
        detail = self._detail(channel)
        address = details.get(detail) if detail else None
        if detail is None or address is None or is_blank(address):
            return name, None
        check = check_address if detail == MAIL else check_one_line
        check(address, ("people", whose, detail))
        return name, address

    def _detail(self, channel: Channel | None) -> str | None:
        """Return under which detail a channel's addresses stand."""
        if channel is None:
            return None
        if channel.detail is None and channel.counts_as is not None:
            return self.vocabulary.channels[channel.counts_as].detail
        return channel.detail


def tone_for(history: History, vocabulary: Vocabulary, wanted: str | None = None) -> str:
    """Return the tone that is wanted, or that the history calls for, or the first.

    Raises:
        UnknownName: the vocabulary has no tone, or none of that name.
    """
    tones = vocabulary.tones
    if wanted is not None and wanted not in tones:
        raise UnknownName(f"there is no tone `{wanted}`", did_you_mean(wanted, tones))
    if not tones:
        raise UnknownName(f"the vocabulary `{vocabulary.name}` has no messages")
    called_for = (
        name
        for name, tone in tones.items()
        if any(history.fields.get(field) in words for field, words in tone.when.items())
    )
    return wanted or next(called_for, next(iter(tones)))


def message_for(due: DueAction, via: str | None, vocabulary: Vocabulary) -> str:
    """Return the name of an action's message, by the channel that it goes through.

    Raises:
        NotEvaluable: its rule names no message.
    """
    if due.message is None:
        raise NotEvaluable(
            f"the rule `{due.rule}` names no message for `{due.action}`; add `message: NAME` to it"
        )
    declared = vocabulary.messages.get(due.message)
    if declared is None or via is None:
        return due.message
    counts_as = vocabulary.channels[via].counts_as
    return declared.by.get(via) or declared.by.get(counts_as or "") or due.message


def mail_channel(due: DueAction, vocabulary: Vocabulary) -> str:
    """Return the channel of mail by which an action can go.

    Raises:
        NotEvaluable: none of its channels is one.
    """
    channels = vocabulary.channels
    for channel in due.channels:
        if channels[channel].detail == MAIL:
            return channel
    ways = [channels[channel].says for channel in due.channels]
    how = f"goes {' or '.join(ways)}" if ways else "goes by no channel that is known"
    raise NotEvaluable(
        f"this message {how}, which no mail program sends; leave out --format to read it as text"
    )


def _check_complete(written: Written, is_mail: bool, source: Source) -> None:
    """Check that a message says something, and a mail what it is about.

    Raises:
        InvalidDocument: its text or its subject is empty.
    """
    if not written.body:
        message, help = "the text is empty", "write what the message says"
    elif is_mail and not written.subject:
        message, help = "the subject is empty", "write `{% set subject %}…{% endset %}`"
    else:
        return
    raise InvalidDocument(
        [Problem(code="F702", message=message, location=Location(source), help=help)]
    )


def _day(name: str, text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotEvaluable(f"`{shortened(text)}` is no day for `{name}`; write it as YYYY-MM-DD")
    return day


def _refuse_unasked(given: Mapping[str, str], record: Record, message: str) -> None:
    for name in given:
        if name not in record.asked:
            asked = shortened(one_of(sorted(record.asked)))
            raise UnknownName(
                f"the message `{message}` asks for no `{name}`",
                f"it asks for {asked}" if asked else "it asks for nothing",
            )
