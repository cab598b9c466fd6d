"""What a draft is, and what may be wished of it: plain records, quick to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from followup.diagnostics import NotEvaluable

if TYPE_CHECKING:
    from followup.drafting.mail import Mail

SENDER = ("name", "phone", "email")
"""What can be said of the sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes, as far as it is told."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message that is ready to be read through, completed and sent by hand.

    `name` and `address` are those of the recipient, `whom` how a sentence calls them; `how` is
    the channel in words. `subject` is None where the channel has none. `gaps` stand in the text as
    marked places to fill in; `checklist` is what to mind. `record` is the event to add to the
    history once it is sent.
    """

    action: str
    message: str
    tone: str
    to: str | None
    channel: str | None
    how: str
    whom: str
    name: str | None
    address: str | None
    subject: str | None
    body: str
    gaps: tuple[str, ...]
    checklist: tuple[str, ...]
    record: Mapping[str, Any]
    sender: Sender = field(default_factory=Sender)

    @property
    def is_mail(self) -> bool:
        """Whether a mail program can send it."""
        return self.subject is not None

    def eml(self) -> bytes:
        """Return it as a file that a mail program opens as a draft.

        Raises:
            NotEvaluable: it is no mail.
            InvalidDocument: the sender's name or address may not stand in a header.
        """
        from followup.drafting.mail import eml  # the machinery of mail is slow to import

        return eml(self._mail())

    def mailto(self) -> str:
        """Return it as a link that a mail program opens as a draft.

        Raises:
            NotEvaluable: it is no mail, or too long for a link.
        """
        from followup.drafting.mail import mailto

        return mailto(self._mail())

    def _mail(self) -> Mail:
        from followup.drafting.mail import Mail

        if self.subject is None:
            raise NotEvaluable(f"this message goes {self.how or 'by no channel'}, not by mail")
        return Mail(
            sender=self.sender.name,
            sender_address=self.sender.email,
            recipient=self.name,
            recipient_address=self.address,
            subject=self.subject,
            body=self.body,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the draft as plain data, ready for JSON."""
        return {
            "action": self.action,
            "message": self.message,
            "tone": self.tone,
            "to": self.to,
            "channel": self.channel,
            "name": self.name,
            "address": self.address,
            "subject": self.subject,
            "body": self.body,
            "gaps": list(self.gaps),
            "checklist": list(self.checklist),
            "record": dict(self.record),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a message is wanted; what is not given follows from the history and the action."""

    tone: str | None = None
    channel: str | None = None
    sender: Sender = field(default_factory=Sender)
    given: Mapping[str, str] = field(default_factory=dict)
