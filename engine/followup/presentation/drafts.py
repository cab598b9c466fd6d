"""A draft for reading: whom it goes to, its text, and what to do before it is sent."""

from __future__ import annotations

from followup.drafting.headers import quoted
from followup.drafting.records import Draft
from followup.language.model import History
from followup.presentation.console import Console
from followup.presentation.event_lines import form_of_events


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


def write_draft(draft: Draft, history: History, console: Console) -> None:
    """Write the message, and below it what is left to do."""
    for line in draft_lines(draft):
        console.whole(line)
    write_remarks(draft, history, console)


def write_remarks(draft: Draft, history: History, console: Console) -> None:
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
    form = form_of_events(history)
    where = "to the history" if form.is_item else "to the list of events, after a comma"
    console.line(f"When it is {done}, add {where}:", "headline")
    console.whole(form.written(draft.record))
