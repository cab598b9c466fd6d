"""A vocabulary's messages before anybody needs them: each has a text that can be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2 import nodes

from followup.diagnostics import Location, Problem, Source, did_you_mean
from followup.drafting.context import FILTERS, NAMES, person_names
from followup.drafting.records import SENDER
from followup.drafting.templates import ENDING, Templates, Texts
from followup.language.domain import Vocabulary


def problems_of(
    vocabulary: Vocabulary, texts: Mapping[str, Texts], written: Mapping[str, Source]
) -> Iterator[Problem]:
    """Go through what is wrong with a vocabulary's messages.

    `texts` finds the texts of each tone; `written` are all that there are, by their paths.
    """
    for tone in vocabulary.tones:
        for message in vocabulary.messages:
            if texts[tone](message + ENDING) is None:
                yield Problem(
                    code="F702",
                    message=f"the message `{message}` has no text in the tone `{tone}`",
                    location=Location(Source(vocabulary.path)),
                    help=f"write it as `messages/{tone}/{message}{ENDING}`",
                )
    for path, source in written.items():
        templates = Templates(lambda name: None, NAMES, FILTERS)
        tree, problems = templates.read(source)
        yield from problems
        if tree is not None:
            yield from _unknown_values(tree, source, vocabulary)
        name = path.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(ENDING)
        if name not in vocabulary.messages and not name.startswith("_"):
            yield Problem(
                code="F503",
                message=f"`{name}` is the text of no message",
                location=Location(source),
                help=did_you_mean(name, vocabulary.messages, limit=0)
                or "declare it under `messages`, or begin its name with `_` if others import it",
                warning=True,
            )


def _unknown_values(
    tree: nodes.Template, source: Source, vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Go through the values that a template asks for and no history can have."""
    known = {
        "case": tuple(vocabulary.fields),
        "sender": SENDER,
        "to": person_names(vocabulary),
    }
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name in known:
            names = known[node.node.name]
            if node.attr.replace("_", "-") not in names:
                called = f"{node.node.name}.{node.attr}"
                yield _unknown(source, node.lineno, called, did_you_mean(node.attr, names))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "events" and call.args:
            kind = call.args[0]
            if isinstance(kind, nodes.Const) and kind.value not in vocabulary.events:
                help = did_you_mean(kind.value, vocabulary.events)
                yield _unknown(source, call.lineno, f'events("{kind.value}")', help)


def _unknown(source: Source, line: int, called: str, help: str | None) -> Problem:
    return Problem(
        code="F702",
        message=f"there is no `{called}`",
        location=Location(source, line),
        help=help,
    )
