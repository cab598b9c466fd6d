"""The Python interface: what `import followup` offers.

Nothing here writes to disk, reads a clock or the environment; documents and holiday data are
read once in a process and kept in memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import Any

from followup.calendars import Calendar, Closure
from followup.core.history import History, Timestamp
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.decision import Decision, Trace
from followup.diagnostics import (
    FollowupError,
    InvalidDocument,
    NotEvaluable,
    Problem,
    UnknownName,
    did_you_mean,
)
from followup.drafting.choosing import pick
from followup.drafting.records import SENDER, Draft, Sender, Wishes
from followup.evaluation.decide import Outlook, outlook
from followup.evaluation.decide import decide as _decide
from followup.evaluation.plan import plan
from followup.evaluation.timeline import timeline
from followup.library import Library
from followup.library.messages import fact_names, texts_of

__all__ = [
    "Calendar",
    "Closure",
    "Decision",
    "Draft",
    "FollowupError",
    "History",
    "InvalidDocument",
    "NotEvaluable",
    "Outlook",
    "Problem",
    "Ruleset",
    "Trace",
    "UnknownName",
    "decide",
    "decide_together",
    "draft",
    "history_from",
    "load_history",
    "load_ruleset",
    "outlook",
    "plan",
    "remarks",
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
    return _library().histories.in_file(os.fspath(path), _vocabulary(vocabulary))


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
    return _library().histories.in_data(data, _vocabulary(vocabulary))


def decide(
    history: History, ruleset: Ruleset, as_of: Timestamp, *, trace: bool = False
) -> Decision:
    """Return what a ruleset says about a history at a moment.

    Args:
        history: the case; its events after `as_of` are unknown, except scheduled ones.
        ruleset: the ruleset to ask.
        as_of: a date (seen by the day) or an aware datetime (seen by the instant), required.
        trace: whether the decision carries every rule asked, every fact, every date's walk.

    Raises:
        NotEvaluable: the vocabularies differ, the ruleset is abstract, or `as_of` is no date
            and no aware datetime between the years 1900 and 2200.
    """
    if not trace:
        return _decide(history, ruleset, as_of)
    # Most decisions carry none, and what makes it takes time to import.
    from followup.explaining.trace import decide_with_trace

    return decide_with_trace(history, ruleset, as_of)


def decide_together(
    histories: Iterable[History], ruleset: Ruleset, as_of: Timestamp, *, trace: bool = False
) -> tuple[Decision, ...]:
    """Return what a ruleset says about cases that are decided together, in the order given.

    Limits that hold `across` a field of the history hold among those that have the same there:
    what is due in one case is held while something that comes first is open to the same person in
    another. A held track names that case under `gives_way_to`. Apart from that each decision is
    what `decide` returns; its next change is that of the case among the others, if nothing
    happens in any of them.

    Args:
        histories: the cases; each is best given a name of its own, its `case`.
        ruleset: the ruleset to ask.
        as_of: a date (seen by the day) or an aware datetime (seen by the instant), required.
        trace: whether the decisions carry every rule asked, every fact, every date's walk.

    Raises:
        NotEvaluable: as `decide`.
    """
    if not trace:
        # Whoever decides one case needs none of this.
        from followup.evaluation.together import decide_together as together

        return together(list(histories), ruleset, as_of)
    from followup.explaining.trace import decide_together_with_trace

    return decide_together_with_trace([(each, as_of) for each in histories], ruleset)


def draft(
    history: History,
    ruleset: Ruleset,
    as_of: Timestamp,
    action: str | None = None,
    tone: str | None = None,
    sender: Mapping[str, str] | None = None,
    *,
    to: str | None = None,
    given: Mapping[str, str] | None = None,
    templates: str | os.PathLike[str] | None = None,
) -> Draft:
    """Return the message for an action, filled in from the history; nothing is sent.

    Args:
        history: the case.
        ruleset: the ruleset to ask.
        as_of: the moment, as for `decide`.
        action: the action to write for, optional or ahead; without it the first that is due.
        tone: one of the vocabulary's tones; without it the one that the history calls for.
        sender: your `name`, `phone` and `email`, as far as they are to be filled in.
        to: the person to write to, where the action is for several.
        given: what a message asks for, such as `{"decision": "accept"}`.
        templates: a directory in which templates are looked for first.

    Raises:
        NotEvaluable: nothing is due, the action has no message, or a choice is needed.
        UnknownName: nothing asks for the action, or there is no such tone, choice or sender's key.
        InvalidDocument: a template is wrong, or a field would add a header.
    """
    # The templates' engine takes longer to import than a decision takes to make.
    from followup.drafting.context import templates_of
    from followup.drafting.draft import Writer

    decision = decide(history, ruleset, as_of)
    due = pick(decision, history, action, to)
    if due is None:
        raise NotEvaluable(f"nothing is due: {decision.headline}; name an action to write for it")
    own = None if templates is None else os.fspath(templates)
    texts = texts_of(ruleset.vocabulary, own)
    for key in sender or {}:
        if key not in SENDER:
            raise UnknownName(f"a sender has no `{key}`", did_you_mean(key, SENDER, limit=16))
    wishes = Wishes(tone=tone, sender=Sender(**(sender or {})), given=given or {})
    facts = partial(fact_names, ruleset.vocabulary, _library())
    writer = Writer(history, ruleset, decision.as_of, templates_of(texts), facts)
    return writer.draft(due, wishes)


def remarks(
    history: History, as_of: Timestamp, vocabulary: str | Ruleset | None = None
) -> tuple[Problem, ...]:
    """Return what is well-formed in a history and improbable, such as a date in a wrong year.

    A remark is no error: a decision is made all the same, and carries none.

    Args:
        history: the case.
        as_of: the moment that is asked about, as for `decide`.
        vocabulary: the vocabulary that the history was read with: a name, or a ruleset that has
            it; the one that the history names where none is given.

    Raises:
        NotEvaluable: the history was read with another vocabulary, or `as_of` is no moment.
        UnknownName: there is no vocabulary of that name.
    """
    # A decision needs none of this.
    from followup.evaluation.validity import check_words
    from followup.remarking.remarks import remarks as remarks_on

    words = _vocabulary(history.vocabulary if vocabulary is None else vocabulary)
    check_words(history, words)
    return remarks_on(history, words, as_of)


def _vocabulary(vocabulary: str | Ruleset | None) -> Vocabulary:
    if isinstance(vocabulary, Ruleset):
        return vocabulary.vocabulary
    return _named_vocabulary(vocabulary)


@cache
def _named_vocabulary(name: str | None) -> Vocabulary:
    return _library().vocabulary(name)
