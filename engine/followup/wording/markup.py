"""Markdown within a line, as the texts of pages have it: made safe, links, anchors."""

from __future__ import annotations

import re

from followup.text.characters import visible

# A pair of single backticks. Longer runs, and blanks next to a backtick, have rules of their own
# in Markdown, so they are plain text here.
_CODE = re.compile(r"(?<!`)`(?! )([^`]+)(?<! )`(?!`)")
# A `#` after a blank could be the end of a heading, which is not shown.
_MARKS = re.compile(r"([\\`*_~\[\]|]|(?<!\S)#)")
_BLOCK = re.compile(r"^(\d*)(?=[-+=]|(?<=\d)[.)](?: |$))")
# By number, since a name changes its meaning with a capital: `&Lt;` is not `&lt;`.
_HTML = {ord(sign): f"&#{ord(sign)};" for sign in "<>&"}


def escaped(text: str) -> str:
    """Return a text on one line in which nothing but code in backticks is Markdown."""
    parts = _CODE.split(visible(" ".join(text.split())))
    words = "".join(_code(part) if n % 2 else _plain(part) for n, part in enumerate(parts))
    return _BLOCK.sub(r"\1\\", words)


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", text).translate(_HTML)


def _code(text: str) -> str:
    # A bar would end a table's cell even here, and elsewhere its backslash would be shown.
    return f"<code>{_plain(text)}</code>" if "|" in text else f"`{text}`"


def link(text: str, anchor: str) -> str:
    """Return a link to an anchor of the same page; `text` is Markdown."""
    return f"[{text}](#{anchor})"


def anchor(name: str) -> str:
    """Return a place that links can lead to."""
    return f'<a id="{name}"></a>'


def image(text: str, path: str) -> str:
    """Return a picture; `text` says what it shows."""
    return f"![{escaped(text)}]({path})"
