"""`ruleset list`, `show`, `check` and `test`, and rulesets that are files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import ACME, DAY, ROOT, Followup
from tests.cli.samples import (
    CASES,
    HISTORY_YAML,
    MISTAKEN_LINES,
    MISTAKES,
    ruleset,
)

SHIPPED = (
    "balanced",
    "baseline",
    "common",
    "conservative",
    "huffpost-base",
    "huffpost-dilber",
    "huffpost-knutter",
    "huffpost-woody",
    "interview-guide",
    "interview-guide-base",
    "interview-guide-faq",
    "localwise",
    "payment-reminders",
    "persistent",
    "recruiter-etiquette",
    "reserves-network",
)
RULESETS = ROOT / "rulesets"
AS_OF = ("--as-of", DAY)


# -- list


def test_list_has_one_line_a_ruleset(followup: Followup) -> None:
    """What comes with the package, the abstract ones marked."""
    found = followup("ruleset", "list")
    assert (found.code, found.err) == (0, "")
    _, *lines = found.out.splitlines()
    names = [line.split()[0] for line in lines if line[0] not in " ("]  # a cell may go on below
    assert sorted(names) == sorted(SHIPPED)
    assert found.out.count("(abstract)") == 4


# -- show


@pytest.mark.parametrize("name", SHIPPED)
def test_show_reads_as_tables(followup: Followup, name: str) -> None:
    """Values, rules track by track, limits: also of an abstract ruleset."""
    found = followup("ruleset", "show", name)
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"{name} ")
    for heading in ("values", "limits that no rule may break"):
        assert f"\n{heading}\n" in found.out


def test_show_has_what_is_inherited(followup: Followup) -> None:
    """A child shows its own value beside the rules of its parents."""
    followup.write("mine.yaml", ruleset("mine", "balanced", gap="9 days"))
    found = followup("ruleset", "show", "mine.yaml")
    assert "It builds on" in found.out
    assert "9 days" in found.out
    assert "inquire-past-deadline" in found.out


def test_flat_names_where_each_line_comes_from(followup: Followup) -> None:
    """The comments name the file and the line."""
    found = followup("ruleset", "show", "conservative", "--flat")
    assert (found.code, found.err) == (0, "")
    text = (RULESETS / "job-search" / "conservative.yaml").read_text(encoding="utf-8")
    line = 1 + text.splitlines().index("    default: 1 week")
    assert f"default: 1 week  # conservative.yaml:{line}" in found.out
    assert "# baseline.yaml:" in found.out


@pytest.mark.parametrize("name", ["balanced", "conservative", "persistent"])
def test_flat_is_a_ruleset_of_its_own(followup: Followup, name: str) -> None:
    """Redirected into a file it can be checked, changed and used; it decides the same."""
    followup.write("flat.yaml", followup("ruleset", "show", name, "--flat").out)
    assert followup("ruleset", "check", "flat.yaml").code == 0
    one = followup("evaluate", ACME, *AS_OF, "--json", "-r", "flat.yaml").data
    other = followup("evaluate", ACME, *AS_OF, "--json", "-r", name).data
    one.pop("ruleset")
    other.pop("ruleset")
    assert one == other


# -- check


def test_check_without_arguments_checks_what_is_shipped(followup: Followup) -> None:
    """Every ruleset, vocabulary and file of cases is named; all are sound."""
    found = followup("ruleset", "check")
    assert (found.code, found.err) == (0, "")
    files = {path.name for path in RULESETS.rglob("*.yaml")}
    checked = [Path(line.removeprefix("✓ ")).name for line in found.out.splitlines()]
    assert set(checked) == files


def test_check_takes_names_files_and_directories(followup: Followup) -> None:
    """A sound document is ticked on stdout, once, relative to where the command runs."""
    followup.write("rules/mine.yaml", ruleset("mine", "balanced"))
    followup.write("rules/below/yours.yml", ruleset("yours", "../mine.yaml"))
    followup.write("rules/mine.cases.yaml", CASES)
    found = followup("ruleset", "check", "rules", "rules/mine.yaml")
    assert (found.code, found.err) == (0, "")
    assert found.out.splitlines() == [
        "✓ rules/mine.cases.yaml",
        "✓ rules/mine.yaml",
        "✓ rules/below/yours.yml",
    ]
    assert followup("ruleset", "check", "balanced").code == 0


def test_check_reports_ten_mistakes_together(followup: Followup) -> None:
    """None hides another; they are sorted by their places, and stdout stays empty."""
    followup.write("mistakes.yaml", MISTAKES)
    found = followup("ruleset", "check", "mistakes.yaml")
    assert (found.code, found.out) == (1, "")
    assert len(MISTAKEN_LINES) == 10
    places = [tuple(map(int, line.split(":")[1:3])) for line in found.problems]
    assert places == sorted(places)
    assert [line for line, _ in places] == MISTAKEN_LINES
    for mend in ("`week`", "`interview`", "`attempts`", "`status-inquiry`"):
        assert f"did you mean {mend}?" in found.err
    assert "at most 3" in found.err


def test_check_reports_ten_mistakes_as_json(followup: Followup) -> None:
    """For a tool: on stdout, with the place in parts; the exit code is the same."""
    followup.write("mistakes.yaml", MISTAKES)
    found = followup("ruleset", "check", "mistakes.yaml", "--format", "json")
    assert (found.code, found.err) == (1, "")
    assert [problem["line"] for problem in found.data] == MISTAKEN_LINES
    for problem in found.data:
        assert set(problem) == {
            "file", "line", "column", "path", "code", "severity", "message", "help",
        }  # fmt: skip
        assert problem["file"] == "mistakes.yaml"
        assert problem["severity"] == "error"
    text = followup("ruleset", "check", "mistakes.yaml").problems
    for problem, line in zip(found.data, text, strict=True):
        place = f"{problem['file']}:{problem['line']}:{problem['column']}"
        assert line.startswith(f"{place}: {problem['code']} {problem['message']}")


def test_check_as_json_of_what_is_sound_is_an_empty_list(followup: Followup) -> None:
    """A tool can always parse stdout."""
    found = followup("ruleset", "check", "balanced", "--format", "json")
    assert (found.code, found.data, found.err) == (0, [], "")


def test_check_reports_the_good_beside_the_bad(followup: Followup) -> None:
    """One bad file does not keep the others from being checked."""
    followup.write("rules/a.yaml", ruleset("a", "balanced"))
    followup.write("rules/b.yaml", MISTAKES)
    followup.write("rules/c.yaml", "")
    followup.write("rules/d.cases.yaml", CASES.replace("mine", "no-such-ruleset"))
    found = followup("ruleset", "check", "rules")
    assert found.code == 1
    assert found.out == "✓ rules/a.yaml\n"
    names = [line.split(":")[0] for line in found.problems]
    assert names == sorted(names)
    assert set(names) == {"rules/b.yaml", "rules/c.yaml", "rules/d.cases.yaml"}


def test_a_warning_does_not_fail_a_check(followup: Followup) -> None:
    """A review that is out of date is said on stderr; `--today` says which day it is."""
    followup.write("old.yaml", ruleset("old", "balanced") + "reviewed: 2020-01-01\n")
    for options, warned in [
        (("--today", "2020-06-01"), False),
        (("--today", "2026-01-01"), True),
        ((), True),
    ]:
        found = followup("ruleset", "check", "old.yaml", *options)
        assert (found.code, found.out) == (0, "✓ old.yaml\n")
        assert ("F501 warning:" in found.err) is warned
    data = followup("ruleset", "check", "old.yaml", "--format", "json").data
    assert [problem["severity"] for problem in data] == ["warning"]


def test_a_wrong_today_is_a_matter_of_usage(followup: Followup) -> None:
    """As with every date of the command line."""
    found = followup("ruleset", "check", "balanced", "--today", "2026-02-30")
    assert (found.code, found.out) == (2, "")
    assert "YYYY-MM-DD" in found.err


def test_today_may_be_a_moment(followup: Followup) -> None:
    """The message of a wrong date offers a time of day, so one is taken, or refused."""
    found = followup("ruleset", "check", "balanced", "--today", "2026-11-24T10:00")
    assert found.code in (0, 2)


def test_check_of_an_empty_directory_is_no_success(followup: Followup) -> None:
    """A mistyped path in continuous integration must not pass for a sound ruleset."""
    (followup.directory / "rules").mkdir()
    found = followup("ruleset", "check", "rules")
    assert found.code in (1, 2)
    assert "rules" in found.err


UNLOADABLE = [
    ("extends: blanced\n", "F306", "did you mean `balanced`?"),
    ("extends: ./parent.yaml\n", "F306", "`./parent.yaml`"),
    ("extends: a\n", "F405", "`extends`"),
    ("vocabulary: job-serach\n", "F306", "did you mean `job-search`?"),
    ("", "F102", "vocabulary"),
    ("extends: balanced\nparamters: {}\n", "F101", "paramters"),
    ("extends: balanced\nrules: {}\n", "F103", "list"),
    ("extends: balanced\ntitle: again\n", "F004", "title"),
]


@pytest.mark.parametrize(("text", "code", "mend"), UNLOADABLE, ids=lambda value: value[:24])
@pytest.mark.parametrize("command", ["check", "show", "evaluate"])
def test_a_ruleset_that_does_not_load_is_reported(
    followup: Followup, command: str, text: str, code: str, mend: str
) -> None:
    """Wherever it is named: exit code 1, the place, what is wrong, what to do."""
    followup.write("a.yaml", f"ruleset: a\ntitle: A\nversion: 1.0.0\n{text}")
    args = ("evaluate", ACME, "-r") if command == "evaluate" else ("ruleset", command)
    found = followup(*args, "a.yaml")
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("a.yaml:")
    assert f" {code} " in found.err
    assert mend in found.err


# -- test


def test_a_failed_case_names_its_place_what_was_expected_and_what_came(
    followup: Followup,
) -> None:
    """The exit code is 1; a case that holds is not spoken of."""
    followup.write("mine.yaml", ruleset("mine", "balanced"))
    followup.write("mine.cases.yaml", CASES)
    for name in ("mine.yaml", "mine.cases.yaml", "."):
        found = followup("ruleset", "test", name)
        assert (found.code, found.err) == (1, "")
        assert "mine.cases.yaml: 1 of 2 expectations failed" in found.out
        assert (
            "\nmine.cases.yaml:8:11: F601 this one fails (as of 2026-03-09)"
            in found.out.replace("\n./", "\n")
        )
        rows = [line.split() for line in found.out.splitlines()]
        assert ["expected", "actual"] in rows
        assert ["status", "stop", "act"] in rows
        assert ["attempt", "7", "1"] in rows
        assert "inquire-after-application" in found.out
        assert "this one holds" not in found.out


def test_cases_that_hold_are_counted(followup: Followup) -> None:
    """One line a file, and exit code 0."""
    followup.write("mine.yaml", ruleset("mine", "balanced"))
    followup.write("mine.cases.yaml", CASES.replace("{status: stop, attempt: 7}", "{status: act}"))
    found = followup("ruleset", "test", "mine.yaml")
    assert (found.code, found.err) == (0, "")
    assert found.out == "✓ mine.cases.yaml: 2 expectations hold\n"


def test_a_case_that_does_not_load_is_reported(followup: Followup) -> None:
    """On stderr, with its place; the other files are run."""
    followup.write("rules/a.yaml", ruleset("a", "balanced"))
    followup.write("rules/a.cases.yaml", CASES.replace("mine", "a").replace("status:", "sttus:"))
    followup.write("rules/b.yaml", ruleset("b", "balanced"))
    good = CASES.replace("mine", "b").replace("{status: stop, attempt: 7}", "{status: act}")
    followup.write("rules/b.cases.yaml", good)
    found = followup("ruleset", "test", "rules")
    assert found.code == 1
    assert found.err.startswith("rules/a.cases.yaml:8:12: F101 the key `sttus`")
    assert "`status`" in found.err
    assert found.out == "✓ rules/b.cases.yaml: 2 expectations hold\n"


def test_a_ruleset_without_cases_is_a_matter_of_usage(followup: Followup) -> None:
    """The message names the file that is looked for."""
    followup.write("mine.yaml", ruleset("mine", "balanced"))
    found = followup("ruleset", "test", "mine.yaml")
    assert (found.code, found.out) == (2, "")
    assert "`mine.cases.yaml`" in found.err


@pytest.mark.parametrize("name", ["missing.yaml", "missing.cases.yaml"])
def test_a_missing_file_is_said_to_be_missing(followup: Followup, name: str) -> None:
    """As `check` and `show` say it, with their exit code."""
    found = followup("ruleset", "test", name)
    assert found.err == followup("ruleset", "check", name).err
    assert found.code == 1


def test_a_directory_without_cases_is_named(followup: Followup) -> None:
    """The message says which directory has none, in a whole sentence."""
    (followup.directory / "rules").mkdir()
    found = followup("ruleset", "test", "rules")
    assert found.code == 2
    assert "`rules`" in found.err
    assert not found.err.rstrip().endswith("beside")


# -- rulesets that are files


def test_a_ruleset_by_path_builds_on_a_shipped_one(followup: Followup, tmp_path: Path) -> None:
    """Relative to where the command runs, or absolute: the decision is the same."""
    path = followup.write("rules/mine.yaml", ruleset("mine", "balanced", gap="9 days"))
    below = tmp_path / "below"
    below.mkdir()
    outcomes = [
        followup("evaluate", ACME, *AS_OF, "--json", "-r", name, cwd=cwd)
        for name, cwd in [
            ("rules/mine.yaml", None),
            ("./rules/mine.yaml", None),
            (path, None),
            ("../rules/mine.yaml", below),
            ("mine.yaml", path.parent),
        ]
    ]
    assert outcomes[0].code == 0
    assert outcomes[0].data["ruleset"]["name"] == "mine"
    assert all(outcome == outcomes[0] for outcome in outcomes)


@pytest.mark.parametrize(
    "extends", ["parent", "parent.yaml", "./parent.yaml", "../rules/parent.yaml"]
)
def test_a_ruleset_by_path_builds_on_its_sibling(followup: Followup, extends: str) -> None:
    """The sibling is looked for beside the file, not where the command runs."""
    followup.write("rules/parent.yaml", ruleset("parent", "balanced", wait_past_deadline="8 days"))
    followup.write("rules/child.yaml", ruleset("child", extends))
    found = followup("evaluate", ACME, *AS_OF, "--json", "-r", "rules/child.yaml")
    assert (found.code, found.err) == (0, "")
    # 8 days after 20 October
    assert found.data["actions"][0]["opens"] == "2026-10-28"


def test_a_sibling_goes_before_a_shipped_ruleset_of_its_name(followup: Followup) -> None:
    """What stands beside the file is nearer."""
    followup.write(
        "balanced.yaml", ruleset("balanced", "conservative", wait_past_deadline="9 days")
    )
    followup.write("child.yaml", ruleset("child", "balanced"))
    found = followup("evaluate", ACME, *AS_OF, "--json", "-r", "child.yaml")
    assert found.data["actions"][0]["opens"] == "2026-10-29"


def test_the_name_of_a_file_is_advised_to_be_written_as_one(followup: Followup) -> None:
    """Who leaves out the ending is told to write it."""
    followup.write("mine.yaml", ruleset("mine", "balanced"))
    for args in [("evaluate", ACME, "-r", "mine"), ("ruleset", "show", "mine")]:
        found = followup(*args)
        assert (found.code, found.out) == (2, "")
        assert "`mine.yaml`" in found.err


@pytest.mark.parametrize(
    "name", ["missing.yaml", "empty.yaml", "history.yaml", "binary.yaml", "folder/"]
)
def test_a_file_that_is_no_ruleset_is_reported(followup: Followup, name: str) -> None:
    """Exit code 1 and the place, never a traceback."""
    followup.write("empty.yaml", "")
    followup.write("history.yaml", HISTORY_YAML)
    followup.write("binary.yaml", bytes(range(256)))
    (followup.directory / "folder").mkdir()
    for args in [("evaluate", ACME, "-r"), ("ruleset", "show"), ("ruleset", "check")]:
        if (args[-1], name) == ("check", "folder/"):
            continue
        found = followup(*args, name)
        assert (found.code, found.out) == (1, "")
        assert found.err.startswith(name)


def test_problems_as_json_name_the_same_places(followup: Followup) -> None:
    """A file that cannot be read has no line."""
    found = followup("ruleset", "check", "missing.yaml", "--format", "json")
    assert found.code == 1
    (problem,) = json.loads(found.out)
    assert (problem["file"], problem["line"], problem["code"]) == ("missing.yaml", None, "F001")


def test_a_case_is_for_a_ruleset_that_can_decide_it(followup: Followup) -> None:
    """An abstract ruleset, and one of another vocabulary, is refused with its line."""
    case = "as-of: 2026-03-03, events: [], expect: {status: silent}"
    followup.write(
        "mixed.cases.yaml",
        "cases: balanced\nlist:\n"
        f"  - {{case: one, ruleset: baseline, {case}}}\n"
        f"  - {{case: two, ruleset: payment-reminders, {case}}}\n",
    )
    for command in ("check", "test"):
        found = followup("ruleset", command, "mixed.cases.yaml")
        assert found.code == 1
        assert "mixed.cases.yaml:3:26: F306 the ruleset `baseline` is abstract" in found.err
        assert "mixed.cases.yaml:4:26: F306" in found.err
