"""Runs the command: as a process of its own, within this one, or on a pseudo-terminal."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from followup.cli.main import main

ROOT = Path(__file__).parents[2]
ACME = ROOT / "examples" / "acme.yaml"
DAY = "2026-10-23"

# What the surroundings of a test run must not decide.
_FOREIGN = (
    "COLUMNS",
    "FOLLOWUP_CACHE",
    "FOLLOWUP_FROM",
    "FOLLOWUP_NAME",
    "FOLLOWUP_PHONE",
    "FOLLOWUP_RULESET",
    "FORCE_COLOR",
    "LC_ALL",
    "NO_COLOR",
    "PYTHONIOENCODING",
    "PYTHONUNBUFFERED",
    "PYTHONUTF8",
    "TERM",
    "TZ",
)
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
# Seconds; only what hangs takes so long, however busy the machine is.
LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.out)

    @property
    def records(self) -> list[Any]:
        """The JSON Lines on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def problems(self) -> list[str]:
        """The lines on stderr without the reminder of the usage."""
        lines = self.err.splitlines()
        return [line for line in lines if line and not line.startswith(("Usage: ", "Try "))]


class _Stream(io.TextIOWrapper):
    """A stream that keeps what is written, and is a terminal if it is told to say so."""

    def __init__(self, encoding: str, terminal: bool) -> None:
        self._bytes = io.BytesIO()
        self._terminal = terminal
        super().__init__(self._bytes, encoding=encoding)

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        self.flush()
        return self._bytes.getvalue().decode(self.encoding)


class Followup:
    """The command with a directory to work in and a cache.

    Called, it runs within this process, through the same function as the command does; `process`
    starts one of its own. Whatever a user does, a traceback is a failure.
    """

    def __init__(self, directory: Path, cache: str) -> None:
        self.directory = directory
        self.cache = cache

    def environment(self, env: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the variables that the command sees."""
        own = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        return {**own, "FOLLOWUP_CACHE": self.cache, "TERM": "xterm", **(env or {})}

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file in the working directory."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def __call__(
        self,
        *args: object,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        encoding: str = "utf-8",
        merged: bool = False,
        terminal: bool = False,
    ) -> Outcome:
        """Run the command within this process.

        Args:
            args: the words after `followup`.
            stdin: what is typed.
            env: variables that differ from those of a bare surrounding.
            cwd: where it runs, if not in the directory of its own.
            encoding: that of stdout and stderr.
            merged: whether stderr is stdout, as `2>&1` makes it.
            terminal: whether the streams say that they are a terminal.
        """
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        out, err = _Stream(encoding, terminal), _Stream(encoding, terminal)
        code: object = 0
        with pytest.MonkeyPatch.context() as patch:
            for name in _FOREIGN:
                patch.delenv(name, raising=False)
            for name, value in self.environment(env).items():
                patch.setenv(name, value)
            patch.chdir(cwd or self.directory)
            patch.setattr(sys, "argv", ["followup", *map(str, args)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", out if merged else err)
            try:
                main()
            except SystemExit as end:
                code = end.code
        assert isinstance(code, int)
        return Outcome(code=code, out=out.text(), err=err.text())

    def start(
        self,
        *args: object,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        **options: Any,
    ) -> subprocess.Popen[bytes]:
        """Start the command as a process, its streams piped unless `options` say otherwise."""
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(
            command(*args),
            env=self.environment(env),
            cwd=cwd or self.directory,
            **{**streams, **options},
        )

    def process(
        self,
        *args: object,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        **options: Any,
    ) -> Outcome:
        """Run the command as a process of its own."""
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        with self.start(*args, env=env, cwd=cwd, **options) as running:
            out, err = running.communicate(given, timeout=LONGEST)
        found = Outcome(
            code=running.returncode, out=(out or b"").decode(), err=(err or b"").decode()
        )
        assert "Traceback" not in found.err
        assert "Exception ignored" not in found.err
        return found

    def terminal(
        self, *args: object, columns: int = 80, env: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """Run the command on a pseudo-terminal; return its exit code and what the screen got."""
        fcntl, pty, termios = (pytest.importorskip(name) for name in ("fcntl", "pty", "termios"))
        ours, its = pty.openpty()
        size = b"".join(n.to_bytes(2, sys.byteorder) for n in (40, columns, 0, 0))
        fcntl.ioctl(its, termios.TIOCSWINSZ, size)
        with self.start(*args, env=env, stdin=its, stdout=its, stderr=its) as running:
            os.close(its)
            screen = b""
            while True:
                try:
                    part = os.read(ours, 65536)
                except OSError:  # Linux ends a pseudo-terminal so
                    break
                if not part:
                    break
                screen += part
            os.close(ours)
        text = screen.decode().replace("\r\n", "\n")
        assert "Traceback" not in text
        return running.returncode, text


def command(*args: object) -> Sequence[str]:
    """Return the command's real entry point with its arguments."""
    return [sys.executable, "-m", "followup", *map(str, args)]


def plain(text: str) -> str:
    """Return a screen's text without its colours."""
    return _ESCAPE.sub("", text)
