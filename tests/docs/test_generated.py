"""The files that are made from others are up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_generated_files_are_up_to_date() -> None:
    """`tools/generate.py --check` finds nothing; run it without `--check` to mend what it finds."""
    found = subprocess.run(
        [sys.executable, "tools/generate.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert (found.returncode, found.stdout + found.stderr) == (0, "")
