"""`evaluate` on many histories: grouped, counted, named, in the order in which to act."""

from __future__ import annotations

import re

import pytest

from tests.cli.running import ACME, DAY, ROOT, Followup, plain
from tests.cli.samples import HISTORY_YAML, MIXED_JSONL, REJECTED_YAML, SILENT_YAML

OFFER = "[{date: %s, event: received, kind: offer, from: hiring-manager}]"
APPLIED = "[{date: %s, event: application}]"
INTERVIEW = "[{date: 2026-09-01, event: application}, {date: %s, event: interview}]"
CASES = {
    "late-offer": OFFER % "2026-10-19",
    "new-offer": OFFER % "2026-10-23",
    "stale": APPLIED % "2026-08-24",
    "late": APPLIED % "2026-10-08",
    "fresh": APPLIED % "2026-10-15",
    "soon": APPLIED % "2026-10-20",
    "later": INTERVIEW % "2026-11-12",
    "on-hold": "[{date: 2026-10-01, event: application}, {date: 2026-10-05, event: pause}]",
    "quiet": "[]",
    "over": REJECTED_YAML.split("events:")[1],
}
"""Histories of a folder on 23 October, in the order in which they are answered."""


def groups(text: str) -> dict[str, list[str]]:
    """Return the cases below each heading."""
    found: dict[str, list[str]] = {}
    for block in text.split("\n\n")[1:]:
        heading, *rows = block.splitlines()
        title, count = re.fullmatch(r"(.*) \((\d+)\)", heading).groups()  # type: ignore[union-attr]
        assert int(count) == len(rows)
        found[title] = [re.findall(r"  ([a-z-]+)(?::|$)", row)[0] for row in rows]
    return found


@pytest.fixture
def folder(followup: Followup) -> Followup:
    """The command beside a folder of cases whose names are in no order of their own."""
    for number, (name, events) in enumerate(reversed(CASES.items())):
        followup.write(f"all/{number}.yaml", f"case: {name}\ncountry: US\nevents: {events}\n")
    return followup


def test_a_folder_is_answered_in_the_order_in_which_to_act(folder: Followup) -> None:
    """Each group has its count; what is long overdue comes after what can be done in time."""
    found = folder("evaluate", "all", "--as-of", DAY)
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines()[0] == "10 cases under `balanced` as of Fri 23 Oct 2026"
    assert groups(found.out) == {
        "Must be answered": ["late-offer", "new-offer"],
        "Due now": ["fresh", "late", "stale"],
        "Coming within a week": ["soon"],
        "Waiting": ["later", "on-hold"],
        "Nothing yet": ["quiet"],
        "Over, unless something new happens": ["over"],
    }


def test_what_has_no_last_day_goes_by_its_first(followup: Followup) -> None:
    """A letter that has been due for weeks stands before one that has been due since today."""
    folder = ROOT / "examples" / "policies" / "library-notices"
    found = followup("evaluate", folder, "-r", folder / "overdue.yaml", "--as-of", "2026-04-13")
    rows = [line.split(":")[0] for line in found.out.splitlines() if "since" in line]
    assert rows == [
        "  since Fri 27 Mar 2026  20417 (three-novels)",
        "  since Mon 13 Apr 2026  20418 (atlas)",
    ]


def test_a_line_says_by_when(folder: Followup) -> None:
    """A last day, a first one, the end of a wait, or that it has none; never a bare sign."""
    lines = folder("evaluate", "all", "--as-of", DAY).out.splitlines()
    starts = {
        name: line.split(f" {name}")[0].strip()
        for name in CASES
        for line in lines
        if f" {name}:" in line
    }
    assert starts["late-offer"] == "by Tue 20 Oct 2026"
    assert starts["soon"] == "from Tue 27 Oct 2026"
    assert starts["later"] == "until Thu 12 Nov 2026"
    assert starts["on-hold"] == "no date"
    assert not any(re.search(r"(^|\s)-(\s|$)", line) for line in lines)
    assert all("overdue" in line for line in lines if re.search(r" (late|stale):", line))


OWED = {
    "offer-next-week": "{kind: offer, answer-by: 2026-10-30}",
    "asked-long-ago": "{kind: information-request, answer-by: 2026-10-01}",
    "asked-yesterday": "{kind: information-request, answer-by: 2026-10-22}",
    "task": "{kind: assignment, answer-by: 2026-10-26}",
}
"""What employers wait for on 23 October."""


def test_offers_come_first_of_what_is_owed_and_what_is_long_over_last(followup: Followup) -> None:
    """An offer comes before what is due sooner; what was due weeks ago is not on top."""
    for name, received in OWED.items():
        event = f"{{date: 2026-09-28, event: received, {received[1:]}"
        followup.write(f"all/{name}.yaml", f"case: {name}\ncountry: US\nevents: [{event}]\n")
    found = groups(followup("evaluate", "all", "--as-of", DAY).out)["Must be answered"]
    assert found == ["offer-next-week", "asked-yesterday", "task", "asked-long-ago"]


