"""An event as a line for its history, written as the events are that stand in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from followup.core.history import History
from followup.diagnostics import Location
from followup.text.json_writer import json_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How events are written: as items after `margin` and a dash, or between commas."""

    is_item: bool = True
    is_json: bool = False
    margin: str = "  "

    def written(self, record: Mapping[str, Any]) -> str:
        """Return an event in this form, on one line."""
        if self.is_json:
            return json_line(dict(record))
        fields = ", ".join(f"{name}: {_scalar(value)}" for name, value in record.items())
        return f"{self.margin}- {{{fields}}}" if self.is_item else f"{{{fields}}}"


def form_of_events(history: History) -> Form:
    """Return the form that the events of a history have in its document."""
    places = [history.place(event) for event in history.events]
    texts = sorted((at for at in places if at.column is not None), key=lambda at: at.line or 0)
    margins = [margin for margin in map(_margin, texts) if margin is not None]
    if margins:
        return Form(margin=margins[-1])
    if not places:
        return Form()
    if not texts or texts[0].source.text.lstrip()[:1] in ("{", "["):
        return Form(is_item=False, is_json=True)
    return Form(is_item=False)


def _margin(at: Location) -> str | None:
    """Return what stands before the dash of an item of a list, None where there is no dash."""
    number = at.line or 0
    before = at.source.line(number)[: (at.column or 1) - 1]
    while not before.strip() and number > 1:  # the dash has a line of its own
        number -= 1
        before = at.source.line(number).partition("#")[0]
    found = re.fullmatch(r"(\s*)-\s*(?:&\S+\s*)?", before)
    return found[1] if found else None


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SWITCHES = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
"""Words that YAML does not read as words unless they are quoted."""


def _scalar(value: Any) -> str:
    """Return a value as YAML has it; quoted is whatever it could take for something else."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _SWITCHES:
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
