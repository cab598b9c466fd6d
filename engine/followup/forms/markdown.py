"""Blocks as a page in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from followup.views.blocks import Block, Gap, Heading, Items, Labelled, Line, Table, Verbatim
from followup.wording.markup import anchor


def page(blocks: Iterable[Block]) -> str:
    """Return blocks, whose texts are Markdown within a line, as a page."""
    parts = ["\n".join(lines) for block in blocks if (lines := list(_lines(block)))]
    return "\n\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text, level, name):
            yield f"{'#' * level} {anchor(name) if name else ''}{text}"
        case Line(text):
            yield text
        case Labelled(label, text):
            yield f"**{label}:** {text}"
        case Items(items):
            yield from _items(items, 0)
        case Table(headers, rows):
            for line in (headers, ["---"] * len(headers), *rows):
                yield f"| {' | '.join(line)} |"
        case Verbatim(text):
            yield from ("```", text, "```")
        case Gap():  # blocks are apart as they are
            return
        case _:
            assert_never(block)


def _items(items: Iterable[str | Items], depth: int) -> Iterator[str]:
    for item in items:
        if isinstance(item, Items):
            yield from _items(item.items, depth + 1)
        else:
            yield f"{'  ' * depth}- {item}"
