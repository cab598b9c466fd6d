"""How a line names a case."""

from __future__ import annotations

from followup.core.history import History
from followup.core.vocabulary import Value, Vocabulary


def case_words(history: History, vocabulary: Vocabulary) -> str:
    """Return what a person knows a case by, with its name: `Acme, Data engineer (acme-1)`."""
    values = [history.fields.get(name) for name in vocabulary.names_case]
    known = ", ".join(_words(value) for value in values if value is not None)
    return f"{known} ({history.case})" if known else history.case


def _words(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
