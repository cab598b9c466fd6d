"""Values that are not there.

What the history could have and does not is `Missing`: false when it is asked about, an error when
it is written, so that no message goes out with a hole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from jinja2 import ChainableUndefined, StrictUndefined, UndefinedError

from followup.drafting.faults import Fault

Advice = Callable[[], str | None]
"""Says, when it is asked, what a name was meant to be; None where nothing is near."""


class Missing(ChainableUndefined):
    """A value that the history does not have, and whatever would follow from it."""

    __slots__ = ("_advice",)

    def __init__(self, name: str, advice: Advice | None = None) -> None:
        super().__init__(name=name, exc=UndefinedError)
        self._advice = advice

    def __str__(self) -> str:
        """Refuse to be written."""
        self._fail_with_undefined_error()

    def __repr__(self) -> str:
        """Refuse to be written as part of a list."""
        self._fail_with_undefined_error()

    def __getattr__(self, name: str) -> Missing:
        """Return that what would follow is missing too."""
        if name[:2] == "__":
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: object) -> Missing:  # type: ignore[override]
        """Return that what would follow is missing too."""
        return Missing(f"{self._undefined_name}.{name}", self._advice)

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> NoReturn:
        name = self._undefined_name
        help = f'write `{{{{ {name} or gap("…") }}}}`, or ask first whether it is there'
        advice = self._advice() if self._advice else None
        raise Fault(
            f"there is no `{name}` to write here", f"{advice} otherwise {help}" if advice else help
        )


class Unknown(StrictUndefined):
    """What a template has not set, or a list does not hold: an error however it is used."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Refuse to be written as part of a list."""
        self._fail_with_undefined_error()
