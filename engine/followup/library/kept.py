"""Built rulesets, kept as data with what they were built from, and decoded into their types."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256

import msgspec
from msgspec import Struct

from followup.core.ruleset import Ruleset
from followup.diagnostics import InvalidDocument, Source
from followup.library.basis import basis
from followup.library.files import is_descriptor, read_file
from followup.library.store import Store, name_of


class _Kept(Struct, frozen=True):
    """A ruleset, with the digests of all files that were looked at (None: absent) to build it."""

    looked_at: dict[str, str | None]
    ruleset: Ruleset


class KeptRulesets:
    """Keeps rulesets; one is used only while every file that it was built from is as it was."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def ruleset(self, path: str) -> Ruleset | None:
        """Return the ruleset that was kept for a file, if nothing it rests on has changed."""
        content = None if is_descriptor(path) else self.store.read(_name(path))
        if content is None:
            return None
        try:
            kept = msgspec.msgpack.decode(content, type=_Kept, dec_hook=_decoded)
        except (msgspec.MsgspecError, RecursionError, ValueError):
            return None  # whatever is wrong with a kept file, it is built anew
        unchanged = all(_digest(p) == digest for p, digest in kept.looked_at.items())
        return kept.ruleset if unchanged else None

    def keep(self, path: str, ruleset: Ruleset, looked_at: Mapping[str, str | None]) -> None:
        """Keep a ruleset with what it was built from."""
        if self.store.directory is None or is_descriptor(path):
            return
        try:
            kept = _Kept(dict(looked_at), ruleset)
            content = msgspec.msgpack.encode(kept, enc_hook=_encoded)
        except UnicodeEncodeError:  # a path that is no UTF-8 stands in no such file
            return
        self.store.write(_name(path), content)


def _name(path: str) -> str:
    # The name as it was given counts too: places in messages are written with it.
    return name_of("ruleset", basis(), os.fsencode(os.path.abspath(path)), os.fsencode(path))


def _encoded(value: object) -> object:
    """Keep the name of a source: places stay true, and the text is on disk."""
    if isinstance(value, Source):
        return value.name
    raise NotImplementedError


def _decoded(kind: type, value: object) -> object:
    if kind is Source and isinstance(value, str):
        return Source(value)
    raise NotImplementedError


def _digest(path: str) -> str | None:
    """Return the digest of a file's text as it is read, None where there is no file."""
    try:
        text = read_file(path).text
    except InvalidDocument:
        return None
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
