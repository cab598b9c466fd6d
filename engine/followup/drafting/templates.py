"""Templates to texts, in a sandbox: nothing that a history says is ever run.

A template sets `subject` and holds the body. It is found by its name among the texts of a tone;
what it imports is found the same way.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType, TracebackType
from typing import Any, NoReturn

from jinja2 import BaseLoader, Environment, TemplateNotFound, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import StrictUndefined, Undefined
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
_CLOCK = frozenset(("today", "now", "utcnow", "fromtimestamp", "utcfromtimestamp"))
"""What of a date tells the time on this machine."""

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


class _Unknown(StrictUndefined):
    """What a value does not have; an error too where it is written as part of a list."""

    __slots__ = ()

    def __repr__(self) -> str:
        self._fail_with_undefined_error()


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, without the clock: a draft follows from its history and its day alone."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        told = isinstance(obj, datetime.date) and attr in _CLOCK
        return not told and super().is_safe_attribute(obj, attr, value)


def _writable(value: Any) -> Any:
    """Return a value that may be written; refused is what has no words of its own."""
    if value is None or (callable(value) and not isinstance(value, Undefined)):
        what = "nothing" if value is None else "a function or a macro"
        raise Fault(f"this writes {what}", "write a text, a number or a date")
    return value


class Templates:
    """The templates of one tone; `known` are the names that they can use."""

    def __init__(
        self,
        texts: Texts,
        known: frozenset[str],
        filters: Mapping[str, Callable[[Any], Any]],
    ) -> None:
        self.texts = texts
        self.environment = _Sandbox(
            loader=_Loader(texts),
            undefined=_Unknown,
            finalize=_writable,
            autoescape=False,
            lstrip_blocks=True,
        )
        del self.environment.filters["random"], self.environment.globals["lipsum"]  # chance
        self.known = known | frozenset(self.environment.globals)
        self.environment.filters.update(filters)
        self._compiled: dict[str, CodeType] = {}

    def read(self, source: Source) -> tuple[nodes.Template | None, list[Problem]]:
        """Return a template's syntax tree, and what is wrong with its form and its names."""
        try:
            tree = self.environment.parse(source.text, source.name, source.name)
            self._compiled[source.name] = self.environment.compile(tree, source.name, source.name)
            undeclared = self._undeclared(tree)
        except TemplateSyntaxError as error:
            return None, [_problem(source, error.lineno, _sentence(error.message or ""))]
        except Exception as error:
            # Python has bounds of its own: for depth, for the length of a number.
            return None, [_problem(source, None, _unreadable(error))]
        return tree, [
            _problem(
                source,
                line,
                f"a template has no `{name}`",
                did_you_mean(name, sorted(self.known), limit=0),
            )
            for name, line in undeclared
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
            subject = _subject(getattr(module, "subject", ""))
        except (InvalidDocument, NotEvaluable):
            raise
        except Exception as error:
            # Whatever a template does wrong is a fault of its text, told with its line.
            self._refuse(error, source)
        # Halves of characters, which a template can write, stand in no file.
        body = str(module).encode("utf-8", "replace").decode()
        return Written(subject=subject.strip(), body=tidy(body))

    def _refuse(self, error: Exception, source: Source) -> NoReturn:
        at, line = _place(error.__traceback__) or (source.name, None)
        if isinstance(error, TemplateSyntaxError):
            at, line = error.filename or at, error.lineno
        message, help = _words(error)
        found = source if at == source.name else Source(at)
        raise InvalidDocument([_problem(found, line, message, help)]) from None


def _subject(value: Any) -> str:
    """Return the subject that a template has set; a macro or a number is none."""
    if not isinstance(value, str | Undefined):
        raise Fault("the subject is no text", "write `{% set subject %}…{% endset %}`")
    return str(value)


def tidy(text: str) -> str:
    """Return a text without spaces at the ends of lines and with single empty lines."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _unreadable(error: Exception) -> str:
    """Return what is wrong with a template that could not even be read."""
    if isinstance(error, RecursionError | MemoryError):
        return "the template is nested too deeply"
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"the template cannot be read: {_sentence(said.partition(';')[0])}"


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
    if isinstance(error, RecursionError | SyntaxError):
        return _unreadable(error), None
    if isinstance(error, MemoryError):
        return "the text becomes too long", None
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
