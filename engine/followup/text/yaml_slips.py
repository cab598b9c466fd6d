"""Slips that a YAML parser complains of elsewhere or otherwise, told from the text around it.

A parser says what it could not read; here stands what was meant. Each function looks for one
kind of slip at the place where the parser gave up, and returns None where it finds another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from followup.diagnostics import Location, Problem, Source, shortened

_LONGEST = 60
_AROUND = 1_000
"""How many characters of a line are looked at: one that is longer was not written by hand."""
_MARGIN = re.compile(r"\s*(?:- +)*")
_JOINED_KEY = re.compile(r"([\w-]+:)[^\s/]")
_SIGN = re.compile(r"[{\[,]|:\s")
_KEY = re.compile(r"[\w-]+")
_CLOSING = re.compile(r"expected ',' or '(.)'")
_QUOTED_KEY = re.compile(r""".*[{,]\s*(?:"[^"]*"|'[^']*')\s*""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a parser says: its words, where it gave up, and where what it was reading begins."""

    source: Source
    detail: str
    at: Location
    begins: Location | None

    @property
    def line(self) -> int:
        """The line on which the parser gave up."""
        return self.at.line or 1

    @property
    def before(self) -> str:
        """What stands on that line before the place."""
        return self.source.line(self.line)[: (self.at.column or 1) - 1][-_AROUND:]

    @property
    def rest(self) -> str:
        """What stands on that line from the place on."""
        return self.source.line(self.line)[(self.at.column or 1) - 1 :][:_AROUND]

    def problem(
        self, message: str, help: str | None = None, at: Location | None = None, code: str = "F003"
    ) -> Problem:
        """Return the complaint in other words."""
        return Problem(code=code, message=message, location=at or self.at, help=help)


def tab(complaint: Complaint) -> Problem | None:
    """A tab indents the line, or the one above, or stands where the parser gave up."""
    for number in (complaint.line, complaint.line - 1):
        line = complaint.source.line(number)
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            at = Location(complaint.source, number, indent.index("\t") + 1)
            return complaint.problem(
                "a tab indents this line", "indent with spaces", at, code="F010"
            )
    if complaint.rest.startswith("\t") and "cannot start any token" in complaint.detail:
        return complaint.problem("a tab stands here", "use a space instead", code="F010")
    return None


def key_without_space(complaint: Complaint) -> Problem | None:
    """A line is `key:value`, which is a text: the one that was being read, or the one above."""
    number = _line_without_key(complaint)
    margin, text = _parts(complaint.source.line(number))
    joined = _JOINED_KEY.match(text)
    if not joined or ": " in text:
        return None
    return complaint.problem(
        f"`{shortened(joined[1], _LONGEST)}` is no key without a space",
        "put a space after the colon",
        Location(complaint.source, number, len(margin) + 1, "", len(joined[1])),
    )


def _line_without_key(complaint: Complaint) -> int:
    """Return the number of the line that has no key where the parser expects one; 0 for none."""
    if "expected ':'" in complaint.detail and complaint.begins is not None:
        return complaint.begins.line or 0
    return complaint.line - 1 if "mapping values" in complaint.detail else 0


def key_without_colon(complaint: Complaint) -> Problem | None:
    """A line is `key value`: the one that the parser was reading, or the one above."""
    source, number = complaint.source, _line_without_key(complaint)
    if not number or not _is_key_line(source, number):
        return None
    margin, text = _parts(source.line(number))
    if not text or ":" in text or text[0] in "#|>'\"[{&*":
        return None
    key, _, value = text.partition(" ")
    own, _ = _parts(source.line(complaint.line))
    value = value.lstrip("= ") or ("…" if len(own) == len(margin) else "")
    written = shortened(f"{key}: {value}".rstrip(), _LONGEST)
    return complaint.problem(
        f"`{shortened(text, _LONGEST)}` has no colon",
        f"write `{written}`",
        Location(source, number, len(margin) + 1, "", len(text)),
    )


def _is_key_line(source: Source, number: int) -> bool:
    """Return whether a line begins where a key belongs, and goes on no text from above."""
    margin, _ = _parts(source.line(number))
    if "-" in margin:
        return True
    for above in range(number - 1, 0, -1):
        outer, text = _parts(source.line(above))
        if text and not text.startswith("#") and len(outer) < len(margin):
            return text.endswith(":")
    return True


def comma_missing(complaint: Complaint) -> Problem | None:
    """Between braces a second colon follows `value key`: no comma stands between the two."""
    if "expected ',' or" not in complaint.detail or not complaint.rest.startswith(":"):
        return None
    tail = _SIGN.split(complaint.before)[-1]
    words = tail.split()
    if tail == complaint.before and len(words) == 1:
        return _comma_missing_above(complaint, words[0])
    if len(words) < 2 or not _KEY.fullmatch(words[-1]):
        return complaint.problem("a second colon stands where a text goes on", _QUOTE)
    return _comma_before(complaint, words[-1])


def _comma_missing_above(complaint: Complaint, key: str) -> Problem | None:
    """The key begins its line: the comma is missing at the end of the line above."""
    begins = complaint.begins
    if begins is not None and begins.line != complaint.line:
        opening, _ = _parts(complaint.source.line(begins.line or 1))
        if len(complaint.before) - len(key) <= len(opening.rstrip("- ")):
            return None  # this line stands outside: the bracket was not closed
    return _comma_before(complaint, key)


def _comma_before(complaint: Complaint, key: str) -> Problem:
    return complaint.problem(
        f"a comma is missing before `{key}`",
        f"write `, {key}:` if a key begins here; put the text in quotes if the colon belongs to it",
        complaint.at.within(-len(key), len(key)),
    )


_QUOTE = "put the text in quotes"


def quote_inside(complaint: Complaint) -> Problem | None:
    """A text goes on after a quote: one that was to stand inside it has ended it."""
    before, flow = complaint.before, _CLOSING.search(complaint.detail)
    if not before.rstrip().endswith(('"', "'")):
        return None
    if flow and _QUOTED_KEY.fullmatch(before):
        return complaint.problem("a colon is missing before this place")
    if before[-1].isspace() or not re.match(r"[^\s,:}\]]", complaint.rest):
        return None
    return complaint.problem(
        "a text goes on after the quote that ends it",
        "put a text with one kind of quotes in it between the other kind",
    )


def closes_nothing(complaint: Complaint) -> Problem | None:
    """A bracket stands where none is open, or a comma where nothing is before it."""
    sign = complaint.rest[:1]
    if not sign or sign not in ",}]" or _CLOSING.search(complaint.detail):
        return None
    if sign == ",":
        return complaint.problem("a value is missing before this comma", "remove one of the two")
    return complaint.problem(f"`{sign}` closes nothing here", "remove it")


def value_ended(complaint: Complaint) -> Problem | None:
    """Something follows a value on its line, such as a key after a list in brackets."""
    if "expected key" not in complaint.detail or not complaint.before.strip():
        return None
    return complaint.problem(
        "the value before this place has ended", "begin a new line, or quote all that belongs to it"
    )


def not_closed(complaint: Complaint) -> Problem | None:
    """A bracket is not closed, or a comma is missing between what stands in it."""
    flow = _CLOSING.search(complaint.detail)
    if not flow:
        return None
    begins, help = complaint.begins, None
    if begins is not None and begins.line != complaint.line:
        opening = "{" if flow[1] == "}" else "["
        help = f"the `{opening}` that is open here stands on line {begins.line}"
    return complaint.problem(f"a comma or `{flow[1]}` is missing before this place", help)


SLIPS = (
    tab,
    key_without_space,
    key_without_colon,
    comma_missing,
    quote_inside,
    closes_nothing,
    value_ended,
    not_closed,
)
"""What is looked for, in this order."""


def _parts(line: str) -> tuple[str, str]:
    """Return a line's indentation with its dashes, and what it says."""
    found = _MARGIN.match(line[:_AROUND])
    margin = found[0] if found else ""
    return margin, line[len(margin) : _AROUND].rstrip()
