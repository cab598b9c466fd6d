"""Templates to texts: nothing that a history says is ever run, and no text takes for ever.

A template sets `subject` and holds the body. It is found by its name among the texts of a tone;
what it imports is found the same way.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, Undefined
from jinja2.parser import Parser

from followup.defaults import LONGEST_HEADER, MAX_TEMPLATE
from followup.diagnostics import InvalidDocument, Problem, Source
from followup.drafting.expressions import Page, Scope
from followup.drafting.faults import Fault, problem_at, refusal
from followup.drafting.grammar import findings, set_at, too_deep
from followup.drafting.interpreter import Interpreter, Text
from followup.drafting.meter import Meter

ENDING = ".j2"
_NAME = re.compile(r"[A-Za-z0-9_-]+\.j2")
_SYNTAX = Environment(lstrip_blocks=True)
"""How a text is read as a template. Nothing is compiled: the interpreter goes through the tree."""

Texts = Callable[[str], Source | None]
"""Finds the text of a template by its name, such as `reminder.j2`, in one tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came out of a template, and how many steps it took."""

    subject: str
    body: str
    steps: int


class Templates:
    """The templates of one tone; `known` are the names that they can use."""

    def __init__(self, texts: Texts, known: frozenset[str]) -> None:
        self.texts = texts
        self.known = known
        self._found: dict[str, Source | None] = {}
        self._read: dict[str, Text | InvalidDocument] = {}

    def find(self, name: str) -> Source | None:
        """Return the text of a template by its name; each is looked for once.

        Raises:
            InvalidDocument: it cannot be read.
        """
        if name not in self._found:
            # A name is no path: a template reaches the texts beside it and no other file.
            self._found[name] = self.texts(name) if _NAME.fullmatch(name) else None
        return self._found[name]

    def read(self, source: Source) -> tuple[Text | None, list[Problem]]:
        """Return a template as far as it could be read, and what is wrong with it."""
        text, problems = _parsed(source)
        if text is None:
            return None, problems
        found = findings(text.tree, self.known)
        return text, [problem_at(source, *finding) for finding in found]

    def write(self, source: Source, values: Mapping[str, Any]) -> Written:
        """Return what a template says with these values.

        Raises:
            InvalidDocument: the template is wrong, or writes a value that is not there, or does
                more than a message needs.
            NotEvaluable: it needs a choice that was not made.
        """
        meter = Meter()
        text = self.sound(source)

        def open_text(name: str) -> Text | None:
            found = self.find(name)
            if found is not None and found.name not in self._read:
                meter.spend(len(found.text))
            return self.sound(found) if found else None

        page, scope = Page(is_message=True), _scope(values)
        Interpreter(text, open_text, values, meter).fill(page, scope)
        subject = _subject(scope.maps[0].get("subject", ""), text)
        # Halves of characters, which a template can write, stand in no file.
        body = str(page).encode("utf-8", "replace").decode()
        return Written(subject=subject.strip(), body=tidy(body), steps=meter.steps)

    def sound(self, source: Source) -> Text:
        """Return a template in which nothing is wrong with the form.

        Raises:
            InvalidDocument: something is.
        """
        if source.name not in self._read:
            text, problems = self.read(source)
            is_sound = text is not None and not problems
            self._read[source.name] = text if text and is_sound else InvalidDocument(problems)
        found = self._read[source.name]
        if isinstance(found, InvalidDocument):
            raise found
        return found


def _scope(values: Mapping[str, Any]) -> Scope:
    return ChainMap({}, dict(values))


def _parsed(source: Source) -> tuple[Text | None, list[Problem]]:
    """Return a template as it was read, or what keeps it from being read."""
    if len(source.text) > MAX_TEMPLATE:
        message = f"a template has at most {MAX_TEMPLATE:,} characters"
        return None, [problem_at(source, None, message, "shorten it, or split it with `import`")]
    parser = None
    try:
        parser = Parser(_SYNTAX, source.text, source.name, source.name)
        tree = parser.parse()
    except TemplateSyntaxError as error:
        return None, list(refusal(error, source, error.lineno).problems)
    except Exception as error:
        # Python has bounds of its own: for depth, for the length of a number.
        if isinstance(error, ValueError):
            error = Fault("a number here has too many digits", "write it as a text")
        line = parser.stream.current.lineno if parser else None
        return None, list(refusal(error, source, line).problems)
    deep = too_deep(tree)
    return (None, [problem_at(source, *deep)]) if deep else (Text(source=source, tree=tree), [])


def _subject(value: Any, text: Text) -> str:
    """Return the subject that a template has set; a macro or a number is none."""
    try:
        if not isinstance(value, str | Undefined):
            raise Fault("the subject is no text", "write `{% set subject %}…{% endset %}`")
        subject = str(value)
        if len(subject) > LONGEST_HEADER:
            message = f"the subject has {len(subject):,} characters, and mail allows"
            raise Fault(f"{message} {LONGEST_HEADER}", "shorten it, as with `… | truncate(80)`")
    except Exception as error:
        raise refusal(error, text.source, set_at(text.tree, "subject")) from None
    return subject


def tidy(text: str) -> str:
    """Return a text without spaces at the ends of lines and with single empty lines."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
