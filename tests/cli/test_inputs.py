"""Where histories come from: files of every kind, directories, JSON Lines, standard input."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from followup.defaults import MAX_BYTES
from followup.text.characters import visible_lines
from tests.cli.running import ACME, DAY, ROOT, Followup, command
from tests.cli.samples import (
    CASES,
    HISTORY,
    HISTORY_YAML,
    MIXED_BAD_LINES,
    MIXED_GOOD,
    MIXED_JSONL,
    SILENT_YAML,
    record,
    ruleset,
)

AS_OF = ("--as-of", DAY)


def label(args: tuple[object, ...]) -> str:
    return " ".join("acme.yaml" if word is ACME else str(word) for word in args)


# -- one file


WHOLE = {
    "a.yaml": HISTORY_YAML.encode(),
    "a.yml": HISTORY_YAML.encode(),
    "bom.yaml": b"\xef\xbb\xbf" + HISTORY_YAML.encode(),
    "crlf.yaml": HISTORY_YAML.replace("\n", "\r\n").encode(),
    "no-newline.yaml": HISTORY_YAML.rstrip().encode(),
    "compact.json": json.dumps(HISTORY).encode(),
    "pretty.json": json.dumps(HISTORY, indent=2).encode(),
    "tabs.json": json.dumps(HISTORY, indent="\t").encode(),
    "tabs-in.yaml": json.dumps(HISTORY, indent="\t").encode(),
    "json-in.yaml": json.dumps(HISTORY, indent=2).encode(),
    "no-ending": HISTORY_YAML.encode(),
    "strange name ÄÖ%s{}.yaml": HISTORY_YAML.encode(),
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_same_history_in_another_form_is_the_same(followup: Followup, name: str) -> None:
    """Endings, line ends, a byte-order mark and JSON change nothing."""
    followup.write(name, WHOLE[name])
    followup.write("plain.yaml", HISTORY_YAML)
    found = followup("evaluate", name, "--json", *AS_OF)
    assert (found.code, found.err) == (0, "")
    assert found.data == followup("evaluate", "plain.yaml", "--json", *AS_OF).data


def test_the_case_is_named_after_the_file(followup: Followup) -> None:
    """Where the history names none: the file's name without its ending; for JSONL with the line."""
    text = HISTORY_YAML.replace("case: one\n", "")
    followup.write("sub/my-case.yaml", text)
    assert followup("evaluate", "sub/my-case.yaml", "--json", *AS_OF).data["case"] == "my-case"
    followup.write("many.jsonl", '{"events": []}\n\n{"events": []}\n')
    found = followup("evaluate", "many.jsonl", "--json", *AS_OF)
    assert [decision["case"] for decision in found.data] == ["many-1", "many-3"]


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.yaml": (b"", ":1:1: F006 "),
    "blank.yaml": (b"\n  \n\n", "F006 "),
    "comment.yaml": (b"# nothing but a comment\n", ":1:1: F006 "),
    "binary.yaml": (bytes(range(128, 256)) * 20, ":1:1: F002 the byte 0x80"),
    "zero.yaml": (b"case: a\0b\n", ":1: F002 "),
    "latin1.yaml": (b"case: caf\xe9\n", ":1:10: F002 the byte 0xe9"),
    "utf16.yaml": (HISTORY_YAML.encode("utf-16"), "F002 the file is UTF-16"),
    "utf16le.yaml": (HISTORY_YAML.encode("utf-16-le"), "F002 "),
    "large.yaml": (b"a" * 17 * 2**20, ": F009 the file is larger than 16 MiB"),
    "tab.yaml": (b"events:\n\t- a\n", ":2:1: F010 a tab"),
    "two.yaml": (b"events: []\n---\nevents: []\n", ":2:1: F005 "),
    "list.yaml": (b"- 1\n", ":1:1: F103 a list"),
    "word.yaml": (b"hello\n", ":1:1: F103 `hello`"),
    "null.yaml": (b"null\n", ":1:1: F103 nothing"),
    "no-events.yaml": (b"case: x\n", ":1:1: F102 the key `events` is missing"),
    "twice.yaml": (b"case: a\ncase: b\nevents: []\n", ":2:1: F004 the key `case`"),
    "deep.yaml": (b"[" * 100_000, ":1:61: F009 "),
    "deep.json": (b"[" * 100_000, "F009 "),
    "colon.yaml": (b"events: []\nnotes: a: b\n", ":2:9: F003 "),
    "quote.yaml": (b'events: []\nnotes: "open\n', "F003 "),
    "tag.yaml": (b"events: !!python/object:os.system []\n", ":1:9: F007 the tag"),
    "alias.yaml": (b"events: *none\n", ":1:9: F008 the alias `*none`"),
    "empty.json": (b"", "F012 "),
    "cut.json": (b'{"case": "a", ', "F012 "),
    "nan.json": (b'{"case": NaN, "events": []}', "F012 `NaN` is not JSON"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_reported_in_one_line(followup: Followup, name: str) -> None:
    """The exit code is 1, stdout stays empty, the line says where and what."""
    content, message = BROKEN[name]
    followup.write(name, content)
    found = followup("evaluate", name, *AS_OF)
    assert (found.code, found.out) == (1, "")
    assert len(found.problems) == 1
    assert found.err.startswith(f"{name}:")
    assert message in found.err


def test_a_missing_file_is_reported_with_the_nearest_name(followup: Followup) -> None:
    """A slip in the name is found; a missing directory is said."""
    followup.write("acme.yaml", HISTORY_YAML)
    for name, message in [
        ("acne.yaml", "acne.yaml: F001 there is no such file (did you mean `acme.yaml`?)"),
        ("zzzzzz.yaml", "zzzzzz.yaml: F001 there is no such file"),
        ("no/acme.yaml", "no/acme.yaml: F001 there is no such file (there is no directory `no`"),
        ("acme.yaml/x", "acme.yaml/x: F001 the file cannot be read"),
        ("a" * 300, "F001 the file cannot be read: file name too long"),
    ]:
        found = followup("evaluate", name, *AS_OF)
        assert (found.code, found.out) == (1, "")
        assert message in found.err


def test_an_empty_name_is_reported_as_such(followup: Followup) -> None:
    """An unset variable in a script ends up as an empty argument: the message has to say so."""
    found = followup("evaluate", "", *AS_OF)
    assert found.code in (1, 2)
    assert "<document>" not in found.err


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no permissions here")
@pytest.mark.parametrize("name", ["locked.yaml", "locked.jsonl", "locked"])
def test_what_may_not_be_read_is_reported(followup: Followup, name: str) -> None:
    """The permissions of a file, of JSON Lines or of a directory are named as the reason."""
    if os.getuid() == 0:
        pytest.skip("root may read everything")
    if name == "locked":
        (followup.directory / name).mkdir(mode=0)
    else:
        followup.write(name, HISTORY_YAML).chmod(0)
    found = followup("evaluate", name, *AS_OF)
    assert found.code in (1, 3)
    assert found.out == ""
    assert found.err.startswith(f"{name}: F001 ")


# -- what a history may say


WRONG: list[tuple[str, str, str, str]] = [
    ("event: application", "event: aplication", "F104", "did you mean `application`?"),
    ("event: application", "event: hired", "F104", "`application`, `posting`, `interview`"),
    ("event: application", "evnt: application", "F10", "event`"),
    ("via: portal", "via: pigeon", "F104", "`portal`"),
    ("via: portal", "salary: 3", "F101", "salary"),
    ("country: US", "country: XX", "F206", "no country code"),
    ("country: US", "country: us", "F206", "did you mean `US`?"),
    ("country: US", "country: Germany", "F206", "DE"),
    ("country: US", "country: US\nsubdivision: ZZ", "F206", "`ZZ`"),
    ("country: US", "subdivision: CA", "F206", "needs its `country`"),
    ("country: US", "timezone: Europe/Berln", "F205", "did you mean `Europe/Berlin`?"),
    ("country: US", "timezone: CET+1", "F205", "did you mean `CET`?"),
    ("country: US", "timezone: ../../etc/passwd", "F205", "such as `"),
    ("country: US", "contry: US", "F101", "did you mean `country`?"),
    ("country: US", "culture: cosy", "F104", "formal"),
    ("country: US", "vocabulary: job-serach", "F306", "`job-search`"),
    ("country: US", "vocabulary: invoice-reminders", "F306", "`invoice-reminders`"),
    ("country: US", "people: {boss: {name: Ann}}", "F", "boss"),
    ("country: US", "closures: [{from: 2026-12-24, to: 2026-12-01}]", "F209", "`from`"),
    ("via: portal", 'via: portal, time: "25:00"', "F202", "25:00"),
    (", event:", " event:", "F003", "`, event:`"),
    ("event: application", "event application", "F101", "write `event: application`"),
    ("date: 2026", "date:2026", "F101", "write `date: 2026-10-01`"),
    ("via: portal", "<<: {via: portal}", "F013", "write the keys"),
    ("via: portal", "note: hello, Dana", "F101", "quote the whole text"),
    ("country: US", "country:US", "F003", "a space after the colon"),
    ("country: US", "country US", "F003", "write `country: US`"),
]


@pytest.mark.parametrize(("old", "new", "code", "mend"), WRONG, ids=lambda value: str(value)[:32])
def test_a_wrong_word_is_reported_with_its_mend(
    followup: Followup, old: str, new: str, code: str, mend: str
) -> None:
    """One line names the place, what is wrong, and what may stand there."""
    followup.write("a.yaml", HISTORY_YAML.replace(old, new))
    found = followup("evaluate", "a.yaml", *AS_OF)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("a.yaml:")
    first = next(line for line in found.problems if f" {code}" in line)
    assert mend in first


def test_norway_is_a_country(followup: Followup) -> None:
    """`NO` is no falsehood, and `on` in a text is no truth."""
    followup.write("a.yaml", HISTORY_YAML.replace("US", "NO"))
    found = followup("evaluate", "a.yaml", "--json", *AS_OF)
    assert found.data["calendar"]["country"] == "NO"


def test_all_problems_of_a_file_are_reported_together(followup: Followup) -> None:
    """Words that mean nothing and keys that are missing, sorted by their places."""
    followup.write(
        "a.yaml",
        "contry: US\nevents:\n  - {date: 2026-10-01, event: aplication}\n"
        "  - {dat: 2026-10-01, event: pause}\n  - {date: 2026-10-01, event: received}\n",
    )
    found = followup("evaluate", "a.yaml", *AS_OF)
    places = [tuple(map(int, line.split(":")[1:3])) for line in found.problems]
    assert places == sorted(places)
    assert {line for line, _ in places} == {1, 3, 4, 5}


def test_wrong_values_are_reported_together_with_wrong_words(followup: Followup) -> None:
    """An impossible date does not wait until every typing slip is mended."""
    followup.write(
        "a.yaml",
        "country: XX\nevents:\n  - {date: 2026-02-30, event: application}\n"
        "  - {date: 2026-10-01, event: aplication}\n",
    )
    found = followup("evaluate", "a.yaml", *AS_OF)
    assert [line.split(":")[1] for line in found.problems] == ["1", "3", "4"]


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_places_in_json_are_as_exact_as_in_yaml(followup: Followup, name: str) -> None:
    """Line and column point at the value that is wrong."""
    wrong = {**HISTORY, "events": [{"date": "2026-10-01", "event": "aplication"}]}
    followup.write(name, json.dumps(wrong, indent=1))
    found = followup("evaluate", name, *AS_OF)
    assert found.err.startswith(f"{name}:7:13: F104 `aplication` ")


@pytest.mark.parametrize("role", ["\U0001f600", "a/b", "\u2028", "x" * 2000])
def test_places_in_json_do_not_hang_on_what_it_says(followup: Followup, role: str) -> None:
    """As `json.dumps` writes it: an emoji as two halves, everything on one line."""
    wrong = {"role": role, "events": [{"date": "2026-10-01", "event": "aplication"}]}
    text = json.dumps(wrong)
    followup.write("a.json", text)
    column = text.index('"aplication"') + 1
    found = followup("evaluate", "a.json", *AS_OF)
    assert found.err.startswith(f"a.json:1:{column}: F104 `aplication` ")


def test_a_doubled_key_in_json_is_reported_on_its_line(followup: Followup) -> None:
    """As in YAML, the line is that of the second key."""
    followup.write("a.json", '{"case": "a",\n "country": "US",\n "case": "b",\n "events": []}\n')
    found = followup("evaluate", "a.json", *AS_OF)
    assert found.err.startswith("a.json:3:")


# -- directories


def test_a_directory_stands_for_the_histories_in_it(followup: Followup) -> None:
    """Sorted by name; hidden files, other files and folders below are left alone."""
    followup.write("all/b.yaml", SILENT_YAML.replace("silent", "b"))
    followup.write("all/a.yml", SILENT_YAML.replace("silent", "a"))
    followup.write("all/c.json", '{"events": []}')
    followup.write("all/d.jsonl", '{"events": []}\n{"events": []}\n')
    followup.write("all/.hidden.yaml", "wrong")
    followup.write("all/readme.txt", "wrong")
    followup.write("all/below/e.yaml", SILENT_YAML)
    for name in ("all", "all/", str(followup.directory / "all")):
        found = followup("evaluate", name, "--json", *AS_OF)
        assert (found.code, found.err) == (0, "")
        assert [d["case"] for d in found.data] == ["a", "b", "c", "d-1", "d-2"]


def test_a_directory_of_one_history_is_still_a_batch(followup: Followup) -> None:
    """The form of the output does not hang on how many files there are today."""
    followup.write("all/a.yaml", SILENT_YAML)
    assert isinstance(followup("evaluate", "all", "--json", *AS_OF).data, list)
    assert followup("evaluate", "all", *AS_OF).out.startswith("1 case under ")


def test_bad_files_in_a_directory_do_not_stop_the_rest(followup: Followup) -> None:
    """Each is reported; the others are decided; the exit code is 3."""
    for name, (content, _) in BROKEN.items():
        if len(content) < 10_000:
            followup.write(f"all/{name}", content)
    followup.write("all/good.yaml", HISTORY_YAML)
    (followup.directory / "all" / "folder.yaml").mkdir()
    found = followup("evaluate", "all", "--json", *AS_OF)
    assert found.code == 3
    assert [decision["case"] for decision in found.data] == ["one"]
    names = {line.split(":")[0] for line in found.problems}
    expected = {f"all/{n}" for n, (content, _) in BROKEN.items() if len(content) < 10_000}
    assert names == expected | {"all/folder.yaml"}


@pytest.mark.parametrize("content", [None, "readme.txt"])
def test_a_directory_without_histories_is_reported(followup: Followup, content: str | None) -> None:
    """The message says how the name of a history ends."""
    (followup.directory / "all").mkdir()
    if content:
        followup.write(f"all/{content}", "hello")
    found = followup("evaluate", "all", *AS_OF)
    assert found.code in (1, 3)
    assert found.out == ""
    assert "all: F001 " in found.err
    assert ".yaml" in found.err


@pytest.mark.parametrize("name", ["empty", "missing.jsonl", "empty.jsonl"])
def test_when_nothing_loads_the_data_are_invalid(followup: Followup, name: str) -> None:
    """3 says that some records were rejected and the rest is done; here there is no rest."""
    (followup.directory / "empty").mkdir()
    followup.write("empty.jsonl", "\n\n")
    found = followup("evaluate", name, *AS_OF)
    assert found.out == ""
    assert found.code == 1


def test_the_same_file_twice_is_decided_twice(followup: Followup) -> None:
    """Nothing that was named is passed over."""
    found = followup("evaluate", ACME, ACME, "--json", *AS_OF)
    assert len(found.data) == 2


def test_several_files_are_decided_in_one_go(followup: Followup) -> None:
    """Files, directories and JSON Lines may be mixed."""
    followup.write("all/a.yaml", SILENT_YAML)
    followup.write("b.jsonl", record("b") + record("c"))
    found = followup("evaluate", "b.jsonl", "all", ACME, "--json", *AS_OF)
    assert [d["case"] for d in found.data] == ["b", "c", "silent", "acme-data-engineer"]


# -- JSON Lines


@pytest.mark.parametrize("form", ["--json", "--jsonl"])
def test_bad_records_are_reported_with_their_lines(followup: Followup, form: str) -> None:
    """The rest goes on, nothing is lost, and the exit code is 3."""
    followup.write("mixed.jsonl", MIXED_JSONL)
    found = followup("evaluate", "mixed.jsonl", form, *AS_OF)
    assert found.code == 3
    decided = found.data if form == "--json" else found.records
    assert tuple(decision["case"] for decision in decided) == MIXED_GOOD
    assert [int(line.split(":")[1]) for line in found.problems] == list(MIXED_BAD_LINES)
    assert "mixed.jsonl:2:events[0].event: F104 `aplication`" in found.err
    assert "(did you mean `application`?)" in found.err
    assert "mixed.jsonl:4:1: F012 " in found.err
    assert "mixed.jsonl:5:events[0].date: F201 `2026-02-30`" in found.err
    assert "mixed.jsonl:7:15: F004 the key `case`" in found.err
    assert "mixed.jsonl:10:11: F002 the byte 0xff" in found.err


def test_json_lines_may_end_as_they_like(followup: Followup) -> None:
    """Windows line ends, no last line end, the ending `.ndjson`."""
    for name, text in [
        ("a.jsonl", record("a") + record("b")),
        ("b.jsonl", (record("a") + record("b")).rstrip()),
        ("c.jsonl", (record("a") + record("b")).replace("\n", "\r\n")),
        ("d.ndjson", record("a") + "\n\n" + record("b")),
        ("e.jsonl", record("a") + record("b", role="a\u2028b\x85c")),
    ]:
        followup.write(name, text)
        found = followup("evaluate", name, "--json", *AS_OF)
        assert (found.code, found.err) == (0, "")
        assert [decision["case"] for decision in found.data] == ["a", "b"]


def test_utf16_json_lines_are_reported_once(followup: Followup) -> None:
    """The encoding is one mistake, however many lines it spoils."""
    followup.write("a.jsonl", (record("a") * 20).encode("utf-16"))
    found = followup("evaluate", "a.jsonl", *AS_OF)
    assert "UTF-16" in found.err
    assert len(found.problems) == 1


LONG_LINES = [
    pytest.param(b'{"case": "' + b"x" * MAX_BYTES + b'"}\n', id="a record"),
    pytest.param(b" " * (MAX_BYTES + 1) + record("late").encode(), id="blanks before a record"),
    pytest.param(b"x" * (3 * MAX_BYTES) + b"\r\n", id="no record at all"),
]


@pytest.mark.parametrize("line", LONG_LINES)
@pytest.mark.parametrize("piped", [False, True], ids=["file", "stdin"])
def test_a_line_that_is_too_long_is_one_bad_record(
    followup: Followup, line: bytes, piped: bool
) -> None:
    """It is told with its line, and what follows is read."""
    lines = record("a").encode() + b"\n" + line + record("b").encode()
    followup.write("many.jsonl", lines)
    name = "-" if piped else "many.jsonl"
    found = followup("evaluate", name, "--jsonl", *AS_OF, stdin=lines)
    assert [decision["case"] for decision in found.records] == ["a", "b"]
    assert found.code == 3
    place = "<stdin>" if piped else "many.jsonl"
    assert found.err == f"{place}:3: F009 the line is longer than 16 MiB\n"


@pytest.mark.parametrize("before", [b"", b"\n\n"], ids=["first", "after empty lines"])
def test_a_first_line_that_is_too_long_hides_nothing_on_standard_input(
    followup: Followup, before: bytes
) -> None:
    """A record that is too long is still a record, and the next ones are read."""
    lines = before + b'{"case": "' + b"x" * MAX_BYTES + b'"}\n' + record("b").encode()
    found = followup("evaluate", "-", "--jsonl", *AS_OF, stdin=lines)
    assert [decision["case"] for decision in found.records] == ["b"]
    assert found.err == f"<stdin>:{len(before) + 1}: F009 the line is longer than 16 MiB\n"


def test_a_line_may_be_as_long_as_a_document(followup: Followup) -> None:
    """The bound of a line is that of a file."""
    line = record("a").encode().rstrip()
    followup.write("many.jsonl", line + b" " * (MAX_BYTES - len(line)))
    assert followup("evaluate", "many.jsonl", *AS_OF, "--jsonl").code == 0


@pytest.mark.parametrize("piped", [False, True], ids=["file", "stdin"])
def test_a_line_without_end_takes_bounded_memory(followup: Followup, piped: bool) -> None:
    """Half a gigabyte of zero bytes, as a file with a hole has them, is read piece by piece."""
    resource = pytest.importorskip("resource")
    half = 2**29
    path = followup.write("many.jsonl", record("a"))
    with path.open("r+b") as file:
        file.truncate(half)
    with path.open("rb") as stdin:
        options: dict[str, Any] = {"stdin": stdin} if piped else {}
        with followup.start(
            *("evaluate", "-" if piped else path.name, "--jsonl", *AS_OF),
            **options,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (half, half)),
        ) as running:
            out, err = running.communicate(timeout=60)
    assert len(out.splitlines()) == 1
    assert err.endswith(b":2: F009 the line is longer than 16 MiB\n")
    assert running.returncode == 3


