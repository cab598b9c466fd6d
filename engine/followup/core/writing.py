"""Terms as they are written in the phrase language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from followup.core.ruleset import Parameter
from followup.core.terms import (
    WEEKDAYS,
    Choice,
    Day,
    EndOfMonth,
    EndOfWeek,
    FactRef,
    FieldRef,
    Flag,
    Length,
    NextWeekday,
    NotCounting,
    Number,
    Opening,
    OwnField,
    ParameterRef,
    Rolled,
    Shift,
    Term,
    Word,
)


def written(term: Term, values: Mapping[str, Parameter] | None = None) -> str:
    """Write a term as it stands in a document; with `values`, parameters as what they are."""

    def inner(part: Term) -> str:
        """Write a moment inside another: in brackets where its commas would be torn apart."""
        words = written(part, values)
        return f"({words})" if isinstance(part, Choice | Rolled | NotCounting) else words

    def whole(part: Term) -> str:
        """Write a moment before what is said of all of it: in brackets where it says such too."""
        words = written(part, values)
        return f"({words})" if isinstance(part, Rolled | NotCounting) else words

    match term:
        case Day(day):
            return day.isoformat()
        case Flag(value):
            return str(value).lower()
        case Length(value) | Number(value) | Word(value):
            return str(value)
        case ParameterRef(name) if values is not None:
            return values[name].written
        case ParameterRef(name) | FactRef(name) | OwnField(name):
            return name
        case FieldRef(fact, field):
            return f"{fact}.{field}"
        case Opening():
            return "opens"
        case Shift(of=of, next_day=True):
            return f"next business day after {inner(of)}"
        case Shift(duration, sign, of):
            side = "after" if sign > 0 else "before"
            return f"{written(duration, values)} {side} {inner(of)}"
        case NextWeekday(days, of, inclusive):
            return f"{weekday_words(days, inclusive=inclusive)} {inner(of)}"
        case EndOfWeek(of, following):
            return f"end of {'next ' if following else ''}week of {inner(of)}"
        case EndOfMonth(of):
            return f"end of month of {inner(of)}"
        case Choice(later, among):
            return f"{'later' if later else 'earlier'} of {', '.join(map(inner, among))}"
        case NotCounting(Rolled(of, convention), spans):
            return f"{whole(of)}, not counting {' and '.join(spans)}, roll {convention}"
        case NotCounting(of, spans):
            return f"{whole(of)}, not counting {' and '.join(spans)}"
        case Rolled(of, convention):
            return f"{whole(of)}, roll {convention}"
        case _:
            assert_never(term)


def weekday_words(days: tuple[int, ...], *, inclusive: bool) -> str:
    """Write weekdays as they stand in a phrase: `tuesday or thursday after`."""
    side = "on or after" if inclusive else "after"
    return f"{' or '.join(WEEKDAYS[day] for day in days)} {side}"
