"""JSON for programs that may end up on a terminal: what that would obey is escaped."""

from __future__ import annotations

import json
import re
from typing import Any

from followup.text.characters import HIDDEN

# What `json` leaves as it is; the data stay the same. Half a pair is no character at all.
_UNSEEN = f"[\x7f-\x9f\u2028\u2029\ufffe\uffff{HIDDEN}]"
_HALVES = "[\ud800-\udfff]"


def json_text(data: Any) -> str:
    """Return data as JSON for reading: indented, letters of all scripts as they are."""
    return _shown(json.dumps(data, indent=2, ensure_ascii=False))


def json_line(data: Any) -> str:
    """Return data as JSON on one line."""
    return _shown(json.dumps(data, ensure_ascii=False))


def _shown(text: str) -> str:
    if text.isascii() and "\x7f" not in text:
        return text
    whole = re.sub(_HALVES, "\ufffd", text)
    return re.sub(_UNSEEN, lambda found: json.dumps(found[0])[1:-1], whole)