# -- standard input


STREAMS = {
    "yaml": (HISTORY_YAML, ["one"]),
    "compact json": (json.dumps(HISTORY), ["one"]),
    "pretty json": (json.dumps(HISTORY, indent=2), ["one"]),
    "one line": (record("a"), ["a"]),
    "lines": (record("a") + record("b"), ["a", "b"]),
    "lines with gaps": ("\n" + record("a") + "\n\n" + record("b"), ["a", "b"]),
    "json with an emoji": (json.dumps({**HISTORY, "role": "\U0001f600"}, indent=2), ["one"]),
    "json with tabs": (json.dumps(HISTORY, indent="\t"), ["one"]),
}


@pytest.mark.parametrize("stream", STREAMS)
def test_standard_input_may_be_yaml_json_or_json_lines(followup: Followup, stream: str) -> None:
    """The form is told from the text."""
    text, cases = STREAMS[stream]
    found = followup("evaluate", "-", "--jsonl", *AS_OF, stdin=text)
    assert (found.code, found.err) == (0, "")
    assert [decision["case"] for decision in found.records] == cases


def test_standard_input_is_decided_as_the_file_is(followup: Followup) -> None:
    """Through the real streams of a process, the text is that of the file."""
    piped = followup.process("evaluate", "-", *AS_OF, stdin=ACME.read_bytes())
    assert piped == followup.process("evaluate", ACME, *AS_OF)


