"""What nobody sees is written out, and what a script needs stays as it is."""

from __future__ import annotations

import json
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.text.characters import first_hidden, visible, visible_lines
from followup.text.json_writer import json_text

STAY = [
    "نمی‌خواهم",  # Persian has a joiner within words
    "क्‍ष",  # so has Hindi
    "👩‍💻",
    "❤️",
    "葛󠄀城",
    "a\tb",
    "ﷺ",
    "é",
    "👍🏽",
]
SHOWN = {
    "moc.live@ssob\u202e": "moc.live@ssob\\u202e",
    "\u2066a\u2069": "\\u2066a\\u2069",
    "a\u200eb\u200fc\u061cd": "a\\u200eb\\u200fc\\u061cd",
    "\ufeffa\u200bb\u2060c": "\\ufeffa\\u200bb\\u2060c",
    "soft\xadware": "soft\\xadware",
    "a\U000e0041": "a\\U000e0041",
    "a\nb\r\x1b[31m\x85\x9b": "a\\nb\\r\\x1b[31m\\x85\\x9b",
    "\u2028\ud800\uffff": "\\u2028\\ud800\\uffff",
}


@pytest.mark.parametrize("text", STAY)
def test_what_a_script_or_a_sign_needs_stays(text: str) -> None:
    """Joiners and variants are part of names and signs."""
    assert visible(text) == text
    assert first_hidden(text) is None
    assert json_text(text) == json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("text", SHOWN)
def test_what_nobody_sees_is_written_out(text: str) -> None:
    """Signs of direction, blanks without width, tags, controls, halves of characters."""
    assert visible(text) == SHOWN[text]


def test_every_sign_of_format_is_written_out_or_seen() -> None:
    """Of all that Unicode calls a sign of format, what stays joins letters or is drawn itself."""
    signs = (chr(number) for number in range(sys.maxunicode + 1))
    left = [sign for sign in signs if unicodedata.category(sign) == "Cf" and visible(sign) == sign]
    names = {unicodedata.name(sign) for sign in left}
    seen = re.compile("ARABIC|SYRIAC|KAITHI|EGYPTIAN|MONGOLIAN|ZERO WIDTH (NON-)?JOINER")
    assert {name for name in names if not seen.search(name)} == set()
    assert "ARABIC LETTER MARK" not in names


def test_lines_stay_lines() -> None:
    """A text of several lines keeps them."""
    assert visible_lines("a\u202e\nb\r\n\tc") == "a\\u202e\nb\\r\n\tc"


def test_a_character_is_named_as_tables_name_it() -> None:
    """The name can be looked up."""
    assert first_hidden("abc\u202ed\u200b") == "U+202E"
    assert first_hidden("\U000e0041") == "U+E0041"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_says_what_it_says_and_shows_it(text: str) -> None:
    """The data stay the same; nothing in it is obeyed by a terminal, or hidden from a reader."""
    written = json_text({"a": text})
    assert json.loads(written) == {"a": text}
    assert visible_lines(written) == written


def test_half_a_character_is_none_in_json() -> None:
    """Not every program reads half a pair of surrogates, so there is none in what is printed."""
    assert json.loads(json_text("a\udcffb")) == "a\ufffdb"
