"""`evaluate` and its remarks: below one answer, counted below many, part of the JSON."""

from __future__ import annotations

import json

from tests.cli.running import ACME, DAY, Followup
from tests.cli.samples import record
from tests.cli.test_evaluate import check_decision

PLAIN = {"NO_COLOR": "1"}
LATE = """\
case: late
country: US
events:
  - {date: 2026-10-01, event: application}
  - {date: 2027-10-08, event: sent, purpose: status-inquiry, channel: email}
"""
REMARK = (
    "late.yaml:5:5: W001 `sent` of Fri 8 Oct 2027 lies after Fri 23 Oct 2026 and is not counted "
    "(if it has happened, mend its date, above all the year)"
)


def test_remarks_stand_below_the_answer(followup: Followup) -> None:
    """A line of its own for each, after an empty one; the exit code is that of the answer."""
    followup.write("late.yaml", LATE)
    found = followup("evaluate", "late.yaml", "--as-of", DAY)
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines()[-2:] == ["", REMARK]
    assert followup("evaluate", "late.yaml", "--as-of", DAY, "--exit-code").code == 10


def test_a_terminal_shows_the_line(followup: Followup) -> None:
    """On a terminal a remark comes with its line, a mark under the place, and the advice."""
    followup.write("late.yaml", LATE)
    found = followup("evaluate", "late.yaml", "--as-of", DAY, env=PLAIN, terminal=True)
    lines = found.out.splitlines()
    assert lines[-4].startswith("late.yaml:5:5: W001 `sent` of")
    assert lines[-3].startswith("  5 |   - {date: 2027-10-08")
    assert lines[-1] == "  help: if it has happened, mend its date, above all the year"


def test_remarks_on_many_are_counted(followup: Followup) -> None:
    """A batch has one line for all remarks; `--remarks` prints each, with its file."""
    followup.write("late.yaml", LATE)
    asked = ("evaluate", "late.yaml", ACME, "--as-of", DAY)
    counted = followup(*asked).out.splitlines()
    assert counted[-2:] == ["", "1 remark on 1 history; `--remarks` shows it"]
    assert followup(*asked, "--remarks").out.splitlines()[-2:] == ["", REMARK]
    assert followup("evaluate", ACME, ACME, "--as-of", DAY).out.count("remark") == 0


def test_json_carries_the_remarks(followup: Followup) -> None:
    """Every decision of the command has the field, with code, message, place and advice."""
    followup.write("late.yaml", LATE)
    remark = {
        "code": "W001",
        "message": "`sent` of Fri 8 Oct 2027 lies after Fri 23 Oct 2026 and is not counted",
        "file": "late.yaml",
        "line": 5,
        "column": 5,
        "path": None,
        "help": "if it has happened, mend its date, above all the year",
    }
    one = followup("evaluate", "late.yaml", "--as-of", DAY, "--json").data
    line = followup("evaluate", "late.yaml", "--as-of", DAY, "--jsonl").records[0]
    many = followup("evaluate", "late.yaml", ACME, "--as-of", DAY, "--json").data
    check_decision(one)
    assert one["remarks"] == line["remarks"] == many[0]["remarks"] == [remark]
    assert many[1]["remarks"] == []


def test_a_record_has_a_path(followup: Followup) -> None:
    """In JSON Lines a remark names the line of the record, and the path in it."""
    events = json.loads(record())["events"] + [{"date": "2028-10-01", "event": "withdrawal"}]
    followup.write("late.jsonl", record() + record("two", events=events))
    _, two = followup("evaluate", "late.jsonl", "--as-of", DAY, "--jsonl").records
    (remark,) = two["remarks"]
    assert (remark["code"], remark["line"], remark["path"]) == ("W001", 2, "events[1]")
