"""How wide the columns of a table are: as wide as they like, or so that all fit in a room."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

Measure = Callable[[str], int]


def column_widths(
    rows: Sequence[Sequence[str]], room: int, measure: Measure = len
) -> list[int] | None:
    """Return a width for each column, all of them within `room`; None where that cannot be.

    No column is narrower than its longest word, so that no name is ever broken. Of the room that
    is left, a column that wants less than its share has what it wants; the others have the rest,
    by how much text they hold.

    Args:
        rows: the cells, headers included; all rows have as many.
        room: columns of the screen for the cells alone.
        measure: the columns of the screen that a text takes.
    """
    columns = list(zip(*rows, strict=True))
    liked = [max(map(measure, column)) for column in columns]
    least = [
        max(measure(word) for cell in column for word in cell.split(" ")) for column in columns
    ]
    if sum(liked) <= room:
        return liked
    if sum(least) > room:
        return None
    widths, spare = list(least), room - sum(least)
    waiting = sorted(range(len(columns)), key=lambda n: liked[n] - least[n])
    while waiting and liked[waiting[0]] - least[waiting[0]] <= spare // len(waiting):
        n = waiting.pop(0)
        widths[n], spare = liked[n], spare - (liked[n] - least[n])
    texts = {n: sum(map(measure, columns[n])) for n in waiting}
    for n in waiting:
        widths[n] = min(liked[n], least[n] + spare * texts[n] // sum(texts.values()))
    return widths


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines that are broken between words only."""
    if len(text) <= width:
        return [text]
    return textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False)
