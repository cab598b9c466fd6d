"""The filters of templates: all that there are, each bounded by what it is given."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Undefined

from followup.drafting.dates import date_words, day_words
from followup.drafting.faults import Fault, near
from followup.drafting.members import COMPARING, item, items, kind_of, written
from followup.drafting.meter import Meter
from followup.drafting.values import Occurrence

_MOST_PARTS = 8
"""The names in an attribute such as `lead.words`."""
_LONGEST_INDEX = 4
"""The digits of a number in such an attribute."""
_CONVERSION = re.compile(r"%(?:%|[-+ 0]?\d{0,2}(?:\.\d{1,2})?[dfs])|(?P<wrong>%)")
_WIDEST = 99
"""The characters to which a conversion can widen what it writes: its bounds have two digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a filter may know besides its value: what every template is given, and the meter."""

    given: Mapping[str, Any]
    meter: Meter


# -- dates


def _date(around: Around, value: Any) -> Any:
    """Write a date as a person does: `March 3`, or `3 March`."""
    return _worded(date_words, around, value)


def _day(around: Around, value: Any) -> Any:
    """Write a date with the day of the week: `Tuesday, March 3`."""
    return _worded(day_words, around, value)


def _worded(words: Callable[..., str], around: Around, value: Any) -> Any:
    if isinstance(value, Undefined):
        return value  # what is missing stays so, until a gap is put in its place
    when = value.day if isinstance(value, Occurrence) else value
    if not isinstance(when, datetime.date):
        said = f"`{value}`" if isinstance(value, str) else kind_of(value)
        raise Fault(f"{said} is no date", "give a date, such as `facts.NAME.date`")
    return words(when, around.given["country"] or None, around.given["as_of"].year)


# -- texts


def _phrase(around: Around, value: Any) -> Any:
    """Return a note as part of a sentence: on one line, without a full stop at its end."""
    if not isinstance(value, str):
        return value
    around.meter.spend(len(value) // 2)  # the most words that there can be
    return " ".join(value.split()).rstrip(".")


def _lower(around: Around, value: Any) -> str:
    return written(value).lower()


def _upper(around: Around, value: Any) -> str:
    return written(value).upper()


def _capitalize(around: Around, value: Any) -> str:
    return written(value).capitalize()


def _trim(around: Around, value: Any) -> str:
    return written(value).strip()


def _truncate(
    around: Around, value: Any, length: int = 255, killwords: bool = False, end: str = "..."
) -> str:
    """Return a text that is cut after a word; a few characters too many are let be, as in jinja."""
    text = written(value)
    if length < len(end):
        raise Fault("`truncate` leaves no room for a text", f"give a length above {len(end)}")
    if len(text) <= length + 5:
        return text
    kept = text[: length - len(end)]
    return (kept if killwords else kept.rsplit(" ", 1)[0]) + end


def _replace(around: Around, value: Any, old: str, new: str) -> str:
    text, old, new = written(value), written(old), written(new)
    around.meter.spend_text(text.count(old) * len(new))
    return text.replace(old, new)


def _format(around: Around, value: Any, *values: Any) -> str:
    """Fill values into a text: `%s`, `%d` or `%.2f`, with at most two digits for each bound."""
    text = written(value)
    shown = tuple(v if isinstance(v, int | float) else written(v) for v in values)
    for found in _CONVERSION.finditer(text):
        if found["wrong"]:
            help = "write `%s`, `%d` or `%.2f`, with no width above 99"
            raise Fault(f"`{text[found.start() :][:20]}` cannot be filled in here", help)
        around.meter.spend_text(_WIDEST)
    return text % shown


# -- lists


def _join(around: Around, value: Any, separator: str = "") -> str:
    many, between = items(value, around.meter), written(separator)
    texts = [written(one) for one in many]
    around.meter.spend_text(len(texts) * len(between))
    return between.join(texts)


def _first(around: Around, value: Any) -> Any:
    return item(value, 0, around.meter)


def _last(around: Around, value: Any) -> Any:
    return item(value, -1, around.meter)


def _length(around: Around, value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    return len(items(value, around.meter))


def _list(around: Around, value: Any) -> list[Any]:
    return list(items(value, around.meter))


def _map(around: Around, value: Any, *, attribute: str) -> list[Any]:
    return [_attribute(around, one, attribute) for one in items(value, around.meter)]


def _selectattr(around: Around, value: Any, attribute: str, *test: Any) -> list[Any]:
    return [one for one in items(value, around.meter) if _passes(around, one, attribute, test)]


def _rejectattr(around: Around, value: Any, attribute: str, *test: Any) -> list[Any]:
    return [one for one in items(value, around.meter) if not _passes(around, one, attribute, test)]


def _passes(around: Around, value: Any, attribute: str, test: Sequence[Any]) -> bool:
    found = _attribute(around, value, attribute)
    if not test:
        return bool(found)
    name, *others = test
    if name not in COMPARING or len(others) != 1:
        help = near(str(name), COMPARING, limit=16)
        raise Fault("this is no test for each item of a list", help)
    around.meter.weigh(others[0])
    return bool(COMPARING[name](found, others[0]))


def _attribute(around: Around, value: Any, attribute: str) -> Any:
    parts = attribute.split(".")
    if len(parts) > _MOST_PARTS:
        raise Fault(f"an attribute here has more than {_MOST_PARTS} parts", "set it in a loop")
    for part in parts:
        around.meter.spend(1)
        is_index = part.isdecimal() and len(part) <= _LONGEST_INDEX
        value = item(value, int(part) if is_index else part, around.meter)
        around.meter.weigh(value)
    return value


# -- values


def _default(around: Around, value: Any, instead: Any = "", boolean: bool = False) -> Any:
    return instead if isinstance(value, Undefined) or (boolean and not value) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter: what it does, and how it is written."""

    apply: Callable[..., Any]
    usage: str


FILTERS = {
    name: Filter(apply=apply, usage=usage)
    for name, apply, usage in (
        ("capitalize", _capitalize, "TEXT | capitalize"),
        ("date", _date, "DATE | date"),
        ("day", _day, "DATE | day"),
        ("default", _default, 'VALUE | default("TEXT")'),
        ("first", _first, "LIST | first"),
        ("format", _format, '"%.2f" | format(NUMBER)'),
        ("join", _join, 'LIST | join(", ")'),
        ("last", _last, "LIST | last"),
        ("length", _length, "LIST | length"),
        ("list", _list, "LIST | list"),
        ("lower", _lower, "TEXT | lower"),
        ("map", _map, 'LIST | map(attribute="NAME")'),
        ("phrase", _phrase, "TEXT | phrase"),
        ("rejectattr", _rejectattr, 'LIST | rejectattr("NAME", "eq", VALUE)'),
        ("replace", _replace, 'TEXT | replace("OLD", "NEW")'),
        ("selectattr", _selectattr, 'LIST | selectattr("NAME", "eq", VALUE)'),
        ("trim", _trim, "TEXT | trim"),
        ("truncate", _truncate, "TEXT | truncate(80)"),
        ("upper", _upper, "TEXT | upper"),
    )
}
"""All the filters that a template has, by name."""
