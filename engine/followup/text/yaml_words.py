"""What a YAML parser complains about, in the words of people who write YAML by hand."""

from __future__ import annotations

import re
from typing import Any

import yaml

from followup.defaults import MAX_DEPTH
from followup.diagnostics import Problem, Source
from followup.text.yaml_slips import SLIPS, Complaint

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def syntax_problem(source: Source, error: yaml.YAMLError) -> Problem:
    """Translate PyYAML's error into the words of this project."""
    mark: Any = getattr(error, "problem_mark", None)
    context: Any = getattr(error, "context_mark", None)
    detail = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if mark is None and context is None:
        # The parser counts bytes; the first character that YAML forbids is the one it means.
        found = _FORBIDDEN.search(source.text)
        at = source.at(found.start() if found else 0)
    else:
        at = source.at(context.index if mark is None else mark.index)
    if is_too_deep(error):
        message = f"the document is nested more than {MAX_DEPTH} levels deep"
        return Problem(code="F009", message=message, location=at)
    begins = None if context is None else source.at(context.index)
    complaint = Complaint(source=source, detail=detail, at=at, begins=begins)
    for slip in SLIPS:
        problem = slip(complaint)
        if problem is not None:
            return problem
    message, help = _in_plain_words(detail)
    return complaint.problem(message, help)


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
        "expected key",
        "this line is indented unlike its neighbours",
        "give the keys that belong together the same indentation",
    ),
    (
        "document start",
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


def _in_plain_words(detail: str) -> tuple[str, str | None]:
    """Translate the commonest messages of a YAML parser, which speaks in its own terms."""
    for sign, message, help in _PLAIN_WORDS:
        if sign in detail:
            return message, help
    if "quoted scalar" in detail or "flow" in detail:
        return "a quote or a bracket is not closed", None
    return f"this is not YAML: {detail}", None


def short_tag(tag: str) -> str:
    """Write a tag as it stands in a document."""
    return tag.replace("tag:yaml.org,2002:", "!!")
