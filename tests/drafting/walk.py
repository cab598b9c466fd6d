"""Every action that the shipped cases bring about, as the decisions of their rulesets have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from followup import decide
from followup.core.history import History, Timestamp
from followup.core.ruleset import Ruleset
from followup.decision import DueAction
from followup.drafting.context import templates_of
from followup.drafting.templates import Templates
from followup.library import Library
from followup.library.files import shipped_rulesets
from followup.library.messages import texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An action of a decision, with all that its message is made from."""

    name: str
    history: History
    ruleset: Ruleset
    as_of: Timestamp
    due: DueAction


@cache
def library() -> Library:
    return Library()


def rulesets() -> list[str]:
    """Return the shipped rulesets that decide."""
    return [name for name in shipped_rulesets() if not library().ruleset(name).abstract]


@cache
def steps(ruleset_name: str) -> tuple[Step, ...]:
    """Return the actions of a ruleset's cases, each once for each case."""
    found: dict[tuple[object, ...], Step] = {}
    for step in _all_steps(ruleset_name):
        due = step.due
        key = (id(step.history), due.rule, due.to, due.via, due.attempt)
        found.setdefault(key, step)
    return tuple(found.values())


def _all_steps(ruleset_name: str) -> Iterator[Step]:
    ruleset = library().ruleset(ruleset_name)
    path = shipped_rulesets()[ruleset_name].removesuffix(".yaml") + ".cases.yaml"
    for case in library().documents.cases(path):
        for expected in case.expectations:
            decision = decide(case.history, ruleset, expected.as_of)
            for due in decision.actions:
                yield Step(
                    name=f"{ruleset_name}: {case.name} ({expected.as_of}, {due.rule}, {due.to})",
                    history=case.history,
                    ruleset=ruleset,
                    as_of=expected.as_of,
                    due=due,
                )


_TEMPLATES: dict[str, dict[str, Templates]] = {}


def templates(ruleset: Ruleset) -> dict[str, Templates]:
    """Return the shipped templates of a ruleset's vocabulary, each read once."""
    vocabulary = ruleset.vocabulary
    if vocabulary.name not in _TEMPLATES:
        texts = {tone: cache(find) for tone, find in texts_of(vocabulary).items()}
        _TEMPLATES[vocabulary.name] = templates_of(texts)
    return _TEMPLATES[vocabulary.name]
