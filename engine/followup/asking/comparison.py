"""What rulesets answer to a question, computed from their decisions and plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise

from msgspec import Struct

from followup.asking.answers import NOTHING, Answer, Asked, Found, lowered, tested
from followup.asking.elapsed import counted, elapsed
from followup.core.cases import Question
from followup.core.references import references
from followup.core.ruleset import Rule, Ruleset
from followup.core.terms import FactRef
from followup.evaluation.clock import day_of
from followup.evaluation.validity import check_fit
from followup.explaining.citing import own_sources
from followup.wording.moments import moment_words
from followup.wording.persons import person_words

_NO_END = 10**7
_BRIEF = {"the next working day": "next day", "the same day": "same day"}


def answer(question: Question, ruleset: Ruleset) -> Answer:
    """Return what a ruleset answers to a question.

    Raises:
        NotEvaluable: the ruleset is abstract, or has the words of another domain.
    """
    check_fit(question.history, ruleset)
    return _READERS[question.reading.kind](Asked(question, ruleset))


class Comparison(Struct, frozen=True, kw_only=True):
    """A question with what each ruleset answers, in the order of what they say."""

    question: Question
    answers: tuple[Answer, ...]

    @property
    def positions(self) -> dict[str, tuple[Answer, ...]]:
        """The different answers, each with those who give it; the silent ones come last."""
        found: dict[str, tuple[Answer, ...]] = {}
        for answer in self.answers:
            found[answer.position] = (*found.get(answer.position, ()), answer)
        return found

    @property
    def counted(self) -> tuple[Answer, ...]:
        """The answers that count: those of the voices, of all where fewer than two are voices."""
        voices = tuple(answer for answer in self.answers if answer.voice)
        return voices if len(voices) > 1 else self.answers

    @property
    def spoken(self) -> Counter[str]:
        """What is said by those who count and speak, each with how many say it."""
        return Counter(answer.says for answer in self.counted if not answer.silent)

    @property
    def opinions(self) -> int:
        """The number of different answers among those who count, silence not counted."""
        return len(self.spoken)

    @property
    def silent(self) -> int:
        """The number of those who count and have nothing to say."""
        return len(self.counted) - sum(self.spoken.values())

    @property
    def agreed(self) -> bool:
        """Whether all who count give one and the same answer."""
        return self.opinions == 1 and not self.silent

    @property
    def clashes(self) -> int:
        """How strongly they disagree: the pairs of those who count that say different things."""
        return sum(one * other for one, other in combinations(self.spoken.values(), 2))


def compare(question: Question, rulesets: Iterable[Ruleset]) -> Comparison:
    """Return what several rulesets answer to a question.

    What is sooner, or less often, comes first, then what more rulesets say.

    Raises:
        NotEvaluable: as `answer`.
    """
    answers = [answer(question, ruleset) for ruleset in rulesets]
    positions: dict[str, list[Answer]] = {}
    for found in sorted(answers, key=lambda found: found.ruleset):
        positions.setdefault(found.position, []).append(found)
    ordered = sorted(
        positions.items(),
        key=lambda item: (
            item[0] == NOTHING,
            min(a.rank for a in item[1]),
            -len(item[1]),
            item[0],
        ),
    )
    return Comparison(question=question, answers=tuple(a for _, same in ordered for a in same))


def most_split_first(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """Return those comparisons in which two contradict one another, the strongest first."""
    disputed = [comparison for comparison in comparisons if comparison.clashes]
    return sorted(disputed, key=lambda comparison: (-comparison.clashes, -comparison.opinions))


def undisputed(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """Return the other ones, those of which most speak first."""
    united = [comparison for comparison in comparisons if not comparison.clashes]
    return sorted(united, key=lambda comparison: comparison.silent)


# -- the readings


def _of_action(read: Callable[[Asked, Found], Answer]) -> Callable[[Asked], Answer]:
    """Return a reading of an action, or of what stands in its place."""

    def reading(asked: Asked) -> Answer:
        found = asked.find()
        return asked.absent() if found is None else read(asked, found)

    return reading


def _wait(asked: Asked, found: Found) -> Answer:
    says = elapsed(found.rules, found.rule, "opens", asked.reading.after)
    return _timed(asked, found, "opens", says)


def _opens(asked: Asked, found: Found) -> Answer:
    return _timed(asked, found, "opens", moment_words(found.first.opens))


def _closes(asked: Asked, found: Found) -> Answer:
    if found.first.closes is None:
        # A rule without an end says nothing of when it would be too late.
        return asked.answer("no end", [found.rule], rank=_NO_END, brief="open", by_rule=False)
    opening = ("it opens", day_of(found.first.opens, found.rules.situation.clock.zone))
    says = elapsed(found.rules, found.rule, "closes", [*asked.reading.after, opening])
    return _timed(asked, found, "closes", says)


def _timed(asked: Asked, found: Found, key: str, says: str) -> Answer:
    brief = _BRIEF.get(says, says)
    return asked.answer(says, [found.rule], found.window(key), rank=_day(found, key), brief=brief)


def _day(found: Found, key: str) -> int:
    moment = getattr(found.first, key)
    return day_of(moment, found.rules.situation.clock.zone).toordinal()


def _gaps(asked: Asked) -> Answer:
    """Read the times between an action and the next, if nobody answers."""
    numbers = asked.steps()
    if not numbers:
        return asked.absent()
    if len(numbers) == 1:
        return _ended(asked, "no second one", _NO_END, "none")
    steps = asked.plan.steps
    gaps, rules, names = [], [], list[str]()
    for last, number in pairwise(numbers):
        found = asked.at_step(number)
        assert found is not None
        situation = found.rules.situation
        before = ("the one before", day_of(steps[last].at, situation.clock.zone))
        gaps.append(elapsed(found.rules, found.rule, "opens", [before]))
        rules.append(found.rule)
        names.extend(found.window("opens"))
    says = gaps[0] if len(set(gaps)) == 1 else ", then ".join(gaps)
    first, second = (steps[number].at.toordinal() for number in numbers[:2])
    return asked.answer(says, rules, names, rank=second - first)


def _attempts(asked: Asked) -> Answer:
    """Read how often an action is taken, if nobody answers."""
    count = len(asked.steps())
    if not count:
        return asked.absent()
    says = {1: "once", 2: "twice"}.get(count, f"{count} times")
    return _ended(asked, says if asked.plan.complete else f"{says}, and so on", count)


def _ends(asked: Asked) -> Answer:
    """Read how long after a day an action is taken for the last time, if nobody answers."""
    numbers = asked.steps()
    if not numbers:
        return asked.absent()
    if not asked.plan.complete:
        return _ended(asked, "no end", _NO_END, "open")
    windows = [
        (found.rule, found.window("opens")) for found in map(asked.at_step, numbers) if found
    ]
    last = day_of(asked.plan.steps[numbers[-1]].at, asked.history.timezone)
    names = [name for _, window in windows for name in window]
    says = counted(last, asked.reading.after[0])
    return _ended(asked, says, last.toordinal(), names=names, rules=[rule for rule, _ in windows])


def _ended(
    asked: Asked,
    says: str,
    rank: int,
    brief: str = "",
    *,
    names: Sequence[str] = (),
    rules: Sequence[Rule] = (),
) -> Answer:
    """Return an answer that rests on whatever ends the actions in the plan, and on these."""
    ends = asked.plan.ends
    ending = [entry.rule for entry in (*ends.stopped, *ends.held) if entry.track == asked.track]
    decided = [rule for rule in asked.ruleset.rules if rule.name in ending]
    resting = [*names, *(name for rule in decided for name in tested(rule))]
    return asked.answer(says, [*rules, *decided], resting, rank=rank, brief=brief)


def _attempt(asked: Asked, found: Found) -> Answer:
    number, fact = found.first.attempt, found.do.attempt
    if number is None or fact is None:
        return asked.answer("not counted", [found.rule])
    # Only the fact says what counts; the rule is about something else.
    return asked.answer(f"attempt {number}", [found.rule], [fact], rank=number, by_rule=False)


def _duty(asked: Asked, found: Found) -> Answer:
    if found.first.optional:
        return asked.answer("only if you like", [found.rule], rank=1, brief="optional")
    return asked.answer("yes", [found.rule])


def _persons(asked: Asked, found: Found) -> Answer:
    history = found.rules.situation.history
    words = [person_words(a.to, history, asked.vocabulary) for a in found.actions if a.to]
    says = " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
    says += ", each" if len(words) > 1 else ""
    names = [who.name for who in found.do.to if isinstance(who, FactRef)]
    says = says or "nobody in particular"
    return asked.answer(says, [found.rule], names, brief=says.replace("the ", ""))


def _channels(asked: Asked, found: Found) -> Answer:
    says = " or ".join(asked.vocabulary.channels[c].says for c in found.first.channels)
    flags = [via.only_if.name for via in found.do.via if via.only_if is not None]
    names = sorted(references(asked.ruleset).closure(flags))
    brief = " or ".join(found.first.channels)
    return asked.answer(says or "no channel is known", [found.rule], names, brief=brief)


def _minds(asked: Asked, found: Found) -> Answer:
    known, own = asked.vocabulary.checklist, own_sources(asked.ruleset)
    hints = [known[name] for name in asked.reading.among if name in found.first.checklist]
    if not hints:
        return asked.nothing()
    cites = [cite for hint in hints for cite in hint.cites if cite.source in own]
    says = "; ".join(lowered(hint.says) for hint in hints)
    return asked.answer(says, [found.rule], cites=cites)


def _outcome(asked: Asked) -> Answer:
    return asked.deciding(asked.reading.of[0])


_READERS: dict[str, Callable[[Asked], Answer]] = {
    "wait": _of_action(_wait),
    "opens": _of_action(_opens),
    "closes": _of_action(_closes),
    "gaps": _gaps,
    "attempts": _attempts,
    "ends": _ends,
    "attempt": _of_action(_attempt),
    "duty": _of_action(_duty),
    "persons": _of_action(_persons),
    "channels": _of_action(_channels),
    "minds": _of_action(_minds),
    "outcome": _outcome,
}
