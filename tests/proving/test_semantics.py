"""What the proofs say of conditions holds on every history: drawn at random, asked one by one."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import product
from typing import Any

from hypothesis import given

from followup.core.operators import MOMENTS, NUMBERS
from followup.core.ruleset import Ruleset
from followup.core.terms import (
    All,
    AnyOf,
    Compare,
    Condition,
    Day,
    FactRef,
    FieldRef,
    Flag,
    InDays,
    Known,
    Not,
    Number,
    OneOf,
    ParameterRef,
    Past,
    Term,
    Word,
)
from followup.evaluation.clock import Clock
from followup.evaluation.conditions import truth
from followup.evaluation.situation import Situation
from followup.proving.implication import Implication, demanded, mentioned
from followup.proving.known import Knowledge, KnownNames
from tests.evaluation.histories import dates, documents
from tests.language.documents import history_of, ruleset_of, vocabulary_of

BODY = """
days:
  early: [monday, tuesday]
  autumn: [{from: 10-15, to: 01-15}]
  late: [2026-10-14]
parameters:
  wait: {is: duration, default: 3 days}
  most: {is: count, default: 2}
facts:
  visit: {latest: visit, only-if: {visit.place: known}}
  promise: {latest: {promise: {within: known}}}
  either: {latest: [visit, promise]}
  notes: {count: note}
  fresh: {count: note, since: visit}
  asked: {seen: {sent: {purpose: ask}}}
  good: {read: mood}
  size: {read: size}
  customer: {read: since-day}
  met: {holds: {visit: known, visit.score: {at-least: 3}}}
  unmet: {holds: {none: [{visit: known}]}}
  lead: {person: [visit.lead, boss]}
  soon: {moment: wait after visit}
  waits: {spans: {from: promise, to: note}}
  held: {spans: {from: note, to: visit}, only-if: {good: known}}
  due: {moment: "wait after visit, not counting waits"}
  late: {moment: "wait after soon, not counting waits and held"}
  first: {first-known: [promise.deadline, visit]}
  split:
    first-of:
      - {if: {met: true}, then: wait after promise}
      - {if: {size: {above: 2}}, then: 2 days after visit}
  last: {latest-known: [visit, promise]}
  strict: {moment: 1 day after soon, only-if: {strict: {after: customer}}}
