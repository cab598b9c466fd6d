"""Asking one ruleset one question: the action that the question is about, and what it rests on.

An action counts as it stands at the moment of the question, or else as it comes up in the plan,
when nobody answers and everything else is carried out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from followup.asking.elapsed import names_on_the_way
from followup.core.cases import Question
from followup.core.references import parameters_in, references
from followup.core.ruleset import Do, Rule, Ruleset
from followup.core.terms import Test
from followup.core.vocabulary import Citation
from followup.decision import Decision, DueAction
from followup.evaluation.clock import Clock
from followup.evaluation.decide import decide_by, without_future
from followup.evaluation.plan import Plan, PlanStep, plan
from followup.evaluation.recorder import RecordedRules
from followup.evaluation.records import with_record

NOTHING = "does not speak of it"
_LATE = 10**7
_LAST = 10**8


class Answer(Struct, frozen=True, kw_only=True):
    """What one ruleset answers, and what the answer rests on.

    `silent` says that the ruleset has nothing to say; `rank` puts what is sooner, or less often,
    first. `rules` decided; `cites` are those of the values and facts that count here, of the
    rules where no value has any; `assumed` are values that no source states.
    """

    ruleset: str
    says: str
    silent: bool = False
    rank: int = 0
    rules: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    assumed: tuple[str, ...] = ()


class Found(Struct, frozen=True, kw_only=True):
    """An action, once for each person, and the situation in which it stands."""

    actions: tuple[DueAction, ...]
    rules: RecordedRules

    @property
    def first(self) -> DueAction:
        """The action, to the first of the persons."""
        return self.actions[0]

    @property
    def rule(self) -> Rule:
        """The rule whose action it is."""
        return self.rules.asked[self.first.rule].rule

    @property
    def do(self) -> Do:
        """What the rule says of the action."""
        outcome = self.rule.outcome
        assert isinstance(outcome, Do)
        return outcome

    def window(self, key: str) -> list[str]:
        """Return the facts and parameters on which one end of the window rests."""
        return list(names_on_the_way(self.rule.windows().get(key), self.rules.situation))


class Asked:
    """One question, put to one ruleset."""

    def __init__(self, question: Question, ruleset: Ruleset) -> None:
        self.question = question
        self.reading = question.reading
        self.ruleset = ruleset
        self.vocabulary = ruleset.vocabulary
        clock = Clock(question.as_of, question.history.timezone)
        self.history = without_future(question.history, ruleset, clock)
        self.rules = RecordedRules(self.history, ruleset, clock)
        self.decision = decide_by(self.rules)

    @cached_property
    def plan(self) -> Plan:
        """What follows if nobody answers."""
        return plan(self.history, self.ruleset, self.question.as_of)

    @property
    def track(self) -> str:
        """The track to which the actions belong."""
        return self.vocabulary.actions[self.reading.of[0]].track

    # -- the action

    def fits(self, action: DueAction | None) -> bool:
        """Return whether an action is one that the reading is about."""
        reading = self.reading
        return (
            action is not None
            and action.action in reading.of
            and reading.via in (None, action.via)
            and (action.optional or not reading.optional)
        )

    def find(self) -> Found | None:
        """Return the action: as it stands at first, or as it comes up if nobody answers."""
        found = self._among(self.decision, self.rules)
        if found is not None:
            return found
        steps = self.plan.steps
        return next(
            (self.at_step(n) for n, step in enumerate(steps) if self.fits(step.action)), None
        )

    def _among(self, decision: Decision, rules: RecordedRules) -> Found | None:
        """Return the action in a decision; what is asked for comes before what is offered."""
        fitting = sorted(filter(self.fits, decision.actions), key=lambda action: action.optional)
        same = tuple(action for action in fitting if action.rule == fitting[0].rule)
        return Found(actions=same, rules=rules) if same else None

    def steps(self) -> list[int]:
        """Return the numbers of the plan's steps that carry out the action."""
        return [
            number
            for number, step in enumerate(self.plan.steps)
            if self.fits(step.action) and _is_firm(step)
        ]

    def at_step(self, number: int) -> Found | None:
        """Return the action at a step of the plan, all earlier ones having been carried out."""
        history = self.history
        for step in self.plan.steps[:number]:
            if step.action is not None and _is_firm(step):
                history = with_record(history, step.action, self.vocabulary, step.at)
        clock = Clock(self.plan.steps[number].at, history.timezone)
        rules = RecordedRules(history, self.ruleset, clock)
        return self._among(decide_by(rules), rules)

    # -- the answer

    def answer(
        self,
        says: str,
        rules: Iterable[Rule] = (),
        names: Iterable[str] = (),
        cites: Sequence[Citation] = (),
        rank: int = 0,
    ) -> Answer:
        """Return an answer that rests on rules, and on facts and parameters of these names.

        Where a value or a hint has a source, that is the one that counts; the rule's is of more.
        """
        rules, names = list(rules), list(dict.fromkeys(names))
        parameters = [self.ruleset.parameters[n] for n in names if n in self.ruleset.parameters]
        facts = [self.ruleset.facts[n] for n in names if n in self.ruleset.facts]
        own = [*(p.cites for p in parameters), *(f.cites for f in facts), tuple(cites)]
        if not cites and not any(parameter.cites for parameter in parameters):
            own += [references(self.ruleset).cites_of_rule[rule.name] for rule in rules]
        return Answer(
            ruleset=self.ruleset.name,
            says=says,
            rank=rank,
            rules=tuple(dict.fromkeys(rule.name for rule in rules)),
            cites=tuple(dict.fromkeys(cite for part in own for cite in part)),
            assumed=tuple(parameter.name for parameter in parameters if parameter.assumed),
        )

    def nothing(self) -> Answer:
        """Return the answer of a ruleset that has none."""
        return Answer(ruleset=self.ruleset.name, says=NOTHING, silent=True, rank=_LAST)

    def absent(self) -> Answer:
        """Return what stands in the place of an action: what decides its track, or nothing."""
        if self.reading.optional or self.reading.via is not None:
            return self.nothing()
        return self.deciding(self.track, "something else: ")

    def deciding(self, track: str, other: str = "") -> Answer:
        """Return what decides a track: a wait, a stop, an action, or nothing."""
        for kind, entries in (("wait", self.decision.held), ("stop", self.decision.stopped)):
            entry = next((entry for entry in entries if entry.track == track), None)
            if entry is not None:
                rule = self.rules.asked[entry.rule].rule
                # What follows a semicolon in such a sentence is advice, not the reason.
                says = f"{kind}: {lowered(entry.says).partition(';')[0]}"
                return self.answer(says, [rule], tested(rule), rank=_LATE)
        actions = [action for action in self.decision.actions if action.track == track]
        if not actions:
            return self.nothing()
        action = min(actions, key=lambda action: action.optional)
        about = lowered(self.vocabulary.actions[action.action].about)
        how = other or ("later: " if action.state == "upcoming" else "")
        rule = self.rules.asked[action.rule].rule
        return self.answer(("if you like: " if action.optional else how) + about, [rule])


def tested(rule: Rule) -> list[str]:
    """Return the parameters with which a rule's conditions compare."""
    tests = (test for test in rule.when.of if isinstance(test, Test))
    return list(parameters_in(tests))


def lowered(sentence: str) -> str:
    """Begin a sentence in lower case, to stand inside another."""
    return sentence[:1].lower() + sentence[1:]


def _is_firm(step: PlanStep) -> bool:
    return step.action is not None and not step.action.optional