def test_bad_records_from_standard_input_are_reported_with_their_lines(
    followup: Followup,
) -> None:
    """The rest goes on; the place is `<stdin>`."""
    lines = b"".join(line for line in MIXED_JSONL.splitlines(True) if b"\xff" not in line)
    found = followup.process("evaluate", "-", "--jsonl", *AS_OF, stdin=lines)
    assert found.code == 3
    assert [decision["case"] for decision in found.records] == ["good", "<stdin>-8", "last"]
    assert found.err.startswith("<stdin>:2:events[0].event: F104 `aplication`")


@pytest.mark.parametrize(
    ("lines", "cases"),
    [
        pytest.param(MIXED_JSONL, 3, id="a byte that is not UTF-8"),
        pytest.param((record("a", role="x\u2028y") + record("b")).encode(), 2, id="U+2028"),
        pytest.param((record("a", role="x\x85y") + record("b")).encode(), 2, id="U+0085"),
        pytest.param(
            (record("a") + record("b")).replace("{", "{ ").encode(), 2, id="a space after {"
        ),
        pytest.param(("oops\n" + record("a") + record("b")).encode(), 2, id="bad first line"),
    ],
)
def test_json_lines_from_standard_input_are_read_as_from_a_file(
    followup: Followup, lines: bytes, cases: int
) -> None:
    """One bad record does not hide the others, wherever the lines come from."""
    followup.write("many.jsonl", lines)
    by_name = followup("evaluate", "many.jsonl", "--jsonl", *AS_OF)
    assert len(by_name.records) == cases
    piped = followup("evaluate", "-", "--jsonl", *AS_OF, stdin=lines)
    assert piped.code == by_name.code
    assert len(piped.records) == cases


