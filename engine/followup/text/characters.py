"""Characters that nobody sees, or that a terminal obeys: found, and written out.

A text that somebody else wrote may hold a character that turns the direction of writing, so that
an address is read backwards, or one that takes no room, so that two names look alike. Joiners
and the selectors of variants stay: Persian and Indic names and many signs are wrong without them.
"""

from __future__ import annotations

import re

# Line breaks and controls but the tabulator, and what neither XML nor UTF-8 can hold.
_CONTROLS = "\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
# What Unicode calls ignorable by default, but joiners and variants: the signs of direction, blanks
# without width, the soft hyphen, fillers, tags. Besides them the marks of annotations.
HIDDEN = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
"""The characters that take no room, as they stand in a class of a regular expression."""
_UNSEEN = f"[{_CONTROLS}{HIDDEN}]"  # to compile it takes longer than most texts need it
_NAMED = {"\n": "\\n", "\r": "\\r"}


def visible(text: str) -> str:
    """Return a text on one line in which all that cannot be seen is written out."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSEEN, _written_out, text)


def visible_lines(text: str) -> str:
    """Return the same of a text of several lines, which stay lines."""
    return "\n".join(map(visible, text.split("\n")))


def first_hidden(text: str) -> str | None:
    """Return the name of the first character that takes no room, such as `U+202E`."""
    found = re.search(f"[{HIDDEN}]", text)
    return None if found is None else f"U+{ord(found[0]):04X}"


def _written_out(found: re.Match[str]) -> str:
    number = ord(found[0])
    if found[0] in _NAMED:
        return _NAMED[found[0]]
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
