"""`evaluate`: its forms of output, and every exit code that it can leave."""

from __future__ import annotations

import gc
import json
import os
import re
import select
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft7Validator

from followup.cli import evaluate as evaluating
from followup.core.history import History
from followup.decision import Decision
from followup.evaluation.decide import Outlook
from tests.cli.running import ACME, DAY, LONGEST, ROOT, Followup
from tests.cli.samples import (
    HISTORY_YAML,
    MIXED_JSONL,
    REJECTED_YAML,
    SILENT_YAML,
    record,
    ruleset,
)

APPLICATIONS = sorted((ROOT / "examples" / "applications").glob("*.yaml"))
OPTION_RULES = """\
ruleset: own
title: A question at once, and an option for a week
version: 1.0.0
vocabulary: job-search
facts:
  start: {latest: application}
rules:
  - rule: ask
    when: {start: known}
    do: status-inquiry
    opens: start
    any-day: true
  - rule: connect
    when: {start: known}
    do: connection-request
    opens: 5 days after start
    lapses: 11 days after start
    optional: true
"""
SCHEMA = json.loads((ROOT / "schemas" / "decision.schema.json").read_text(encoding="utf-8"))
VALID = Draft7Validator(SCHEMA)


def check_decision(decision: dict[str, Any]) -> None:
    VALID.validate(decision)


# -- what it prints


def test_one_history_is_answered_in_full(followup: Followup) -> None:
    """The headline comes first; then why, when, whom, how, what comes next, and under what."""
    found = followup.process("evaluate", ACME, "--as-of", DAY)
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines()[0] == (
        "Ask Dana Lee for an update by email; due since Fri 23 Oct 2026"
    )
    for label in ("Why", "When", "Whom", "How", "Attempt", "Mind", "Next", "Ruleset"):
        assert f"\n  {label} " in found.out
    assert "balanced" in found.out.splitlines()[-1]
    assert "US-CA" in found.out.splitlines()[-1]


def test_json_is_the_decision_of_the_contract(followup: Followup) -> None:
    """`--json` prints one object that fits its schema."""
    found = followup.process("evaluate", ACME, "--as-of", DAY, "--json")
    assert (found.code, found.err) == (0, "")
    check_decision(found.data)
    assert found.data["case"] == "acme-data-engineer"
    assert found.data["as-of"] == DAY
    assert found.data["status"] == "act"
    assert found.data["next-change"] == "2026-10-24"
    assert "trace" not in found.data
    (action,) = [action for action in found.data["actions"] if not action["optional"]]
    assert (action["opens"], action["closes"]) == ("2026-10-23", "2026-10-30")
    assert (action["to"], action["via"], action["attempt"]) == ("recruiter", "email", 1)


def test_trace_adds_what_was_asked(followup: Followup) -> None:
    """`--trace` adds every rule asked, every fact and every walk to the JSON."""
    for form in ("--json", "--jsonl"):
        (decision,) = [followup("evaluate", ACME, "--as-of", DAY, form, "--trace").out]
        data = json.loads(decision)
        check_decision(data)
        assert {"rules", "facts", "walks"} <= set(data["trace"])


def test_trace_without_json_is_not_passed_over(followup: Followup) -> None:
    """An option that would do nothing is named, with the command that does it."""
    found = followup("evaluate", ACME, "--as-of", DAY, "--trace")
    assert "--json" in found.err or "why" in found.err


@pytest.mark.parametrize("path", APPLICATIONS, ids=lambda path: path.stem)
def test_where_advice_stands_is_told_if_asked(followup: Followup, path: Path) -> None:
    """No answer has an id or a source in it; with `--sources` nothing else differs."""
    bare, full, data = (
        followup("evaluate", path, "--as-of", "2026-10-26", *more).out
        for more in ((), ("--sources",), ("--json",))
    )
    decision = json.loads(data)
    firm = [action for action in decision["actions"] if not action["optional"]]
    deciding = firm or [*decision["stopped"], *decision["held"]]
    assert not re.search(r"\bS\d-\d+|—", bare)
    assert bool(re.search(r"\(S\d-\d+", full)) == any(entry["cites"] for entry in deciding)
    assert [line for line in full.splitlines() if "—" not in line] == bare.splitlines()


