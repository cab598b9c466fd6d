"""Streams: what goes where, plain or coloured, and how the command ends when it is cut off."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followup.core.history import History
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument
from followup.forms.encodings import spelled
from followup.library import Library
from tests.cli.running import ACME, DAY, LONGEST, Followup, command, plain
from tests.cli.samples import HISTORY_YAML, MIXED_JSONL, record, ruleset

AS_OF = ("--as-of", DAY)
COLOUR = re.compile(r"\x1b\[(?:3\d|9\d|4\d)m")
posix = pytest.mark.skipif(os.name != "posix", reason="this is about POSIX")
TEXTS = [
    ("evaluate", ACME, *AS_OF),
    ("evaluate", ACME, ACME, *AS_OF),
    ("why", ACME, *AS_OF),
    ("plan", ACME, *AS_OF),
    ("compare", ACME, *AS_OF),
    ("when", "3 business days after 2026-11-24", "--country", "US"),
    ("ruleset", "list"),
    ("ruleset", "show", "balanced"),
    ("ruleset", "show", "balanced", "--flat"),
    ("ruleset", "check", "balanced"),
]


def label(args: object) -> str:
    words = (args,) if isinstance(args, str) else args
    return " ".join("acme.yaml" if word is ACME else str(word) for word in words)  # type: ignore[attr-defined]


# -- piped


@pytest.mark.parametrize("args", TEXTS, ids=label)
def test_piped_output_is_plain_and_whole(followup: Followup, args: tuple[object, ...]) -> None:
    """No colour, nothing cut or wrapped: 40 columns give what 400 give."""
    narrow = followup(*args, env={"COLUMNS": "40"})
    assert (narrow.code, narrow.err) == (0, "")
    assert "\x1b" not in narrow.out
    assert "…" not in narrow.out
    assert narrow == followup(*args, env={"COLUMNS": "400", "FORCE_COLOR": "1"})
    if len(args) > 2 and "check" not in args:
        assert max(map(len, narrow.out.splitlines())) > 40


def test_long_lines_stay_whole_in_a_process(followup: Followup) -> None:
    """The real streams of a process behave so as well."""
    found = followup.process("evaluate", ACME, *AS_OF, env={"COLUMNS": "40"})
    assert max(map(len, found.out.splitlines())) > 80
    assert "\x1b" not in found.out


def test_a_long_message_stays_whole(followup: Followup) -> None:
    """One problem, one line, advice in brackets."""
    followup.write("a.yaml", HISTORY_YAML.replace("event: application", "event: hired"))
    found = followup.process("evaluate", "a.yaml", *AS_OF, env={"COLUMNS": "40"})
    assert len(found.err.splitlines()) == 1
    assert len(found.err) > 150


def test_data_go_to_stdout_and_messages_to_stderr(followup: Followup) -> None:
    """A batch with a bad file fills both, and stdout can be parsed."""
    followup.write("bad.yaml", "")
    found = followup.process("evaluate", ACME, "bad.yaml", "--json", *AS_OF)
    assert found.code == 3
    assert len(found.data) == 1
    assert found.err == followup("evaluate", "bad.yaml", *AS_OF).err
    assert "acme" not in found.err


# -- on a terminal


@posix
def test_a_decision_is_coloured_on_a_terminal(followup: Followup) -> None:
    """Colours, and the same words."""
    code, screen = followup.terminal("evaluate", ACME, *AS_OF, columns=110)
    assert code == 0
    assert COLOUR.search(screen)
    piped = followup("evaluate", ACME, *AS_OF).out
    assert plain(screen).split() == piped.split()


@posix
@pytest.mark.parametrize("args", TEXTS[:5] + TEXTS[6:8], ids=label)
@pytest.mark.parametrize("columns", [60, 80, 100])
def test_tables_and_texts_fit_a_terminal(
    followup: Followup, args: tuple[object, ...], columns: int
) -> None:
    """Lines are wrapped to the width; no word of a decision is lost."""
    code, screen = followup.terminal(*args, columns=columns)
    assert code == 0
    wide = [line for line in plain(screen).splitlines() if len(line) > columns]
    # A trace is not cut into lines that nobody could read.
    assert not wide or args[0] == "why"


@posix
def test_a_narrow_terminal_still_has_room_for_words(followup: Followup) -> None:
    """Below 40 columns the terminal wraps by itself."""
    _, screen = followup.terminal("evaluate", ACME, *AS_OF, columns=20)
    assert max(map(len, plain(screen).splitlines())) <= 40


@posix
@pytest.mark.parametrize("args", [TEXTS[0], TEXTS[2], TEXTS[4], TEXTS[6], TEXTS[9]], ids=label)
def test_no_color_is_respected(followup: Followup, args: tuple[object, ...]) -> None:
    """With NO_COLOR set there is no colour; set to nothing it means nothing."""
    _, screen = followup.terminal(*args, env={"NO_COLOR": "1"})
    assert not COLOUR.search(screen)
    _, coloured = followup.terminal(*args, env={"NO_COLOR": ""})
    assert "\x1b" in coloured


@posix
def test_a_dumb_terminal_gets_no_colour(followup: Followup) -> None:
    """A terminal that says it understands no escapes gets none."""
    _, screen = followup.terminal("evaluate", ACME, *AS_OF, env={"TERM": "dumb"})
    assert "\x1b" not in screen


@posix
@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("  - {date: 2026-10-01, event: aplication}", "aplication"),
        ("  - {date: 2026-02-30, event: application}", "2026-02-30"),
        ("  - {date: 2026-10-01, evnt: application, event: application}", "evnt"),
        ('  - {date: 2026-10-01, event: application, via: "Ünïcode"}', '"Ünïcode"'),
    ],
)
def test_carets_stand_under_what_is_wrong(followup: Followup, line: str, wrong: str) -> None:
    """The line is shown as it stands in the file, the advice below it."""
    followup.write("a.yaml", f"events:\n{line}\n")
    code, screen = followup.terminal("evaluate", "a.yaml", *AS_OF, columns=100)
    assert code == 1
    shown = plain(screen).splitlines()
    at = next(i for i, text in enumerate(shown) if text.endswith(line))
    start = shown[at].index(wrong)
    assert shown[at + 1][start:] == "^" * len(wrong)
    assert shown[at + 1][:start].strip(" |") == ""
    assert shown[at + 2].startswith("  help: ")


@posix
def test_carets_stand_under_a_wrong_word_of_a_phrase(followup: Followup) -> None:
    """The phrase of the command line is shown as a file's line is."""
    code, screen = followup.terminal("when", "3 buisness days after 2026-11-24")
    assert code == 1
    shown = plain(screen).splitlines()
    at = next(
        i for i, text in enumerate(shown) if text.endswith("| 3 buisness days after 2026-11-24")
    )
    start = shown[at].index("buisness")
    assert shown[at + 1].index("^") == start


