"""No document can make a message long: whatever it says, what is echoed of it is cut."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

import followup
from followup.diagnostics import InvalidDocument, NotEvaluable, Problem, UnknownName
from followup.library import Library
from followup.library.messages import check_messages
from followup.text import SequenceNode, read_json_lines

LONGEST = 6_000
"""More than any message, with its place and its advice, may have."""
VALUES: dict[str, Any] = {
    "text": "x" * 100_000,
    "words": "3 business days after " * 5_000,
    "backticks": "`x" * 50_000,
    "signs": "\u202e\x9b\n" * 30_000,
    "path": "./" + "x" * 100_000 + ".yaml",
    "number": int("9" * 90),
    "digits": 10**5_000,
    "float": 1e300,
    "list": ["x" * 100_000],
    "group": {"x" * 100_000: "x" * 100_000},
}
DOMAIN = yaml.safe_load(
    Path(__file__).parents[1].joinpath("conformance/vocabularies/visits.yaml").read_text()
)
DOCUMENTS: dict[str, Any] = {
    "history": {
        "case": "acme",
        "vocabulary": "visits",
        "country": "US",
        "subdivision": "CA",
        "timezone": "America/Los_Angeles",
        "mood": "good",
        "size": 3,
        "people": {"clerk:ana": {"name": "Ana", "email": "ana@acme.example"}},
        "closures": [{"from": "2026-12-24", "to": "2026-12-31", "why": "closed"}],
        "working-days": ["2026-12-05"],
        "events": [
            {
                "date": "2026-03-02",
                "time": "10:00",
                "event": "visit",
                "with": ["clerk"],
                "score": 3,
            },
            {"date": "2026-03-02", "event": "promise", "within": "3 days", "said-by": "clerk"},
        ],
    },
    "ruleset": {
        "ruleset": "own",
        "title": "Own",
        "version": "1.0.0",
        "vocabulary": "visits",
        "sources": {"book": {"title": "A book"}},
        "parameters": {
            "wait": {"is": "duration", "default": "3 days", "cites": [{"source": "book"}]},
            "most": {"is": "count", "default": 2, "at-most": 5},
        },
        "facts": {
            "visit": {"latest": {"visit": {"place": "hall"}}},
            "over": {"moment": "wait after visit"},
            "times": {"count": "sent", "since": "visit"},
            "host": {"person": ["visit.lead", "clerk"]},
        },
        "rules": [
            {
                "rule": "ask-them",
                "when": {"visit": "known", "times": {"below": "most"}},
                "do": "ask",
                "opens": "over",
                "closes": "1 week after over",
                "to": ["host"],
                "via": ["email"],
                "checklist": ["smile"],
                "because": "{wait} are over.",
            }
        ],
        "limits": [{"limit": "enough", "at-most": "most", "of": ["ask"], "because": "Enough."}],
        "notes": [{"note": "well", "says": "Well.", "in": "why"}],
    },
    "vocabulary": DOMAIN,
    "source": {
        "source": "handbook",
        "items": [
            {
                "item": "H-2",
                "at": "Page 2",
                "topic": "thanks",
                "if": "after a visit",
                "says": "Be thankful.",
                "basis": "stated",
                "carried-as": "hint",
            }
        ],
    },
    "cases": {
        "cases": "./own.json",
        "given": {"country": "US"},
        "list": [
            {
                "case": "one",
                "as-of": "2026-03-09",
                "events": [{"date": "2026-03-02", "event": "visit"}],
                "expect": {"status": "act", "attempt": 1},
            }
        ],
    },
    "topics": {
        "topics": "visits",
        "given": {"country": "US"},
        "list": [
            {
                "topic": "how-long",
                "part": "Visits",
                "asks": "How long?",
                "events": [{"date": "2026-03-02", "event": "visit"}],
                "as-of": "2026-03-02",
                "read": {"closes": "ask", "after": {"the visit": "2026-03-02"}},
            }
        ],
    },
}
FILES = {
    "history": "history.json",
    "ruleset": "own.json",
    "vocabulary": "vocabulary.yaml",
    "source": "sources/handbook.yaml",
    "cases": "own.cases.yaml",
    "topics": "topics.yaml",
}


def readers(folder: Path) -> dict[str, Callable[[], object]]:
    library = Library()
    documents = library.documents
    paths = {kind: str(folder / name) for kind, name in FILES.items()}
    return {
        "history": lambda: library.histories.in_file(
            paths["history"], documents.vocabulary_file(paths["vocabulary"])
        ),
        "ruleset": lambda: (
            library.ruleset(paths["ruleset"]),
            documents.unknown_items(
                paths["ruleset"], documents.vocabulary_file(paths["vocabulary"])
            ),
        ),
        "vocabulary": lambda: check_messages(documents.vocabulary_file(paths["vocabulary"])),
        "source": lambda: documents.catalogue_file(paths["source"]),
        "cases": lambda: documents.cases(paths["cases"]),
        "topics": lambda: documents.topics_file(paths["topics"]),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory with one sound document of each kind."""
    for kind, data in DOCUMENTS.items():
        write(tmp_path, kind, data)
    return tmp_path


def write(folder: Path, kind: str, data: Any) -> None:
    path = folder / FILES[kind]
    path.parent.mkdir(exist_ok=True)
    path.write_text(text_of(data), encoding="utf-8")