def test_next_names_the_option_that_comes(followup: Followup) -> None:
    """Where only an option changes, it is named, and so is its end."""
    followup.write("own.yaml", OPTION_RULES)
    followup.write("a.yaml", "events:\n  - {date: 2026-10-01, event: application}\n")
    answers = [
        followup("evaluate", "a.yaml", "-r", "own.yaml", "--as-of", day).out
        for day in ("2026-10-01", "2026-10-06", "2026-10-13")
    ]
    assert "Next        Tue 6 Oct 2026: you may also connect with" in answers[0]
    assert "Next        Tue 13 Oct 2026: the time to connect with" in answers[1]
    assert "Next        nothing changes until you act or something happens" in answers[2]


def one(followup: Followup, events: str, day: str, head: str = "") -> str:
    """Return what is said of one history."""
    followup.write("one.yaml", f"case: one\ncountry: US\n{head}events: [{events}]\n")
    found = followup("evaluate", "one.yaml", "--as-of", day)
    assert (found.code, found.err) == (0, "")
    return found.out


def test_the_last_day_is_not_taken_for_the_day_after_which_it_is_too_late(
    followup: Followup,
) -> None:
    """What is overdue after its day may still be worth it for weeks, and the window says so."""
    asked = "{date: 2026-08-19, event: received, kind: references-request, from: hr}"
    out = one(followup, asked, "2026-08-20")
    assert "from Wed 19 Aug 2026 to Thu 20 Aug 2026; too late after Wed 14 Oct 2026\n" in out
    assert out.startswith("Send the HR department by email what they asked you for; due by Thu 20")
    missed = "{date: 2026-08-19, event: interview, status: missed}"
    assert "from Wed 19 Aug 2026 on; too late after" in one(followup, missed, "2026-08-20")
    held = "{date: 2026-08-19, event: interview}"
    thanks = "from Wed 19 Aug 2026 to Thu 20 Aug 2026; after that it is too late\n"
    assert thanks in one(followup, held, "2026-08-19")


def test_what_ends_on_several_tracks_for_one_reason_is_told_once(followup: Followup) -> None:
    """A posting that is gone ends the inquiries and the notices: that is one thing to know."""
    events = (
        "{date: 2026-08-03, event: application}, {date: 2026-08-05, event: posting, status: filled}"
    )
    assert one(followup, events, "2026-08-10").count("  Stopped ") == 1


AWAY = (
    "{date: 2026-08-27, event: interview, with: [recruiter]}, "
    "{date: 2026-08-27, event: sent, purpose: thank-you, channel: email, to: recruiter}, "
    "{date: 2026-09-01, event: absence, person: recruiter, until: 2026-09-18}"
)


def test_next_passes_over_what_nobody_would_notice(followup: Followup) -> None:
    """The change that comes next may be a detail; what is told is the next that is not."""
    out = one(followup, AWAY, "2026-09-10")
    assert "  Next        Mon 21 Sep 2026: ask the recruiter for an update by email\n" in out


def test_a_limit_that_moves_an_action_says_why(followup: Followup) -> None:
    """The reason stands before the limit's name."""
    out = one(followup, AWAY, "2026-09-10")
    assert "The person is away until then (limit `whoever-is-away`)\n" in out


def test_a_role_that_nobody_has_is_said_to_be_nobodys(followup: Followup) -> None:
    """Where others are named and cannot be reached, it is said that this one is not named."""
    met = "{date: 2026-08-27, event: interview, with: [hiring-manager]}"
    nobody = "people: {hiring-manager: {name: Beth Olsen, channels: []}}\n"
    assert "Whom        the recruiter (the history names none)\n" in one(
        followup, met, "2026-09-03", nobody
    )
    applied = "{date: 2026-08-27, event: application}"
    assert "Whom        the recruiter\n" in one(followup, applied, "2026-09-03")


