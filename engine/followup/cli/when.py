"""`followup when`: date arithmetic with its walk."""

from __future__ import annotations

import datetime
import re
from typing import Any

import click

from followup.calendars import (
    AnyClosure,
    Calendar,
    CalendarError,
    Closure,
    WeeklyClosure,
    YearlyClosure,
)
from followup.cli.context import json_option, open_library
from followup.cli.errors import reported
from followup.core.history import Timestamp
from followup.core.terms import WEEKDAYS, Day, FactRef, Term, walk
from followup.core.writing import written
from followup.decision import plain_data
from followup.defaults import FIRST_DATE, LAST_DATE, LONGEST_CLOSURE
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.evaluation.arithmetic import Arithmetic, Step
from followup.explaining.trace import walk_step
from followup.forms.terminal import Console
from followup.reading.phrases import AnyNames, PhraseError, Reference, parse_phrase
from followup.text.json_writer import json_text
from followup.views.explanations import steps_view
from followup.wording.moments import moment_words


@click.command(short_help="Date arithmetic: the day, and each day that was passed over.")
@click.argument("phrase")
@click.option("--country", help="Country, or country and subdivision: `US`, `US-CA`.")
@click.option(
    "--closure",
    "closures",
    multiple=True,
    metavar="FROM..TO",
    help="Days off, inclusive; as MM-DD every year. Or a weekday, every week.",
)
@json_option
@reported
def when(phrase: str, country: str | None, closures: tuple[str, ...], as_json: bool) -> None:
    """Compute a phrase of the rule language, and show the walk to its date.

    \b
    Example:
      followup when "3 business days after 2026-11-24" --country US
      followup when "1 week after 2026-12-18" --country DE-BY --closure 2026-12-24..2027-01-01
      followup when "end of week of 2026-11-24"
    """
    parsed = _parse(phrase)
    calendar = _calendar(country, closures)
    steps: list[Step] = []
    result = _computed(parsed, calendar, steps)
    low = min([result, *_days(parsed)])
    high = max([result, *_days(parsed)])
    assumptions = calendar.assumptions(low, high)
    estimated = [off for step in steps for off in step.skipped if off.estimated]
    console = Console()
    if as_json:
        data: dict[str, Any] = {
            "phrase": written(parsed),
            "result": result.isoformat(),
            "weekday": result.strftime("%A"),
            "working-day": calendar.is_working_day(result),
            "steps": plain_data([walk_step(step) for step in steps]),
            "assumptions": list(assumptions),
            "provisional": bool(estimated),
            "calendar": {
                "country": calendar.country,
                "subdivision": calendar.subdivision,
                "holidays": calendar.version,
            },
        }
        console.document(json_text(data))
        return
    console.line(f"{moment_words(result)}  ({result.isoformat()})", "headline")
    console.show(*steps_view([walk_step(step) for step in steps], 2))
    off = calendar.day_off(result)
    if off is not None:
        console.line(f"  it is a day off: {off.name}", "quiet")
    for text in assumptions:
        console.line(f"  assumed: {text}", "quiet")
    if estimated:
        console.line(f"  may move: {estimated[0].name} is an estimate", "quiet")


class _NoNames(AnyNames):
    """Remembers the first name: outside a ruleset none means anything."""

    def __init__(self) -> None:
        self.first: Reference | None = None

    def moment(self, reference: Reference) -> Term:
        self.first = self.first or reference
        return FactRef(reference.name)

    def spans(self, reference: Reference) -> str:
        self.first = self.first or reference
        return str(reference)


def _parse(phrase: str) -> Term:
    source, names = Source("<phrase>", phrase), _NoNames()
    try:
        parsed = parse_phrase(phrase, names)
    except PhraseError as error:
        at = Location(source, 1, error.offset + 1, "", error.width)
        raise _problem("F208", error.message, at, error.expected) from None
    if names.first is not None:
        at = Location(source, 1, names.first.offset + 1, "", len(str(names.first)))
        message = f"`{names.first}` means nothing outside a ruleset"
        raise _problem("F301", message, at, "write a date such as 2026-11-24")
    for day in _days(parsed):
        if not FIRST_DATE <= day <= LAST_DATE:
            raise click.UsageError(f"{day} is out of range; write {FIRST_DATE} to {LAST_DATE}")
    return parsed


def _problem(code: str, message: str, at: Location, help: str) -> InvalidDocument:
    return InvalidDocument([Problem(code=code, message=message, location=at, help=help)])


def _days(phrase: Term) -> list[datetime.date]:
    return [part.value for part in walk(phrase) if isinstance(part, Day)]


def _computed(phrase: Term, calendar: Calendar, steps: list[Step]) -> Timestamp:
    try:
        result = Arithmetic(calendar, None, _literal, steps).value(phrase)
    except CalendarError as error:  # closures may leave nothing to count
        raise click.UsageError(f"{error}; leave out a closure") from None
    assert result is not None
    return result


def _literal(term: Term) -> object:
    return getattr(term, "value", None)


def _calendar(country: str | None, closures: tuple[str, ...]) -> Calendar:
    code, _, subdivision = (country or "").partition("-")
    library = open_library()
    try:
        return Calendar.for_country(
            code or None,
            subdivision or None,
            closures=[_closure(text) for text in closures],
            source=library.holidays,
        )
    except CalendarError as error:
        raise click.UsageError(f"{error}" + (f" ({error.help})" if error.help else "")) from None


def _closure(text: str) -> AnyClosure:
    if text in WEEKDAYS:
        return WeeklyClosure(weekdays=frozenset((WEEKDAYS.index(text),)))
    first, _, last = text.partition("..")
    if every_year := re.fullmatch(r"(\d\d)-(\d\d)(?:\.\.(\d\d)-(\d\d))?", text, re.ASCII):
        month, day, to_month, to_day = (int(part or 0) for part in every_year.groups())
        return YearlyClosure(first=(month, day), last=(to_month or month, to_day or day))
    try:
        begin, end = (datetime.date.fromisoformat(part) for part in (first, last or first))
    except ValueError:
        raise click.UsageError(
            f"`{text}` is not a closure; write FROM..TO, such as 2026-12-24..2027-01-01, "
            "12-24..01-01 for every year, or a weekday"
        ) from None
    if end < begin:
        raise click.UsageError(f"the closure `{text}` ends before it begins; swap its days")
    if (end - begin).days >= LONGEST_CLOSURE:
        raise click.UsageError(f"the closure `{text}` is longer than {LONGEST_CLOSURE} days")
    return Closure(first=begin, last=end)
