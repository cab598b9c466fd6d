"""The language's definition row by row: every clause with what it means, as data beside this file.

A new row is found by itself. A row's documents are checked like those of a file.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from followup import decide, decide_together
from followup.core.ruleset import Ruleset
from followup.diagnostics import InvalidDocument, Source
from followup.proving.build import build_ruleset
from followup.text import MappingNode, plain, read_python, read_yaml
from tests.language.documents import history_of, schema, vocabulary_of

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.yaml"))


@cache
def conformance(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = plain(read_yaml(Source(path.name, path.read_text(encoding="utf-8"))))
    return found


def rows() -> Iterator[Any]:
    for path in FILES:
        data = conformance(path)
        for group in data["groups"]:
            for row in group["rows"]:
                reason = row.get("xfail")
                marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
                whole = {**group.get("given", {}), **row, "vocabulary": data["vocabulary"]}
                name = f"{path.stem}: {row['name']}"
                yield pytest.param(whole, marks=marks, id=name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rows_are_well_formed(path: Any) -> None:
    """A schema validates the rows, no two of which have one name."""
    data = conformance(path)
    document = json.loads((HERE / "conformance.schema.json").read_text(encoding="utf-8"))
    assert [str(error) for error in Draft7Validator(document).iter_errors(data)] == []
    names = [row["name"] for group in data["groups"] for row in group["rows"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", list(rows()))
def test_row(row: Any) -> None:
    """The definition's clause, at the head of the row's group, holds."""
    if "problems" in row:
        assert problem_codes(row) == row["problems"]
        return
    rules = ruleset(row)
    histories = [
        history_of(each, vocabulary_text(row))
        for each in (row_history(row), *row.get("beside", ()))
    ]
    for moment, expected in expectations(row).items():
        found, *_ = decide_together(histories, rules, moment_of(moment), trace=True)
        if "beside" not in row:
            assert found == decide(histories[0], rules, moment_of(moment), trace=True)
        decision = found.to_dict()
        facts = decision["trace"]["facts"]
        for key, value in expected.items():
            if key == "facts":
                assert {name: facts[name]["value"] for name in value} == value
            elif isinstance(value, list) and key != "assumptions":
                assert [parts(a, e) for a, e in zip(decision[key], value, strict=True)] == value
            else:
                assert decision[key] == value, moment


def expectations(row: dict[str, Any]) -> dict[str, Any]:
    if "at" in row:
        found: dict[str, Any] = row["at"]
        return found
    if "when" in row:
        expected: Any = {"status": "stop" if row["holds"] else "silent"}
    elif "phrase" in row:
        expected = {"facts": {"it": row["is"]}}
    elif "facts-are" in row:
        expected = {"facts": row["facts-are"]}
    else:
        expected = row["expect"]
    return {row["as-of"]: expected}


def parts(actual: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    return {key: actual[key] for key in expected}


def moment_of(text: str) -> datetime.date:
    if len(text) == 10:
        return datetime.date.fromisoformat(text)
    return datetime.datetime.fromisoformat(text)


def row_history(row: dict[str, Any]) -> dict[str, Any]:
    return {**row.get("history", {}), "events": row.get("events", [])}


def vocabulary_text(row: dict[str, Any]) -> str:
    return (HERE / "vocabularies" / f"{row['vocabulary']}.yaml").read_text(encoding="utf-8")


def bodies(row: dict[str, Any]) -> list[dict[str, Any]]:
    if "rulesets" in row:
        found: list[dict[str, Any]] = row["rulesets"]
        return found
    facts = dict(row.get("facts", {}))
    rule: dict[str, Any] = {"rule": "probe", "track": "main", "stop": "done"}
    if "when" in row:
        rule["when"] = row["when"]
    elif "phrase" in row:
        facts["it"] = {"moment": row["phrase"]}
        rule["when"] = {"it": "known"}
    else:
        rule["when"] = {"any": [{name: "known"} for name in row["facts-are"]]}
    return [{"parameters": row.get("parameters", {}), "facts": facts, "rules": [rule]}]


def ruleset(row: dict[str, Any]) -> Ruleset:
    vocabulary = vocabulary_of(vocabulary_text(row))
    chain: list[MappingNode] = []
    for number, body in enumerate(bodies(row), 1):
        header = {"ruleset": f"doc{number}", "title": "A row", "version": "1.0.0"}
        node = read_python({**header, "vocabulary": row["vocabulary"], **body})
        problems = schema("ruleset").problems(node)
        if problems:
            raise InvalidDocument(problems)
        assert isinstance(node, MappingNode)
        chain.append(node)
    return build_ruleset(chain, vocabulary)


def problem_codes(row: dict[str, Any]) -> list[str]:
    try:
        ruleset(row)
    except InvalidDocument as error:
        return [problem.code for problem in error.problems]
    return []
