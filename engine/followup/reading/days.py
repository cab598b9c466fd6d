"""Nodes of days to the core's: named sets of days, and the days of every year that they list."""

from __future__ import annotations

import datetime
import re

from followup.core.days import Dates, DayPattern, DaySet, EveryYear, Weekdays
from followup.core.terms import WEEKDAYS
from followup.diagnostics import did_you_mean
from followup.reading.access import each, scalar, word
from followup.reading.report import Report
from followup.text import MappingNode, Node

MonthDay = tuple[int, int]

_EVERY_YEAR = re.compile(r"([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000
_FORMS = "expected a weekday, a day as MM-DD or YYYY-MM-DD, or {from: …, to: …}"


def is_every_year(node: Node) -> bool:
    """Return whether a day is written without a year."""
    return _EVERY_YEAR.fullmatch(word(node)) is not None


def month_and_day(node: Node, report: Report) -> MonthDay | None:
    """Read a day of every year, `MM-DD`; 29 February is one."""
    found = _EVERY_YEAR.fullmatch(word(node))
    try:
        if found is None:
            raise ValueError
        day = datetime.date(_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        help = "expected a month and a day as MM-DD, such as 12-24"
        report.add("F201", f"`{word(node)}` is not a day of the year", node.location, help)
        return None
    return day.month, day.day


def read_days(name: str, node: Node, report: Report) -> DaySet:
    """Return the set of days that a node lists; what is no day is reported and left out.

    days := WEEKDAY | DATE | MM-DD | {from: DATE, to: DATE} | {from: MM-DD, to: MM-DD}, or a
    list of these.
    """
    weekdays = tuple(
        sorted({WEEKDAYS.index(word(item)) for item in each(node) if word(item) in WEEKDAYS})
    )
    others = [item for item in each(node) if word(item) not in WEEKDAYS]
    found: list[DayPattern | None] = [Weekdays(weekdays)] if weekdays else []
    found += [_pattern(item, report) for item in others]
    return DaySet(name=name, of=tuple(pattern for pattern in found if pattern is not None))


def _pattern(node: Node, report: Report) -> DayPattern | None:
    if isinstance(node, MappingNode):
        return _range(node, report)
    if is_every_year(node):
        day = month_and_day(node, report)
        return None if day is None else EveryYear(day, day)
    value = scalar(node)
    if isinstance(value, str) and value[:1].isdigit():
        date = report.date(node)
        return None if date is None else Dates(date, date)
    report.add("F201", f"there is no day `{word(node)}`", node.location, _help(word(node)))
    return None


def _help(written: str) -> str:
    """Return advice for what is no day: its days, where it is a range of weekdays."""
    ends = written.split("-")
    if len(ends) == 2 and set(ends) <= set(WEEKDAYS):
        first, last = map(WEEKDAYS.index, ends)
        days = WEEKDAYS[first : last + 1] or (*WEEKDAYS[first:], *WEEKDAYS[: last + 1])
        return f"write a list: [{', '.join(days)}]"
    return did_you_mean(written, WEEKDAYS, limit=0) or _FORMS


def _range(node: MappingNode, report: Report) -> DayPattern | None:
    begin, end = node.get("from"), node.get("to")
    if begin is None or end is None:
        return None  # the schema has told it
    named = [day for day in (begin, end) if not word(day)[:1].isdigit()]
    for day in named:
        help = "expected a day as MM-DD, which comes every year, or as YYYY-MM-DD"
        report.add("F201", f"`{word(day)}` is not a date", day.location, help)
    if named:
        return None
    if is_every_year(begin) and is_every_year(end):
        first, last = month_and_day(begin, report), month_and_day(end, report)
        return None if first is None or last is None else EveryYear(first, last)
    if is_every_year(begin) or is_every_year(end):
        report.add(
            "F209",
            "one end of the range has a year, the other has none",
            node.at("to"),
            "write both with the year, or both without: then it comes every year",
        )
        return None
    start, stop = report.date(begin), report.date(end)
    if start is None or stop is None:
        return None
    if stop < start:
        help = "swap `from` and `to`; without their years they go over the turn of the year"
        report.add("F209", "the range ends before it begins", node.at("to"), help)
        return None
    return Dates(start, stop)
