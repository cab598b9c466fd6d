"""The `holidays` package's facts, and its surprises absorbed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version

import holidays
import pytest

from followup.calendars import (
    Calendar,
    CalendarError,
    DayOff,
    PackageHolidays,
    YearTable,
    common_core_only,
    supported_countries,
)
from tests.calendars.oracle import DAY


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _off(country: str, subdivision: str | None, day: str) -> DayOff | None:
    return Calendar.for_country(country, subdivision).day_off(_day(day))


@pytest.mark.parametrize(
    ("country", "subdivision", "day", "name"),
    [
        ("US", None, "2025-06-19", "Juneteenth National Independence Day"),
        ("US", None, "2026-07-03", "Independence Day (observed)"),
        ("US", "CA", "2026-03-31", "Cesar Chavez Day"),
        ("US", None, "2027-12-31", "New Year's Day (observed)"),
        ("GB", "ENG", "2025-05-05", "May Day"),
        ("GB", "ENG", "2025-12-26", "Boxing Day"),
        ("GB", "ENG", "2026-12-28", "Boxing Day (observed)"),
        ("GB", "ENG", "2026-04-06", "Easter Monday"),
        ("GB", "NIR", "2025-07-14", "Battle of the Boyne (observed)"),
        ("HU", None, "2026-01-02", "Day off (substituted from 01/10/2026)"),
        ("PL", None, "2025-12-24", "Christmas Eve"),
    ],
)
def test_known_holidays(country: str, subdivision: str | None, day: str, name: str) -> None:
    """Published days off, by their English names."""
    assert _off(country, subdivision, day) == DayOff(day=_day(day), kind="holiday", name=name)


@pytest.mark.parametrize(
    ("country", "subdivision", "day", "works"),
    [
        pytest.param("GB", None, "2026-04-06", True, id="GB alone lacks Easter Monday"),
        pytest.param("GB", "SCT", "2026-04-06", True, id="so does Scotland"),
        pytest.param("US", None, "2026-07-06", True, id="observed on Friday, not on Monday"),
        pytest.param("AE", None, "2021-12-24", False, id="AE rested on Fridays until 2021"),
        pytest.param("AE", None, "2021-12-26", True, id="and worked on Sundays"),
        pytest.param("AE", None, "2022-01-07", True, id="AE works on Fridays since 2022"),
        pytest.param("AE", None, "2022-01-09", False, id="and rests on Sundays"),
        pytest.param("SA", None, "2013-06-27", False, id="SA rested on Thursdays until June 2013"),
        pytest.param("SA", None, "2013-06-22", True, id="and worked on Saturdays"),
        pytest.param("SA", None, "2013-07-04", True, id="SA works on Thursdays since then"),
        pytest.param("SA", None, "2013-06-29", False, id="and rests on Saturdays"),
        pytest.param("CN", None, "2026-02-14", True, id="CN make-up Saturday"),
        pytest.param("CN", None, "2026-01-04", True, id="CN make-up Sunday"),
        pytest.param("CN", None, "2026-02-07", False, id="CN ordinary Saturday"),
        pytest.param("HU", None, "2026-01-10", True, id="HU make-up Saturday"),
        pytest.param("HU", None, "2025-12-13", True, id="HU make-up Saturday in December"),
        pytest.param("HU", None, "2026-01-17", False, id="HU ordinary Saturday"),
        pytest.param("IL", None, "2026-02-08", True, id="IL works on Sundays"),
        pytest.param("BN", None, "2026-02-07", True, id="BN works between Friday and Sunday"),
    ],
)
def test_known_working_days(country: str, subdivision: str | None, day: str, works: bool) -> None:
    """Weekends are those in force on the day, and make-up days are worked."""
    assert Calendar.for_country(country, subdivision).is_working_day(_day(day)) is works


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        pytest.param("AE", "2021-12-22", "2021-12-23", id="AE: Thursday under the old rule"),
        pytest.param("AE", "2021-12-27", "2021-12-30", id="AE: in the week of the change"),
        pytest.param("AE", "2021-12-31", "2022-01-07", id="AE: the last old weekend"),
        pytest.param("AE", "2022-01-04", "2022-01-07", id="AE: Friday under the new rule"),
        pytest.param("SA", "2013-06-24", "2013-06-26", id="SA: Wednesday under the old rule"),
        pytest.param("SA", "2013-06-27", "2013-07-04", id="SA: the weekend of the change"),
        pytest.param("SA", "2013-07-01", "2013-07-04", id="SA: Thursday under the new rule"),
        pytest.param("BN", "2026-02-04", "2026-02-07", id="BN: Saturday, before the Sunday"),
    ],
)
def test_end_of_week_follows_the_weekend_of_its_time(country: str, day: str, expected: str) -> None:
    """A change of the weekend changes where the local week ends, from its own day on."""
    assert Calendar.for_country(country).end_of_week(_day(day)) == _day(expected)


@pytest.mark.parametrize(
    ("country", "year", "expected"),
    [
        ("LK", 2026, ()),
        ("LK", 2027, ("no holiday data for LK in 2027: only weekends are skipped",)),
        ("UA", 2026, ("no holiday data for UA in 2026: only weekends are skipped",)),
        ("US", 2150, ("no holiday data for US in 2150: only weekends are skipped",)),
        ("US", 1700, ("no holiday data for US in 1700: only weekends are skipped",)),
        ("IN", 2035, ()),
        (
            "IN",
            2036,
            (
                "the holiday data for IN in 2036 are incomplete: "
                "only the holidays that are known are skipped",
            ),
        ),
    ],
)
def test_silence_is_not_an_answer(country: str, year: int, expected: tuple[str, ...]) -> None:
    """A year without data is stated, and the weekend still counts in it.

    Specification: "silence is not an answer: some countries are empty from a year on".
    """
    calendar = Calendar.for_country(country)
    assert calendar.assumptions(date(year, 2, 1), date(year, 3, 1)) == expected
    week = [date(year, 2, 1) + i * DAY for i in range(7)]
    assert 1 <= sum(not calendar.is_working_day(day) for day in week) <= 3


def test_estimated_dates_are_marked_and_their_names_are_clean() -> None:
    """Specification: "names carry (estimated) for dates that are announced late (Eid)"."""
    calendar = Calendar.for_country("AE")
    eid = DayOff(day=date(2027, 3, 9), kind="holiday", name="Eid al-Fitr", estimated=True)
    assert calendar.day_off(date(2027, 3, 9)) == eid
    assert calendar.estimated_days(date(2027, 3, 1), date(2027, 3, 9)) == (eid,)
    assert calendar.estimated_days(date(2027, 1, 1), date(2027, 3, 8)) == ()


def test_observed_estimates_keep_that_they_are_observed() -> None:
    """Only the mark of estimation is taken off a name."""
    off = _off("FJ", None, "2027-08-16")
    assert off is not None
    assert (off.name, off.estimated) == ("Prophet Mohammed's Birthday (observed)", True)


@pytest.mark.parametrize("country", sorted(supported_countries()))
def test_every_country_agrees_with_the_package(country: str) -> None:
    """Day by day, our rules over the tables are the package's own answer, in and around a year.

    The package is asked with neighbouring years loaded, so that this also says that loading one
    year alone misses no day that belongs to it.
    """
    for subdivision in (None, *supported_countries()[country][:2]):
        calendar = Calendar.for_country(country, subdivision)
        theirs = holidays.country_holidays(
            country,
            subdiv=subdivision,
            years=range(2024, 2029),
            expand=False,
            language="en_US",
            categories=("public",),
        )
        for ordinal in range(date(2025, 1, 1).toordinal(), date(2027, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            assert calendar.is_working_day(day) is theirs.is_working_day(day), day
            off = calendar.day_off(day)
            if off is not None and off.kind == "holiday":
                marked = "estimated)" in theirs[day]
                assert off.estimated is marked
                assert "estimated" not in off.name


def test_half_days_and_bank_holidays_are_working_days() -> None:
    """Sweden's Midsummer Eve and Chile's last day of the year are worked.

    Specification: "`public` holidays only".
    """
    assert Calendar.for_country("SE").is_working_day(date(2026, 6, 19))
    assert Calendar.for_country("CL").is_working_day(date(2026, 12, 31))


@contextmanager
def _fridays_off_everywhere() -> Iterator[None]:
    weekend = holidays.country_holidays("US").weekend
    weekend.add(4)
    try:
        yield
    finally:
        weekend.discard(4)


def test_changing_the_packages_objects_changes_no_table() -> None:
    """What happens to the package's objects elsewhere does not reach a table.

    Specification: "Changing `.weekend` on one object changed every country in the process".
    """
    source = PackageHolidays()
    calendar = Calendar.for_country("US", source=source)
    friday = date(2026, 3, 6)
    assert calendar.is_working_day(friday)
    with _fridays_off_everywhere():
        assert not holidays.country_holidays("DE").is_working_day(friday)
        theirs = holidays.country_holidays("US", years=2026)
        theirs[friday] = "Invented"
        assert calendar.is_working_day(friday)
        assert Calendar.for_country("US", source=source).is_working_day(friday)
        assert calendar.add_business_days(date(2026, 3, 5), 1) == friday
    assert Calendar.for_country("US").day_off(friday) is None


def test_two_calendars_do_not_influence_one_another() -> None:
    """Neither another place nor another employer's days of the same place leak."""
    england = Calendar.for_country("GB", "ENG")
    scotland = Calendar.for_country("GB", "SCT", extra_working=[date(2026, 12, 25)])
    country = Calendar.for_country("GB")
    easter_monday, christmas = date(2026, 4, 6), date(2026, 12, 25)
    for _ in range(2):
        answers = [c.is_working_day(easter_monday) for c in (england, scotland, country)]
        assert answers == [False, True, True]
        assert [c.is_working_day(christmas) for c in (england, scotland)] == [False, True]


