"""`followup evaluate`: what to do now."""

from __future__ import annotations

import sys
from typing import Any

import click

from followup.cli.answers import JsonAnswers, JsonLines, TextAnswers
from followup.cli.context import (
    as_of_option,
    choosable,
    json_option,
    moment_for,
    open_library,
    ruleset_option,
)
from followup.cli.errors import reported
from followup.cli.exits import ExitCode, leave
from followup.cli.inputs import is_batch, read_histories
from followup.cli.together import fields_together, outlooks_together
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.diagnostics import InvalidDocument
from followup.evaluation.decide import Outlook, outlook
from followup.forms.problems import write_problems
from followup.forms.terminal import Console
from followup.remarking.remarks import remarks


@click.command(short_help="What to do now, in which window of time, and why.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@ruleset_option
@as_of_option
@json_option
@click.option("--jsonl", is_flag=True, help="Print JSON, one decision a line, as they are made.")
@click.option("--sources", is_flag=True, help="Say of one history where the advice stands.")
@click.option("--trace", is_flag=True, help="Add the full trace to the JSON.")
@click.option("--remarks", "in_full", is_flag=True, help="Print the remarks on many histories.")
@click.option(
    "--together",
    "fields",
    multiple=True,
    metavar="FIELD",
    help="Decide cases that have the same FIELD together, also those of JSON Lines.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 10 if an action is open or overdue.")
@reported
def evaluate(
    files: tuple[str, ...],
    ruleset_name: str,
    as_of: object,
    as_json: bool,
    jsonl: bool,
    sources: bool,
    trace: bool,
    in_full: bool,
    fields: tuple[str, ...],
    exit_code: bool,
) -> None:
    """Say what to do now, in which window of time, and why.

    FILE is a history in YAML or JSON, a file of JSON Lines, a directory of these, or `-` for
    standard input. Of several histories each gets one line, in the order in which to act; one
    that is wrong is reported and does not stop the rest (exit code 3). What is improbable in a
    history, such as a date in a wrong year, is remarked on after the answer.

    Where a limit of the ruleset holds across a field, the histories of a directory, and files
    that you name, are decided together; those of JSON Lines with --together, which reads them all
    before it answers.

    \b
    Example:
      followup evaluate acme.yaml
      followup evaluate applications/ -r persistent --as-of 2026-10-23
    """
    if trace and not (as_json or jsonl):
        raise click.UsageError("--trace adds to the JSON: add --json, or ask `followup why`")
    library = open_library()
    ruleset = choosable(library, ruleset_name)
    problems = Console(sys.stderr)
    rejected = count = 0
    open_actions = False
    batch = is_batch(files)
    answers: JsonLines = TextAnswers(Console(), ruleset, batch, sources=sources)
    if as_json or jsonl:
        answers = JsonLines(Console()) if jsonl else JsonAnswers(Console(), batch)
    answers.remarks_in_full = in_full
    across = fields_together(files, ruleset, fields)
    gathered: list[History] = []

    def answer(history: History, found: Outlook) -> None:
        nonlocal count, open_actions
        open_actions = open_actions or found.decision.status == "act"
        count += 1
        answers.add(history, found, remarks(history, ruleset.vocabulary, found.decision.as_of))

    try:
        for history in read_histories(files, library, ruleset.vocabulary):
            if isinstance(history, InvalidDocument):
                rejected += 1
                write_problems(history.problems, problems)
                answers.reject()
                continue
            if across:
                gathered.append(history)
            else:
                answer(history, _outlook(history, ruleset, as_of, trace))
        if len(gathered) == 1:
            answer(gathered[0], _outlook(gathered[0], ruleset, as_of, trace))
        else:
            for history, found in outlooks_together(gathered, ruleset, as_of, across, trace):
                answer(history, found)
    except OSError:  # the output is lost
        raise
    except BaseException:
        answers.cut()
        raise
    answers.end()
    if rejected:
        leave(ExitCode.PARTIAL if count else ExitCode.INVALID)
    if exit_code and open_actions:
        leave(ExitCode.DUE)


def _outlook(history: History, ruleset: Ruleset, as_of: Any, trace: bool) -> Outlook:
    moment = moment_for(history, as_of)
    if not trace:
        return outlook(history, ruleset, moment)
    from followup.explaining.trace import decide_with_trace  # few ask for it

    return Outlook(decision=decide_with_trace(history, ruleset, moment), then=None)
