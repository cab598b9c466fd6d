"""Many decisions at a glance, in the order in which a person should act."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from followup.core.history import History, Timestamp
from followup.core.vocabulary import Vocabulary
from followup.decision import Decision, DueAction
from followup.views.blocks import GAP, Block, Heading, Labelled, Line
from followup.wording.cases import case_words
from followup.wording.decisions import lowered
from followup.wording.moments import moment_words

_GROUPS = (
    "Must be answered",
    "Due today",
    "Coming within a week",
    "Waiting",
    "Nothing yet",
    "Over, unless something new happens",
)
_OWED, _DUE, _COMING, _WAITING, _SILENT, _OVER = range(len(_GROUPS))
_SOON = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the overview says of one decision; `group` and `order` are its place among them."""

    as_of: Timestamp
    ruleset: str
    group: int
    order: tuple[int, int, str]
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
    first = min(owed or due, key=_urgency)
    late = first.state == "overdue"
    end = _end(first)
    when = f"by {moment_words(end)}" if end else f"since {moment_words(first.opens)}"
    more = f" (and {len(due) - 1} more)" if len(due) > 1 else ""
    # What the other side waits for keeps to its day however late it is. Of the rest, what can
    # still be done in time comes first, then what has no end, what has waited for longest before
    # the rest; then what is late, what has been so for longest at last.
    if end is None:
        order = (0, *_place(first.opens)[1:])
    else:
        order = _place(end) if owed or not late else (1, -_place(end)[1], "")
    return _row(
        decision,
        history,
        vocabulary,
        group=_OWED if owed else _DUE,
        order=order,
        when=when,
        what=f"{first.says}{'; overdue' if late else ''}{more}",
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
    order: tuple[int, int, str] = (0, 0, ""),
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


def _urgency(action: DueAction) -> tuple[int, int, str]:
    return _place(_end(action))


def _end(action: DueAction) -> Timestamp | None:
    """Return the last moment at which an action is in time, None where nothing limits it."""
    return action.closes if action.closes is not None else action.lapses


def _place(moment: Timestamp | None) -> tuple[int, int, str]:
    """Return a moment's place in time, a day before the instants in it, and none at last."""
    return (0, 0, "") if moment is None else (-1, _day(moment).toordinal(), str(moment))


def _day(moment: Timestamp) -> datetime.date:
    return moment.date() if isinstance(moment, datetime.datetime) else moment
