"""A ruleset with all that it inherits, printed as one document that means the same."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from followup.core.ruleset import Ruleset
from followup.diagnostics import InvalidDocument, Source
from followup.library import Library
from followup.library.files import shipped_rulesets
from followup.proving.build import build_ruleset
from followup.reading.access import as_mapping
from followup.reading.flat_text import flat_text
from followup.reading.inheritance import flatten
from followup.reading.report import Report
from followup.reading.steps import unfolded
from followup.text import read_yaml
from tests.language.documents import checked, document, vocabulary_of

LIBRARY = Library()


def bare(ruleset: Ruleset) -> Ruleset:
    return replace(ruleset, digest="", parents=(), places={})


@pytest.mark.parametrize("name", sorted(shipped_rulesets()))
def test_a_shipped_ruleset_means_the_same_when_printed_flat(name: str) -> None:
    """`show --flat` prints the result; the text is a ruleset that means the same."""
    built = LIBRARY.ruleset(name)
    text = flat_text(LIBRARY.documents.flat(shipped_rulesets()[name]), built.vocabulary.name)
    again = build_ruleset([checked("ruleset", text, "flat.yaml")], built.vocabulary)
    assert bare(again) == bare(built)


@pytest.mark.parametrize("name", sorted(shipped_rulesets()))
def test_every_line_tells_where_it_came_from(name: str) -> None:
    """`show --flat` prints, beside each line, the document it came from."""
    flat = LIBRARY.documents.flat(shipped_rulesets()[name])
    text = flat_text(flat, LIBRARY.ruleset(name).vocabulary.name)
    names = ("tracks", "days", "sources", "parameters", "facts", "rules", "limits", "notes")
    sections = (*(f"{name}:" for name in names), "vocabulary: ")
    for line in text.splitlines():
        if line and not line.startswith(sections):
            comment = line.rpartition("  # ")[2]
            file, _, number = comment.partition(":")
            assert file.endswith(".yaml"), line
            assert int(number) > 0


PARENT = """
sources:
  s: {title: "A source: with, marks"}
parameters:
  wait: {is: duration, default: 3 days, cites: [{source: s, at: "p. 3, top"}]}
  most: {is: count, default: 2, at-most: 5}
facts:
  visit: {latest: visit}
  asked: {count: {sent: {purpose: ask}}, since: visit}
rules:
  - rule: end
    track: main
    when: {asked: {at-least: most}}
    stop: done
    because: "{most} are enough."
  - rule: ask
    when: {visit: known}
    do: ask
    opens: wait after visit
    closes: 2 days after opens
    to: [clerk]
limits:
  - {limit: gap, apart: 24 hours, between: [ask]}
"""

sentences = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="{}\x7f"), min_size=1
).filter(lambda text: not any("\x80" <= c <= "\x9f" for c in text))
overrides = st.fixed_dictionaries(
    {},
    optional={
        "about": sentences,
        "roll": st.sampled_from(("none", "following")),
        "parameters": st.fixed_dictionaries(
            {},
            optional={
                "wait": st.sampled_from(("1 week", "2 business days", {"default": "5 days"})),
                "most": st.integers(0, 5),
            },
        ),
        "rules": st.lists(
            st.fixed_dictionaries(
                {"rule": st.just("ask")},
                optional={
                    "closes": st.sampled_from((None, "1 week after visit")),
                    "because": sentences,
                    "via": st.just([{"phone": "known"}, "email"]),
                    "checklist": st.just(["smile"]),
                },
            ),
            max_size=1,
        ),
        "facts": st.just({"note": {"latest": {"note": {"kind": ["maybe", "yes-please"]}}}}),
        "limits": st.just([{"limit": "gap", "apart": "2 days", "between": ["ask"]}]),
        "notes": st.fixed_dictionaries(
            {"note": st.just("known"), "in": st.just("why"), "says": sentences},
            optional={"with": st.just(["ask", "silent"])},
        ).map(lambda note: [note]),
        "drop": st.just(["end"]),
    },
)


@settings(max_examples=60)
@given(overrides)
def test_an_overridden_ruleset_means_the_same_when_printed_flat(child: Any) -> None:
    """The text is a ruleset that means the same, whatever a child has changed."""
    header = {"ruleset": "child", "title": "A child", "version": "1.0.0", "vocabulary": "visits"}
    child_text = yaml.safe_dump({**header, **child}, allow_unicode=True, sort_keys=False)
    chain = [
        checked("ruleset", document(PARENT, "parent"), "parent.yaml"),
        checked("ruleset", child_text, "child.yaml"),
    ]
    built = build_ruleset(chain, vocabulary_of())
    text = flat_text(flatten(chain, Report())[-1], "visits")
    again = build_ruleset([checked("ruleset", text, "flat.yaml")], vocabulary_of())
    assert bare(again) == bare(built)


STEPS = """
sources:
  s: {title: A source}
parameters:
  wait: {is: duration, default: 3 days, cites: [{source: s, at: p. 3}]}
facts:
  visit: {latest: visit}
rules:
  - rule: chase
    since: visit
    when: {visit.with: known}
    to: [visit.lead, clerk]
    cites: [{source: s, at: p. 3}]
    steps:
      - {do: ask, opens: wait after start, because: First., cites: [{source: s, at: p. 3}]}
      - {do: thank, optional: true, opens: previous, to: [previous.to, start.lead]}
      - {do: ask, opens: "later of 1 week after start, wait after previous"}
"""


@pytest.mark.parametrize("child", ["about: A child", "parameters: {wait: 1 week}"])
def test_steps_are_printed_flat_as_the_rules_that_they_are(child: str) -> None:
    """A sequence unfolds into ordinary rules, with places; a lost citation is lost in them too."""
    chain = [
        checked("ruleset", document(STEPS, "parent"), "parent.yaml"),
        checked("ruleset", document(child, "child"), "child.yaml"),
    ]
    built = build_ruleset(chain, vocabulary_of())
    flat = unfolded(flatten(chain, Report())[-1], vocabulary_of(), Report())
    text = flat_text(flat, "visits")
    assert "steps:" not in text
    assert "wait after visit  # parent.yaml:18" in text
    again = build_ruleset([checked("ruleset", text, "flat.yaml")], vocabulary_of())
    assert bare(again) == bare(built)
    assert bool(built.rules[0].cites) is ("about" in child)


@settings(max_examples=150)
@given(sentences)
def test_a_sentence_is_printed_so_that_it_is_read_again(sentence: Any) -> None:
    """The text means the same, whatever marks a sentence has."""
    lines = ["ruleset: r", f"about: {yaml.safe_dump(sentence, default_style=chr(34))}"]
    try:
        root = as_mapping(read_yaml(Source("own.yaml", "\n".join(lines))))
    except InvalidDocument:
        return
    text = flat_text(flatten([root], Report())[-1], "visits")
    assert as_mapping(read_yaml(Source("flat.yaml", text))).get("about") == root.get("about")
