"""What is kept between runs, and everything that may have happened to it in between."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import ACME, DAY, Followup, Outcome, command
from tests.cli.samples import ruleset

QUESTION = ("evaluate", ACME, "--as-of", DAY, "--json")
needs_permissions = pytest.mark.skipif(
    not hasattr(os, "getuid"), reason="there are no permissions here"
)


def files(fresh: Followup, kind: str = "") -> list[Path]:
    """Return the files of a kind that are kept: rulesets, holidays, findings."""
    return sorted(Path(fresh.cache, "kept").glob(f"{kind}*"))


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A cache that one run has filled, and the answer of that run."""
    directory = tmp_path_factory.mktemp("filled")
    first = Followup(directory, str(directory / "cache"))
    found = first(*QUESTION)
    assert (found.code, found.err) == (0, "")
    assert files(first, "ruleset-")
    assert files(first, "holidays-")
    assert files(first, "sound-history-")
    return Path(first.cache), found


@pytest.fixture
def answer(fresh: Followup, filled: tuple[Path, Outcome]) -> Outcome:
    """The right answer, after which the cache is filled."""
    shutil.copytree(filled[0], fresh.cache)
    return filled[1]


def test_the_second_run_answers_as_the_first(fresh: Followup, answer: Outcome) -> None:
    """What is kept changes nothing but the time."""
    for path in files(fresh):
        os.utime(path, (0, 0))
    assert fresh(*QUESTION) == answer
    assert fresh.process(*QUESTION) == answer
    assert {path.stat().st_mtime for path in files(fresh)} == {0}


@pytest.mark.parametrize("word", ["off", "OFF", "no", "0", ""])
def test_the_cache_can_be_switched_off(fresh: Followup, answer: Outcome, word: str) -> None:
    """Then nothing is read or written; the answer is the same."""
    shutil.rmtree(fresh.cache)
    found = fresh(*QUESTION, env={"FOLLOWUP_CACHE": word})
    assert found == answer
    assert not Path(fresh.cache).exists()
    assert list(fresh.directory.iterdir()) == []


def test_the_cache_lies_in_the_users_cache_directory(fresh: Followup, answer: Outcome) -> None:
    """Where no other is named; an unusable home is no error."""
    home = fresh.directory / "home"
    for env in [
        {"XDG_CACHE_HOME": str(home), "HOME": str(home)},
        {"XDG_CACHE_HOME": "/proc/nowhere", "HOME": "/proc/nowhere"},
    ]:
        own = fresh.environment(env)
        del own["FOLLOWUP_CACHE"]
        found = subprocess.run(command(*QUESTION), env=own, capture_output=True, check=False)
        assert (found.returncode, found.stdout.decode()) == (0, answer.out)
    if sys.platform == "linux":
        assert (home / "followup" / "kept").is_dir()


GARBAGE: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda content: content[: len(content) // 2],
    "one byte short": lambda content: content[:-1],
    "empty": lambda content: b"",
    "garbage": lambda content: b"\x80\x05garbage" * 100,
    "text": lambda content: b"hello\n",
    "a pickle": lambda content: pickle.dumps(([1, 2, 3], 42)),
    "a flipped byte": lambda content: content[:50] + bytes([content[50] ^ 255]) + content[51:],
}


@pytest.mark.parametrize("what", GARBAGE)
def test_what_is_spoiled_is_made_anew(fresh: Followup, answer: Outcome, what: str) -> None:
    """Whatever stands in the kept files, the answer is right and the files are mended."""
    long = [path for path in files(fresh) if path.stat().st_size > 50]
    for path in long:
        path.write_bytes(GARBAGE[what](path.read_bytes()))
    spoiled = {path: path.read_bytes() for path in long}
    assert fresh(*QUESTION) == answer
    assert all(path.read_bytes() != spoiled[path] for path in long)
    assert fresh(*QUESTION) == answer


def test_an_empty_file_is_no_finding(fresh: Followup) -> None:
    """A broken document is not sound because a file says so that anything could have made."""
    fresh.write("mine.yaml", ruleset("mine", "balanced"))
    assert fresh("ruleset", "check", "mine.yaml").code == 0
    for path in files(fresh):
        path.write_bytes(b"")
    fresh.write("broken.yaml", ruleset("broken", "balanced", gap="3 weaks"))
    assert fresh("ruleset", "check", "broken.yaml").code == 1
    assert fresh("ruleset", "check", "mine.yaml").code == 0


