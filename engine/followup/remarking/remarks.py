"""A history and a moment to the remarks on it: none is an error, a decision is made all the same.

Each has the place of an event; events that a plan has added have none, and get no remark.
"""

from __future__ import annotations

from followup.core.history import History, Timestamp
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import Problem, sorted_problems
from followup.evaluation.clock import Clock
from followup.evaluation.validity import check_moment
from followup.remarking.dates import date_remarks
from followup.remarking.declared import declared_remarks
from followup.remarking.persons import person_remarks


def remarks(history: History, vocabulary: Vocabulary, as_of: Timestamp) -> tuple[Problem, ...]:
    """Return what is improbable about a history, in the order of the places.

    Args:
        history: the case.
        vocabulary: the one whose words it was read with.
        as_of: the moment that is asked about, as for a decision.

    Raises:
        NotEvaluable: `as_of` is no moment that can be asked about.
    """
    check_moment(as_of)
    clock = Clock(as_of, history.timezone)
    return sorted_problems(
        [
            *date_remarks(history, vocabulary, clock),
            *person_remarks(history, vocabulary),
            *declared_remarks(history, vocabulary, clock),
        ]
    )
