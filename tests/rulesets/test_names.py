"""Names that can be files on every system: those of the shipped cases, and of the files here."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from followup.library import Library

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("benchmarks", "docs", "engine", "examples", "requirements", "rulesets", "schemas")
CASES = sorted((ROOT / "rulesets").rglob("*.cases.yaml"))
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]|^ |[ .]$')
LONGEST = 150


def unusable(names: list[str]) -> list[str]:
    """Return the names that some system takes for no file, or for the file of another name."""
    known = Counter(name.casefold() for name in names)
    return [
        name
        for name in names
        if FORBIDDEN.search(name)
        or RESERVED.fullmatch(name)
        or len(name) > LONGEST
        or known[name.casefold()] > 1
    ]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_can_name_a_file(path: Path) -> None:
    """Windows refuses a colon, and takes `Nul` for a device and `A` for `a`."""
    assert unusable([case.name for case in Library().documents.cases(str(path))]) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_files_here_can_be_checked_out_anywhere(folder: str) -> None:
    """Within one folder as well as by themselves."""
    for parent in [ROOT / folder, *(ROOT / folder).rglob("*/")]:
        assert unusable([path.name for path in parent.iterdir()]) == [], parent
