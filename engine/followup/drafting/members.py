"""What a template can do with values: write them, look into them, reckon and compare.

No attribute of Python is reached: what a value has is in the tables here, and nothing in them
makes a value that is much larger than those that it is made of.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Undefined

from followup.drafting.faults import Fault, near
from followup.drafting.meter import Meter
from followup.drafting.missing import Unknown
from followup.drafting.values import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A template that was imported under a name, with what it has set."""

    name: str
    exported: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Where a loop is: `index0` counts from 0 in `length` items."""

    index0: int
    length: int


def _split(meter: Meter, text: str, separator: str | None = None) -> list[str]:
    meter.spend(len(text) // 2)  # the most words that there can be
    return text.split(separator)


TEXT: dict[str, Callable[..., Any]] = {
    "capitalize": lambda meter, text: text.capitalize(),
    "endswith": lambda meter, text, end: text.endswith(end),
    "lower": lambda meter, text: text.lower(),
    "split": _split,
    "startswith": lambda meter, text, start: text.startswith(start),
    "strip": lambda meter, text: text.strip(),
    "title": lambda meter, text: text.title(),
    "upper": lambda meter, text: text.upper(),
}
"""What a text can be asked for; none makes one that is much longer."""
LOOP: dict[str, Callable[[Loop], Any]] = {
    "first": lambda loop: loop.index0 == 0,
    "index": lambda loop: loop.index0 + 1,
    "index0": lambda loop: loop.index0,
    "last": lambda loop: loop.index0 == loop.length - 1,
    "length": lambda loop: loop.length,
    "revindex": lambda loop: loop.length - loop.index0,
    "revindex0": lambda loop: loop.length - loop.index0 - 1,
}
DATE = ("year", "month", "day")
TIME = ("hour", "minute")
"""What there is of a loop, a date and a time."""

_NUMBERS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
    "in": lambda one, many: one in _searched(many),
    "notin": lambda one, many: one not in _searched(many),
}

COMPARING: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "equalto": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "in": _COMPARISONS["in"],
}
TESTS: dict[str, Callable[..., Any]] = {
    "defined": lambda value: not isinstance(value, Undefined),
    "undefined": lambda value: isinstance(value, Undefined),
    "none": lambda value: value is None,
    **COMPARING,
}
"""What can be asked with `is`; those that compare can be asked of each item of a list too."""


def written(value: Any) -> str:
    """Return the text that a value is written as.

    Raises:
        Fault: it is missing, or has no words of its own.
    """
    if isinstance(value, str | int | float | datetime.date | datetime.time | Undefined | View):
        return str(value)
    help = "write a text, a number or a date"
    if isinstance(value, list | tuple):
        help = 'join what it holds, as in `… | join(", ")`, or write each in a loop'
    raise Fault(f"this writes {kind_of(value)}", help)


def kind_of(value: Any) -> str:
    """Return what a value is, in the words of messages."""
    if value is None:
        return "nothing"
    for types, words in (
        (str, "a text"),
        (bool, "a yes or no"),
        (int | float, "a number"),
        (datetime.date, "a date"),
        (datetime.time, "a time"),
        (list | tuple, "a list"),
        (Module, "a template"),
        (Loop, "a loop"),
        (View, "a set of values"),
    ):
        if isinstance(value, types):
            return words
    return "a function or a macro"


def member(value: Any, name: str, meter: Meter) -> Any:
    """Return what `value.name` means.

    Raises:
        Fault: there is no such thing.
    """
    if isinstance(value, View | Undefined):
        return value[name]
    known: Sequence[str] = ()
    if isinstance(value, str):
        known = tuple(TEXT)
        if name in TEXT:
            return partial(TEXT[name], meter, value)
    elif isinstance(value, Module):
        known = tuple(value.exported)
        if name in value.exported:
            return value.exported[name]
    elif isinstance(value, Loop):
        known = tuple(LOOP)
        if name in LOOP:
            return LOOP[name](value)
    elif isinstance(value, datetime.date | datetime.time):
        known = DATE if isinstance(value, datetime.date) else TIME
        if name in known:
            return getattr(value, name)
    whose = f"`{value.name}`" if isinstance(value, Module) else kind_of(value)
    raise Fault(f"{whose} has no `{name}`", near(name, known, limit=16))


def item(value: Any, key: Any, meter: Meter) -> Any:
    """Return what `value[key]` means; what a list does not hold is `Unknown`.

    Raises:
        Fault: nothing can be looked up there.
    """
    if isinstance(value, View | Undefined) or isinstance(key, str):
        return value[key] if isinstance(value, View | Undefined) else member(value, key, meter)
    if not isinstance(value, str | list | tuple) or not isinstance(key, int | slice):
        raise Fault(f"{kind_of(value)} has no such item", "number the items of a list from 0")
    try:
        return value[key]
    except IndexError:
        return Unknown(f"there is no item {key} here")


def items(value: Any, meter: Meter) -> Sequence[Any]:
    """Return what a loop goes through.

    Raises:
        Fault: it is no list.
    """
    if isinstance(value, Undefined):
        return list(value)  # nothing, or an error
    if isinstance(value, str):
        meter.spend(len(value))
        return list(value)
    if not isinstance(value, list | tuple):
        raise Fault(f"{kind_of(value)} is no list", 'a list is, for one, `events("KIND")`')
    return value


def reckon(sign: str, left: Any, right: Any) -> Any:
    """Return what two values come to: numbers, or with `+` two texts or two lists.

    Raises:
        Fault: they are something else.
    """
    for value in (left, right):
        if isinstance(value, Undefined):
            str(value)  # says what is missing
    numbers = all(isinstance(value, int | float) for value in (left, right))
    alike = any(all(isinstance(v, kind) for v in (left, right)) for kind in (str, list, tuple))
    if not numbers and not (sign == "+" and alike):
        both = f"{kind_of(left)} and {kind_of(right)}"
        raise Fault(f"`{sign}` is for numbers, and here are {both}", "join texts with `~`")
    return _NUMBERS[sign](left, right)


def signed(sign: str, value: Any) -> Any:
    """Return a number with a sign before it.

    Raises:
        Fault: it is something else.
    """
    if isinstance(value, int | float):
        return -value if sign == "-" else +value
    return reckon(sign, 0, value)  # says what is wrong


def compare(sign: str, left: Any, right: Any) -> Any:
    """Return whether a comparison holds.

    Raises:
        Fault: nothing can be looked for there.
        TypeError: the values are not of one kind.
    """
    return _COMPARISONS[sign](left, right)


def _searched(value: Any) -> Any:
    if not isinstance(value, str | list | tuple | Undefined):
        raise Fault("this is no list to look in", "write a list or a text after `in`")
    return value
