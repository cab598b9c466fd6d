"""Problems as text, with the line and a caret on a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from followup.diagnostics import InvalidDocument, Problem
from followup.forms.terminal import Console
from followup.library.files import is_descriptor, read_file
from followup.text.json_writer import json_text

_LONGEST_LINE = 160


def write_problems(problems: Iterable[Problem], console: Console) -> None:
    """Write each problem as `file:line:column: CODE message`, with its advice."""
    for problem in problems:
        _write(problem, console)


def _write(problem: Problem, console: Console) -> None:
    kind = "warning: " if problem.warning and not problem.is_remark else ""
    place = console.styled(f"{problem.location}:", "place")
    code = console.styled(problem.code, "warning" if problem.warning else "code")
    if not console.is_terminal:
        advice = f" ({problem.help})" if problem.help else ""
        console.write(f"{place} {code} {console.styled(kind + problem.message + advice)}")
        return
    console.write(f"{place} {code} {console.styled(kind + problem.message)}")
    _write_excerpt(problem, console)
    if problem.help:
        console.write(f"  {console.styled('help:', 'label')} {console.styled(problem.help)}")


def _write_excerpt(problem: Problem, console: Console) -> None:
    at = problem.location
    if at.line is None or at.column is None:
        return
    line = at.source.line(at.line) or _line_on_disk(at.source.name, at.line)
    if not line or len(line) > _LONGEST_LINE:
        return
    # Tabs are kept under the caret, so that it stands where the eye expects it.
    margin = "".join("\t" if char == "\t" else " " for char in line[: at.column - 1])
    width = max(1, min(at.width, len(line) - at.column + 1))
    number = str(at.line)
    console.write(f"  {console.styled(number + ' |', 'quiet')} {console.styled(line)}")
    gutter = " " * (len(number) + 1) + "|"
    console.write(
        f"  {console.styled(gutter, 'quiet')} {margin}{console.styled('^' * width, 'bad')}"
    )


def _line_on_disk(name: str, number: int) -> str:
    """Return a line of a file whose text was not kept with what was built from it."""
    try:
        return "" if is_descriptor(name) else read_file(name).line(number)
    except InvalidDocument:  # it is gone, or was never a file
        return ""


def problem_data(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain data."""
    at = problem.location
    return {
        "file": at.source.name or None,
        "line": at.line,
        "column": at.column,
        "path": at.path or None,
        "code": problem.code,
        "severity": "warning" if problem.warning else "error",
        "message": problem.message,
        "help": problem.help,
    }


def remark_data(remark: Problem) -> dict[str, Any]:
    """Return a remark as plain data."""
    data = problem_data(remark)
    return {key: data[key] for key in ("code", "message", *data) if key != "severity"}


def problems_json(problems: Iterable[Problem]) -> str:
    """Return problems as a JSON list."""
    return json_text([problem_data(p) for p in problems])
