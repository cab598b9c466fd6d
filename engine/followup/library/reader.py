"""Files to nodes, for all kinds of documents: read, told apart by kind, held to their schema."""

from __future__ import annotations

import os
from hashlib import sha256

from followup.diagnostics import InvalidDocument, Source
from followup.library.files import read_file
from followup.library.schemas import Findings, schema
from followup.reading.kinds import check_kind, kind_of
from followup.text import MappingNode, Node, read_text


class DocumentReader:
    """Reads documents; `looked_at` maps each path to its digest, None if absent."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.looked_at: dict[str, str | None] = {}
        self._last: tuple[Source, Node] | None = None

    def read(self, path: str) -> Source:
        """Return what stands in a file.

        Raises:
            InvalidDocument: it cannot be read.
        """
        source = read_file(path)
        self.looked_at[os.path.abspath(path)] = digest_of(source.text)
        return source

    def root(self, source: Source) -> Node:
        """Return the root of a document; who asks for its kind mostly reads it next."""
        last = self._last
        if last is None or (last[0].name, last[0].text) != (source.name, source.text):
            self._last = last = (source, read_text(source))
        return last[1]

    def is_file(self, path: str) -> bool:
        """Return whether there is a file; that there is none is remembered too."""
        if os.path.isfile(path):
            return True
        self.looked_at[os.path.abspath(path)] = None
        return False

    def checked(self, kind: str, path: str) -> tuple[MappingNode, Source]:
        """Return the root of a document that fits the schema of its kind.

        Raises:
            InvalidDocument: it cannot be read, is of another kind, or does not fit.
        """
        source = self.read(path)
        node = self.root(source)
        check_kind(node, kind)
        if not self.findings.has(kind, source):
            problems = schema(kind).problems(node)
            if problems:
                raise InvalidDocument(problems)
        assert isinstance(node, MappingNode)
        return node, source

    def kind(self, path: str) -> str | None:
        """Return the kind of a document by what stands in it; None where that is of no kind.

        Raises:
            InvalidDocument: it cannot be read.
        """
        found = kind_of(self.root(self.read(path)))
        return None if found is None else found.name


def digest_of(*texts: str) -> str:
    """Return the sha256 of texts together, in hexadecimal."""
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
