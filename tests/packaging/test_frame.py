"""What holds the project together: versions, layers, shipped data, the command."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest

import followup

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = next(
    contract["layers"]
    for contract in PROJECT["tool"]["importlinter"]["contracts"]
    if contract["type"] == "layers"
)
VERSION = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}")
SHIPPED_RULESETS = ("conservative", "balanced", "persistent")
DOCUMENT_KINDS = ("vocabulary", "source", "topics", "ruleset", "history", "cases", "decision")


def changelog_versions() -> list[str]:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.findall(r"^## \[(.+?)\]", text, flags=re.MULTILINE)


def as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


class TestVersion:
    def test_package_version_is_three_numbers(self) -> None:
        """`__version__` is MAJOR.MINOR.PATCH."""
        assert VERSION.fullmatch(followup.__version__)

    def test_changelog_starts_with_unreleased(self) -> None:
        """The first section collects what is not released yet."""
        assert changelog_versions()[0] == "Unreleased"

    def test_changelog_versions_have_the_form_of_the_package_version(self) -> None:
        """Every released section is named by a version, newest first."""
        released = changelog_versions()[1:]
        assert all(VERSION.fullmatch(version) for version in released)
        assert released == sorted(released, key=as_numbers, reverse=True)

    def test_changelog_is_not_ahead_of_the_package(self) -> None:
        """No section names a version later than `__version__`."""
        released = changelog_versions()[1:]
        assert all(as_numbers(version) <= as_numbers(followup.__version__) for version in released)

    def test_released_sections_are_dated(self) -> None:
        """Every released section carries its date as YYYY-MM-DD."""
        text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        dated = re.findall(r"^## \[(.+?)\] - \d{4}-\d{2}-\d{2}$", text, flags=re.MULTILINE)
        assert dated == changelog_versions()[1:]


class TestLayers:
    @pytest.mark.parametrize("layer", LAYERS)
    def test_layer_exists(self, layer: str) -> None:
        """Every layer that the import contract names is a module of the package."""
        assert find_spec(f"followup.{layer}") is not None

    def test_package_root_exports_a_sorted_all(self) -> None:
        """The root re-exports, with a sorted `__all__` of names that exist."""
        assert list(followup.__all__) == sorted(followup.__all__)
        assert all(hasattr(followup, name) for name in followup.__all__)

    @pytest.mark.parametrize("name", followup.__all__)
    def test_every_public_name_has_its_type_tested(self, name: str) -> None:
        """`make types` holds what a type checker says of each name that is exported."""
        tested = (ROOT / "tests" / "typing" / "public_api.py").read_text(encoding="utf-8")
        assert re.search(rf"\bfollowup\.{name}\b", tested)

    def test_import_stays_light(self) -> None:
        """Importing the package loads neither the command line nor the terminal's libraries."""
        code = "import followup, sys; print(*sorted({'click', 'rich'} & set(sys.modules)))"
        loaded = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert loaded.stdout.split() == []


class TestShippedData:
    @pytest.mark.parametrize("folder", ["rulesets", "schemas"])
    def test_wheel_carries_the_folder(self, folder: str) -> None:
        """Both data folders are part of the wheel, under `followup/_data`."""
        wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
        assert folder in wheel["only-include"]
        assert wheel["sources"][folder] == f"followup/_data/{folder}"
        assert any((ROOT / folder).iterdir())

    def test_no_copy_of_the_data_in_the_source_tree(self) -> None:
        """The data has one home, the top level; a copy in the package would go stale."""
        assert not (ROOT / "engine" / "followup" / "_data").exists()

    @pytest.mark.parametrize("name", SHIPPED_RULESETS)
    def test_ruleset_is_found_from_any_folder(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A shipped ruleset is found by its name, wherever the program runs."""
        monkeypatch.chdir(tmp_path)
        assert followup.load_ruleset(name).name == name

    @pytest.mark.parametrize("kind", DOCUMENT_KINDS)
    def test_schema_is_draft_07(self, kind: str) -> None:
        """Every kind of document has a JSON Schema that editors understand."""
        schema = json.loads((ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        assert schema["$schema"].rstrip("#") == "http://json-schema.org/draft-07/schema"


class TestCommand:
    def test_command_tells_the_package_version(self) -> None:
        """`followup --version` prints `__version__`."""
        (script,) = entry_points(group="console_scripts", name="followup")
        assert script.value == "followup.cli.start:main"
        command = [sys.executable, "-m", "followup", "--version"]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        assert followup.__version__ in result.stdout.split()
