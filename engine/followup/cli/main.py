"""The entry point: the group of commands, each imported only when it is called."""

from __future__ import annotations

import errno
import sys
from importlib import import_module
from typing import NoReturn

import click

from followup import __version__
from followup.cli.exits import ExitCode
from followup.cli.streams import drop_output, prepare_streams

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


def main() -> NoReturn:
    """Run the command; no error that a user can cause ends in a traceback."""
    try:
        code = _run()
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:  # whoever read the output has seen enough
        drop_output()
        code = ExitCode.DONE
    except OSError as error:
        code = _lost(error)
    _leave(code)


def _run() -> int:
    try:
        prepare_streams()
        # Only `standalone_mode` would let click end the process; a closed pipe must be ours.
        cli.main(prog_name="followup", standalone_mode=False)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        from followup.diagnostics import bounded  # only a slip needs them
        from followup.text.characters import visible_lines

        message = visible_lines(bounded(error.message))
        object.__setattr__(error, "message", message)  # click calls it final
        error.show()
        return ExitCode.USAGE if isinstance(error, click.UsageError) else ExitCode.INVALID
    except SystemExit as error:
        # click ends the process itself when a pipe is closed, and marks the stream so.
        if type(sys.stdout).__name__.endswith("PacifyFlushWrapper"):
            drop_output()
            return ExitCode.DONE
        return error.code if isinstance(error.code, int) else ExitCode.INVALID
    return ExitCode.DONE


def _leave(code: int) -> NoReturn:
    """End the process when all is written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        code = ExitCode.DONE
    except OSError as error:
        code = _lost(error)
    sys.exit(int(code))


def _lost(error: OSError) -> ExitCode:
    """Say that the output is lost, or whatever else the system refuses."""
    full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    reason = "the disk is full" if full else (error.strerror or str(error)).lower()
    what = "the output cannot be written" if error.filename is None else ascii(error.filename)
    drop_output()
    sys.stderr.write(f"followup: {what}: {reason}\n")
    return ExitCode.INVALID
