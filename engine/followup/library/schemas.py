"""The shipped JSON Schemas, and checking documents against them once."""

from __future__ import annotations

import json
import os
from functools import cache
from hashlib import sha256
from typing import Any

from followup.diagnostics import InvalidDocument, Problem, Source
from followup.library.cache import Cache
from followup.library.files import shipped
from followup.schema import Schema, without
from followup.text import Mapping, Node

SCHEMAS = ("vocabulary", "source", "ruleset", "history", "cases", "topics", "decision")


@cache
def schema_text(name: str) -> str:
    """Return a shipped schema as it stands in its file."""
    path = os.path.join(shipped("schemas"), f"{name}.schema.json")
    with open(path, encoding="utf-8") as file:
        return file.read()


@cache
def schema_document(name: str) -> dict[str, Any]:
    """Return a shipped schema as data; do not change it."""
    document: dict[str, Any] = json.loads(schema_text(name))
    return document


def finding(schema: str, text: str) -> tuple[str, str, str]:
    """Return what the finding that a text fits a schema rests on."""
    return (schema, schema_text(schema), text)


def digest_of(*texts: str) -> str:
    """Return the sha256 of texts together, in hexadecimal."""
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


class Schemas:
    """Checks documents against the shipped schemas, unless they were found sound before."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self._schemas: dict[str, Schema] = {}

    def check(self, schema: str, node: Node, source: Source) -> Mapping:
        """Return the root of a document that fits its schema.

        Raises:
            InvalidDocument: it does not.
        """
        root, problems = self.shape(schema, node, source)
        if problems:
            raise InvalidDocument(problems)
        return root

    def shape(self, schema: str, node: Node, source: Source) -> tuple[Mapping, list[Problem]]:
        """Return the part of a document whose shape is right, and what is wrong with the rest.

        Raises:
            InvalidDocument: the document is no group of keys at all.
        """
        if self.cache.holds(*finding(schema, source.text)):
            assert isinstance(node, Mapping)
            return node, []
        faults = self._schema(schema).faults(node)
        problems = [problem for _, problem in faults]
        rest = without(node, {path[:2] for path, _ in faults})
        if not isinstance(rest, Mapping):
            raise InvalidDocument(problems)
        return rest, problems

    def _schema(self, name: str) -> Schema:
        if name not in self._schemas:
            self._schemas[name] = Schema(schema_document(name))
        return self._schemas[name]
