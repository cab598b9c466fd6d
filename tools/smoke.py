"""Install built distributions into clean environments and use each as a stranger would.

Usage: python tools/smoke.py [--newest] dist/followup-0.1.0-py3-none-any.whl dist/...tar.gz

Everything happens in a temporary folder outside the repository, so nothing is found by luck. What
a distribution needs comes from the lock; with `--newest` it is what an installer chooses today.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "run.txt"
BINARIES = "Scripts" if os.name == "nt" else "bin"
EXAMPLE = ROOT / "examples" / "acme.yaml"
RULESETS = ("conservative", "balanced", "persistent")
DATA_FOLDERS = ("rulesets", "schemas")
SECONDS_PER_COMMAND = 300

# Thanksgiving is Thu 26 Nov 2026, so the three days are Wed 25, Fri 27 and Mon 30.
PHRASE = "3 business days after 2026-11-24"
PHRASE_MEANS = "2026-11-30"


class SmokeError(Exception):
    """An installed distribution did not do what it should."""


class Installation:
    """A clean environment with one distribution in it, and an empty folder to work in."""

    def __init__(self, distribution: Path, folder: Path, *, locked: bool) -> None:
        self.binaries = folder / "venv" / BINARIES
        self.work = folder / "work"
        self.work.mkdir()
        self.variables = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("FOLLOWUP_", "PYTHON")) and name != "VIRTUAL_ENV"
        }
        self._run([sys.executable, "-m", "venv", str(folder / "venv")])
        if locked:
            self._pip("install", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
            self._pip("install", "--no-build-isolation", "--no-deps", str(distribution))
        else:
            self._pip("install", str(distribution))
        self._pip("check")

    def _pip(self, command: str, *arguments: str) -> None:
        self._run([str(self.binaries / "python"), "-m", "pip", "-qq", command, *arguments])

    def python(self, code: str) -> str:
        return self._run([str(self.binaries / "python"), "-c", code]).strip()

    def followup(self, *arguments: str) -> str:
        print("  $ followup", *(f'"{word}"' if " " in word else word for word in arguments))
        return self._run([str(self.binaries / "followup"), *arguments])

    def followup_json(self, *arguments: str) -> dict[str, Any]:
        output = self.followup(*arguments)
        try:
            document = json.loads(output)
        except ValueError as error:
            raise SmokeError(f"not JSON ({error}):\n{output}") from error
        expect(isinstance(document, dict), "one JSON object", output)
        return dict(document)

    def _run(self, command: list[str]) -> str:
        finished = subprocess.run(
            command,
            cwd=self.work,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS_PER_COMMAND,
            check=False,
        )
        if finished.returncode != 0:
            raise SmokeError(
                f"`{' '.join(command)}` exited with {finished.returncode}:\n"
                f"{finished.stdout}{finished.stderr}"
            )
        return finished.stdout


def expect(holds: bool, wanted: str, seen: object) -> None:
    if not holds:
        raise SmokeError(f"expected {wanted}, but saw:\n{seen}")


def files_below(folder: Path) -> set[str]:
    """Name the folder's files, without what Python or an editor leaves behind."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {
        path.as_posix()
        for path in paths
        if not any(part.startswith((".", "__pycache__")) for part in path.parts)
    }


def check_package(installed: Installation) -> None:
    package = Path(installed.python("import followup; print(followup.__path__[0])"))
    expect(package.is_relative_to(installed.binaries.parent), "the installed package", str(package))
    for name in DATA_FOLDERS:
        wanted, shipped = files_below(ROOT / name), files_below(package / "_data" / name)
        expect(bool(wanted), f"files in {name}", "none")
        expect(shipped == wanted, f"all of {name} in the package", sorted(shipped ^ wanted))


def check_version(installed: Installation) -> None:
    version = installed.python("import followup; print(followup.__version__)")
    recorded = installed.python("from importlib.metadata import version as v; print(v('followup'))")
    expect(version == recorded, f"version {recorded}", version)
    told = installed.followup("--version")
    expect(version in told.split(), f"version {version}", told)


def check_commands(installed: Installation) -> None:
    listed = installed.followup("ruleset", "list")
    expect(all(name in listed for name in RULESETS), ", ".join(RULESETS), listed)

    shutil.copy(EXAMPLE, installed.work)
    for name in RULESETS:
        decision = installed.followup_json(
            "evaluate", EXAMPLE.name, "-r", name, "--as-of", "2026-10-23", "--json"
        )
        expect(decision["ruleset"]["name"] == name, f"a decision of {name}", decision)

    moment = installed.followup_json("when", PHRASE, "--country", "US", "--json")
    # Only the outermost values: the walk may well pass the day without ending on it.
    expect(PHRASE_MEANS in moment.values(), PHRASE_MEANS, moment)


def check_distribution(distribution: Path, *, locked: bool) -> None:
    print(f"{distribution.name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="followup-smoke-") as folder:
        installed = Installation(distribution, Path(folder).resolve(), locked=locked)
        check_package(installed)
        check_version(installed)
        check_commands(installed)
    print("  works", flush=True)


def main(arguments: list[str]) -> int:
    locked = "--newest" not in arguments
    distributions = [argument for argument in arguments if argument != "--newest"]
    if not distributions:
        print(__doc__, file=sys.stderr)
        return 2
    for argument in distributions:
        try:
            check_distribution(Path(argument).resolve(strict=True), locked=locked)
        except (OSError, SmokeError, subprocess.TimeoutExpired) as error:
            print(f"{argument}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
