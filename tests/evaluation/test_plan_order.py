"""Where a plan puts the records of what it does, in the order of the history."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from followup.core.history import Timestamp
from followup.evaluation.plan import plan
from tests.language.documents import history_of, ruleset_of

THANK_ONCE_A_VISIT = """
facts:
  visit: {latest: visit}
  thanked: {seen: {sent: {purpose: thank}}, since: visit}
rules:
  - {rule: thank, when: {visit: known, thanked: false}, do: thank, opens: visit}
"""


def thanks(visits: list[dict[str, str]], zone: str, as_of: datetime) -> list[Timestamp]:
    history = history_of({"timezone": zone, "events": visits})
    steps = plan(history, ruleset_of(THANK_ONCE_A_VISIT), as_of).steps
    return [step.at for step in steps if step.action is not None]


def test_a_plan_records_in_the_order_of_time() -> None:
    """By date; within one date by time if every event of it has one, else in the file's order."""
    visits = [
        {"date": "2026-03-09", "time": "15:00", "event": "visit"},
        {"date": "2026-03-10", "time": "14:00", "event": "visit"},
    ]
    zone = "America/New_York"
    nine = datetime(2026, 3, 10, 9, tzinfo=ZoneInfo(zone))
    two = datetime(2026, 3, 10, 14, tzinfo=ZoneInfo(zone))
    assert thanks(visits, zone, nine) == [nine, two]


def test_the_zone_of_as_of_does_not_matter_to_a_plan() -> None:
    """An instant becomes a local date once, in a named zone, before any day arithmetic."""
    visits = [{"date": "2026-03-08", "event": "visit"}, {"date": "2026-03-10", "event": "visit"}]
    zone = "America/Los_Angeles"
    evening = datetime(2026, 3, 9, 20, tzinfo=ZoneInfo(zone))
    assert len(thanks(visits, zone, evening)) == 2
    assert thanks(visits, zone, evening.astimezone(UTC)) == thanks(visits, zone, evening)
