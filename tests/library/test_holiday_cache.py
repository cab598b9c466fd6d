"""Year tables on disk: kept, found again, and never trusted blindly."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from followup.calendars import (
    Calendar,
    CalendarError,
    PackageHolidays,
    YearTable,
)
from followup.library.holiday_cache import CachedHolidays


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


def _cached(directory: Path, source: _Counting, key: str = "1-a") -> CachedHolidays:
    return CachedHolidays(lambda: source, str(directory), key=key, version="1")


def _fill(directory: Path) -> Path:
    _cached(directory, _Counting()).year("US", "CA", 2026)
    return directory / "holidays-1-a-US-CA.json"


def test_a_miss_asks_for_the_years_around_in_one_go(tmp_path: Path) -> None:
    """The year before and two years ahead are kept with the year that was asked for."""
    source = _Counting()
    cached = _cached(tmp_path / "new" / "folder", source)
    assert cached.version == "1"
    assert cached.year("US", None, 2026) == _Counting().year("US", None, 2026)
    assert cached.year("US", None, 2028).year == 2028
    assert source.years == [2025, 2026, 2027, 2028]
    assert os.listdir(tmp_path / "new" / "folder") == ["holidays-1-a-US.json"]
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
    _fill(tmp_path)
    source = _Counting()
    cached = _cached(tmp_path, source)
    cached.check("US", "CA")
    for year in (2025, 2026, 2027, 2028):
        assert cached.year("US", "CA", year) == _Counting().year("US", "CA", year)
    assert (source.years, source.checks) == ([], [])


def test_another_key_or_place_is_another_file(tmp_path: Path) -> None:
    """Data of another version are never read, nor those of another place."""
    _fill(tmp_path)
    source = _Counting()
    _cached(tmp_path, source, key="2-b").year("US", "CA", 2026)
    _cached(tmp_path, source).year("US", None, 2026)
    assert len(source.years) == 8
    assert sorted(os.listdir(tmp_path)) == [
        "holidays-1-a-US-CA.json",
        "holidays-1-a-US.json",
        "holidays-2-b-US-CA.json",
    ]


def _changed(**changes: object) -> str:
    heading = {"schema": 1, "key": "1-a", "country": "US", "subdivision": "CA"}
    return json.dumps({**heading, "years": {}, **changes})


def _year(**changes: object) -> str:
    record = {"weekend": [], "holidays": {}, "makeup": [], "known": True, "estimated": []}
    return _changed(years={"2026": {**record, **changes}})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"\xff\xfe\x00", id="not text"),
        pytest.param(b"[" * 100_000, id="too deep"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="no heading"),
        pytest.param(_changed(schema=2).encode(), id="another layout"),
        pytest.param(_changed(country="GB").encode(), id="another country"),
        pytest.param(_changed(subdivision=None).encode(), id="another subdivision"),
        pytest.param(_changed(key="0").encode(), id="another key"),
        pytest.param(_changed(years=[]).encode(), id="years are no mapping"),
        pytest.param(_changed(years={"soon": {}}).encode(), id="no year"),
        pytest.param(_changed(years={"2026": {}}).encode(), id="empty year"),
        pytest.param(_changed().encode(), id="no years"),
        pytest.param(_year(weekend=["2026-13-01"]).encode(), id="no date"),
        pytest.param(_year(weekend=["2025-01-01"]).encode(), id="a day of another year"),
        pytest.param(_year(weekend=None).encode(), id="no list"),
        pytest.param(_year(makeup=[20260101]).encode(), id="a number for a day"),
        pytest.param(_year(known=1).encode(), id="a number for yes"),
        pytest.param(_year(holidays={"2026-01-01": None}).encode(), id="a nameless holiday"),
        pytest.param(_year(estimated=["2026-01-01"]).encode(), id="an estimate of no holiday"),
    ],
)
def test_a_file_that_is_not_ours_is_ignored_and_rebuilt(tmp_path: Path, content: bytes) -> None:
    """Whatever is wrong with a file, the answer is the source's, and the file is written anew."""
    path = _fill(tmp_path)
    good = path.read_bytes()
    path.write_bytes(content)
    source = _Counting()
    cached = _cached(tmp_path, source)
    cached.check("US", "CA")
    assert source.checks == [("US", "CA")]
    assert cached.year("US", "CA", 2026) == _Counting().year("US", "CA", 2026)
    assert path.read_bytes() == good
    assert os.listdir(tmp_path) == [path.name]


def test_a_directory_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    """Without a place to write, the source is asked, once a year and place."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("in the way")
    source = _Counting()
    cached = _cached(in_the_way, source)
    cached.check("US", None)
    assert cached.year("US", None, 2026) is cached.year("US", None, 2026)
    assert source.years == [2025, 2026, 2027, 2028]
    assert in_the_way.read_text() == "in the way"


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    """When moving over the target fails, the unfinished file is removed."""
    (tmp_path / "holidays-1-a-US.json").mkdir()
    assert _cached(tmp_path, _Counting()).year("US", None, 2026).year == 2026
    assert os.listdir(tmp_path) == ["holidays-1-a-US.json"]


def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader meets the old file or the new one, never half of one."""
    path = _fill(tmp_path)
    old = path.read_bytes()

    def fail(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", fail)
    assert _cached(tmp_path, _Counting()).year("US", "CA", 2031).year == 2031
    assert path.read_bytes() == old
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize(
    ("country", "subdivision"),
    [("../US", None), ("US", "../../CA"), ("US", "/etc/passwd"), ("US", "a\0b"), ("US", "Zürich")],
)
def test_a_place_is_no_path(tmp_path: Path, country: str, subdivision: str | None) -> None:
    """A place from a user's file writes inside the directory only."""
    inside = tmp_path / "inside"
    _cached(inside, _Counting()).year(country, subdivision, 2026)
    assert os.listdir(tmp_path) == ["inside"]
    assert len(os.listdir(inside)) == 1
    source = _Counting()
    assert _cached(inside, source).year(country, subdivision, 2026).year == 2026
    assert source.years == []


def test_places_that_share_a_file_name_are_told_apart(tmp_path: Path) -> None:
    """What a file says about itself decides, not its name."""
    first, second = _Counting(), _Counting()
    _cached(tmp_path, first).year("US", "A B", 2026)
    _cached(tmp_path, second).year("US", "A_B", 2026)
    assert len(os.listdir(tmp_path)) == 1
    assert second.years == first.years


def test_an_unknown_place_is_still_an_error(tmp_path: Path) -> None:
    """Errors come from the source, and nothing is written for them."""
    cached = _cached(tmp_path, _Counting())
    for ask in (lambda: cached.check("us", None), lambda: cached.year("us", None, 2026)):
        with pytest.raises(CalendarError, match="unknown country `us`"):
            ask()
    assert os.listdir(tmp_path) == []


def test_a_calendar_over_the_cache_is_the_calendar(tmp_path: Path) -> None:
    """Through the file or directly, each day is the same."""
    for _ in range(2):
        cached = CachedHolidays(PackageHolidays, str(tmp_path), key="k", version="v")
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
from followup.library.holiday_cache import CachedHolidays
source = CachedHolidays(PackageHolidays, sys.argv[1], key="k", version="v")
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
