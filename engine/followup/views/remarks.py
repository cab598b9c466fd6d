"""Remarks on many histories, as a person reads of them."""

from __future__ import annotations

from collections.abc import Iterator

from followup.views.blocks import Block, Line


def remark_count(remarks: int, histories: int) -> Iterator[Block]:
    """Tell how many remarks there are, if any, and how to read them."""
    if not remarks:
        return
    many = "1 remark" if remarks == 1 else f"{remarks} remarks"
    on = "1 history" if histories == 1 else f"{histories} histories"
    yield Line(f"{many} on {on}; `--remarks` shows {'it' if remarks == 1 else 'them'}", "quiet")
