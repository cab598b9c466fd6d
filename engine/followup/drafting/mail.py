"""A mail to what a mail program opens: a message that was never sent, or a link.

Neither has a date or a sender that nobody gave; the mail program adds its own.
"""

from __future__ import annotations

import email
from collections.abc import Mapping
from dataclasses import dataclass
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses

from followup.defaults import LONGEST_HEADER, LONGEST_LINK
from followup.diagnostics import NOWHERE, InvalidDocument, NotEvaluable, Problem
from followup.drafting.headers import check_address, check_line, quoted
from followup.drafting.persons import is_blank
from followup.text.characters import visible_lines

_END = "\r\n"
_LINE = 78
"""How long a line of a head should be at most (RFC 5322); it may be `LONGEST_HEADER`."""
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message with a subject; names and addresses are None where nobody gave them."""

    sender: str | None
    sender_address: str | None
    recipient: str | None
    recipient_address: str | None
    subject: str
    body: str


def eml(mail: Mail) -> bytes:
    """Return a mail as a message (RFC 5322) that is marked as not sent.

    Raises:
        InvalidDocument: a name, an address or the subject may not stand in a header.
    """
    # The heads are written here: EmailMessage decodes what it is given, and folds long names
    # without their quotes.
    meant = _heads(mail)
    lines = [_line(field, *value) for field, value in meant.items()]
    message = EmailMessage(policy=SMTP)
    message.set_content(visible_lines(mail.body) + "\n")
    content = "".join(lines).encode("ascii") + message.as_bytes()
    check_reads_back(content, {**meant, **{field: None for field in message}})
    return content


def _heads(mail: Mail) -> dict[str, tuple[str, str | None]]:
    """Return what is meant to stand at the head: a text, and an address where there is one."""
    heads: dict[str, tuple[str, str | None]] = {}
    for field, name, address, keys in (
        ("From", mail.sender, mail.sender_address, ("sender",)),
        ("To", mail.recipient, mail.recipient_address, ("to",)),
    ):
        if address is not None and not is_blank(address):
            name = name or ""
            check_line(name, (*keys, "name"))
            check_address(address, (*keys, "email"))
            heads[field] = ("" if is_blank(name) else name.strip(), address)
    check_line(mail.subject, ("subject",))
    return {**heads, "Subject": (mail.subject.strip(), None), "X-Unsent": ("1", None)}


def _line(field: str, text: str, address: str | None) -> str:
    """Return a header on lines that are short, as far as that can be."""
    if not text:
        return f"{field}: {address or ''}".rstrip() + "\r\n"
    words = f"{field}: {quoted(text) if address else text}"
    tail = f" <{address}>" if address else ""
    # A long name stays whole, since programs differ in how they join the parts of one.
    if not words.isascii() or len(words) > (LONGEST_HEADER if address else _LINE):
        encoded = Header(text, "utf-8", maxlinelen=_LINE - 2, header_name=field)
        words = f"{field}: {encoded.encode(linesep=_END)}"
    fits = len(words.rpartition(_END)[2] + tail) <= _LINE
    return words + (tail if fits else _END + tail) + _END


def check_reads_back(content: bytes, meant: Mapping[str, tuple[str, str | None] | None]) -> None:
    """Check that a mail program reads these headers, each once, and no others.

    Raises:
        InvalidDocument: it reads something else.
    """
    message = email.message_from_bytes(content)
    safe = sorted(message.keys()) == sorted(meant)
    for field, value in meant.items():
        if value is not None and safe:
            text, address = value
            found = "".join(message[field].splitlines())
            if address is not None:
                people = getaddresses([found])
                safe = len(people) == 1 and people[0][1] == address
                found = people[0][0]
            read = str(make_header(decode_header(found)))
            safe = safe and read.split() == text.split()  # spaces may be folded
    if not safe:
        words = "the head of this message would be read as something else"
        help = "shorten the names and the subject, or leave out --format"
        raise InvalidDocument([Problem(code="F701", message=words, location=NOWHERE, help=help)])


def mailto(mail: Mail) -> str:
    """Return a mail as a link (RFC 6068) that opens it in a mail program.

    Raises:
        NotEvaluable: the link would be too long.
    """
    body = visible_lines(mail.body).replace("\n", "\r\n")
    to = _percent(mail.recipient_address or "").replace("%40", "@")
    link = f"mailto:{to}?subject={_percent(mail.subject)}&body={_percent(body)}"
    if len(link) > LONGEST_LINK:
        message = f"the link to this message would have {len(link):,} characters, and programs take"
        raise NotEvaluable(f"{message} {LONGEST_LINK:,}; shorten the text, or take the form `eml`")
    return link


def _percent(text: str) -> str:
    """Write all but letters, digits and `-._~` as percent-encoded bytes."""
    return "".join(
        chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
        for byte in text.encode("utf-8", "replace")
    )