@posix
def test_json_is_never_coloured(followup: Followup) -> None:
    """What a program reads is the same on a terminal."""
    _, screen = followup.terminal("evaluate", ACME, "--json", *AS_OF)
    assert screen == followup("evaluate", ACME, "--json", *AS_OF).out


@posix
def test_names_are_not_broken_at_their_hyphens(followup: Followup) -> None:
    """A name of the rule language can be searched for on the screen."""
    _, screen = followup.terminal("why", ACME, *AS_OF, columns=60)
    assert not re.search(r"[a-z]-$", plain(screen), re.M)


# -- surroundings


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C"},
        {"LC_ALL": "C"},
        {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de"},
        {"LC_ALL": "no_SUCH.locale"},
        {"TZ": "Asia/Tokyo"},
        {"TZ": "No/Such_Zone"},
    ],
    ids=str,
)
def test_the_surroundings_change_nothing(followup: Followup, env: dict[str, str]) -> None:
    """Neither language nor zone of the machine reach a decision of a given day."""
    args = ("evaluate", ACME, *AS_OF)
    assert followup.process(*args, env=env) == followup(*args)


def test_names_of_days_and_months_are_english_everywhere(followup: Followup) -> None:
    """The words of dates come from no locale."""
    found = followup.process(
        "when", "2026-12-24", "--json", env={"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"}
    )
    assert found.data["weekday"] == "Thursday"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_an_old_encoding_has_every_sign_spelled(followup: Followup, encoding: str) -> None:
    """A Windows console's code page has no ticks: words stand there, and no question marks."""
    args = ("why", ACME, *AS_OF)
    with followup.start(*args, env={"PYTHONIOENCODING": encoding}) as running:
        out, _ = running.communicate(timeout=LONGEST)
    assert running.returncode == 0
    full = followup(*args).out
    assert {"✓", "✗", "→"} <= set(full)
    assert out.decode(encoding) == spelled(full, encoding)


