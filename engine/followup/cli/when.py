"""`followup when`: date arithmetic with its walk."""

from __future__ import annotations

import datetime
from typing import Any

import click

from followup.calendars import Calendar, CalendarError, Closure
from followup.cli.context import json_option, open_library
from followup.cli.errors import reported
from followup.defaults import FIRST_DATE, LAST_DATE, LONGEST_CLOSURE
from followup.diagnostics import InvalidDocument, Location, Problem, Source
from followup.evaluation.moments import Moments, Step
from followup.evaluation.trace import step_data
from followup.evaluation.wording import moment_words
from followup.language.phrases import (
    Choice,
    Day,
    Moment,
    PhraseError,
    Reference,
    parse_phrase,
    references,
)
from followup.presentation.console import Console
from followup.presentation.explanations import write_steps
from followup.presentation.json_text import json_text


@click.command(short_help="Date arithmetic: the day, and each day that was passed over.")
@click.argument("phrase")
@click.option("--country", help="Country, or country and subdivision: `US`, `US-CA`.")
@click.option(
    "--closure", "closures", multiple=True, metavar="FROM..TO", help="Days off, inclusive."
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
    result = Moments(calendar, None, lambda _: None, steps).value(parsed)
    assert result is not None
    low = min([result, *_days(parsed)])
    high = max([result, *_days(parsed)])
    assumptions = calendar.assumptions(low, high)
    estimated = [off for step in steps for off in step.skipped if off.estimated]
    console = Console()
    if as_json:
        data: dict[str, Any] = {
            "phrase": str(parsed),
            "result": result.isoformat(),
            "weekday": result.strftime("%A"),
            "working-day": calendar.is_working_day(result),
            "steps": [step_data(step) for step in steps],
            "assumptions": list(assumptions),
            "provisional": bool(estimated),
            "calendar": {
                "country": calendar.country,
                "subdivision": calendar.subdivision,
                "holidays": calendar.version,
            },
        }
        console.write(json_text(data))
        return
    console.line(f"{moment_words(result)}  ({result.isoformat()})", "headline")
    write_steps([step_data(step) for step in steps], console, 2)
    off = calendar.day_off(result)
    if off is not None:
        console.line(f"  it is a day off: {off.name}", "quiet")
    for text in assumptions:
        console.line(f"  assumed: {text}", "quiet")
    if estimated:
        console.line(f"  may move: {estimated[0].name} is an estimate", "quiet")


def _parse(phrase: str) -> Moment:
    source = Source("<phrase>", phrase)
    try:
        parsed = parse_phrase(phrase)
    except PhraseError as error:
        at = Location(source, 1, error.offset + 1, "", error.width)
        raise InvalidDocument(
            [Problem(code="F208", message=error.message, location=at, help=error.expected)]
        ) from None
    for reference, _ in references(parsed):
        at = Location(source, 1, reference.offset + 1, "", len(str(reference)))
        raise InvalidDocument(
            [
                Problem(
                    code="F301",
                    message=f"`{reference}` means nothing outside a ruleset",
                    location=at,
                    help="write a date such as 2026-11-24",
                )
            ]
        )
    for day in _days(parsed):
        if not FIRST_DATE <= day <= LAST_DATE:
            raise click.UsageError(f"{day} is out of range; write {FIRST_DATE} to {LAST_DATE}")
    return parsed


def _days(phrase: Moment) -> list[datetime.date]:
    if isinstance(phrase, Day):
        return [phrase.day]
    if isinstance(phrase, Reference):
        return []
    if isinstance(phrase, Choice):
        return [day for part in phrase.among for day in _days(part)]
    return _days(phrase.of)


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


def _closure(text: str) -> Closure:
    first, _, last = text.partition("..")
    try:
        begin, end = (datetime.date.fromisoformat(part) for part in (first, last or first))
    except ValueError:
        raise click.UsageError(
            f"`{text}` is not a closure; write FROM..TO, such as 2026-12-24..2027-01-01"
        ) from None
    if end < begin:
        raise click.UsageError(f"the closure `{text}` ends before it begins; swap its days")
    if (end - begin).days >= LONGEST_CLOSURE:
        raise click.UsageError(f"the closure `{text}` is longer than {LONGEST_CLOSURE} days")
    return Closure(first=begin, last=end)
