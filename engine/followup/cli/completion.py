"""`followup completion`: the script that completes words in a shell."""

from __future__ import annotations

import click


@click.command(short_help="Print the script that completes words in your shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and ruleset names in a shell.

    \b
    Example:
      eval "$(followup completion bash)"
      followup completion fish > ~/.config/fish/completions/followup.fish
    """
    from click.shell_completion import get_completion_class

    from followup.cli.main import cli

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "followup", "_FOLLOWUP_COMPLETE").source())
