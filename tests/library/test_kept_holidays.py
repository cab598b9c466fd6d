"""Year tables that are kept: found again, and never trusted blindly."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from followup.calendars import (
    Calendar,
    CalendarError,
    PackageHolidays,
    YearTable,
)
from followup.library.kept_holidays import KeptHolidays
from followup.library.store import Store


class _Counting:
    """A source that remembers what it was asked."""

    version = "1"

    def __init__(self) -> None:
        self.years: list[int] = []
        self.checks: list[tuple[str, str | None]] = []

    def check(self, country: str, subdivision: str | None) -> None:
        """Accept capital letters."""
        self.checks.append((country, subdivision))
        if not country.isupper():
            raise CalendarError(f"unknown country `{country}`")

    def year(self, country: str, subdivision: str | None, year: int) -> YearTable:
        """A table with something in each of its parts."""
        self.check(country, subdivision)
        self.years.append(year)
        return YearTable(
            year=year,
            weekend=frozenset({date(year, 1, 3), date(year, 1, 4)}),
            holidays={date(year, 1, 1): "Año Nuevo ☃", date(year, 1, 2): "Second"},
            makeup=frozenset({date(year, 1, 4)}),
            known=year < 2027,
            estimated=frozenset({date(year, 1, 2)}),
        )


def _cached(directory: Path, source: _Counting, key: str = "1-a") -> KeptHolidays:
    return KeptHolidays(lambda: source, Store(str(directory)), key=key, version="1")


def _files(directory: Path) -> list[Path]:
    return list((directory / "kept").iterdir())


def test_a_miss_asks_for_the_years_around_in_one_go(tmp_path: Path) -> None:
    """The year before and two years ahead are kept with the year that was asked for."""
    source = _Counting()
    cached = _cached(tmp_path / "new" / "folder", source)
    assert cached.version == "1"
    assert cached.year("US", None, 2026) == _Counting().year("US", None, 2026)
    assert cached.year("US", None, 2028).year == 2028
    assert source.years == [2025, 2026, 2027, 2028]
    assert len(_files(tmp_path / "new" / "folder")) == 1
    cached.year("US", None, 2029)
    assert source.years == [2025, 2026, 2027, 2028, 2029, 2030, 2031]


def test_the_ends_of_time_are_no_miss(tmp_path: Path) -> None:
    """Years outside 1 to 9999 are not asked for."""
    source = _Counting()
    _cached(tmp_path, source).year("US", None, 1)
    _cached(tmp_path, source).year("GB", None, 9999)
    assert source.years == [1, 2, 3, 9998, 9999]


def test_a_second_run_asks_nothing(tmp_path: Path) -> None:
    """What is on disk is equal to what the source said, part by part."""
    _cached(tmp_path, _Counting()).year("US", "CA", 2026)
    source = _Counting()
    cached = _cached(tmp_path, source)
    cached.check("US", "CA")
    for year in (2025, 2026, 2027, 2028):
        assert cached.year("US", "CA", year) == _Counting().year("US", "CA", year)
    assert (source.years, source.checks) == ([], [])


def test_another_key_or_place_is_another_file(tmp_path: Path) -> None:
    """Data of another version are never read, nor those of another place."""
    _cached(tmp_path, _Counting()).year("US", "CA", 2026)
    source = _Counting()
    _cached(tmp_path, source, key="2-b").year("US", "CA", 2026)
    _cached(tmp_path, source).year("US", None, 2026)
    assert len(source.years) == 8
    assert len(_files(tmp_path)) == 3


def _year(**changes: object) -> object:
    empty: dict[str, object] = {"weekend": [], "holidays": {}, "makeup": [], "estimated": []}
    return {2026: {**empty, "known": True, **changes}}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param({"soon": {}}, id="no year"),
        pytest.param({2026: {}}, id="empty year"),
        pytest.param({}, id="no years"),
        pytest.param(_year(weekend=["2026-13-01"]), id="no date"),
        pytest.param(_year(weekend=["2025-01-01"]), id="a day of another year"),
        pytest.param(_year(weekend=None), id="no list"),
        pytest.param(_year(makeup=[20260101]), id="a number for a day"),
        pytest.param(_year(known=1), id="a number for yes"),
        pytest.param(_year(holidays={"2026-01-01": None}), id="a nameless holiday"),
        pytest.param(_year(estimated=["2026-01-01"]), id="an estimate of no holiday"),
    ],
)
def test_a_table_that_is_not_ours_is_ignored_and_rebuilt(tmp_path: Path, content: object) -> None:
    """Whatever is wrong with it, the answer is the source's, and the table is kept anew."""
    _cached(tmp_path, _Counting()).year("US", "CA", 2026)
    (path,) = _files(tmp_path)
    good = path.read_bytes()
    Store(str(tmp_path)).write(path.name, msgspec.msgpack.encode(content))
    assert path.read_bytes() != good
    source = _Counting()
    cached = _cached(tmp_path, source)
    cached.check("US", "CA")
    assert source.checks == [("US", "CA")]
    assert cached.year("US", "CA", 2026) == _Counting().year("US", "CA", 2026)
    assert path.read_bytes() == good
    assert _files(tmp_path) == [path]


