"""Every diagnostic code has a page, and followup does with its documents what the page says.

A page is found by its name. In its sections *Wrong* and *Right*, the first words of a fenced
block tell what the block is and how it becomes a file:

    ```yaml ruleset                     my-rules.yaml
    ```yaml history                     acme.yaml (```json history: acme.json)
    ```yaml cases                       my-rules.cases.yaml
    ```yaml vocabulary                  vocabulary.yaml
    ```j2 template                      status-inquiry.j2
    ```yaml ruleset file=parent.yaml    under another name
    ```yaml history encoding=utf-16     its bytes in another encoding
    ```yaml history size=17MiB          its last line repeated until the file has this size
    ```text phrase                      no file: an argument of `followup when`
    ```python mapping                   no file: what a program gives to `history_from`

The first command in a section is run; where *Right* names none, that of *Wrong* is run again.
"""

from __future__ import annotations

import ast
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from followup.cli.main import cli
from followup.codes import CODES
from followup.diagnostics import InvalidDocument
from followup.library import Library

PAGES = Path(__file__).resolve().parents[2] / "docs" / "diagnostics"
SECTIONS = ["Wrong", "Right", "Why"]
STEMS = {
    "ruleset": "my-rules",
    "history": "acme",
    "cases": "my-rules.cases",
    "vocabulary": "vocabulary",
    "template": "status-inquiry",
}
BLOCK = re.compile(r"^```(\S+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"`(followup(?:\.history_from)?\b[^`\n]*)`")
CODE_PRINTED = re.compile(r": ([FW]\d{3}) ")
LONGEST_PAGE = 55
# No shipped schema gives a number bounds so far; `"minimum": 0` for a limit's `at-most` would.
NOT_RAISED_YET: set[str] = set()

Capture = pytest.CaptureFixture[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: its language, what it is, the options after that, and its text."""

    language: str
    kind: str
    options: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page: its documents, the command that is run on them, and what that prints."""

    documents: tuple[Block, ...]
    command: str | None
    message: str | None


def page(code: str) -> str:
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


def section(code: str, name: str) -> Section:
    text = re.split(rf"^## {name}$", page(code), flags=re.MULTILINE)[1]
    text = re.split(r"^## ", text, flags=re.MULTILINE)[0]
    blocks = [read_block(*found) for found in BLOCK.findall(text)]
    messages = [block.text for block in blocks if not block.kind]
    commands = COMMAND.findall(BLOCK.sub("", text))
    assert len(messages) <= 1
    return Section(
        documents=tuple(block for block in blocks if block.kind),
        command=commands[0] if commands else None,
        message=messages[0].rstrip("\n") if messages else None,
    )


def read_block(language: str, info: str, text: str) -> Block:
    kind, *options = info.split() or [""]
    return Block(
        language=language,
        kind=kind,
        options=dict(option.split("=", 1) for option in options),
        text=text,
    )


def data_of(block: Block) -> bytes:
    """Return the bytes that a block stands for."""
    data = block.text.encode(block.options.get("encoding", "utf-8"))
    if "size" in block.options:
        size = int(block.options["size"].removesuffix("MiB")) * 2**20
        line = data.splitlines(keepends=True)[-1]
        data += line * ((size - len(data)) // len(line) + 1)
    return data


def run(documents: tuple[Block, ...], command: str, capsys: Capture) -> tuple[int, str, str]:
    """Write the documents into the current directory and run the command there.

    Return its exit code, what it printed, and what it complained of.
    """
    arguments = shlex.split(command)[1:]
    for block in documents:
        if block.kind == "phrase":
            arguments = ["when", block.text.rstrip("\n")]
        elif block.kind == "mapping":
            return read_mapping(block.text)
        else:
            name = f"{STEMS[block.kind]}.{block.language}"
            Path(block.options.get("file", name)).write_bytes(data_of(block))
    capsys.readouterr()
    code = 0
    try:
        cli.main(arguments, prog_name="followup", standalone_mode=False)
    except SystemExit as error:
        code = int(error.code or 0)
    printed = capsys.readouterr()
    return code, printed.out.rstrip("\n"), printed.err.rstrip("\n")


def read_mapping(text: str) -> tuple[int, str, str]:
    library = Library()
    try:
        library.histories.in_data(ast.literal_eval(text), library.vocabulary("job-search"))
    except InvalidDocument as error:
        return 1, "", str(error)
    return 0, "", ""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, session_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, so that messages name files as the pages do."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOLLOWUP_CACHE", str(session_cache))
    monkeypatch.delenv("FOLLOWUP_RULESET", raising=False)


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    """There is one page for each code, and none for anything else."""
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted([*CODES, "README"])


def test_the_index_names_each_code_once_in_order() -> None:
    """The index has a row for each code, with its meaning and a link to its page."""
    rows = re.findall(
        r"^\| \[([FW]\d{3})\]\(([FW]\d{3}\.md)\) \| (.+) \|$",
        (PAGES / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert rows == [(code, f"{code}.md", means) for code, means in CODES.items()]


def test_the_index_explains_a_message_that_a_page_has() -> None:
    """The line that the index takes apart is one that followup prints."""
    shown = BLOCK.findall((PAGES / "README.md").read_text(encoding="utf-8"))
    assert shown
    for _, _, text in shown:
        (code,) = CODE_PRINTED.findall(text)
        assert text.rstrip("\n") == section(code, "Wrong").message


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_its_form(code: str) -> None:
    """A page says what the code means, what is wrong, what is right, and why, in short."""
    text = page(code)
    assert text.startswith(f"# {code}: {CODES[code]}\n\n")
    assert re.findall(r"^## (.+)$", BLOCK.sub("", text), re.MULTILINE) == SECTIONS
    parts = re.split(r"^#+ .+$", BLOCK.sub("", text), flags=re.MULTILINE)
    assert parts[1].strip()
    assert parts[-1].strip()
    assert len(text.splitlines()) <= LONGEST_PAGE


def raised(code: str) -> object:
    marks = [pytest.mark.xfail(reason="no shipped schema bounds a number")]
    return pytest.param(code, marks=marks if code in NOT_RAISED_YET else [])


@pytest.mark.parametrize("code", [raised(code) for code in CODES])
def test_what_is_wrong_prints_what_the_page_says(code: str, capsys: Capture) -> None:
    """The documents under *Wrong* yield this code and no other, in the words of the page."""
    wrong = section(code, "Wrong")
    assert wrong.documents
    assert wrong.command
    _, out, err = run(wrong.documents, wrong.command, capsys)
    printed = err or out
    if code.startswith("W"):  # remarks stand below an answer, of which no page speaks
        printed = "\n".join(line for line in printed.splitlines() if CODE_PRINTED.search(line))
    assert set(CODE_PRINTED.findall(printed)) == {code}
    assert printed == wrong.message


@pytest.mark.parametrize("code", CODES)
def test_what_is_right_has_no_problem(code: str, capsys: Capture) -> None:
    """The documents under *Right* yield no error and no warning."""
    right = section(code, "Right")
    command = right.command or section(code, "Wrong").command
    assert right.documents
    assert right.message is None
    assert command
    exit_code, out, err = run(right.documents, command, capsys)
    assert (exit_code, err) == (0, "")
    # Without --as-of the question is about today, to which the dates of a page may still be ahead.
    assert not [found for found in CODE_PRINTED.findall(out) if found[0] == code[0]]
