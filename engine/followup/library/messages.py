"""The texts of a vocabulary's messages: `messages/TONE/NAME.j2` beside it, and a user's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.language.domain import Vocabulary
from followup.library.files import read_file

MESSAGES_DIRECTORY = "messages"
_ENDING = ".j2"


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
    roots = [own] if own is not None else []
    roots.append(_directory(vocabulary))
    return {tone: _finder(roots, tone) for tone in vocabulary.tones}


def texts_written(vocabulary: Vocabulary) -> dict[str, Source]:
    """Return every text beside a vocabulary, by its path."""
    return {path: read_file(path) for path in sorted(_files(_directory(vocabulary)))}


def _directory(vocabulary: Vocabulary) -> str:
    return os.path.join(os.path.dirname(vocabulary.path), MESSAGES_DIRECTORY)


def _finder(roots: list[str], tone: str) -> Callable[[str], Source | None]:
    def find(name: str) -> Source | None:
        for root in roots:
            for path in (os.path.join(root, tone, name), os.path.join(root, name)):
                if os.path.isfile(path):
                    return read_file(path)
        return None

    return find


def _files(directory: str) -> Iterator[str]:
    for folder, _, names in os.walk(directory):
        for name in names:
            if name.endswith(_ENDING):
                yield os.path.join(folder, name)


def _no_directory(path: str) -> Problem:
    return Problem(
        code="F001",
        message="this is no directory",
        location=Location(Source(path)),
        help="name the directory that holds the templates",
    )
