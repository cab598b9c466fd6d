"""Nodes from flat openings, scalars and closings, whatever was read, in bounded time and memory.

A reader says what comes next and where; depth, size and doubled keys are minded here, before
anything is built.
"""

from __future__ import annotations

from typing import NoReturn

from followup.defaults import MAX_DEPTH, MAX_NODES
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.text.nodes import MappingNode, Node, ScalarNode, SequenceNode


class Open:
    """A list or mapping whose end has not been read yet."""

    __slots__ = ("anchor", "entries", "items", "key", "key_location", "keys", "location", "size")

    def __init__(self, location: Location, anchor: str | None, mapping: bool) -> None:
        self.location = location
        self.anchor = anchor
        self.items: list[Node] = []
        self.entries: dict[str, Node] | None = {} if mapping else None
        self.keys: dict[str, Location] = {}
        self.key: str | None = None
        self.key_location = location
        self.size = 1


class Builder:
    """Puts nodes together; collects what is wrong on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.stack: list[Open] = []
        self.nodes = 0

    def report(self, code: str, message: str, at: Location, help: str | None = None) -> None:
        """Note a problem, and read on."""
        self.problems.append(Problem(code=code, message=message, location=at, help=help))

    def fail(self, code: str, message: str, at: Location, help: str | None = None) -> NoReturn:
        """Report a problem after which reading on makes no sense."""
        self.report(code, message, at, help)
        raise InvalidDocument(self.problems)

    def open(self, at: Location, *, mapping: bool, anchor: str | None = None) -> None:
        """Begin a list or a mapping; what comes next stands in it."""
        if len(self.stack) >= MAX_DEPTH:
            self.fail("F009", f"the document is nested more than {MAX_DEPTH} levels deep", at)
        self.stack.append(Open(at, anchor, mapping))

    def close(self) -> Node:
        """End the innermost list or mapping, hang it where it belongs, and return it."""
        done = self.stack.pop()
        node: Node
        if done.entries is None:
            node = SequenceNode(tuple(done.items), done.location, done.size)
        else:
            node = MappingNode(done.entries, done.location, done.keys, done.size)
        self.put(node)
        return node

    def put(self, node: Node, at: Location | None = None) -> None:
        """Hang a finished node where it belongs: as the root, an item, a key or a value.

        `at` is where it stands, if that is not its own place: an alias stands for a node.
        """
        at = at or node.location
        # An alias is counted with all that it stands for, so that a few lines cannot
        # unfold into billions of nodes for the passes that follow.
        self.nodes += node.size if at is not node.location else 1
        if self.nodes > MAX_NODES:
            self.fail("F009", f"the document has more than {MAX_NODES} values", at)
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.size += node.size
        if parent.entries is None:
            parent.items.append(node)
        elif parent.key is None:
            key = node.value if isinstance(node, ScalarNode) else None
            self.put_key(parent, key if isinstance(key, str) else self.key_text(node, at), at)
        else:
            parent.entries[parent.key] = node
            parent.keys[parent.key] = parent.key_location
            parent.key = None

    def key_text(self, node: Node, at: Location) -> str:
        """Return the text of a key that was read as something else."""
        if not isinstance(node, ScalarNode) or node.value is None:
            self.fail("F003", "a key must be a word", at, "quote a key with special characters")
        return str(node.value)

    def put_key(self, parent: Open, key: str, at: Location) -> None:
        """Note the key whose value comes next."""
        assert parent.entries is not None
        if key in parent.entries:
            first = parent.keys[key].line
            elsewhere = f"the first one is on line {first}; " if first != at.line else ""
            message = f"the key `{key}` stands here a second time"
            self.report("F004", message, at, f"{elsewhere}keep one of them")
        parent.key, parent.key_location = key, at
