"""`followup ruleset`: list, show, check and test rulesets."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator

import click

from followup.cli.context import Moment, RulesetName, default_ruleset, open_library
from followup.cli.errors import reported
from followup.cli.exits import ExitCode, leave
from followup.cli.main import CONTEXT, LazyGroup
from followup.diagnostics import InvalidDocument, Problem, UnknownName, one_of, sorted_problems
from followup.evaluation.cases import run_case
from followup.language.flat_text import flat_text
from followup.language.lint import lint
from followup.library import Library
from followup.library.files import (
    CASES_ENDING,
    SOURCES_DIRECTORY,
    TOPICS_FILE,
    VOCABULARY_FILE,
    domains,
    find_ruleset,
    is_ruleset_file,
    read_file,
    shipped_rulesets,
)
from followup.presentation.console import Console
from followup.presentation.problems import problems_json, write_problems
from followup.presentation.rulesets import write_list, write_outcomes, write_ruleset


@click.group(
    cls=LazyGroup,
    context_settings=CONTEXT,
    short_help="List, show, check and test rulesets; what the sources say.",
    lazy={
        "sources": "followup.cli.sources:sources",
        "disagreements": "followup.cli.disagreements:disagreements",
    },
)
def ruleset() -> None:
    """List, show, check and test rulesets; see what their sources say and where they disagree.

    \b
    Example:
      followup ruleset show balanced
      followup ruleset check my-rules.yaml
      followup ruleset test my-rules.cases.yaml
      followup ruleset sources huffpost-dilber
      followup ruleset disagreements
    """


@ruleset.command("list")
@reported
def list_() -> None:
    """List the rulesets that come with followup.

    \b
    Example:
      followup ruleset list
    """
    library = open_library()
    default = library.ruleset(default_ruleset())
    rulesets = [library.ruleset(name) for name in shipped_rulesets()]
    own = default.vocabulary.name
    write_list(sorted(rulesets, key=lambda r: r.vocabulary.name != own), default.name, Console())


@ruleset.command()
@click.argument("name", metavar="RULESET", type=RulesetName())
@click.option("--flat", is_flag=True, help="Print it as YAML, with where each line comes from.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="Tables for a terminal, or a page of sentences in Markdown.",
)
@reported
def show(name: str, flat: bool, form: str) -> None:
    """Show a ruleset for reading, with all that it inherits.

    \b
    Example:
      followup ruleset show conservative
      followup ruleset show conservative --format markdown > conservative.md
      followup ruleset show conservative --flat > my-rules.yaml
    """
    if flat and form == "markdown":
        raise click.UsageError("--flat prints YAML; leave it or `--format markdown` out")
    library = open_library()
    found = library.ruleset(name)
    console = Console()
    if form == "markdown":
        from followup.presentation.pages import ruleset_page  # the other forms start faster

        if found.abstract:
            raise click.UsageError(
                f"the ruleset `{name}` is abstract, so a page of it would lack values; "
                "choose one that extends it"
            )
        console.document(ruleset_page(found).rstrip("\n"))
    elif flat:
        console.document(flat_text(library.flat(name), found.vocabulary.name).rstrip("\n"))
    else:
        write_ruleset(found, console)


@ruleset.command(short_help="Say all that is wrong with rulesets, vocabularies and cases.")
@click.argument("paths", nargs=-1, metavar="[RULESET|FILE|DIRECTORY]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How problems are printed: for a person, or for a tool.",
)
@click.option(
    "--today",
    type=Moment(),
    default=None,
    help="Judge the age of reviews as of this day; without it today.",
)
@reported
def check(paths: tuple[str, ...], form: str, today: object) -> None:
    """Check rulesets, vocabularies and cases; all that is wrong is reported at once.

    Without arguments the shipped ones are checked. Warnings do not fail a check.

    \b
    Example:
      followup ruleset check my-rules.yaml
      followup ruleset check rules/ --format json
    """
    library = open_library()
    day = _day(today)
    console, messages = Console(), Console(sys.stderr)
    problems: list[Problem] = []
    sound: list[str] = []
    for path in documents(paths or tuple(domains())):
        found = _problems_of(path, library, day)
        problems.extend(found)
        if all(problem.warning for problem in found):
            sound.append(path)
    ordered = sorted_problems(problems)
    if not sound and not ordered:
        raise click.UsageError(f"there is nothing to check in {one_of(paths)}")
    if form == "json":
        console.document(problems_json(ordered))
    else:
        write_problems(ordered, messages)
        for path in sound:
            console.write(f"{console.styled('✓', 'good')} {_relative(path)}")
    if any(not problem.warning for problem in ordered):
        leave(ExitCode.INVALID)


def _day(today: object) -> datetime.date:
    if isinstance(today, datetime.datetime):
        return today.date()
    return today if isinstance(today, datetime.date) else datetime.date.today()


def _problems_of(path: str, library: Library, today: datetime.date) -> tuple[Problem, ...]:
    try:
        if path.endswith(CASES_ENDING):
            library.cases(path)
        elif os.path.basename(path) == VOCABULARY_FILE:
            vocabulary = library.vocabulary_file(path)
            unknown = library.unknown_items(path, vocabulary)
            return (*unknown, *library.check_messages(vocabulary))
        elif os.path.basename(path) == TOPICS_FILE:
            library.topics_file(path)
        elif _is_catalogue(path):
            library.source_file(path)
        else:
            found = library.ruleset(path)
            return (*library.unknown_items(path, found.vocabulary), *lint(found, today))
    except InvalidDocument as error:
        return error.problems
    return ()


@ruleset.command(short_help="Run the cases of rulesets.")
@click.argument("paths", nargs=-1, metavar="[RULESET|FILE|DIRECTORY]...")
@reported
def test(paths: tuple[str, ...]) -> None:
    """Run cases: those of a ruleset, of a file, or of a directory.

    Without arguments the shipped ones are run. A failed case prints what was expected beside
    what came out, and why.

    \b
    Example:
      followup ruleset test balanced
      followup ruleset test my-rules.cases.yaml
    """
    library = open_library()
    console, messages = Console(), Console(sys.stderr)
    files = list(dict.fromkeys(_cases_files(paths or tuple(domains()))))
    failed = False
    for path in files:
        try:
            cases = library.cases(path)
            outcomes = [
                outcome
                for case in cases
                for outcome in run_case(
                    case, library.case_ruleset(case.ruleset, path, case.location)
                )
            ]
        except InvalidDocument as error:
            write_problems(error.problems, messages)
            failed = True
            continue
        write_outcomes(_relative(path), outcomes, console)
        failed = failed or any(outcome.mismatches for outcome in outcomes)
    if not files:
        raise click.UsageError(
            f"there are no cases in {one_of(paths)}; they stand beside a ruleset, "
            "as `NAME.cases.yaml`"
        )
    if failed:
        leave(ExitCode.INVALID)


def documents(paths: tuple[str, ...]) -> Iterator[str]:
    """Go through the files that arguments name: rulesets, vocabularies and cases."""
    for path in paths:
        if os.path.isdir(path):
            for directory, folders, names in os.walk(path):
                folders.sort()
                for name in sorted(names):
                    own = name in (VOCABULARY_FILE, TOPICS_FILE)
                    if own or is_ruleset_file(name) or _is_cases(name):
                        yield os.path.join(directory, name)
        else:
            yield find_ruleset(path)


def _is_catalogue(path: str) -> bool:
    """Return whether a file stands where the catalogues of a vocabulary do."""
    directory, name = os.path.split(os.path.dirname(os.path.abspath(path)))
    return name == SOURCES_DIRECTORY and os.path.isfile(os.path.join(directory, VOCABULARY_FILE))


def _is_cases(name: str) -> bool:
    return name.endswith(CASES_ENDING)


def _cases_files(paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        if os.path.isdir(path):
            yield from filter(_is_cases, documents((path,)))
            continue
        found = find_ruleset(path)
        if not os.path.exists(found):
            read_file(found)  # says what is wrong with it
        beside = found if _is_cases(found) else found.rsplit(".", 1)[0] + CASES_ENDING
        if not os.path.exists(beside):
            raise UnknownName(f"there are no cases beside `{path}`", f"expected `{beside}`")
        yield beside


def _relative(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
