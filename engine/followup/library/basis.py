"""What everything that is kept rests on: Python, this package's code, and the libraries."""

from __future__ import annotations

import os
import sys
from functools import cache

from followup.library.installed import installed_version

_PACKAGES = ("holidays", "jsonschema", "msgspec", "PyYAML")


@cache
def basis() -> str:
    """Return a text that changes with any of them."""
    packages = [f"{name}={installed_version(name)}" for name in _PACKAGES]
    code = _code_stamp(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return "|".join((sys.version, code, *packages))


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
