"""The Python interface: what `import followup` offers.

Nothing here writes to disk, reads a clock or the environment; documents and holiday data are
read once in a process and kept in memory.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from followup.calendars import Calendar, Closure
from followup.decision import Decision
from followup.diagnostics import FollowupError, InvalidDocument, NotEvaluable, UnknownName
from followup.evaluation.decide import decide
from followup.evaluation.plan import plan
from followup.evaluation.timeline import timeline
from followup.language.model import History, Ruleset, Vocabulary
from followup.library import Library

__all__ = [
    "Calendar",
    "Closure",
    "Decision",
    "FollowupError",
    "History",
    "InvalidDocument",
    "NotEvaluable",
    "Ruleset",
    "UnknownName",
    "decide",
    "history_from",
    "load_history",
    "load_ruleset",
    "plan",
    "timeline",
]


@cache
def _library() -> Library:
    return Library()


def load_ruleset(name_or_path: str | os.PathLike[str]) -> Ruleset:
    """Return a ruleset, checked: whatever this returns evaluates on every valid history.

    Args:
        name_or_path: the name of a shipped ruleset, or the path of a file. A path is taken for
            one by a slash in it or by its ending (`.yaml`, `.yml`, `.json`).

    Raises:
        UnknownName: there is no ruleset of that name.
        InvalidDocument: it is wrong, or one that it extends is; `problems` holds all that is.
    """
    return _library().ruleset(os.fspath(name_or_path))


def load_history(path: str | os.PathLike[str], vocabulary: str | Ruleset | None = None) -> History:
    """Return the history in a YAML or JSON file.

    Args:
        path: the file.
        vocabulary: the vocabulary whose words it uses: a name, or a ruleset that has one;
            that of the default ruleset where none is given.

    Raises:
        InvalidDocument: it cannot be read, or is wrong; `problems` holds all that is.
        UnknownName: there is no vocabulary of that name.
    """
    return _library().history(os.fspath(path), _vocabulary(vocabulary))


def history_from(data: Mapping[str, Any], vocabulary: str | Ruleset | None = None) -> History:
    """Return the history in plain Python data, of the shape that a file has.

    Dates and times may be given as such or as their ISO texts; problems name paths such as
    `events[3].by`.

    Args:
        data: the history.
        vocabulary: the vocabulary whose words it uses: a name, or a ruleset that has one;
            that of the default ruleset where none is given.

    Raises:
        InvalidDocument: it is wrong; `problems` holds all that is.
        UnknownName: there is no vocabulary of that name.
    """
    return _library().history_from(data, _vocabulary(vocabulary))


def _vocabulary(vocabulary: str | Ruleset | None) -> Vocabulary:
    if vocabulary is None:
        return _library().default_vocabulary()
    if isinstance(vocabulary, Ruleset):
        return vocabulary.vocabulary
    return _library().vocabulary(vocabulary)