def test_tables_are_built_once() -> None:
    """The same question gives the very same table, and nobody can write to it."""
    source = PackageHolidays()
    table = source.year("US", None, 2026)
    assert source.year("US", None, 2026) is table
    assert isinstance(table, YearTable)
    with pytest.raises(TypeError):
        table.holidays[date(2026, 3, 4)] = "Invented"  # type: ignore[index]


def test_the_version_is_the_packages() -> None:
    """A decision can record which data it rests on."""
    assert Calendar.for_country("US").version == version("holidays")


@pytest.mark.parametrize(
    ("country", "advice"),
    [
        ("us", "did you mean `US`?"),
        ("USA", "did you mean `US`?"),
        ("UK", "did you mean `GB`?"),
        ("GBR", "did you mean `GB`?"),
        ("Germany", "did you mean `DE`?"),
        ("united kingdom", "did you mean `GB`?"),
        ("US-CA", "write the country `US` and the subdivision `CA`"),
        ("UK-ENG", "write the country `GB` and the subdivision `ENG`"),
        ("Qwertyuiop", None),
        ("", None),
    ],
)
def test_an_unknown_country_is_an_error_with_advice(country: str, advice: str | None) -> None:
    """Other spellings of a country are refused, and the code is named.

    Specification: "an unknown country or subdivision is an error that lists the near matches".
    """
    with pytest.raises(CalendarError) as caught:
        Calendar.for_country(country)
    assert str(caught.value) == (f"there is no country code `{country}`")
    assert caught.value.help == advice


