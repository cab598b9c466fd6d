"""Histories from files, lines and plain data: checked against their vocabulary, then read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from followup.calendars import HolidaySource
from followup.core.history import History
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Problem, Source
from followup.library.files import read_file
from followup.library.schemas import Findings, schema_document
from followup.reading.histories import check_vocabulary, read_history
from followup.schema import Path, Schema, pruned
from followup.text import MappingNode, Node, read_json_lines, read_python, read_text


class Histories:
    """Reads histories; one that was found sound before is not checked again."""

    def __init__(self, holidays: HolidaySource, findings: Findings) -> None:
        self.holidays = holidays
        self.findings = findings
        self._schemas: dict[str, Schema] = {}

    def schema(self, vocabulary: Vocabulary) -> Schema:
        """Return the schema of the histories that use the words of a vocabulary."""
        if vocabulary.digest not in self._schemas:
            # Whoever only reads a history that was found sound before needs no schema.
            from followup.reading.history_schema import history_schema

            document = history_schema(schema_document("history"), vocabulary)
            self._schemas[vocabulary.digest] = Schema(document)
        return self._schemas[vocabulary.digest]

    def in_file(self, path: str, vocabulary: Vocabulary) -> History:
        """Return the history in a file (YAML or JSON).

        Raises:
            InvalidDocument: it cannot be read or is not well-formed.
        """
        return self.in_text(read_file(path), vocabulary)

    def in_text(self, source: Source, vocabulary: Vocabulary) -> History:
        """Return the history that a text tells; the case is named after the file.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        name = os.path.basename(source.name).split(".")[0]
        node = read_text(source)
        if not self.findings.has("history", source, vocabulary.digest):
            self._check(node, vocabulary)
        history = read_history(node, vocabulary, self.holidays, name)
        self.findings.add("history", source, vocabulary.digest)
        return history

    def in_lines(
        self, name: str, lines: Iterable[bytes], vocabulary: Vocabulary
    ) -> Iterator[tuple[int, History | InvalidDocument]]:
        """Yield each history of JSON Lines with its line; a bad one as its error."""
        stem = os.path.basename(name).split(".")[0]
        for line, node in read_json_lines(name, lines):
            if isinstance(node, InvalidDocument):
                yield line, node
                continue
            try:
                yield line, self.in_node(node, vocabulary, f"{stem}-{line}")
            except InvalidDocument as error:
                yield line, error

    def in_data(self, data: Any, vocabulary: Vocabulary) -> History:
        """Return the history in plain Python data; problems name paths such as `events[3].by`.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        return self.in_node(read_python(data), vocabulary)

    def in_node(self, node: Node, vocabulary: Vocabulary, name: str = "case") -> History:
        """Return the history that a node tells.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        self._check(node, vocabulary)
        return read_history(node, vocabulary, self.holidays, name)

    def _check(self, node: Node, vocabulary: Vocabulary) -> None:
        check_vocabulary(node, vocabulary)
        faults = self.schema(vocabulary).faults(node)
        if faults:
            rest = pruned(node, {cut for path, _ in faults if (cut := _cut(path, node))})
            problems = [problem for _, problem in faults]
            raise InvalidDocument([*problems, *self._other_problems(rest, vocabulary)])

    def _other_problems(self, node: Node, vocabulary: Vocabulary) -> tuple[Problem, ...]:
        """Return what is wrong with the part of a history whose shape is right."""
        if isinstance(node, MappingNode):
            try:
                read_history(node, vocabulary, self.holidays)
            except InvalidDocument as error:
                return error.problems
        return ()


def _cut(path: Path, root: Node) -> Path:
    """Return what to leave out of a history because of what is wrong at a path.

    Of an event, or of a person's details, it is only the value that is wrong: reading the rest
    needs no more. An entry that is no group of keys at all is left out whole.
    """
    if len(path) == 2 and isinstance(root, MappingNode):
        group, key = root.entries[str(path[0])], path[1]
        entry = group.entries[str(key)] if isinstance(group, MappingNode) else group.items[int(key)]  # type: ignore[union-attr]
        return () if isinstance(entry, MappingNode) else path
    return path[:3]
