"""What the language says, as pages and tables say it: rows of small rulesets of another domain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup.core.ruleset import Ruleset
from followup.forms.markdown import page
from followup.views.pages import ruleset_page
from tests.language.documents import ruleset_of, vocabulary_of

BILLS = Path(__file__).parents[1].joinpath("conformance/vocabularies/bills.yaml")
HEADER = "ruleset: bills\ntitle: A ruleset\nversion: 1.0.0\nvocabulary: bills\n"
ASK = "rules:\n  - rule: r\n    do: reminder\n    opens: 2026-03-02\n"


def bills(body: str) -> Ruleset:
    """Return a ruleset about bills."""
    return ruleset_of(HEADER + body, vocabulary=vocabulary_of(BILLS.read_text(encoding="utf-8")))


def plain(text: str) -> str:
    """Return a page without links, emphasis and marks."""
    text = re.sub(r"<a id=\"[^\"]*\"></a>", "", text)
    return re.sub(r"\[([^]]*)\]\(#[^)]*\)", r"\1", text).replace("*", "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ASK, "falls on a day off moves to the next business day, unless a rule says otherwise"),
        (f"roll: none\n{ASK}", "A date that falls on a day off stays there, unless a rule says"),
        (
            "parameters: {how: {is: words, default: [cash, transfer]}}\n"
            f"facts: {{p: {{latest: {{payment: {{kind: how}}}}}}}}\n{ASK}    when: {{p: known}}\n",
            "event payment whose kind is cash, transfer (how)",
        ),
        (
            "facts:\n  b: {latest: bill}\n  size: {read: size}\n"
            "  due: {first-of: [{if: {size: big}, then: 30 days after b}, 1 week after b]}\n"
            f"{ASK}    when: {{b: known}}\n    closes: due\n",
            "In time until: 30 days after the b if size is big; else 1 week after the b; after",
        ),
        (
            "facts:\n  b: {latest: bill}\n  p: {latest: payment}\n"
            "  last: {first-of: [p, 1 week after b]}\n"
            f"{ASK}    when: {{b: known}}\n    closes: last\n",
            "In time until: the p or, if that is unknown, 1 week after the b; after that",
        ),
        (
            "facts: {b: {latest: bill}}\nrules:\n  - rule: chase\n    since: b\n    steps:\n"
            "      - {do: reminder, opens: 1 week after start}\n"
            "      - {do: demand, opens: 2 days after previous}\n",
            "the number of chase reminder (reminder, as a step of chase) is at least 1, "
            "and there are no chase demand",
        ),
        (
            "facts:\n  b: {latest: bill}\n"
            "  got: {total: {payment: amount}, less: {payment-returned: amount}, since: b}\n"
            f"{ASK}    when: {{got: {{below: b.amount}}}}\n",
            "got is below what is owed (b)",
        ),
        (
            "facts:\n  b: {latest: bill}\n"
            "  got: {total: {payment: amount}, less: {payment-returned: amount}, since: b}\n"
            f"{ASK}    when: {{got: {{below: 3}}}}\n",
            "The sum of each amount of payment, less amount of payment returned, after the b.",
        ),
        (
            f"{ASK}limits:\n  - {{limit: calm, at-most: 3, of: [reminder], in-any: 1 month}}\n",
            "At most 3 of these are done in any 1 month, whenever it begins: remind them.",
        ),
    ],
)
def test_a_page_says_it_in_plain_words(body: str, expected: str) -> None:
    """A page is made of sentences, for a person who is no programmer."""
    assert expected in plain(page(ruleset_page(bills(body))))
