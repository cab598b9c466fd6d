"""An action with its history to a draft: subject and text, filled in, with what is left to do."""

from __future__ import annotations

from collections.abc import Mapping

from followup.decision import DueAction
from followup.diagnostics import NotEvaluable, Source, UnknownName, did_you_mean, one_of
from followup.drafting.context import Setting, names
from followup.drafting.headers import check_address, check_line, check_subject
from followup.drafting.records import Draft, Wishes
from followup.drafting.templates import ENDING, Templates
from followup.drafting.values import Record
from followup.evaluation.clock import Clock
from followup.evaluation.people import details_of, person_words
from followup.evaluation.situation import Situation
from followup.language.domain import Channel, Vocabulary
from followup.language.model import History, Ruleset, Timestamp

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
    ) -> None:
        self.history = history
        self.vocabulary = ruleset.vocabulary
        self.situation = Situation(history, ruleset, Clock(as_of, history.timezone))
        self.templates = templates

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
        message = message_for(due, channel, self.vocabulary)
        source = self._text(message, tone)
        setting = Setting(
            situation=self.situation,
            due=due,
            message=message,
            tone=tone,
            channel=via,
            sender=wishes.sender,
            given=wishes.given,
        )
        record = Record()
        written = self.templates[tone].write(source, names(setting, record))
        _refuse_unasked(wishes.given, record, message)
        name, address = self._recipient(due, channel)
        is_mail = channel is not None and channel.detail == MAIL
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
            whom=person_words(due.to, self.history, self.vocabulary) if due.to else "",
            name=name,
            address=address,
            subject=written.subject if is_mail else None,
            body=written.body,
            gaps=tuple(gap for gap in record.gaps if gap in text),
            checklist=tuple(self.vocabulary.checklist[hint].says for hint in due.checklist),
            sender=wishes.sender,
        )

    def _text(self, message: str, tone: str) -> Source:
        found = self.templates[tone].texts(message + ENDING)
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
        key = due.to.partition(":")[2]
        name = details.get("name") or (key.title() if key else None)
        if name is not None:
            check_line(name, ("people", whose, "name"))
        detail = self._detail(channel)
        address = details.get(detail) if detail else None
        if address is not None and detail == MAIL:
            check_address(address, ("people", whose, MAIL))
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


def message_for(due: DueAction, channel: Channel | None, vocabulary: Vocabulary) -> str:
    """Return the name of an action's message, by the channel that it goes through.

    Raises:
        NotEvaluable: its rule names no message.
    """
    if due.message is None:
        raise NotEvaluable(
            f"the rule `{due.rule}` names no message for `{due.action}`; add `message: NAME` to it"
        )
    declared = vocabulary.messages.get(due.message)
    if declared is None or channel is None:
        return due.message
    instead = declared.by.get(channel.name) or declared.by.get(channel.counts_as or "")
    return instead or due.message


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


def _refuse_unasked(given: Mapping[str, str], record: Record, message: str) -> None:
    for name in given:
        if name not in record.asked:
            asked = one_of(sorted(record.asked))
            raise UnknownName(
                f"the message `{message}` asks for no `{name}`",
                f"it asks for {asked}" if asked else "it asks for nothing",
            )
