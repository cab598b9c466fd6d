"""Vocabularies, rulesets and cases from their files: found, read, checked, built.

Everything that was looked at on the way is remembered, absent files included, so that a kept
result can be told from a stale one.
"""

from __future__ import annotations

import os

from followup.diagnostics import (
    InvalidDocument,
    Location,
    Problem,
    Source,
    UnknownName,
    did_you_mean,
)
from followup.language.building import Report
from followup.language.cases import HistoryReader, build_cases
from followup.language.domain import Vocabulary
from followup.language.inheritance import FlatRuleset, flatten
from followup.language.model import Case, Ruleset
from followup.language.rulesets import build_ruleset
from followup.language.sources import Source as Catalogue
from followup.language.sources import build_source, unknown_items
from followup.language.topics import Topic, build_topics
from followup.language.vocabularies import build_vocabulary
from followup.library.files import (
    SOURCES_DIRECTORY,
    VOCABULARY_FILE,
    find_ruleset,
    is_path,
    read_file,
    shipped_vocabularies,
)
from followup.library.schemas import Schemas, digest_of, finding
from followup.text import Mapping, Node, Scalar, read_text


class Documents:
    """Reads and builds documents; `looked_at` maps each path to its digest, None if absent."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.cache = schemas.cache
        self.looked_at: dict[str, str | None] = {}
        self._vocabularies: dict[tuple[str, str], Vocabulary] = {}

    def _read(self, path: str) -> Source:
        source = read_file(path)
        self.looked_at[os.path.abspath(path)] = digest_of(source.text)
        return source

    def _is_file(self, path: str) -> bool:
        if os.path.isfile(path):
            return True
        self.looked_at[os.path.abspath(path)] = None
        return False

    # -- vocabularies

    def vocabulary(self, name: str, beside: str | None = None) -> Vocabulary:
        """Return a vocabulary by its name: the one in the directory `beside`, or a shipped one.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: it is not well-formed.
        """
        own = os.path.join(beside, VOCABULARY_FILE) if beside else None
        if own and self._is_file(own):
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
        source = self._read(path)
        digest = digest_of(source.text)
        key = (path, digest)
        if key not in self._vocabularies:
            root = self.schemas.check("vocabulary", read_text(source), source)
            self._vocabularies[key] = build_vocabulary(root, digest)
            self.cache.mark(*finding("vocabulary", source.text))
        return self._vocabularies[key]

    # -- catalogues

    def sources(self, vocabulary: Vocabulary) -> dict[str, Catalogue]:
        """Return the catalogues of a vocabulary's sources.

        Raises:
            InvalidDocument: one of them is missing or not well-formed.
        """
        directory = os.path.join(os.path.dirname(vocabulary.path), SOURCES_DIRECTORY)
        return {
            name: self.source_file(os.path.join(directory, f"{name}.yaml"), vocabulary)
            for name in vocabulary.sources
        }

    def source_file(self, path: str, vocabulary: Vocabulary) -> Catalogue:
        """Return the catalogue in a file.

        Raises:
            InvalidDocument: it is not well-formed, or the vocabulary has no such source.
        """
        source = self._read(path)
        root = self.schemas.check("source", read_text(source), source)
        catalogue = build_source(root, vocabulary)
        named = os.path.splitext(os.path.basename(path))[0]
        if catalogue.name != named:
            raise _one_problem(
                "F305",
                f"this file holds the catalogue of `{catalogue.name}`",
                root.entries["source"].location,
                f"name it `{catalogue.name}.yaml`, or write `source: {named}`",
            )
        self.cache.mark(*finding("source", source.text))
        return catalogue

    def unknown_items(self, path: str, vocabulary: Vocabulary) -> list[Problem]:
        """Return the citations in a file that name items which no catalogue has.

        Raises:
            InvalidDocument: the file, or a catalogue, is not well-formed.
        """
        if not vocabulary.sources:
            return []
        return list(unknown_items(read_text(self._read(path)), self.sources(vocabulary)))

    # -- rulesets

    def ruleset(self, path: str) -> Ruleset:
        """Return the ruleset in a file, with all that it builds on.

        Raises:
            InvalidDocument: it, or one that it builds on, is wrong.
        """
        problems: list[Problem] = []
        chain = self.chain(path, problems)
        if problems:
            raise InvalidDocument([*problems, *self._other_problems(chain, path)])
        vocabulary = self._vocabulary_of(chain, path)
        texts = [source.text for source, _ in chain]
        digest = f"sha256:{digest_of(*texts, vocabulary.digest)}"
        ruleset = build_ruleset([root for _, root in chain], vocabulary, digest)
        for text in texts:
            self.cache.mark(*finding("ruleset", text))
        return ruleset

    def _other_problems(self, chain: list[tuple[Source, Mapping]], path: str) -> list[Problem]:
        """Return the wrong values in what has the right shape: dates, durations, phrases.

        Names are left for the next time: what they name may stand in a part that was left out.
        """
        try:
            build_ruleset([root for _, root in chain], self._vocabulary_of(chain, path))
        except InvalidDocument as error:
            return [problem for problem in error.problems if problem.code.startswith("F2")]
        return []

    def flat(self, path: str) -> FlatRuleset:
        """Return a ruleset with all that it builds on as nodes, which know their places.

        Raises:
            InvalidDocument: one of its documents is not well-formed.
        """
        return flatten([root for _, root in self.chain(path)], Report())

    def chain(
        self, path: str, problems: list[Problem] | None = None
    ) -> list[tuple[Source, Mapping]]:
        """Return a ruleset's document with all that it builds on, the eldest first.

        With a list of `problems`, documents of a wrong shape add theirs to it, and the parts of
        the right shape are returned.

        Raises:
            InvalidDocument: one of them is not well-formed, is missing, or builds on itself.
        """
        found: list[tuple[Source, Mapping]] = []
        seen: list[str] = []
        following: str | None = path
        while following is not None:
            source = self._read(following)
            node = read_text(source)
            _refuse_history(node)
            root, wrong = self.schemas.shape("ruleset", node, source)
            if problems is None and wrong:
                raise InvalidDocument(wrong)
            (problems if problems is not None else []).extend(wrong)
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
            if not self._is_file(parent):
                raise _one_problem("F306", f"there is no ruleset file `{name}`", node.location)
            return parent
        sibling = os.path.join(directory, f"{name}.yaml")
        if self._is_file(sibling):
            return sibling
        try:
            return find_ruleset(name)
        except UnknownName as error:
            raise _one_problem("F306", error.message, node.location, error.help) from None

    def _vocabulary_of(self, chain: list[tuple[Source, Mapping]], path: str) -> Vocabulary:
        """Return the vocabulary of a chain: the first that a document names, youngest first."""
        for source, root in reversed(chain):
            node = root.get("vocabulary")
            if node is not None:
                try:
                    return self.vocabulary(_word(node), os.path.dirname(source.name) or ".")
                except UnknownName as error:
                    raise _one_problem("F306", error.message, node.location, error.help) from None
        _, youngest = chain[-1]
        raise _one_problem(
            "F102",
            "the key `vocabulary` is missing",
            youngest.location,
            "name the vocabulary whose words the ruleset uses, or a ruleset to extend",
        )

    # -- cases

    def cases(self, path: str, reader: HistoryReader) -> tuple[Case, ...]:
        """Return the cases in a file.

        Raises:
            InvalidDocument: the file, the ruleset it names, or one of its histories is wrong.
        """
        source = self._read(path)
        root = self.schemas.check("cases", read_text(source), source)
        ruleset = reader.case_ruleset(
            _word(root.entries["cases"]), path, root.entries["cases"].location
        )
        cases = build_cases(root, ruleset.vocabulary, reader)
        self.cache.mark(*finding("cases", source.text))
        return cases

    # -- topics

    def topics(self, path: str, reader: HistoryReader) -> tuple[Topic, ...]:
        """Return the topics in a file beside a vocabulary.

        Raises:
            InvalidDocument: the file, the vocabulary, or one of its histories is wrong.
        """
        source = self._read(path)
        root = self.schemas.check("topics", read_text(source), source)
        beside = os.path.join(os.path.dirname(path), VOCABULARY_FILE)
        topics = build_topics(root, self.vocabulary_file(beside), reader)
        self.cache.mark(*finding("topics", source.text))
        return topics


def _refuse_history(node: Node) -> None:
    if isinstance(node, Mapping) and "events" in node.entries and "ruleset" not in node.entries:
        raise _one_problem(
            "F306",
            "this is a history, not a ruleset",
            node.at("events"),
            "a history is what `followup evaluate` takes as its file",
        )


def find_beside(name: str, path: str, at: Location) -> str:
    """Return the path of a ruleset that cases name: in a file beside them, or a shipped one.

    Raises:
        InvalidDocument: there is none.
    """
    sibling = os.path.join(os.path.dirname(path), name if is_path(name) else f"{name}.yaml")
    if os.path.isfile(sibling):
        return sibling
    try:
        return find_ruleset(name)
    except UnknownName as error:
        raise _one_problem("F306", error.message, at, error.help) from None


def _one_problem(code: str, message: str, at: Location, help: str | None = None) -> InvalidDocument:
    return InvalidDocument([Problem(code=code, message=message, location=at, help=help)])


def _word(node: Node) -> str:
    return str(node.value) if isinstance(node, Scalar) else ""
