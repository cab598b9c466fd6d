"""What is kept between runs: small files of plain data in one private directory.

Nothing that is kept is code, and nothing is trusted that anybody else could have written: the
directory has to be the user's own, and nobody else's to write to. That is looked at once, on the
open directory; every file is then reached through it and is refused unless it is a plain file of
the user's. Where a system has no such checks (Windows keeps a user's files to the user) they are
left out. A directory that cannot be used, a full disk or a file that is not as it was written is
no error: then everything is done anew.
"""

from __future__ import annotations

import contextlib
import os
import stat
from functools import cached_property
from hashlib import sha256

_FOLDER = "kept"
_MOST_BYTES = 8 * 2**20
"""The size of the largest file that is read back."""
_DIGEST = 32
"""The bytes before a content that tell whether it is whole."""
_MOST_FILES = 4_000
_FILES_LEFT = 2_000
_UNFINISHED = ".part"
_HAS_DESCRIPTORS = {os.open, os.rename, os.unlink} <= os.supports_dir_fd
_READ = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)
_WRITE = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))
)


class Store:
    """Keeps files by name under a directory; without a directory nothing is kept.

    A name says what is kept and what that rests on (`name_of`), so that nothing goes stale.
    """

    def __init__(self, directory: str | None) -> None:
        self.directory = directory

    def read(self, name: str) -> bytes | None:
        """Return what was kept under a name; None where nothing was, or nothing to be trusted."""
        if self._folder is None:
            return None
        try:
            descriptor = os.open(self._path(name), _READ, dir_fd=self._descriptor)
        except (OSError, ValueError):
            return None
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or not _is_private(status):
                return None
            found = file.read(_MOST_BYTES + 1)
        digest, content = found[:_DIGEST], found[_DIGEST:]
        is_whole = len(found) <= _MOST_BYTES and sha256(content).digest() == digest
        return content if is_whole else None

    def write(self, name: str, content: bytes) -> None:
        """Keep a content under a name, all of it or nothing."""
        if self._folder is None or len(content) + _DIGEST > _MOST_BYTES:
            return
        unfinished = f"{name}.{os.getpid()}{_UNFINISHED}"
        directory = self._descriptor
        try:
            descriptor = os.open(self._path(unfinished), _WRITE, 0o600, dir_fd=directory)
            try:
                with open(descriptor, "wb") as file:
                    file.write(sha256(content).digest() + content)
                os.replace(
                    self._path(unfinished),
                    self._path(name),
                    src_dir_fd=directory,
                    dst_dir_fd=directory,
                )
            except OSError:
                os.unlink(self._path(unfinished), dir_fd=directory)
                return
            self._prune()
        except (OSError, ValueError):
            return

    @cached_property
    def _folder(self) -> str | None:
        """The private directory; None where there is none that can be used."""
        if self.directory is None:
            return None
        folder = os.path.join(self.directory, _FOLDER)
        with contextlib.suppress(OSError, ValueError):
            os.makedirs(self.directory, mode=0o700, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                os.mkdir(folder, 0o700)
            return folder if not _HAS_DESCRIPTORS or self._opened(folder) else None
        return None

    def _opened(self, folder: str) -> bool:
        """Return whether a directory is private; keep it open, so that it stays the same one."""
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(folder, flags)
        if not _is_private(os.fstat(descriptor)):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    _descriptor: int | None = None

    def _path(self, name: str) -> str:
        return name if self._descriptor is not None else os.path.join(self._folder or "", name)

    def _prune(self) -> None:
        """Remove the oldest files when there are too many, unfinished ones among them."""
        names = os.listdir(self._folder if self._descriptor is None else self._descriptor)
        if len(names) <= _MOST_FILES:
            return
        aged = [(os.stat(self._path(n), dir_fd=self._descriptor).st_mtime, n) for n in names]
        for _, name in sorted(aged)[:-_FILES_LEFT]:
            os.unlink(self._path(name), dir_fd=self._descriptor)

    def __del__(self) -> None:
        """Close the directory."""
        if self._descriptor is not None:
            os.close(self._descriptor)


def name_of(kind: str, *parts: str | bytes) -> str:
    """Return the name under which something is kept that rests on these parts."""
    digest = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return f"{kind}-{digest.hexdigest()}"


def _is_private(status: os.stat_result) -> bool:
    """Return whether a directory or file is the user's own, and nobody else's to write to."""
    if not hasattr(os, "getuid"):
        return True
    others = stat.S_IWGRP | stat.S_IWOTH
    return status.st_uid == os.getuid() and not status.st_mode & others