def text_of(data: Any) -> str:
    """Return data as JSON, in which a number of 5,000 digits is one all the same."""
    digits = "9" * 5_000
    mark = "the number of 5,000 digits"

    def marked(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: marked(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [marked(inner) for inner in value]
        return mark if type(value) is int and value > 10**100 else value

    return json.dumps(marked(data)).replace(f'"{mark}"', digits)


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Go through the keys that lead to each value of a document."""
    yield at
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from places(inner, (*at, key))
    elif isinstance(data, list):
        for number, inner in enumerate(data):
            yield from places(inner, (*at, number))


def with_value(data: Any, at: tuple[Any, ...], value: Any) -> Any:
    """Return a document with another value at a place."""
    if not at:
        return value
    copy = deepcopy(data)
    inner = copy
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = value
    return copy


def with_key(data: Any, at: tuple[Any, ...], key: str) -> Any:
    """Return a document with another key at a place."""
    inner = data
    for step in at[:-1]:
        inner = inner[step]
    renamed = {key if name == at[-1] else name: value for name, value in inner.items()}
    return with_value(data, at[:-1], renamed)


def messages(read: Callable[[], object]) -> list[str]:
    try:
        found = read()
    except InvalidDocument as error:
        return [str(problem) for problem in error.problems]
    except (UnknownName, NotEvaluable) as error:
        return [str(error)]
    parts = found if isinstance(found, tuple | list) else ()
    return [str(part) for part in parts if isinstance(part, Problem)]


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_documents_are_sound(folder: Path, kind: str) -> None:
    """What follows begins with documents that nobody has anything against."""
    readers(folder)[kind]()


SOME = ["text", "digits"]


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENTS if kind != "vocabulary"])
@pytest.mark.parametrize("value", VALUES)
def test_a_long_value_is_not_echoed_whole(folder: Path, kind: str, value: str) -> None:
    """Put in each place of a document, it gives messages that can be read."""
    data = DOCUMENTS[kind]
    every = list(places(data))
    for at in every[:: 2 if value == "text" else 1 + len(every) // 5]:
        write(folder, kind, with_value(data, at, VALUES[value]))
        for message in messages(readers(folder)[kind]):
            assert len(message) < LONGEST, at


@pytest.mark.parametrize("value", SOME)
def test_a_long_value_of_a_vocabulary_is_not_echoed_whole(folder: Path, value: str) -> None:
    """Nor where words are declared; one of each kind of place stands for its neighbours."""
    of_a_kind = {(at[0], len(at), at[-1]): at for at in places(DOMAIN) if at}
    for at in list(of_a_kind.values())[::4]:
        write(folder, "vocabulary", with_value(DOMAIN, at, VALUES[value]))
        for message in messages(readers(folder)["vocabulary"]):
            assert len(message) < LONGEST, at


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_long_key_is_not_echoed_whole(folder: Path, kind: str) -> None:
    """Nor is a key, which stands in the names of places too."""
    data = DOCUMENTS[kind]
    keys = [at for at in places(data) if at and isinstance(at[-1], str)]
    for at in keys[:: 1 + len(keys) // 12]:
        write(folder, kind, with_key(data, at, "`x y" * 25_000))
        for message in messages(readers(folder)[kind]):
            assert len(message) < LONGEST, at


@pytest.mark.parametrize("value", VALUES)
def test_a_long_value_from_a_program_is_not_echoed_whole(value: str) -> None:
    """Nor in JSON Lines, nor in what a program hands over; an error is one of the package's."""
    data = {
        "case": "one",
        "country": "US",
        "timezone": "America/Los_Angeles",
        "people": {"recruiter": {"name": "Ana"}},
        "events": [{"date": "2026-10-01", "event": "application", "via": "portal"}],
    }
    vocabulary = followup.load_ruleset("balanced").vocabulary
    library = Library()
    for at in places(data):
        changed = with_value(data, at, VALUES[value])
        found = messages(lambda changed=changed: followup.history_from(changed))  # type: ignore[misc]
        lines = [text_of(changed).encode()]
        for _, history in library.histories.in_lines("x.jsonl", lines, vocabulary):
            if isinstance(history, InvalidDocument):
                found += [str(problem) for problem in history.problems]
        assert all(len(message) < LONGEST for message in found)


@pytest.mark.parametrize(
    "key",
    [10**5_000, ("x" * 100_000,), 1j, None, b"x" * 100_000],
    ids=["digits", "tuple", "complex", "none", "bytes"],
)
def test_a_key_that_is_no_text_is_told(key: object) -> None:
    """Also one that Python itself refuses to write."""
    with pytest.raises(InvalidDocument) as caught:
        followup.history_from({"events": [], key: 1})  # type: ignore[dict-item]
    assert {problem.code for problem in caught.value.problems} == {"F011"}
    assert len(str(caught.value)) < LONGEST


def test_a_number_of_5000_digits_is_told_at_its_place() -> None:
    """Python refuses to write it; whoever hands it over is told where it stands."""
    event = {"date": "2026-10-01", "event": "application", "note": -(10**5_000)}
    with pytest.raises(InvalidDocument) as caught:
        followup.history_from({"case": 10**5_000, "events": [event]})
    found = [(problem.code, problem.location.path) for problem in caught.value.problems]
    assert found == [("F011", "case"), ("F011", "events[0].note")]
    assert all("more than 100 digits" in problem.message for problem in caught.value.problems)


def test_long_keys_do_not_add_up_in_places() -> None:
    """Each of many values below a long key has a place of its own, which is short."""
    data = {"x" * 10_000: {"y" * 10_000: list(range(2_000))}}
    ((_, root),) = read_json_lines("x.jsonl", [json.dumps(data).encode()])
    inner = root.entries["x" * 10_000].entries["y" * 10_000]  # type: ignore[union-attr]
    assert isinstance(inner, SequenceNode)
    assert max(len(item.location.path) for item in inner.items) < 300
    assert inner.items[1_999].location.path.endswith("[1999]")
