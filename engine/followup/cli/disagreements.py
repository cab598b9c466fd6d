"""`followup ruleset disagreements`: where rulesets differ, computed from the rulesets."""

from __future__ import annotations

import click

from followup.asking.disagreements import Disagreements, compare_all
from followup.cli.context import (
    RulesetName,
    choosable,
    default_ruleset,
    json_option,
    open_library,
)
from followup.cli.errors import reported
from followup.core.cases import Topics
from followup.core.ruleset import Ruleset
from followup.diagnostics import UnknownName, did_you_mean, one_of
from followup.forms.terminal import Console
from followup.library import Library
from followup.library.files import TOPICS_FILE, shipped_rulesets
from followup.text.json_writer import json_text
from followup.views.disagreements import disagreements_data, disagreements_view


@click.command(short_help="Where rulesets differ, question by question.")
@click.option(
    "-t",
    "--topic",
    "names",
    multiple=True,
    metavar="NAME",
    help="A topic to show; may be repeated. Without it all.",
)
@click.option(
    "-r",
    "--ruleset",
    "rulesets",
    multiple=True,
    type=RulesetName(),
    help="A ruleset to ask; may be repeated. Without it all of the default ruleset's vocabulary.",
)
@json_option
@reported
def disagreements(names: tuple[str, ...], rulesets: tuple[str, ...], as_json: bool) -> None:
    """Put the same questions to several rulesets, and show who answers what.

    First what the answers come to, then question by question, the most disputed first. The
    questions stand in `topics.yaml` beside the vocabulary, each with a small history. The
    answers are what the rulesets decide on it; nobody wrote them down.

    \b
    Example:
      followup ruleset disagreements --topic wait-past-a-date
      followup ruleset disagreements -r conservative -r persistent --json
    """
    library = open_library()
    found = compared(library, rulesets, names)
    console = Console()
    if as_json:
        console.document(json_text(disagreements_data(found)))
    else:
        console.show(*disagreements_view(found))


def compared(
    library: Library, rulesets: tuple[str, ...] = (), topics: tuple[str, ...] = ()
) -> Disagreements:
    """Return topics with the answers of rulesets; without names all that there are.

    Raises:
        UnknownName: there is no ruleset or topic of a name.
        InvalidDocument: a ruleset or the file of topics is wrong.
    """
    asked = rulesets_asked(library, rulesets)
    return compare_all(_topics(library, asked, topics), asked, topics)


def rulesets_asked(library: Library, names: tuple[str, ...] = ()) -> list[Ruleset]:
    """Return the rulesets of these names, or all shipped ones that can be chosen."""
    if names:
        found = [choosable(library, name) for name in dict.fromkeys(names)]
    else:
        domain = library.ruleset(default_ruleset()).vocabulary.name
        shipped = [library.ruleset(name) for name in sorted(shipped_rulesets())]
        found = [r for r in shipped if not r.abstract and r.vocabulary.name == domain]
    first = found[0]
    for other in found[1:]:
        if other.vocabulary.name != first.vocabulary.name:
            raise click.UsageError(
                f"`{first.name}` has the words of `{first.vocabulary.name}`, `{other.name}` those "
                f"of `{other.vocabulary.name}`; choose rulesets of one vocabulary"
            )
    if len(found) < 2:
        raise click.UsageError(
            f"there is only one ruleset to ask, `{first.name}`; name others with --ruleset"
        )
    return found


def _topics(library: Library, asked: list[Ruleset], names: tuple[str, ...]) -> Topics:
    """Return the topics beside the vocabulary; each of these names is one of theirs."""
    vocabulary = asked[0].vocabulary
    topics = library.documents.topics(vocabulary, TOPICS_FILE)
    known = [question.name for question in topics.questions]
    if not known:
        raise click.UsageError(
            f"there are no topics for `{vocabulary.name}`; they stand beside the vocabulary, "
            f"as `{TOPICS_FILE}`"
        )
    for name in names:
        if name not in known:
            near = [topic for topic in known if name in topic]
            help = did_you_mean(name, known) or (f"perhaps {one_of(near)}" if near else None)
            raise UnknownName(f"there is no topic `{name}`", help)
    return topics
