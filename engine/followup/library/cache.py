"""What was found well-formed before, so that it need not be proved again at every start.

A mark is an empty file whose name is a digest of everything that the finding rests on: the
documents, the schema, the code and the packages. Whatever changes, the name changes, so a mark
cannot go stale; and a mark holds nothing, so nothing can be read from it that was not written
by the documents themselves.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256

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
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            with open(path, "wb"):
                pass
            self._prune(os.path.dirname(path))
        except OSError:
            return

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