@pytest.mark.parametrize(
    "name", ["empty.yaml", "comment.yaml", "binary.yaml", "utf16.yaml", "large.yaml", "two.yaml"]
)
def test_broken_standard_input_is_reported_as_a_file_is(followup: Followup, name: str) -> None:
    """The message is that of the file, the place is `<stdin>`."""
    content, message = BROKEN[name]
    found = followup("evaluate", "-", *AS_OF, stdin=content)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("<stdin>")
    assert message in found.err


def test_standard_input_stands_among_files(followup: Followup) -> None:
    """`-` is one of the arguments; a second one finds nothing left."""
    found = followup("evaluate", "-", ACME, "--jsonl", *AS_OF, stdin=HISTORY_YAML)
    assert [decision["case"] for decision in found.records] == ["one", "acme-data-engineer"]
    again = followup("evaluate", "-", "-", "--jsonl", *AS_OF, stdin=HISTORY_YAML)
    assert again.code == 3
    assert len(again.records) == 1


# -- pipes and devices


POSIX = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")


@POSIX
@pytest.mark.parametrize("name", ["x.yaml", "x.json", "x.jsonl"])
def test_a_pipe_in_a_directory_is_reported_and_not_waited_for(
    followup: Followup, name: str
) -> None:
    """Nobody named it, and nobody may ever write into it."""
    followup.write("all/a.yaml", SILENT_YAML)
    os.mkfifo(followup.directory / "all" / name)
    found = followup.process("evaluate", "all", "--json", *AS_OF)
    assert found.code == 3
    assert found.err == f"all/{name}: F001 this is a pipe or a device, not a file\n"
    assert [decision["case"] for decision in found.data] == ["silent"]


