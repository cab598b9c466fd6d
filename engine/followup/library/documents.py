"""Vocabularies, rulesets, cases, catalogues and topics from their files: found, checked, read.

Everything that was looked at on the way is remembered, absent files included, so that a kept
result can be told from a stale one.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from followup.core.cases import Case, Topics
from followup.core.catalogues import Catalogue
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import (
    InvalidDocument,
    Location,
    Problem,
    UnknownName,
    did_you_mean,
)
from followup.library.chains import RulesetChain, one_problem, vocabulary_chain
from followup.library.files import (
    SOURCES_DIRECTORY,
    VOCABULARY_FILE,
    find_ruleset,
    is_path,
    shipped_vocabularies,
)
from followup.library.histories import Histories
from followup.library.reader import DocumentReader, digest_of
from followup.proving.build import build_ruleset
from followup.reading.access import text, word
from followup.reading.cases import read_cases
from followup.reading.catalogues import read_catalogue, unknown_items
from followup.reading.inheritance import FlatRuleset, flatten
from followup.reading.questions import read_topics
from followup.reading.report import Report
from followup.reading.steps import unfolded
from followup.reading.vocabularies import read_vocabulary
from followup.reading.vocabulary_inheritance import extended
from followup.text import Node


class Documents:
    """Reads documents.

    `histories` reads those in cases and topics; `rulesets` gives the ruleset in a file.
    """

    def __init__(self, histories: Histories, rulesets: Callable[[str], Ruleset]) -> None:
        self.histories = histories
        self.findings = histories.findings
        self.rulesets = rulesets
        self.reader = DocumentReader(histories.findings)
        self._vocabularies: dict[tuple[str, str], Vocabulary] = {}
        self._catalogues: dict[tuple[str, str], Catalogue] = {}

    # -- vocabularies

    def vocabulary(self, name: str, beside: str | None = None) -> Vocabulary:
        """Return a vocabulary by its name: the one in the directory `beside`, or a shipped one.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: it is not well-formed.
        """
        own = None if beside is None else os.path.join(beside, VOCABULARY_FILE)
        if own is not None and self.reader.is_file(own):
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
        files = vocabulary_chain(self.reader, path)
        key = (path, digest_of(*(source.text for _, source in files)))
        if key not in self._vocabularies:
            report = Report()
            whole, *others = reversed([root for root, _ in files])
            for root in others:
                whole = extended(whole, root, report)
            if report.problems:
                raise InvalidDocument(report.problems)
            parents = {text(root, "vocabulary"): source.name for root, source in files[1:]}
            self._vocabularies[key] = read_vocabulary(whole, key[1], parents)
            for _, source in files:
                self.findings.add("vocabulary", source)
        return self._vocabularies[key]

    # -- catalogues

    def catalogues(self, vocabulary: Vocabulary) -> dict[str, Catalogue]:
        """Return the catalogues of a vocabulary's sources, by name.

        Raises:
            InvalidDocument: one of them is missing or not well-formed.
        """
        return {
            name: self._catalogue(self._catalogue_of(name, vocabulary), vocabulary)
            for name in vocabulary.sources
        }

    def _catalogue_of(self, name: str, vocabulary: Vocabulary) -> str:
        """Return the file of a source's catalogue: beside the vocabulary or one that it extends."""
        directories = [os.path.dirname(path) for path in vocabulary.paths]
        paths = [os.path.join(d, SOURCES_DIRECTORY, f"{name}.yaml") for d in directories]
        return next(filter(self.reader.is_file, paths), paths[0])

    def catalogue_file(self, path: str) -> Catalogue:
        """Return the catalogue in a file of the directory `sources` beside a vocabulary.

        Raises:
            InvalidDocument: it, or the vocabulary, is not well-formed.
        """
        domain = os.path.dirname(os.path.dirname(os.path.abspath(path)))
        return self._catalogue(path, self.vocabulary_file(os.path.join(domain, VOCABULARY_FILE)))

    def _catalogue(self, path: str, vocabulary: Vocabulary) -> Catalogue:
        key = (path, digest_of(self.reader.read(path).text, vocabulary.digest))
        if key not in self._catalogues:
            self._catalogues[key] = self._read_catalogue(path, vocabulary)
        return self._catalogues[key]

    def _read_catalogue(self, path: str, vocabulary: Vocabulary) -> Catalogue:
        root, source = self.reader.checked("source", path)
        catalogue = read_catalogue(root, vocabulary)
        named = os.path.splitext(os.path.basename(path))[0]
        if catalogue.name != named:
            raise one_problem(
                "F305",
                f"this file holds the catalogue of `{catalogue.name}`",
                root.entries["source"].location,
                f"name it `{catalogue.name}.yaml`, or write `source: {named}`",
            )
        self.findings.add("source", source)
        return catalogue

    def unknown_items(self, path: str, vocabulary: Vocabulary) -> list[Problem]:
        """Return the citations in a file that name items which no catalogue has.

        Raises:
            InvalidDocument: the file, or a catalogue, is not well-formed.
        """
        if not vocabulary.sources:
            return []
        return list(
            unknown_items(self.reader.root(self.reader.read(path)), self.catalogues(vocabulary))
        )

    # -- rulesets

    def ruleset(self, path: str) -> Ruleset:
        """Return the ruleset in a file, with all that it builds on.

        Whatever this returns evaluates without an error on every history that its vocabulary's
        schema accepts.

        Raises:
            InvalidDocument: it, or one that it builds on, is wrong: all that is wrong with its
                shape, its names, types and bounds, and, where nothing else is, with its logic.
        """
        chain = RulesetChain(self.reader)
        chain.read(path)
        vocabulary = self._vocabulary_of(chain, path)
        digest = digest_of(*(source.text for source in chain.sources), vocabulary.digest)
        ruleset = build_ruleset(
            chain.roots,
            vocabulary,
            f"sha256:{digest}",
            problems=chain.problems,
            broken=chain.broken,
        )
        for source in chain.sources:
            self.findings.add("ruleset", source)
        return ruleset

    def flat(self, path: str) -> FlatRuleset:
        """Return a ruleset with all that it builds on as nodes, which know their places.

        Its sequences of steps are written out as rules.

        Raises:
            InvalidDocument: one of its documents is not well-formed.
        """
        chain = RulesetChain(self.reader)
        chain.read(path)
        if chain.problems:
            raise InvalidDocument(chain.problems)
        flat = flatten(chain.roots, Report())[-1]
        return unfolded(flat, self._vocabulary_of(chain, path), Report())

    def _vocabulary_of(self, chain: RulesetChain, path: str) -> Vocabulary:
        """Return the vocabulary of a chain: the first that a document names, youngest first.

        Raises:
            InvalidDocument: none is named, or there is none of that name.
        """
        for root in reversed(chain.roots):
            node = root.get("vocabulary")
            if node is not None:
                try:
                    return self.vocabulary(word(node), os.path.dirname(root.location.source.name))
                except UnknownName as error:
                    chain.add("F306", error.message, node.location, error.help)
                    raise InvalidDocument(chain.problems) from None
        if not chain.problems:
            help = "name the vocabulary whose words the ruleset uses, or a ruleset to extend"
            at = chain.roots[-1].location
            chain.add("F102", "the key `vocabulary` is missing", at, help)
        raise InvalidDocument(chain.problems)

    # -- cases and topics

    def cases(self, path: str) -> tuple[Case, ...]:
        """Return the cases in a file.

        Raises:
            InvalidDocument: the file, the ruleset it names, or one of its histories is wrong.
        """
        root, source = self.reader.checked("cases", path)
        named = root.entries["cases"]
        ruleset = self.case_ruleset(word(named), path, named.location)
        cases = read_cases(root, ruleset.vocabulary, self)
        self.findings.add("cases", source)
        return cases

    def topics(self, vocabulary: Vocabulary, file: str) -> Topics:
        """Return the topics in a file beside a vocabulary; none where there is no such file.

        Raises:
            InvalidDocument: the file of topics is wrong.
        """
        paths = [os.path.join(os.path.dirname(path), file) for path in vocabulary.paths]
        found = next(filter(os.path.isfile, paths), None)
        return Topics() if found is None else self._topics(found, vocabulary)

    def topics_file(self, path: str) -> Topics:
        """Return the topics in a file beside a vocabulary.

        Raises:
            InvalidDocument: the file, the vocabulary, one of its catalogues, or one of the
                histories is wrong.
        """
        vocabulary = self.vocabulary_file(os.path.join(os.path.dirname(path), VOCABULARY_FILE))
        return self._topics(path, vocabulary)

    def _topics(self, path: str, vocabulary: Vocabulary) -> Topics:
        root, source = self.reader.checked("topics", path)
        topics = read_topics(root, vocabulary, self, self.catalogues(vocabulary))
        self.findings.add("topics", source)
        return topics

    # -- what cases and topics need

    def case_ruleset(self, name: str, path: str, at: Location) -> Ruleset:
        """Return the ruleset that cases name: in a file beside them, or a shipped one.

        Raises:
            InvalidDocument: there is none, or it is wrong.
        """
        sibling = name if is_path(name) else f"{name}.yaml"
        beside = os.path.join(os.path.dirname(path), sibling)
        if os.path.isfile(beside):
            return self.rulesets(beside)
        try:
            return self.rulesets(find_ruleset(name))
        except UnknownName as error:
            raise one_problem("F306", error.message, at, error.help) from None

    def history_of(self, node: Node, vocabulary: Vocabulary) -> History:
        """Return the history that a node tells.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        return self.histories.in_node(node, vocabulary)