def test_who_has_left_is_asked_nothing(followup: Followup) -> None:
    """Where nobody is left to whom it could go, an action is not there."""
    events = (
        "{date: 2026-08-20, event: interview, with: [recruiter]}, "
        "{date: 2026-08-27, event: received, kind: rejection}, "
        "{date: 2026-08-28, event: departure, person: recruiter}"
    )
    out = one(followup, events, "2026-09-03")
    assert out.startswith("Stop: the employer decided not to go on with you\n")
    assert "them" not in out


def test_what_waits_for_something_else_is_one_sentence(followup: Followup) -> None:
    """The reason of a limit is a sentence; in a headline it has no full stop."""
    events = (
        "{date: 2026-08-20, event: interview, with: [recruiter]}, "
        "{date: 2026-09-03, event: sent, purpose: reschedule-request, to: recruiter}"
    )
    first = one(followup, events, "2026-09-03").splitlines()[0]
    assert first == "Wait: one thing at a time to one person, and what matters more comes first"


def test_json_of_several_histories_is_a_list(followup: Followup) -> None:
    """The list keeps the order of the arguments."""
    followup.write("a.yaml", SILENT_YAML)
    found = followup("evaluate", "a.yaml", ACME, "--as-of", DAY, "--json")
    assert [decision["case"] for decision in found.data] == ["silent", "acme-data-engineer"]
    for decision in found.data:
        check_decision(decision)


def test_jsonl_is_one_decision_a_line(followup: Followup) -> None:
    """`--jsonl` prints the same decisions as `--json`, each on one line."""
    followup.write("many.jsonl", "".join(record(f"case {n} ÄÖ") for n in range(5)))
    lines = followup("evaluate", "many.jsonl", "--as-of", DAY, "--jsonl")
    assert lines.records == followup("evaluate", "many.jsonl", "--as-of", DAY, "--json").data
    assert [decision["case"] for decision in lines.records] == [f"case {n} ÄÖ" for n in range(5)]
    for decision in lines.records:
        check_decision(decision)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ("[]", "silent"),
        ("[{date: 2026-10-21, event: application}]", "wait"),
        ("[{date: 2026-10-01, event: application}]", "act"),
        (
            "[{date: 2026-10-01, event: application},"
            " {date: 2026-10-05, event: received, kind: rejection}]",
            "stop",
        ),
    ],
)
def test_every_status_fits_the_schema(followup: Followup, events: str, status: str) -> None:
    """Each of the four statuses has its decision, as JSON and as text."""
    followup.write("a.yaml", f"country: US\nevents: {events}\n")
    found = followup("evaluate", "a.yaml", "--as-of", DAY, "--json")
    check_decision(found.data)
    assert (found.data["case"], found.data["status"]) == ("a", status)
    text = followup("evaluate", "a.yaml", "--as-of", DAY)
    assert (text.code, text.err) == (0, "")
    assert text.out.splitlines()[0] == found.data["headline"]


def test_an_assumed_calendar_is_said(followup: Followup) -> None:
    """Without a country the decision says what it takes for granted."""
    followup.write("a.yaml", HISTORY_YAML.replace("country: US\n", ""))
    found = followup("evaluate", "a.yaml", "--as-of", DAY, "--json")
    assert "country" in found.data["assumptions"][0]
    assert "Assumed" in followup("evaluate", "a.yaml", "--as-of", DAY).out