@POSIX
@pytest.mark.parametrize(
    "name", ["mine.yaml", "mine.cases.yaml", "vocabulary.yaml", "topics.yaml", "sources/s.yaml"]
)
def test_a_pipe_among_rulesets_is_not_waited_for(followup: Followup, name: str) -> None:
    """Whatever a check or a test looks for, it reports what is no file, or finds none."""
    path = followup.directory / "rules" / name
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    followup.write("rules/other.yaml", ruleset("other", "./mine.yaml"))
    followup.write("rules/other.cases.yaml", CASES.replace("mine", "other"))
    for args in [
        ("ruleset", "check", "rules"),
        ("ruleset", "test", "rules"),
        ("ruleset", "check", path),
        ("ruleset", "test", path),
        ("ruleset", "show", path),
        ("ruleset", "disagreements", "-r", path, "-r", "balanced"),
        ("evaluate", ACME, *AS_OF, "-r", path),
        ("schema", "history", "--vocabulary", path),
        ("draft", ACME, *AS_OF, "--templates", path),
    ]:
        signal.alarm(20)  # ends this process if it waits
        assert followup(*args).code in (1, 2)
        signal.alarm(0)


@POSIX
def test_a_file_that_became_a_pipe_is_not_waited_for(followup: Followup) -> None:
    """Nor where a ruleset was kept that had been built from it."""
    path = followup.write("rules/mine.yaml", ruleset("mine", "balanced"))
    args = ("evaluate", ACME, *AS_OF, "-r", path)
    assert followup.process(*args).code == 0
    path.unlink()
    os.mkfifo(path)
    assert "a pipe or a device" in followup.process(*args).err


