"""Help, version, completion, and words that the command line does not know."""

from __future__ import annotations

import inspect
import re
import shlex

import click
import pytest

from followup import __version__
from followup.cli.main import cli
from tests.cli.running import ACME, Followup
from tests.cli.samples import CASES, HISTORY_YAML, ruleset

COMMANDS = (
    "evaluate",
    "why",
    "plan",
    "draft",
    "compare",
    "when",
    "ruleset",
    "schema",
    "completion",
)
RULESET_COMMANDS = ("list", "show", "check", "test", "sources", "disagreements")
HELP_PAGES = [
    (),
    *((name,) for name in COMMANDS),
    *(("ruleset", name) for name in RULESET_COMMANDS),
]


def page_name(page: tuple[str, ...]) -> str:
    return " ".join(page) or "followup"


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("page", HELP_PAGES, ids=page_name)
def test_every_command_explains_itself_with_an_example(
    followup: Followup, page: tuple[str, ...], option: str
) -> None:
    """Help goes to stdout, says what the command is for, and shows an example."""
    found = followup(*page, option)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"Usage: {' '.join(['followup', *page])} ")
    assert re.search(r"\n  Example:\n    .*followup", found.out)
    assert "--help" in found.out


def test_the_help_lists_every_command(followup: Followup) -> None:
    """The first page lists the commands, that of `ruleset` its own."""
    listed = followup("-h").out.split("Commands:\n")[1]
    assert tuple(re.findall(r"^  (\S+)", listed, re.M)) == COMMANDS
    listed = followup("ruleset", "-h").out.split("Commands:\n")[1]
    assert set(re.findall(r"^  (\S+)", listed, re.M)) == set(RULESET_COMMANDS)


def examples_of(page: tuple[str, ...]) -> list[str]:
    """Return the examples that a page of the help shows, without the name of the command."""
    command: click.Command = cli
    for name in page:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    return re.findall(r"^  followup (.*)$", inspect.cleandoc(command.help or ""), re.M)


# Each once, though `ruleset` shows some that its commands show.
EXAMPLES = sorted({example for page in HELP_PAGES for example in examples_of(page)})
RUN_ELSEWHERE = {
    "ruleset test balanced": "the shipped cases have their own tests",
    "ruleset sources --json > sources.json": "test_sources.py looks into it as well",
}


def test_every_example_is_found() -> None:
    """The examples that run are those that the pages show."""
    assert [page for page in HELP_PAGES if not examples_of(page)] == []
    assert set(RUN_ELSEWHERE) <= set(EXAMPLES)


@pytest.mark.usefixtures("cases_run_once")
@pytest.mark.parametrize("example", [each for each in EXAMPLES if each not in RUN_ELSEWHERE])
def test_the_examples_work(followup: Followup, example: str) -> None:
    """Every example of the help runs as it stands, its output redirected where it says so."""
    followup.write("acme.yaml", ACME.read_text(encoding="utf-8"))
    followup.write("applications/a.yaml", HISTORY_YAML)
    followup.write("my-rules.yaml", ruleset("my-rules", "balanced"))
    failing = "- case: this one fails"
    holding = CASES.replace("cases: mine", "cases: my-rules").split(failing)
    kept = "- case: this one holds" + holding[1].split("- case: this one holds")[1]
    followup.write("my-rules.cases.yaml", holding[0] + kept)
    followup.write("rules/mine.yaml", ruleset("mine", "balanced"))
    found = followup(*shlex.split(example.split(" > ")[0]))
    assert (found.code, found.err) == (0, "")


def test_the_version_is_that_of_the_package(followup: Followup) -> None:
    """`--version` and `-V` print the name and the version."""
    for option in ("--version", "-V"):
        found = followup.process(option)
        assert (found.code, found.out, found.err) == (0, f"followup {__version__}\n", "")


