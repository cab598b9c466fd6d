"""The patterns of the shipped schemas end where a text ends, in Python and in JavaScript."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followup.text.characters import visible

SCHEMAS = sorted((Path(__file__).parents[2] / "schemas").glob("*.json"))
WORDS = ["own", "own-2", "visit.place", "1.0.0", "S0-12", "dana@acme.example", "friday"]
"""Each pattern fits one of these at least."""


def patterns_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for inner in schema.values():
            yield from patterns_in(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from patterns_in(inner)


def patterns() -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in SCHEMAS)
    return list(dict.fromkeys(p for text in texts for p in patterns_in(json.loads(text))))


def is_of_addresses(pattern: str) -> bool:
    """Return whether a pattern tells what may not stand in a text, of however many lines."""
    return pattern.startswith("^[^")


def test_there_are_patterns() -> None:
    """The walk finds them."""
    assert len(SCHEMAS) >= 9
    assert len(patterns()) >= 4
    assert sum(map(is_of_addresses, patterns())) == 1


@pytest.mark.parametrize("pattern", patterns())
def test_a_line_break_at_the_end_is_no_part_of_a_name(pattern: str) -> None:
    """A name with a line break behind it is another text."""
    assert pattern.startswith("^")
    assert pattern.endswith("$(?!\\n)")
    fitting = [word for word in WORDS if re.search(pattern, word)]
    assert fitting
    if not is_of_addresses(pattern):
        assert not [
            w for w in fitting if re.search(pattern, f"{w}\n") or re.search(pattern, f"\n{w}")
        ]


def test_javascript_agrees() -> None:
    """Editors check with JavaScript, whose expressions are of Unicode there."""
    if not shutil.which("node"):
        pytest.skip("there is no JavaScript here")
    words = [*WORDS, *(f"{word}\n" for word in WORDS), "a\u202e", "a\U000e0041", "Dana\u200d", "é"]
    script = (
        "const [patterns, words] = JSON.parse(require('fs').readFileSync(0));"
        "const fits = p => words.map(w => new RegExp(p, 'u').test(w));"
        "console.log(JSON.stringify(patterns.map(fits)))"
    )
    found = subprocess.run(
        ["node", "-e", script],
        input=json.dumps([patterns(), words]),
        capture_output=True,
        text=True,
        check=True,
    )
    expected = [[bool(re.search(p, word)) for word in words] for p in patterns()]
    assert json.loads(found.stdout) == expected


def test_an_address_has_only_characters_that_are_seen() -> None:
    """Whatever is written out elsewhere has no place in an address, nor have joiners."""
    (pattern,) = filter(is_of_addresses, patterns())
    fits = re.compile(pattern)
    joining = re.compile("ZERO WIDTH|VARIATION SELECTOR|MONGOLIAN VOWEL|MONGOLIAN FREE")
    for number in (*range(0x20000), *range(0xE0000, 0xE1000)):
        char = chr(number)
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp", "Cn"):
            continue  # controls are refused where an address is used, the others have no name
        hidden = visible(char) != char or joining.match(unicodedata.name(char, "")) is not None
        assert (fits.search(f"a{char}b") is None) == hidden, f"U+{number:04X}"
