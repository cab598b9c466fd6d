"""Say which installed packages are not those of a lock.

Usage: python tools/newer.py requirements/test.txt

When the newest of everything fails, this is where to look first.
"""

import re
import sys
from importlib.metadata import distributions
from pathlib import Path

PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)", re.MULTILINE)


def pinned(lock: str) -> dict[str, set[str]]:
    """Return the versions that a lock has of each package; more than one where systems differ."""
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall(lock):
        found.setdefault(name, set()).add(version)
    return found


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(arguments: list[str]) -> int:
    (lock,) = arguments
    wanted = pinned(Path(lock).read_text(encoding="utf-8"))
    installed = {normalized(d.metadata["Name"]): d.version for d in distributions()}
    differing = [
        f"{name} {version} (locked: {', '.join(sorted(wanted[name]))})"
        for name, version in sorted(installed.items())
        if name in wanted and version not in wanted[name]
    ]
    print("Not as in the lock:", "; ".join(differing) or "nothing", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