@pytest.mark.parametrize("page", [(), ("ruleset",)], ids=page_name)
def test_a_group_without_a_command_shows_its_help(
    followup: Followup, page: tuple[str, ...]
) -> None:
    """What is missing is a matter of usage; stdout stays empty."""
    found = followup(*page)
    assert (found.code, found.out) == (2, "")
    assert "Commands:" in found.err


UNKNOWN_WORDS = [
    (("evlauate",), "`evaluate`"),
    (("frobnicate",), "`evaluate`, `why`, `plan`"),
    (("ruleset", "lst"), "list"),
    (("evaluate", "x.yaml", "--jsno"), "--json"),
    (("evaluate", "x.yaml", "--as_of", "2026-01-01"), "--as-of"),
    (("--vers",), "--version"),
    (("schema", "histroy"), "history"),
    (("schema",), "history"),
    (("schema", "history", "--vocabulary", "job-serach"), "`job-search`"),
    (("completion", "tcsh"), "bash"),
    (("completion",), "bash"),
    (("evaluate",), "FILE"),
    (("why",), "FILE"),
    (("plan",), "FILE"),
    (("compare",), "FILE"),
    (("when",), "PHRASE"),
    (("ruleset", "show"), "RULESET"),
    (("ruleset", "show", "balance"), "`balanced`"),
    (("ruleset", "show", "zzz"), "`balanced`, `baseline`, `common`, `conservative`"),
    (("ruleset", "check", "balance"), "`balanced`"),
    (("ruleset", "test", "balance"), "`balanced`"),
    (("ruleset", "check", "--format", "xml"), "json"),
    (("evaluate", "x.yaml", "-r", "balance"), "`balanced`"),
    (("compare", "x.yaml", "-r", "balance"), "`balanced`"),
    (("evaluate", "x.yaml", "--as-of"), "--as-of"),
    (("why", "x.yaml", "y.yaml"), "y.yaml"),
    (("evaluate", "x.yaml", "-r", "baseline"), "abstract"),
]


@pytest.mark.parametrize(("args", "mend"), UNKNOWN_WORDS, ids=lambda value: " ".join(value))
def test_an_unknown_word_is_a_matter_of_usage(
    followup: Followup, args: tuple[str, ...], mend: str
) -> None:
    """The exit code is 2, stdout stays empty, and the few lines on stderr name the mend."""
    found = followup(*args)
    assert (found.code, found.out) == (2, "")
    assert mend in found.err
    assert len(found.problems) <= 9


def test_an_unknown_command_of_a_group_lists_what_there_is(followup: Followup) -> None:
    """`ruleset frobnicate` names the commands there are, as `frobnicate` does."""
    found = followup("ruleset", "frobnicate")
    assert found.code == 2
    assert "`frobnicate`" in found.err
    assert all(name in found.problems[0] for name in RULESET_COMMANDS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(followup: Followup, shell: str) -> None:
    """The script names the command and the variable that it sets."""
    found = followup("completion", shell)
    assert (found.code, found.err) == (0, "")
    assert "_FOLLOWUP_COMPLETE" in found.out
    assert "followup" in found.out


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["eva"], "evaluate"),
        (["ruleset", "sh"], "show"),
        (["ruleset", "show", "bal"], "balanced"),
        (["evaluate", "--as"], "--as-of"),
        (["evaluate", "-r", "con"], "conservative"),
        (["schema", "dec"], "decision"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_words_complete(followup: Followup, words: list[str], completed: str) -> None:
    """Commands, options, names of rulesets and of schemas complete."""
    env = {
        "_FOLLOWUP_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["followup", *words]),
        "COMP_CWORD": str(len(words)),
    }
    found = followup(env=env)
    assert (found.code, found.out, found.err) == (0, f"plain,{completed}\n", "")


def test_nothing_completes_an_unknown_command(followup: Followup) -> None:
    """The shell gets no answer, and the screen no advice in the middle of a line."""
    env = {
        "_FOLLOWUP_COMPLETE": "bash_complete",
        "COMP_WORDS": "followup frobnicate ev",
        "COMP_CWORD": "2",
    }
    found = followup(env=env)
    assert (found.code, found.err) == (0, "")
