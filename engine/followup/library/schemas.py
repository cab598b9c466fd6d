"""The shipped JSON Schemas, and checking documents against them once."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

from followup.diagnostics import Source
from followup.library.basis import basis
from followup.library.files import shipped
from followup.library.store import Store, name_of
from followup.schema import Schema

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


@cache
def schema(name: str) -> Schema:
    """Return a shipped schema, ready to check with."""
    return Schema(schema_document(name))


class Findings:
    """Remembers which documents were found sound, so that they need not be checked again.

    A finding is kept under a name that is a digest of all that it rests on: the document, the
    schema, the code and the libraries, and whatever more a kind of document rests on.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def has(self, kind: str, source: Source, more: str = "") -> bool:
        """Return whether a document was found sound."""
        return self.store.read(_name(kind, source, more)) is not None

    def add(self, kind: str, source: Source, more: str = "") -> None:
        """Note that a document is sound, and whatever was built from it."""
        if not self.has(kind, source, more):
            self.store.write(_name(kind, source, more), b"")


def _name(kind: str, source: Source, more: str) -> str:
    return name_of(f"sound-{kind}", basis(), schema_text(kind), source.text, more)
