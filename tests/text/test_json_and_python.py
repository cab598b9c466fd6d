"""JSON, JSON Lines and Python data: the same nodes as YAML gives, and what is refused."""

from __future__ import annotations

import datetime
import io
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.defaults import MAX_DEPTH, MAX_NODES
from followup.diagnostics import InvalidDocument, Source
from followup.text import (
    MappingNode,
    Node,
    lines_of,
    plain,
    read_json_lines,
    read_python,
    read_text,
    read_yaml,
)

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**15) + 1, 10**15 - 1), words),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


def codes(error: Node | InvalidDocument) -> list[str]:
    assert isinstance(error, InvalidDocument)
    return [problem.code for problem in error.problems]


def said(record: Node | InvalidDocument) -> Any:
    assert not isinstance(record, InvalidDocument)
    return plain(record)


@settings(max_examples=200)
@given(values, st.booleans(), st.sampled_from((None, 2)))
def test_json_says_what_it_says(data: object, ascii_only: bool, indent: int | None) -> None:
    """JSON is read as the data that it is."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    assert plain(read_text(Source("own.json", text))) == data


def test_a_next_line_character_stays_what_it_is() -> None:
    """JSON is read as the data that it is."""
    data = {"a": "x\x85y"}
    text = json.dumps(data, ensure_ascii=False)
    assert plain(read_text(Source("own.json", text))) == data


@pytest.mark.parametrize("number", [1.5, 1e30, 12345678901234567])
def test_a_number_is_one_in_json_and_in_json_lines(number: float) -> None:
    """One record is the same in a file of its own and in JSON Lines."""
    text = json.dumps({"a": number})
    ((_, line),) = read_json_lines("own.jsonl", [text.encode()])
    assert plain(read_text(Source("own.json", text))) == said(line)


@settings(max_examples=100)
@given(values)
def test_json_lines_are_json(data: object) -> None:
    """JSON Lines: one record a line, read as the data that it is."""
    line = json.dumps({"a": data}).encode()
    ((number, node),) = read_json_lines("own.jsonl", [b"", line])
    assert number == 2
    assert said(node) == {"a": data}


@settings(max_examples=100)
@given(st.dictionaries(words, values, max_size=4))
def test_python_data_is_taken_as_it_is(data: dict[str, object]) -> None:
    """Plain Python data gives the nodes that a file of it gives."""
    assert plain(read_python(data)) == data


def test_a_bad_record_does_not_hide_the_others() -> None:
    """Nothing is raised: a bad record is its error, with the line of the file."""
    lines = [b'{"a": 1}\n', b"{oops}\n", b"\n", b'{"a": 1, "a": 2}\n', b"\xff\n", b'{"a": 2}']
    found = dict(read_json_lines("own.jsonl", lines))
    assert list(found) == [1, 2, 4, 5, 6]
    assert said(found[1]) == {"a": 1}
    assert said(found[6]) == {"a": 2}
    assert [codes(found[n]) for n in (2, 4, 5)] == [["F012"], ["F004"], ["F002"]]
    bad = [record for record in found.values() if isinstance(record, InvalidDocument)]
    assert [error.problems[0].location.line for error in bad] == [2, 4, 5]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "F012", 1),
        ("{", "F012", 1),
        ('{"a": 1,}', "F012", 1),
        ('{\n"a": 1\n"b": 2}', "F012", 3),
        ("{'a': 1}", "F012", 1),
        ("a: 1", "F012", 1),
        ('{"a": NaN}', "F012", 1),
        ('{"a": Infinity}', "F012", 1),
        ('{"a": -Infinity}', "F012", 1),
        ('{"a": 1} {"b": 2}', "F012", 1),
        ('{"a": 01}', "F012", 1),
        ('{"a": "\t"}', "F012", 1),
        ('{"a": 1, "a": 2}', "F004", 1),
        ('{"b": {"a": 1, "a": 2}}', "F004", 1),
        ('{"a": ' + "9" * 5000 + "}", "F011", 1),
        ("[" * 100_000, "F009", 1),
        ("[" * 500 + "]" * 500, "F009", 1),
    ],
)
def test_what_is_no_json(text: str, code: str, line: int) -> None:
    """A name ending in `.json` is read as JSON, and what is none is told with its line."""
    with pytest.raises(InvalidDocument) as caught:
        read_text(Source("own.json", text))
    assert codes(caught.value) == [code]
    assert caught.value.problems[0].location.line in (line, None)


def test_json_with_tabs_knows_its_places() -> None:
    """JSON may be indented with tabs; its keys and values know their places."""
    root = read_text(Source("own.json", '{\n\t"a": 1,\n\t"b":\t[2]\n}'))
    assert isinstance(root, MappingNode)
    assert str(root.at("b")) == "own.json:3:2"
    assert plain(root) == {"a": 1, "b": [2]}


def test_json_in_a_yaml_file_is_yaml() -> None:
    """JSON is YAML."""
    text = '{"a": [1, true, null, "x"], "b": {"c": "d"}}'
    assert read_yaml(Source("own.yaml", text)) == read_text(Source("own.json", text))


@settings(max_examples=200)
@given(st.lists(st.binary(max_size=60), max_size=5))
def test_any_lines_are_records_or_refused(lines: list[bytes]) -> None:
    """Any bytes give nodes or InvalidDocument, never another exception."""
    for _, node in read_json_lines("own.jsonl", lines):
        assert node.problems if isinstance(node, InvalidDocument) else plain(node) is not Ellipsis


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (datetime.date(2026, 3, 2), "2026-03-02"),
        (datetime.time(10, 30), "10:30:00"),
        ((1, 2), [1, 2]),
        ({"a": (1,)}, {"a": [1]}),
        ("", ""),
        (None, None),
        (True, True),
    ],
)
def test_python_values(data: object, value: object) -> None:
    """Dates and times are taken over as their ISO texts."""
    assert plain(read_python({"k": data})) == {"k": value}


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"a": object()}, "a"),
        ({"a": [1, b"x"]}, "a[1]"),
        ({"a": {"b": {1, 2}}}, "a.b"),
        ({"a": 1j}, "a"),
        ({3: 1}, "3"),
        ({"a": {None: 1}}, "a.None"),
        ({"a": [{"b": iter(())}]}, "a[0].b"),
        (object(), ""),
    ],
)
def test_a_value_of_another_type_is_told_by_its_path(data: object, path: str) -> None:
    """A value that cannot stand in a document is told by its path."""
    with pytest.raises(InvalidDocument) as caught:
        read_python(data)
    (problem,) = caught.value.problems
    assert (problem.code, problem.location.path) == ("F011", path)
    assert problem.location.line is None


def test_all_values_of_another_type_are_told() -> None:
    """All problems of a document are collected and reported together."""
    with pytest.raises(InvalidDocument) as caught:
        read_python({"a": object(), "b": [b""]})
    assert [problem.location.path for problem in caught.value.problems] == ["a", "b[0]"]


def test_data_that_contains_itself_is_refused() -> None:
    """Data that contains itself is nested too deeply, and told as such."""
    loop: list[object] = []
    loop.append(loop)
    knot: dict[str, object] = {}
    knot["a"] = {"b": knot}
    for data in (loop, knot):
        with pytest.raises(InvalidDocument) as caught:
            read_python(data)
        assert codes(caught.value) == ["F009"]


def test_data_is_bounded() -> None:
    """Data that is nested too deeply, or too large, is refused."""
    deep: list[object] = []
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    for data in (deep, list(range(MAX_NODES + 1)), [[0] * 1000] * 1000):
        with pytest.raises(InvalidDocument) as caught:
            read_python(data)
        assert codes(caught.value) == ["F009"]


def test_the_lines_of_a_stream_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is too long comes cut, wherever it is cut; the next ones are whole."""
    monkeypatch.setattr("followup.text.reader.MAX_BYTES", 8)
    lines = [b"12345678", b"1234567\n", b"\n", b"123456789\n", b"x" * 99 + b"\n", b"1\r\n", b"2"]
    text = b"".join(lines)
    expected = [b"123456781", b"\n", b"123456789", b"x" * 9, b"1\r\n", b"2"]
    for at in range(len(text) + 1):
        streams = (io.BytesIO(text[:at]), io.BytesIO(text[at:]))
        assert list(lines_of(*streams)) == expected
    assert list(lines_of()) == list(lines_of(io.BytesIO())) == []


def test_too_many_values_of_a_record_are_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line is no longer than a document, and has no more values."""
    monkeypatch.setattr("followup.text.reader.MAX_NODES", 100)
    monkeypatch.setattr("followup.text.builder.MAX_NODES", 100)
    monkeypatch.setattr("followup.text.python_reader.MAX_NODES", 100)
    commas = json.dumps({"a": "," * 200}).encode()
    many = json.dumps({"a": [[]] * 200}).encode()
    (_, one), (_, other) = read_json_lines("own.jsonl", [commas, many])
    assert isinstance(one, MappingNode)
    assert isinstance(other, InvalidDocument)
    assert plain(one) == {"a": "," * 200}
    assert one.entries["a"].location.path == "a"
    assert codes(other) == ["F009"]
    assert other.problems[0].location.line == 2


def test_a_number_that_is_none_does_no_harm() -> None:
    """A float is carried as it is; a schema says what it thinks of it."""
    assert math.isnan(plain(read_python({"a": math.nan}))["a"])
