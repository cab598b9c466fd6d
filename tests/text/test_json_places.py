"""JSON knows its places: each key and value begins at its line and column, whatever the layout."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.defaults import MAX_DEPTH
from followup.diagnostics import InvalidDocument, Location, Source
from followup.text import MappingNode, Node, SequenceNode, plain, read_text

Document: TypeAlias = tuple[Any, str, list[tuple[int, str]]]
BLANKS = st.text(" \t\n", max_size=4) | st.sampled_from(("\r\n", "\r", "\r\n\t", "\n    "))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    (
        "\U0001f600",
        "a\u2028b",
        "x\x85y",
        "\u2029",
        '"',
        "\\",
        "/",
        "\n\t",
        "{[,:]}",
        "\x0b\x0c",
        "é",
    )
)
NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


class Writer:
    """Writes JSON in a random layout, and notes at which character each key and value begins."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.places: list[tuple[int, str]] = []

    def write(self, value: object) -> None:
        self.blank()
        if isinstance(value, list):
            self.group("[]", [partial(self.write, item) for item in value])
        elif isinstance(value, dict):
            self.group("{}", [partial(self.entry, *pair) for pair in value.items()])
        else:
            self.scalar(value)
        self.blank()

    def entry(self, key: str, value: object) -> None:
        self.blank()
        self.scalar(key)
        self.blank()
        self.text += ":"
        self.write(value)

    def group(self, brackets: str, parts: list[Callable[[], None]]) -> None:
        self.places.append((len(self.text), brackets[0]))
        self.text += brackets[0]
        for number, part in enumerate(parts):
            self.text += "," if number else ""
            part()
        self.blank()
        self.text += brackets[1]

    def scalar(self, value: object) -> None:
        written = json.dumps(value, ensure_ascii=self.draw(st.booleans()))
        self.places.append((len(self.text), written))
        self.text += written

    def blank(self) -> None:
        self.text += self.draw(BLANKS)


@st.composite
def documents(draw: st.DrawFn) -> tuple[object, str, list[tuple[int, str]]]:
    value = draw(VALUES)
    writer = Writer(draw)
    writer.write(value)
    return value, writer.text, writer.places


def places_in(node: Node) -> Iterator[Location]:
    """Go through the places of a node and of all in it, in the order of the document."""
    yield node.location
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from places_in(item)
    elif isinstance(node, MappingNode):
        for key, value in node.entries.items():
            yield node.keys[key]
            yield from places_in(value)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return a place as an editor counts it: a line ends in LF, CR or both."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(before), len(before[-1]) + 1


@settings(max_examples=150)
@given(documents())
def test_each_key_and_value_knows_where_it_begins(document: Document) -> None:
    """Line and column point at the first character, the width is what is written there."""
    value, text, places = document
    root = read_text(Source("own.json", text))
    assert plain(root) == value
    found = [(at.line, at.column, at.width) for at in places_in(root)]
    expected = [
        (*line_and_column(text, offset), max(1, len(written))) for offset, written in places
    ]
    assert found == expected


@settings(max_examples=60)
@given(documents())
def test_the_line_of_a_place_is_the_line_that_is_shown(document: Document) -> None:
    """What a message shows of the document has the value at its column."""
    _, text, places = document
    source = Source("own.json", text)
    for at, (_, written) in zip(places_in(read_text(source)), places, strict=True):
        assert at.line is not None
        assert at.column is not None
        shown = source.line(at.line)
        assert shown[at.column - 1 : at.column - 1 + at.width] == written


@settings(max_examples=200)
@given(documents(), st.data())
def test_what_python_calls_json_is_json(document: Document, data: st.DataObject) -> None:
    """One character taken out, put in or changed: the two readers agree whether it is JSON."""
    text = document[1]
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 2))
    put = data.draw(st.text('{}[],:"\\/u0123eE+-.tfn \t\n\x01a\u2028', max_size=2))
    broken = text[:at] + put + text[at + length :]
    try:
        json.loads(broken, parse_constant=lambda word: 1 / 0)
        is_json = True
    except (ValueError, ZeroDivisionError):
        is_json = False
    try:
        read_text(Source("own.json", broken))
    except InvalidDocument as error:
        codes = {problem.code for problem in error.problems}
        assert ("F012" in codes) != is_json
        assert all(p.location.line and p.location.column for p in error.problems)
    else:
        assert is_json


