"""The answers of `followup evaluate`, written as they are made: many need no more memory than one.

Whether there is one answer or a batch of them may show only when the second comes, so the first
is held back until then.
"""

from __future__ import annotations

from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.decision import Decision
from followup.evaluation.decide import Outlook
from followup.forms.terminal import Console
from followup.text.json_writer import json_line, json_text
from followup.views.decisions import Row, decision_view, overview, overview_row


class JsonLines:
    """One decision a line, each handed on at once."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def add(self, history: History, found: Outlook) -> None:
        """Take the next answer."""
        self.console.document(json_line(found.decision.to_dict()))
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
        self.first: Decision | None = None
        self.seen = 0

    def add(self, history: History, found: Outlook) -> None:
        """Write an entry, or hold it back while it is the only one."""
        self._see()
        if self.batch:
            self._entry(found.decision)
        else:
            self.first = found.decision

    def reject(self) -> None:
        """Take note of a history that has no answer: it belongs to the batch all the same."""
        self._see()

    def end(self) -> None:
        """Close the list, or write the one answer."""
        if self.first is not None:
            self.console.document(json_text(self.first.to_dict()))
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

    def _entry(self, decision: Decision) -> None:
        text = json_text(decision.to_dict()).replace("\n", "\n  ")
        self.console.document(f"{',' if self.is_open else '['}\n  {text}", end="")
        self.is_open = True


class TextAnswers(JsonLines):
    """One decision in full; of a batch one line each, what is to be done first on top."""

    def __init__(self, console: Console, ruleset: Ruleset, batch: bool) -> None:
        super().__init__(console)
        self.ruleset = ruleset
        self.batch = batch
        self.rows: list[Row] = []
        self.first: tuple[History, Outlook] | None = None
        self.seen = 0

    def add(self, history: History, found: Outlook) -> None:
        """Keep what a line needs, or all of it while it is the only one."""
        self.rows.append(overview_row(found.decision))
        self._see()
        self.first = None if self.batch else (history, found)

    def reject(self) -> None:
        """Take note of a history that has no answer: it belongs to the batch all the same."""
        self._see()

    def end(self) -> None:
        """Write the lines, or the one answer."""
        if self.batch:
            self.console.show(*overview(self.rows))
        elif self.first is not None:
            history, found = self.first
            self.console.show(*decision_view(found.decision, found.then, history, self.ruleset))

    def _see(self) -> None:
        self.seen += 1
        self.batch = self.batch or self.seen > 1
