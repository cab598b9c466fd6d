"""`followup schema`: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

import click

from followup.cli.context import open_library
from followup.cli.errors import reported
from followup.library import SCHEMAS
from followup.presentation.console import Console
from followup.presentation.json_text import json_text


@click.command(short_help="Print a JSON Schema, for editors and other programs.")
@click.argument("name", type=click.Choice(SCHEMAS))
@click.option(
    "--vocabulary",
    default=None,
    help="With `history`: the vocabulary whose events are filled in, a name or a file; "
    "without it that of the default ruleset.",
)
@reported
def schema(name: str, vocabulary: str | None) -> None:
    """Print a JSON Schema (draft-07): vocabulary, ruleset, history, cases or decision.

    \b
    Example:
      followup schema history > history.schema.json
    """
    document = open_library().schema(name, vocabulary)
    Console().write(json_text(document))
