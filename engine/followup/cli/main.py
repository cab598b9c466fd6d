"""The entry point: the group of commands, each imported only when it is called."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from followup import __version__
from followup.cli.exits import ExitCode
from followup.forms.encodings import SPELLING

# Before click 8.4 the first of the names is the one that its hints spell out.
CONTEXT = {"help_option_names": ["--help", "-h"], "max_content_width": 100}


class SuggestingGroup(click.Group):
    """A group that names the nearest command, or all, where there is none of a name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added, not of the alphabet."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called, or fail with advice."""
        name = args[0] if args else ""
        names = self.list_commands(ctx)
        known = not name or name in names or name.startswith("-")
        if not known and not ctx.resilient_parsing:  # a shell that completes wants no advice
            from followup.diagnostics import did_you_mean

            help = did_you_mean(name, names, limit=12)
            ctx.fail(f"there is no command `{name}`" + (f" ({help})" if help else ""))
        return super().resolve_command(ctx, args)


class LazyGroup(SuggestingGroup):
    """A group whose commands are named with their modules and imported when needed."""

    def __init__(self, *args: object, lazy: dict[str, str] | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a first encounter, not of the alphabet."""
        return [*self.commands, *self.lazy]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.lazy[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(
    cls=LazyGroup,
    context_settings=CONTEXT,
    lazy={
        "evaluate": "followup.cli.evaluate:evaluate",
        "why": "followup.cli.explain:why",
        "plan": "followup.cli.explain:plan",
        "draft": "followup.cli.draft:draft",
        "compare": "followup.cli.explain:compare",
        "when": "followup.cli.when:when",
        "ruleset": "followup.cli.rulesets:ruleset",
        "schema": "followup.cli.schema:schema",
        "completion": "followup.cli.completion:completion",
    },
)
@click.version_option(__version__, "-V", "--version", message="followup %(version)s")
def cli() -> None:
    """When to follow up, with whom, how often, and when to stop.

    A ruleset says it; a history tells what has happened; the answer is what to do now, in which
    window of time, and why.

    \b
    Example:
      followup evaluate acme.yaml
      followup why acme.yaml -r conservative
    """


def main() -> None:
    """Run the command; no error that a user can cause ends in a traceback."""
    try:
        _prepare_streams()
        # Only `standalone_mode` would let click end the process; a closed pipe must be ours.
        cli.main(prog_name="followup", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        _leave(error.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _leave(130)
    except click.UsageError as error:
        error.show()
        _leave(ExitCode.USAGE)
    except click.ClickException as error:
        error.show()
        _leave(ExitCode.INVALID)
    except SystemExit as error:
        # click ends the process itself when a pipe is closed, and marks the stream so.
        closed = type(sys.stdout).__name__.endswith("PacifyFlushWrapper")
        if closed:
            _drop_output()
        code = error.code if isinstance(error.code, int) else ExitCode.INVALID
        _leave(ExitCode.DONE if closed else code)
    except BrokenPipeError:
        _leave(ExitCode.DONE)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        sys.stderr.write("followup: the output cannot be written: the disk is full\n")
        _leave(ExitCode.INVALID)


_FULL = (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC)


def _prepare_streams() -> None:
    """See that each stream is there, and that no character is too much for its encoding."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started the command
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif name != "stdin" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=SPELLING)


def _leave(code: int) -> NoReturn:
    """End the process; what cannot be written any more is dropped without a word."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        code = ExitCode.DONE
    except OSError:
        _drop_output()
    sys.exit(int(code))


def _drop_output() -> None:
    """Let Python flush into nothing when it ends; it would complain of what it cannot write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
