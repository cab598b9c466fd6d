"""Cases that the command line decides together, by the limits that hold across a field."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import click

from followup.cli.context import moment_for
from followup.cli.inputs import LINES, STDIN
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.diagnostics import InvalidDocument, did_you_mean
from followup.evaluation.decide import Outlook
from followup.evaluation.together import decided_together, fields_across


def fields_together(
    files: Sequence[str], ruleset: Ruleset, named: Sequence[str]
) -> tuple[str, ...]:
    """Return the fields by which histories are decided together; none where each is by itself.

    Directories and files that are named are decided together; JSON Lines and standard input are
    answered as they come, unless a field is named.

    Raises:
        UsageError: no limit of the ruleset holds across a field that is named.
    """
    known = fields_across(ruleset)
    for field in named:
        if field not in known:
            help = did_you_mean(field, known) or "name a field that stands under `across` there"
            raise click.UsageError(f"no limit of `{ruleset.name}` holds across `{field}`; {help}")
    if named:
        return tuple(dict.fromkeys(named))
    has_folder = any(os.path.isdir(file) for file in files)
    in_lines = any(file == STDIN or file.endswith(LINES) for file in files)
    return known if has_folder or (len(files) > 1 and not in_lines) else ()


def others_beside(
    history: History, found: Iterable[History | InvalidDocument]
) -> Iterator[History | InvalidDocument]:
    """Go through what was read beside a history, without the history itself."""
    for other in found:
        if isinstance(other, InvalidDocument) or (
            (other.case, other.events, other.fields)
            != (history.case, history.events, history.fields)
        ):
            yield other


def outlooks_together(
    histories: Sequence[History], ruleset: Ruleset, as_of: Any, fields: Sequence[str], trace: bool
) -> Iterator[tuple[History, Outlook]]:
    """Go through the histories with the decision of each among the others."""
    cases = [(history, moment_for(history, as_of)) for history in histories]
    if trace:
        from followup.explaining.trace import decide_together_with_trace  # few ask for it

        decisions: Iterable[Any] = decide_together_with_trace(cases, ruleset, fields)
    else:
        decisions = (decision for decision, _ in decided_together(cases, ruleset, fields))
    for history, decision in zip(histories, decisions, strict=True):
        yield history, Outlook(decision=decision, then=None)
