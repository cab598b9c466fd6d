"""The operators of comparisons: one table of what each is for, what it means, how it reads."""

from __future__ import annotations

from msgspec import Struct


class Operator(Struct, frozen=True, kw_only=True):
    """A comparison of two numbers, or of two moments.

    `holds_for` are the signs (-1, 0, 1) of the subject's difference to the operand for which it
    holds. `by_day` compares the local days of moments even where both are instants. `opposite`
    holds for known numbers exactly where this one does not.
    """

    of_moments: bool
    holds_for: frozenset[int]
    words: str
    by_day: bool = False
    opposite: str | None = None


OPERATORS = {
    "at-least": Operator(
        of_moments=False, holds_for=frozenset((0, 1)), words="at least", opposite="below"
    ),
    "at-most": Operator(
        of_moments=False, holds_for=frozenset((-1, 0)), words="at most", opposite="above"
    ),
    "above": Operator(
        of_moments=False, holds_for=frozenset((1,)), words="above", opposite="at-most"
    ),
    "below": Operator(
        of_moments=False, holds_for=frozenset((-1,)), words="below", opposite="at-least"
    ),
    "before": Operator(of_moments=True, holds_for=frozenset((-1,)), words="before"),
    "after": Operator(of_moments=True, holds_for=frozenset((1,)), words="after"),
    "on-or-before": Operator(
        of_moments=True, holds_for=frozenset((-1, 0)), words="on or before", by_day=True
    ),
    "on-or-after": Operator(
        of_moments=True, holds_for=frozenset((0, 1)), words="on or after", by_day=True
    ),
}
"""By the key of the language."""

NUMBERS = tuple(name for name, operator in OPERATORS.items() if not operator.of_moments)
MOMENTS = tuple(name for name, operator in OPERATORS.items() if operator.of_moments)
