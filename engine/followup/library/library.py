"""The library: rulesets, histories and cases by name or path, each read once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from followup.calendars import HolidaySource, PackageHolidays
from followup.defaults import DEFAULT_RULESET
from followup.diagnostics import (
    InvalidDocument,
    Location,
    Problem,
    Source,
    UnknownName,
    did_you_mean,
)
from followup.language.domain import Vocabulary
from followup.language.histories import build_history, check_vocabulary
from followup.language.model import Case, History, Ruleset
from followup.library.cache import Cache
from followup.library.files import TOPICS_FILE, VOCABULARY_FILE, find_ruleset, is_path, read_file
from followup.library.holiday_cache import CachedHolidays
from followup.library.installed import installed_version
from followup.library.schemas import SCHEMAS, Schemas, finding, schema_document
from followup.schema import Schema, without
from followup.text import Mapping, Node, read_json_lines, read_python, read_text

if TYPE_CHECKING:
    from followup.drafting.templates import Texts
    from followup.language.inheritance import FlatRuleset
    from followup.language.sources import Source as Catalogue
    from followup.language.topics import Topic
    from followup.library.documents import Documents


class Library:
    """Reads vocabularies, rulesets, histories and cases.

    With a `cache_directory`, built rulesets, holiday tables and the finding that a document is
    well-formed are kept there between runs; without one nothing is written anywhere.
    """

    def __init__(self, cache_directory: str | None = None) -> None:
        self.cache = Cache(cache_directory)
        self.holidays = _holidays(cache_directory)
        self._rulesets: dict[str, Ruleset] = {}
        self._history_schemas: dict[str, Schema] = {}

    @cached_property
    def documents(self) -> Documents:
        """The reader of all documents but histories."""
        # Imported when a ruleset has to be built: a kept one is ready sooner than the import.
        from followup.library.documents import Documents

        return Documents(Schemas(self.cache))

    # -- vocabularies and schemas

    def vocabulary(self, name: str) -> Vocabulary:
        """Return a shipped vocabulary by its name, or the one in a file by its path.

        Raises:
            UnknownName: there is none of that name.
        """
        return (
            self.documents.vocabulary_file(name)
            if is_path(name)
            else self.documents.vocabulary(name)
        )

    def default_vocabulary(self) -> Vocabulary:
        """Return the vocabulary of the default ruleset."""
        return self.ruleset(DEFAULT_RULESET).vocabulary

    def vocabulary_file(self, path: str) -> Vocabulary:
        """Return the vocabulary in a file.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        return self.documents.vocabulary_file(path)

    def schema(self, name: str, vocabulary: str | None = None) -> dict[str, Any]:
        """Return a JSON Schema; that of histories with the words of a vocabulary filled in.

        Without a `vocabulary` it is that of the default ruleset.

        Raises:
            UnknownName: there is no schema, or no vocabulary, of that name.
        """
        if name == "history":
            words = self.vocabulary(vocabulary) if vocabulary else self.default_vocabulary()
            return self._history_schema(words).document
        if name not in SCHEMAS:
            raise UnknownName(f"there is no schema `{name}`", did_you_mean(name, SCHEMAS))
        return schema_document(name)

    # -- catalogues

    def sources(self, vocabulary: Vocabulary) -> dict[str, Catalogue]:
        """Return the catalogues of a vocabulary's sources, by name.

        Raises:
            InvalidDocument: one of them is missing or not well-formed.
        """
        return self.documents.sources(vocabulary)

    def source_file(self, path: str) -> Catalogue:
        """Return the catalogue in a file of the directory `sources` beside a vocabulary.

        Raises:
            InvalidDocument: it, or the vocabulary, is not well-formed.
        """
        domain = os.path.dirname(os.path.dirname(os.path.abspath(path)))
        vocabulary = self.vocabulary_file(os.path.join(domain, VOCABULARY_FILE))
        return self.documents.source_file(path, vocabulary)

    def unknown_items(self, path: str, vocabulary: Vocabulary) -> list[Problem]:
        """Return the citations in a file that name items which no catalogue has.

        Raises:
            InvalidDocument: the file, or a catalogue, is not well-formed.
        """
        return self.documents.unknown_items(path, vocabulary)

    # -- messages

    def texts(self, vocabulary: Vocabulary, own: str | None = None) -> dict[str, Texts]:
        """Return for each tone what finds its templates, those in the directory `own` first.

        Raises:
            InvalidDocument: `own` is no directory.
        """
        from followup.library.messages import texts_of

        return texts_of(vocabulary, own)

    def check_messages(self, vocabulary: Vocabulary) -> list[Problem]:
        """Return what is wrong with the texts of a vocabulary's messages.

        Raises:
            InvalidDocument: one of them cannot be read.
        """
        if not vocabulary.messages:
            return []
        # The templates' engine is needed by whoever checks or writes a message, by no one else.
        from followup.drafting.checking import problems_of
        from followup.library.messages import facts_beside, texts_of, texts_written

        texts, facts = texts_of(vocabulary), partial(facts_beside, vocabulary)
        return list(problems_of(vocabulary, texts, texts_written(vocabulary), facts))

    # -- rulesets

    def ruleset(self, name_or_path: str) -> Ruleset:
        """Return a ruleset by its name (a shipped one) or by the path of its file.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: it, or one that it builds on, is wrong.
        """
        path = find_ruleset(name_or_path)
        if path not in self._rulesets:
            kept = self.cache.ruleset(path)
            self._rulesets[path] = kept or self._build(path)
        return self._rulesets[path]

    def _build(self, path: str) -> Ruleset:
        self.documents.looked_at.clear()
        ruleset = self.documents.ruleset(path)
        self.cache.keep_ruleset(path, ruleset, self.documents.looked_at)
        return ruleset

    def flat(self, name_or_path: str) -> FlatRuleset:
        """Return a ruleset with all that it builds on as nodes, which know their places.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: one of its documents is not well-formed.
        """
        return self.documents.flat(find_ruleset(name_or_path))

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
        key = (*finding("history", source.text), vocabulary.digest)
        node = read_text(source)
        if not self.cache.holds(*key):
            self._check_history(node, vocabulary)
        history = build_history(node, vocabulary, self.holidays, name)
        self.cache.mark(*key)
        return history

    def place_in(self, path: str, keys: tuple[str, ...]) -> Location:
        """Return the place of a value in a history's file; the file alone where it has none."""
        from followup.library.places import place_in

        return place_in(path, keys)

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
        check_vocabulary(node, vocabulary)
        faults = self._history_schema(vocabulary).faults(node)
        if faults:
            problems = [problem for _, problem in faults]
            rest = without(node, {path[:2] for path, _ in faults})
            raise InvalidDocument([*problems, *self._other_problems(rest, vocabulary)])

    def _other_problems(self, node: Node, vocabulary: Vocabulary) -> tuple[Problem, ...]:
        """Return what is wrong with the part of a history whose shape is right."""
        if not isinstance(node, Mapping):
            return ()
        try:
            build_history(node, vocabulary, self.holidays)
        except InvalidDocument as error:
            return error.problems
        return ()

    def _history_schema(self, vocabulary: Vocabulary) -> Schema:
        if vocabulary.digest not in self._history_schemas:
            from followup.language.history_schema import history_schema

            document = history_schema(schema_document("history"), vocabulary)
            self._history_schemas[vocabulary.digest] = Schema(document)
        return self._history_schemas[vocabulary.digest]

    # -- topics

    def topics(self, vocabulary: Vocabulary) -> tuple[Topic, ...]:
        """Return the topics beside a vocabulary; none where nobody has written any.

        Raises:
            InvalidDocument: the file of topics is wrong.
        """
        path = os.path.join(os.path.dirname(vocabulary.path), TOPICS_FILE)
        return self.topics_file(path) if os.path.isfile(path) else ()

    def topics_file(self, path: str) -> tuple[Topic, ...]:
        """Return the topics in a file beside a vocabulary.

        Raises:
            InvalidDocument: it, or the vocabulary, is not well-formed.
        """
        return self.documents.topics(path, self)

    # -- cases

    def cases(self, path: str) -> tuple[Case, ...]:
        """Return the cases in a file.

        Raises:
            InvalidDocument: the file, the ruleset it names, or one of its histories is wrong.
        """
        return self.documents.cases(path, self)

    def case_ruleset(self, name: str, path: str, at: Location) -> Ruleset:
        """Return the ruleset that cases name: in a file beside them, or a shipped one.

        Raises:
            InvalidDocument: there is none, or it is wrong.
        """
        from followup.library.documents import find_beside

        return self.ruleset(find_beside(name, path, at))


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
