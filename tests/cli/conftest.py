"""The command, with a cache for the whole session and a directory for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Followup


@pytest.fixture
def followup(session_cache: Path, tmp_path: Path) -> Followup:
    """The command in an empty directory."""
    return Followup(tmp_path, str(session_cache))


@pytest.fixture
def fresh(tmp_path: Path) -> Followup:
    """The command in an empty directory, with a cache of its own beside it."""
    directory = tmp_path / "work"
    directory.mkdir()
    return Followup(directory, str(tmp_path / "cache"))
