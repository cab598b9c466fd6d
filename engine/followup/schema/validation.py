"""Located nodes against a JSON Schema (draft-07): each error becomes one located problem.

The schemas avoid `anyOf`; where one of several keys is needed they say `oneOf` over `required`
lists, which is translated as such. Everything else maps one to one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from followup.diagnostics import Location, Problem
from followup.schema.faults import HANDLERS
from followup.text import Mapping, Node, Scalar, Sequence, plain

Path = tuple[str | int, ...]
"""Keys and indices that lead from a document's root to a part of it."""


class Schema:
    """A JSON Schema document, ready to check nodes with."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._validator: Any = None

    def problems(self, node: Node) -> list[Problem]:
        """Return all that the schema has against a document; empty when it is well-formed."""
        return [problem for _, problem in self.faults(node)]

    def faults(self, node: Node) -> list[tuple[Path, Problem]]:
        """Return the same, each with the path of keys and indices to what is wrong."""
        if self._validator is None:
            # jsonschema takes longer to import than everything else together, and documents
            # that were found well-formed before do not need it.
            from jsonschema import Draft7Validator

            self._validator = Draft7Validator(_without_references(self.document))
        found: list[tuple[Path, Problem]] = []
        for error in self._validator.iter_errors(plain(node)):
            path = tuple(error.absolute_path)
            found.extend((path, problem) for problem in _translate(error, node))
        return found


def without(node: Node, paths: set[Path]) -> Node:
    """Return a document without its parts at these paths, to look at the rest of it.

    A path leads to an entry of the document, or to an entry of one of its lists or groups.
    """
    if not isinstance(node, Mapping):
        return node
    entries: dict[str, Node] = {}
    for key, value in node.entries.items():
        if (key,) in paths:
            continue
        if isinstance(value, Sequence):
            kept = tuple(item for i, item in enumerate(value.items) if (key, i) not in paths)
            value = Sequence(kept, value.location, value.size)
        elif isinstance(value, Mapping):
            inner = {name: item for name, item in value.entries.items() if (key, name) not in paths}
            value = Mapping(inner, value.location, value.keys, value.size)
        entries[key] = value
    return Mapping(entries, node.location, node.keys, node.size)


def _without_references(document: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with each reference to its own definitions replaced by what it names.

    Looking references up takes a third of jsonschema's time. Definitions that refer to
    themselves become dicts that contain themselves, which is no trouble: validation goes as
    deep as the document goes.
    """
    definitions: dict[str, dict[str, Any]] = {
        f"#/definitions/{name}": {} for name in document.get("definitions", {})
    }

    def resolved(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return definitions[node["$ref"]]
            return {key: resolved(value) for key, value in node.items()}
        return [resolved(item) for item in node] if isinstance(node, list) else node

    for name, definition in document.get("definitions", {}).items():
        definitions[f"#/definitions/{name}"].update(resolved(definition))
    return {key: resolved(value) for key, value in document.items() if key != "definitions"}


def _translate(error: Any, root: Node) -> Iterator[Problem]:
    node, at = _find(root, list(error.absolute_path))
    handler = HANDLERS.get(error.validator)
    if handler is None:
        yield Problem(code="F103", message=f"this does not fit: {error.message}", location=at)
    else:
        yield from handler(error, node, at)


def _find(root: Node, path: list[str | int]) -> tuple[Node, Location]:
    """Return the node at a path of keys and indices, and the place that shows it best."""
    node, at = root, root.location
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            key_at = node.at(step)
            node = node.entries[step]
            at = node.location
            if isinstance(node, Scalar) and node.value is None:
                at = key_at
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
            at = node.location
    return node, at
