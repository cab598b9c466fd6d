"""What was found or built before, so that it need not be done again at every start.

A *mark* is an empty file whose name is a digest of everything that a finding rests on: the
document, the schema, the code and the packages. Whatever changes, the name changes, so a mark
cannot go stale. A *kept ruleset* is a pickle with the digests of all files that it was built
from (and the names of those that were looked for in vain); it is used only while every one of
them is as it was.

A pickle is code, so the directory has to be the user's own, as Python's compiled files are: one
that somebody else owns or may write to is not used.
"""

from __future__ import annotations

import os
import pickle
import stat
import sys
from hashlib import sha256

from followup.diagnostics import InvalidDocument
from followup.language.model import Ruleset
from followup.library.files import is_descriptor, read_file
from followup.library.installed import installed_version

_MOST_MARKS = 4_000
_KEPT_MARKS = 2_000


class Cache:
    """Marks and holiday tables in one directory; without a directory nothing is kept."""

    def __init__(self, directory: str | None) -> None:
        self.directory = directory
        self._basis: str | None = None

    def holds(self, *parts: str) -> bool:
        """Return whether these parts were marked before."""
        return self.directory is not None and os.path.exists(self._path(parts))

    def mark(self, *parts: str) -> None:
        """Note that these parts were found well-formed; a full or read-only disk is no error."""
        if self.directory is None:
            return
        path = self._path(parts)
        if os.path.exists(path):
            return
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            with open(path, "wb"):
                pass
            self._prune(os.path.dirname(path))
        except OSError:
            return

    def ruleset(self, path: str) -> Ruleset | None:
        """Return the ruleset that was kept for a file, if nothing it rests on has changed."""
        if self.directory is None or is_descriptor(path):
            return None
        kept = self._ruleset_path(path)
        if not all(map(_is_private, (self.directory, os.path.dirname(kept), kept))):
            return None
        try:
            with open(kept, "rb") as file:
                looked_at, ruleset = pickle.load(file)
            unchanged = all(_digest(p) == digest for p, digest in looked_at.items())
        except Exception:  # whatever is wrong with a kept file, it is built anew
            return None
        return ruleset if unchanged and isinstance(ruleset, Ruleset) else None

    def keep_ruleset(self, path: str, ruleset: Ruleset, looked_at: dict[str, str | None]) -> None:
        """Keep a ruleset with what it was built from; a full or read-only disk is no error."""
        if self.directory is None or is_descriptor(path):
            return
        target = self._ruleset_path(path)
        temporary = f"{target}.{os.getpid()}"
        try:
            os.makedirs(self.directory, mode=0o700, exist_ok=True)
            os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as file:
                pickle.dump((dict(looked_at), ruleset), file, protocol=5)
            os.replace(temporary, target)
        except OSError:
            return

    def _ruleset_path(self, path: str) -> str:
        # The name as it was given counts too: places in messages are written with it.
        name = f"{self.basis()}\0{os.path.abspath(path)}\0{path}".encode("utf-8", "surrogatepass")
        return os.path.join(self.directory or "", "rulesets", sha256(name).hexdigest())

    def _path(self, parts: tuple[str, ...]) -> str:
        digest = sha256("\0".join((self.basis(), *parts)).encode("utf-8", "surrogatepass"))
        return os.path.join(self.directory or "", "checked", digest.hexdigest())

    def basis(self) -> str:
        """Return what every finding rests on: Python, this package's code, the libraries."""
        if self._basis is None:
            packages = [f"{n}={installed_version(n)}" for n in ("holidays", "jsonschema", "PyYAML")]
            code = _code_stamp(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
            self._basis = "|".join((sys.version, code, *packages))
        return self._basis

    def _prune(self, directory: str) -> None:
        """Remove the oldest marks when there are too many."""
        names = os.listdir(directory)
        if len(names) > _MOST_MARKS:
            paths = [os.path.join(directory, name) for name in names]
            for path in sorted(paths, key=os.path.getmtime)[: len(paths) - _KEPT_MARKS]:
                os.unlink(path)


def _digest(path: str) -> str | None:
    """Return the digest of a file's text as it is read, None where there is no file."""
    try:
        text = read_file(path).text
    except InvalidDocument:
        return None
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _is_private(path: str) -> bool:
    """Return whether a directory or file is the user's own, and nobody else's to write to."""
    try:
        status = os.stat(path)
    except OSError:
        return False
    if not hasattr(os, "getuid"):  # Windows keeps a user's directories to the user
        return True
    others = stat.S_IWGRP | stat.S_IWOTH
    return status.st_uid == os.getuid() and not status.st_mode & others


def _code_stamp(directory: str) -> str:
    """Return a stamp of the package's own code: sizes and times of its files."""
    total, newest, count = 0, 0, 0
    waiting = [directory]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            for entry in found:
                if entry.name in ("__pycache__", "_data"):
                    continue
                if entry.is_dir():
                    waiting.append(entry.path)
                elif entry.name.endswith(".py"):
                    status = entry.stat()
                    total, newest = total + status.st_size, max(newest, status.st_mtime_ns)
                    count += 1
    return f"{count}-{total}-{newest}"