# -- the day that is taken where none is named


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Los_Angeles"])
@pytest.mark.parametrize("option", [(), ("--as-of", "today")], ids=["default", "today"])
def test_the_day_is_today_in_the_zone_of_the_history(
    followup: Followup, zone: str, option: tuple[str, ...]
) -> None:
    """Two of the zones never have the same date."""
    followup.write("a.yaml", HISTORY_YAML + f"timezone: {zone}\n")
    before = datetime.now(ZoneInfo(zone)).date().isoformat()
    found = followup.process("evaluate", "a.yaml", "--json", *option)
    after = datetime.now(ZoneInfo(zone)).date().isoformat()
    assert found.data["as-of"] in (before, after)


def test_without_a_zone_the_day_is_the_machines(followup: Followup) -> None:
    """The machine's own zone decides where the history names none."""
    followup.write("a.yaml", HISTORY_YAML)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        before = datetime.now(ZoneInfo(zone)).date().isoformat()
        found = followup.process("evaluate", "a.yaml", "--json", env={"TZ": zone})
        after = datetime.now(ZoneInfo(zone)).date().isoformat()
        assert found.data["as-of"] in (before, after)


# -- which ruleset


def test_the_ruleset_is_balanced_unless_one_is_named(followup: Followup) -> None:
    """The option goes before the variable, the variable before the default; empty is unset."""
    for args, env, name in [
        ((), {}, "balanced"),
        ((), {"FOLLOWUP_RULESET": ""}, "balanced"),
        ((), {"FOLLOWUP_RULESET": "conservative"}, "conservative"),
        (("-r", "persistent"), {"FOLLOWUP_RULESET": "conservative"}, "persistent"),
        (("--ruleset", "persistent"), {"FOLLOWUP_RULESET": "no-such-one"}, "persistent"),
    ]:
        found = followup("evaluate", ACME, "--as-of", DAY, "--json", *args, env=env)
        assert found.data["ruleset"]["name"] == name


def test_a_wrong_ruleset_in_the_environment_is_a_matter_of_usage(followup: Followup) -> None:
    """The message is that of a wrong option."""
    found = followup("evaluate", ACME, env={"FOLLOWUP_RULESET": "balnced"})
    assert (found.code, found.out) == (2, "")
    assert "`balanced`" in found.err


def test_a_ruleset_in_the_environment_may_be_a_path(followup: Followup) -> None:
    """The variable takes what the option takes."""
    followup.write("rules/mine.yaml", ruleset("mine", "balanced"))
    found = followup(
        "evaluate", ACME, "--as-of", DAY, "--json", env={"FOLLOWUP_RULESET": "rules/mine.yaml"}
    )
    assert found.data["ruleset"]["name"] == "mine"


# -- exit codes


GOOD, OPEN, BAD, LINES = "good.yaml", "open.yaml", "bad.yaml", "mixed.jsonl"
EXITS = [
    ((GOOD,), 0),
    ((OPEN,), 0),
    ((GOOD, OPEN), 0),
    (("histories",), 0),
    ((BAD,), 1),
    (("missing.yaml",), 1),
    ((GOOD, "-r", "missing.yaml"), 1),
    ((GOOD, "-r", "broken-rules.yaml"), 1),
    ((GOOD, "-r", "no-such-ruleset"), 2),
    ((GOOD, "--no-such-option"), 2),
    ((GOOD, "--as-of", "2026-13-01"), 2),
    ((), 2),
    ((GOOD, BAD), 3),
    ((BAD, GOOD, "missing.yaml"), 3),
    ((LINES,), 3),
    ((GOOD, "--exit-code"), 0),
    ((OPEN, "--exit-code"), 10),
    ((OPEN, "--exit-code", "--json"), 10),
    ((OPEN, "--exit-code", "--jsonl"), 10),
    ((GOOD, OPEN, "--exit-code"), 10),
    (("histories", "--exit-code"), 10),
    ((BAD, "--exit-code"), 1),
    ((OPEN, BAD, "--exit-code"), 3),
]


