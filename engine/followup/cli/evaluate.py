"""`followup evaluate`: what to do now."""

from __future__ import annotations

import sys

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
from followup.core.history import History, Timestamp
from followup.core.ruleset import Ruleset
from followup.diagnostics import InvalidDocument
from followup.evaluation.decide import Outlook, outlook
from followup.forms.problems import write_problems
from followup.forms.terminal import Console


@click.command(short_help="What to do now, in which window of time, and why.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@ruleset_option
@as_of_option
@json_option
@click.option("--jsonl", is_flag=True, help="Print JSON, one decision a line, as they are made.")
@click.option("--trace", is_flag=True, help="Add the full trace to the JSON.")
@click.option("--exit-code", is_flag=True, help="Exit with 10 if an action is open or overdue.")
@reported
def evaluate(
    files: tuple[str, ...],
    ruleset_name: str,
    as_of: object,
    as_json: bool,
    jsonl: bool,
    trace: bool,
    exit_code: bool,
) -> None:
    """Say what to do now, in which window of time, and why.

    FILE is a history in YAML or JSON, a file of JSON Lines, a directory of these, or `-` for
    standard input. Of several histories each gets one line; one that is wrong is reported and
    does not stop the rest (exit code 3).

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
    answers = _answers(Console(), ruleset, is_batch(files), as_json=as_json, jsonl=jsonl)
    try:
        for history in read_histories(files, library, ruleset.vocabulary):
            if isinstance(history, InvalidDocument):
                rejected += 1
                write_problems(history.problems, problems)
                answers.reject()
                continue
            moment = moment_for(history, as_of)  # type: ignore[arg-type]
            found = _outlook(history, ruleset, moment, trace)
            open_actions = open_actions or found.decision.status == "act"
            count += 1
            answers.add(history, found)
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


def _outlook(history: History, ruleset: Ruleset, moment: Timestamp, trace: bool) -> Outlook:
    if not trace:
        return outlook(history, ruleset, moment)
    from followup.explaining.trace import decide_with_trace  # few ask for it

    return Outlook(decision=decide_with_trace(history, ruleset, moment), then=None)


def _answers(
    console: Console, ruleset: Ruleset, batch: bool, *, as_json: bool, jsonl: bool
) -> JsonLines:
    """Return the form in which the answers are wanted."""
    if jsonl:
        return JsonLines(console)
    return JsonAnswers(console, batch) if as_json else TextAnswers(console, ruleset, batch)
