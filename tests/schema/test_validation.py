"""Each keyword of JSON Schema that the shipped schemas use: its code, its place, its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from followup.diagnostics import Source
from followup.library.schemas import SCHEMAS, schema_document
from followup.schema import Schema
from followup.text import read_python, read_yaml


def found(schema: dict[str, Any], text: str) -> list[tuple[str, int | None, int | None]]:
    problems = Schema(schema).problems(read_yaml(Source("own.yaml", text)))
    places = [(p.code, p.location.line, p.location.column) for p in problems]
    return sorted(places, key=lambda place: place[1:])


Row = tuple[str, dict[str, Any], str, list[tuple[str, int, int]]]
ROWS: list[Row] = [
    ("type", {"properties": {"a": {"type": "string"}}}, "b: 1\na: 3", [("F103", 2, 4)]),
    ("several types", {"properties": {"a": {"type": ["string", "null"]}}}, "a: 3",
     [("F103", 1, 4)]),
    ("a list for a mapping", {"type": "object"}, "- 1", [("F103", 1, 1)]),
    ("null for a text", {"properties": {"a": {"type": "string"}}}, "b: 1\na:", [("F103", 2, 1)]),
    ("a flag for a number", {"properties": {"a": {"type": "integer"}}}, "a: true",
     [("F103", 1, 4)]),
    ("additionalProperties", {"properties": {"a": {}}, "additionalProperties": False},
     "a: 1\nb: 2\nc: 3", [("F101", 2, 1), ("F101", 3, 1)]),
    ("required", {"required": ["a", "b"]}, "c: 1", [("F102", 1, 1), ("F102", 1, 1)]),
    ("required within", {"properties": {"a": {"required": ["b"]}}}, "a:\n  c: 1", [("F102", 2, 3)]),
    ("enum", {"properties": {"a": {"enum": ["x", "y"]}}}, "a: z", [("F104", 1, 4)]),
    ("const", {"properties": {"a": {"const": "x"}}}, "a: z", [("F104", 1, 4)]),
    ("minimum", {"properties": {"a": {"minimum": 2}}}, "a: 1", [("F105", 1, 4)]),
    ("maximum", {"properties": {"a": {"maximum": 2}}}, "a: 3", [("F105", 1, 4)]),
    ("minItems", {"properties": {"a": {"minItems": 2}}}, "a: [1]", [("F106", 1, 4)]),
    ("maxItems", {"properties": {"a": {"maxItems": 1}}}, "a: [1, 2]", [("F106", 1, 4)]),
    ("minLength", {"properties": {"a": {"minLength": 1}}}, 'a: ""', [("F106", 1, 4)]),
    ("minProperties", {"properties": {"a": {"minProperties": 1}}}, "a: {}", [("F106", 1, 4)]),
    ("maxProperties", {"properties": {"a": {"maxProperties": 1}}}, "a: {b: 1, c: 2}",
     [("F106", 1, 4)]),
    ("uniqueItems", {"properties": {"a": {"uniqueItems": True}}}, "a: [x, y, x]", [("F106", 1, 4)]),
    ("pattern", {"properties": {"a": {"pattern": "^[a-z]+$"}}}, "a: B", [("F107", 1, 4)]),
    ("propertyNames", {"properties": {"a": {"propertyNames": {"pattern": "^[a-z]+$"}}}},
     "a:\n  b: 1\n  C: 2", [("F107", 3, 3)]),
    ("oneOf of which none is given", {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, "c: 1",
     [("F108", 1, 1)]),
    ("oneOf of which two are given", {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
     "a: 1\nb: 1", [("F108", 2, 1)]),
    ("dependencies", {"dependencies": {"a": ["b"]}}, "c: 1\na: 1", [("F108", 2, 1)]),
    ("a place in a list", {"properties": {"a": {"items": {"type": "string"}}}}, "a:\n  - x\n  - 3",
     [("F103", 3, 5)]),
    ("an alias", {"properties": {"b": {"items": {"type": "string"}}}}, "a: &x 3\nb: [*x]",
     [("F103", 1, 4)]),
    ("all at once", {"properties": {"a": {"type": "string"}, "b": {"enum": ["x"]}},
                     "required": ["c"], "additionalProperties": False},
     "a: 1\nb: 2\nd: 3", [("F102", 1, 1), ("F103", 1, 4), ("F104", 2, 4), ("F101", 3, 1)]),
    ("nothing is wrong", {"properties": {"a": {"type": "string"}}}, "a: x", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "schema", "text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_keyword_becomes_a_code_at_a_place(
    name: str, schema: dict[str, Any], text: str, expected: list[tuple[str, int, int]]
) -> None:
    """Every problem of shape is told by its code, at the key or the value that it is about."""
    assert sorted(found(schema, text)) == sorted(expected)


@pytest.mark.parametrize(("name", "schema", "text", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_data_without_lines_is_told_by_its_path(
    name: str, schema: dict[str, Any], text: str, expected: list[tuple[str, int, int]]
) -> None:
    """Problems of Python data name paths such as `events[3].by`."""
    problems = Schema(schema).problems(read_python(yaml.safe_load(text)))
    assert sorted(p.code for p in problems) == sorted(code for code, _, _ in expected)
    assert all(p.location.line is None for p in problems)


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"events": [{}, {"by": 3}]}, "events[1].by"),
        ({"events": [3]}, "events[0]"),
        ({"events": {}}, "events"),
        ([], ""),
    ],
)
def test_a_path_is_written_as_a_person_writes_it(data: object, path: str) -> None:
    """Problems of Python data name paths such as `events[3].by`."""
    event = {"type": "object", "properties": {"by": {"type": "string"}}}
    schema = {
        "type": "object",
        "properties": {"events": {"type": "array", "items": event}},
    }
    (problem,) = Schema(schema).problems(read_python(data))
    assert problem.location.path == path


CLOSED = {"properties": {"a": {}, "b": {}}, "additionalProperties": False}
GROUPS = {
    "properties": {
        "a": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]+$"},
            "additionalProperties": {"type": "string"},
        }
    }
}


@pytest.mark.parametrize(
    ("schema", "text", "advice"),
    [
        ({"properties": {"a": {"type": "string"}}}, "a: 3", '"3"'),
        ({"properties": {"a": {"type": "string"}}}, "a: true", '"true"'),
        ({"properties": {"a": {"type": "array"}}}, "a: x", "[x]"),
        ({"properties": {"a": {"type": "boolean"}}}, "a: yes", "`true`"),
        ({"properties": {"kind": {}}, "additionalProperties": False}, "kimd: 3", "`kind`"),
        ({"properties": {"a": {"enum": ["accept", "decline"]}}}, "a: acept", "`accept`"),
        ({"properties": {"a": {"minimum": 2}}}, "a: 1", "at least 2"),
        (CLOSED, "{a: later of x, y}", "a comma ends a text"),
        (CLOSED, "{a: later of x, the y}", "a comma ends a text"),
        (CLOSED, "{a: x, b y}", "write `b: y`"),
        (CLOSED, "{a: x, b = y}", "write `b: y`"),
        (CLOSED, "{a: x, b:y}", "write `b: y`"),
        ({**CLOSED, "required": ["b"]}, "{a: x, b y}", "write `b: y`"),
        ({"properties": {"a": {}}, "required": ["b"]}, "{a: x, b y}", "write `b: y`"),
        (GROUPS, "a: visit known", "write `{visit: known}`, with a colon"),
        (GROUPS, "a: {visit known}", "write `visit: known`, with a colon and a space"),
        (GROUPS, "a: {visit:known}", "write `visit: known`, with a colon and a space"),
        (GROUPS, "a: {Visit known}", "write `Visit: known`, with a colon and a space"),
        (GROUPS, "a: [b: c, d: e]", "between braces"),
        ({"properties": {"a": {"type": "array"}}}, "a: {b: c}", "begin each of its entries"),
        (
            {"properties": {"a": {"type": "array"}}},
            "a:\n  -b: c\n  -d: e",
            "a space after the dash",
        ),
        (
            {
                "oneOf": [{"required": ["b"]}],
                "properties": {"b": {}},
                "additionalProperties": False,
            },
            "{b c}",
            "write `b: c`",
        ),
    ],
)
def test_advice(schema: dict[str, Any], text: str, advice: str) -> None:
    """Advice goes on a help line of its own."""
    (problem,) = Schema(schema).problems(read_yaml(Source("own.yaml", text)))
    assert advice in (problem.help or "")


@pytest.mark.parametrize("text", ["{a: 1, b c: }", '{"a": 1, "b c": null}', "{a: 1, b c: null}"])
def test_a_key_without_a_value_is_no_torn_text(text: str) -> None:
    """What has a colon was meant as a key."""
    (problem,) = Schema(CLOSED).problems(read_yaml(Source("own.yaml", text)))
    assert problem.help == "expected `b`"


def test_a_key_that_says_nothing_in_data_without_lines_is_no_torn_text() -> None:
    """Whether a key had a colon is seen in a text only."""
    (problem,) = Schema(CLOSED).problems(read_python({"b c": None}))
    assert "comma" not in (problem.help or "")


KNOWN = {
    "$schema", "$id", "$ref", "title", "description", "definitions", "default", "format",
    "patternErrorMessage", "type", "properties", "additionalProperties", "required", "items",
    "enum", "const", "minimum", "maximum", "minItems", "maxItems", "minLength", "minProperties",
    "maxProperties", "uniqueItems", "pattern", "propertyNames", "oneOf", "allOf", "dependencies",
    "if", "then", "else", "examples", "$comment", "defaultSnippets",
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_shipped_schemas_use_keywords_that_are_translated(name: str) -> None:
    """What a schema may demand, a reader is told in words of the project."""

    def keywords(schema: object) -> Iterator[str]:
        if not isinstance(schema, dict):
            return
        for key, value in schema.items():
            yield key
            if key in ("properties", "definitions"):
                for inner in value.values():
                    yield from keywords(inner)
            elif key in ("items", "additionalProperties", "propertyNames", "if", "then", "else"):
                yield from keywords(value)
            elif key in ("oneOf", "allOf"):
                for inner in value:
                    yield from keywords(inner)

    assert set(keywords(schema_document(name))) <= KNOWN