@POSIX
def test_a_pipe_that_is_named_is_read(followup: Followup) -> None:
    """As a shell names one for `<(command)`, for a history and for a ruleset."""
    if not shutil.which("bash"):
        pytest.skip("only some shells have process substitution")
    followup.write("a.yaml", HISTORY_YAML)
    followup.write("lines.jsonl", record("a") + record("b"))
    for number in ("1", "2"):
        text = ruleset("mine", "balanced").replace("1.0.0", f"1.0.{number}")
        followup.write("mine.yaml", text)
        line = (
            f"{shlex.join(command('evaluate', '--jsonl', *AS_OF))} -r <(cat mine.yaml) "
            "<(cat a.yaml) - < <(cat lines.jsonl)"
        )
        found = subprocess.run(
            ["bash", "-c", line],
            env=followup.environment(),
            cwd=followup.directory,
            capture_output=True,
            check=False,
        )
        assert found.stderr == b""
        decisions = [json.loads(line) for line in found.stdout.splitlines()]
        assert [decision["case"] for decision in decisions] == ["one", "a", "b"]
        assert {d["ruleset"]["version"] for d in decisions} == {f"1.0.{number}"}


# -- names that are not UTF-8


BYTES = "n\udcff"
"""A name as Python has it of bytes that are no UTF-8."""


@pytest.fixture
def odd(tmp_path: Path, session_cache: Path) -> Followup:
    """The command in a directory whose name is not UTF-8."""
    directory = tmp_path / BYTES
    try:
        directory.mkdir()
    except (OSError, ValueError):
        pytest.skip("names are UTF-8 here")
    return Followup(directory, str(session_cache))


def test_a_name_that_is_not_utf8_is_a_name(odd: Followup) -> None:
    """Every command takes it, for a file, a directory and the place where it runs."""
    odd.write(f"{BYTES}.yaml", ruleset("mine", "balanced"))
    odd.write("mine.yaml", ruleset("mine", "balanced"))
    odd.write(f"{BYTES}.cases.yaml", CASES)
    odd.write(f"all/{BYTES}.yaml", HISTORY_YAML.replace("case: one\n", ""))
    odd.write(f"all/{BYTES}.jsonl", '{"events": []}\n')
    odd.write(f"all/{BYTES}.json", "{}")
    mine, history = f"{BYTES}.yaml", f"all/{BYTES}.yaml"
    for args, code in [
        (("evaluate", history, *AS_OF, "-r", mine), 0),
        (("evaluate", history, *AS_OF, "-r", mine), 0),  # as it was kept
        (("evaluate", history, *AS_OF, "-r", odd.directory / mine, "--json"), 0),
        (("evaluate", "all", *AS_OF, "--json"), 3),
        (("evaluate", odd.directory / "all", *AS_OF), 3),
        (("evaluate", f"no{BYTES}", *AS_OF), 1),
        (("why", history, *AS_OF, "-r", mine), 0),
        (("plan", history, *AS_OF, "-r", mine), 0),
        (("plan", history, *AS_OF, "--svg"), 0),
        (("compare", history, *AS_OF, "-r", mine, "-r", "balanced"), 0),
        (("draft", history, *AS_OF, "-o", f"{BYTES}.txt", "--force"), 0),
        (("draft", history, *AS_OF, "-o", f"{BYTES}.txt"), 2),
        (("draft", history, *AS_OF, "--json"), 0),
        (("draft", history, *AS_OF, "--templates", BYTES), 1),
        (("ruleset", "check", mine, "."), 0),
        (("ruleset", "check", mine, "--format", "json"), 0),
        (("ruleset", "test", mine), 1),
        (("ruleset", "show", mine), 0),
        (("ruleset", "show", mine, "--flat"), 0),
        (("ruleset", "show", mine, "--format", "markdown"), 0),
        (("ruleset", "show", BYTES), 2),
        (("ruleset", "sources", mine), 0),
        (("ruleset", "disagreements", "-r", mine, "-r", "balanced"), 0),
        (("schema", "history", "--vocabulary", f"./{mine}"), 1),
        (("when", BYTES), 1),
        ((BYTES,), 2),
    ]:
        found = odd(*args)
        assert found.code == code, (args, found)
        if "--json" in args:
            found.out.encode()
            assert found.data
    assert odd.process("evaluate", history, *AS_OF, "-r", mine).code == 0


