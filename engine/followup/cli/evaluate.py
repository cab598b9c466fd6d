"""`followup evaluate`: what to do now."""

from __future__ import annotations

import sys

import click

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
from followup.forms.data import json_line, json_text
from followup.forms.problems import write_problems
from followup.forms.terminal import Console
from followup.views.decisions import decision_view, overview


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
    out = Console()
    decided: list[tuple[History, Outlook]] = []
    count = rejected = 0
    open_actions = False
    for history in read_histories(files, library, ruleset.vocabulary):
        if isinstance(history, InvalidDocument):
            rejected += 1
            write_problems(history.problems, problems)
            continue
        moment = moment_for(history, as_of)  # type: ignore[arg-type]
        found = _outlook(history, ruleset, moment, trace)
        open_actions = open_actions or found.decision.status == "act"
        count += 1
        if jsonl:
            out.document(json_line(found.decision.to_dict()))
            out.flush()
        else:
            decided.append((history, found))
    batch = is_batch(files) or len(decided) + rejected > 1
    if as_json and not jsonl:
        data = [found.decision.to_dict() for _, found in decided]
        if data or batch:
            out.document(json_text(data if batch else data[0]))
    elif batch:
        out.show(*overview([found.decision for _, found in decided]))
    elif decided:
        history, found = decided[0]
        out.show(*decision_view(found.decision, found.then, history, ruleset))
    if rejected:
        leave(ExitCode.PARTIAL if count else ExitCode.INVALID)
    if exit_code and open_actions:
        leave(ExitCode.DUE)


def _outlook(history: History, ruleset: Ruleset, moment: Timestamp, trace: bool) -> Outlook:
    if not trace:
        return outlook(history, ruleset, moment)
    from followup.explaining.trace import decide_with_trace  # few ask for it

    return Outlook(decision=decide_with_trace(history, ruleset, moment), then=None)
