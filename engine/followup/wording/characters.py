"""Characters that would do something instead of being seen."""

from __future__ import annotations

import re

# Line breaks and controls but the tabulator, and what neither XML nor UTF-8 can hold.
_INVISIBLE = re.compile("[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NAMED = {"\n": "\\n", "\r": "\\r"}


def visible(text: str) -> str:
    """Return a text with its control characters, line breaks and non-characters written out."""
    return _INVISIBLE.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    number = ord(found[0])
    return _NAMED.get(found[0]) or (f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}")
