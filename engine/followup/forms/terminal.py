"""Where text goes: styled and wrapped on a terminal, plain and complete when piped.

rich is imported only for a table on a terminal; everything else is click's `secho`, so that a
piped command starts fast.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import TextIO, assert_never

import click

from followup.forms.columns import column_widths, wrapped
from followup.forms.encodings import SPELLING, holds_everything, spelled
from followup.text.characters import visible
from followup.views.blocks import Block, Gap, Heading, Items, Labelled, Line, Table, Verbatim

PAGE_WIDTH = 80
"""The columns that a table takes where no terminal says how many there are."""
STYLES: dict[str, dict[str, object]] = {
    "headline": {"bold": True},
    "act": {"fg": "green", "bold": True},
    "overdue": {"fg": "red", "bold": True},
    "wait": {"fg": "yellow", "bold": True},
    "stop": {"fg": "magenta", "bold": True},
    "silent": {"dim": True},
    "label": {"fg": "cyan"},
    "quiet": {"dim": True},
    "good": {"fg": "green"},
    "bad": {"fg": "red"},
    "code": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "place": {"bold": True},
}


class Console:
    """Writes to one stream; knows whether it is a terminal."""

    def __init__(self, stream: TextIO | None = None, *, plain: bool = False) -> None:
        self.stream = stream or sys.stdout
        self.is_terminal = not plain and self.stream.isatty()
        self._holds_everything = holds_everything(self.stream.encoding)

    @property
    def width(self) -> int:
        """The columns that a line may take on a terminal."""
        import shutil  # only a terminal has a width, and piped output should start fast

        return max(40, min(shutil.get_terminal_size((100, 24)).columns, 110))

    def styled(self, text: str, style: str | None = None) -> str:
        """Return the text in a style, or plain when piped or where colour is not wanted.

        Control characters, which a document may hold, are shown and not obeyed.
        """
        text = self.shown(text)
        if style is None or not self.is_terminal or not _colour_wanted():
            return text
        return click.style(text, **STYLES[style])  # type: ignore[arg-type]

    def show(self, *blocks: Block) -> None:
        """Write the blocks of a view."""
        for block in blocks:
            match block:
                case Heading(text):
                    self.line(text, "headline")
                case Line() if block.mark or block.indent:
                    self._marked(block)
                case Line(text, style, hanging=hanging):
                    self.line(text, style, hanging)
                case Labelled():
                    self._labelled(block)
                case Items(items, indent):
                    self._items(items, indent)
                case Table(headers, rows):
                    self._table(headers, rows)
                case Verbatim(text):
                    self.whole(text)
                case Gap():
                    self.write("")
                case _:
                    assert_never(block)

    def line(self, text: str = "", style: str | None = None, hanging: int = 0) -> None:
        """Write one line, whole when piped; on a terminal what is wrapped hangs by `hanging`."""
        for part in self._wrapped(self.shown(text), self.width, " " * hanging):
            self.write(self.styled(part, style) if part else part)

    def whole(self, text: str) -> None:
        """Write one line that may be copied from the screen: it is never wrapped."""
        self.write(self.shown(text))

    def _marked(self, line: Line) -> None:
        """Write a line with its mark; on a terminal what is wrapped stands below the text."""
        mark = f"{line.mark} " if line.mark else ""
        margin = " " * (line.indent + len(mark))
        width = self.width - len(margin)
        for number, part in enumerate(
            self._wrapped(self.shown(line.text), width, " " * line.hanging)
        ):
            head = " " * line.indent + self.styled(mark, line.mark_style) if number == 0 else margin
            self.write(head + self.styled(part, line.style))

    def _labelled(self, block: Labelled) -> None:
        """Write a labelled text; on a terminal it is wrapped beside its label."""
        margin, width = " " * block.indent, block.width
        parts = self._wrapped(self.shown(block.text), self.width - block.indent - width, "")
        for number, part in enumerate(parts or [""]):
            head = self.styled((block.label if number == 0 else "").ljust(width), "label")
            self.write(f"{margin}{head}{self.styled(part, block.style)}".rstrip())

    def _items(self, items: Sequence[str | Items], indent: int) -> None:
        for item in items:
            if isinstance(item, Items):
                self._items(item.items, indent + 2)
            else:
                self._marked(Line(item, mark="-", indent=indent))

    def _table(self, headers: Sequence[str], found: Sequence[Sequence[str]]) -> None:
        """Write a table: ruled on a terminal, columns padded with spaces when piped."""
        rows = [[self.shown(cell) for cell in row] for row in found]
        if self.is_terminal:
            self._rich_table(headers, rows)
            return
        widths = column_widths([headers, *rows], PAGE_WIDTH - 2 * (len(headers) - 1))
        if widths is None:
            self._stacked(headers, rows)
            return
        for row in [headers, *rows]:
            cells = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
            for parts in zip_longest(*cells, fillvalue=""):
                padded = [part.ljust(width) for part, width in zip(parts, widths, strict=True)]
                self.write("  ".join(padded).rstrip())

    def _stacked(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table that is too wide row by row, each cell beside the header of its column."""
        width = max(map(len, headers)) + 2
        for row in rows:
            for header, cell in zip(headers, row, strict=True):
                self._labelled(Labelled(header, cell, width=width))
            self.write("")

    def shown(self, text: str) -> str:
        """Return a text as the stream shows it: controls written out, what it lacks spelled."""
        text = visible(text)
        return text if self._holds_everything else spelled(text, self.stream.encoding)

    def write(self, text: str) -> None:
        """Write a line as it is, such as texts that were styled."""
        self.stream.write(text + "\n")

    def document(self, text: str, end: str = "\n") -> None:
        """Write what programs read, such as JSON: in UTF-8 unless it goes to a terminal."""
        binary = getattr(self.stream, "buffer", None)
        if self.is_terminal or binary is None:
            self.stream.write(text + end)
            return
        self.stream.flush()
        binary.write((text + end).encode("utf-8", SPELLING))

    def flush(self) -> None:
        """Hand on what was written so far."""
        self.stream.flush()

    def _wrapped(self, text: str, width: int, indent: str) -> list[str]:
        if not self.is_terminal or len(text) <= width:
            return [text]
        wrapped = textwrap.wrap(
            text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
        )
        return wrapped or [""]

    def _rich_table(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        # rich takes longer to import than a decision takes to make.
        from rich import box
        from rich.cells import cell_len
        from rich.console import Console as RichConsole
        from rich.table import Table
        from rich.text import Text

        room = self.width - 3 * len(headers) - 1  # two blanks a cell, and the rules
        widths = column_widths([headers, *rows], room, cell_len)
        if widths is None:
            self._stacked(headers, rows)
            return
        style = "bold" if _colour_wanted() else ""
        table = Table(box=box.ROUNDED, show_lines=True, header_style=style)
        for header, width in zip(headers, widths, strict=True):
            table.add_column(header, overflow="fold", width=width)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        RichConsole(file=self.stream, width=self.width).print(table)


def _colour_wanted() -> bool:
    # The conventions are variables, and they are about terminals only.
    environment = os.environ  # noqa: TID251
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
