"""What goes wrong while a template is filled in, told as a problem at its line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import TemplateSyntaxError, UndefinedError

from followup.diagnostics import InvalidDocument, Location, Problem, Source, did_you_mean
from followup.drafting.shortening import shortened

_LONGEST_NAME = 60
"""The characters of the longest text that may be a mistyped name."""


class Fault(Exception):
    """What is wrong in a template, found while it is filled in; `help` says how to mend it."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def near(word: str, known: Iterable[str], limit: int = 8) -> str | None:
    """Return advice for a mistyped word, if there is any."""
    return did_you_mean(word, known, limit) if len(word) <= _LONGEST_NAME else "shorten it"


def problem_at(
    source: Source, line: int | None, message: str, help: str | None = None, warning: bool = False
) -> Problem:
    """Return what is wrong with a template, at its line."""
    return Problem(
        code="F702",
        message=shortened(message),
        location=Location(source, line),
        help=help and shortened(help),
        warning=warning,
    )


def refusal(error: Exception, source: Source, line: int | None) -> InvalidDocument:
    """Return whatever a template does wrong as a fault of its text, at its line."""
    message, help = _words(error)
    return InvalidDocument([problem_at(source, line, message, help)])


def _words(error: Exception) -> tuple[str, str | None]:
    if isinstance(error, Fault):
        return error.message, error.help
    if isinstance(error, TemplateSyntaxError):
        return _sentence(error.message or ""), None
    if isinstance(error, UndefinedError):
        help = "ask first whether it `is defined`; what is imported knows it `with context` only"
        return _sentence(error.message or ""), help
    if isinstance(error, RecursionError):
        return "the template is nested too deeply", "take some of it apart"
    if isinstance(error, MemoryError):
        return "the text becomes too long", "shorten it"
    if isinstance(error, ZeroDivisionError):
        return "this divides by zero", "ask first whether the number is zero"
    if isinstance(error, TypeError):
        return (
            "these values do not go together",
            "bring texts, numbers and dates each to their like",
        )
    return f"the template cannot be filled in: {_sentence(str(error))}", None


def _sentence(text: str) -> str:
    """Return jinja's words in the form of ours."""
    text = re.sub(r"'([^']*)'", r"`\1`", text.strip().rstrip("."))
    return text[:1].lower() + text[1:]
