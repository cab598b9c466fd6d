"""The one place for defaults and limits."""

from __future__ import annotations

from datetime import date

DEFAULT_RULESET = "balanced"
"""The ruleset that the command line takes when none is named; its vocabulary is the default too."""

MAX_BYTES = 16 * 2**20
"""The size of the largest document that is read, in bytes; also of a line of JSON Lines."""
MAX_NODES = 200_000
"""The number of keys and values in the largest document, its aliases unfolded."""
MAX_DEPTH = 60
"""The number of lists and mappings that may stand inside one another."""
MAX_DIGITS = 100
"""The number of digits in the largest whole number of a document."""

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2200, 12, 31)
"""The dates that a history may name, both included. With durations bounded as in
`followup.language.durations` no arithmetic on them leaves the calendar."""

LONGEST_CLOSURE = 366
"""The days of the longest closure, both ends counted: nobody is shut for longer and answers."""
