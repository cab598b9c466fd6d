"""A vocabulary's messages before anybody needs them: each has a text that can be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import nodes

from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Location, Problem, Source, did_you_mean, one_of
from followup.drafting.context import NAMES, templates_of
from followup.drafting.faults import near, problem_at
from followup.drafting.grammar import Opening, exported_names, opening
from followup.drafting.interpreter import Text, no_template
from followup.drafting.records import SENDER
from followup.drafting.templates import ENDING, Templates, Texts
from followup.drafting.values import Names, person_names


def problems_of(
    vocabulary: Vocabulary,
    texts: Mapping[str, Texts],
    written: Iterable[Source | InvalidDocument],
    fact_names: Names = tuple,
) -> Iterator[Problem]:
    """Go through what is wrong with a vocabulary's messages.

    `texts` finds the texts of each tone; `written` are all that there are, or why one cannot be
    read; `fact_names` are the facts of the rulesets beside the vocabulary, if there are any.
    """
    templates = templates_of(texts)
    yield from _without_text(vocabulary, templates)
    facts = tuple(fact_names())
    anywhere = Templates(lambda name: None, NAMES)
    for source in written:
        if isinstance(source, InvalidDocument):
            yield from source.problems
            continue
        text, problems = anywhere.read(source)
        yield from problems
        *_, folder, file = ("", *source.name.replace("\\", "/").split("/"))
        if text is not None:
            yield from _unknown_values(text, vocabulary, facts)
            tones = [folder] if folder in vocabulary.tones else list(vocabulary.tones)
            for tone in tones:
                yield from _unknown_templates(text, templates[tone])
        name = file.removesuffix(ENDING)
        if name not in vocabulary.messages and not name.startswith("_"):
            yield Problem(
                code="F503",
                message=f"`{name}` is the text of no message",
                location=Location(source),
                help=did_you_mean(name, vocabulary.messages, limit=0)
                or "declare it under `messages`, or begin its name with `_` if others import it",
                warning=True,
            )


def _without_text(vocabulary: Vocabulary, templates: Mapping[str, Templates]) -> Iterator[Problem]:
    for tone in vocabulary.tones:
        for message in vocabulary.messages:
            if not _is_there(templates[tone], message + ENDING):
                yield Problem(
                    code="F702",
                    message=f"the message `{message}` has no text in the tone `{tone}`",
                    location=Location(Source(vocabulary.path)),
                    help=f"write it as `messages/{tone}/{message}{ENDING}`",
                )


def _is_there(templates: Templates, name: str) -> bool:
    try:
        return templates.find(name) is not None
    except InvalidDocument:
        return True  # and what is wrong with it is told where it stands


def _unknown_values(
    text: Text, vocabulary: Vocabulary, facts: tuple[str, ...]
) -> Iterator[Problem]:
    """Go through the values that a template asks for and no history can have."""
    known = {"case": tuple(vocabulary.fields), "sender": SENDER, "to": person_names(vocabulary)}
    for node in text.tree.find_all(nodes.Getattr):
        if not isinstance(node.node, nodes.Name):
            continue
        whose, name = node.node.name, node.attr.replace("_", "-")
        if whose in known and name not in known[whose]:
            yield _unknown(text, node, f"{whose}.{node.attr}", near(node.attr, known[whose]))
        if whose == "facts" and facts and name not in facts:
            message = f"no ruleset beside the vocabulary has a fact `{name}`"
            help = near(name, facts, limit=0) or "it is missing under each of them"
            yield problem_at(text.source, node.lineno, message, help, warning=True)
    for call in text.tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "events":
            for kind in call.args:
                if isinstance(kind, nodes.Const) and kind.value not in vocabulary.events:
                    advice = near(str(kind.value), vocabulary.events)
                    yield _unknown(text, call, f'events("{kind.value}")', advice)


def _unknown_templates(text: Text, templates: Templates) -> Iterator[Problem]:
    """Go through the templates that one imports and are not there, and names that they lack."""
    for node in opening(text.tree):
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str):
            continue
        other = _other(templates, name)
        if other is None and not (isinstance(node, nodes.Include) and node.ignore_missing):
            fault = no_template(name)
            yield problem_at(text.source, node.lineno, fault.message, fault.help)
        if isinstance(other, Text):
            exported = exported_names(other.tree)
            for line, wanted in _wanted(text.tree, node):
                if wanted not in exported:
                    message = f"`{name}` has no `{wanted}`"
                    has = f"it has {one_of(sorted(exported))}" if exported else "it sets no names"
                    help = near(wanted, exported, limit=0) or has
                    yield problem_at(text.source, line, message, help)


def _other(templates: Templates, name: str) -> Text | str | None:
    """Return another template as it was read, or its name where something is wrong with it."""
    try:
        source = templates.find(name)
        return templates.sound(source) if source else None
    except InvalidDocument:
        return name


def _wanted(tree: nodes.Template, node: Opening) -> Iterator[tuple[int, str]]:
    """Go through the names that a template takes from another, each with its line."""
    if isinstance(node, nodes.FromImport):
        for name in node.names:
            yield node.lineno, name[0] if isinstance(name, tuple) else name
    elif isinstance(node, nodes.Import):
        for use in tree.find_all(nodes.Getattr):
            if isinstance(use.node, nodes.Name) and use.node.name == node.target:
                yield use.lineno, use.attr


def _unknown(text: Text, node: nodes.Node, called: str, help: str | None) -> Problem:
    return problem_at(text.source, node.lineno, f"there is no `{called}`", help)
