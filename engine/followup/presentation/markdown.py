"""Markdown, as far as the pages of rulesets need it: texts made safe, links, anchors, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from followup.presentation.console import visible

_CODE = re.compile(r"(`[^`]+`)")
_MARKS = re.compile(r"([\\*_<\[\]|])")


def escaped(text: str) -> str:
    """Return a text on one line in which nothing but code in backticks is Markdown."""
    parts = _CODE.split(visible(" ".join(text.split())))
    # A bar would end a table's cell even within code.
    return "".join(
        part.replace("|", "\\|") if number % 2 else _MARKS.sub(r"\\\1", part)
        for number, part in enumerate(parts)
    )


def link(text: str, anchor: str) -> str:
    """Return a link to an anchor of the same page; `text` is Markdown."""
    return f"[{text}](#{anchor})"


def anchor(name: str) -> str:
    """Return a place that links can lead to."""
    return f'<a id="{name}"></a>'


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table; its cells are Markdown."""
    lines = [headers, ["---"] * len(headers), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def bullets(items: Iterable[str], depth: int = 0) -> list[str]:
    """Return the lines of a list."""
    return [f"{'  ' * depth}- {item}" for item in items]
