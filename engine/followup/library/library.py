"""The library: finds, reads and checks documents, and keeps what it has read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from followup.calendars import HolidaySource, PackageHolidays
from followup.defaults import DEFAULT_VOCABULARY
from followup.diagnostics import (
    InvalidDocument,
    Location,
    Problem,
    Source,
    UnknownName,
    did_you_mean,
)
from followup.language.building import Report
from followup.language.cases import build_cases
from followup.language.histories import build_history
from followup.language.history_schema import history_schema
from followup.language.inheritance import FlatRuleset, flatten
from followup.language.model import Case, History, Ruleset, Vocabulary
from followup.language.rulesets import build_ruleset
from followup.language.vocabularies import build_vocabulary
from followup.library.cache import Cache
from followup.library.files import (
    VOCABULARY_FILE,
    read_file,
    shipped,
    shipped_rulesets,
    shipped_vocabularies,
)
from followup.library.holiday_cache import CachedHolidays
from followup.library.installed import installed_version
from followup.schema import Schema
from followup.text import Mapping, Node, Scalar, read_json_lines, read_python, read_text

SCHEMAS = ("vocabulary", "ruleset", "history", "cases", "decision")


class Library:
    """Reads vocabularies, rulesets, histories and cases; each document is read once.

    With a `cache_directory`, holiday tables and the finding that a document is well-formed are
    kept there between runs; without one nothing is written anywhere.
    """

    def __init__(self, cache_directory: str | None = None) -> None:
        self.cache = Cache(cache_directory)
        self.holidays = _holidays(cache_directory)
        self._vocabularies: dict[str, Vocabulary] = {}
        self._rulesets: dict[str, Ruleset] = {}
        self._schemas: dict[str, Schema] = {}

    # -- schemas

    def schema(self, name: str, vocabulary: str = DEFAULT_VOCABULARY) -> dict[str, Any]:
        """Return a JSON Schema; that of histories with the words of a vocabulary filled in.

        Raises:
            UnknownName: there is no schema, or no vocabulary, of that name.
        """
        if name == "history":
            return self._history_schema(self.vocabulary(vocabulary)).document
        if name not in SCHEMAS:
            raise UnknownName(f"there is no schema `{name}`", did_you_mean(name, SCHEMAS))
        return _schema_document(name)

    def _schema(self, name: str) -> Schema:
        if name not in self._schemas:
            self._schemas[name] = Schema(_schema_document(name))
        return self._schemas[name]

    def _history_schema(self, vocabulary: Vocabulary) -> Schema:
        key = f"history.{vocabulary.name}"
        if key not in self._schemas:
            document = history_schema(_schema_document("history"), vocabulary)
            self._schemas[key] = Schema(document)
        return self._schemas[key]

    def _check(self, schema: str, node: Node, source: Source) -> Mapping:
        """Return the root of a document that fits its schema; known ones are not asked again."""
        if not self.cache.holds(schema, source.text):
            problems = self._schema(schema).problems(node)
            if problems:
                raise InvalidDocument(problems)
        assert isinstance(node, Mapping)
        return node

    # -- vocabularies

    def vocabulary(self, name: str, beside: str | None = None) -> Vocabulary:
        """Return a vocabulary by its name: the one in the directory `beside`, or a shipped one.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: it is not well-formed.
        """
        own = os.path.join(beside, VOCABULARY_FILE) if beside else None
        if own and os.path.isfile(own):
            vocabulary = self.vocabulary_file(own)
            if vocabulary.name == name:
                return vocabulary
        known = shipped_vocabularies()
        if name not in known:
            raise UnknownName(f"there is no vocabulary `{name}`", did_you_mean(name, known))
        return self.vocabulary_file(known[name])

    def vocabulary_file(self, path: str) -> Vocabulary:
        """Return the vocabulary in a file.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        path = os.path.abspath(path)
        if path not in self._vocabularies:
            source = read_file(path)
            root = self._check("vocabulary", read_text(source), source)
            self._vocabularies[path] = build_vocabulary(root)
            self.cache.mark("vocabulary", source.text)
        return self._vocabularies[path]

    # -- rulesets

    def ruleset(self, name_or_path: str) -> Ruleset:
        """Return a ruleset by its name (a shipped one) or by the path of its file.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: it, or one that it builds on, is wrong.
        """
        path = self.find(name_or_path)
        if path not in self._rulesets:
            self._rulesets[path] = self._read_ruleset(path)
        return self._rulesets[path]

    def find(self, name_or_path: str) -> str:
        """Return the path of a ruleset.

        Raises:
            UnknownName: there is none of that name.
        """
        if is_path(name_or_path):
            return name_or_path
        known = shipped_rulesets()
        if name_or_path not in known:
            help = did_you_mean(name_or_path, known, limit=16)
            if os.path.exists(name_or_path + ".yaml"):
                help = f"for the file write `{name_or_path}.yaml`"
            raise UnknownName(f"there is no ruleset `{name_or_path}`", help)
        return known[name_or_path]

    def chain(self, path: str) -> list[tuple[Source, Mapping]]:
        """Return a ruleset's document with all that it builds on, the eldest first.

        Raises:
            InvalidDocument: one of them is not well-formed, is missing, or builds on itself.
        """
        found: list[tuple[Source, Mapping]] = []
        seen: list[str] = []
        following: str | None = path
        while following is not None:
            source = read_file(following)
            root = self._check("ruleset", read_text(source), source)
            found.insert(0, (source, root))
            seen.append(os.path.realpath(following))
            following = self._parent(root, following)
            if following is not None and os.path.realpath(following) in seen:
                extends = root.entries["extends"]
                raise _one_problem(
                    "F405",
                    f"`{_word(extends)}` builds, in the end, on itself",
                    extends.location,
                    "remove one `extends` of the circle",
                )
        return found

    def _parent(self, root: Mapping, path: str) -> str | None:
        node = root.get("extends")
        if node is None:
            return None
        name = _word(node)
        directory = os.path.dirname(path)
        if is_path(name):
            parent = os.path.join(directory, name)
            if not os.path.isfile(parent):
                raise _one_problem("F306", f"there is no ruleset file `{name}`", node.location)
            return parent
        sibling = os.path.join(directory, f"{name}.yaml")
        if os.path.isfile(sibling):
            return sibling
        try:
            return self.find(name)
        except UnknownName as error:
            raise _one_problem("F306", error.message, node.location, error.help) from None

    def flat(self, name_or_path: str) -> FlatRuleset:
        """Return a ruleset with all that it builds on as nodes, which know their places.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: one of its documents is not well-formed.
        """
        return flatten([root for _, root in self.chain(self.find(name_or_path))], Report())

    def _read_ruleset(self, path: str) -> Ruleset:
        chain = self.chain(path)
        vocabulary = self._vocabulary_of(chain, path)
        texts = [source.text for source, _ in chain]
        digest = sha256("\0".join(texts).encode()).hexdigest()
        ruleset = build_ruleset([root for _, root in chain], vocabulary, f"sha256:{digest}")
        for text in texts:
            self.cache.mark("ruleset", text)
        return ruleset

    def _vocabulary_of(self, chain: list[tuple[Source, Mapping]], path: str) -> Vocabulary:
        """Return the vocabulary of a chain: the first that a document names, youngest first."""
        for _, root in reversed(chain):
            node = root.get("vocabulary")
            if node is not None:
                place = os.path.dirname(root.location.source.name or path)
                try:
                    return self.vocabulary(_word(node), beside=place or ".")
                except UnknownName as error:
                    raise _one_problem("F306", error.message, node.location, error.help) from None
        _, youngest = chain[-1]
        raise _one_problem(
            "F102",
            "the key `vocabulary` is missing",
            youngest.location,
            "name the vocabulary whose words the ruleset uses, or a ruleset to extend",
        )

    # -- histories

    def history(self, path: str, vocabulary: Vocabulary) -> History:
        """Return the history in a file (YAML or JSON).

        Raises:
            InvalidDocument: it cannot be read or is not well-formed.
        """
        return self.history_in(read_file(path), vocabulary)

    def history_in(self, source: Source, vocabulary: Vocabulary) -> History:
        """Return the history that a text tells; the case is named after the file.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        name = os.path.basename(source.name).split(".")[0]
        key = f"history {vocabulary.name} {vocabulary.version}"
        schema_text = json.dumps(self._history_schema(vocabulary).document)
        node = read_text(source)
        if not self.cache.holds(key, schema_text, source.text):
            self._check_history(node, vocabulary)
        history = build_history(node, vocabulary, self.holidays, name)
        self.cache.mark(key, schema_text, source.text)
        return history

    def histories_in(
        self, name: str, lines: Iterable[bytes], vocabulary: Vocabulary
    ) -> Iterator[tuple[int, History | InvalidDocument]]:
        """Yield each history of JSON Lines with its line; a bad one as its error."""
        stem = os.path.basename(name).split(".")[0]
        for line, node in read_json_lines(name, lines):
            if isinstance(node, InvalidDocument):
                yield line, node
                continue
            try:
                self._check_history(node, vocabulary)
                yield line, build_history(node, vocabulary, self.holidays, f"{stem}-{line}")
            except InvalidDocument as error:
                yield line, error

    def history_from(self, data: Any, vocabulary: Vocabulary) -> History:
        """Return the history in plain Python data; problems name paths such as `events[3].by`.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        return self.history_of(read_python(data), vocabulary)

    def history_of(self, node: Node, vocabulary: Vocabulary) -> History:
        """Return the history that a node tells.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        self._check_history(node, vocabulary)
        return build_history(node, vocabulary, self.holidays)

    def _check_history(self, node: Node, vocabulary: Vocabulary) -> None:
        problems = self._history_schema(vocabulary).problems(node)
        if problems:
            raise InvalidDocument(problems)

    # -- cases

    def cases(self, path: str) -> tuple[Case, ...]:
        """Return the cases in a file.

        Raises:
            InvalidDocument: the file, the ruleset it names, or one of its histories is wrong.
        """
        source = read_file(path)
        root = self._check("cases", read_text(source), source)
        cases = build_cases(root, self._cases_vocabulary(root, path), self)
        self.cache.mark("cases", source.text)
        return cases

    def _cases_vocabulary(self, root: Mapping, path: str) -> Vocabulary:
        return self.case_ruleset(_word(root.entries["cases"]), path, root.at("cases")).vocabulary

    def case_ruleset(self, name: str, path: str, at: Location) -> Ruleset:
        """Return the ruleset that cases name: in a file beside them, or a shipped one.

        Raises:
            InvalidDocument: there is none, or it is wrong.
        """
        directory = os.path.dirname(path)
        sibling = os.path.join(directory, name if is_path(name) else f"{name}.yaml")
        try:
            return self.ruleset(sibling if os.path.isfile(sibling) else self.find(name))
        except UnknownName as error:
            raise _one_problem("F306", error.message, at, error.help) from None


def is_path(name: str) -> bool:
    """Return whether a word names a file rather than a ruleset."""
    return os.sep in name or "/" in name or name.endswith((".yaml", ".yml", ".json"))


@cache
def _schema_document(name: str) -> dict[str, Any]:
    path = os.path.join(shipped("schemas"), f"{name}.schema.json")
    with open(path, encoding="utf-8") as file:
        document: dict[str, Any] = json.load(file)
    return document


def _holidays(cache_directory: str | None) -> HolidaySource:
    installed = installed_version("holidays") if cache_directory else None
    if cache_directory is None or installed is None:
        return PackageHolidays()
    version, stamp = installed
    return CachedHolidays(
        PackageHolidays,
        os.path.join(cache_directory, "holidays"),
        key=f"{version}-{stamp}",
        version=version,
    )


def _one_problem(code: str, message: str, at: Location, help: str | None = None) -> InvalidDocument:
    return InvalidDocument([Problem(code=code, message=message, location=at, help=help)])


def _word(node: Node) -> str:
    return str(node.value) if isinstance(node, Scalar) else ""
