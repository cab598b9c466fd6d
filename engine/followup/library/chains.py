"""Rulesets and vocabularies with the documents that they build on, one behind the other."""

from __future__ import annotations

import os
from collections.abc import Iterator

from followup.defaults import MAX_PARENTS
from followup.diagnostics import (
    InvalidDocument,
    Location,
    Problem,
    Source,
    UnknownName,
    did_you_mean,
)
from followup.library.files import find_ruleset, is_path, shipped_vocabularies
from followup.library.reader import DocumentReader
from followup.library.schemas import schema
from followup.reading.access import items, text, word
from followup.reading.kinds import check_kind
from followup.schema import Path, pruned
from followup.text import MappingNode, Node


class RulesetChain:
    """A ruleset's document with all that it builds on, the eldest first.

    What has a wrong shape is left out of `roots`; `problems` says what is wrong with it, and
    `broken` are the names of the parts that are missing because of it.
    """

    def __init__(self, reader: DocumentReader) -> None:
        self.reader = reader
        self.roots: list[MappingNode] = []
        self.sources: list[Source] = []
        self.problems: list[Problem] = []
        self.broken: set[str] = set()

    def add(self, code: str, message: str, at: Location, help: str | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(code=code, message=message, location=at, help=help))

    def read(self, path: str) -> None:
        """Read a document and all that it builds on.

        Raises:
            InvalidDocument: one of them cannot be read, is missing, is no ruleset, or builds in
                the end on itself.
        """
        seen: list[str] = []
        following: str | None = path
        while following is not None:
            root = self._read_one(following)
            seen.append(os.path.realpath(following))
            following = self._parent(root, following)
            if following is None:
                return
            extends = root.entries["extends"]
            if os.path.realpath(following) in seen:
                message = f"`{word(extends)}` builds, in the end, on itself"
                self.add("F405", message, extends.location, "remove one `extends` of the circle")
                raise InvalidDocument(self.problems)
            if len(seen) > MAX_PARENTS:
                message = f"more than {MAX_PARENTS} rulesets build on one another here"
                self.add("F410", message, extends.location, "put some of them together")
                raise InvalidDocument(self.problems)

    def _read_one(self, path: str) -> MappingNode:
        source = self.reader.read(path)
        node = self.reader.root(source)
        check_kind(node, "ruleset")
        faults: list[tuple[Path, Problem]] = []
        if not self.reader.findings.has("ruleset", source):
            faults = schema("ruleset").faults(node)
        self.problems.extend(problem for _, problem in faults)
        cuts = {path[:2] for path, _ in faults if path}
        self.broken.update(_names_at(node, cuts))
        root = pruned(node, cuts)
        if not isinstance(root, MappingNode):
            raise InvalidDocument(self.problems)
        self.roots.insert(0, root)
        self.sources.insert(0, source)
        return root

    def _parent(self, root: MappingNode, path: str) -> str | None:
        node = root.get("extends")
        if node is None:
            return None
        name = word(node)
        if is_path(name):
            parent = _beside(path, name)
            if self.reader.is_file(parent):
                return parent
            self.add("F306", f"there is no ruleset file `{name}`", node.location)
            raise InvalidDocument(self.problems)
        sibling = _beside(path, f"{name}.yaml")
        if self.reader.is_file(sibling):
            return sibling
        try:
            return find_ruleset(name)
        except UnknownName as error:
            self.add("F306", error.message, node.location, error.help)
            raise InvalidDocument(self.problems) from None


def vocabulary_chain(reader: DocumentReader, path: str) -> list[tuple[MappingNode, Source]]:
    """Return a vocabulary's document and those that it extends, its own first.

    Raises:
        InvalidDocument: one is missing or not well-formed, or extends in the end itself.
    """
    found = [reader.checked("vocabulary", path)]
    seen = [os.path.realpath(path)]
    while (extends := found[-1][0].get("extends")) is not None:
        path = _extended_vocabulary(reader, extends, path)
        if os.path.realpath(path) in seen or len(seen) > MAX_PARENTS:
            message = f"`{word(extends)}` builds, in the end, on itself"
            help = "remove one `extends` of the circle"
            raise one_problem("F405", message, extends.location, help)
        seen.append(os.path.realpath(path))
        found.append(reader.checked("vocabulary", path))
    return found


def _extended_vocabulary(reader: DocumentReader, extends: Node, path: str) -> str:
    """Return the file of the vocabulary that one in a file extends."""
    name, known = word(extends), shipped_vocabularies()
    if is_path(name):
        parent = _beside(path, name)
        if reader.is_file(parent):
            return parent
        message = f"there is no vocabulary file `{name}`"
        raise one_problem("F306", message, extends.location, None)
    if name not in known:
        message, help = f"there is no vocabulary `{name}`", did_you_mean(name, known)
        raise one_problem("F306", message, extends.location, help)
    return known[name]


def _names_at(root: Node, cuts: set[Path]) -> Iterator[str]:
    """Go through the names of the parts of a ruleset at these paths."""
    for path in cuts:
        if len(path) == 2 and isinstance(root, MappingNode):
            group, key = str(path[0]), path[1]
            if isinstance(key, str):
                yield key
            else:
                part = items(root, group)[key]
                yield text(part, group.removesuffix("s")) if isinstance(part, MappingNode) else ""


def _beside(path: str, name: str) -> str:
    """Return the path of a file that another names; `./` adds nothing to it."""
    return os.path.join(os.path.dirname(path), name.removeprefix("./"))


def one_problem(code: str, message: str, at: Location, help: str | None = None) -> InvalidDocument:
    """Return the error of one problem."""
    return InvalidDocument([Problem(code=code, message=message, location=at, help=help)])
