"""A source that keeps year tables between runs, so that a run need not import `holidays`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date

import msgspec
from msgspec import Struct

from followup.calendars.records import YearTable
from followup.calendars.source import HolidaySource
from followup.library.store import Store, name_of

__all__ = ["KeptHolidays"]

_LAYOUT = "1"
"""Another number means another layout: what was kept under an old one is not found."""


class _KeptYear(Struct, frozen=True):
    weekend: frozenset[date]
    holidays: dict[date, str]
    makeup: frozenset[date]
    known: bool
    estimated: frozenset[date]


class KeptHolidays:
    """Year tables of another source, kept as one small file for each place.

    A file that holds anything else is ignored and written anew.
    """

    __slots__ = ("_factory", "_key", "_real", "_store", "_tables", "_version")

    def __init__(
        self, factory: Callable[[], HolidaySource], store: Store, *, key: str, version: str
    ) -> None:
        """Say where to keep the tables; nothing is read, written or asked yet.

        Args:
            factory: makes the source that is asked for what is not kept.
            store: where the tables are kept.
            key: names the data, by their version and a stamp; other data never meet a table
                that was kept under an old key.
            version: the version of the data, as decisions record it.
        """
        self._factory = factory
        self._store = store
        self._key = key
        self._version = version
        self._real: HolidaySource | None = None
        self._tables: dict[tuple[str, str | None], dict[int, YearTable]] = {}

    @property
    def version(self) -> str:
        """The version of the data, as the caller gave it."""
        return self._version

    def check(self, country: str, subdivision: str | None) -> None:
        """Accept a place of which there are tables, or that the other source accepts.

        Raises:
            CalendarError: the country or the subdivision is unknown.
        """
        if not self._load(country, subdivision):
            self._ask().check(country, subdivision)

    def year(self, country: str, subdivision: str | None, year: int) -> YearTable:
        """The facts of one calendar year, 1 to 9999.

        When they are not kept, the years around it are asked for as well, because the rules
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

    def _name(self, country: str, subdivision: str | None) -> str:
        place = (country,) if subdivision is None else (country, subdivision)
        return name_of("holidays", _LAYOUT, self._key, *place)

    def _load(self, country: str, subdivision: str | None) -> dict[int, YearTable]:
        """The tables that were kept, read once; empty when there are none of this place."""
        place = (country, subdivision)
        if place not in self._tables:
            content = self._store.read(self._name(country, subdivision))
            if content is None:
                return {}
            try:
                years = msgspec.msgpack.decode(content, type=dict[int, _KeptYear])
                self._tables[place] = {year: _table(year, kept) for year, kept in years.items()}
            except (msgspec.MsgspecError, ValueError):
                return {}
        return self._tables[place]

    def _save(self, country: str, subdivision: str | None, tables: dict[int, YearTable]) -> None:
        years = {
            year: _KeptYear(
                table.weekend, dict(table.holidays), table.makeup, table.known, table.estimated
            )
            for year, table in tables.items()
        }
        self._store.write(self._name(country, subdivision), msgspec.msgpack.encode(years))


def _table(year: int, kept: _KeptYear) -> YearTable:
    """The table of a year.

    Raises:
        ValueError: its days lie in another year, or an estimated one is no holiday.
    """
    days = kept.weekend | kept.makeup | kept.holidays.keys()
    if any(day.year != year for day in days) or not kept.estimated <= kept.holidays.keys():
        raise ValueError("the days are not as they were kept")
    return YearTable(
        year=year,
        weekend=kept.weekend,
        holidays=kept.holidays,
        makeup=kept.makeup,
        known=kept.known,
        estimated=kept.estimated,
    )
