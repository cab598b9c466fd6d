"""Exit codes, and errors on their way to them."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import NoReturn


class ExitCode(IntEnum):
    """What the command's exit code means."""

    DONE = 0
    INVALID = 1
    USAGE = 2
    PARTIAL = 3
    DUE = 10
    INTERRUPTED = 130


def leave(code: ExitCode) -> NoReturn:
    """End the command with an exit code."""
    sys.exit(int(code))
