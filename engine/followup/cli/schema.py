"""`followup schema`: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

import click

from followup.cli.context import open_library
from followup.cli.errors import reported
from followup.forms.terminal import Console
from followup.library.schemas import SCHEMAS, schema_document
from followup.text.json_writer import json_text


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
    library = open_library()
    if name == "history":
        document = library.histories.schema(library.vocabulary(vocabulary)).document
    else:
        document = schema_document(name)
    Console().document(json_text(document))