@pytest.mark.parametrize(
    ("country", "subdivision", "advice"),
    [
        ("US", "US-CA", "did you mean `CA`?"),
        ("US", "ca", "did you mean `CA`?"),
        ("US", "California", "did you mean `CA`?"),
        ("US", "Californa", "did you mean `CA`?"),
        ("GB", "England", "did you mean `ENG`?"),
        ("GB", "UK", "the subdivisions of `GB` are ENG, NIR, SCT, WLS"),
        ("GB", "Wessex", "the subdivisions of `GB` are ENG, NIR, SCT, WLS"),
        ("EG", "C", "leave the subdivision out"),
    ],
)
def test_an_unknown_subdivision_is_an_error_with_advice(
    country: str, subdivision: str, advice: str
) -> None:
    """Codes are exact; aliases, the country in front and old codes are named in the advice."""
    with pytest.raises(CalendarError, match=f"no subdivision `{subdivision}`") as caught:
        PackageHolidays().year(country, subdivision, 2026)
    assert caught.value.help == advice


def test_supported_countries_are_two_letter_codes_with_their_subdivisions() -> None:
    """A country without subdivisions has an empty tuple."""
    supported = supported_countries()
    assert supported["GB"] == ("ENG", "NIR", "SCT", "WLS")
    assert supported["EG"] == ()
    assert all(len(code) == 2 and code.isupper() for code in supported)
    assert list(supported) == sorted(supported)
    assert "UK" not in supported


def test_common_core_only_is_what_the_package_says() -> None:
    """The constant is the countries of which every subdivision adds days off outside weekends."""
    source = PackageHolidays()

    def weekdays_off(country: str, subdivision: str | None, year: int) -> set[date]:
        table = source.year(country, subdivision, year)
        return {day for day in table.holidays if day not in table.weekend}

    for country, subdivisions in supported_countries().items():
        expected = bool(subdivisions) and all(
            weekdays_off(country, subdivision, year) - weekdays_off(country, None, year)
            for subdivision in subdivisions
            for year in range(2024, 2030)
        )
        assert common_core_only(country) is expected, country
    assert not common_core_only("XX")


NAMES = """
from followup.calendars import PackageHolidays
source = PackageHolidays()
for country in ("PL", "AE", "NO", "FJ"):
    table = source.year(country, None, 2027)
    print(country, sorted((str(day), table.holidays[day]) for day in table.holidays))
    print(sorted(map(str, table.estimated)))
"""


def test_names_do_not_follow_the_machines_language() -> None:
    """Under every language of the machine the names are the same, and English.

    Specification: "names follow the machine's `LANG` unless the language is given".
    """
    seen = set()
    for language in ("de_DE", "de_DE.UTF-8", "C", "C.UTF-8", "ar"):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(["engine", *filter(None, sys.path)]),
            "PYTHONIOENCODING": "utf-8",
            "LANG": language,
            "LANGUAGE": language,
            "LC_ALL": language,
        }
        run = subprocess.run(
            [sys.executable, "-c", NAMES],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        seen.add(run.stdout)
    assert len(seen) == 1
    assert "Christmas Day" in seen.pop()


def test_a_country_without_english_is_asked_for_in_its_own_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The default language is asked for by name, so that LANG has no say there either."""
    poland = type(holidays.country_holidays("PL"))
    monkeypatch.setattr(poland, "supported_languages", ("de", "pl"))
    monkeypatch.setenv("LANGUAGE", "de")
    table = PackageHolidays().year("PL", None, 2026)
    assert table.holidays[date(2026, 1, 1)] == "Nowy Rok"