def test_what_has_no_last_day_is_owed_at_once(followup: Followup) -> None:
    """Weeks until it would be too late are no reason to put it last."""
    missed = "{date: 2026-10-22, event: interview, status: no-show}"
    followup.write("all/missed.yaml", f"case: missed\ncountry: US\nevents: [{missed}]\n")
    event = f"{{date: 2026-10-20, event: received, {OWED['task'][1:]}"
    followup.write("all/task.yaml", f"case: task\ncountry: US\nevents: [{event}]\n")
    lines = followup("evaluate", "all", "--as-of", DAY).out.splitlines()
    assert lines[3].startswith("  since Thu 22 Oct 2026  missed: Ask the interviewer")
    assert lines[4].startswith("  by Mon 26 Oct 2026     task: Send the recruiter")


def test_what_is_said_alike_is_counted_once(followup: Followup) -> None:
    """Two requests of one person take one answer, so the line does not speak of one more."""
    events = ", ".join(
        f"{{date: 2026-10-22, event: received, kind: {kind}, from: hr}}"
        for kind in ("references-request", "background-check")
    )
    followup.write("a.yaml", f"case: one\ncountry: US\nevents: [{events}]\n")
    found = followup("evaluate", "a.yaml", "a.yaml", "--as-of", DAY)
    assert "one: Send the HR department by email what they asked you for\n" in found.out
    assert "Also due" not in followup("draft", "a.yaml", "--as-of", DAY).err


def test_a_case_is_named_as_its_vocabulary_says(followup: Followup) -> None:
    """By employer and role, or by customer and invoice, with the case's own name."""
    found = followup("evaluate", ACME, ACME, "--as-of", DAY)
    assert "  Acme, Data engineer (acme-data-engineer): Ask Dana Lee for" in found.out
    invoices = followup(
        "evaluate", ROOT / "examples" / "invoices", "-r", "payment-reminders", "--as-of", DAY
    )
    assert "  Huber Haustechnik GmbH, R-2231 (huber-r-2231): " in invoices.out


def test_a_case_without_these_fields_has_its_own_name(followup: Followup) -> None:
    """What is not known is left out, with its comma."""
    followup.write("a.yaml", HISTORY_YAML)
    followup.write("b.yaml", HISTORY_YAML.replace("case: one", "case: two\nrole: Analyst"))
    found = followup("evaluate", "a.yaml", "b.yaml", "--as-of", DAY)
    assert "  one: Ask" in found.out
    assert "  Analyst (two): Ask" in found.out


def test_what_could_not_be_read_is_counted(followup: Followup) -> None:
    """The count of the first line says what is missing below it."""
    followup.write("mixed.jsonl", MIXED_JSONL)
    found = followup("evaluate", "mixed.jsonl", "--as-of", DAY)
    assert found.code == 3
    assert found.out.splitlines()[0] == (
        "3 cases under `balanced` as of Fri 23 Oct 2026, 7 more could not be read"
    )


def test_an_option_does_not_hide_in_a_date(followup: Followup) -> None:
    """Where nothing but an option is left, it is named; its end is no date of the case."""
    followup.write("own.yaml", OPTIONAL)
    followup.write("all/a.yaml", HISTORY_YAML)
    found = followup("evaluate", "all", "-r", "own.yaml", "--as-of", "2026-10-02")
    assert found.out.splitlines()[-2:] == [
        "Nothing yet (1)",
        "  one: if you like, connect with the recruiter on LinkedIn",
    ]


def test_a_batch_fits_a_terminal(folder: Followup) -> None:
    """At 80 columns what is said of a case goes on beside its date."""
    _, screen = folder.terminal("evaluate", "all", "--as-of", DAY, columns=80)
    assert max(map(len, plain(screen).splitlines())) <= 80


def test_one_case_counts_as_one(followup: Followup) -> None:
    """A folder with one history is a batch; the sentence is right all the same."""
    followup.write("all/a.yaml", SILENT_YAML)
    found = followup("evaluate", "all", "--as-of", DAY)
    assert found.out.splitlines()[0] == "1 case under `balanced` as of Fri 23 Oct 2026"


OPTIONAL = """\
ruleset: own
title: An option for a week
version: 1.0.0
vocabulary: job-search
facts:
  start: {latest: application}
rules:
  - rule: connect
    when: {start: known}
    do: connection-request
    opens: start
    lapses: 1 week after start
    to: [recruiter]
    via: [linkedin]
    optional: true
"""
