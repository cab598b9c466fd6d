"""Located nodes against a JSON Schema (draft-07): each error becomes one located problem.

The schemas avoid `anyOf`; where one of several keys is needed they say `oneOf` over `required`
lists, which is translated as such. Everything else maps one to one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from followup.diagnostics import Location, Problem
from followup.schema.faults import HANDLERS
from followup.text import MappingNode, Node, ScalarNode, SequenceNode, plain

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


def pruned(node: Node, cuts: Collection[Path]) -> Node:
    """Return a document without its parts at these paths, to look at the rest of it."""
    by_step: dict[str | int, list[Path]] = {}
    for path in cuts:
        by_step.setdefault(path[0], []).append(path[1:])

    def kept(step: str | int, part: Node) -> Node | None:
        rest = by_step.get(step)
        if rest is None:
            return part
        return None if () in rest else pruned(part, rest)

    if isinstance(node, MappingNode):
        found = {key: left for key, v in node.entries.items() if (left := kept(key, v))}
        return MappingNode(found, node.location, node.keys, node.size)
    if isinstance(node, SequenceNode):
        left_over = (kept(number, item) for number, item in enumerate(node.items))
        return SequenceNode(tuple(item for item in left_over if item), node.location, node.size)
    return node


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
        if isinstance(node, MappingNode) and isinstance(step, str):
            key_at = node.at(step)
            node = node.entries[step]
            at = node.location
            if isinstance(node, ScalarNode) and node.value is None:
                at = key_at
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.items[step]
            at = node.location
    return node, at
