"""The installed version, found without importing anything slow; and what importing us costs."""

import os
import subprocess
import sys
from importlib.metadata import version as distribution_version
from pathlib import Path

import pytest

from followup.library.installed import installed_version


def _install(directory: Path, version: str, *files: str) -> Path:
    folder = directory / f"holidays-{version}.dist-info"
    folder.mkdir(parents=True)
    for name in files:
        (folder / name).write_text(f"Metadata-Version: 2.1\nName: holidays\nVersion: {version}\n")
    return folder


def test_the_version_is_the_one_that_is_imported() -> None:
    """The directory's name tells the version, and the stamp is one word."""
    found = installed_version()
    assert found is not None
    version, stamp = found
    assert version == distribution_version("holidays")
    assert stamp == installed_version()[1]  # type: ignore[index]
    assert stamp.replace("-", "").isdigit()


def test_the_first_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for an import, the first entry of `sys.path` that has the distribution wins."""
    _install(tmp_path / "b", "2.0", "RECORD")
    _install(tmp_path / "c", "3.0", "METADATA")
    (tmp_path / "archive.zip").write_bytes(b"")
    entries = [tmp_path / "missing", tmp_path / "archive.zip", tmp_path / "b", tmp_path / "c"]
    monkeypatch.setattr(sys, "path", [str(entry) for entry in entries])
    found = installed_version()
    assert found is not None
    assert found[0] == "2.0"
    monkeypatch.setattr(sys, "path", [str(entries[3])])
    found = installed_version()
    assert found is not None
    assert found[0] == "3.0"


def test_an_empty_path_entry_is_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`sys.path` names the current directory by an empty text."""
    _install(tmp_path, "2.0", "RECORD")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [""])
    found = installed_version()
    assert found is not None
    assert found[0] == "2.0"


def test_the_stamp_changes_with_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same version installed again has another stamp."""
    record = _install(tmp_path, "2.0", "RECORD") / "RECORD"
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    before = installed_version()
    os.utime(record, ns=(1, 1))
    after = installed_version()
    assert before is not None
    assert after is not None
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_an_unfinished_directory_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dist-info directory without its files is what a failed installation leaves behind."""
    _install(tmp_path, "1.0")
    _install(tmp_path, "2.0", "RECORD")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    found = installed_version()
    assert found is not None
    assert found[0] == "2.0"


def test_an_unusual_installation_is_found_the_slow_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An egg has no dist-info directory; the standard library still finds it."""
    egg = tmp_path / "holidays-4.0.egg-info"
    egg.mkdir()
    (egg / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: holidays\nVersion: 4.0\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    found = installed_version()
    assert found is not None
    assert found[0] == "4.0"


def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the distribution there is no version."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert installed_version() is None


IMPORT = """
import sys
import followup.calendars
print(*(name for name in sys.argv[1:] if name in sys.modules))
from followup.library.installed import installed_version
assert installed_version() is not None
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_importing_calendars_is_cheap() -> None:
    """Start-up time is a feature: nothing slow is imported, not even to find the version."""
    slow = ["holidays", "numpy", "dateutil", "importlib.metadata", "pathlib", "tempfile"]
    run = subprocess.run(
        # -S: files in site-packages may import anything at start; PYTHONPATH still names it.
        [sys.executable, "-S", "-c", IMPORT, *slow],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["engine", *filter(None, sys.path)])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == []
