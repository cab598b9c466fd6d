"""Files that a command writes: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import os
import stat


def write_whole(path: str, content: bytes, *, overwriting: bool = False) -> None:
    """Write a file that nobody ever sees half of, whatever comes in between.

    What is overwritten keeps its permissions, and a link leads where it led. Into a device or a
    pipe is written directly.

    Raises:
        FileExistsError: something is there, and is not to be overwritten.
        OSError: it cannot be written; nothing is left behind.
    """
    if not overwriting:
        if os.path.lexists(path):
            raise FileExistsError
        _put(path, content)
    elif os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            file.write(content)
    else:
        _replace(os.path.realpath(path), content)


def _put(path: str, content: bytes) -> None:
    """Give a name to a file that is complete, unless somebody was faster."""
    unfinished = _beside(path)
    try:
        _fill(unfinished, content)
        try:
            os.link(unfinished, path)
        except FileExistsError:
            raise
        except (OSError, AttributeError):  # a file system, or a system, without links
            _fill_new(path, content)
    finally:
        _remove(unfinished)


def _replace(path: str, content: bytes) -> None:
    """Put a file in the place of another only when all of it is written."""
    unfinished = _beside(path)
    try:
        _fill(unfinished, content)
        if os.path.exists(path):
            os.chmod(unfinished, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(unfinished, path)
    finally:
        _remove(unfinished)


def _fill_new(path: str, content: bytes) -> None:
    """Write a new file under its own name, and take it away again if that fails."""
    with open(path, "xb") as file:
        try:
            file.write(content)
            file.flush()
        except BaseException:
            _remove(path)
            raise


def _fill(path: str, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)


def _beside(path: str) -> str:
    """Return a name that nothing has, in the same directory; as short as another may be."""
    return os.path.join(os.path.dirname(path), f".followup-{os.urandom(6).hex()}.part")


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return  # it was moved to its place, or never made
