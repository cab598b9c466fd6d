"""What is proved of a ruleset before it is used, so that it cannot fail."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from followup import decide
from tests.language.documents import history_of, problems_of, ruleset_of


def rule(when: str, opens: str, facts: str = "") -> str:
    return (
        "facts:\n  v: {latest: visit}\n  n: {latest: note}\n  p: {latest: promise}\n"
        "  d: {latest: {promise: {deadline: known}}}\n  slow: {read: slow}\n"
        f"  since-day: {{read: since-day}}\n  c: {{count: note}}\n{facts}"
        f"rules:\n  - {{rule: r, {when}do: ask, opens: '{opens}'}}\n"
    )


KNOWN = [
    ("when: {v: known}, ", "v", ""),
    ("when: {v: known}, ", "v.date", ""),
    ("when: {v: {before: 2026-03-02}}, ", "v", ""),
    ("when: {v: {before: n}}, ", "later of v, n", ""),
    ("when: {v: past}, ", "v", ""),
    ("when: {v.place: hall}, ", "v", ""),
    ("when: {n.day: known}, ", "n.day", ""),
    ("when: {n.day: known}, ", "n", ""),
    ("when: {d: known}, ", "d.deadline", ""),
    ("when: {all: [{v: known}]}, ", "v", ""),
    ("when: {any: [{v: known}, {v: past}]}, ", "v", ""),
    ("when: {any: [{v: known, n: known}, {n: past, v: past}]}, ", "later of v, n", ""),
    ("when: {none: [{v: unknown}]}, ", "v", ""),
    ("when: {v: {not: unknown}}, ", "2026-03-02", ""),
    ("when: {h: true}, ", "v", "  h: {holds: {v: known}}\n"),
    ("when: {m: known}, ", "v", "  m: {moment: 1 day after v}\n"),
    ("when: {v: known}, ", "m", "  m: {moment: 1 day after v}\n"),
    ("when: {v: known}, ", "f", "  f: {first-known: [n, v]}\n"),
    ("when: {v: known}, ", "f", "  f: {latest-known: [n, v]}\n"),
    ("when: {o: known}, ", "n", "  o: {latest: visit, only-if: {n: known}}\n"),
    ("when: {o: known}, ", "o.deadline", "  o: {latest: promise, only-if: {o.deadline: past}}\n"),
    ("", "2026-03-02", ""),
]
PERHAPS_UNKNOWN = [
    ("", "v", ""),
    ("when: {v: known}, ", "n", ""),
    ("when: {v: unknown}, ", "v", ""),
    ("when: {p: known}, ", "p.deadline", ""),
    ("when: {p: known}, ", "p.by", ""),
    ("when: {n: known}, ", "n.day", ""),
    ("when: {any: [{v: known}, {n: known}]}, ", "v", ""),
    ("when: {none: [{v: unknown, n: unknown}]}, ", "v", ""),
    ("when: {none: [{v: known}]}, ", "v", ""),
    ("when: {h: false}, ", "v", "  h: {holds: {v: known}}\n"),
    ("when: {h: {not: true}}, ", "v", "  h: {holds: {v: known}}\n"),
    ("when: {c: {at-least: 1}}, ", "n", ""),
    ("when: {n: known}, ", "f", "  f: {first-known: [v, n.day]}\n"),
    ("when: {f: known}, ", "v", "  f: {first-known: [v, n]}\n"),
    ("when: {slow: true}, ", "since-day", ""),
    ("when: {v: known}, ", "o", "  o: {moment: v, only-if: {n: known}}\n"),
    ("when: {v: known}, ", "later of v, n", ""),
    ("when: {v: known}, ", "m", "  m: {moment: 1 day after n}\n"),
    ("when: {o: known}, ", "o.deadline", "  o: {latest: [promise, {promise: {by: known}}]}\n"),
]


@pytest.mark.parametrize(("when", "opens", "facts"), KNOWN)
def test_what_is_known_whenever_the_rule_holds_may_be_counted_from(
    when: Any, opens: Any, facts: Any
) -> None:
    """The facts in a window are known whenever the rule holds."""
    assert [p.code for p in problems_of(rule(when, opens, facts)) if p.code == "F402"] == []


@pytest.mark.parametrize(("when", "opens", "facts"), PERHAPS_UNKNOWN)
def test_what_may_be_unknown_may_not_be_counted_from(when: Any, opens: Any, facts: Any) -> None:
    """Otherwise it is an error that names the missing `known`."""
    problems = [p for p in problems_of(rule(when, opens, facts)) if p.code == "F402"]
    assert len(problems) == 1
    assert ": known`" in (problems[0].help or "")


@pytest.mark.parametrize("key", ["closes", "lapses"])
def test_every_end_of_a_window_is_proved(key: Any) -> None:
    """The checker proves it for every phrase in `opens`/`closes`/`lapses`."""
    body = f"""
    facts:
      v: {{latest: visit}}
      n: {{latest: note}}
    rules:
      - {{rule: r, when: {{v: known}}, do: ask, opens: v, {key}: 3 days after n}}
    """
    assert [p.code for p in problems_of(body)] == ["F402"]


def test_the_end_of_a_hold_is_proved() -> None:
    """Whatever `check` accepts evaluates without an error."""
    body = """
    facts: {n: {latest: note}}
    rules:
      - {rule: r, track: main, hold: later, until: 3 days after n}
    """
    assert [p.code for p in problems_of(body)] == ["F402"]


EMPTY: dict[str, Any] = {"events": []}
ONE_VISIT = {"events": [{"date": "2026-03-02", "event": "visit"}]}
AS_OF = date(2026, 3, 10)

# What a check that proves too little accepts, or cannot stand itself.
TRAPS = {
    "an attempt that may be unknown": (
        "facts:\n  v: {latest: visit}\n  n: {count: sent, only-if: {v: known}}\n"
        "rules:\n  - {rule: r, do: ask, attempt: n, opens: 2026-03-02}",
        EMPTY,
    ),
    "a flag that may be both": (
        "facts:\n  v: {latest: visit}\n  f: {holds: {v: known}}\n"
        "rules:\n  - {rule: r, when: {f: [true, false]}, do: ask, opens: v}",
        EMPTY,
    ),
    "a moment of itself": (
        "facts:\n  a: {moment: 3 days after a}\n"
        "rules:\n  - {rule: r, when: {a: known}, do: ask, opens: 2026-03-02}",
        EMPTY,
    ),
    "a condition of itself": (
        "facts:\n  a: {holds: {a: true}}\n"
        "rules:\n  - {rule: r, when: {a: true}, do: ask, opens: 2026-03-02}",
        EMPTY,
    ),
    "the latest of itself": (
        "facts:\n  a: {latest-known: [a]}\n"
        "rules:\n  - {rule: r, when: {a: known}, do: ask, opens: 2026-03-02}",
        EMPTY,
    ),
    "an event since itself": (
        "facts:\n  a: {latest: visit, since: a}\n"
        "rules:\n  - {rule: r, when: {a: known}, do: ask, opens: 2026-03-02}",
        ONE_VISIT,
    ),
    "a person who is itself": (
        "facts:\n  a: {person: [a]}\n"
        "rules:\n  - {rule: r, when: {a: known}, do: ask, opens: 2026-03-02}",
        EMPTY,
    ),
    "a date at the end of the calendar": (
        "rules:\n  - {rule: r, do: ask, opens: 10 years after 9999-12-31}",
        EMPTY,
    ),
    "a date after all that can be asked": (
        "rules:\n  - {rule: r, do: ask, opens: 2500-01-01}",
        EMPTY,
    ),
    "a weekday that is never worked": (
        "facts:\n  v: {latest: visit}\n"
        "rules:\n  - {rule: r, when: {v: known}, do: ask, opens: saturday after v}",
        ONE_VISIT,
    ),
    "a weekday that this country never works": (
        "facts:\n  v: {latest: visit}\n"
        "rules:\n  - {rule: r, when: {v: known}, do: ask, opens: friday after v}",
        {**ONE_VISIT, "country": "SA"},
    ),
    "an attempt that is a parameter": (
        "parameters:\n  m: {is: count, default: 2}\n"
        "rules:\n  - {rule: r, do: ask, attempt: m, opens: 2026-03-02}",
        EMPTY,
    ),
    "a channel under a flag that is a parameter": (
        "parameters:\n  m: {is: flag, default: true}\n"
        "rules:\n  - {rule: r, do: ask, via: [{phone: m}], opens: 2026-03-02}",
        EMPTY,
    ),
}


MENDED = ("an attempt that may be unknown", "a date after all that can be asked")


@pytest.mark.parametrize(
    "name",
    [
        name
        if name in MENDED
        else pytest.param(
            name,
        )
        for name in TRAPS
    ],
)
def test_what_is_accepted_evaluates(name: str) -> None:
    """Whatever `check` accepts evaluates without an error on every history its schema accepts."""
    body, history = TRAPS[name]
    if not problems_of(body):
        decide(history_of(history), ruleset_of(body), AS_OF, trace=True)


HIDDEN = [
    ("", "when: {v: known}"),
    ("when: {v: known}, ", "when: {v: known, n: known}"),
    ("when: {v: known}, ", "when: {v: past}"),
    ("when: {c: {at-least: 1}}, ", "when: {c: {at-least: 2}}"),
    ("when: {c: {below: 3}}, ", "when: {c: 2}"),
    ("when: {c: [1, 2, 3]}, ", "when: {c: [1, 3]}"),
    ("when: {n.kind: {not: maybe}}, ", "when: {n.kind: yes-please}"),
    ("when: {any: [{v: known}, {n: known}]}, ", "when: {n: known}"),
]
REACHED = [
    ("when: {v: known}, ", "when: {n: known}"),
    ("when: {v: known, n: known}, ", "when: {v: known}"),
    ("when: {v: known}, ", "when: {v: unknown}"),
    ("when: {c: {at-least: 2}}, ", "when: {c: {at-least: 1}}"),
    ("when: {c: [1, 3]}, ", "when: {c: [1, 2, 3]}"),
    ("when: {none: [{v: known}]}, ", "when: {n: known}"),
    ("when: {any: [{v: known}, {n: known}]}, ", "when: {c: 1}"),
]
TRIO = "facts:\n  v: {latest: visit}\n  n: {latest: note}\n  c: {count: note}\n"


def two(first: str, second: str) -> str:
    return (
        f"{TRIO}rules:\n  - {{rule: one, {first}track: main, stop: done}}\n"
        f"  - {{rule: two, {second}, track: [main], stop: refused}}\n"
    )


@pytest.mark.parametrize(("first", "second"), HIDDEN)
def test_a_hidden_rule_is_reported(first: Any, second: Any) -> None:
    """Per track the first rule that holds decides, so one behind a more general one never does."""
    assert [(p.location.line, p.code) for p in problems_of(two(first, second))] == [(11, "F406")]


@pytest.mark.parametrize(("first", "second"), REACHED)
def test_a_rule_that_is_reached_is_not_reported(first: Any, second: Any) -> None:
    """A rule is reported only where an earlier one holds whenever it does."""
    assert problems_of(two(first, second)) == ()


@pytest.mark.parametrize(
    "first",
    [
        "{rule: one, do: thank, optional: true, opens: 2026-03-02}",
        "{rule: one, do: ask, opens: 2026-03-02, lapses: 2026-03-05}",
        "{rule: one, track: main, hold: later, until: 2026-03-05}",
        "{rule: one, when: {v: known}, do: ask, opens: 2026-03-02, each: v.with, since: v}",
        "{rule: one, track: side, stop: done}",
    ],
)
def test_a_rule_that_gives_way_hides_nothing(first: Any) -> None:
    """An option, what lapses, what ends and what is done for everyone let the next rule speak."""
    body = (
        f"{TRIO}rules:\n  - {first}\n  - {{rule: two, when: {{v: known}}, track: main, stop: done}}"
    )
    assert problems_of(body) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [("v.with: {not: boss}", "v.with: clerk"), ("v.lead: {not: boss}", "v.lead: 'boss:eva'")],
)
def test_a_person_among_others_is_not_somebody_else(first: Any, second: Any) -> None:
    """A rule is reported only where an earlier one holds whenever it does."""
    found = problems_of(two(f"when: {{{first}}}, ", f"when: {{{second}}}"))
    # Who visits with clerk and boss is not `not boss`; and no `boss:eva` is `not boss`.
    assert [p.code for p in found] == []


def test_a_circle_is_told_whole() -> None:
    """A circle of facts is an error that names all of them."""
    (problem,) = problems_of("facts:\n  a: {moment: b}\n  b: {moment: c}\n  c: {moment: a}")
    assert problem.code == "F404"
    assert all(f"`{name}`" in problem.message for name in "abc")


def test_two_circles_are_two_problems() -> None:
    """All problems of a file are collected and reported together."""
    body = "facts:\n  a: {moment: b}\n  b: {moment: a}\n  c: {moment: d}\n  d: {moment: c}"
    assert [(p.location.line, p.code) for p in problems_of(body)] == [(6, "F404"), (8, "F404")]


def test_conditions_as_deep_as_a_document_may_be() -> None:
    """Whatever is nested as deeply as a document may be is read, and nothing breaks."""
    when = "{v: known}"
    for _ in range(24):
        when = f"{{any: [{when}]}}"
    body = (
        f"facts:\n  v: {{latest: visit}}\nrules:\n  - {{rule: r, when: {when}, do: ask, opens: v}}"
    )
    rules = ruleset_of(body)
    assert decide(history_of(ONE_VISIT), rules, AS_OF, trace=True).status == "act"
