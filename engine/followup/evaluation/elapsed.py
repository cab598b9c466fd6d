"""How long after which day a date lies, in the words of the phrases that led to it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from followup.evaluation.caveats import walks
from followup.evaluation.clock import day_of
from followup.evaluation.rules import Proposal
from followup.evaluation.situation import Situation
from followup.evaluation.wording import moment_words
from followup.language.durations import Duration
from followup.language.model import Timestamp
from followup.language.phrases import Choice, Day, Moment, Reference, Shift
from followup.language.uses import in_phrase

Named = tuple[str, datetime.date]
"""A day with the words for it, such as `the visit`."""

_NEXT_DAY = ("1 day after", "1 business day after")


def elapsed(situation: Situation, proposal: Proposal, key: str, after: Sequence[Named]) -> str:
    """Return how long after a day one end of a proposal's window (`opens`, `closes`) lies.

    The first day of `after` goes without saying; another one is named: `1 month after the
    visit`. Where the way to the date says no more, the days are counted.
    """
    walk = next(walk for walk in walks(situation, proposal) if walk.key == key)
    zone = situation.clock.zone
    base, operations = walk.result, list[str]()
    for step in reversed(walk.steps):
        if step.result == base:
            base = step.start
            operations.insert(0, step.operation)
    said = [words for words in operations if not words.startswith(("roll ", "move "))]
    named = next((says for says, day in after if day == day_of(base, zone)), None)
    if named is None or not all(words.endswith((" after", " of")) for words in said):
        return _counted(day_of(walk.result, zone), after[0])
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


def _counted(day: datetime.date, after: Named) -> str:
    says, first = after
    days = (day - first).days
    if days < 0:
        return f"{moment_words(day)}, before {says}"
    if days == 0:
        return "the same day"
    return str(Duration(days // 7, "week") if days % 7 == 0 else Duration(days, "day"))


# -- what a date rests on


def names_on_the_way(phrase: Moment | None, situation: Situation) -> Iterator[str]:
    """Go through the facts that a phrase's moment rests on here, and their parameters.

    Of several moments only the one that was chosen counts.
    """
    for reference in in_phrase(phrase):
        fact = situation.ruleset.facts.get(reference.name)
        if fact is None:
            continue
        yield fact.name
        yield from fact.parameters
        if reference.attribute is None:
            yield from names_on_the_way(fact.phrase, situation)
            yield from names_on_the_way(_chosen(reference, situation), situation)


def _chosen(reference: Reference, situation: Situation) -> Reference | None:
    found = situation.lookup(reference)
    names = situation.ruleset.facts[reference.name].names if found is not None else ()
    return next((name for name in names if situation.lookup(name) == found), None)


def durations_in(phrase: Moment | None) -> Iterator[Duration]:
    """Go through the durations that stand in a phrase."""
    if isinstance(phrase, Choice):
        for part in phrase.among:
            yield from durations_in(part)
    elif phrase is not None and not isinstance(phrase, Day | Reference):
        if isinstance(phrase, Shift) and isinstance(phrase.duration, Duration):
            yield phrase.duration
        yield from durations_in(phrase.of)
