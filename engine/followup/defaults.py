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

MAX_FACT_DEPTH = 80
"""The levels of facts, conditions and phrases that may rest on one another."""
MAX_PARENTS = 30
"""The rulesets that a ruleset may build on, one behind the other."""
MAX_RULES = 2_000
"""The rules of the largest ruleset, inherited ones included."""

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2200, 12, 31)
"""The dates that a history may name, both included. With durations bounded as in
`followup.reading.durations` no arithmetic on them leaves the calendar."""

LONGEST_CLOSURE = 366
"""The days of the longest closure, both ends counted: nobody is shut for longer and answers."""
LONGEST_YEARLY_CLOSURES = 183
"""The days of a year on which closures of every year may shut somebody."""
MOST_CLOSED_WEEKDAYS = 4
"""The weekdays that closures of every week may have: with a weekend, some day is left."""

MAX_TEMPLATE = 50_000
"""The number of characters in the longest template of a message."""
MAX_TEMPLATE_DEPTH = 40
"""The number of constructs of a template that may stand inside one another."""
MAX_STEPS = 300_000
"""The steps that writing one message may take: see `followup.drafting.meter`."""
CHARACTERS_PER_STEP = 10
"""The characters of a text that count as one step."""
MAX_CALLS = 20
"""The number of macros and templates that may be at work inside one another."""
LARGEST_NUMBER = 10**15
"""The largest number that a template may deal with."""
LONGEST_MESSAGE = 100_000
"""The characters of the longest message."""
LONGEST_GAP = 2_000
"""The characters of the longest gap in a message."""
MAX_GAPS = 100
"""The number of different gaps in a message."""
LONGEST_HEADER = 998
"""The characters of the longest subject or name: what a line of mail can hold (RFC 5322)."""
LONGEST_LINK = 32_000
"""The characters of the longest link; some systems pass no longer one to a program."""