"""
MOMENT_TERMS: tuple[Term, ...] = (
    FactRef("visit"),
    FactRef("soon"),
    FactRef("first"),
    FactRef("strict"),
    FactRef("customer"),
    FactRef("due"),
    FactRef("late"),
    FactRef("split"),
    FieldRef("promise", "deadline"),
    FieldRef("either", "date"),
)
NUMBER_TERMS: tuple[Term, ...] = (FactRef("notes"), FactRef("size"), FieldRef("visit", "score"))
FLAG_TERMS: tuple[Term, ...] = (FactRef("asked"), FactRef("met"), FactRef("unmet"))
TERMS = (
    *MOMENT_TERMS,
    *NUMBER_TERMS,
    *FLAG_TERMS,
    FactRef("good"),
    FactRef("lead"),
    FactRef("last"),
    FactRef("either"),
    FactRef("fresh"),
    FactRef("waits"),
    FactRef("held"),
    FieldRef("visit", "place"),
    FieldRef("promise", "within"),
)
TWO = (False, True)
NUMBERS_ASKED = (Number(0), Number(1), Number(2), Number(3), ParameterRef("most"))


@cache
def rules() -> Ruleset:
    return ruleset_of(BODY)


@cache
def single_tests() -> tuple[Condition, ...]:
    """Single tests of every kind over facts of every kind."""
    moments: tuple[Term, ...] = MOMENT_TERMS[:4]
    operands: tuple[Term, ...] = (Day(date(2026, 10, 14)), FactRef("visit"), FactRef("customer"))
    numbers: tuple[tuple[Term, ...], ...] = (
        (Number(1),),
        (Number(0), Number(1)),
        (Number(1), Number(2)),
        (Number(0), Number(2)),
        (Number(1), ParameterRef("most")),
    )
    words = ((Word("good"),), (Word("bad"),), (Word("good"), Word("bad")))
    persons = ((Word("boss"),), (Word("clerk"),), (Word("boss"), Word("clerk")))
    days = (("early",), ("early", "autumn"), ("late", "early"))
    return (
        *(Known(term) for term in TERMS),
        *(Past(term) for term in moments),
        *(Compare(one, op, other) for one, op, other in product(moments, MOMENTS, operands)),
        *(InDays(one, some, no) for one, some, no in product(moments, days, TWO)),
        *(Compare(one, op, n) for one in NUMBER_TERMS for op in NUMBERS for n in NUMBERS_ASKED),
        *(OneOf(one, n, no) for one, n, no in product(NUMBER_TERMS, numbers, (False, True))),
        *(OneOf(one, (Flag(f),), no) for one, f, no in product(FLAG_TERMS, TWO, TWO)),
        *(OneOf(FactRef("good"), some, no) for some, no in product(words, TWO)),
        *(OneOf(FactRef("lead"), p, no, persons=True) for p, no in product(persons, TWO)),
    )


@cache
def conditions() -> tuple[Condition, ...]:
    """The tests, and some of them joined and turned round in every way."""
    some = single_tests()[::7]
    pairs = list(zip(some, single_tests()[3::7], strict=False))
    joined: list[Condition] = [*map(All, pairs), *map(AnyOf, pairs)]
    nested: list[Condition] = [All((one, Not(AnyOf((other,))))) for one, other in pairs]
    return (*single_tests(), *joined, *nested, *map(Not, (*some, *joined)), All(()), AnyOf(()))


@cache
def implied_pairs() -> tuple[tuple[int, int], ...]:
    """Every pair of conditions of which the second follows from the first, so says the proof."""
    proof, these = Implication(rules()), conditions()
    return tuple(
        (one, other)
        for one, other in product(range(len(these)), repeat=2)
        if one != other and proof.holds(these[one], these[other])
    )


@cache
def knowledge() -> tuple[tuple[Condition, KnownNames, KnownNames], ...]:
    proof = Knowledge(rules())
    return tuple((each, proof.given(each), proof.refuted(each)) for each in conditions())


def situation(data: object, as_of: date) -> Situation:
    history = history_of(data)
    return Situation(history, rules(), Clock(as_of, history.timezone))


def holds(condition: Condition, where: Situation) -> bool:
    return truth(condition)(where, None)


@given(documents(vocabulary_of()), dates)
def test_what_follows_holds_wherever_its_reason_does(data: dict[str, Any], as_of: date) -> None:
    """`holds`: return True only if the weaker condition holds whenever the stronger one does."""
    where, these = situation(data, as_of), conditions()
    found = [holds(condition, where) for condition in these]
    broken = [(these[a], these[b]) for a, b in implied_pairs() if found[a] and not found[b]]
    assert not broken


@given(documents(vocabulary_of()), dates)
def test_what_conditions_give_is_known_wherever_they_hold(
    data: dict[str, Any], as_of: date
) -> None:
    """`given`: the names that are known whenever a condition holds; `refuted`: whenever not."""
    where = situation(data, as_of)
    for condition, if_so, if_not in knowledge():
        for name in if_so if holds(condition, where) else if_not:
            assert where.value(name) is not None, (condition, name)


@given(documents(vocabulary_of()), dates)
def test_what_a_term_needs_is_known_wherever_it_is(data: dict[str, Any], as_of: date) -> None:
    """`needed`: the names that are known whenever a term is."""
    where, proof = situation(data, as_of), Knowledge(rules())
    for term in TERMS:
        if where.value(term) is not None:
            for name in proof.needed(term):
                assert where.value(name) is not None, (term, name)


@given(documents(vocabulary_of()), dates)
def test_what_is_had_is_known(data: dict[str, Any], as_of: date) -> None:
    """`has`: return whether a term is known wherever these names are."""
    where, proof = situation(data, as_of), Knowledge(rules())
    for condition, if_so, _ in knowledge():
        if holds(condition, where):
            for term in TERMS:
                if proof.has(term, if_so):
                    assert where.value(term) is not None, (condition, term)


def test_what_is_passed_over_unseen_is_implied_by_nothing() -> None:
    """What implies a condition mentions all that it demands, unless it can never hold at all."""
    these = conditions()
    for stronger, weaker in implied_pairs():
        assert these[stronger] == AnyOf(()) or demanded(these[weaker]) <= mentioned(these[stronger])


def test_the_proofs_find_what_there_is_to_find() -> None:
    """Sound is easy for who proves nothing: as many follow as there are, counted by kind."""
    these = conditions()
    single = len(single_tests())
    between_tests = [(a, b) for a, b in implied_pairs() if a < single and b < single]
    assert len(between_tests) >= 479
    assert any(isinstance(these[a], All) for a, _ in implied_pairs())
    assert any(isinstance(these[b], AnyOf) for _, b in implied_pairs())
    assert any(isinstance(these[a], Not) and isinstance(these[b], Not) for a, b in implied_pairs())


VISIT, SOON, PROMISE = FactRef("visit"), FactRef("soon"), FactRef("promise")
DEADLINE, PLACE = FieldRef("promise", "deadline"), FieldRef("visit", "place")


def names(*conditions: Condition) -> set[Term]:
    return set(Knowledge(rules()).given(All(conditions)))


def test_both_alternatives_must_give_a_name() -> None:
    """`any-of` gives what each of its parts gives, and no more."""
    assert VISIT in names(AnyOf((Known(VISIT), Past(SOON))))
    assert VISIT not in names(AnyOf((Known(VISIT), Known(PROMISE))))
    assert names(AnyOf((Known(VISIT), Known(PROMISE)))) == set()


def test_what_is_not_so_gives_what_its_refusal_does() -> None:
    """Not (A or B) refutes both; not (A and B) only what each refusal gives."""
    unknown = Not(Known(PROMISE))
    assert VISIT in names(Not(AnyOf((unknown, Not(Known(VISIT))))))
    assert PROMISE in names(Not(AnyOf((unknown, Not(Known(VISIT))))))
    assert names(Not(All((unknown, Not(Known(VISIT)))))) == set()


def test_a_flag_gives_what_its_conditions_give() -> None:
    """A fact that says whether conditions hold says so of them."""
    assert VISIT in names(OneOf(FactRef("met"), (Flag(True),)))
    assert VISIT in names(OneOf(FactRef("met"), (Flag(False),), True))
    assert VISIT in names(OneOf(FactRef("unmet"), (Flag(False),)))
    assert VISIT not in names(OneOf(FactRef("met"), (Flag(False),)))
    assert VISIT not in names(OneOf(FactRef("unmet"), (Flag(True),)))


def test_a_comparison_gives_both_its_sides() -> None:
    """A comparison with something unknown is false."""
    compared = Compare(FactRef("customer"), "before", SOON)
    assert {VISIT, SOON, FactRef("customer"), PLACE} <= names(compared)


def test_a_fact_gives_what_it_rests_on() -> None:
    """A moment is known only if what it counts from is; `only-if` holds of what is known."""
    assert {VISIT, SOON, FactRef("customer")} <= names(Known(FactRef("strict")))
    assert PLACE in names(Known(VISIT))
    assert FieldRef("promise", "within") in names(Known(PROMISE))
    assert FieldRef("visit", "score") not in names(Known(VISIT))


def test_what_is_always_there_is_had() -> None:
    """Counts, flags and what rests on nothing unknown are known on every history."""
    proof = Knowledge(rules())
    for name in ("notes", "asked", "met", "fresh"):
        assert proof.has(FactRef(name), frozenset())
    for name in ("visit", "customer", "soon", "first", "lead", "strict"):
        assert not proof.has(FactRef(name), frozenset())
    assert proof.has(SOON, frozenset((VISIT,)))
    assert proof.has(FactRef("first"), frozenset((VISIT,)))
    assert proof.has(PLACE, frozenset((VISIT,)))
    assert not proof.has(DEADLINE, frozenset((VISIT,)))
