"""Texts as far as a message can tell them."""

from __future__ import annotations


def shortened(text: str, longest: int = 300) -> str:
    """Return a text, cut where it has more characters than a reader will read."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