# -- long words


@pytest.mark.parametrize(
    "args",
    [
        ("evaluate", "LONG"),
        ("evaluate", ACME, "-r", "LONG"),
        ("evaluate", ACME, "-r", "./LONG.yaml"),
        ("evaluate", ACME, "--as-of", "LONG"),
        ("evaluate", ACME, "--LONG"),
        ("draft", ACME, *AS_OF, "--action", "LONG"),
        ("draft", ACME, *AS_OF, "--to", "LONG"),
        ("draft", ACME, *AS_OF, "--tone", "LONG"),
        ("draft", ACME, *AS_OF, "--set", "LONG"),
        ("draft", ACME, *AS_OF, "--set", "LONG=LONG"),
        ("draft", ACME, *AS_OF, "--name", "LONG\nx", "--format", "eml"),
        ("draft", ACME, *AS_OF, "--from", "LONG"),
        ("draft", ACME, *AS_OF, "--templates", "LONG"),
        ("draft", ACME, *AS_OF, "-o", "LONG"),
        ("when", "LONG"),
        ("when", "3 days after LONG"),
        ("when", "2026-03-02", "--country", "LONG"),
        ("when", "2026-03-02", "--closure", "LONG"),
        ("ruleset", "check", "LONG"),
        ("ruleset", "test", "./LONG"),
        ("ruleset", "disagreements", "-t", "LONG"),
        ("schema", "LONG"),
        ("schema", "history", "--vocabulary", "LONG"),
        ("completion", "LONG"),
        ("LONG",),
    ],
    ids=label,
)
def test_a_long_word_is_not_echoed_whole(followup: Followup, args: tuple[object, ...]) -> None:
    """Whatever is typed, the message about it can be read."""
    found = followup(*(str(arg).replace("LONG", "x" * 100_000) for arg in args))
    assert found.code in (1, 2)
    assert 0 < len(found.err) < 8_000


# -- what a text may hide


@pytest.mark.parametrize("files", [1, 2])
def test_control_characters_do_not_reach_the_output(followup: Followup, files: int) -> None:
    """A history that somebody else wrote cannot colour, move or clear what is shown."""
    followup.write(
        "a.yaml",
        'case: "\\e[31mred\\nrow"\ncountry: US\npeople: {recruiter: {name: "\\e[2JEve\\n"}}\n'
        "events:\n  - {date: 2026-10-01, event: interview, with: [recruiter]}\n",
    )
    found = followup("evaluate", *["a.yaml"] * files, *AS_OF)
    assert found.code == 0
    assert "\x1b" not in found.out
    if files == 2:
        assert len(found.out.splitlines()) == 5


def test_control_characters_do_not_reach_the_messages(followup: Followup) -> None:
    """Nor what is said about it."""
    followup.write("a.yaml", 'events: [{date: 2026-10-01, event: "\\e[31mEve"}]\n')
    found = followup("evaluate", "a.yaml", *AS_OF)
    assert found.code == 1
    assert "\x1b" not in found.err


HIDING = """\
case: "moc\\u202Eessob"
country: US
employer: "Ac\\u2066me\\u200B"
people: {recruiter: {name: "Da\\u202Ena \\x9B31mLee"}}
events:
  - {date: 2026-10-13, event: interview, with: [recruiter]}
  - {date: 2026-10-13, event: timeline, said-by: recruiter, by: 2026-10-20}
"""
HIDING_RULES = ruleset("own", "balanced", gap="9 days").replace(
    "The ruleset own", '"a\\x85b \\u202Ec\\x9B31m \\U000E0041"'
)


@pytest.mark.parametrize(
    "args",
    [
        ("evaluate", "a.yaml"),
        ("evaluate", "a.yaml", "a.yaml"),
        ("evaluate", "a.yaml", "--json", "--trace"),
        ("evaluate", "a.yaml", "--jsonl"),
        ("why", "a.yaml"),
        ("why", "a.yaml", "--json"),
        ("plan", "a.yaml"),
        ("plan", "a.yaml", "--json"),
        ("plan", "a.yaml", "--svg"),
        ("compare", "a.yaml", "-r", "balanced", "-r", "own.yaml"),
        ("compare", "a.yaml", "-r", "balanced", "-r", "own.yaml", "--json"),
        ("ruleset", "show", "own.yaml"),
        ("ruleset", "show", "own.yaml", "--flat"),
        ("ruleset", "show", "own.yaml", "--format", "markdown"),
        ("ruleset", "sources", "own.yaml", "--json"),
    ],
    ids=lambda args: " ".join(args),
)
def test_what_nobody_sees_does_not_reach_the_output(
    followup: Followup, args: tuple[str, ...]
) -> None:
    """Signs of direction and controls of eight bits are written out, in every form."""
    followup.write("a.yaml", HIDING)
    followup.write("own.yaml", HIDING_RULES)
    found = followup(*args, *(AS_OF if "a.yaml" in args else ()))
    assert (found.code, found.err) == (0, "")
    assert visible_lines(found.out) == found.out
    if "--json" in args and "a.yaml" in args:
        assert "moc\u202eessob" in json.dumps(found.data, ensure_ascii=False)


