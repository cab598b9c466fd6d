"""A draft for reading: whom it goes to, its text, and what to do before it is sent."""

from __future__ import annotations

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
    if draft.address is None:
        return who
    return f"{who} <{draft.address}>" if draft.is_mail else f"{who}, {draft.address}"


def write_draft(draft: Draft, console: Console) -> None:
    """Write the message, and below it what is left to do."""
    for line in draft_lines(draft):
        console.line(line)
    write_remarks(draft, console)


def write_remarks(draft: Draft, console: Console) -> None:
    """Write what to mind before the message is sent, and the gaps that it has."""
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
