"""A source that keeps year tables on disk, so that a run need not import `holidays`."""

import json
import os
from _thread import get_ident
from collections.abc import Callable, Iterable
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from followup.calendars.records import YearTable
from followup.calendars.source import HolidaySource

__all__ = ["CachedHolidays"]

# Another number means another layout: such a file is ignored and written anew.
_SCHEMA = 1

_Tables = dict[int, YearTable]


class CachedHolidays:
    """Year tables of another source, kept as one small JSON file for each place.

    A file that cannot be read, or holds anything else, is ignored and written anew. A
    directory that cannot be written is no error: then the other source is asked each time.
    """

    __slots__ = ("_directory", "_factory", "_key", "_real", "_tables", "_version")

    def __init__(
        self, factory: Callable[[], HolidaySource], directory: str, *, key: str, version: str
    ) -> None:
        """Say where to keep the tables; nothing is read, written or asked yet.

        Args:
            factory: makes the source that is asked for what is not on disk.
            directory: where the files are; it is created when the first one is written.
            key: names the data, by their version and a stamp; part of every file's name, so
                that other data never meet an old file.
            version: the version of the data, as decisions record it.
        """
        self._factory = factory
        self._directory = directory
        self._key = key
        self._version = version
        self._real: HolidaySource | None = None
        self._tables: dict[tuple[str, str | None], _Tables] = {}

    @property
    def version(self) -> str:
        """The version of the data, as the caller gave it."""
        return self._version

    def check(self, country: str, subdivision: str | None) -> None:
        """Accept a place that has a file, or that the other source accepts.

        Raises:
            CalendarError: the country or the subdivision is unknown.
        """
        if not self._load(country, subdivision):
            self._ask().check(country, subdivision)

    def year(self, country: str, subdivision: str | None, year: int) -> YearTable:
        """The facts of one calendar year, 1 to 9999.

        When it is not on disk, the years around it are asked for as well, because the rules
        look a few months back and ahead and the other source is slow to start.

        Raises:
            CalendarError: the country or the subdivision is unknown.
        """
        tables = self._load(country, subdivision)
        if year not in tables:
            source = self._ask()
            around = range(max(year - 1, MINYEAR), min(year + 2, MAXYEAR) + 1)
            tables = tables | {
                wanted: source.year(country, subdivision, wanted)
                for wanted in around
                if wanted not in tables
            }
            self._tables[country, subdivision] = tables
            self._save(country, subdivision, tables)
        return tables[year]

    def _ask(self) -> HolidaySource:
        if self._real is None:
            self._real = self._factory()
        return self._real

    def _path(self, country: str, subdivision: str | None) -> str:
        parts = [self._key, country] if subdivision is None else [self._key, country, subdivision]
        name = "-".join(_file_name(part) for part in parts)
        return os.path.join(self._directory, f"holidays-{name}.json")

    def _load(self, country: str, subdivision: str | None) -> _Tables:
        """The tables on disk, read once; empty when there is no file of this place."""
        place = (country, subdivision)
        tables = self._tables.get(place)
        if tables is None:
            try:
                with open(self._path(country, subdivision), encoding="utf-8") as file:
                    tables = _tables_from(json.load(file), self._heading(country, subdivision))
            # Whatever is wrong with a file, the answer is the same: do without it.
            except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
                return {}
            self._tables[place] = tables
        return tables

    def _save(self, country: str, subdivision: str | None, tables: _Tables) -> None:
        content = self._heading(country, subdivision)
        content["years"] = {str(year): _record(tables[year]) for year in sorted(tables)}
        path = self._path(country, subdivision)
        # Written beside the target and moved over it, so that no reader ever meets half a file.
        unfinished = f"{path}.{os.getpid()}-{get_ident()}.tmp"
        try:
            os.makedirs(self._directory, exist_ok=True)
            try:
                with open(unfinished, "w", encoding="utf-8") as file:
                    json.dump(content, file, separators=(",", ":"))
                os.replace(unfinished, path)
            except OSError:
                os.unlink(unfinished)
        except OSError:
            return

    def _heading(self, country: str, subdivision: str | None) -> dict[str, Any]:
        """What a file says about itself; one that says anything else is not ours."""
        return {
            "schema": _SCHEMA,
            "key": self._key,
            "country": country,
            "subdivision": subdivision,
        }


def _file_name(part: str) -> str:
    # A place comes from a user's file: nothing of it may act as a path. Two places that end up
    # with one name are told apart by what the file says about itself.
    return "".join(c if c.isascii() and (c.isalnum() or c in ".-") else "_" for c in part)


def _record(table: YearTable) -> dict[str, Any]:
    return {
        "weekend": _texts(table.weekend),
        "holidays": {day.isoformat(): table.holidays[day] for day in sorted(table.holidays)},
        "makeup": _texts(table.makeup),
        "known": table.known,
        "estimated": _texts(table.estimated),
    }


def _texts(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def _tables_from(content: Any, heading: dict[str, Any]) -> _Tables:
    """The tables that a file holds; raises one of the built-in errors when it is not ours."""
    if {name: content[name] for name in heading} != heading:
        raise ValueError("the file is about something else")
    return {int(year): _table(int(year), record) for year, record in content["years"].items()}


def _table(year: int, record: Any) -> YearTable:
    known = record["known"]
    holidays = {date.fromisoformat(day): name for day, name in record["holidays"].items()}
    table = YearTable(
        year=year,
        weekend=_days(record["weekend"]),
        holidays=holidays,
        makeup=_days(record["makeup"]),
        known=known,
        estimated=_days(record["estimated"]),
    )
    days = table.weekend | table.makeup | holidays.keys()
    if not (
        isinstance(known, bool)
        and all(day.year == year for day in days)
        and all(isinstance(name, str) for name in holidays.values())
        and table.estimated <= holidays.keys()
    ):
        raise ValueError("the file's days are not as they were written")
    return table


def _days(texts: Iterable[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))
