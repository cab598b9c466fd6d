"""Vocabularies, rulesets, cases, catalogues and topics from their files: found, checked, read.

Everything that was looked at on the way is remembered, absent files included, so that a kept
result can be told from a stale one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import sha256

from followup.core.cases import Case, Topics
from followup.core.catalogues import Catalogue
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.defaults import MAX_PARENTS
from followup.diagnostics import (
    InvalidDocument,
    Location,
    Problem,
    Source,
    UnknownName,
    did_you_mean,
)
from followup.library.files import (
    SOURCES_DIRECTORY,
    VOCABULARY_FILE,
    find_ruleset,
    is_path,
    read_file,
    shipped_vocabularies,
)
from followup.library.histories import Histories
from followup.library.schemas import schema
from followup.proving.build import build_ruleset
from followup.reading.access import items, text, word
from followup.reading.cases import read_cases
from followup.reading.catalogues import read_catalogue, unknown_items
from followup.reading.inheritance import FlatRuleset, flatten
from followup.reading.kinds import check_kind, kind_of
from followup.reading.questions import read_topics
from followup.reading.report import Report
from followup.reading.steps import unfolded
from followup.reading.vocabularies import read_vocabulary
from followup.reading.vocabulary_inheritance import extended
from followup.schema import Path, pruned
from followup.text import MappingNode, Node, read_text


class Documents:
    """Reads documents; `looked_at` maps each path to its digest, None if absent.

    `histories` reads those in cases and topics; `rulesets` gives the ruleset in a file.
    """

    def __init__(self, histories: Histories, rulesets: Callable[[str], Ruleset]) -> None:
        self.histories = histories
        self.findings = histories.findings
        self.rulesets = rulesets
        self.looked_at: dict[str, str | None] = {}
        self._vocabularies: dict[tuple[str, str], Vocabulary] = {}
        self._catalogues: dict[tuple[str, str], Catalogue] = {}
        self._last: tuple[Source, Node] | None = None

    def _read(self, path: str) -> Source:
        source = read_file(path)
        self.looked_at[os.path.abspath(path)] = digest_of(source.text)
        return source

    def _root(self, source: Source) -> Node:
        """Return the root of a document; who asks for its kind mostly reads it next."""
        last = self._last
        if last is None or (last[0].name, last[0].text) != (source.name, source.text):
            self._last = last = (source, read_text(source))
        return last[1]

    def _is_file(self, path: str) -> bool:
        if os.path.isfile(path):
            return True
        self.looked_at[os.path.abspath(path)] = None
        return False

    def _checked(self, kind: str, path: str) -> tuple[MappingNode, Source]:
        """Return the root of a document that fits the schema of its kind.

        Raises:
            InvalidDocument: it cannot be read, is of another kind, or does not fit.
        """
        source = self._read(path)
        node = self._root(source)
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
        found = kind_of(self._root(self._read(path)))
        return None if found is None else found.name

    # -- vocabularies

    def vocabulary(self, name: str, beside: str | None = None) -> Vocabulary:
        """Return a vocabulary by its name: the one in the directory `beside`, or a shipped one.

        Raises:
            UnknownName: there is none of that name.
            InvalidDocument: it is not well-formed.
        """
        own = None if beside is None else os.path.join(beside, VOCABULARY_FILE)
        if own is not None and self._is_file(own):
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
        files = self._vocabulary_chain(path)
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

    def _vocabulary_chain(self, path: str) -> list[tuple[MappingNode, Source]]:
        """Return a vocabulary's document and those that it extends, its own first.

        Raises:
            InvalidDocument: one is missing or not well-formed, or extends in the end itself.
        """
        found = [self._checked("vocabulary", path)]
        seen = [os.path.realpath(path)]
        while (extends := found[-1][0].get("extends")) is not None:
            path = self._extended_vocabulary(extends, path)
            if os.path.realpath(path) in seen or len(seen) > MAX_PARENTS:
                message = f"`{word(extends)}` builds, in the end, on itself"
                help = "remove one `extends` of the circle"
                raise _one_problem("F405", message, extends.location, help)
            seen.append(os.path.realpath(path))
            found.append(self._checked("vocabulary", path))
        return found

    def _extended_vocabulary(self, extends: Node, path: str) -> str:
        """Return the file of the vocabulary that one in a file extends."""
        name, known = word(extends), shipped_vocabularies()
        if is_path(name):
            parent = _beside(path, name)
            if self._is_file(parent):
                return parent
            message = f"there is no vocabulary file `{name}`"
            raise _one_problem("F306", message, extends.location, None)
        if name not in known:
            message, help = f"there is no vocabulary `{name}`", did_you_mean(name, known)
            raise _one_problem("F306", message, extends.location, help)
        return known[name]

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
        return next(filter(self._is_file, paths), paths[0])

    def catalogue_file(self, path: str) -> Catalogue:
        """Return the catalogue in a file of the directory `sources` beside a vocabulary.

        Raises:
            InvalidDocument: it, or the vocabulary, is not well-formed.
        """
        domain = os.path.dirname(os.path.dirname(os.path.abspath(path)))
        return self._catalogue(path, self.vocabulary_file(os.path.join(domain, VOCABULARY_FILE)))

    def _catalogue(self, path: str, vocabulary: Vocabulary) -> Catalogue:
        key = (path, digest_of(self._read(path).text, vocabulary.digest))
        if key not in self._catalogues:
            self._catalogues[key] = self._read_catalogue(path, vocabulary)
        return self._catalogues[key]

    def _read_catalogue(self, path: str, vocabulary: Vocabulary) -> Catalogue:
        root, source = self._checked("source", path)
        catalogue = read_catalogue(root, vocabulary)
        named = os.path.splitext(os.path.basename(path))[0]
        if catalogue.name != named:
            raise _one_problem(
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
        return list(unknown_items(self._root(self._read(path)), self.catalogues(vocabulary)))

    # -- rulesets

    def ruleset(self, path: str) -> Ruleset:
        """Return the ruleset in a file, with all that it builds on.

        Whatever this returns evaluates without an error on every history that its vocabulary's
        schema accepts.

        Raises:
            InvalidDocument: it, or one that it builds on, is wrong: all that is wrong with its
                shape, its names, types and bounds, and, where nothing else is, with its logic.
        """
        chain = _Chain(self)
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
        chain = _Chain(self)
        chain.read(path)
        if chain.problems:
            raise InvalidDocument(chain.problems)
        flat = flatten(chain.roots, Report())[-1]
        return unfolded(flat, self._vocabulary_of(chain, path), Report())

    def _vocabulary_of(self, chain: _Chain, path: str) -> Vocabulary:
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
        root, source = self._checked("cases", path)
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
        root, source = self._checked("topics", path)
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
            raise _one_problem("F306", error.message, at, error.help) from None

    def history_of(self, node: Node, vocabulary: Vocabulary) -> History:
        """Return the history that a node tells.

        Raises:
            InvalidDocument: it is not well-formed.
        """
        return self.histories.in_node(node, vocabulary)


class _Chain:
    """A ruleset's document with all that it builds on, the eldest first.

    What has a wrong shape is left out of `roots`; `problems` says what is wrong with it, and
    `broken` are the names of the parts that are missing because of it.
    """

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self.roots: list[MappingNode] = []
        self.sources: list[Source] = []
        self.problems: list[Problem] = []
        self.broken: set[str] = set()

    def add(self, code: str, message: str, at: Location, help: str | None = None) -> None:
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
        source = self.documents._read(path)
        node = self.documents._root(source)
        check_kind(node, "ruleset")
        faults: list[tuple[Path, Problem]] = []
        if not self.documents.findings.has("ruleset", source):
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
            if self.documents._is_file(parent):
                return parent
            self.add("F306", f"there is no ruleset file `{name}`", node.location)
            raise InvalidDocument(self.problems)
        sibling = _beside(path, f"{name}.yaml")
        if self.documents._is_file(sibling):
            return sibling
        try:
            return find_ruleset(name)
        except UnknownName as error:
            self.add("F306", error.message, node.location, error.help)
            raise InvalidDocument(self.problems) from None


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


def digest_of(*texts: str) -> str:
    """Return the sha256 of texts together, in hexadecimal."""
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _one_problem(code: str, message: str, at: Location, help: str | None = None) -> InvalidDocument:
    return InvalidDocument([Problem(code=code, message=message, location=at, help=help)])