@pytest.mark.parametrize("args", [*TEXTS[:8], TEXTS[9]], ids=label)
@pytest.mark.parametrize("terminal", [False, True], ids=["piped", "on a terminal"])
def test_every_text_can_be_shown_in_an_old_encoding(
    followup: Followup, args: tuple[object, ...], terminal: bool
) -> None:
    """Only what a document holds is written as an escape; tables are ruled in ASCII."""
    found = followup(*args, encoding="cp1252", terminal=terminal, env={"NO_COLOR": "1"})
    assert (found.code, found.err) == (0, "")
    full = followup(*args).out
    assert terminal or found.out == spelled(full, "cp1252")
    assert found.out.count("?") == full.count("?")
    assert not re.search(r"\\u[0-9a-f]{4}", found.out)


@pytest.mark.parametrize(
    "args",
    [
        ("evaluate", "a.yaml", "--json", *AS_OF),
        ("evaluate", "a.yaml", "--jsonl", *AS_OF),
        ("why", "a.yaml", "--json", *AS_OF),
        ("plan", "a.yaml", "--json", *AS_OF),
        ("plan", "a.yaml", "--svg", *AS_OF),
        ("draft", "a.yaml", "--json", "--action", "status-inquiry", *AS_OF),
        ("ruleset", "show", "own.yaml", "--flat"),
        ("ruleset", "show", "own.yaml", "--format", "markdown"),
        ("schema", "history"),
    ],
    ids=label,
)
def test_what_programs_read_is_utf_8_whatever_a_console_has(
    followup: Followup, args: tuple[object, ...]
) -> None:
    """A pipe or a file gets the same bytes on every system."""
    named = HISTORY_YAML.replace("case: one", "case: Łódź → ✓\nemployer: Łódź → ✓")
    followup.write("a.yaml", named)
    own = ruleset("own", "balanced").replace("The ruleset own", "Łódź → ✓")
    followup.write("own.yaml", own)
    found = followup(*args, encoding="latin-1")
    expected = followup(*args)
    assert found.code == expected.code == 0
    assert found.out.encode("latin-1").decode("utf-8") == expected.out
    assert "ódź" in expected.out or args[0] in ("plan", "schema")


# -- cut off


# A shell lets what it runs in the background ignore the signal, and children inherit that.
HEED: dict[str, Any] = {
    "preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler)
}


@posix
def test_ctrl_c_ends_quietly(followup: Followup) -> None:
    """While it waits for standard input; the exit code is that of an interrupt."""
    with followup.start("evaluate", "-", "--jsonl", *AS_OF, **HEED) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(record().encode())
        running.stdin.flush()
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=LONGEST)
    assert running.returncode == 130
    assert out == b""
    assert err.strip() == b""


@posix
def test_ctrl_c_in_a_long_batch_ends_quietly(followup: Followup) -> None:
    """In the middle of the work as well."""
    followup.write("many.jsonl", "".join(record(str(n)) for n in range(5000)))
    with followup.start("evaluate", "many.jsonl", "--jsonl", *AS_OF, **HEED) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=LONGEST)
    assert running.returncode == 130
    assert err.strip() == b""


