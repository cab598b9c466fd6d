"""Texts of users in Markdown: whatever they hold, a reader sees them and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from followup.forms.markdown import page
from followup.text.characters import visible
from followup.views.blocks import table
from followup.views.sentences import lowered, raised
from followup.wording.markup import anchor, escaped

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
SIGNS = st.text(st.sampled_from("`~<>&|\\*_#-+=:1.)[]!(/;ab \n\t\ufffe"), max_size=30)
PIECES = st.lists(
    st.sampled_from(
        [
            "``",
            "`",
            "<script>",
            "</code>",
            "&lt;",
            "&#60",
            "~~~",
            "#",
            "-",
            "1.",
            "\\",
            "|",
            "---",
            "***",
            "a",
            "[a]:",
            "![a](b)",
            "<!--",
            "<a@b.example>",
            "http://a.example",
        ]
    ),
    max_size=12,
).map("".join)
TEXTS = st.one_of(st.text(), SIGNS, PIECES)
ATTACKS = [
    "``<script>b</script>`",
    "~~~ x",
    "```",
    "`a``b`",
    "` a `",
    "`a|b` and `<b>`",
    "`a\\|b`",
    "\\`a`",
    "a ##",
    "===",
    "---",
    "12) x",
    "1.",
    "&lt;b&gt;",
    "<!-- a",
    "a |\\| b\\",
]
CODE = re.compile(r"(?<!`)`(?! )([^`]+)(?<! )`(?!`)")


def folded(text: str) -> str:
    """Return a text as a page shows it: on one line, without the backticks around code."""
    return CODE.sub(r"\1", visible(" ".join(text.split())))


def content(token: Token) -> str:
    """Return what is seen of a piece of text; fail where it is more than text and code."""
    seen = []
    for child in token.children or ():
        assert child.type in ("text", "text_special", "code_inline", "html_inline"), child
        if child.type == "html_inline":
            assert child.content.lower() in ("<code>", "</code>")
        else:
            seen.append(child.content)
    return "".join(seen)


def examples(test: Callable[[str], None]) -> Callable[[str], None]:
    """Have a property hold for each of the attacks, too."""
    for attack in ATTACKS:
        test = example(attack)(test)
    return test


@examples
@given(TEXTS)
def test_a_text_is_one_paragraph(text: str) -> None:
    """It begins no other block, and shows what was written."""
    tokens = MARKDOWN.parse(escaped(text))
    if not folded(text):
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert content(tokens[1]) == folded(text)


@examples
@given(TEXTS)
def test_a_text_is_one_cell(text: str) -> None:
    """It ends neither its cell nor its row, and the cells beside it are whole."""
    cell = escaped(text)
    tokens = MARKDOWN.parse(page([table(["a", cell, "c"], [["d", cell, "f"]])]))
    assert {token.tag for token in tokens} <= {"table", "thead", "tbody", "tr", "th", "td", ""}
    cells = [content(token) for token in tokens if token.type == "inline"]
    assert cells == ["a", folded(text), "c", "d", folded(text), "f"]


@examples
@given(TEXTS)
def test_a_text_is_one_item_and_one_heading(text: str) -> None:
    """At the start of an item and at the end of a heading it is a text as well."""
    item = MARKDOWN.parse(f"- {escaped(text)}")
    assert [token.type for token in item if token.level < 2][1:-1] == [
        "list_item_open",
        "list_item_close",
    ]
    assert "".join(content(token) for token in item if token.type == "inline") == folded(text)
    heading = MARKDOWN.parse(f"### {anchor('a')}: {escaped(text)}")
    assert [token.type for token in heading] == ["heading_open", "inline", "heading_close"]
    shown = "".join(c.content for c in heading[1].children or () if c.type != "html_inline")
    assert shown == f": {folded(text)}".rstrip()


@given(SIGNS | PIECES)  # in some languages a capital is more than another letter
def test_a_capital_spoils_nothing(text: str) -> None:
    """A text may be put into a sentence, which changes its first letter at the most."""
    for changed in (raised(escaped(text)), lowered(escaped(text))):
        shown = "".join(content(t) for t in MARKDOWN.parse(changed) if t.type == "inline")
        assert shown.casefold() == folded(text).casefold()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask `when` and <why>", "Ask `when` and &#60;why&#62;"),
        ("`a|b`", r"<code>a\|b</code>"),
        ("2.5 days", "2.5 days"),
        ("2. days", r"2\. days"),
        ("a - b = c #d", r"a - b = c \#d"),
    ],
)
def test_only_what_is_needed_is_escaped(text: str, expected: str) -> None:
    """A page can be read as it is, too."""
    assert escaped(text) == expected
