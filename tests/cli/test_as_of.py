"""`--as-of`, and the dates that a history may name."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cli.running import ACME, Followup
from tests.cli.samples import HISTORY_YAML

FORMS = {
    "2026-10-23": "2026-10-23",
    "1900-01-01": "1900-01-01",
    "2200-12-31": "2200-12-31",
    "2026-10-23T10:00": "2026-10-23T10:00-07:00",
    "2026-10-23 10:00": "2026-10-23T10:00-07:00",
    "2026-10-23T10:00:30": "2026-10-23T10:00:30-07:00",
    "2026-10-23T10:00-07:00": "2026-10-23T10:00-07:00",
    "2026-10-23T19:00+02:00": "2026-10-23T10:00-07:00",
    "2026-10-23T17:00Z": "2026-10-23T10:00-07:00",
}


@pytest.mark.parametrize(("typed", "meant"), FORMS.items())
def test_a_date_or_a_moment_is_taken(followup: Followup, typed: str, meant: str) -> None:
    """A time of day without an offset is in the history's zone; one with an offset is that."""
    found = followup("evaluate", ACME, "--as-of", typed, "--json")
    assert (found.code, found.err) == (0, "")
    assert datetime.fromisoformat(found.data["as-of"]) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("command", ["evaluate", "why", "plan", "compare"])
@pytest.mark.parametrize(
    "typed",
    ["", "garbage", "2026-02-30", "2026-13-01", "23.10.2026", "10/23/2026", "20261023", "2026-10",
     "2026-10-23T25:00", "2026-10-23T", "2026-10-23T10:00+99:00", "²026-10-23", "tomorrow", "-1"],
)  # fmt: skip
def test_what_is_no_date_is_a_matter_of_usage(followup: Followup, command: str, typed: str) -> None:
    """The message repeats what was typed and shows how a date is written."""
    found = followup(command, ACME, f"--as-of={typed}")
    assert (found.code, found.out) == (2, "")
    assert f"`{typed}`" in found.err
    assert "YYYY-MM-DD" in found.err


@pytest.mark.parametrize(
    "typed",
    ["0001-01-01", "9999-12-31", "1899-12-31", "2201-01-01", "0001-01-01T00:00+14:00",
     "9999-12-31T23:59-12:00", "0001-01-01T00:00", "9999-12-31T23:59"],
)  # fmt: skip
def test_a_day_out_of_range_is_a_matter_of_usage(followup: Followup, typed: str) -> None:
    """The message names the first and the last day that may be asked about."""
    found = followup("evaluate", ACME, "--as-of", typed)
    assert (found.code, found.out) == (2, "")
    assert "1900-01-01" in found.err
    assert "2200-12-31" in found.err


def test_the_message_names_the_option_that_was_typed(followup: Followup) -> None:
    """Whoever typed `--as-of` reads `--as-of`."""
    found = followup("evaluate", ACME, "--as-of", "0001-01-01")
    assert "--as-of" in found.problems[-1]
    assert "as_of" not in found.err


def test_a_time_of_day_needs_a_zone(followup: Followup) -> None:
    """Where neither the history nor the option names one, the message shows how."""
    followup.write("a.yaml", HISTORY_YAML)
    found = followup("evaluate", "a.yaml", "--as-of", "2026-10-23T10:00")
    assert (found.code, found.out) == (2, "")
    assert "+01:00" in found.err
    again = followup("evaluate", "a.yaml", "--as-of", "2026-10-23T10:00+02:00", "--json")
    assert again.code == 0


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("0001-01-01", "1900-01-01"),
        ("9999-12-31", "2200-12-31"),
        ("2026-02-30", "there is no such day"),
        ("23.10.2026", "YYYY-MM-DD"),
        ("soon", "YYYY-MM-DD"),
        ("20261001", "YYYY-MM-DD"),
    ],
)
def test_a_wrong_date_in_a_history_is_reported_at_its_place(
    followup: Followup, written: str, mend: str
) -> None:
    """The place is that of the value, and the message says what is expected."""
    followup.write("a.yaml", HISTORY_YAML.replace("2026-10-01", written))
    found = followup("evaluate", "a.yaml", "--as-of", "2026-10-23")
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(f"a.yaml:4:12: F201 `{written}` ")
    assert mend in found.err


@pytest.mark.parametrize("date", ["1900-01-01", "2200-12-31"])
def test_the_ends_of_the_calendar_can_be_used(followup: Followup, date: str) -> None:
    """The first and the last date are in range for every command."""
    followup.write("a.yaml", HISTORY_YAML.replace("2026-10-01", date))
    for command in ("evaluate", "why", "plan", "compare"):
        found = followup(command, "a.yaml", "--as-of", date)
        assert (found.code, found.err) == (0, "")


def test_an_event_after_the_day_is_not_known_yet(followup: Followup) -> None:
    """A decision of an earlier day does not see what came later."""
    followup.write("a.yaml", HISTORY_YAML)
    found = followup("evaluate", "a.yaml", "--as-of", "2026-09-30", "--json")
    assert found.data["status"] == "silent"
