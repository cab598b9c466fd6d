"""A draft for reading: whom it goes to, its text, and what to do before it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from followup.drafting.headers import quoted
from followup.drafting.records import Draft
from followup.presentation.console import Console


def draft_lines(draft: Draft) -> list[str]:
    """Return the message as lines: its head, an empty line, its text."""
    lines = []
    if draft.is_mail:
        lines.append(f"To: {_recipient(draft)}")
        lines.append(f"Subject: {draft.subject}")
    else:
        if draft.to is not None:
            lines.append(f"To: {_recipient(draft)}")
        if draft.how:
            lines.append(f"How: {draft.how}")
    return [*lines, "", *draft.body.split("\n")]


def _recipient(draft: Draft) -> str:
    who = draft.name or draft.whom
    if draft.is_mail:
        who = quoted(who)
    if draft.address is None:
        return who
    return f"{who} <{draft.address}>" if draft.is_mail else f"{who}, {draft.address}"


def write_draft(draft: Draft, console: Console) -> None:
    """Write the message, and below it what is left to do."""
    for line in draft_lines(draft):
        console.line(line)
    write_remarks(draft, console)


def write_remarks(draft: Draft, console: Console) -> None:
    """Write what to mind before the message is sent, its gaps, and how to record it."""
    if draft.checklist:
        console.line()
        console.line("Before you send it", "headline")
        for hint in draft.checklist:
            console.line(f"- {hint}", hanging=2)
    if draft.gaps:
        console.line()
        count = "1 gap" if len(draft.gaps) == 1 else f"{len(draft.gaps)} gaps"
        console.line(f"Fill in {count}", "headline")
        for gap in draft.gaps:
            console.line(f"- {gap}", hanging=2)
    console.line()
    done = "sent" if draft.is_mail else "done"
    console.line(f"When it is {done}, add to the history:", "headline")
    console.line(record_line(draft.record), hanging=2)


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SWITCHES = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
"""Words that YAML does not read as words unless they are quoted."""


def record_line(record: Mapping[str, Any]) -> str:
    """Return an event as a line of a history."""
    fields = (f"{name}: {_scalar(value)}" for name, value in record.items())
    return f"- {{{', '.join(fields)}}}"


def _scalar(value: Any) -> str:
    """Return a value as YAML has it; quoted is whatever it could take for something else."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _SWITCHES:
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
