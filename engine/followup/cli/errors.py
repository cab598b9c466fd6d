"""From the package's errors to messages and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from followup.cli.exits import ExitCode, leave
from followup.diagnostics import InvalidDocument, NotEvaluable, UnknownName
from followup.forms.problems import write_problems
from followup.forms.terminal import Console

F = TypeVar("F", bound=Callable[..., Any])


def reported(function: F) -> F:
    """Report the errors of a command: wrong documents with exit code 1, wrong words with 2."""

    @wraps(function)
    def command(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except InvalidDocument as error:
            write_problems(error.problems, Console(sys.stderr))
            leave(ExitCode.INVALID)
        except UnknownName as error:
            raise click.UsageError(str(error)) from None
        except NotEvaluable as error:
            raise click.UsageError(str(error)) from None

    return command  # type: ignore[return-value]
