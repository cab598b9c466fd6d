"""Cases that are decided together: directories, files, JSON Lines that name a field, and `why`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from followup.library.schemas import schema_document
from tests.cli.running import Followup

RULES = """\
ruleset: calm
title: One reminder a day to a customer
version: 1.0.0
extends: payment-reminders
limits:
  - limit: one-a-day
    one-at-a-time: person
    across: customer-name
    of: [friendly-reminder, second-reminder]
    because: One a day is enough.
"""
DAY = ("-r", "calm.yaml", "--as-of", "2026-11-10")


def invoice(number: int, customer: str = "Acme") -> dict[str, Any]:
    """Return an open invoice, older the smaller its number."""
    event = {"date": f"2026-10-0{number}", "event": "invoice", "amount": 200, "terms": "30 days"}
    return {
        "case": f"r-{number}",
        "vocabulary": "invoice-reminders",
        "country": "FR",
        "customer-name": customer,
        "events": [event],
    }


@pytest.fixture
def folder(followup: Followup) -> Followup:
    """Three invoices: two of one customer, one of another."""
    followup.write("calm.yaml", RULES)
    invoices = [invoice(1), invoice(2), invoice(3, "Globex")]
    for each in invoices:
        followup.write(f"open/{each['case']}.json", json.dumps(each))
    followup.write("open.jsonl", "".join(json.dumps(each) + "\n" for each in invoices))
    return followup


def ways(records: list[Any]) -> dict[str, str | None]:
    """Return for each case which other it gives way to."""
    return {
        each["case"]: next((held["gives-way-to"] for held in each["held"]), None)
        for each in records
    }


TOGETHER = {"r-1": None, "r-2": "r-1", "r-3": None}
ALONE = dict.fromkeys(TOGETHER)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["open"], TOGETHER),
        (["open/r-3.json", "open/r-2.json", "open/r-1.json"], TOGETHER),
        (["open.jsonl"], ALONE),
        (["open.jsonl", "--together", "customer-name"], TOGETHER),
        (["open/r-2.json", "--together", "customer-name"], {"r-2": None}),
        (["open.jsonl", "open/r-1.json"], ALONE),
    ],
)
def test_what_is_decided_together(
    folder: Followup, arguments: list[str], expected: dict[str, str | None]
) -> None:
    """Directories and named files; JSON Lines where a field is named. Each keeps its place."""
    found = folder("evaluate", *arguments, *DAY, "--jsonl").records
    assert ways(found) == expected
    if arguments[0].startswith("open/"):
        assert found[0]["case"] == arguments[0][5:8]
    validator = Draft7Validator(schema_document("decision"))
    assert [str(error) for each in found for error in validator.iter_errors(each)] == []


def test_standard_input_can_name_the_field(folder: Followup) -> None:
    """Records that are piped are decided together where they ask for it."""
    piped = (folder.directory / "open.jsonl").read_bytes()
    with_field = folder(
        "evaluate", "-", *DAY, "--jsonl", "--together", "customer-name", stdin=piped
    )
    assert ways(with_field.records) == TOGETHER
    assert ways(folder("evaluate", "-", *DAY, "--jsonl", stdin=piped).records) == ALONE


def test_the_overview_says_who_comes_first(folder: Followup) -> None:
    """A line of text names the case that comes first."""
    out = folder("evaluate", "open", *DAY).out
    assert "Acme (r-2): One a day is enough; r-1 comes first" in out
    assert "Due now (2)" in out


def test_a_bad_history_does_not_stop_the_others(folder: Followup) -> None:
    """What is wrong is reported; the rest is decided together."""
    folder.write("open/r-0.json", "{}")
    found = folder("evaluate", "open", *DAY, "--jsonl")
    assert found.code == 3
    assert ways(found.records) == TOGETHER


def test_the_json_can_carry_the_trace(folder: Followup) -> None:
    """`--trace` works among other cases too."""
    found = folder("evaluate", "open", *DAY, "--json", "--trace").data
    assert ways(found) == TOGETHER
    assert all(each["trace"]["rules"] for each in found)


def test_another_ruleset_has_nothing_across(folder: Followup) -> None:
    """Without a limit across cases a folder is as ever, and `--together` is refused."""
    plain = ("-r", "payment-reminders", "--as-of", "2026-11-10")
    assert ways(folder("evaluate", "open", *plain, "--jsonl").records) == ALONE
    refused = folder("evaluate", "open", *plain, "--together", "customer-name")
    assert refused.code == 2
    assert "no limit of `payment-reminders` holds across `customer-name`" in refused.err


def test_a_slip_in_the_field_is_told(folder: Followup) -> None:
    """A field across which no limit holds is an error, with what was meant."""
    found = folder("evaluate", "open.jsonl", *DAY, "--together", "customer-nam")
    assert found.code == 2
    assert "did you mean `customer-name`?" in found.err


def test_why_names_the_case_that_comes_first(folder: Followup) -> None:
    """`why --with` decides a case among others, itself among them or not."""
    for others in (["--with", "open"], ["--with", "open/r-1.json", "--with", "open/r-3.json"]):
        found = folder("why", "open/r-2.json", *DAY, *others)
        assert "remind is held by the limit one-a-day: r-1 comes first" in found.out
        everything = folder("why", "open/r-2.json", *DAY, *others, "--all").out
        assert "remind is held by the limit one-a-day: r-1 comes first" in everything
        data = folder("why", "open/r-2.json", *DAY, *others, "--json").data
        assert ways([data]) == {"r-2": "r-1"}
        assert data["trace"]["rules"]
    assert "is held by" not in folder("why", "open/r-1.json", *DAY, "--with", "open").out
    assert "is held by" not in folder("why", "open/r-2.json", *DAY).out


def test_why_reports_what_it_cannot_read(folder: Followup) -> None:
    """A bad history beside is told; without a limit across cases, others make no sense."""
    folder.write("open/r-0.json", "{}")
    found = folder("why", "open/r-2.json", *DAY, "--with", "open")
    assert found.code == 3
    assert "r-1 comes first" in found.out
    assert "r-0.json" in found.err
    plain = ("-r", "payment-reminders", "--as-of", "2026-11-10")
    refused = folder("why", "open/r-2.json", *plain, "--with", "open")
    assert refused.code == 2
    assert "leave out --with" in refused.err


def test_an_unknown_field_is_told_at_its_line(folder: Followup) -> None:
    """`across` names a field of the vocabulary."""
    folder.write("calm.yaml", RULES.replace("customer-name", "customer"))
    found = folder("ruleset", "check", "calm.yaml")
    assert found.problems[0].startswith("calm.yaml:8:13: F303 there is no field `customer`")


def test_cases_can_stand_beside_others(folder: Followup) -> None:
    """A ruleset's cases take other histories, and expect who comes first."""
    first, second = invoice(1), invoice(2)
    case = {
        **second,
        "beside": [first],
        "as-of": "2026-11-10",
        "expect": {"held": "one-a-day", "gives-way-to": "r-1"},
    }
    del case["vocabulary"], first["vocabulary"]
    folder.write("calm.cases.yaml", json.dumps({"cases": "calm", "list": [case]}))
    assert folder("ruleset", "test", "calm.yaml").code == 0
    case["expect"]["gives-way-to"] = "r-3"
    folder.write("calm.cases.yaml", json.dumps({"cases": "calm", "list": [case]}))
    assert folder("ruleset", "test", "calm.yaml").code == 1
    case["expect"] = {"held": "one-a-dey"}
    folder.write("calm.cases.yaml", json.dumps({"cases": "calm", "list": [case]}))
    assert "F303" in folder("ruleset", "test", "calm.yaml").err
