"""Where a value stands in a document, found again by the keys that lead to it."""

from __future__ import annotations

from followup.diagnostics import InvalidDocument, Location, Source
from followup.library.files import read_file
from followup.text import MappingNode, Node, read_text


def place_in(path: str, keys: tuple[str, ...]) -> Location:
    """Return the place of a value in a file; the file and the keys where it is not found."""
    elsewhere = Location(Source(path), path=".".join(keys))
    try:
        node: Node = read_text(read_file(path))
    except InvalidDocument:  # standard input, or several histories in one file
        return elsewhere
    for key in keys:
        found = _entry(node, key)
        if found is None:
            return elsewhere
        node = found
    return node.location


def _entry(node: Node, key: str) -> Node | None:
    """Return the value of a key; spaces around the parts of a person's key do not count."""
    if not isinstance(node, MappingNode):
        return None
    same = (v for name, v in node.entries.items() if _bare(name) == _bare(key))
    return next(same, None)


def _bare(key: str) -> str:
    return ":".join(part.strip() for part in key.split(":"))
