"""What people get wrong in YAML: each slip is told at its place, with what was meant."""

from __future__ import annotations

import pytest
import yaml

from followup.diagnostics import InvalidDocument, Source
from followup.text import plain, read_yaml, yaml_reader

EVENT = "a comma is missing before `event`"
COLON = "a second colon stands where a text goes on"
NEIGHBOURS = "this line is indented unlike its neighbours"
ENDED = "a text goes on after the quote that ends it"
SLIPS = [
    # -- a comma is missing
    ("- {date: 2026-11-02 event: visit}", (1, 21), EVENT, "`, event:`"),
    ("- {date: 2026-11-02; event: visit}", (1, 22), EVENT, "`, event:`"),
    ("- {date: 2026-11-02\n   event: visit}", (2, 4), EVENT, "`, event:`"),
    ('- {"date": "x" "event": "y"}', (1, 16), "a comma or `}` is missing before this place", None),
    ("- {a: [1, 2] b: 3}", (1, 14), "a comma or `}` is missing before this place", None),
    ("- {because: see: this}", (1, 16), COLON, "put the text in quotes"),
    ("- [a: b: c]", (1, 8), COLON, "put the text in quotes"),
    ("a: b: c", (1, 5), COLON, "put a text that contains `: ` in quotes"),
    # -- a bracket is not closed, or closes nothing
    ("a:\n  - {b: 1\n  - {b: 2}", (3, 5), "a comma or `}` is missing", "stands on line 2"),
    ("a: {b: 1\nc: 2", (2, 2), "a comma or `}` is missing", "stands on line 1"),
    ("a: {b: 1)\nc: 2", (2, 2), "a comma or `}` is missing", "stands on line 1"),
    ("a: [1, 2", (1, 9), "a comma or `]` is missing before this place", None),
    ("a: {b: 1}}", (1, 10), "`}` closes nothing here", "remove it"),
    ("a: ]", (1, 4), "`]` closes nothing here", "remove it"),
    ("a: [b,, c]", (1, 7), "a value is missing before this comma", "remove one of the two"),
    # -- a colon is missing, or the space after it
    ("when:\n  visit known\n  count: 0", (2, 3), "`visit known` has no colon", "`visit: known`"),
    ("when:\n  count: 0\n  visit known", (3, 3), "`visit known` has no colon", "`visit: known`"),
    ("- date 2026-11-02\n  event: visit", (1, 3), "`date 2026-11-02` has no", "`date: 2026-11-02`"),
    ("- date: 2026-11-02\n  event visit", (2, 3), "`event visit` has no colon", "`event: visit`"),
    ("a = b\nc: d", (1, 1), "`a = b` has no colon", "write `a: b`"),
    ("when\n  visit: known", (1, 1), "`when` has no colon", "write `when:`"),
    ("note: a long\n  text goes\n  on: here", (3, 5), COLON, "quotes"),
    ('- {"date" "x"}', (1, 11), "a colon is missing before this place", None),
    ("country:US\nevents: []", (1, 1), "`country:` is no key without a space", "put a space"),
    ("events: []\ncountry:US\n", (2, 1), "`country:` is no key without a space", "put a space"),
    # -- quotes
    ('a: "he said "hi" twice"', (1, 14), ENDED, "the other kind"),
    ('a: {b: "he said "hi" twice"}', (1, 18), ENDED, "the other kind"),
    ("a: 'it's'", (1, 8), ENDED, "the other kind"),
    # -- indentation
    ("  a: b\nc: d", (2, 1), NEIGHBOURS, "the same indentation"),
    ("a: |\n  x\n y", (3, 2), NEIGHBOURS, "the same indentation"),
    ("- a\nb: 1", (2, 1), NEIGHBOURS, None),
]  # fmt: skip


@pytest.fixture(params=["CBaseLoader", "BaseLoader"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser in C, and the one in Python that is used where there is no other."""
    monkeypatch.setattr(yaml_reader, "_LOADER", getattr(yaml, request.param))


@pytest.mark.parametrize(("text", "place", "message", "help"), SLIPS)
def test_a_slip_is_told_where_it_is_with_its_mend(
    parser: None, text: str, place: tuple[int, int], message: str, help: str | None
) -> None:
    """One problem, at the place of the slip and not where the parser gave up."""
    with pytest.raises(InvalidDocument) as caught:
        read_yaml(Source("own.yaml", text))
    (problem,) = caught.value.problems
    assert problem.code == "F003"
    assert (problem.location.line, problem.location.column) == place
    assert message in problem.message
    assert (help or "") in (problem.help or "")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: &x {b: 1}\nc: {<<: *x, d: 2}", [(2, 5)]),
        ("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\ne: {<<: [*x]}", [(3, 3), (5, 5)]),
        ("<<: {a: 1}", [(1, 1)]),
    ],
)
def test_a_merge_key_is_named_as_such(text: str, places: list[tuple[int, int]]) -> None:
    """Merge keys are no part of YAML's standard; what they would bring in is to be written."""
    with pytest.raises(InvalidDocument) as caught:
        read_yaml(Source("own.yaml", text))
    found = [(p.code, (p.location.line, p.location.column)) for p in caught.value.problems]
    assert found == [("F013", place) for place in places]
    assert all("write the keys" in (p.help or "") for p in caught.value.problems)


@pytest.mark.parametrize("text", ['"<<": 1', "a: <<", "a: [<<]", "a: {b: <<}", "'<<': {c: 1}"])
def test_what_is_written_so_but_is_no_merge_is_a_text(text: str) -> None:
    """In quotes it is a key as any other, and as a value a text."""
    assert "<<" in str(plain(read_yaml(Source("own.yaml", text))))


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_an_editor_counts_them(sign: str) -> None:
    """What only YAML and Unicode call an end of a line moves no place."""
    root = read_yaml(Source("own.yaml", f'a: "x{sign}y"\nb: {{c: 1}}\n'))
    assert str(root.entries["b"].entries["c"].location) == "own.yaml:2:8"  # type: ignore[union-attr]
    with pytest.raises(InvalidDocument) as caught:
        read_yaml(Source("own.yaml", f'a: "x{sign}y"\nb: c: d\n'))
    assert str(caught.value.problems[0].location) == "own.yaml:2:5"


def test_a_long_line_is_told_at_once() -> None:
    """What stands around the place is looked at as far as a person would look."""
    for text in (
        "a: {" + "b, " * 100_000 + "c: d: e}",
        " " * 100_000 + "x\ny: z: " + "- " * 100_000,
    ):
        with pytest.raises(InvalidDocument) as caught:
            read_yaml(Source("own.yaml", text))
        assert all(len(str(problem)) < 1_000 for problem in caught.value.problems)
