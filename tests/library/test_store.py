"""What is kept between runs: whole, private, bounded, and never in the way."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from followup.library import store as store_module
from followup.library.store import Store, name_of

on_posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no permissions here")


def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "kept"


def kept(tmp_path: Path, content: bytes = b"content") -> Path:
    """Return the file in which a content is kept under the name `a`."""
    Store(str(tmp_path / "cache")).write("a", content)
    return folder(tmp_path) / "a"


def found(tmp_path: Path, name: str = "a") -> bytes | None:
    return Store(str(tmp_path / "cache")).read(name)


def test_a_content_is_found_again(tmp_path: Path) -> None:
    """Any bytes, an empty content too; what was never kept is not found."""
    for content in (b"", b"content", bytes(range(256)) * 100):
        kept(tmp_path, content)
        assert found(tmp_path) == content
    assert found(tmp_path, "b") is None


def test_without_a_directory_nothing_is_kept(tmp_path: Path) -> None:
    """Nothing is written anywhere."""
    store = Store(None)
    store.write("a", b"content")
    assert store.read("a") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content + b"x",
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: b"content" * 20,
    ],
)
def test_what_is_not_whole_is_not_found(tmp_path: Path, change: Any) -> None:
    """A file that is cut, spoiled or another's is no content; it is written anew."""
    path = kept(tmp_path, b"content" * 10)
    path.write_bytes(change(path.read_bytes()))
    assert found(tmp_path) is None
    kept(tmp_path)
    assert found(tmp_path) == b"content"


def test_what_is_too_large_is_neither_kept_nor_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size of a file is bounded both ways."""
    kept(tmp_path, b"x" * 1000)
    monkeypatch.setattr(store_module, "_MOST_BYTES", 500)
    assert found(tmp_path) is None
    kept(tmp_path, b"y" * 1000)
    monkeypatch.undo()
    assert found(tmp_path) == b"x" * 1000


def test_the_oldest_files_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of files is bounded; what a killed process left behind goes with the others."""
    monkeypatch.setattr(store_module, "_MOST_FILES", 10)
    monkeypatch.setattr(store_module, "_FILES_LEFT", 5)
    store = Store(str(tmp_path / "cache"))
    store.write("0", b"")
    (folder(tmp_path) / "left.123.part").write_bytes(b"half")
    for path in folder(tmp_path).iterdir():
        os.utime(path, (0, 0))
    for number in range(1, 10):
        store.write(str(number), b"")
    assert len(list(folder(tmp_path).iterdir())) == 5
    assert store.read("9") == b""
    assert not (folder(tmp_path) / "left.123.part").exists()


# -- what nobody else may have written


@on_posix
def test_what_is_made_is_private_whatever_the_umask(tmp_path: Path) -> None:
    """With a umask that lets the group write everything works, and the group may not write."""
    before = os.umask(0o002)
    try:
        path = kept(tmp_path)
        assert found(tmp_path) == b"content"
    finally:
        os.umask(before)
    for made in (path, path.parent):
        assert made.stat().st_mode & 0o077 == 0


@on_posix
@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_a_directory_that_others_may_write_to_is_not_used(tmp_path: Path, mode: int) -> None:
    """Neither read nor written."""
    path = kept(tmp_path)
    path.parent.chmod(mode)
    assert found(tmp_path) is None
    Store(str(tmp_path / "cache")).write("b", b"")
    assert [file.name for file in path.parent.iterdir()] == ["a"]


@on_posix
@pytest.mark.parametrize("mode", [0o660, 0o602, 0o666])
def test_a_file_that_others_may_write_to_is_not_read(tmp_path: Path, mode: int) -> None:
    """It is written anew, privately."""
    path = kept(tmp_path)
    path.chmod(mode)
    assert found(tmp_path) is None
    kept(tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    assert found(tmp_path) == b"content"


@on_posix
def test_what_somebody_else_owns_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directory or a file of another user is not trusted, whatever its mode."""
    kept(tmp_path)
    own = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: own + 1)
    assert found(tmp_path) is None


@on_posix
def test_a_parent_that_others_may_write_to_does_no_harm(tmp_path: Path) -> None:
    """The private directory in it is the user's own; one that was put in its place is not used."""
    path = kept(tmp_path)
    (tmp_path / "cache").chmod(0o777)
    assert found(tmp_path) == b"content"
    path.parent.rename(tmp_path / "moved")
    path.parent.symlink_to(tmp_path / "moved")
    assert found(tmp_path) is None


@on_posix
def test_the_directory_is_looked_at_once_and_stays_the_same_one(tmp_path: Path) -> None:
    """Whoever swaps it after the check changes nothing: files are reached through the open one."""
    store = Store(str(tmp_path / "cache"))
    store.write("a", b"content")
    folder(tmp_path).rename(tmp_path / "moved")
    folder(tmp_path).mkdir()
    (folder(tmp_path) / "a").write_bytes(b"foreign")
    assert store.read("a") == b"content"
    store.write("b", b"more")
    assert (tmp_path / "moved" / "b").exists()


@on_posix
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Neither to read what it leads to, nor to create it."""
    path = kept(tmp_path)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert found(tmp_path) is None
    path.unlink()
    path.symlink_to(tmp_path / "target")
    assert found(tmp_path) is None
    kept(tmp_path)
    assert not (tmp_path / "target").exists()
    assert not path.is_symlink()


@on_posix
def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    """What is no plain file is not read."""
    path = kept(tmp_path)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert found(tmp_path) is None


# -- what is no error


@pytest.fixture
def no_leftovers(tmp_path: Path) -> Iterator[None]:
    """After the test no unfinished file is left."""
    yield
    assert [path.name for path in folder(tmp_path).iterdir() if ".part" in path.name] == []


@pytest.mark.usefixtures("no_leftovers")
@pytest.mark.parametrize("at", ["replace", "write"])
def test_a_full_disk_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """A reader meets the old file or the new one, and an unfinished one is removed."""
    kept(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "the disk is full")

    if at == "replace":
        monkeypatch.setattr(os, "replace", fail)
    else:
        monkeypatch.setattr(store_module, "sha256", fail)
    Store(str(tmp_path / "cache")).write("a", b"another")
    monkeypatch.undo()
    assert found(tmp_path) == b"content"


def test_a_directory_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    """Nothing is kept, and what stands in its place stays."""
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("in the way")
    kept(tmp_path)
    assert found(tmp_path) is None
    assert in_the_way.read_text() == "in the way"


@pytest.mark.parametrize("directory", ["a\0b", "\udcff"])
def test_any_path_may_be_named(tmp_path: Path, directory: str) -> None:
    """One that no file can have is no error, one that is not UTF-8 works."""
    store = Store(str(tmp_path / directory))
    store.write("a", b"content")
    assert store.read("a") == (None if "\0" in directory else b"content")


def test_a_name_tells_all_that_it_rests_on_apart() -> None:
    """Parts that would read the same when joined are different names."""
    names = {
        name_of("a", "b"),
        name_of("a", "b", ""),
        name_of("a", "", "b"),
        name_of("a", "bc"),
        name_of("a", "b", "c"),
        name_of("a", b"b", "\udcff"),
        name_of("b", "b"),
    }
    assert len(names) == 7
    assert all("/" not in name for name in names)
