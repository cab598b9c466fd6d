"""`schema`: the JSON Schemas, for editors and other programs."""

from __future__ import annotations

import json

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.cli.running import ACME, ROOT, Followup

NAMES = ("vocabulary", "source", "topics", "ruleset", "history", "cases", "decision")


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_printed(followup: Followup, name: str) -> None:
    """It is a valid schema of draft-07, and messages stay out of it."""
    found = followup("schema", name)
    assert (found.code, found.err) == (0, "")
    Draft7Validator.check_schema(found.data)
    if name != "history":
        shipped = ROOT / "schemas" / f"{name}.schema.json"
        assert found.data == json.loads(shipped.read_text(encoding="utf-8"))


def test_the_schema_of_histories_knows_the_words_of_a_vocabulary(followup: Followup) -> None:
    """That of another vocabulary is another one; the example fits the first."""
    jobs = followup("schema", "history").data
    assert jobs == followup("schema", "history", "--vocabulary", "job-search").data
    invoices = followup("schema", "history", "--vocabulary", "invoice-reminders").data
    assert invoices != jobs
    # The engine keeps dates as text; YAML's own reader would not.
    history = yaml.load(ACME.read_text(encoding="utf-8"), yaml.BaseLoader)
    history["events"] = [e for e in history["events"] if "with" not in e]
    Draft7Validator(jobs).validate(history)
    assert not Draft7Validator(invoices).is_valid(history)
