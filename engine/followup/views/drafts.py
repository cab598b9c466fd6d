"""A draft for reading: whom it goes to, its text, and what to do before it is sent."""

from __future__ import annotations

from collections.abc import Iterator

from followup.core.history import History
from followup.drafting.headers import quoted
from followup.drafting.records import Draft
from followup.views.blocks import GAP, Block, Heading, Verbatim, items
from followup.views.event_lines import form_of_events


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


def draft_view(draft: Draft, history: History) -> Iterator[Block]:
    """Tell the message, and below it what is left to do; all of the message may be copied."""
    yield from map(Verbatim, draft_lines(draft))
    yield from remarks_view(draft, history)


def remarks_view(draft: Draft, history: History) -> Iterator[Block]:
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
    form = form_of_events(history)
    where = "to the history" if form.is_item else "to the list of events, after a comma"
    yield Heading(f"When it is {done}, add {where}:")
    yield Verbatim(form.written(draft.record))