def test_a_flat_ruleset_says_what_it_said(followup: Followup) -> None:
    """What is written out there is read as what it was."""
    followup.write("own.yaml", HIDING_RULES)
    flat = followup("ruleset", "show", "own.yaml", "--flat").out
    assert 'title: "a\\x85b \\u202ec\\x9b31m \\U000e0041"' in flat
    followup.write("flat.yaml", flat)
    titles = [
        followup("ruleset", "show", name, "--format", "markdown").out.splitlines()[0]
        for name in ("own.yaml", "flat.yaml")
    ]
    assert titles[0] == titles[1]


def test_what_nobody_sees_does_not_reach_a_message(followup: Followup) -> None:
    """Nor what is said about a file whose name, keys or words hide something."""
    name = "a\u202e\x9b.yaml"
    followup.write(name, 'events: [{date: 2026-10-01, event: "E\\u202Eve", "\\x9B\\u200B": 1}]\n')
    for args in [(name,), (name, "-r", f"{name[:-5]}"), (f"{name}x",), (name, f"--{name}")]:
        found = followup("evaluate", *args, *AS_OF)
        assert found.code in (1, 2)
        assert visible_lines(found.err) == found.err
    found = followup("ruleset", "check", name, "--format", "json")
    assert visible_lines(found.out) == found.out
    assert {problem["file"] for problem in found.data} == {name}


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u00ad", "\u200d"]
)
@pytest.mark.parametrize("detail", ["email", "phone", "linkedin"])
def test_an_address_has_nothing_that_is_not_seen(
    followup: Followup, detail: str, sign: str
) -> None:
    """An address that is shown is the one that is written; joiners belong to names only."""
    people = {"recruiter": {"name": "D\u200dana", detail: f"moc.live@ssob{sign}"}}
    followup.write("a.json", json.dumps({**HISTORY, "people": people}))
    found = followup("evaluate", "a.json", *AS_OF)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("a.json:1:")
    assert "F107 `moc.live@ssob" in found.err
    assert "every character can be seen" in found.err
    people["recruiter"][detail] = "boss@evil.com"
    followup.write("a.json", json.dumps({**HISTORY, "people": people}))
    assert followup("evaluate", "a.json", *AS_OF).code == 0


@pytest.mark.parametrize("form", ["--json", "--jsonl"])
def test_half_a_surrogate_pair_does_not_end_in_a_traceback(followup: Followup, form: str) -> None:
    r"""JSON can say `\ud800`, which is no character: it is reported or escaped."""
    followup.write("a.json", '{"case": "\\ud800", "country": "US", "events": []}')
    found = followup("evaluate", "a.json", form, *AS_OF)
    assert found.code in (0, 1)


# -- where the command runs


def test_the_working_directory_changes_nothing(followup: Followup, tmp_path: Path) -> None:
    """The same file by an absolute and by a relative path, from wherever."""
    elsewhere = tmp_path / "else" / "where"
    elsewhere.mkdir(parents=True)
    history = followup.write("a.yaml", HISTORY_YAML)
    here = followup("evaluate", "a.yaml", "--json", *AS_OF)
    assert here.code == 0
    assert followup("evaluate", history, "--json", *AS_OF, cwd=elsewhere) == here
    assert followup("evaluate", "../../a.yaml", "--json", *AS_OF, cwd=elsewhere) == here
    assert followup("evaluate", history, "--json", *AS_OF, cwd=ROOT / "docs") == here


def test_a_directory_may_hold_other_documents(followup: Followup) -> None:
    """What a document is stands in it: rulesets and the rest are passed over, whatever their name.

    A history that also has a key of theirs is told, lest a case should be missed.
    """
    followup.write("all/acme.yaml", HISTORY_YAML)
    followup.write("all/rules.yaml", ruleset("mine", "balanced"))
    followup.write("all/checks.yml", CASES)
    words = ROOT / "rulesets" / "job-search" / "vocabulary.yaml"
    followup.write("all/words.yaml", words.read_bytes())
    followup.write("all/more-words.yaml", "vocabulary: mine\nextends: job-search\nevents: {}\n")
    listed = followup("evaluate", "all", "--as-of", DAY, "--json")
    assert (listed.code, listed.err) == (0, "")
    assert [one["case"] for one in listed.data] == ["one"]
    followup.write("all/both.yaml", "ruleset: balanced\n" + HISTORY_YAML)
    both = followup("evaluate", "all", "--as-of", DAY, "--json")
    assert both.code == 3
    assert "both.yaml:1:1: F306" in both.err
    followup.write("none/rules.yaml", ruleset("mine", "balanced"))
    assert "no history in this directory" in followup("evaluate", "none", "--as-of", DAY).err
