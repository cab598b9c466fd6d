"""What a YAML parser complains about, in the words of people who write YAML by hand."""

from __future__ import annotations

import re

import yaml

from followup.defaults import MAX_DEPTH
from followup.diagnostics import Location, Problem, Source

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def syntax_problem(source: Source, error: yaml.YAMLError) -> Problem:
    """Translate PyYAML's error into the words of this project."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    detail = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if mark is None:
        # The parser counts bytes; the first character that YAML forbids is the one it means.
        found = _FORBIDDEN.search(source.text)
        before = source.text[: found.start() if found else 0]
        at = Location(source, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message, help = _in_plain_words(source, at, detail)
        return Problem(code="F003", message=message, location=at, help=help)
    at = Location(source, mark.line + 1, mark.column + 1)
    if is_too_deep(error):
        return Problem(
            code="F009",
            message=f"the document is nested more than {MAX_DEPTH} levels deep",
            location=at,
        )
    tabs = [at.line or 1, (at.line or 1) - 1]
    for number in tabs:
        line = source.line(number)
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            return Problem(
                code="F010",
                message="a tab indents this line",
                location=Location(source, number, indent.index("\t") + 1),
                help="indent with spaces",
            )
    if "\t" in source.line(at.line or 1) and "cannot start any token" in detail:
        return Problem(
            code="F010", message="a tab stands here", location=at, help="use a space instead"
        )
    message, help = _in_plain_words(source, at, detail)
    return Problem(code="F003", message=message, location=at, help=help)


def is_too_deep(error: yaml.YAMLError) -> bool:
    """Return whether a parser gave up because the document is nested too deeply for it."""
    return "nesting depth" in str(getattr(error, "problem", None)).lower()


_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "a second colon stands where a text goes on",
        "put a text that contains `: ` in quotes, or check the indentation of this line",
    ),
    ("could not find expected ':'", "a key without a colon", "write `key: value`"),
    (
        "block end",
        "this line is indented unlike its neighbours",
        "give the keys that belong together the same indentation",
    ),
    (
        "'-' indicator",
        "this line is indented unlike its neighbours",
        "an item of a list begins with `- `, at the place of the others",
    ),
    (
        "alphabetic or numeric character",
        "a special character begins a text",
        "put a text that begins with `*` or `&` in quotes",
    ),
    (
        "cannot start any token",
        "a special character begins a text",
        "put a text that begins with `@`, `` ` `` or `%` in quotes",
    ),
    ("unexpected end of stream", "the document ends inside a quote", "close the quote"),
    ("unknown escape character", "a backslash stands in double quotes", "use single quotes"),
    ("control characters", "an invisible control character stands here", "remove it"),
)


def _in_plain_words(source: Source, at: Location, detail: str) -> tuple[str, str | None]:
    """Translate the commonest messages of a YAML parser, which speaks in its own terms."""
    above = source.line((at.line or 1) - 1)
    joined = re.match(r"\s*(?:- )?([\w-]+:)[^\s/]", above)
    if "mapping values" in detail and joined and ": " not in above:
        return (
            f"`{joined[1]}` is no key without a space",
            f"put a space after the colon on line {(at.line or 1) - 1}",
        )
    if "expected ',' or" in detail:
        closing = detail[-3:].strip("'")
        rest = source.line(at.line or 1)[(at.column or 1) - 1 :]
        if rest.startswith(": "):
            return "a second colon stands where a text goes on", "put the text in quotes"
        return f"a comma or `{closing}` is missing before this place", None
    for sign, message, help in _PLAIN_WORDS:
        if sign in detail:
            return message, help
    if "quoted scalar" in detail or "flow" in detail:
        return "a quote or a bracket is not closed", None
    return f"this is not YAML: {detail}", None


def short_tag(tag: str) -> str:
    """Write a tag as it stands in a document."""
    return tag.replace("tag:yaml.org,2002:", "!!")
