"""The locks: they cover what pyproject.toml asks for, and nothing else is ever fetched."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]

RUN = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
TEST = [*RUN, *EXTRAS["test"]]
DEV = [*TEST, *(line for line in EXTRAS["dev"] if not line.startswith("followup["))]
ASKED = {"run": RUN, "test": TEST, "dev": DEV, "lowest": TEST, "lock": GROUPS["lock"]}
COVERED = [(lock, requirement) for lock, asked in ASKED.items() for requirement in asked]


def text_of(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")


def entries(lock: str) -> list[str]:
    """Return what a lock says of each package, its hashes included."""
    lines = re.sub(r"^ *#.*\n", "", text_of(lock), flags=re.MULTILINE)
    return [entry.strip() for entry in re.split(r"\n(?! )", lines) if entry.strip()]


def pins(lock: str) -> dict[str, set[str]]:
    """Return each package's lines without their hashes; more than one where systems differ."""
    found: dict[str, set[str]] = {}
    for entry in entries(lock):
        pinned = entry.split(" \\\n")[0]
        found.setdefault(canonicalize_name(Requirement(pinned).name), set()).add(pinned)
    return found


def versions(lock: str, name: str) -> set[Version]:
    lines = pins(lock).get(canonicalize_name(name), set())
    return {Version(str(Requirement(line).specifier).removeprefix("==")) for line in lines}


@pytest.mark.parametrize("lock", ASKED)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    """One version each, and the digests of its files; nothing is taken from a path or a link."""
    assert entries(lock)
    for entry in entries(lock):
        pinned, *hashes = entry.split(" \\\n")
        assert re.fullmatch(r"[a-z0-9-]+==[^\s;]+( ; .+)?", pinned)
        assert hashes
        assert all(re.fullmatch(r" +--hash=sha256:[0-9a-f]{64}", line) for line in hashes)


@pytest.mark.parametrize(("lock", "asked"), COVERED)
def test_a_lock_has_all_that_is_asked_for(lock: str, asked: str) -> None:
    """Each dependency of pyproject.toml is locked, at a version that it admits."""
    requirement = Requirement(asked)
    locked = versions(lock, requirement.name)
    assert locked, "run `make lock`"
    assert all(requirement.specifier.contains(version) for version in locked)


@pytest.mark.parametrize("asked", [each for each in TEST if ">=" in each])
def test_the_lowest_is_the_lower_bound(asked: str) -> None:
    """What the tests hold of the oldest packages holds of what pyproject.toml promises."""
    requirement = Requirement(asked)
    (bound,) = (spec.version for spec in requirement.specifier if spec.operator == ">=")
    assert versions("lowest", requirement.name) == {Version(bound)}


def test_all_locks_were_made_together() -> None:
    """What runs is a part of what tests, and that of what checks; all have one day."""
    days = {re.search(r"make lock UNTIL=(\d{4}-\d\d-\d\d)$", text_of(lock), re.M) for lock in ASKED}
    assert len({found and found[1] for found in days}) == 1
    for part, whole in (("run", "test"), ("test", "dev")):
        for name in pins(part):
            assert versions(part, name) == versions(whole, name)


def test_the_build_backend_is_locked() -> None:
    """An editable install and a build need no environment of their own."""
    groups = {canonicalize_name(Requirement(line).name) for line in GROUPS["build"]}
    needed = {
        canonicalize_name(Requirement(line).name) for line in PROJECT["build-system"]["requires"]
    }
    assert needed | {"editables"} <= groups
    assert set(GROUPS["build"]) >= set(PROJECT["build-system"]["requires"])
    assert all(groups <= set(pins(lock)) for lock in ("run", "test", "dev", "lowest"))


def test_the_lock_starts_at_the_oldest_python() -> None:
    """It serves every Python that the project supports."""
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert re.findall(r"--python-version (\S+)", MAKEFILE) == [oldest]


def test_the_makefile_installs_only_what_is_locked() -> None:
    """Everything has hashes, but for the target whose point is that nothing is locked."""
    free = re.search(r"^newest-of-everything:.*\n(?:\t.*\n)+", MAKEFILE, re.MULTILINE)
    assert free
    commands = MAKEFILE.replace(free[0], "").replace("\\\n", " ").splitlines()
    installs = [
        line for line in commands if re.search(r"pip\)? install|uv (?:pip )?(?:sync|install)", line)
    ]
    assert installs
    for line in installs:
        own = "--no-build-isolation --no-deps -e ." in line
        assert own or "--require-hashes --only-binary :all: -r" in line, line
    assert re.findall(r"-m build\b(.*)", MAKEFILE)
    assert all("--no-isolation" in options for options in re.findall(r"-m build\b(.*)", MAKEFILE))


def test_what_is_imported_is_asked_for() -> None:
    """The package rests on no library that only another one brings along."""
    declared = {canonicalize_name(Requirement(line).name) for line in RUN}
    providers = packages_distributions()
    imported: set[str] = set()
    for path in (ROOT / "engine").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    foreign = imported - set(sys.stdlib_module_names) - {"followup"}
    for name in foreign:
        assert declared & {canonicalize_name(each) for each in providers[name]}, name
