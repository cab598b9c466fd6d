"""Conditions as clauses of a sentence: one wording for tables, reasons and pages.

How a name is written differs: plain on a terminal, a link with an explanation on a page. So the
names are methods, which a page overrides.
"""

from __future__ import annotations

from collections.abc import Sequence

from followup.core.operators import OPERATORS
from followup.core.ruleset import Parameter, Ruleset
from followup.core.terms import (
    All,
    AnyOf,
    Compare,
    Condition,
    FactRef,
    FieldRef,
    Flag,
    InDays,
    Known,
    Not,
    Number,
    OneOf,
    OwnField,
    ParameterRef,
    Past,
    Term,
    Test,
    Word,
)
from followup.core.types import type_of
from followup.core.writing import written


def listed(parts: Sequence[str], word: str = "or") -> str:
    """Join parts as a sentence does: `a, b or c`."""
    return f" {word} ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""


def value_words(parameter: Parameter) -> str:
    """Return a parameter's value as a person reads it."""
    match parameter.value:
        case bool(value):
            return "yes" if value else "no"
        case None:
            return "set by its children"
        case () if parameter.type == "words":
            return "none"
        case _:
            return parameter.written


class Clauses:
    """Writes the conditions of a ruleset, its names as they stand in the document."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.vocabulary = ruleset.vocabulary

    # -- names, which a page writes otherwise

    def fact(self, name: str) -> str:
        """Return a fact's name."""
        return name

    def explanation(self, name: str) -> str:
        """Return in brackets what a fact means, where that is wanted."""
        return ""

    def field(self, term: FieldRef) -> str:
        """Return the name of a fact's field."""
        return written(term)

    def value(self, name: str) -> str:
        """Return a parameter's name with its value."""
        return f"{name} ({value_words(self.ruleset.parameters[name])})"

    def word(self, word: str) -> str:
        """Return a word that something may be."""
        return word

    def person(self, who: Term) -> str:
        """Return a person, or a fact or field that is one."""
        return written(who)

    def days(self, names: Sequence[str]) -> str:
        """Return the days of a set, or of several."""
        return listed(names)

    def moment(self, phrase: Term) -> str:
        """Return a moment, or a duration; parameters as what they are."""
        return written(phrase, self.ruleset.parameters)

    # -- conditions

    def conditions(self, condition: Condition) -> str:
        """Return conditions as the part of a sentence after *if*; empty if they always hold."""
        parts = condition.of if isinstance(condition, All) else (condition,)
        none = [part for part in parts if isinstance(part, Not) and isinstance(part.of, AnyOf)]
        said = (self._part(part) for part in parts if part not in none)
        words = ", and ".join(part for part in said if part)
        for part in none:
            against = self._either(part.of)
            words = f"{words}, unless {against}" if words else f"it is not so that {against}"
        return words

    def _part(self, condition: Condition) -> str:
        match condition:
            case All(of):
                return ", and ".join(map(self._nested, of))
            case AnyOf(of):
                return ("either " if len(of) > 1 else "") + self._either(condition)
            case Not(Known(subject)):
                return self._unknown(subject)
            case Not(of):
                return f"it is not so that {self._nested(of)}"
            case _:
                return self.test(condition)

    def _either(self, condition: Condition) -> str:
        groups = condition.of if isinstance(condition, AnyOf) else (condition,)
        return ", or ".join(map(self._nested, groups))

    def _nested(self, condition: Condition) -> str:
        words = self.conditions(condition)
        return f"({words})" if isinstance(condition, All) and len(condition.of) > 1 else words

    # -- tests

    def test(self, test: Test) -> str:
        """Return one comparison as a clause."""
        subject, about = self.subject(test.subject), self._about(test.subject)
        kind = type_of(test.subject, self.ruleset)
        match test:
            case Known(FactRef()):
                return f"{subject} is on record{about}"
            case Known():
                return f"{subject} is known"
            case Past():
                return f"{subject}{about} has passed"
            case OneOf() if kind == "flag":
                return self._flag(test, subject, about)
            case OneOf(FactRef(), (Number(0),), False) if kind == "count":
                return f"there are no {subject}{about}"
            case OneOf(FactRef()) | Compare(FactRef()) if kind == "count":
                return f"the number of {subject}{about} {self.comparison(test)}"
            case _:
                return f"{subject}{about} {self.comparison(test)}"

    def _unknown(self, subject: Term) -> str:
        words = self.subject(subject)
        if isinstance(subject, FactRef):
            return f"no {words} is on record{self._about(subject)}"
        return f"{words} is unknown"

    def subject(self, term: Term) -> str:
        """Return what a test is about."""
        match term:
            case FactRef(name):
                return self.fact(name)
            case FieldRef():
                return self.field(term)
            case ParameterRef(name):
                return f"the value {self.value(name)}"
            case _:
                return written(term)

    def _about(self, term: Term) -> str:
        return self.explanation(term.name) if isinstance(term, FactRef) else ""

    def _flag(self, test: OneOf, subject: str, about: str) -> str:
        true = (Flag(True) in test.values) is not test.negated
        if isinstance(test.subject, ParameterRef):
            return f"{subject} is {'yes' if true else 'no'}"
        return f"{subject} is {'' if true else 'not '}the case{about}"

    def comparison(self, test: Test) -> str:
        """Return what must be true of a subject: `is on or before …`, `is not …`."""
        match test:
            case Known():
                return "is known"
            case Past():
                return "has passed"
            case OneOf(values=values, negated=negated, persons=persons):
                words = [self.person(v) if persons else self.operand(v) for v in values]
                return f"is {'not ' if negated else ''}{listed(words)}"
            case InDays(_, days, negated):
                return f"falls on {'no' if negated else 'a'} day of {self.days(days)}"
            case Compare(_, operator, operand):
                return f"is {OPERATORS[operator].words} {self.operand(operand)}"

    def operand(self, term: Term) -> str:
        """Return what a test compares with."""
        match term:
            case Word(word):
                return self.word(word)
            case Flag(value):
                return "yes" if value else "no"
            case ParameterRef(name) if type_of(term, self.ruleset) in ("count", "words"):
                parameter = self.ruleset.parameters[name]
                return f"{value_words(parameter)} ({self.word(name)})"
            case _:
                return self.moment(term)

    def own_field(self, test: Condition) -> str:
        """Return what must be true of a field of an event: `with a …`, `whose … is …`."""
        match test:
            case Known(OwnField(name)):
                return f"with a {self.word(name)}"
            case Not(Known(OwnField(name))):
                return f"without a {self.word(name)}"
            case Compare(OwnField("date")):
                return f"dated {self.comparison(test).removeprefix('is ')}"
            case (
                Past(OwnField(name))
                | OneOf(OwnField(name))
                | Compare(OwnField(name))
                | InDays(OwnField(name))
            ):
                return f"whose {self.word(name)} {self.comparison(test)}"
            case _:
                return ""
