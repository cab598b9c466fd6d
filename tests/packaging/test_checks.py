"""Every way to run the checks runs the targets of the one Makefile."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def document(*parts: str) -> Any:
    return yaml.safe_load(ROOT.joinpath(*parts).read_text(encoding="utf-8"))


def test_the_makefile_tells_what_it_makes() -> None:
    """Its head names every target that a person calls."""
    told = set(re.findall(r"^#   make ([a-z]+) ", MAKEFILE, re.MULTILINE))
    parts_of_check = {"lint", "types", "imports", "rulesets", "smoke", "dist"}
    assert told == TARGETS - parts_of_check - {"newest-of-everything"}


def test_the_hooks_run_locked_tools() -> None:
    """Nothing comes from a repository of hooks, and nothing is installed for one."""
    for repository in document(".pre-commit-config.yaml")["repos"]:
        assert repository["repo"] == "local"
        for hook in repository["hooks"]:
            assert hook["language"] == "system"
            assert hook["entry"].removeprefix("make -s ") in TARGETS


def test_other_systems_run_what_this_one_runs() -> None:
    """The workflow calls targets that `.ci/run` calls, and pins the actions that it uses."""
    jobs = document(".github", "workflows", "check.yml")["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    for step in steps:
        if "uses" in step:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])
        else:
            target = re.fullmatch(r"make ([a-z]+) PYTHON=python", step["run"])
            assert target and target[1] in TARGETS
            assert target[1] == "check" or re.search(rf"\btarget .*\b{target[1]}\b", CI)


def test_continuous_integration_runs_all_of_check() -> None:
    """What a contributor runs as `make check` is what a commit has to pass."""
    (parts,) = re.findall(r"^check: (.*)$", MAKEFILE, re.MULTILINE)
    for part in parts.split():
        assert re.search(rf'\btarget "\$oldest" {part}\b', CI), part


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_a_version_that_is_promised_is_looked_for(version: str) -> None:
    """Every Python that the package says it runs on is one that the checks try to find."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"Programming Language :: Python :: {version}" in project["classifiers"]
    (looked_for,) = re.findall(r"^supported=\((.*)\)$", CI, re.MULTILINE)
    promised = [c.rsplit(" ", 1)[1] for c in project["classifiers"] if re.search(r" 3\.\d+$", c)]
    assert looked_for.split() == promised


def test_the_first_version_has_no_address_yet() -> None:
    """A made-up home page would send people nowhere."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "urls" not in project
