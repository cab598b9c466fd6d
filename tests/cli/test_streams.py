"""Streams: what goes where, plain or coloured, and how the command ends when it is cut off."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from followup.forms.encodings import spelled
from tests.cli.running import ACME, DAY, LONGEST, Followup, command, plain
from tests.cli.samples import HISTORY_YAML, record, ruleset

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
    args = ("-r", "conservative", "-r", "persistent")
    found = followup.process("compare", ACME, *args, *AS_OF, env={"COLUMNS": "40"})
    assert len(found.out.splitlines()) == 4
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
@pytest.mark.parametrize("columns", [60, 100])
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
    "args", [("evaluate", ACME, *AS_OF), ("ruleset", "show", "balanced")], ids=label
)
def test_a_full_disk_is_reported(followup: Followup, args: tuple[object, ...]) -> None:
    """What could not be written is said in one line, and the exit code is not 0."""
    with open("/dev/full", "wb") as full:
        found = followup.process(*args, stdout=full)
    assert found.code not in (0, 120)
    assert len(found.err.splitlines()) == 1


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
