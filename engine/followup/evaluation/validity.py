"""What cannot be evaluated: a moment or a pair of documents that do not fit."""

from __future__ import annotations

import datetime

from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.defaults import FIRST_DATE, LAST_DATE
from followup.diagnostics import NotEvaluable


def check_moment(as_of: object) -> None:
    """Check the moment of a decision.

    Raises:
        NotEvaluable: it is no date and no aware datetime, or out of range.
    """
    if isinstance(as_of, datetime.datetime):
        if as_of.tzinfo is None or as_of.utcoffset() is None:
            raise NotEvaluable("as_of is a datetime without a time zone; give it one, or a date")
        day = as_of.date()
    elif isinstance(as_of, datetime.date):
        day = as_of
    else:
        raise NotEvaluable(f"as_of is a {type(as_of).__name__}; give a date or an aware datetime")
    if not FIRST_DATE <= day <= LAST_DATE:
        raise NotEvaluable(f"as_of is {day}; give a day from {FIRST_DATE} to {LAST_DATE}")


def check_fit(history: History, ruleset: Ruleset) -> None:
    """Check that a history and a ruleset speak of the same domain.

    Raises:
        NotEvaluable: their vocabularies differ, or the ruleset is abstract.
    """
    if ruleset.abstract:
        raise NotEvaluable(f"the ruleset `{ruleset.name}` is abstract; choose one that extends it")
    if history.vocabulary != ruleset.vocabulary.name:
        raise NotEvaluable(
            f"the history has the words of `{history.vocabulary}`, the ruleset `{ruleset.name}` "
            f"those of `{ruleset.vocabulary.name}`; choose a ruleset that fits the history"
        )
    if history.digest != ruleset.vocabulary.digest:
        raise NotEvaluable(
            f"the history was read with another vocabulary `{history.vocabulary}` than that of the "
            f"ruleset `{ruleset.name}`; read it with the ruleset's own"
        )


def check_words(history: History, vocabulary: Vocabulary) -> None:
    """Check that a history was read with the words of a vocabulary.

    Raises:
        NotEvaluable: it was read with others.
    """
    if (history.vocabulary, history.digest) != (vocabulary.name, vocabulary.digest):
        raise NotEvaluable(
            f"the history was read with another vocabulary `{history.vocabulary}` than this "
            f"`{vocabulary.name}`; give the one that it was read with"
        )
