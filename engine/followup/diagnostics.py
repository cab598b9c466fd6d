"""What can be wrong with a document, and where: the records that every pass reports with.

A pass collects all the problems of a document and raises them together in one
`InvalidDocument`; only the forms turn them into text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

_LONGEST_NAME = 1_000
_LINE_END = re.compile(r"\r\n|[\n\r]")


class Source:
    """A text that positions point into: a file's name (or `<stdin>`) and its content.

    Lines end as editors end them, with a line feed, a carriage return or both; what else Unicode
    calls a line end does not count. A pickled source keeps its name only.
    """

    __slots__ = ("_starts", "name", "text")

    def __init__(self, name: str, text: str = "") -> None:
        self.name = name
        self.text = text
        self._starts: list[int] | None = None

    def __reduce__(self) -> tuple[type[Source], tuple[str]]:
        """Keep the name: places stay true, and the text is on disk."""
        return (Source, (self.name,))

    def line(self, number: int) -> str:
        """Return line `number` (counted from 1) without its end, or "" where there is none."""
        starts = self._line_starts()
        if not 0 < number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def at(self, offset: int, width: int = 1) -> Location:
        """Return the place of the character at `offset` (counted from 0)."""
        starts = self._line_starts()
        number = bisect_right(starts, offset)
        return Location(self, number, offset - starts[number - 1] + 1, "", max(width, 1))

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        return self._starts


class Location(NamedTuple):
    """A place in a document.

    `line` and `column` count from 1 and are None where the value came from a Python mapping;
    then `path` (such as `events[3].by`) says where. `width` is the number of characters meant.
    """

    source: Source
    line: int | None = None
    column: int | None = None
    path: str = ""
    width: int = 1

    def __str__(self) -> str:
        """Write the place as `file:line:column`, or as the path where there are no lines."""
        parts = [shortened(self.source.name, _LONGEST_NAME)] if self.source.name else []
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        place = ":".join(parts)
        if self.path and self.column is None:
            place = f"{place}:{self.path}" if place else self.path
        return place or "<document>"

    def within(self, offset: int, width: int = 1) -> Location:
        """Return the place `offset` characters further on the same line."""
        if self.column is None:
            return self
        return self._replace(column=self.column + offset, width=max(width, 1))


NOWHERE = Location(Source(""))


_LONGEST_ECHO = 200
_LONGEST_MESSAGE = 2_000
_ECHO = re.compile(rf"`([^`]{{{_LONGEST_ECHO + 1},}})`")


def shortened(text: str, limit: int = _LONGEST_ECHO) -> str:
    """Return a text of a document as a message echoes it: cut where it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def bounded(message: str) -> str:
    """Return a message in which no word of a document, between backticks, stands at full length.

    Whatever a document says can be echoed, so this holds for every message, in one place.
    """
    if len(message) <= _LONGEST_ECHO:
        return message
    return shortened(_ECHO.sub(lambda echo: f"`{shortened(echo[1])}`", message), _LONGEST_MESSAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, or improbable: its code, one sentence, its place, any advice."""

    code: str
    message: str
    location: Location = field(default=NOWHERE, compare=False)
    help: str | None = None
    warning: bool = False

    def __post_init__(self) -> None:
        """Bound what is echoed."""
        object.__setattr__(self, "message", bounded(self.message))
        if self.help is not None:
            object.__setattr__(self, "help", bounded(self.help))

    @property
    def is_remark(self) -> bool:
        """Whether nothing is wrong, and something improbable."""
        return self.code.startswith("W")

    def __str__(self) -> str:
        """Write the problem in one line, as `place: CODE message`, advice in brackets."""
        kind = "warning: " if self.warning and not self.is_remark else ""
        advice = f" ({self.help})" if self.help else ""
        return f"{self.location}: {self.code} {kind}{self.message}{advice}"


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in the order of their places, each once."""
    unique = {(str(p.location), p.code, p.message): p for p in problems}
    return tuple(
        sorted(
            unique.values(),
            key=lambda p: (
                p.location.source.name,
                p.location.line or 0,
                p.location.column or 0,
                p.location.path,
                p.code,
            ),
        )
    )


class FollowupError(Exception):
    """The parent of every error that this package raises on purpose."""


class InvalidDocument(FollowupError):
    """A document that cannot be used. `problems` holds all that is wrong, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted_problems(problems)
        super().__init__("\n".join(map(str, self.problems)))


class UnknownName(FollowupError, LookupError):
    """A name that nothing answers to; `help` lists what was meant, or what there is."""

    def __init__(self, message: str, help: str | None = None) -> None:
        self.message = bounded(message)
        self.help = None if help is None else bounded(help)
        super().__init__(f"{self.message} ({self.help})" if help else self.message)


class NotEvaluable(FollowupError, ValueError):
    """A history and a ruleset, or a moment, that cannot be brought together."""

    def __init__(self, message: str) -> None:
        super().__init__(bounded(message))


def did_you_mean(word: object, known: Iterable[str], limit: int = 8) -> str | None:
    """Return advice for a mistyped `word`: the nearest known word, else all when they are few."""
    from difflib import get_close_matches  # only somebody who mistyped a word needs it

    names = [str(name) for name in known]
    near = get_close_matches(str(word).lower().replace("_", "-"), names, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    if 0 < len(names) <= limit:
        return "expected " + one_of(names)
    return None


def one_of(names: Iterable[object]) -> str:
    """Write a choice as a person reads it: `` `a`, `b` or `c` ``."""
    words = [f"`{name}`" for name in names]
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " or " + words[-1]
