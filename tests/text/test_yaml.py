"""YAML to located nodes: what scalars say, what is refused, where, and within what bounds."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.defaults import MAX_BYTES, MAX_DEPTH, MAX_NODES
from followup.diagnostics import InvalidDocument, Source
from followup.text import MappingNode, Node, SequenceNode, plain, read_text, read_yaml
from followup.text.reader import decode


def read(text: str) -> Node:
    return read_yaml(Source("own.yaml", text))


def mapping(node: Node) -> MappingNode:
    assert isinstance(node, MappingNode)
    return node


def problems(text: str) -> list[tuple[str, int | None, int | None]]:
    with pytest.raises(InvalidDocument) as caught:
        read(text)
    return [(p.code, p.location.line, p.location.column) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False),
        ("null", None), ("Null", None), ("~", None), ("", None),
        ("yes", "yes"), ("no", "no"), ("NO", "NO"), ("on", "on"), ("off", "off"), ("y", "y"),
        ("tRUE", "tRUE"), ("nULL", "nULL"),
        ("0", 0), ("3", 3), ("-3", -3), ("-0", 0), ("999999999999999", 999999999999999),
        ("1000000000000000", "1000000000000000"),
        ("010", "010"), ("00", "00"), ("-01", "-01"), ("+3", "+3"), ("0x10", "0x10"),
        ("0o7", "0o7"), ("1_000", "1_000"), ("1.5", "1.5"), ("1e3", "1e3"), (".5", ".5"),
        (".inf", ".inf"), (".nan", ".nan"), ("--", "--"), ("٣", "٣"), ("²", "²"),
        ("12:30", "12:30"), ("12:30:45", "12:30:45"), ("2026-03-02", "2026-03-02"),
        ("2026-03-02T10:00Z", "2026-03-02T10:00Z"), ("3 days", "3 days"), ("a: b" , None),
        ('"3"', "3"), ("'true'", "true"), ('""', ""), ("''", ""), ('"null"', "null"),
        ('"a\\nb"', "a\nb"), ('"\\u00e4"', "ä"), ("ä", "ä"), ("💼", "💼"),
        ("|\n  two\n  lines\n", "two\nlines\n"), (">-\n  two\n  lines\n", "two lines"),
        ("a # comment", "a"), ("a#b", "a#b"), ("<<", "<<"), ("=", "="),
    ],
)  # fmt: skip
def test_scalars(text: str, value: object) -> None:
    """Whole numbers without leading zeros, true and false, null; all else stays the text."""
    if text == "a: b":
        assert plain(read("k: {a: b}")) == {"k": {"a": "b"}}
    else:
        assert plain(read(f"k: {text}")) == {"k": value}
        assert type(plain(read(f"k: {text}"))["k"]) is type(value)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a: 1\nb: 2", ["a", "b"]),
        ("true: 1", ["true"]),
        ("3: 1", ["3"]),
        ("-7: 1", ["-7"]),
        ("on: 1\nyes: 2\nno: 3", ["on", "yes", "no"]),
        ("2026-03-02: 1", ["2026-03-02"]),
        ('"quoted": 1', ["quoted"]),
        ("? a\n: 1", ["a"]),
        ("{3: 1, true: 2}", ["3", "true"]),
        ('"": 1', [""]),
    ],
)
def test_keys_are_texts(text: str, keys: list[str]) -> None:
    """A key is the text that was written, also where a value would be a number or a flag."""
    assert list(plain(read(text))) == keys


def test_an_alias_as_a_key_is_what_it_names() -> None:
    """An alias stands for what it names."""
    assert plain(read("a: &x 3\nb: {*x : 5}")) == {"a": 3, "b": {"3": 5}}


def test_every_key_and_value_knows_its_place() -> None:
    """A position (file, line, column) stands on every node; never part of equality."""
    root = mapping(read("a: 1\nb:\n  - x\n  - {c: yes}\n"))
    assert str(root.at("b")) == "own.yaml:2:1"
    b = root.entries["b"]
    assert isinstance(b, SequenceNode)
    assert [str(item.location) for item in b.items] == ["own.yaml:3:5", "own.yaml:4:5"]
    assert str(mapping(b.items[1]).entries["c"].location) == "own.yaml:4:9"
    assert read("a: 1") == read("# a remark\n\na:    1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("F006", 1, 1)]),
        ("# only a remark\n", [("F006", 1, 1)]),
        ("a: 1\na: 2", [("F004", 2, 1)]),
        ("a: 1\nb: 2\na: 3\nb: 4", [("F004", 3, 1), ("F004", 4, 1)]),
        ("{a: 1, a: 2}", [("F004", 1, 8)]),
        ("3: 1\n3: 2", [("F004", 2, 1)]),
        ("a: 1\n---\nb: 2", [("F005", 2, 1)]),
        ("a: !!python/object:os.system x", [("F007", 1, 4)]),
        ("a: !secret x", [("F007", 1, 4)]),
        ("a: !!str 3", [("F007", 1, 4)]),
        ("a: !!map {}", [("F007", 1, 4)]),
        ("a: *x", [("F008", 1, 4)]),
        ("a: &x [*x]", [("F008", 1, 8)]),
        ("a: &x {b: *x}", [("F008", 1, 11)]),
        ("a:\n\tb: 1", [("F010", 2, 1)]),
        ("? [a]\n: 1", [("F003", 1, 3)]),
        ("{null: 1}", [("F003", 1, 2)]),
    ],
)
def test_what_is_refused(text: str, expected: list[tuple[str, int, int]]) -> None:
    """One document, each key once, no tags, no alias of itself, spaces for indentation."""
    assert problems(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c",
        "a: [1, 2",
        "a: {b: 1",
        'a: "open',
        "a: 'open",
        "a: 1\n  b: 2",
        "- a\nb: 1",
        "a: @x",
        "a: `x",
        "a: %x\n%",
        "a: \x07",
        "a: \x7f",
        "a: \x1b[31m",
        "%YAML 9.9\n---\na: 1",
        "key\nother: 1",
        "a: |3\n x",
        'a: "\\q"',
        'a: "\\ud800"',
    ],
)
def test_what_is_no_yaml_is_told_with_its_place(text: str) -> None:
    """The text is not YAML: one problem with a line."""
    with pytest.raises(InvalidDocument) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.code in ("F003", "F010")
    assert problem.location.line is not None


def test_the_place_of_a_control_character_is_counted_in_characters() -> None:
    """The place of a problem is its line and column."""
    assert problems("k: öäü\nb: \x07")[0][1:] == (2, 4)


def test_nesting_is_bounded() -> None:
    """Lists and mappings may stand inside one another to a bound, told at its place."""
    read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert problems("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [("F009", 1, MAX_DEPTH + 1)]
    indented = "".join(f"{' ' * n}a:\n" for n in range(MAX_DEPTH + 5))
    assert problems(indented)[0][0] == "F009"


@pytest.mark.parametrize(
    ("opening", "column"), [("[", 61), ("{", 61), ("- ", 121), ("? ", 121), ("[{a: ", 151)]
)
def test_very_deep_nesting_is_refused_at_once(opening: str, column: int) -> None:
    """The opening that is one too many is told, in bounded time, however deep libyaml reads."""
    started = time.thread_time()
    found = problems(opening * 50_000)
    assert found[0] == ("F009", 1, column)
    assert time.thread_time() - started < 2


def test_aliases_do_not_unfold_without_bound() -> None:
    """An alias is counted with all that it stands for."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    started = time.thread_time()
    assert problems("\n".join(lines))[0][0] == "F009"
    assert time.thread_time() - started < 1


