"""Streams of old encodings: each sign is spelled, and nothing that a document says is lost."""

from __future__ import annotations

import ast
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.forms.encodings import SPELLED, SPELLING, holds_everything, spelled
from followup.forms.terminal import Console
from followup.views.blocks import table

ROOT = Path(__file__).resolve().parents[2]
OLD = ("ascii", "cp1252", "cp437", "cp850", "latin-1")


class Terminal(io.TextIOWrapper):
    """A terminal of an encoding, which keeps what it shows."""

    def __init__(self, encoding: str) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding, errors=SPELLING)

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        self.flush()
        return self.bytes.getvalue().decode(self.encoding)


def signs_of(path: Path) -> set[str]:
    """Return the characters beyond ASCII that stand in the strings of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            texts.discard(ast.get_docstring(node, clean=False))
    return {char for text in texts if isinstance(text, str) for char in text if ord(char) > 0x7F}


def test_every_sign_that_is_printed_has_a_spelling() -> None:
    """A new arrow in the code needs one too."""
    engine = ROOT / "engine" / "followup"
    signs = {path.name: signs_of(path) for path in engine.rglob("*.py")}
    # These hold patterns of what is refused or written out, and print no sign of their own.
    for path in (engine / "text").glob("*.py"):
        signs.pop(path.name)
    assert {
        name: found - set(SPELLED) for name, found in signs.items() if found - set(SPELLED)
    } == {}


def test_the_shipped_documents_can_be_shown_everywhere() -> None:
    """What rulesets, vocabularies and messages say has no sign without a spelling."""
    for path in (ROOT / "rulesets").rglob("*.*"):
        shown = spelled(path.read_text(encoding="utf-8"), "cp1252")
        assert not re.search(r"\\u[0-9a-f]{4}", shown), path.name


@pytest.mark.parametrize("encoding", OLD)
def test_a_sign_is_spelled_in_ascii(encoding: str) -> None:
    """Each spelling can be shown by whatever there is; nobody has to guess at a `?`."""
    for sign, spelling in SPELLED.items():
        assert spelling.isascii()
        assert "?" not in spelling
        assert spelled(sign, encoding) in (sign, spelling)
    assert spelled("✓ a → b … ✗", "cp1252") == "ok a -> b … x"


@given(st.text(), st.sampled_from(OLD))
def test_whatever_an_encoding_lacks_is_written_as_an_escape(text: str, encoding: str) -> None:
    """JSON reads the escapes as the characters that they stand for."""
    own = "".join(char for char in text if char not in SPELLED)
    document = json.dumps(own, ensure_ascii=False)
    assert json.loads(spelled(document, encoding)) == own


@pytest.mark.parametrize("encoding", [None, "utf-8", "UTF-16", "utf_8_sig"])
def test_an_encoding_of_unicode_lacks_nothing(encoding: str | None) -> None:
    """A stream without an encoding keeps text as it is."""
    assert holds_everything(encoding)
    assert not any(map(holds_everything, OLD))


def test_lines_are_wrapped_as_they_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A spelling is longer than its sign, and the line is not too long for that."""
    monkeypatch.setenv("COLUMNS", "40")
    stream = Terminal("ascii")
    Console(stream).line("→ " * 60)
    lines = stream.shown().splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 40


def test_a_table_is_ruled_with_what_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code page without lines and corners gets those of ASCII."""
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal("cp1252")
    Console(stream).show(table(["from", "to"], [["a → b", "Łódź ✓"]]))
    assert "a -> b" in stream.shown()
    assert "\\u0141ód\\u017a ok" in stream.shown()
    assert set(stream.shown()) - set(map(chr, range(128))) == {"ó"}
