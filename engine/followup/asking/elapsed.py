"""How long after which day a date lies, in the words of the phrases that led to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from followup.core.durations import Duration
from followup.core.facts import FirstOf, KnownOf, Moment
from followup.core.history import Timestamp
from followup.core.references import names_in, references
from followup.core.ruleset import Rule
from followup.core.terms import FactRef, FieldRef, ParameterRef, Term
from followup.evaluation.clock import day_of
from followup.evaluation.readings import applying
from followup.evaluation.recorder import RecordedRules
from followup.evaluation.situation import Situation
from followup.wording.moments import moment_words

Named: TypeAlias = tuple[str, datetime.date]
"""A day with the words for it, such as `the visit`."""

_NEXT_DAY = ("1 day after", "1 business day after")


def elapsed(rules: RecordedRules, rule: Rule, key: str, after: Sequence[Named]) -> str:
    """Return how long after a day one end of a rule's window (`opens`, `closes`) lies.

    The first day of `after` goes without saying; another one is named: `1 month after the
    visit`. Where the way to the date says no more, the days are counted.
    """
    walk = next(walk for walk in rules.walks(rule) if walk.key == key)
    situation = rules.situation
    zone = situation.clock.zone
    base, operations = walk.result, list[str]()
    for step in reversed(walk.steps):
        if step.result == base:
            base = step.start
            operations.insert(0, step.operation)
    said = [words for words in operations if not words.startswith(("roll ", "move "))]
    named = next((says for says, day in after if day == day_of(base, zone)), None)
    if named is None or not all(words.endswith((" after", " of")) for words in said):
        return counted(day_of(walk.result, zone), after[0])
    words = _in_words(said, situation, base, walk.result)
    if named == after[0][0]:
        return words
    return f"{words} after {named}" if said else f"on the day of {named}"


def _in_words(said: Sequence[str], situation: Situation, base: Timestamp, end: Timestamp) -> str:
    """Write the operations between two dates: `1 week`, `the next working day`."""
    zone = situation.clock.zone
    if len(said) == 1 and said[0] in _NEXT_DAY:
        # Once the result has rolled, a day and a business day lead to the same one.
        following = situation.history.calendar.add_business_days(day_of(base, zone), 1)
        if following == day_of(end, zone):
            return "the next working day"
    return " and ".join(words.removesuffix(" after") for words in said) or "the same day"


def counted(day: datetime.date, after: Named) -> str:
    """Return how many days, or whole weeks, after a named day another one lies."""
    says, first = after
    days = (day - first).days
    if days < 0:
        return f"{moment_words(day)}, before {says}"
    if days == 0:
        return "the same day"
    return str(Duration(days // 7, "week") if days % 7 == 0 else Duration(days, "day"))


# -- what a date rests on


def names_on_the_way(phrase: Term | None, situation: Situation) -> Iterator[str]:
    """Go through the facts and parameters that a phrase's moment rests on here.

    Of several moments only the one that was chosen counts.
    """
    resting = references(situation.ruleset)
    for name in names_in(() if phrase is None else (phrase,)):
        match name:
            case ParameterRef(parameter):
                yield parameter
            case FieldRef(fact):
                yield from (fact, *resting.parameters_of_fact[fact])
            case FactRef(fact):
                yield from (fact, *resting.parameters_of_fact[fact])
                yield from names_on_the_way(_chosen(fact, situation), situation)


def _chosen(name: str, situation: Situation) -> Term | None:
    """Return what a fact's moment was taken from: its phrase, or the one of several that won."""
    match situation.ruleset.facts[name].reading:
        case Moment(phrase):
            return phrase
        case FirstOf(branches):
            applies = applying(branches)(situation)
            return applies and applies[0]
        case KnownOf(among=among):
            found = situation.in_phrase(FactRef(name))
            same = (t for t in among if found is not None and situation.in_phrase(t) == found)
            return next(same, None)
        case _:
            return None
