"""Documents from texts, in memory: what a file would give, without a file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

from followup.calendars import PackageHolidays
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Problem, Source
from followup.library.schemas import schema_document
from followup.proving.build import build_ruleset
from followup.reading.histories import check_vocabulary, read_history
from followup.reading.history_schema import history_schema
from followup.reading.vocabularies import read_vocabulary
from followup.schema import Schema
from followup.text import MappingNode, Node, read_python, read_yaml

HOLIDAYS = PackageHolidays()

VOCABULARY = (
    Path(__file__)
    .parents[1]
    .joinpath("conformance/vocabularies/visits.yaml")
    .read_text(encoding="utf-8")
)

HEADER = "ruleset: {name}\ntitle: A ruleset for the tests\nversion: 1.0.0\nvocabulary: visits\n"


@cache
def schema(name: str) -> Schema:
    """Return a shipped schema."""
    return Schema(schema_document(name))


def checked(kind: str, text: str, name: str) -> MappingNode:
    """Return the root of a text that fits a shipped schema."""
    root = read_yaml(Source(name, text))
    problems = schema(kind).problems(root)
    if problems:
        raise InvalidDocument(problems)
    assert isinstance(root, MappingNode)
    return root


@cache
def vocabulary_of(text: str = VOCABULARY) -> Vocabulary:
    """Return the vocabulary that a text declares."""
    return read_vocabulary(checked("vocabulary", text, "vocabulary.yaml"), digest=text)


def document(body: str, name: str = "own") -> str:
    """Return a ruleset's text: its header, and a body as it stands in a test."""
    body = dedent(body).strip("\n")
    return body + "\n" if body.startswith("ruleset:") else HEADER.format(name=name) + body + "\n"


def ruleset_of(*bodies: str, vocabulary: Vocabulary | None = None) -> Ruleset:
    """Return the ruleset that texts say together, the eldest first."""
    chain = [
        checked("ruleset", document(body, f"doc{number}"), f"doc{number}.yaml")
        for number, body in enumerate(bodies, 1)
    ]
    return build_ruleset(chain, vocabulary or vocabulary_of(), digest="sha256:0")


def problems_of(*bodies: str, vocabulary: Vocabulary | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with a ruleset; nothing where it is sound."""
    try:
        ruleset_of(*bodies, vocabulary=vocabulary)
    except InvalidDocument as error:
        return error.problems
    return ()


@cache
def _history_schema(vocabulary_text: str) -> Schema:
    vocabulary = vocabulary_of(vocabulary_text)
    return Schema(history_schema(schema_document("history"), vocabulary))


def history_of(data: Any, vocabulary_text: str = VOCABULARY) -> History:
    """Return the history in plain data (or in a node), checked against its vocabulary's schema."""
    node: Node = data if hasattr(data, "location") else read_python(data)
    check_vocabulary(node, vocabulary_of(vocabulary_text))
    problems = _history_schema(vocabulary_text).problems(node)
    if problems:
        raise InvalidDocument(problems)
    return read_history(node, vocabulary_of(vocabulary_text), HOLIDAYS)
