"""JSON, as the commands print it."""

from __future__ import annotations

import json
from typing import Any


def json_text(data: Any) -> str:
    """Return data as JSON for reading: indented, letters of all languages as they are."""
    return json.dumps(data, indent=2, ensure_ascii=False)


def json_line(data: Any) -> str:
    """Return data as JSON on one line."""
    return json.dumps(data, ensure_ascii=False)
