"""Small documents that the tests of the command line share."""

from __future__ import annotations

import json
from typing import Any

HISTORY: dict[str, Any] = {
    "case": "one",
    "country": "US",
    "events": [{"date": "2026-10-01", "event": "application", "via": "portal"}],
}
HISTORY_YAML = """\
case: one
country: US
events:
  - {date: 2026-10-01, event: application, via: portal}
"""
REJECTED_YAML = HISTORY_YAML + "  - {date: 2026-10-05, event: received, kind: rejection}\n"
SILENT_YAML = "case: silent\nevents: []\n"

# The third line is empty, which is no mistake.
MIXED_JSONL = (
    b"\n".join(
        [
            b'{"case": "good", "country": "US", "events": []}',
            b'{"case": "typo", "events": [{"date": "2026-10-01", "event": "aplication"}]}',
            b"",
            b"not json",
            b'{"case": "no such day", "events": [{"date": "2026-02-30", "event": "pause"}]}',
            b"[1]",
            b'{"case": "a", "case": "b", "events": []}',
            b'{"events": []}',
            b'{"case": "number", "events": NaN}',
            b'{"case": "\xff", "events": []}',
            b'{"case": "last", "country": "US", "events": []}',
        ]
    )
    + b"\n"
)
MIXED_GOOD = ("good", "mixed-8", "last")
MIXED_BAD_LINES = (2, 4, 5, 6, 7, 9, 10)


def record(case: str = "one", **more: Any) -> str:
    """Return a history as one line of JSON Lines."""
    return json.dumps({**HISTORY, "case": case, **more}, ensure_ascii=False) + "\n"


def ruleset(name: str, extends: str, **parameters: str) -> str:
    """Return a ruleset that sets parameters of another."""
    lines = [f"ruleset: {name}", f"title: The ruleset {name}", "version: 1.0.0"]
    lines.append(f"extends: {extends}")
    if parameters:
        lines.append("parameters:")
    for key, value in parameters.items():
        lines.append(f"  {key.replace('_', '-')}: {{default: {value}}}")
    return "\n".join(lines) + "\n"


# Each line that is wrong says so; nothing hides anything else.
MISTAKES = """\
ruleset: mistakes
title: Ten mistakes
version: 1.0.0
extends: balanced
reviewed: 2026-02-30                   # wrong
parameters:
  gap: {default: 3 weaks}              # wrong
  max-attempts: {default: 99}          # wrong
facts:
  seen: {latest: inteview}             # wrong
  gap-done: {moment: gap afer inquiry} # wrong
rules:
  - rule: inquire-again
    via: [fax]                         # wrong
  - rule: my-own
    track: inquiry
    when: {atempts: 0}                 # wrong
    do: status-enquiry                 # wrong
    opens: application
    because: I want to.
    cites: [{source: my-uncle}]        # wrong
drop: [no-such-rule]                   # wrong
"""
MISTAKEN_LINES = [
    number for number, line in enumerate(MISTAKES.splitlines(), 1) if line.endswith("# wrong")
]

CASES = """\
cases: mine
given: {country: US}
list:
- case: this one fails
  as-of: 2026-03-09
  events:
    - {date: 2026-03-02, event: application, via: portal}
  expect: {status: stop, attempt: 7}
- case: this one holds
  as-of: 2026-03-09
  events:
    - {date: 2026-03-02, event: application, via: portal}
  expect: {status: act}
"""
