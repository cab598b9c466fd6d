"""The examples of the documentation do what its pages say.

The fenced blocks of a page are run in their order, in one folder for each page: an empty one, or
for a page of an example a copy of the example's. The first words of a block tell what it is:

    ```yaml file=NAME      is written to that file (so is any other language)
    ```yaml ruleset        part of a ruleset that builds on `balanced`; it must load
    ```yaml history        a history; it must load
    ```console             `$ COMMAND` lines, each with all that it prints; `...` skips any lines
    ```console terminal    the same on a terminal of 100 columns
    ```pycon               a Python session, as `doctest` reads it
    ```python              a Python program
    ```text                nothing to run, such as a grammar
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import followup
from tests.cli.running import Followup

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
EXAMPLES = sorted(ROOT.glob("examples/**/README.md"))
PAGES = [*sorted(DOCS.glob("*.md")), *EXAMPLES]
BLOCK = re.compile(r"^```(\S+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https:)([^)#\s]*)(?:#([^)\s]*))?\)")
HEADER = "ruleset: part\ntitle: A part of a ruleset\nversion: 1.0.0\nextends: balanced\n"
# What only a shell understands: pipes, redirections, several commands, variables.
FOR_A_SHELL = re.compile(r"[|&;<>$`]|^(?!followup )")
SURROUNDINGS = {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def name_of(page: Path) -> str:
    """Return the name of a page; that of its folder, if it is the page of an example."""
    return page.stem if page.parent == DOCS else page.parent.name


def run_console(text: str, kind: str, followup: Followup) -> None:
    """Run each command; it must print what stands below it."""
    for example in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = example.partition("\n")
        printed = output_of(command, kind, followup).rstrip("\n")
        expected = expected.rstrip("\n")  # an empty line parts two commands
        lines = (".*" if line == "..." else re.escape(line) for line in expected.split("\n"))
        pattern = "\n".join(lines).replace("\n.*", "(?:\n.*)??")
        if not re.fullmatch(pattern, printed, re.DOTALL):
            assert printed == expected, f"$ {command}"


def output_of(command: str, kind: str, followup: Followup) -> str:
    """Return what a command prints on either stream: in a shell where it needs one."""
    terminal = kind == "terminal"
    if not FOR_A_SHELL.search(command):
        arguments = shlex.split(command)[1:]
        return followup(*arguments, env=SURROUNDINGS, merged=True, terminal=terminal).out
    assert not terminal, "a shell's command has no terminal here"
    path = str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")
    return subprocess.run(
        ["sh", "-c", command],
        cwd=followup.directory,
        env=followup.environment({**SURROUNDINGS, "PATH": path}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    ).stdout


def run_session(text: str, place: str, namespace: dict[str, Any]) -> None:
    """Run a Python session; each statement must print what stands below it."""
    session = doctest.DocTestParser().get_doctest(text, {}, place, place, 0)
    session.globs = namespace
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(session, out=report.append, clear_globs=False)
    assert not runner.failures, "".join(report)


@pytest.mark.usefixtures("cases_run_once", "questions_asked_once")
@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_examples_of_a_page_do_what_it_says(
    page: Path, tmp_path: Path, session_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fenced block is run, and does what the page shows."""
    if page in EXAMPLES:
        shutil.copytree(page.parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    command = Followup(tmp_path, str(session_cache))
    text = page.read_text(encoding="utf-8")
    namespace: dict[str, Any] = {}
    for found in BLOCK.finditer(text):
        language, kind, body = found[1], found[2] or "", found[3]
        place = f"{page.name}:{text.count(chr(10), 0, found.start()) + 1}"
        if kind.startswith("file="):
            path = Path(kind.removeprefix("file="))
            path.parent.mkdir(exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif language == "console":
            run_console(body, kind, command)
        elif language == "pycon":
            run_session(body, place, namespace)
        elif language == "python":
            exec(compile(body, place, "exec"), namespace)
        elif language == "yaml":  # each under a name of its own, since a file is read once
            part = tmp_path / f"{found.start()}.yaml"
            part.write_text(HEADER + body if kind == "ruleset" else body, encoding="utf-8")
            assert kind in ("ruleset", "history"), f"{place}: nothing reads this block"
            load = followup.load_ruleset if kind == "ruleset" else followup.load_history
            load(part)
        else:
            assert (language, kind) == ("text", ""), f"{place}: nothing runs this block"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    """A link to a file, or to a heading in one, finds it."""
    for target, anchor in LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        path = page.parent / target if target else page
        assert path.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(path), f"{page.name}: {target}#{anchor}"


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return what a link into a page may name: its headings, and what it marks by itself."""
    text = path.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = [re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in headings]
    return frozenset([*slugs, *re.findall(r'<a id="([^"]+)">', text)])
