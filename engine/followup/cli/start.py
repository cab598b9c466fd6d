"""The command's first steps: from here on an interrupt (Ctrl-C) ends it without a word.

Nothing is imported here that takes long, since whoever interrupts a slow start must not see its
traceback. `main` imports the command itself.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any, NoReturn

_INTERRUPTED = 130
"""As in `ExitCode`, whose module takes longer to import than this one."""


_interrupted = False


def main() -> NoReturn:
    """Run the command."""
    # A shell lets what it runs in the background ignore the signal; so it stays.
    heeds = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    try:
        if heeds:
            signal.signal(signal.SIGINT, _end)  # nothing is begun that would have to be ended
        from followup.cli.main import main as command

        if heeds:
            sys.unraisablehook = _end_if_interrupted
            signal.signal(signal.SIGINT, _interrupt)
        command()
    except BaseException:
        # Python itself makes another error of an interrupt that comes in the midst of a class.
        if _interrupted:
            _end()
        raise
    finally:
        if heeds:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said, and Python tidies up


def _interrupt(signum: int, frame: FrameType | None) -> NoReturn:
    """Interrupt what the command is doing, so that it ends what it has begun."""
    global _interrupted
    _interrupted = True
    raise KeyboardInterrupt


def _end(signum: int = 0, frame: FrameType | None = None) -> NoReturn:
    """End the process at once, with what was written so far."""
    try:
        sys.stdout.flush()
    finally:  # be it closed, full, or being written to just now
        os._exit(_INTERRUPTED)


def _end_if_interrupted(unraisable: Any) -> None:
    """End the process where Python would pass over an interrupt, in the midst of its own work."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        _end()
    sys.__unraisablehook__(unraisable)
