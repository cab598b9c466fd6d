"""Which version of a package is installed, found without importing it or package metadata."""

import os
import sys

__all__ = ["installed_version"]

_SUFFIX = ".dist-info"


def installed_version(name: str = "holidays") -> tuple[str, str] | None:
    """The version of an installed distribution and a stamp of its files.

    The first directory of `sys.path` that has the distribution counts, as for an import.

    Args:
        name: the distribution's name; upper and lower case are the same.

    Returns:
        The version, such as "0.109", and a stamp that changes when the distribution is
        installed again; None when it is not installed.
    """
    for entry in sys.path:
        found = _scan(entry or os.curdir, f"{name.lower()}-")
        if found is not None:
            return found
    return _from_metadata(name)


def _scan(directory: str, prefix: str) -> tuple[str, str] | None:
    try:
        with os.scandir(directory) as entries:
            # Sorted, because a failed installation may leave two behind, in any order.
            paths = sorted(
                entry.path
                for entry in entries
                if entry.name.lower().startswith(prefix) and entry.name.endswith(_SUFFIX)
            )
    except OSError:
        return None  # Not a directory: an archive, or a path that does not exist.
    for path in paths:
        for name in ("RECORD", "METADATA"):
            try:
                status = os.stat(os.path.join(path, name))
            except OSError:
                continue
            version = os.path.basename(path)[len(prefix) : -len(_SUFFIX)]
            return version, f"{status.st_size}-{status.st_mtime_ns}"
    return None


def _from_metadata(name: str) -> tuple[str, str] | None:
    # Imported late: it takes 80 ms, and only an unusual installation (an archive, an egg)
    # needs it.
    from importlib import metadata

    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    text = found.read_text("METADATA") or found.read_text("PKG-INFO") or ""
    return found.version, f"{len(text)}-0"
