"""A draft to what a mail program opens: a message that was never sent, or a link.

Neither has a date or a sender that nobody gave; the mail program adds its own.
"""

from __future__ import annotations

import email
from collections.abc import Mapping
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses

from followup.diagnostics import NOWHERE, InvalidDocument, Problem
from followup.drafting.headers import check_address, check_line, quoted
from followup.drafting.persons import is_blank
from followup.drafting.records import Draft
from followup.text.characters import visible_lines

_END = "\r\n"
_LINE = 78
_LONGEST_LINE = 998
"""How long a line of a head should be at most, and how long it may be (RFC 5322)."""
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def eml(draft: Draft) -> bytes:
    """Return a draft as a message of mail (RFC 5322) that is marked as not sent.

    Raises:
        InvalidDocument: a name, an address or the subject may not stand in a header.
    """
    # The heads are written here: EmailMessage decodes what it is given, and folds long names
    # without their quotes.
    meant = _heads(draft)
    lines = [_line(field, *value) for field, value in meant.items()]
    message = EmailMessage(policy=SMTP)
    message.set_content(visible_lines(draft.body) + "\n")
    content = "".join(lines).encode("ascii") + message.as_bytes()
    check_reads_back(content, {**meant, **{field: None for field in message}})
    return content


def _heads(draft: Draft) -> dict[str, tuple[str, str | None]]:
    """Return what is meant to stand at the head: a text, and an address where there is one."""
    sender = draft.sender
    heads: dict[str, tuple[str, str | None]] = {}
    for field, name, address, keys in (
        ("From", sender.name, sender.email, ("sender",)),
        ("To", draft.name, draft.address, ("to",)),
    ):
        if address is not None and not is_blank(address):
            name = name or ""
            check_line(name, (*keys, "name"))
            check_address(address, (*keys, "email"))
            heads[field] = ("" if is_blank(name) else name.strip(), address)
    subject = draft.subject or ""
    check_line(subject, ("subject",))
    return {**heads, "Subject": (subject.strip(), None), "X-Unsent": ("1", None)}


def _line(field: str, text: str, address: str | None) -> str:
    """Return a header on lines that are short, as far as that can be."""
    if not text:
        return f"{field}: {address or ''}".rstrip() + "\r\n"
    words = f"{field}: {quoted(text) if address else text}"
    tail = f" <{address}>" if address else ""
    # A long name stays whole, since programs differ in how they join the parts of one.
    if not words.isascii() or len(words) > (_LONGEST_LINE if address else _LINE):
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


def mailto(draft: Draft) -> str:
    """Return a draft as a link (RFC 6068) that opens it in a mail program."""
    body = visible_lines(draft.body).replace("\n", "\r\n")
    to = _percent(draft.address or "").replace("%40", "@")
    return f"mailto:{to}?subject={_percent(draft.subject or '')}&body={_percent(body)}"


def _percent(text: str) -> str:
    """Write all but letters, digits and `-._~` as percent-encoded bytes."""
    return "".join(
        chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"
        for byte in text.encode("utf-8", "replace")
    )
