"""`followup why`, `plan` and `compare`: the reasons, the future, the alternatives."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from followup.cli.context import (
    RulesetName,
    as_of_option,
    choosable,
    default_ruleset,
    json_option,
    moment_for,
    open_library,
    ruleset_option,
)
from followup.cli.errors import reported
from followup.cli.exits import ExitCode, leave
from followup.cli.inputs import STDIN, one_history, read_histories
from followup.cli.together import others_beside
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.decision import Decision
from followup.diagnostics import InvalidDocument
from followup.evaluation.decide import decide
from followup.evaluation.plan import plan as plan_of
from followup.evaluation.together import fields_across
from followup.explaining.provenance import items_behind
from followup.explaining.trace import decide_together_with_trace, decide_with_trace
from followup.forms.problems import write_problems
from followup.forms.terminal import Console
from followup.library import Library
from followup.library.files import shipped_rulesets
from followup.text.json_writer import json_text
from followup.views.explanations import why_view
from followup.views.plans import comparison_view, plan_data, plan_view
from followup.views.reasons import reasons_view


@click.command(short_help="What decided, what nearly did, and how the date came about.")
@click.argument("file", metavar="FILE")
@ruleset_option
@as_of_option
@json_option
@click.option("--all", "everything", is_flag=True, help="Show every rule, fact, date and source.")
@click.option(
    "--with",
    "others",
    multiple=True,
    metavar="PATH",
    help="Other histories, or a directory of them, that it is decided together with.",
)
@reported
def why(
    file: str,
    ruleset_name: str,
    as_of: object,
    as_json: bool,
    everything: bool,
    others: tuple[str, ...],
) -> None:
    """Show why: what decided, what nearly did, and how the date came about.

    With --all it is everything that was seen: the rules asked in their order, the facts, the
    walk of every date, and what the sources say. The JSON always has all of it. With --with it
    is why the case is answered so among others, by the limits that hold across a field.

    \b
    Example:
      followup why acme.yaml
      followup why acme.yaml --all
    """
    library = open_library()
    ruleset = choosable(library, ruleset_name)
    history = one_history(file, library, ruleset.vocabulary)
    rejected = False
    if others:
        decision, rejected = _among_others(history, others, library, ruleset, as_of)
    else:
        decision = decide_with_trace(history, ruleset, moment_for(history, as_of))  # type: ignore[arg-type]
    console = Console()
    if as_json:
        console.document(json_text(decision.to_dict()))
    elif not everything:
        console.show(*reasons_view(decision))
    else:
        said = items_behind(decision, ruleset, library.documents.catalogues(ruleset.vocabulary))
        console.show(*why_view(decision, ruleset.vocabulary, said))
    if rejected:
        leave(ExitCode.PARTIAL)


def _among_others(
    history: History, others: tuple[str, ...], library: Library, ruleset: Ruleset, as_of: Any
) -> tuple[Decision, bool]:
    """Return a history's decision among others, and whether one of these could not be read."""
    fields = fields_across(ruleset)
    if not fields:
        raise click.UsageError(
            f"no limit of `{ruleset.name}` holds across a field, so other cases change nothing; "
            "leave out --with"
        )
    together, rejected = [history], False
    for found in others_beside(history, read_histories(others, library, ruleset.vocabulary)):
        if isinstance(found, InvalidDocument):
            rejected = True
            write_problems(found.problems, Console(sys.stderr))
        else:
            together.append(found)
    cases = [(each, moment_for(each, as_of)) for each in together]
    return decide_together_with_trace(cases, ruleset)[0], rejected


@click.command(short_help="What follows if nobody answers, to the end.")
@click.argument("file", metavar="FILE")
@ruleset_option
@as_of_option
@json_option
@click.option("--svg", "as_svg", is_flag=True, help="Print a picture with a time axis, as SVG.")
@click.option("--sources", is_flag=True, help="Say of each note where it stands.")
@reported
def plan(
    file: str, ruleset_name: str, as_of: object, as_json: bool, as_svg: bool, sources: bool
) -> None:
    """Show what follows if nobody answers and you do everything on the first day.

    \b
    Example:
      followup plan acme.yaml -r persistent
      followup plan acme.yaml --svg > plan.svg
    """
    if as_json and as_svg:
        raise click.UsageError(
            "--json and --svg are two forms of one answer; leave one of them out"
        )
    library = open_library()
    ruleset = choosable(library, ruleset_name)
    history = one_history(file, library, ruleset.vocabulary)
    found = plan_of(history, ruleset, moment_for(history, as_of))  # type: ignore[arg-type]
    console = Console()
    if as_json:
        console.document(json_text(plan_data(found, ruleset)))
    elif as_svg:
        from followup.forms.picture import plan_picture  # tables start faster

        console.document(plan_picture(found, history, ruleset).rstrip("\n"))
    else:
        console.show(*plan_view(found, ruleset, sources=sources))


@click.command(short_help="One history under several rulesets, side by side.")
@click.argument("file", metavar="FILE")
@click.option(
    "-r",
    "--ruleset",
    "names",
    multiple=True,
    type=RulesetName(),
    help="A ruleset to compare; may be repeated. Without it all that fit the history.",
)
@as_of_option
@json_option
@reported
def compare(file: str, names: tuple[str, ...], as_of: object, as_json: bool) -> None:
    """Show one history under several rulesets, side by side.

    \b
    Example:
      followup compare acme.yaml -r conservative -r persistent
    """
    library = open_library()
    rulesets = [choosable(library, name) for name in names]
    if not rulesets:
        loaded = [library.ruleset(name) for name in shipped_rulesets()]
        domain = library.ruleset(default_ruleset()).vocabulary.name
        rulesets = [r for r in loaded if not r.abstract and r.vocabulary.name == domain]
    asked = list(zip(_histories(file, library, rulesets), rulesets, strict=True))
    moment = moment_for(asked[0][0], as_of)  # type: ignore[arg-type]
    decisions = [decide(history, ruleset, moment) for history, ruleset in asked]
    console = Console()
    if as_json:
        console.document(json_text([decision.to_dict() for decision in decisions]))
        return
    plans = [plan_of(history, ruleset, moment) for history, ruleset in asked]
    console.show(*comparison_view(decisions, plans))


def _histories(file: str, library: Library, rulesets: Sequence[Ruleset]) -> list[History]:
    """Return the history in the words of each ruleset, whose vocabulary may extend another's.

    Standard input can be read only once: all have the history in the words of the first.
    """
    first = rulesets[0].vocabulary
    read = {first.digest: one_history(file, library, first)}
    for words in (ruleset.vocabulary for ruleset in rulesets):
        related = words.name != first.name and not set(words.names).isdisjoint(first.names)
        if words.digest not in read and related and file != STDIN:
            read[words.digest] = one_history(file, library, words)
    return [read.get(r.vocabulary.digest, read[first.digest]) for r in rulesets]
