"""The answers of `followup evaluate`, written as they are made: many need no more memory than one.

Whether there is one answer or a batch of them may show only when the second comes, so the first
is held back until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.decision import Decision
from followup.diagnostics import Problem
from followup.evaluation.clock import Clock
from followup.evaluation.decide import Outlook, outlook, without_future
from followup.forms.problems import remark_data, write_problems
from followup.forms.terminal import Console
from followup.text.json_writer import json_line, json_text
from followup.views.decisions import decision_view, tells_a_change
from followup.views.overview import Row, overview, overview_row
from followup.views.remarks import remark_count

Remarks: TypeAlias = Sequence[Problem]

_DETAILS = 20
"""How many changes are passed over because a person would see nothing in them."""


def _next_to_tell(history: History, found: Outlook, ruleset: Ruleset) -> Decision | None:
    """Return the next decision that differs in more than a detail; None where none does."""
    decision, following = found.decision, found.then
    known = without_future(history, ruleset, Clock(decision.as_of, history.timezone))
    for _ in range(_DETAILS):
        if following is None or tells_a_change(decision, following):
            break
        following = outlook(known, ruleset, following.as_of).then
    return following


def _data(decision: Decision, remarks: Remarks) -> dict[str, Any]:
    return {**decision.to_dict(), "remarks": [remark_data(remark) for remark in remarks]}


class JsonLines:
    """One decision a line, each handed on at once."""

    remarks_in_full = False
    """Whether of a batch the remarks are written, and not only counted."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def add(self, history: History, found: Outlook, remarks: Remarks) -> None:
        """Take the next answer."""
        self.console.document(json_line(_data(found.decision, remarks)))
        self.console.flush()

    def reject(self) -> None:
        """Take note of a history that has no answer."""

    def end(self) -> None:
        """Complete what is written, when there are no more."""

    def cut(self) -> None:
        """Complete what is written as far as that can be, when something came in between."""


class JsonAnswers(JsonLines):
    """One decision as an object; a batch as a list, entry by entry."""

    def __init__(self, console: Console, batch: bool) -> None:
        super().__init__(console)
        self.batch = batch
        self.is_open = False
        self.first: dict[str, Any] | None = None
        self.seen = 0

    def add(self, history: History, found: Outlook, remarks: Remarks) -> None:
        """Write an entry, or hold it back while it is the only one."""
        self._see()
        data = _data(found.decision, remarks)
        if self.batch:
            self._entry(data)
        else:
            self.first = data

    def reject(self) -> None:
        """Take note of a history that has no answer: it belongs to the batch all the same."""
        self._see()

    def end(self) -> None:
        """Close the list, or write the one answer."""
        if self.first is not None:
            self.console.document(json_text(self.first))
        elif self.batch:
            self.console.document("\n]" if self.is_open else "[]")

    def cut(self) -> None:
        """Leave a list that is one, with the entries that it has."""
        if self.first is not None or self.is_open:
            self.end()

    def _see(self) -> None:
        self.seen += 1
        self.batch = self.batch or self.seen > 1
        if self.batch and self.first is not None:
            first, self.first = self.first, None
            self._entry(first)

    def _entry(self, data: dict[str, Any]) -> None:
        text = json_text(data).replace("\n", "\n  ")
        self.console.document(f"{',' if self.is_open else '['}\n  {text}", end="")
        self.is_open = True


class TextAnswers(JsonLines):
    """One decision in full; of a batch one line each, in the order in which to act."""

    def __init__(self, console: Console, ruleset: Ruleset, batch: bool, *, sources: bool) -> None:
        super().__init__(console)
        self.ruleset = ruleset
        self.sources = sources
        self.batch = batch
        self.rows: list[Row] = []
        self.remarks: list[Problem] = []
        self.count = self.remarked = 0
        self.first: tuple[History, Outlook] | None = None
        self.seen = 0

    def add(self, history: History, found: Outlook, remarks: Remarks) -> None:
        """Keep what a line needs, or all of it while it is the only one."""
        self.rows.append(overview_row(found.decision, history, self.ruleset.vocabulary))
        self.count += len(remarks)
        self.remarked += bool(remarks)
        self._see()
        self.first = None if self.batch else (history, found)
        if self.remarks_in_full or not self.batch:  # a remark holds the text of its document
            self.remarks.extend(remarks)

    def reject(self) -> None:
        """Take note of a history that has no answer: it belongs to the batch all the same."""
        self._see()

    def end(self) -> None:
        """Write the lines, or the one answer."""
        if self.batch:
            self.console.show(*overview(self.rows, self.seen - len(self.rows)))
        elif self.first is not None:
            history, found = self.first
            following = _next_to_tell(history, found, self.ruleset)
            blocks = decision_view(
                found.decision, following, history, self.ruleset, sources=self.sources
            )
            self.console.show(*blocks)
        self._end_with_remarks()

    def _end_with_remarks(self) -> None:
        """Write the remarks; those of a batch are counted, unless they are asked for."""
        if self.count:
            self.console.write("")
        if self.batch and not self.remarks_in_full:
            self.console.show(*remark_count(self.count, self.remarked))
        else:
            write_problems(self.remarks, self.console)

    def _see(self) -> None:
        self.seen += 1
        self.batch = self.batch or self.seen > 1
