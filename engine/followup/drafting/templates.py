"""Templates to texts, in a sandbox: nothing that a history says is ever run.

A template sets `subject` and holds the body. It is found by its name among the texts of a tone;
what it imports is found the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType, TracebackType
from typing import Any, NoReturn

from jinja2 import BaseLoader, Environment, TemplateNotFound, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from followup.diagnostics import (
    InvalidDocument,
    Location,
    NotEvaluable,
    Problem,
    Source,
    did_you_mean,
)
from followup.drafting.values import Fault

ENDING = ".j2"
_NAME = re.compile(r"[A-Za-z0-9_-]+\.j2")

Texts = Callable[[str], Source | None]
"""Finds the text of a template by its name, such as `reminder.j2`, in one tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came out of a template."""

    subject: str
    body: str


class _Loader(BaseLoader):
    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        # A name is no path: a template reaches the texts beside it and no other file.
        found = self.texts(template) if _NAME.fullmatch(template) else None
        if found is None:
            raise TemplateNotFound(template)
        return found.text, found.name, None


class Templates:
    """The templates of one tone; `known` are the names that they can use."""

    def __init__(
        self,
        texts: Texts,
        known: frozenset[str],
        filters: Mapping[str, Callable[[Any], Any]],
    ) -> None:
        self.texts = texts
        self.environment = ImmutableSandboxedEnvironment(
            loader=_Loader(texts),
            undefined=StrictUndefined,
            autoescape=False,
            lstrip_blocks=True,
        )
        self.known = known | frozenset(self.environment.globals)
        self.environment.filters.update(filters)
        self._compiled: dict[str, CodeType] = {}

    def read(self, source: Source) -> tuple[nodes.Template | None, list[Problem]]:
        """Return a template's syntax tree, and what is wrong with its form and its names."""
        try:
            tree = self.environment.parse(source.text, source.name, source.name)
            self._compiled[source.name] = self.environment.compile(tree, source.name, source.name)
        except TemplateSyntaxError as error:
            return None, [_problem(source, error.lineno, _sentence(error.message or ""))]
        return tree, [
            _problem(
                source,
                line,
                f"a template has no `{name}`",
                did_you_mean(name, sorted(self.known), limit=0),
            )
            for name, line in self._undeclared(tree)
        ]

    def _undeclared(self, tree: nodes.Template) -> list[tuple[str, int]]:
        from jinja2 import meta

        unknown = meta.find_undeclared_variables(tree) - self.known
        lines: dict[str, int] = {}
        for node in tree.find_all(nodes.Name):
            if node.name in unknown:
                lines.setdefault(node.name, node.lineno)
        return list(lines.items())

    def write(self, source: Source, values: Mapping[str, Any]) -> Written:
        """Return what a template says with these values.

        Raises:
            InvalidDocument: the template is wrong, or writes a value that is not there.
            NotEvaluable: it needs a choice that was not made.
        """
        if source.name not in self._compiled:
            _, problems = self.read(source)
            if problems:
                raise InvalidDocument(problems)
        environment = self.environment
        template = environment.template_class.from_code(
            environment, self._compiled[source.name], environment.make_globals(None)
        )
        try:
            module = template.make_module(dict(values))
            subject = str(getattr(module, "subject", ""))
        except (InvalidDocument, NotEvaluable):
            raise
        except Exception as error:
            # Whatever a template does wrong is a fault of its text, told with its line.
            self._refuse(error, source)
        return Written(subject=subject.strip(), body=tidy(str(module)))

    def _refuse(self, error: Exception, source: Source) -> NoReturn:
        at, line = _place(error.__traceback__) or (source.name, None)
        if isinstance(error, TemplateSyntaxError):
            at, line = error.filename or at, error.lineno
        message, help = _words(error)
        found = source if at == source.name else Source(at)
        raise InvalidDocument([_problem(found, line, message, help)]) from None


def tidy(text: str) -> str:
    """Return a text without spaces at the ends of lines and with single empty lines."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _words(error: Exception) -> tuple[str, str | None]:
    if isinstance(error, Fault):
        return error.message, error.help
    if isinstance(error, TemplateNotFound):
        return f"there is no template `{error.message}`", "a template reaches those beside it"
    if isinstance(error, TemplateSyntaxError):
        return _sentence(error.message or ""), None
    if isinstance(error, SecurityError):
        return f"a template may not do this: {_sentence(str(error))}", None
    if isinstance(error, UndefinedError):
        return _sentence(error.message or ""), None
    return f"the template cannot be filled in: {_sentence(str(error))}", None


def _sentence(text: str) -> str:
    """Return jinja's words in the form of ours."""
    text = re.sub(r"'([^']*)'", r"`\1`", text.strip().rstrip("."))
    return text[:1].lower() + text[1:]


def _place(trace: TracebackType | None) -> tuple[str, int] | None:
    """Return the file and line of the innermost template that was being filled in."""
    found = None
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            found = (template.filename, template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    return found


def _problem(source: Source, line: int | None, message: str, help: str | None = None) -> Problem:
    return Problem(code="F702", message=message, location=Location(source, line), help=help)
