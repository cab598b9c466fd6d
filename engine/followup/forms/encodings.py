r"""What stands in for a character that the encoding of a stream lacks.

The code page of a Windows console, or of what is piped there, has some 250 characters, and no
arrow or tick among them. A sign that followup prints by itself is spelled in ASCII; any other
character is written as the escape `\u2192`, which loses nothing and which JSON understands.
"""

from __future__ import annotations

import codecs

SPELLING = "followup-spelling"
"""The name of the way to handle errors, for `errors=` of a stream or of `str.encode`."""

# The signs that followup prints, and those of texts set by hand, each with its nearest in ASCII.
SPELLED = {
    "✓": "ok",
    "✗": "x",
    "→": "->",
    "–": "-",
    "—": "-",
    "\N{MINUS SIGN}": "-",
    "…": "...",
    "·": "-",
    "•": "*",
    "×": "x",
    "≤": "<=",
    "≥": ">=",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "\u00a0": " ",
    "\u202f": " ",
}


def spelled(text: str, encoding: str) -> str:
    """Return a text as a stream of an encoding will show it."""
    return text.encode(encoding, SPELLING).decode(encoding)


def holds_everything(encoding: str | None) -> bool:
    """Return whether an encoding has every character; a stream without one keeps text as it is."""
    return encoding is None or codecs.lookup(encoding).name.startswith("utf")


def _spell(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(SPELLED.get(char) or _escape(char) for char in wrong), error.end


def _escape(char: str) -> str:
    """Return the escape of a character; beyond the first plane it is two, as in JSON."""
    pairs = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{pairs[at : at + 4]}" for at in range(0, len(pairs), 4))


codecs.register_error(SPELLING, _spell)