DUMPED = {"case": "\U0001f600", "events": [{"event": "aplication"}]}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (json.dumps(DUMPED), "1:47"),
        (json.dumps(DUMPED, indent=2), "5:16"),
        (json.dumps(DUMPED, indent="\t").replace("\n", "\r\n"), "5:13"),
        ('{"case": "\\/", "events": [{"event":"aplication"}]}', "1:36"),
        ('{"a": ' + "[" * 30 + "]" * 30 + ',\n"events": [{"event": "aplication"}]}', "2:22"),
    ],
    ids=["emoji", "emoji on lines", "tabs", "escaped slash", "nested"],
)
def test_what_a_program_writes_has_its_places(text: str, place: str) -> None:
    """Pairs of surrogates, tabs and depth are all the same to the places."""
    root = read_text(Source("own.json", text))
    event = root.entries["events"].items[0].entries["event"]  # type: ignore[union-attr]
    assert str(event.location) == f"own.json:{place}"


@pytest.mark.parametrize("name", ["<stdin>", "own.yaml", "/dev/fd/63"])
@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_json_under_another_name_is_read_all_the_same(name: str, indent: int | str | None) -> None:
    """What a program writes to standard input is read also where YAML could not read it."""
    text = json.dumps(DUMPED, indent=indent)
    assert plain(read_text(Source(name, text))) == DUMPED


def test_what_is_neither_is_told_as_yaml() -> None:
    """Braces begin both, and whoever writes by hand writes YAML."""
    with pytest.raises(InvalidDocument) as caught:
        read_text(Source("own.yaml", "{a: 1 b: 2}"))
    assert [problem.code for problem in caught.value.problems] == ["F003"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n "a": 2}', [("F004", 2, 2)]),
        ('{"a": 1,\n "b": {"c": 1, "c": 2}, "a": 2}', [("F004", 2, 16), ("F004", 2, 25)]),
        ('{"a": 1, "a": 2,\n "b" 3}', [("F004", 1, 10), ("F012", 2, 6)]),
        ('{"a": NaN}', [("F012", 1, 7)]),
        ('{"a": [1, -Infinity]}', [("F012", 1, 11)]),
        ('["\\ud800",\n "\\udc00\\ud800"]', [("F011", 1, 2), ("F011", 2, 2)]),
        ('{"\\udfff": 1}', [("F011", 1, 2)]),
        (f"[1, {'9' * 101}]", [("F011", 1, 5)]),
        (f"[{'9' * 5000}, ,]", [("F011", 1, 2), ("F012", 1, 5004)]),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), [("F009", 1, MAX_DEPTH + 1)]),
        ('{"a":\n' * 100_000, [("F009", MAX_DEPTH + 1, 1)]),
        ("[1]\n\n]", [("F012", 3, 1)]),
        ("", [("F012", 1, 1)]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    text: str, expected: list[tuple[str, int, int]]
) -> None:
    """Doubled keys and errors of syntax are reported together, each at its own place."""
    with pytest.raises(InvalidDocument) as caught:
        read_text(Source("own.json", text))
    found = [(p.code, p.location.line, p.location.column) for p in caught.value.problems]
    assert found == expected


def test_values_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and values are counted, and the one that is too many is told."""
    monkeypatch.setattr("followup.text.builder.MAX_NODES", 100)
    for text, column in [("[" + "1," * 200, 202), ('{"a":[' + "[]," * 200, 304)]:
        with pytest.raises(InvalidDocument) as caught:
            read_text(Source("own.json", text))
        (problem,) = caught.value.problems
        assert (problem.code, problem.location.column) == ("F009", column)


def test_a_number_of_a_hundred_digits_is_one() -> None:
    """The bound on digits is far beyond what anybody counts."""
    assert plain(read_text(Source("own.json", f"[-{'9' * 99}]"))) == [-int("9" * 99)]


def test_a_long_text_takes_no_more_memory_than_it_has() -> None:
    """A text with many escapes is read in a few copies of it."""
    text = '["' + "\\n" * 2_000_000
    tracemalloc.start()
    try:
        with pytest.raises(InvalidDocument):
            read_text(Source("own.json", text))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(text)