def test_an_alias_stands_for_what_it_names() -> None:
    """An alias within the bounds is what it names."""
    assert plain(read("a: &x {b: [1]}\nc: *x\nd: [*x, *x]")) == {
        "a": {"b": [1]},
        "c": {"b": [1]},
        "d": [{"b": [1]}, {"b": [1]}],
    }


def test_values_are_counted() -> None:
    """The number of keys and values in a document is bounded."""
    assert problems("[" + "1," * (MAX_NODES + 1) + "]")[0][0] == "F009"


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"a: \xff", "F002", 1, 4),
        (b"a: 1\nb: \xe4", "F002", 2, 4),
        ("öä: ".encode() + b"\xff", "F002", 1, 5),
        (b"a: 1\rb: \xe4", "F002", 2, 4),
        (b"\xef\xbb\xbfa: \xff", "F002", 1, 4),
        ("a: 1".encode("utf-16"), "F002", 1, 1),
        ("a: 1".encode("utf-16-le"), "F002", 1, None),
        (b"a: 1\nb: \0", "F002", 2, None),
        (b"a: \xed\xa0\x80", "F002", 1, 4),
        (b"#" * (MAX_BYTES + 1), "F009", None, None),
    ],
)
def test_bytes_that_are_no_text(
    data: bytes, code: str, line: int | None, column: int | None
) -> None:
    """Bytes are too many, are no UTF-8, or hold a zero byte: told with the place."""
    with pytest.raises(InvalidDocument) as caught:
        decode(data, "own.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.location.line, problem.location.column) == (code, line, column)


def test_a_byte_order_mark_is_passed_over() -> None:
    """UTF-8, with or without a byte-order mark."""
    source = decode(b"\xef\xbb\xbfa: 1", "own.yaml")
    assert plain(read_text(source)) == {"a": 1}
    assert str(mapping(read_text(source)).at("a")) == "own.yaml:1:1"


def test_as_many_bytes_as_are_accepted() -> None:
    """The size of the largest document that is read, in bytes."""
    data = b"a: 1\n#" + b"x" * (MAX_BYTES - 6)
    assert len(data) == MAX_BYTES
    assert plain(read_text(decode(data, "own.yaml"))) == {"a": 1}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_ends_of_lines(newline: str) -> None:
    """Lines count alike whatever ends them."""
    assert str(mapping(read(newline.join(("a: 1", "b: 2")))).at("b")) == "own.yaml:2:1"


pieces = st.sampled_from(
    ("a", "b: ", "- ", "? ", ": ", "[", "]", "{", "}", ",", "&x ", "*x", "!t ", "!!str ", "|", ">-",
     "'", '"', "\\", "#", " #", "%", "@", "`", "\t", "\n", "\n  ", "---\n", "...", "~", "1", "\r",
     "\u2028", "\x85", "\ufeff", "\x07", "é", "💼", "<<: ")
)  # fmt: skip
soup = st.lists(pieces, max_size=30).map("".join)


def within_a_second(act: Callable[[], Node]) -> None:
    # Of its own work: how long it waits for a busy machine is not up to the reader.
    started = time.thread_time()
    try:
        node = act()
    except InvalidDocument as error:
        assert error.problems
        assert all(str(problem) for problem in error.problems)
    else:
        plain(node)
    assert time.thread_time() - started < 1


@settings(max_examples=400)
@given(soup)
def test_any_pieces_of_yaml_are_a_document_or_refused(text: str) -> None:
    """Any text gives nodes or InvalidDocument, never another exception, in bounded time."""
    within_a_second(lambda: read(text))


@settings(max_examples=200)
@given(st.text(max_size=200), st.sampled_from(("own.yaml", "own.json")))
def test_any_text_is_a_document_or_refused(text: str, name: str) -> None:
    """Any text gives nodes or InvalidDocument, never another exception, in bounded time."""
    within_a_second(lambda: read_text(Source(name, text)))


@pytest.mark.parametrize("text", ["\ud800", "a: \udfff"])
def test_half_a_character_is_refused(text: str) -> None:
    """Any text gives nodes or InvalidDocument, never another exception."""
    within_a_second(lambda: read(text))


@settings(max_examples=200)
@given(st.binary(max_size=200), st.sampled_from(("own.yaml", "own.json")))
def test_any_bytes_are_a_document_or_refused(data: bytes, name: str) -> None:
    """Any bytes give nodes or InvalidDocument, never another exception, in bounded time."""
    within_a_second(lambda: read_text(decode(data, name)))