def test_a_directory_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    """Without a place to write, the source is asked, once a year and place."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("in the way")
    source = _Counting()
    cached = _cached(in_the_way, source)
    cached.check("US", None)
    assert cached.year("US", None, 2026) is cached.year("US", None, 2026)
    assert source.years == [2025, 2026, 2027, 2028]


@pytest.mark.parametrize(
    ("country", "subdivision"),
    [("../US", None), ("US", "../../CA"), ("US", "/etc/passwd"), ("US", "a\0b"), ("US", "Zürich")],
)
def test_a_place_is_no_path(tmp_path: Path, country: str, subdivision: str | None) -> None:
    """A place from a user's file writes inside the directory only."""
    inside = tmp_path / "inside"
    _cached(inside, _Counting()).year(country, subdivision, 2026)
    assert os.listdir(tmp_path) == ["inside"]
    assert len(_files(inside)) == 1
    source = _Counting()
    assert _cached(inside, source).year(country, subdivision, 2026).year == 2026
    assert source.years == []


def test_places_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    """A country with a subdivision is not the country whose name holds both."""
    first, second = _Counting(), _Counting()
    _cached(tmp_path, first).year("US", "A B", 2026)
    _cached(tmp_path, second).year("US", "A_B", 2026)
    assert second.years == first.years


def test_an_unknown_place_is_still_an_error(tmp_path: Path) -> None:
    """Errors come from the source, and nothing is written for them."""
    cached = _cached(tmp_path, _Counting())
    for ask in (lambda: cached.check("us", None), lambda: cached.year("us", None, 2026)):
        with pytest.raises(CalendarError, match="unknown country `us`"):
            ask()
    assert _files(tmp_path) == []


def test_a_calendar_over_the_cache_is_the_calendar(tmp_path: Path) -> None:
    """Through the file or directly, each day is the same."""
    for _ in range(2):
        cached = KeptHolidays(PackageHolidays, Store(str(tmp_path)), key="k", version="v")
        calendar = Calendar.for_country("CN", source=cached)
        direct = Calendar.for_country("CN")
        first, last = date(2024, 6, 1), date(2028, 6, 1)
        assert calendar.days_off(first, last) == direct.days_off(first, last)
        assert calendar.assumptions(first, last) == direct.assumptions(first, last)
        assert calendar.version == "v"


RUN = """
import sys
from datetime import date
from followup.calendars import Calendar, PackageHolidays
from followup.library.kept_holidays import KeptHolidays
from followup.library.store import Store
source = KeptHolidays(PackageHolidays, Store(sys.argv[1]), key="k", version="v")
calendar = Calendar.for_country("US", "CA", source=source)
print(calendar.add_business_days(date(2026, 7, 2), 1), "holidays" in sys.modules)
"""


def test_a_second_process_does_not_import_the_package(tmp_path: Path) -> None:
    """The first process pays for the import; the next one reads a small file."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(["engine", *filter(None, sys.path)]),
    }
    answers = [
        subprocess.run(
            [sys.executable, "-c", RUN, str(tmp_path)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for _ in range(2)
    ]
    assert answers == [["2026-07-06", "True"], ["2026-07-06", "False"]]