@posix
@pytest.mark.parametrize("args", [("evaluate", ACME, "--json"), ("ruleset", "check")], ids=label)
@pytest.mark.parametrize(
    "module", ["click.core", "followup.cli.main", "yaml", "jsonschema", "followup.core.ruleset"]
)
def test_ctrl_c_while_it_starts_ends_quietly(
    fresh: Followup, args: tuple[object, ...], module: str
) -> None:
    """Whatever is being imported just then, there is no traceback of it."""
    traced = [sys.executable, "-X", "importtime", "-m", "followup", *map(str, args)]
    with subprocess.Popen(
        traced,
        env=fresh.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=HEED["preexec_fn"],
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:  # one for each module that was imported
            if line.split(b"|")[-1].strip().decode() == module:
                running.send_signal(signal.SIGINT)
                break
        rest = running.stderr.read()
        code = running.wait(timeout=60)
    assert code == 130
    assert b"".join(line for line in rest.splitlines() if b"import time:" not in line) == b""


@posix
def test_ctrl_c_again_and_again_ends_quietly(followup: Followup) -> None:
    """Whoever is impatient sees no more than whoever waits."""
    followup.write("many.jsonl", "".join(record(str(n)) for n in range(5000)))
    with followup.start("evaluate", "many.jsonl", "--json", *AS_OF, **HEED) as running:
        assert running.stdout is not None
        running.stdout.readline()
        while running.poll() is None:
            running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert err.strip() == b""


@posix
def test_a_list_is_closed_when_it_is_interrupted(followup: Followup) -> None:
    """What was decided until then is a list of decisions, which a program can read."""
    with followup.start("evaluate", "-", "--json", *AS_OF, **HEED) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdin.write("".join(map(record, "abc")).encode() + b"{oops\n")
        running.stdin.flush()
        running.stderr.readline()  # the last of them was read
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, err.strip()) == (130, b"")
    assert [decision["case"] for decision in json.loads(out)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("read", "form", "cases"),
    [
        ([], ["--json"], None),
        (["a"], ["--json"], "a"),
        (["a", "b"], ["--json"], ["a", "b"]),
        (["a", "b"], [], None),
    ],
)
def test_what_is_interrupted_is_complete_as_far_as_it_goes(
    followup: Followup,
    monkeypatch: pytest.MonkeyPatch,
    read: list[str],
    form: list[str],
    cases: object,
) -> None:
    """One answer is an object, several are a list, and a table needs them all."""

    def interrupted(
        files: object, library: Library, vocabulary: Vocabulary
    ) -> Iterator[History | InvalidDocument]:
        for case in read:
            yield library.histories.in_data({"case": case, "events": []}, vocabulary)
        raise KeyboardInterrupt

    monkeypatch.setattr("followup.cli.evaluate.read_histories", interrupted)
    found = followup("evaluate", "-", *form, *AS_OF)
    assert (found.code, found.err.strip()) == (130, "")
    if cases is None:
        assert found.out == ""
    elif isinstance(cases, str):
        assert found.data["case"] == cases
    else:
        assert [decision["case"] for decision in found.data] == cases


# -- standard error is lost


# Each says something on standard error, some of them much, and some beside an answer.
TOLD = [
    ("evaluate", "mixed.jsonl", "--jsonl", *AS_OF),
    ("evaluate", "mixed.jsonl", "--json", *AS_OF),
    ("evaluate", "mixed.jsonl", *AS_OF),
    ("evaluate", "missing.yaml"),
    ("evaluate", ACME, "--as-of", "never"),
    ("draft", ACME, *AS_OF, "--format", "mailto"),
    ("draft", ACME, "--as-of", "2026-10-22"),
    ("ruleset", "check", "missing.yaml"),
    ("ruleset", "tset"),
]


@posix
@pytest.mark.parametrize("args", TOLD, ids=label)
@pytest.mark.parametrize("lost", ["closed", "full", "unread"])
def test_losing_standard_error_loses_nothing_else(
    followup: Followup, args: tuple[object, ...], lost: str
) -> None:
    """Whoever reads it may stop (`2> >(head -1)`), its disk may be full, it may not be there."""
    lines = MIXED_JSONL * 20
    followup.write("mixed.jsonl", lines)
    usual = followup(*args)
    assert usual.err
    if lost == "closed":
        found = followup.process(*args, stderr=None, preexec_fn=lambda: os.close(2))
    elif lost == "full":
        with open("/dev/full", "wb") as full:
            found = followup.process(*args, stderr=full)
    else:
        ours, its = os.pipe()
        os.close(ours)
        found = followup.process(*args, stderr=its)
        os.close(its)
    assert (found.code, found.out) == (usual.code, usual.out)


@posix
def test_one_line_of_standard_error_is_enough(followup: Followup) -> None:
    """`2> >(head -n 1)`, as a shell runs it: every decision, and the exit code."""
    if not shutil.which("bash"):
        pytest.skip("only some shells have process substitution")
    followup.write("mixed.jsonl", MIXED_JSONL * 100)
    line = shlex.join(command("evaluate", "mixed.jsonl", "--jsonl", *AS_OF))
    found = subprocess.run(
        ["bash", "-c", f"{line} 2> >(head -n 1 >&2)"],
        env=followup.environment(),
        cwd=followup.directory,
        capture_output=True,
        check=False,
    )
    assert found.returncode == 3
    assert len(found.stdout.splitlines()) == 300


