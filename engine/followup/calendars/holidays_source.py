"""The `holidays` package as a source of year tables, with its surprises absorbed.

The package is imported when the first fact is asked for, and not before: that takes a quarter
of a second. Its objects are lazy and mutable, and share state with every other object in the
process, so each is built for one explicit year, copied into an immutable table and dropped.
"""

import warnings
from _thread import allocate_lock
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from followup.calendars.records import CalendarError, YearTable
from followup.calendars.suggest import did_you_mean, near_matches

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = ["PackageHolidays", "common_core_only", "supported_countries"]

# Names follow the machine's LANG unless the language is given. Every country that has
# translations has this one (0.109); `_language` says what happens where it is missing.
_ENGLISH = "en_US"

# Marks of a date that is announced late, in the English names of 0.109, and what is left of
# the name. They stand at the end of each of the names that a day has.
_ESTIMATED_MARKS = ((" (estimated)", ""), (" (observed, estimated)", " (observed)"))
_NAME_DELIMITER = "; "

# Countries of which every subdivision has days off, outside weekends, that the country alone does
# not have, so that the country without a subdivision is only the common core. Measured with
# 0.109 for each of the years 2024 to 2029.
_COMMON_CORE_ONLY = frozenset({"AU", "BQ", "CA", "CH", "ES", "FM", "GB", "MY", "SH"})


class PackageHolidays:
    """Public holidays, weekends and make-up days as the installed `holidays` package has them.

    Tables are immutable and remembered, so that nothing that happens to the package's objects
    elsewhere in the process changes a table once it is built.
    """

    __slots__ = ("_accepted", "_lock", "_tables")

    def __init__(self) -> None:
        """Start without any table; nothing is imported yet."""
        self._accepted: frozenset[tuple[str, str | None]] = frozenset()
        self._tables: dict[tuple[str, str | None, int], YearTable] = {}
        self._lock = allocate_lock()

    @property
    def version(self) -> str:
        """The version of the `holidays` package, such as "0.109"."""
        return str(_package().__version__)

    def check(self, country: str, subdivision: str | None) -> None:
        """Accept a country, and a subdivision, that the package knows.

        Args:
            country: an ISO 3166-1 code of two capital letters. The package's other spellings
                (three letters, `UK`) are refused, so that a place has one name.
            subdivision: the package's own code within the country; its aliases are refused.

        Raises:
            CalendarError: the country or the subdivision is unknown; `help` names the near
                matches.
        """
        if (country, subdivision) in self._accepted:
            return
        if country not in _country_codes():
            _refuse_country(country)
        if subdivision is not None:
            place = _describe(country)
            if subdivision not in place.subdivisions:
                _refuse_subdivision(country, subdivision, place)
        self._accepted |= {(country, subdivision)}

    def year(self, country: str, subdivision: str | None, year: int) -> YearTable:
        """The facts of one calendar year, 1 to 9999.

        Raises:
            CalendarError: the country or the subdivision is unknown.
        """
        self.check(country, subdivision)
        key = (country, subdivision, year)
        table = self._tables.get(key)
        if table is None:
            # Warnings are caught by changing a global, which two threads must not do at once.
            with self._lock:
                table = _build_table(country, subdivision, year)
            self._tables[key] = table
        return table


def common_core_only(country: str) -> bool:
    """Whether the country alone lacks days that each of its subdivisions has off.

    Args:
        country: an ISO 3166-1 code of two capital letters; False for an unknown one.
    """
    return country in _COMMON_CORE_ONLY


def supported_countries() -> dict[str, tuple[str, ...]]:
    """Each country's code and the codes of its subdivisions, if any, in order.

    Slow: it makes the package load the data of all its countries.
    """
    countries = _package().list_supported_countries(include_aliases=False)
    return {code: tuple(sorted(countries[code])) for code in sorted(countries)}


def _package() -> Any:
    import holidays

    return holidays


def _country_codes() -> dict[str, tuple[str, str]]:
    """Each two-letter code with what else people write: the English name, three letters."""
    from holidays.registry import COUNTRIES

    return {codes[1]: (module.replace("_", " "), codes[2]) for module, codes in COUNTRIES.items()}


def _describe(country: str) -> "HolidayBase":
    """An object without any year, for the country's properties; names are never read off it."""
    place: HolidayBase = _package().country_holidays(country, expand=False, language=_ENGLISH)
    return place


def _language(place: "HolidayBase") -> str | None:
    # Never left to the package while there is a choice, because it would choose by LANG.
    return _ENGLISH if _ENGLISH in place.supported_languages else place.default_language


def _build_table(country: str, subdivision: str | None, year: int) -> YearTable:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        days: HolidayBase = _package().country_holidays(
            country,
            subdiv=subdivision,
            years=(year,),
            expand=False,
            language=_language(_describe(country)),
            categories=("public",),
        )
    # India warns that it has no lunar dates for a year, and gives the other holidays.
    incomplete = any(caution.category is UserWarning for caution in caught)
    names = {day: _without_mark(name) for day, name in days.items() if day.year == year}
    return YearTable(
        year=year,
        weekend=frozenset(day for day in _days_of(year) if days.is_weekend(day)),
        holidays={day: name for day, (name, _) in names.items()},
        makeup=frozenset(day for day in days.weekend_workdays if day.year == year),
        known=bool(names) and not incomplete,
        estimated=frozenset(day for day, (_, estimated) in names.items() if estimated),
    )


def _days_of(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return map(date.fromordinal, range(first, last + 1))


def _without_mark(name: str) -> tuple[str, bool]:
    """The name without marks of estimation, and whether there was one.

    Two holidays on a day share the name; the day counts as estimated if one of them is,
    because that one may move and take another day off.
    """
    parts, estimated = [], False
    for part in name.split(_NAME_DELIMITER):
        for mark, instead in _ESTIMATED_MARKS:
            if part.endswith(mark):
                part, estimated = part.removesuffix(mark) + instead, True
                break
        parts.append(part)
    return _NAME_DELIMITER.join(parts), estimated


def _refuse_country(country: str) -> NoReturn:
    """Raise the error for an unknown country, with the codes that may have been meant."""
    spellings = {"UK": "GB"}
    for code, others in _country_codes().items():
        spellings.update({code: code, **dict.fromkeys(others, code)})
    head, _, tail = country.partition("-")
    if tail and head in spellings:
        advice: str | None = f"write the country `{spellings[head]}` and the subdivision `{tail}`"
    else:
        advice = did_you_mean(spellings[match] for match in near_matches(country, spellings))
    raise CalendarError(
        f"there is no country code `{country}`",
        help=advice,
    )


def _refuse_subdivision(country: str, subdivision: str, place: "HolidayBase") -> NoReturn:
    """Raise the error for an unknown subdivision, with the codes that may have been meant."""
    known = place.subdivisions
    if not known:
        raise CalendarError(
            f"no subdivision `{subdivision}` is known, nor any other of `{country}`",
            help="leave the subdivision out",
        )
    spellings = {**place.subdivisions_aliases, **{code: code for code in known}}
    near = near_matches(subdivision.removeprefix(f"{country}-"), spellings)
    meant = [spellings[match] for match in near if spellings[match] in known]
    raise CalendarError(
        f"there is no subdivision `{subdivision}` in `{country}`",
        help=did_you_mean(meant) or f"the subdivisions of `{country}` are {', '.join(known)}",
    )