@pytest.mark.parametrize("where", ["", "kept"])
def test_a_file_in_the_place_of_a_directory_is_no_error(
    fresh: Followup, answer: Outcome, where: str
) -> None:
    """Then nothing is kept there."""
    path = Path(fresh.cache, where)
    shutil.rmtree(path)
    path.write_text("in the way")
    assert fresh(*QUESTION) == answer
    assert path.read_text() == "in the way"


@pytest.mark.parametrize("kind", ["ruleset-", "holidays-", "sound-history-", ""])
def test_what_is_missing_is_made_anew(fresh: Followup, answer: Outcome, kind: str) -> None:
    """Anything in the cache may be deleted at any time."""
    for path in files(fresh, kind):
        path.unlink()
    assert fresh(*QUESTION) == answer


@needs_permissions
def test_a_read_only_cache_is_read_only(fresh: Followup, answer: Outcome) -> None:
    """What it holds is used, what it lacks is no error."""
    if os.getuid() == 0:
        pytest.skip("root may write everywhere")
    folders = [Path(fresh.cache), *(p for p in Path(fresh.cache).iterdir() if p.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        assert fresh(*QUESTION) == answer
        assert fresh(*QUESTION, "-r", "persistent").code == 0
    finally:
        for folder in folders:
            folder.chmod(0o700)


@pytest.mark.parametrize("place", ["/proc/nowhere", "/dev/null", "/dev/null/below", "{acme}/below"])
def test_a_cache_that_cannot_be_written_is_no_error(
    fresh: Followup, answer: Outcome, place: str
) -> None:
    """Not even where nothing can ever be made."""
    found = fresh(*QUESTION, env={"FOLLOWUP_CACHE": place.format(acme=ACME)})
    assert found == answer


# -- what must not be trusted


@needs_permissions
@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_a_cache_that_others_may_write_to_is_not_trusted(
    fresh: Followup, answer: Outcome, mode: int
) -> None:
    """What somebody else may have put there changes no answer."""
    fresh(*QUESTION, "-r", "persistent")
    one, other = files(fresh, "ruleset-")
    for path in (one, other):  # a whole file, in the place of another
        path.write_bytes((other if path is one else one).read_bytes())
    Path(fresh.cache, "kept").chmod(mode)
    assert fresh(*QUESTION) == answer


@needs_permissions
def test_what_is_kept_is_the_users_own(fresh: Followup, answer: Outcome) -> None:
    """Nobody else may write to what the command makes."""
    for path in [Path(fresh.cache), *Path(fresh.cache).rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0


# -- what changes what is kept


def opens(fresh: Followup, name: str, cwd: Path | None = None) -> str:
    found = fresh(*QUESTION, "-r", name, cwd=cwd)
    assert (found.code, found.err) == (0, "")
    return str(found.data["actions"][0]["opens"])


def test_a_changed_ruleset_is_noticed(fresh: Followup) -> None:
    """Also when size and time of the file stay as they were."""
    path = fresh.write("mine.yaml", ruleset("mine", "balanced", wait_past_deadline="8 days"))
    os.utime(path, (1, 1))
    assert opens(fresh, "mine.yaml") == "2026-10-28"
    fresh.write("mine.yaml", ruleset("mine", "balanced", wait_past_deadline="9 days"))
    os.utime(path, (1, 1))
    assert opens(fresh, "mine.yaml") == "2026-10-29"


def test_a_changed_parent_is_noticed(fresh: Followup) -> None:
    """A kept child rests on every file that it builds on."""
    fresh.write("eldest.yaml", ruleset("eldest", "balanced", wait_past_deadline="8 days"))
    fresh.write("parent.yaml", ruleset("parent", "eldest"))
    fresh.write("child.yaml", ruleset("child", "parent"))
    for _ in range(2):
        assert opens(fresh, "child.yaml") == "2026-10-28"
    fresh.write("eldest.yaml", ruleset("eldest", "balanced", wait_past_deadline="9 days"))
    assert opens(fresh, "child.yaml") == "2026-10-29"
    (fresh.directory / "eldest.yaml").unlink()
    found = fresh(*QUESTION, "-r", "child.yaml")
    assert found.code == 1
    assert found.err.startswith("parent.yaml:4:10: F306 ")


def test_a_parent_that_breaks_is_noticed(fresh: Followup) -> None:
    """A mistake in a parent is reported in the parent, kept child or not."""
    fresh.write("parent.yaml", ruleset("parent", "balanced"))
    fresh.write("child.yaml", ruleset("child", "parent"))
    assert fresh(*QUESTION, "-r", "child.yaml").code == 0
    fresh.write("parent.yaml", ruleset("parent", "balanced", gap="3 weaks"))
    found = fresh(*QUESTION, "-r", "child.yaml")
    assert found.code == 1
    assert found.err.startswith("parent.yaml:6:")


def test_a_new_sibling_that_shadows_a_shipped_parent_is_noticed(fresh: Followup) -> None:
    """A file that was not there when the child was kept changes it once it is there."""
    fresh.write("child.yaml", ruleset("child", "conservative"))
    shipped = opens(fresh, "child.yaml")
    assert shipped == opens(fresh, "child.yaml") != "2026-10-29"
    sibling = fresh.write(
        "conservative.yaml", ruleset("conservative", "balanced", wait_past_deadline="9 days")
    )
    assert opens(fresh, "child.yaml") == "2026-10-29"
    sibling.unlink()
    assert opens(fresh, "child.yaml") == shipped


def test_a_new_vocabulary_beside_a_ruleset_is_noticed(fresh: Followup) -> None:
    """A vocabulary in the same directory goes before the shipped one."""
    shipped = Path(ACME).parents[1] / "rulesets" / "job-search"
    fresh.write("child.yaml", ruleset("child", "balanced") + "vocabulary: job-search\n")
    first = fresh(*QUESTION, "-r", "child.yaml").data
    text = (shipped / "vocabulary.yaml").read_text(encoding="utf-8")
    fresh.write("vocabulary.yaml", text.replace("says: Ask {to} for an update", "says: Nudge {to}"))
    second = fresh(*QUESTION, "-r", "child.yaml").data
    assert first["headline"].startswith("Ask Dana Lee for an update")
    assert second["headline"].startswith("Nudge Dana Lee")


def test_files_of_one_name_are_kept_apart(fresh: Followup) -> None:
    """The same relative path in two directories is two rulesets."""
    fresh.write("a/mine.yaml", ruleset("mine", "balanced", wait_past_deadline="8 days"))
    fresh.write("b/mine.yaml", ruleset("mine", "balanced", wait_past_deadline="9 days"))
    for _ in range(2):
        assert opens(fresh, "mine.yaml", cwd=fresh.directory / "a") == "2026-10-28"
        assert opens(fresh, "mine.yaml", cwd=fresh.directory / "b") == "2026-10-29"


def test_a_place_is_written_as_the_file_was_named(fresh: Followup) -> None:
    """A warning about a kept ruleset names a path that leads there from here."""
    text = ruleset("old", "balanced") + "reviewed: 2020-01-01\n"
    path = fresh.write("rules/old.yaml", text)
    inside = fresh("ruleset", "check", "old.yaml", "--today", "2026-01-01", cwd=path.parent)
    assert inside.err.startswith("old.yaml:")
    outside = fresh("ruleset", "check", "rules/old.yaml", "--today", "2026-01-01")
    assert outside.err.startswith("rules/old.yaml:")


def test_a_warning_shows_its_line_at_every_run(fresh: Followup) -> None:
    """On a terminal the second check looks as the first."""
    fresh.write("old.yaml", ruleset("old", "balanced") + "reviewed: 2020-01-01\n")
    first = fresh.terminal("ruleset", "check", "old.yaml", "--today", "2026-01-01")
    assert "^" in first[1]
    assert fresh.terminal("ruleset", "check", "old.yaml", "--today", "2026-01-01") == first


# -- several at once


def test_two_processes_at_once_answer_as_one(fresh: Followup, answer: Outcome) -> None:
    """Both find an empty cache; neither reads what the other has half written."""
    shutil.rmtree(fresh.cache)
    found: list[Outcome] = []
    threads = [
        threading.Thread(target=lambda: found.append(fresh.process(*QUESTION))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [answer] * 4
    assert fresh(*QUESTION) == answer
    leftovers = [path for path in Path(fresh.cache).rglob("*") if ".part" in path.name]
    assert leftovers == []
