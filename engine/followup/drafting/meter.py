"""How much writing a message may take, counted in steps rather than in seconds.

Each construct of a template that is filled in is a step, and so is each item of a list and each
ten characters of a text, whenever a value is looked at or made. Since nothing is done that is not
counted, neither time nor memory can grow without bound, by whatever way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jinja2 import Undefined

from followup.defaults import CHARACTERS_PER_STEP, LARGEST_NUMBER, MAX_CALLS, MAX_STEPS
from followup.drafting.faults import Fault


class Meter:
    """Counts the steps of one message."""

    __slots__ = ("calls", "steps")

    def __init__(self) -> None:
        self.steps = 0
        self.calls = 0

    def spend(self, steps: int) -> None:
        """Count steps, before what takes them is done.

        Raises:
            Fault: the message has taken too many.
        """
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise Fault(
                f"this message takes more than {MAX_STEPS:,} steps to write",
                "leave out loops within loops, and texts or lists that grow",
            )

    def spend_text(self, characters: int) -> None:
        """Count a text by its length."""
        self.spend(characters // CHARACTERS_PER_STEP)

    def weigh(self, value: Any) -> None:
        """Count the size of a value, with all that lists hold.

        Raises:
            Fault: it is too large.
        """
        if isinstance(value, str):
            self.spend_text(len(value))
        elif isinstance(value, int | float):
            if not abs(value) <= LARGEST_NUMBER:
                raise Fault(
                    f"a number here is larger than {LARGEST_NUMBER:,}", "write it as a text"
                )
        elif isinstance(value, list | tuple):
            self._weigh_items(value)
        elif isinstance(value, Undefined):
            self.spend_text(len(value._undefined_name or ""))

    def _weigh_items(self, items: list[Any] | tuple[Any, ...]) -> None:
        # The items of one list may be the same list again and again: each is counted.
        waiting = [items]
        while waiting:
            found = waiting.pop()
            self.spend(len(found))
            for one in found:
                if isinstance(one, list | tuple):
                    waiting.append(one)
                else:
                    self.weigh(one)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Count a macro or a template that is at work inside another.

        Raises:
            Fault: there are too many inside one another.
        """
        if self.calls >= MAX_CALLS:
            raise Fault(
                f"more than {MAX_CALLS} macros and templates call one another here",
                "let none of them call itself",
            )
        self.calls += 1
        try:
            yield
        finally:
            self.calls -= 1
