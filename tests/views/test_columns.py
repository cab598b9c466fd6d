"""The columns of tables: they fit, and no word is broken."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.forms.columns import column_widths, wrapped
from followup.forms.terminal import Console
from followup.views.blocks import table

WORDS = st.text("ab-", min_size=1, max_size=9)
CELLS = st.lists(WORDS, max_size=12).map(" ".join)
ROWS = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)
)


@given(rows=ROWS, room=st.integers(1, 90))
def test_columns_fit_and_hold_their_words(rows: list[list[str]], room: int) -> None:
    """Together they take no more than the room; none is narrower than a word of it."""
    longest = [
        max(len(word) for cell in column for word in cell.split(" "))
        for column in zip(*rows, strict=True)
    ]
    widths = column_widths(rows, room)
    if widths is None:
        assert sum(longest) > room
        return
    assert sum(widths) <= room
    assert all(width >= least for width, least in zip(widths, longest, strict=True))
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            lines = wrapped(cell, width)
            assert all(len(line) <= width for line in lines)
            assert " ".join(lines) == cell


def test_short_columns_are_left_whole() -> None:
    """A column of dates is not wrapped because the one beside it has much to say."""
    rows = [["Fri 23 Oct 2026", "word " * 40], ["Fri 30 Oct 2026", "word"]]
    widths = column_widths(rows, 60)
    assert widths is not None
    assert widths[0] == 15


@pytest.mark.parametrize("terminal", [False, True])
def test_a_table_of_long_names_is_written_row_by_row(terminal: bool) -> None:
    """Where the names alone are wider than the page each cell stands beside its header."""
    stream = io.StringIO()
    stream.isatty = lambda: terminal  # type: ignore[method-assign]
    name = "a-name-of-the-language-that-is-long-" * 2
    Console(stream).show(table(["rule", "then"], [[name + "1", name + "2"], [name + "3", "stop"]]))
    shown = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert shown.splitlines() == [
        f"  rule  {name}1",
        f"  then  {name}2",
        "",
        f"  rule  {name}3",
        "  then  stop",
        "",
    ]
