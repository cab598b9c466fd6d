"""What may stand in a message's header: one line each, one address each.

A name or a title comes from a file that may have been made by anybody. A line break in it would
begin a header of its own, such as one that sends a copy elsewhere; a sign of direction would show
another address than the one that is written. They are refused, not mended.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from followup.defaults import LONGEST_HEADER
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.drafting.shortening import shortened
from followup.text.characters import first_hidden

if TYPE_CHECKING:
    from followup.drafting.values import Used  # whoever only shows a draft needs no templates

# One plain address. What has a meaning in a link or in a list of addresses has no place in it.
_ATOM = r"[A-Za-z0-9!#$'*+/=^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_LONGEST_ADDRESS = 254
_BREAKS = frozenset(("Cc", "Zl", "Zp", "Cs"))
"""Control characters, line and paragraph separators, and halves of characters."""
_ENCODED = "=?"
"""What begins a word that mail programs decode; it can hide a line break (RFC 2047)."""
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,."]')
"""What has a meaning in a list of addresses, unless it is quoted (RFC 5322)."""


class UnsafeHeader(InvalidDocument):
    """A text that may not stand in a header; `keys` lead to it in the history's document."""

    def __init__(self, problem: Problem, keys: tuple[str, ...] = ()) -> None:
        super().__init__([problem])
        self.keys = keys

    def at(self, location: Location) -> InvalidDocument:
        """Return the same problem at the place that the keys were found to lead to."""
        return InvalidDocument(
            Problem(code=p.code, message=p.message, location=location, help=p.help)
            for p in self.problems
        )


def is_one_line(text: str) -> bool:
    """Return whether a text has no character that could end a header's line."""
    return not any(unicodedata.category(char) in _BREAKS for char in text)


def is_shown(text: str) -> bool:
    """Return whether a text is one line of which all can be seen, in the order of its writing."""
    return is_one_line(text) and first_hidden(text) is None


def is_address(text: str) -> bool:
    """Return whether a text is exactly one address, such as `name@host.example`."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def quoted(name: str) -> str:
    """Return a name as it stands before an address; quoted where it could be read as one."""
    if not _SPECIALS.search(name):
        return name
    escaped = re.sub(r'(["\\])', r"\\\1", name)
    return f'"{escaped}"'


def check_line(text: str, keys: tuple[str, ...], location: Location | None = None) -> None:
    """Check a text that will stand in a header of a mail.

    Raises:
        UnsafeHeader: it holds a line break, another control character, or an encoded word, or is
            too long.
    """
    check_one_line(text, keys, location)
    if _ENCODED in text:
        message = f"`{_told(text)}` has `{_ENCODED}` in it, which can hide a header from you"
        raise _unsafe(message, "write the letters that are meant", keys, location)


def check_one_line(text: str, keys: tuple[str, ...], location: Location | None = None) -> None:
    """Check a text that will stand in the head of any message.

    Raises:
        UnsafeHeader: it holds a line break, another control character, or one that nobody sees;
            or it is too long.
    """
    if len(text) > LONGEST_HEADER:
        message = f"`{_told(text)}` has {len(text):,} characters, and mail allows"
        raise _unsafe(f"{message} {LONGEST_HEADER}", "shorten it", keys, location)
    if not is_one_line(text):
        what = "a line break" if len(text.splitlines()) > 1 else "a control character"
        message = f"`{_told(text)}` has {what} in it and would add a header to the message"
        raise _unsafe(message, "write it on one line", keys, location)
    hidden = first_hidden(text)
    if hidden is not None:
        message = f"`{text}` has the character {hidden} in it, which nobody sees"
        raise _unsafe(message, "write it without that character", keys, location)


def check_address(text: str, keys: tuple[str, ...], location: Location | None = None) -> None:
    """Check an address that will stand in a header or a link.

    Raises:
        UnsafeHeader: it is not exactly one address.
    """
    check_line(text, keys, location)
    if not is_address(text):
        help = "write one plain address, such as `name@host.example`"
        raise _unsafe(f"`{_told(text)}` is not one address", help, keys, location)


def check_subject(subject: str, used: Iterable[Used], template: Source) -> None:
    """Check a subject; what it took from the history is blamed before the template is.

    Raises:
        UnsafeHeader: it holds a line break, another control character, or an encoded word.
    """
    if _is_safe(subject):
        return
    for one in used:
        if one.value.strip() in subject and not _is_safe(one.value):
            at = one.location if one.location.source.name or one.location.path else None
            check_line(one.value, one.keys, at)
    check_line(subject, (), Location(template))


def _is_safe(text: str) -> bool:
    return is_shown(text) and _ENCODED not in text


def _told(text: str) -> str:
    return shortened(text, 100)


def _unsafe(
    message: str, help: str, keys: tuple[str, ...], location: Location | None
) -> UnsafeHeader:
    at = location or Location(Source(""), path=".".join(keys))
    return UnsafeHeader(Problem(code="F701", message=message, location=at, help=help), keys)
