"""The streams of the process: there, able to write every character, none a reason to fail twice.

What goes to standard error is said beside the answer. Losing it (`2> >(head -1)`, a full disk)
may cost neither a decision nor the exit code, so nothing that is written there can fail.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any

from followup.forms.encodings import SPELLING


def prepare_streams() -> None:
    """See that each stream is there, and that no character is too much for its encoding."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started the command
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif name != "stdin" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=SPELLING)
    buffer = getattr(sys.stderr, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    if isinstance(raw, io.FileIO):  # a console of Windows is no file, and is not lost
        sys.stderr = io.TextIOWrapper(
            _Losable(raw.fileno(), "w", closefd=False),
            encoding=sys.stderr.encoding,
            errors=SPELLING,
            write_through=True,
        )


class _Losable(io.FileIO):
    """A stream that takes whatever is written, and passes on what it can."""

    def write(self, data: Any) -> int:
        """Write data, and return their size whatever became of them."""
        left = memoryview(data).cast("B")
        size = left.nbytes
        with suppress(OSError):
            while left and (written := super().write(left)):
                left = left[written:]
        return size


def drop_output() -> None:
    """Let Python flush into nothing when it ends; it would complain of what it cannot write."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