CLOSED = [
    ("ruleset", "show", "balanced"),
    ("ruleset", "show", "balanced", "--flat"),
    ("evaluate", ACME, *AS_OF),
    ("evaluate", "many.jsonl", "--jsonl", *AS_OF),
    ("evaluate", "many.jsonl", *AS_OF),
    ("schema", "history"),
    ("-h",),
    ("--version",),
]


@posix
@pytest.mark.parametrize("read", [0, 1], ids=["at once", "after a line"])
@pytest.mark.parametrize("args", CLOSED, ids=label)
def test_a_closed_pipe_ends_quietly(
    followup: Followup, args: tuple[object, ...], read: int
) -> None:
    """As `| head -1` does it: nothing on stderr, and not the exit code of a signal."""
    # The overview of so many is longer than what a pipe holds.
    followup.write("many.jsonl", "".join(record(str(n)) for n in range(800)))
    with followup.start(*args) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        for _ in range(read):
            running.stdout.readline()
        running.stdout.close()
        err = running.stderr.read()
        code = running.wait(timeout=LONGEST)
    assert err == b""
    assert code in (0, 1)


@posix
def test_a_closed_pipe_is_no_failure(followup: Followup) -> None:
    """1 means invalid data; a reader that has seen enough is none of that."""
    with followup.start("ruleset", "show", "balanced") as running:
        assert running.stdout is not None
        running.stdout.close()
        code = running.wait(timeout=LONGEST)
    assert code == 0


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "args",
    [
        ("evaluate", ACME, *AS_OF),
        ("evaluate", ACME, *AS_OF, "--exit-code"),
        ("evaluate", ACME, *AS_OF, "--jsonl"),
        ("evaluate", ACME, ACME, *AS_OF, "--json"),
        ("ruleset", "show", "balanced"),
        ("draft", ACME, *AS_OF, "--json"),
        ("-h",),
    ],
    ids=label,
)
def test_a_full_disk_is_reported(followup: Followup, args: tuple[object, ...]) -> None:
    """What could not be written is said in one line, and the exit code is that of an error."""
    with open("/dev/full", "wb") as full:
        found = followup.process(*args, stdout=full)
    assert found.code == 1
    assert found.err == "followup: the output cannot be written: the disk is full\n"


@posix
@pytest.mark.parametrize("form", [(), ("--jsonl",)])
def test_an_output_that_cannot_be_written_is_reported(
    followup: Followup, form: tuple[str, ...]
) -> None:
    """As when a stream is there for reading only."""
    with open(os.devnull, "rb") as unwritable:
        found = followup.process("evaluate", ACME, *AS_OF, *form, stdout=unwritable)
    assert found.code == 1
    assert found.err == "followup: the output cannot be written: bad file descriptor\n"


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_a_closed_stream_does_not_end_in_a_traceback(followup: Followup, closed: str) -> None:
    """A service may start the command without standard input or output."""
    file = "-" if closed == "<&-" else str(ACME)
    line = f"{shlex.join(command('evaluate', file, *AS_OF))} {closed}"
    found = subprocess.run(
        ["sh", "-c", line], env=followup.environment(), capture_output=True, check=False
    )
    assert b"Traceback" not in found.stderr


# -- the entry point


def test_the_installed_command_is_the_module(followup: Followup) -> None:
    """`followup` and `python -m followup` are one program, called so in its help."""
    script = Path(sys.executable).with_name("followup")
    if not script.exists():
        pytest.skip("the command is not installed here")
    found = subprocess.run(
        [script, "-h"], env=followup.environment(), capture_output=True, check=False
    )
    assert found.stdout.decode() == followup.process("-h").out


def test_nothing_is_asked_without_a_terminal(followup: Followup) -> None:
    """With standard input at its end every command comes to an end by itself."""
    followup.write("mine.yaml", ruleset("mine", "balanced"))
    for args in [
        ("evaluate", "-"),
        ("ruleset", "check", "mine.yaml"),
        ("ruleset", "test", "mine.yaml"),
    ]:
        assert followup(*args).code in (0, 1, 2)
