"""A draft for reading: whom it goes to, its text, and what to do before it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from followup.drafting.headers import quoted
from followup.drafting.records import Draft
from followup.views.blocks import GAP, Block, Heading, Line, Verbatim, items


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


def draft_view(draft: Draft) -> Iterator[Block]:
    """Tell the message, and below it what is left to do."""
    yield from map(Line, draft_lines(draft))
    yield from remarks_view(draft)


def remarks_view(draft: Draft) -> Iterator[Block]:
    """Tell what to mind before the message is sent, its gaps, and how to record it."""
    if draft.checklist:
        yield GAP
        yield Heading("Before you send it")
        yield items(draft.checklist)
    if draft.gaps:
        yield GAP
        yield Heading(
            "Fill in 1 gap" if len(draft.gaps) == 1 else f"Fill in {len(draft.gaps)} gaps"
        )
        yield items(draft.gaps)
    yield GAP
    done = "sent" if draft.is_mail else "done"
    yield Heading(f"When it is {done}, add to the history:")
    yield Verbatim(record_line(draft.record))


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
