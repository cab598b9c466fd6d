"""Nodes of closures to those of a calendar: dated ones, those of every year and of every week."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from followup.calendars import AnyClosure, Calendar, Closure, WeeklyClosure, YearlyClosure
from followup.core.terms import WEEKDAYS
from followup.defaults import LONGEST_CLOSURE, LONGEST_YEARLY_CLOSURES, MOST_CLOSED_WEEKDAYS
from followup.reading.access import each, items, text, word
from followup.reading.days import is_every_year, month_and_day
from followup.reading.report import Report
from followup.text import MappingNode

_LEAP_YEAR = 2000


def read_closures(root: MappingNode, report: Report) -> list[AnyClosure]:
    """Return the closures of a history; impossible ones, and too many, are reported."""
    nodes = (node for node in items(root, "closures") if isinstance(node, MappingNode))
    found = [closure for node in nodes if (closure := _closure(node, report)) is not None]
    for message, help in _too_many(found):
        report.add("F209", message, root.at("closures"), help)
    return found


def _closure(node: MappingNode, report: Report) -> AnyClosure | None:
    every, begin, end = node.get("every"), node.get("from"), node.get("to")
    why = text(node, "why", "closed")
    if every is not None:
        if begin is not None or end is not None:
            other = "from" if begin is not None else "to"
            message = f"`every` and `{other}` exclude one another"
            report.add("F108", message, node.at(other), "make two closures of it")
            return None
        days = frozenset(WEEKDAYS.index(word(day)) for day in each(every) if word(day) in WEEKDAYS)
        return WeeklyClosure(weekdays=days, why=why)
    if begin is None or end is None:
        missing, help = ("to", "its last day") if begin is not None else ("from", "its first day")
        or_weekday = "" if begin or end else ", or `every` with a weekday"
        message = f"the key `{missing}` is missing"
        report.add("F102", message, node.location, f"add `{missing}`, {help}{or_weekday}")
        return None
    if is_every_year(begin) and is_every_year(end):
        opening, closing = month_and_day(begin, report), month_and_day(end, report)
        if opening is None or closing is None:
            return None
        return YearlyClosure(first=opening, last=closing, why=why)
    if is_every_year(begin) or is_every_year(end):
        report.add(
            "F209",
            "one end of the closure has a year, the other has none",
            node.at("to"),
            "write both with the year, or both without: then it comes every year",
        )
        return None
    first, last = report.date(begin), report.date(end)
    return None if first is None or last is None else _dated(node, first, last, why, report)


def _dated(
    node: MappingNode, first: datetime.date, last: datetime.date, why: str, report: Report
) -> Closure | None:
    if last < first:
        report.add(
            "F209", "the closure ends before it begins", node.at("to"), "swap `from` and `to`"
        )
        return None
    if (last - first).days >= LONGEST_CLOSURE:
        report.add("F209", "the closure is longer than a year", node.at("to"), "check the years")
        return None
    return Closure(first=first, last=last, why=why)


# -- that leave no working day


def _too_many(closures: list[AnyClosure]) -> Iterator[tuple[str, str]]:
    """Go through what leaves no working day for years, whatever the country, with the mend."""
    dated = [closure for closure in closures if isinstance(closure, Closure)]
    if sum((closure.last - closure.first).days + 1 for closure in dated) > 2 * LONGEST_CLOSURE:
        yield (
            "the closures add up to more than two years",
            "leave out those that no date of this case can meet",
        )
    weekly = [closure for closure in closures if isinstance(closure, WeeklyClosure)]
    if len(frozenset().union(*(each.weekdays for each in weekly))) > MOST_CLOSED_WEEKDAYS:
        yield (
            f"the closures of every week have more than {MOST_CLOSED_WEEKDAYS} weekdays",
            "leave out the days of the weekend, which are days off anyway",
        )
    yearly = [closure for closure in closures if isinstance(closure, YearlyClosure)]
    days = {day for closure in yearly for day in closure.ordinals(_LEAP_YEAR)}
    if len(days) > LONGEST_YEARLY_CLOSURES:
        yield (
            f"the closures of every year have more than {LONGEST_YEARLY_CLOSURES} days",
            "name the days on which nobody is there, and give dates to what does not come again",
        )


def check_working_days(
    calendar: Calendar, closures: list[AnyClosure], root: MappingNode, report: Report
) -> None:
    """Report closures that together leave no working day for years: nothing could be counted."""
    dated = [closure for closure in closures if isinstance(closure, Closure)]
    if not dated or len(dated) == len(closures):
        return  # what comes again leaves days in every year, and dates alone are bounded
    years = {day.year + n for c in dated for day in (c.first, c.last) for n in (-2, -1, 0)}
    for year in sorted(years):
        before, after = datetime.date(year - 1, 12, 31), datetime.date(year + 2, 12, 31)
        if calendar.business_days_between(before, after) == 0:
            report.add(
                "F209",
                f"the closures together leave no working day from {year} to {year + 2}",
                root.at("closures"),
                "leave out those that no date of this case can meet",
            )
            return
