"""A draft to what a mail program opens: a message that was never sent, or a link.

Neither has a date or a sender that nobody gave; the mail program adds its own.
"""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from followup.drafting.headers import check_address, check_line
from followup.drafting.records import Draft

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def eml(draft: Draft) -> bytes:
    """Return a draft as a message of mail (RFC 5322) that is marked as not sent.

    Raises:
        InvalidDocument: the sender's name or address may not stand in a header.
    """
    message = EmailMessage(policy=SMTP)
    sender = draft.sender
    if sender.email is not None:
        check_line(sender.name or "", ("sender", "name"))
        check_address(sender.email, ("sender", "email"))
        message["From"] = Address(sender.name or "", addr_spec=sender.email)
    if draft.address is not None:
        message["To"] = Address(draft.name or "", addr_spec=draft.address)
    message["Subject"] = draft.subject or ""
    message["X-Unsent"] = "1"
    message.set_content(draft.body + "\n")
    return message.as_bytes()


def mailto(draft: Draft) -> str:
    """Return a draft as a link (RFC 6068) that opens it in a mail program."""
    body = draft.body.replace("\n", "\r\n")
    to = _percent(draft.address or "").replace("%40", "@")
    return f"mailto:{to}?subject={_percent(draft.subject or '')}&body={_percent(body)}"


def _percent(text: str) -> str:
    """Write all but letters, digits and `-._~` as percent-encoded bytes."""
    return "".join(
        chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
        for byte in text.encode("utf-8", "replace")
    )
