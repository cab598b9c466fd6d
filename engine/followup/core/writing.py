"""Terms as they are written in the phrase language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from followup.core.ruleset import Parameter
from followup.core.terms import (
    WEEKDAYS,
    Choice,
    Day,
    EndOfWeek,
    FactRef,
    FieldRef,
    Flag,
    Length,
    NextWeekday,
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
        return f"({words})" if isinstance(part, Choice | Rolled) else words

    match term:
        case Day(day):
            return day.isoformat()
        case Flag(value):
            return str(value).lower()
        case Length(value) | Number(value) | Word(value):
            return str(value)
        case ParameterRef(name) if values is not None:
            return str(values[name].value)
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
        case NextWeekday(days, of):
            return f"{weekday_words(days)} after {inner(of)}"
        case EndOfWeek(of):
            return f"end of week of {inner(of)}"
        case Choice(later, among):
            return f"{'later' if later else 'earlier'} of {', '.join(map(inner, among))}"
        case Rolled(of, convention):
            whole = f"({written(of, values)})" if isinstance(of, Rolled) else written(of, values)
            return f"{whole}, roll {convention}"
        case _:
            assert_never(term)


def weekday_words(days: tuple[int, ...]) -> str:
    """Write weekdays as they stand in a phrase: `tuesday or thursday`."""
    return " or ".join(WEEKDAYS[day] for day in days)
