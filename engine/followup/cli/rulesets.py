"""`followup ruleset`: list, show, check and test rulesets."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator

import click

from followup.asking.cases import run_case
from followup.cli.context import MomentType, RulesetName, default_ruleset, open_library
from followup.cli.errors import reported
from followup.cli.exits import ExitCode, leave
from followup.cli.main import CONTEXT, LazyGroup
from followup.diagnostics import InvalidDocument, Problem, UnknownName, one_of, sorted_problems
from followup.forms.problems import problems_json, write_problems
from followup.forms.terminal import Console
from followup.library import Library
from followup.library.files import (
    CASES_ENDING,
    domains,
    find_ruleset,
    shipped_rulesets,
)
from followup.library.messages import check_messages
from followup.proving.lint import lint
from followup.reading.flat_text import flat_text
from followup.views.blocks import Line
from followup.views.rulesets import list_view, outcomes_view, ruleset_view

_ENDINGS = (".yaml", ".yml")


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
    ordered = sorted(rulesets, key=lambda r: r.vocabulary.name != own)
    Console().show(*list_view(ordered, default.name))


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
        from followup.forms.markdown import page
        from followup.views.pages import ruleset_page  # the other forms start faster

        if found.abstract:
            raise click.UsageError(
                f"the ruleset `{name}` is abstract, so a page of it would lack values; "
                "choose one that extends it"
            )
        console.document(page(ruleset_page(found)).rstrip("\n"))
    elif flat:
        console.document(
            flat_text(library.documents.flat(find_ruleset(name)), found.vocabulary.name).rstrip(
                "\n"
            )
        )
    else:
        console.show(*ruleset_view(found))


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
    type=MomentType(),
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
    for path in _files(paths or tuple(domains()), library):
        found = _problems_of(path, library, day)
        problems.extend(found)
        if all(problem.warning for problem in found):
            sound.append(path)
    ordered = sorted_problems(dict.fromkeys(problems))  # two may rest on a third that is wrong
    if not sound and not ordered:
        raise click.UsageError(f"there is nothing to check in {one_of(paths)}")
    if form == "json":
        console.document(problems_json(ordered))
    else:
        write_problems(ordered, messages)
        for path in sound:
            console.show(Line(_relative(path), mark="✓", mark_style="good"))
    if any(not problem.warning for problem in ordered):
        leave(ExitCode.INVALID)


def _day(today: object) -> datetime.date:
    if isinstance(today, datetime.datetime):
        return today.date()
    return today if isinstance(today, datetime.date) else datetime.date.today()


def _problems_of(path: str, library: Library, today: datetime.date) -> tuple[Problem, ...]:
    documents = library.documents
    try:
        match documents.reader.kind(path):
            case "cases":
                documents.cases(path)
            case "topics":
                documents.topics_file(path)
            case "source":
                documents.catalogue_file(path)
            case "vocabulary":
                vocabulary = documents.vocabulary_file(path)
                return (*documents.unknown_items(path, vocabulary), *check_messages(vocabulary))
            case _:  # what is none of these is told so
                found = library.ruleset(path)
                return (*documents.unknown_items(path, found.vocabulary), *lint(found, today))
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
    files = list(dict.fromkeys(_cases_files(paths or tuple(domains()), library)))
    failed = False
    for path in files:
        try:
            cases = library.documents.cases(path)
            outcomes = [
                outcome
                for case in cases
                for outcome in run_case(
                    case, library.documents.case_ruleset(case.ruleset, path, case.location)
                )
            ]
        except InvalidDocument as error:
            write_problems(error.problems, messages)
            failed = True
            continue
        console.show(*outcomes_view(_relative(path), outcomes))
        failed = failed or any(outcome.mismatches for outcome in outcomes)
    if not files:
        raise click.UsageError(
            f"there are no cases in {one_of(paths)}; they stand beside a ruleset, "
            "as `NAME.cases.yaml`"
        )
    if failed:
        leave(ExitCode.INVALID)


def _files(paths: tuple[str, ...], library: Library) -> Iterator[str]:
    """Go through the files that arguments name, each once; in a directory all but histories."""
    seen: set[str] = set()
    for path in paths:
        inside = (found for found in _inside(path) if _kind(found, library) != "history")
        for found in inside if os.path.isdir(path) else [find_ruleset(path)]:
            if (name := os.path.abspath(found)) not in seen:
                seen.add(name)
                yield found


def _inside(path: str) -> Iterator[str]:
    for directory, folders, names in os.walk(path):
        folders.sort()
        yield from (os.path.join(directory, n) for n in sorted(names) if n.endswith(_ENDINGS))


def _kind(path: str, library: Library) -> str | None:
    """Return the kind of a document; None where it has none, or cannot be read."""
    try:
        return library.documents.reader.kind(path)
    except InvalidDocument:
        return None


def _cases_files(paths: tuple[str, ...], library: Library) -> Iterator[str]:
    for path in paths:
        if os.path.isdir(path):
            yield from (found for found in _inside(path) if _kind(found, library) == "cases")
            continue
        found = find_ruleset(path)
        is_cases = library.documents.reader.kind(found) == "cases"
        beside = found if is_cases else found.rsplit(".", 1)[0] + CASES_ENDING
        if not os.path.exists(beside):
            raise UnknownName(f"there are no cases beside `{path}`", f"expected `{beside}`")
        yield beside


def _relative(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
