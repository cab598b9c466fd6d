"""Typed decoding: a node whose keys are a record's fields becomes that record.

The schema has proved the shape of the node, so decoding cannot fail; what a schema cannot say,
such as that a word names something declared elsewhere, is checked by whoever decodes.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from followup.reading.access import groups
from followup.text import MappingNode, Node, plain

T = TypeVar("T")


def decoded(node: Node, record: type[T], **more: object) -> T:
    """Return the record that a node says, with `more` of its fields that the node leaves out."""
    return msgspec.convert({**more, **plain(node)}, record)


def decoded_each(mapping: MappingNode, key: str, record: type[T]) -> dict[str, T]:
    """Return the records of the mapping under a key, by their names."""
    return {name: decoded(node, record) for name, node in groups(mapping, key).items()}
