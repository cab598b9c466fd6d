"""What the commands share: the library with its cache, the clock, and the command's arguments."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from followup.core.history import History, Timestamp
from followup.core.ruleset import Ruleset
from followup.defaults import DEFAULT_RULESET, FIRST_DATE, LAST_DATE
from followup.library import Library

F = TypeVar("F", bound=Callable[..., Any])

# Before click 8.4 the class takes no type while the command runs.
if TYPE_CHECKING:
    _TextType = click.ParamType[str]
    _MomentType = click.ParamType[Any]
else:
    _TextType = _MomentType = click.ParamType


def open_library() -> Library:
    """Return the library, with a cache in the user's cache directory unless it is switched off.

    `FOLLOWUP_CACHE` names another directory; `off` (or nothing) switches the cache off.
    """
    setting = os.environ.get("FOLLOWUP_CACHE")
    if setting is not None:
        return Library(None if setting.lower() in ("", "0", "off", "no") else setting)
    from platformdirs import user_cache_dir

    return Library(user_cache_dir("followup", appauthor=False))


def default_ruleset() -> str:
    """Return the ruleset that is taken where none is named."""
    return os.environ.get("FOLLOWUP_RULESET") or DEFAULT_RULESET


class RulesetName(_TextType):
    """The name of a shipped ruleset, or the path of a file; completes in a shell."""

    name = "ruleset"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Any]:
        """Return the names that begin as what was typed, and let the shell add files."""
        from click.shell_completion import CompletionItem

        from followup.library.files import shipped_rulesets

        names = [name for name in shipped_rulesets() if name.startswith(incomplete)]
        return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="file")]


class MomentType(_MomentType):
    """A date, or a date with a time; `today` is the day in the history's time zone."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Timestamp | None:
        """Return the date or datetime that was typed; None for `today`."""
        if isinstance(value, datetime.date):
            return value
        if value == "today":
            return None
        moment: Timestamp | None = None
        try:
            if len(value) == 10:
                moment = datetime.date.fromisoformat(value)
            elif len(value) > 10:
                moment = datetime.datetime.fromisoformat(value)
        except ValueError:
            pass
        if moment is not None:
            day = moment.date() if isinstance(moment, datetime.datetime) else moment
            if FIRST_DATE <= day <= LAST_DATE:
                return moment
            self.fail(f"{day} is out of range; write a day from {FIRST_DATE} to {LAST_DATE}", param)
        self.fail(
            f"`{value}` is not a date; write YYYY-MM-DD, or YYYY-MM-DDTHH:MM for a time of day",
            param,
            ctx,
        )


def ruleset_option(function: F) -> F:
    """Add `--ruleset`."""
    return click.option(
        "-r",
        "--ruleset",
        "ruleset_name",
        type=RulesetName(),
        default=default_ruleset,
        help="Name of a ruleset, or the path of its file; without it $FOLLOWUP_RULESET, "
        f"else {DEFAULT_RULESET}.",
    )(function)


def as_of_option(function: F) -> F:
    """Add `--as-of`."""
    return click.option(
        "--as-of",
        type=MomentType(),
        default=None,
        help="The day, or moment, of the decision; without it today in the history's time zone.",
    )(function)


def json_option(function: F) -> F:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def moment_for(history: History, as_of: Timestamp | None) -> Timestamp:
    """Return the moment to ask about: what was typed, in the history's zone, or today there."""
    if as_of is None:
        return datetime.datetime.now(history.timezone).date()
    if isinstance(as_of, datetime.datetime) and as_of.tzinfo is None:
        if history.timezone is None:
            raise click.UsageError(
                "--as-of has a time of day but neither it nor the history has a time zone; "
                "write an offset such as 2026-11-24T09:30+01:00, or a date alone"
            )
        return as_of.replace(tzinfo=history.timezone)
    return as_of


def choosable(library: Library, name: str) -> Ruleset:
    """Return a ruleset that can decide: found, checked, and not abstract."""
    ruleset = library.ruleset(name)
    if ruleset.abstract:
        raise click.UsageError(
            f"the ruleset `{name}` is abstract: it is there to build on; choose one that extends it"
        )
    return ruleset
