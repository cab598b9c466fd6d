"""Asking one ruleset one question: the action that the question is about, and what it rests on.

An action counts as it stands at the moment of the question, or else as it comes up in the plan,
when nobody answers and everything else is carried out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from msgspec import Struct

from followup.asking.elapsed import names_on_the_way
from followup.asking.voices import advice_against, narrowed, says_itself, voice_of
from followup.core.cases import Question
from followup.core.limits import Limit, Never
from followup.core.references import parameters_in, references
from followup.core.ruleset import Do, Rule, Ruleset
from followup.core.terms import FactRef, Test
from followup.core.vocabulary import Citation
from followup.decision import Decision, DueAction
from followup.evaluation.clock import Clock
from followup.evaluation.decide import decide_by, without_future
from followup.evaluation.plan import Plan, PlanStep, plan
from followup.evaluation.recorder import RecordedRules
from followup.evaluation.records import with_record

NOTHING = "does not speak of it"
NEVER = "never"
_LATE = 10**7
_LAST = 10**8
_ABOUT_TIME = ("wait", "opens", "closes", "gaps", "attempts", "ends")


class Answer(Struct, frozen=True, kw_only=True):
    """What one ruleset answers, and what the answer rests on.

    `brief` is the same in a word or two. `voice` is the source that the ruleset speaks for, empty
    where it draws on several. `silent` says that it has nothing to say: it decides nothing, or as
    a voice only what it inherits and its source does not state. `rank` puts what is sooner, or
    less often, first; `rules` decided;
    `cites` are those of the values and facts that count here, of the rules where no value has
    any; `assumed` are values that no source states.
    """

    ruleset: str
    says: str
    brief: str = ""
    voice: str = ""
    silent: bool = False
    rank: int = 0
    rules: tuple[str, ...] = ()
    cites: tuple[Citation, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def position(self) -> str:
        """What it says, or that it does not speak."""
        return NOTHING if self.silent else self.says

    @property
    def ranked(self) -> bool:
        """Whether it names a time or number, which can be more or less than another."""
        return not self.silent and self.rank < _LATE


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
        self.voice = voice_of(ruleset)
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
        *,
        brief: str = "",
        by_rule: bool = True,
        instead: bool = False,
    ) -> Answer:
        """Return an answer that rests on rules, and on facts and parameters of these names.

        Where a value or a hint has a source, that is the one that counts; the rule's is of more.
        Without `by_rule` nothing of the rule stands behind what it says here; `instead` says that
        the answer is what stands in the place of the action.
        """
        rules, names = list(rules), list(dict.fromkeys(names))
        parameters = [self.ruleset.parameters[n] for n in names if n in self.ruleset.parameters]
        facts = [self.ruleset.facts[n] for n in names if n in self.ruleset.facts]
        behind = [*(p.cites for p in parameters), *(f.cites for f in facts), tuple(cites)]
        if by_rule and not cites and not any(parameter.cites for parameter in parameters):
            behind += [references(self.ruleset).cites_of_rule[rule.name] for rule in rules]
        behind.append(self.against)
        assumed = tuple(parameter.name for parameter in parameters if parameter.assumed)
        parts = [("rules", rule.name) for rule in rules] if by_rule else []
        parts += [("parameters", p.name) for p in parameters] + [("facts", f.name) for f in facts]
        spoken, found = self._spoken([c for part in behind for c in part], parts, assumed, instead)
        return Answer(
            ruleset=self.ruleset.name,
            says=says,
            brief=brief or says,
            voice=self.voice,
            silent=not spoken,
            rank=rank,
            rules=tuple(dict.fromkeys(rule.name for rule in rules)),
            cites=found,
            assumed=assumed,
        )

    def _spoken(
        self,
        cites: Iterable[Citation],
        parts: Iterable[tuple[str, str]],
        assumed: Collection[str],
        instead: bool,
    ) -> tuple[bool, tuple[Citation, ...]]:
        """Return whether an answer counts as the ruleset's own, and the citations behind it.

        Only a voice can fail to speak. A value that it assumed, where its source names none, is
        its own; but where the question asks for items on a matter, one of them must be cited.
        """
        found = tuple(dict.fromkeys(cites))
        if self.reading.cited_on is None or instead:
            own = bool(assumed) or says_itself(self.ruleset, found, parts)
            return own or not self.voice, found
        on_it = narrowed(found, self.reading)
        return says_itself(self.ruleset, on_it, ()) or not self.voice, on_it or found

    @cached_property
    def against(self) -> tuple[Citation, ...]:
        """What the ruleset cites of the items that advise against the action."""
        return advice_against(self.ruleset, self.reading.against)

    def nothing(self) -> Answer:
        """Return the answer of a ruleset that has none, or that advises against the action."""
        never = self._never()
        if never is not None or self.against:
            cites = () if never is None else never.cites
            return self.answer("no", cites=cites, rank=_LATE, by_rule=False)
        return Answer(
            ruleset=self.ruleset.name, says=NOTHING, voice=self.voice, silent=True, rank=_LAST
        )

    def _never(self) -> Limit | None:
        """Return the limit under which none of the actions is ever taken."""
        for limit in self.ruleset.limits:
            begun = limit.since is None or self.rules.situation.in_phrase(FactRef(limit.since))
            always = isinstance(limit.bound, Never) and limit.within is None and begun
            if always and {*self.reading.of} <= {*limit.actions}:
                return limit
        return None

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
                brief = NEVER if self.reading.kind in _ABOUT_TIME else kind
                names = tested(rule)
                return self.answer(
                    says, [rule], names, rank=_LATE, brief=brief, instead=bool(other)
                )
        actions = [action for action in self.decision.actions if action.track == track]
        if not actions:
            return self.nothing()
        action = min(actions, key=lambda action: action.optional)
        about = lowered(self.vocabulary.actions[action.action].about)
        how = other or ("later: " if action.state == "upcoming" else "")
        rule = self.rules.asked[action.rule].rule
        says = ("if you like: " if action.optional else how) + about
        return self.answer(says, [rule], brief=about, instead=bool(other))


def tested(rule: Rule) -> list[str]:
    """Return the parameters with which a rule's conditions compare."""
    tests = (test for test in rule.when.of if isinstance(test, Test))
    return list(parameters_in(tests))


def lowered(sentence: str) -> str:
    """Begin a sentence in lower case, to stand inside another."""
    return sentence[:1].lower() + sentence[1:]


def _is_firm(step: PlanStep) -> bool:
    return step.action is not None and not step.action.optional
