"""Many decisions at a glance, in the order in which a person should act."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from followup.core.history import History, Timestamp
from followup.core.vocabulary import Vocabulary
from followup.decision import Decision, DueAction
from followup.views.blocks import GAP, Block, Heading, Labelled, Line
from followup.wording.cases import case_words
from followup.wording.decisions import lowered, more_words
from followup.wording.moments import moment_words

_GROUPS = (
    "Must be answered",
    "Due now",
    "Coming within a week",
    "Waiting",
    "Nothing yet",
    "Over, unless something new happens",
)
_OWED, _DUE, _COMING, _WAITING, _SILENT, _OVER = range(len(_GROUPS))
_SOON = datetime.timedelta(days=7)
_STALE = datetime.timedelta(days=7)
"""How long what is owed may be late before it comes below what is not."""

Order: TypeAlias = tuple[int | str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the overview says of one decision; `group` and `order` are its place among them."""

    as_of: Timestamp
    ruleset: str
    group: int
    order: Order
    when: str
    what: str
    style: str | None = None


def overview_row(decision: Decision, history: History, vocabulary: Vocabulary) -> Row:
    """Return what the overview says of a decision."""
    if decision.status == "act":
        return _act(decision, history, vocabulary)
    if decision.status == "wait":
        return _wait(decision, history, vocabulary)
    if decision.stopped:
        return _row(decision, history, vocabulary, group=_OVER, what=decision.stopped[0].says)
    options = [f"if you like, {lowered(action.says)}" for action in decision.actions[:1]]
    return _row(decision, history, vocabulary, group=_SILENT, what="".join(options))


def overview(rows: Sequence[Row], rejected: int = 0) -> Iterator[Block]:
    """Tell one line a decision, group by group; `rejected` histories have none."""
    if not rows:
        return
    yield Line(_summary(rows, rejected))
    width = max(len(row.when) for row in rows) + 2
    for group, title in enumerate(_GROUPS):
        found = sorted((row for row in rows if row.group == group), key=lambda row: row.order)
        if not found:
            continue
        yield GAP
        yield Heading(f"{title} ({len(found)})")
        for row in found:
            if group in (_SILENT, _OVER):  # no day belongs to them
                yield Line(row.what, indent=2, hanging=4)
            else:
                yield Labelled(row.when, row.what, row.style, width=width)


def _summary(rows: Sequence[Row], rejected: int) -> str:
    """Write what was asked: the day (one for each place that has another), how many, of whom."""
    days = " and ".join(map(moment_words, sorted({row.as_of for row in rows}, key=str)))
    count = f"{len(rows)} case" + ("" if len(rows) == 1 else "s")
    unread = f", {rejected} more could not be read" if rejected else ""
    return f"{count} under `{rows[0].ruleset}` as of {days}{unread}"


def _act(decision: Decision, history: History, vocabulary: Vocabulary) -> Row:
    due = [action for action in decision.firm if action.state != "upcoming"]
    owed = [action for action in due if vocabulary.tracks[action.track].owed]
    orders = {
        action: _order_owed(action, decision, vocabulary) if owed else _order_due(action)
        for action in owed or due
    }
    first = min(orders, key=lambda action: orders[action])
    late, end = first.state == "overdue", first.closes
    when = f"by {moment_words(end)}" if end else f"since {moment_words(first.opens)}"
    return _row(
        decision,
        history,
        vocabulary,
        group=_OWED if owed else _DUE,
        order=orders[first],
        when=when,
        what=f"{first.says}{'; overdue' if late else ''}{more_words(due)}",
        style="overdue" if late else None,
    )


def _wait(decision: Decision, history: History, vocabulary: Vocabulary) -> Row:
    coming = [action for action in decision.firm if action.state == "upcoming"]
    if coming:
        first = min(coming, key=lambda action: _place(action.opens))
        moment: Timestamp | None = first.opens
        when, what = f"from {moment_words(first.opens)}", first.says
    else:
        held = min(decision.held, key=lambda track: _place(track.until))
        moment, what = held.until, held.says
        when = f"until {moment_words(moment)}" if moment else "no date"
    soon = moment is not None and _day(moment) <= _day(decision.as_of) + _SOON
    return _row(
        decision,
        history,
        vocabulary,
        group=_COMING if soon else _WAITING,
        order=_place(moment),
        when=when,
        what=what,
    )


def _row(
    decision: Decision,
    history: History,
    vocabulary: Vocabulary,
    *,
    group: int,
    what: str,
    order: Order = (),
    when: str = "",
    style: str | None = None,
) -> Row:
    return Row(
        as_of=decision.as_of,
        ruleset=decision.ruleset.name,
        group=group,
        order=order,
        when=when,
        what=case_words(history, vocabulary) + (f": {what}" if what else ""),
        style=style,
    )


def _order_owed(action: DueAction, decision: Decision, vocabulary: Vocabulary) -> Order:
    """Return the place of an answer that is owed.

    What the vocabulary names first on its track is what matters most. The rest keeps to its day,
    which is at once where none was named, until it has been late for so long that whatever can
    still be answered in time comes first.
    """
    track = [name for name, each in vocabulary.actions.items() if each.track == action.track]
    day = action.closes if action.closes is not None else action.opens
    if action.action == track[0]:
        return (0, *_place(day))
    if action.state == "overdue" and _day(day) < _day(decision.as_of) - _STALE:
        return (2, -_day(day).toordinal())
    return (1, *_place(day))


def _order_due(action: DueAction) -> Order:
    """Return the place of what is due.

    What can still be done in time comes first, by its last day; then what has none, what has
    waited for longest before the rest; then what is late, what has been so for longest at last.
    """
    if action.closes is None:
        return (0, 0, *_place(action.opens)[1:])
    if action.state == "overdue":
        return (1, -_day(action.closes).toordinal())
    return (0, *_place(action.closes))


def _place(moment: Timestamp | None) -> Order:
    """Return a moment's place in time, a day before the instants in it, and none at last."""
    return (0, 0, "") if moment is None else (-1, _day(moment).toordinal(), str(moment))


def _day(moment: Timestamp) -> datetime.date:
    return moment.date() if isinstance(moment, datetime.datetime) else moment