@pytest.mark.parametrize(("args", "code"), EXITS, ids=lambda value: str(value))
def test_the_exit_code_says_how_it_went(
    followup: Followup, args: tuple[str, ...], code: int
) -> None:
    """0 done, 1 invalid, 2 usage, 3 some rejected, 10 an action is open and that was asked."""
    followup.write(GOOD, SILENT_YAML)
    followup.write(OPEN, HISTORY_YAML)
    followup.write(BAD, HISTORY_YAML.replace("application", "aplication"))
    followup.write(LINES, MIXED_JSONL)
    followup.write("broken-rules.yaml", ruleset("broken-rules", "blanced"))
    followup.write("histories/a.yaml", HISTORY_YAML)
    as_of = () if "--as-of" in args else ("--as-of", DAY)
    found = followup("evaluate", *args, *as_of)
    assert found.code == code
    if code in (1, 2, 3):
        assert found.err
    if code in (1, 2):
        assert found.out == ""
    if code in (0, 10):
        assert found.err == ""
        assert found.out


@pytest.mark.parametrize(("status", "code"), [("wait", 0), ("act", 10), ("stop", 0)])
def test_exit_code_10_is_for_open_actions_only(followup: Followup, status: str, code: int) -> None:
    """Waiting, stopping and having nothing to say are no actions."""
    text = {
        "wait": HISTORY_YAML.replace("2026-10-01", "2026-10-22"),
        "act": HISTORY_YAML,
        "stop": REJECTED_YAML,
    }[status]
    followup.write("a.yaml", text)
    found = followup("evaluate", "a.yaml", "--as-of", DAY, "--exit-code", "--json")
    assert (found.data["status"], found.code) == (status, code)


# -- streaming


def stdout_of(running: subprocess.Popen[bytes]) -> IO[bytes]:
    assert running.stdout is not None
    return running.stdout


posix = pytest.mark.skipif(os.name != "posix", reason="pipes are waited for as POSIX does")


@posix
def test_jsonl_comes_as_the_decisions_are_made(followup: Followup) -> None:
    """A reader has the first decision before the last history is written."""
    path = followup.directory / "stream.jsonl"
    os.mkfifo(path)
    with followup.start("evaluate", path, "--jsonl", "--as-of", DAY) as running:
        with open(path, "w", encoding="utf-8") as histories:
            histories.write(record())
            histories.flush()
            ready, _, _ = select.select([stdout_of(running)], [], [], LONGEST)
        out, _ = running.communicate(timeout=LONGEST)
    assert len(out.splitlines()) == 1
    assert ready


@posix
def test_jsonl_from_standard_input_comes_as_the_decisions_are_made(followup: Followup) -> None:
    """Through a pipe as well: many records' decisions need not wait for the end of input."""
    with followup.start("evaluate", "-", "--jsonl", "--as-of", DAY) as running:
        assert running.stdin is not None
        running.stdin.write("".join(record(str(n)) for n in range(30)).encode())
        running.stdin.flush()
        ready, _, _ = select.select([stdout_of(running)], [], [], LONGEST)
        out, _ = running.communicate(timeout=LONGEST)
    assert len(out.splitlines()) == 30
    assert ready


@posix
def test_many_records_arrive_in_order_through_a_fifo(followup: Followup) -> None:
    """Decisions flow while histories do: a long stream need not be held in memory."""
    path = followup.directory / "stream.jsonl"
    os.mkfifo(path)
    with followup.start("evaluate", path, "--jsonl", "--as-of", DAY) as running:
        with open(path, "w", encoding="utf-8") as histories:
            histories.write("".join(record(str(n)) for n in range(30)))
            histories.flush()
            ready, _, _ = select.select([stdout_of(running)], [], [], LONGEST)
            assert ready
        out, err = running.communicate(timeout=LONGEST)
    assert err == b""
    assert [json.loads(line)["case"] for line in out.splitlines()] == [str(n) for n in range(30)]


