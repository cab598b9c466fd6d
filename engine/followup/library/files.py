"""Where shipped documents lie, and reading files without ever failing with a traceback."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from followup.defaults import MAX_BYTES
from followup.diagnostics import (
    InvalidDocument,
    Location,
    Problem,
    Source,
    UnknownName,
    did_you_mean,
)
from followup.text.reader import decode

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VOCABULARY_FILE = "vocabulary.yaml"
SOURCES_DIRECTORY = "sources"
CASES_ENDING = ".cases.yaml"
TOPICS_FILE = "topics.yaml"


def shipped(kind: str) -> str:
    """Return the directory of the shipped `rulesets` or `schemas`.

    They lie in the installed package, or at the top of a source checkout.
    """
    for root in (os.path.join(_PACKAGE, "_data"), os.path.dirname(os.path.dirname(_PACKAGE))):
        directory = os.path.join(root, kind)
        if os.path.isdir(directory):
            return directory
    raise FileNotFoundError(f"the installation is incomplete: its `{kind}` are missing")


def domains() -> list[str]:
    """Return the directories of the shipped vocabularies, in alphabetical order."""
    root = shipped("rulesets")
    found = (os.path.join(root, name) for name in sorted(os.listdir(root)))
    return [path for path in found if os.path.isfile(os.path.join(path, VOCABULARY_FILE))]


def is_ruleset_file(name: str) -> bool:
    """Return whether a file's name is that of a ruleset (no vocabulary, no cases, no topics)."""
    other = name in (VOCABULARY_FILE, TOPICS_FILE) or ".cases." in name
    return name.endswith((".yaml", ".yml")) and not other


def shipped_rulesets() -> dict[str, str]:
    """Return the shipped rulesets: name to path, domain by domain."""
    found: dict[str, str] = {}
    for domain in domains():
        for name in sorted(os.listdir(domain)):
            if is_ruleset_file(name):
                found[name.rsplit(".", 1)[0]] = os.path.join(domain, name)
    return found


def is_path(name: str) -> bool:
    """Return whether a word names a file rather than a shipped ruleset."""
    return os.sep in name or "/" in name or name.endswith((".yaml", ".yml", ".json"))


def find_ruleset(name_or_path: str) -> str:
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


def shipped_vocabularies() -> dict[str, str]:
    """Return the shipped vocabularies: name to path."""
    return {os.path.basename(path): os.path.join(path, VOCABULARY_FILE) for path in domains()}


def read_file(path: str, *, waiting: bool = False) -> Source:
    """Return the text of a file.

    Args:
        path: the file.
        waiting: whether to wait for a pipe or a device. Only somebody who named it wants that; one
            that lies where documents are looked for, or that a document names, is refused.

    Raises:
        InvalidDocument: there is no such file, it is a directory, it cannot be read, it is too
            large, or it is not UTF-8.
    """
    with open_file(path, waiting=waiting) as file, _explained(path):
        return decode(file.read(MAX_BYTES + 1), path)


def open_file(path: str, *, waiting: bool = False) -> BinaryIO:
    """Open a file for reading, as `read_file` does.

    Raises:
        InvalidDocument: it cannot be opened.
    """
    waits = waiting or is_descriptor(path)
    with _explained(path):
        file = open(path, "rb", opener=None if waits else _open_at_once)  # noqa: SIM115
        if waits or stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file
        file.close()
        raise _unreadable(path, "this is a pipe or a device, not a file")


@contextmanager
def _explained(path: str) -> Iterator[None]:
    """Turn what the system says of a file into a problem.

    Raises:
        InvalidDocument: the system said something.
    """
    try:
        yield
    except IsADirectoryError:
        raise _unreadable(path, "this is a directory", "name a file in it") from None
    except FileNotFoundError:
        raise _unreadable(path, "there is no such file", _near(path)) from None
    except PermissionError:
        raise _unreadable(path, "the file may not be read", "check its permissions") from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise _unreadable(path, f"the file cannot be read: {detail.lower()}") from None


def is_descriptor(path: str) -> bool:
    """Return whether a path is what a shell hands over for a file, as `<(command)` does.

    It is open for this process alone, and can be read once.
    """
    return path.startswith(("/dev/fd/", "/dev/stdin", "/proc/self/fd/"))


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for somebody who writes into it, should it be a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _unreadable(path: str, message: str, help: str | None = None) -> InvalidDocument:
    at = Location(Source(path or '""'))
    return InvalidDocument([Problem(code="F001", message=message, location=at, help=help)])


def _near(path: str) -> str | None:
    from difflib import get_close_matches

    directory, name = os.path.split(path)
    try:
        names = os.listdir(directory or ".")
    except OSError:
        return f"there is no directory `{directory}` either" if directory else None
    near = get_close_matches(name, names, n=1, cutoff=0.75)
    return f"did you mean `{os.path.join(directory, near[0])}`?" if near else None
