"""The texts of a vocabulary's messages: `messages/TONE/NAME.j2` beside it, and a user's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Location, Problem, Source, did_you_mean
from followup.library.files import is_ruleset_file, read_file, shipped, shipped_rulesets
from followup.text import MappingNode, ScalarNode, read_text

if TYPE_CHECKING:
    from followup.library.library import Library

MESSAGES_DIRECTORY = "messages"
_ENDING = ".j2"
_OTHER_ENDINGS = (".jinja", ".jinja2", ".txt")
"""What a template may have been called elsewhere."""


def texts_of(
    vocabulary: Vocabulary, own: str | None = None
) -> dict[str, Callable[[str], Source | None]]:
    """Return for each tone what finds the text of a template by its name.

    A text is looked for in the directory `own` first, there under its tone and then directly;
    then beside the vocabulary.

    Raises:
        InvalidDocument: `own` is no directory.
    """
    if own is not None and not os.path.isdir(own):
        read_file(own)  # says what is wrong with the path, unless it is a file
        raise InvalidDocument([_no_directory(own)])
    beside = [(_directory(path), _home(path)) for path in vocabulary.paths]
    roots = beside if own is None else [(own, own), *beside]
    return {tone: _finder(roots, tone) for tone in vocabulary.tones}


def texts_written(vocabulary: Vocabulary) -> Iterator[Source | InvalidDocument]:
    """Go through the texts beside a vocabulary, one after the other; a bad one as its error."""
    for path in sorted(_files(_directory(vocabulary.path))):
        try:
            yield _read(path, _home(vocabulary.path))
        except InvalidDocument as error:
            yield error


def check_messages(vocabulary: Vocabulary) -> list[Problem]:
    """Return what is wrong with the texts of a vocabulary's messages.

    Raises:
        InvalidDocument: one of them cannot be read.
    """
    if not vocabulary.messages:
        return []
    # The templates' engine is needed by whoever checks or writes a message, by no one else.
    from followup.drafting.checking import problems_of

    texts, facts = texts_of(vocabulary), partial(facts_beside, vocabulary)
    return list(problems_of(vocabulary, texts, texts_written(vocabulary), facts))


def texts_of_nothing(vocabulary: Vocabulary, own: str) -> list[Problem]:
    """Return a warning for each file in the directory `own` that no message is read from."""
    found = []
    for path in sorted(_own_files(own)):
        folder, name = os.path.split(os.path.relpath(path, own))
        stem, ending = os.path.splitext(name)
        is_message = stem in vocabulary.messages
        if folder and folder not in vocabulary.tones:
            if is_message and ending == _ENDING:
                help = did_you_mean(folder, vocabulary.tones)
                found.append(_warning(path, f"there is no tone `{folder}`", help))
        elif ending in _OTHER_ENDINGS:
            if is_message:
                help = f"call it `{stem}{_ENDING}`"
                found.append(_warning(path, f"a text does not end in `{ending}`", help))
        elif ending == _ENDING and not is_message and not stem.startswith("_"):
            help = did_you_mean(stem, vocabulary.messages, limit=0)
            help = help or "begin its name with `_` if other texts import it"
            found.append(_warning(path, f"`{stem}` is the text of no message", help))
    return found


def fact_names(vocabulary: Vocabulary, library: Library) -> Iterator[str]:
    """Go through the facts of all shipped rulesets of a vocabulary."""
    for name in shipped_rulesets():
        ruleset = library.ruleset(name)
        if ruleset.vocabulary.name in vocabulary.names:
            yield from ruleset.facts


def facts_beside(vocabulary: Vocabulary) -> list[str]:
    """Return the facts of the rulesets that lie beside a vocabulary, without building these.

    There are none where a ruleset builds on one that lies elsewhere, and so may have others.
    """
    files = _rulesets_in(os.path.dirname(vocabulary.path) or ".")
    found: dict[str, None] = {}
    for path in files.values():
        try:
            document = read_text(read_file(path))
        except InvalidDocument:
            continue  # what is wrong with it is told where it is checked
        if isinstance(document, MappingNode):
            parent, facts = document.get("extends"), document.get("facts")
            if isinstance(parent, ScalarNode) and parent.value not in files:
                return []
            found.update(dict.fromkeys(facts.entries) if isinstance(facts, MappingNode) else {})
    return list(found)


def _rulesets_in(directory: str) -> dict[str, str]:
    """Return the rulesets in a directory by their names; none where it cannot be listed."""
    try:
        names = sorted(filter(is_ruleset_file, os.listdir(directory)))
    except OSError:
        return {}
    paths = ((name, os.path.join(directory, name)) for name in names)
    return {os.path.splitext(name)[0]: path for name, path in paths if os.path.isfile(path)}


def _directory(vocabulary: str) -> str:
    """Return the directory with the texts of the vocabulary in a file."""
    return os.path.join(os.path.dirname(vocabulary), MESSAGES_DIRECTORY)


def _home(vocabulary: str) -> str | None:
    """Return the directory that the texts of the vocabulary in a file may not lead out of.

    What is shipped may be all links, as some installers make it.
    """
    home = os.path.dirname(vocabulary) or "."
    return None if _is_within(home, shipped("rulesets")) else home


def _finder(roots: list[tuple[str, str | None]], tone: str) -> Callable[[str], Source | None]:
    def find(name: str) -> Source | None:
        for root, home in roots:
            for path in (os.path.join(root, tone, name), os.path.join(root, name)):
                if os.path.isfile(path):
                    return _read(path, home)
        return None

    return find


def _read(path: str, home: str | None) -> Source:
    """Return the text of a file, which must lie in a directory where links are followed as well.

    A directory may come from a stranger: a link in it would write another file into a message.

    Raises:
        InvalidDocument: it cannot be read, or a link leads out of the directory.
    """
    if home is None or _is_within(path, home):
        return read_file(path)
    raise InvalidDocument(
        [
            Problem(
                code="F702",
                message="this is a link to a file outside its directory",
                location=Location(Source(path)),
                help="put a copy of the file in its place",
            )
        ]
    )


def _is_within(path: str, home: str) -> bool:
    """Return whether a path lies in a directory once all links are followed."""
    inner, outer = os.path.realpath(path), os.path.realpath(home)
    same_drive = os.path.splitdrive(inner)[0] == os.path.splitdrive(outer)[0]
    return same_drive and os.path.commonpath((inner, outer)) == outer


def _files(directory: str) -> Iterator[str]:
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            if name.endswith(_ENDING) and os.path.isfile(path):  # a pipe would never end
                yield path


def _own_files(directory: str) -> Iterator[str]:
    """Go through the files of a directory and of those in it, which may be named after tones."""
    for folder, folders, names in os.walk(directory):
        if folder != directory:
            folders.clear()
        yield from (os.path.join(folder, name) for name in names)


def _warning(path: str, message: str, help: str | None) -> Problem:
    location = Location(Source(path))
    return Problem(code="F503", message=message, location=location, help=help, warning=True)


def _no_directory(path: str) -> Problem:
    return Problem(
        code="F001",
        message="this is no directory",
        location=Location(Source(path)),
        help="name the directory that holds the templates",
    )