@pytest.mark.parametrize("form", [(), ("--json",), ("--jsonl",), ("--json", "--trace")], ids=str)
@pytest.mark.parametrize("piped", [False, True], ids=["file", "stdin"])
def test_many_histories_take_no_more_memory_than_a_few(
    followup: Followup, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...], piped: bool
) -> None:
    """Whatever the form, an answer is written and forgotten; the table keeps its lines alone."""
    asked = 0
    alive: list[int] = []
    answered = evaluating._outlook

    def counted(*args: Any) -> Outlook:
        nonlocal asked
        asked += 1
        if asked % 10 == 5:
            gc.collect()
            alive.append(sum(type(one) in (Decision, History) for one in gc.get_objects()))
        return answered(*args)

    monkeypatch.setattr("followup.cli.evaluate._outlook", counted)
    lines = "".join(record(str(number)) for number in range(40))
    followup.write("many.jsonl", lines)
    name = "-" if piped else "many.jsonl"
    found = followup("evaluate", name, "--as-of", DAY, *form, stdin=lines)
    assert (found.code, asked) == (0, 40)
    assert max(alive) - alive[0] <= 2


def test_a_batch_of_json_is_written_as_ever(followup: Followup) -> None:
    """Entry by entry gives the text that a list written at once has, also where some are bad."""
    followup.write("mixed.jsonl", MIXED_JSONL)
    followup.write("empty.jsonl", "{oops}\n")
    for name in ("mixed.jsonl", "empty.jsonl"):
        found = followup("evaluate", name, "--as-of", DAY, "--json")
        assert found.out == json.dumps(found.data, indent=2, ensure_ascii=False) + "\n"
    piped = followup("evaluate", "-", "--as-of", DAY, "--json", stdin=record() + "{oops}\n")
    assert (piped.code, len(piped.data)) == (3, 1)
    alone = followup("evaluate", "-", "--as-of", DAY, "--json", stdin=record())
    assert alone.data == piped.data[0]


def test_an_instant_is_written_with_its_offset(followup: Followup) -> None:
    """A moment of the decision carries the offset of the history's zone."""
    found = followup("evaluate", ACME, "--as-of", "2026-10-23T10:00", "--json")
    assert datetime.fromisoformat(found.data["as-of"]) == datetime(2026, 10, 23, 17, tzinfo=UTC)
    check_decision(found.data)


def test_next_tells_nothing_that_is_recorded_for_later(followup: Followup) -> None:
    """Events recorded for later are unknown, to the decision and to what it announces."""
    followup.write(
        "told.yaml",
        "events:\n"
        "  - {date: 2026-03-03, event: interview}\n"
        "  - {date: 2026-03-03, event: timeline, said-by: interviewer, by: 2026-03-10}\n"
        "  - {date: 2026-03-13, event: received, kind: rejection}\n",
    )
    found = followup("evaluate", "told.yaml", "--as-of", "2026-03-06")
    assert found.code == 0
    assert "decided not to go on with you" not in found.out
    assert "rejected" not in found.out


@pytest.mark.parametrize(
    ("event", "mend"),
    [
        ("rejection", "write `event: received, kind: rejection`"),
        ("thank-you", "write `event: sent, purpose: thank-you`"),
        ("on-hold", "write `event: posting, status: on-hold`"),
        ("intervew", "did you mean `interview`?"),
    ],
)
def test_a_word_of_a_field_in_place_of_an_event_is_put_right(
    followup: Followup, event: str, mend: str
) -> None:
    """The mend says which event it belongs to."""
    followup.write("wrong.yaml", f"events:\n  - {{date: 2026-03-03, event: {event}}}\n")
    found = followup("evaluate", "wrong.yaml")
    assert found.code == 1
    assert mend in found.err


def test_a_person_with_a_space_after_the_colon_is_put_right(followup: Followup) -> None:
    """YAML makes a key of it; the mend shows how to write it."""
    followup.write(
        "wrong.yaml", "events:\n  - {date: 2026-03-03, event: interview, with: [hr: eva]}\n"
    )
    found = followup("evaluate", "wrong.yaml")
    assert 'write `"hr:eva"`, in quotes and without the space' in found.err
