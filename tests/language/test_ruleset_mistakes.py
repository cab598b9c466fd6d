"""What is wrong with a ruleset: every mistake by its code and its line, all of a file together."""

from __future__ import annotations

from typing import Any

import pytest

from tests.language.documents import problems_of

RULE = "rules:\n  - rule: r\n    track: main\n    stop: done\n"
# A body begins on line 5, after the four lines of its header.
MISTAKES = [
    # -- shape
    ("rulez: []", [(5, "F101")]),
    ("rules:\n  - {track: main, stop: done}", [(6, "F102")]),
    ("rules: {}", [(5, "F103")]),
    ("facts:\n  Visit: {latest: visit}", [(6, "F107")]),
    ("facts:\n  v: {}", [(6, "F108")]),
    ("facts:\n  v:", [(6, "F103")]),
    ("facts:\n  v: 1", [(6, "F103")]),
    ("rules: [1]", [(5, "F103")]),
    ("limits: [true]", [(5, "F103")]),
    ("facts:\n  v: {latest: visit, earliest: visit}", [(6, "F108")]),
    ("facts:\n  v: {latest: visit, distinct: place}", [(6, "F108")]),
    ("facts:\n  v: {latest: visit, reachable-by: phone}", [(6, "F108")]),
    ("facts:\n  v: {latest: []}", [(6, "F106")]),
    ("facts:\n  v: {latest: visit, when: {}}", [(6, "F101")]),
    ("rules:\n  - {rule: r, track: main, stop: done, when: {}}", [(6, "F106")]),
    ("rules:\n  - {rule: r, do: ask, opens: 2026-03-02, of: 2}", [(6, "F108")]),
    ("rules:\n  - {rule: r, do: ask, opens: 2026-03-02, since: v}", [(6, "F108")]),
    ("limits:\n  - {limit: l, apart: 1 day}", [(6, "F108")]),
    ("limits:\n  - {limit: l}", [(6, "F108")]),
    ("limits:\n  - {limit: l, never: [ask], within: 1 week}", [(6, "F108")]),
    ("parameters:\n  p: {is: length, default: 3}", [(6, "F104")]),
    ("parameters:\n  p: 3.5", [(6, "F302")]),
    ("parameters:\n  p: {is: words, default: [3]}", [(6, "F103")]),
    ("parameters:\n  p: {is: words, default: [a, a]}", [(6, "F106")]),
    ("limits:\n  - {limit: l, never: [ask], in-any: 1 week}", [(6, "F108")]),
    ("limits:\n  - {limit: l, at-most: 2, of: [ask], distinct: true, in-any: 1 week}",
     [(6, "F108")]),
    ("limits:\n  - {limit: l, at-most: 2, of: [ask], in-any: 3}", [(6, "F103")]),
    ("limits:\n  - {limit: l, at-most: 2, of: [ask], in-any: 3 dayz}", [(6, "F203")]),
    ("limits:\n  - {limit: l, at-most: 2, of: [ask], in-any: span}", [(6, "F302")]),
    ("reviewed: never", [(5, "F201")]),
    ("roll: never", [(5, "F104")]),
    ("roll: preceding", [(5, "F104")]),
    ("reviewed: 2026-02-30", [(5, "F201")]),
    ("facts: {v: {latest: visit}}\nrules:\n  - {rule: r, steps: [{do: ask, opens: v}]}",
     [(7, "F108")]),
    ("facts: {v: {latest: visit}}\nrules:\n  - {rule: r, since: v, steps: []}", [(7, "F106")]),
    ("facts: {v: {latest: visit}}\nrules:\n  - {rule: r, since: v, steps: [{do: ask}]}",
     [(7, "F102")]),
    ("facts: {v: {latest: visit}}\nrules:\n"
     "  - {rule: r, since: v, steps: [{do: ask, opens: start, each: v.with}]}", [(7, "F101")]),
    # -- values
    ("parameters:\n  p: {is: duration, default: 3}", [(6, "F203")]),
    ("parameters:\n  p: {is: duration, default: 3 dayz}", [(6, "F203")]),
    ("parameters:\n  p: {is: count, default: some}", [(6, "F207")]),
    ("parameters:\n  p: {is: flag, default: 1}", [(6, "F207")]),
    ("parameters:\n  p: {is: word, one-of: [post], default: email}", [(6, "F207")]),
    ("parameters:\n  p: {is: words, one-of: [post], default: [post, email]}", [(6, "F207")]),
    ("parameters:\n  p: {is: words, default: 3}", [(6, "F207")]),
    ("parameters:\n  p: {is: count, default: 4, at-most: 3}", [(6, "F403")]),
    ("parameters:\n  p: {is: duration, default: 1 day, at-least: 1 week}", [(6, "F403")]),
    ("parameters:\n  p: {is: count}", [(6, "F403")]),
    ("facts:\n  m: {moment: 3 days afer v}", [(6, "F208")]),
    ("rules:\n  - {rule: r, do: ask, opens: 3 days}", [(6, "F208")]),
    # -- names
    ("facts:\n  v: {latest: vist}", [(6, "F303")]),
    ("facts:\n  v: {latest: {visit: {plaze: hall}}}", [(6, "F303")]),
    ("facts:\n  n: {latest: {note: {kind: perhaps}}}", [(6, "F303")]),
    ("facts:\n  n: {latest: {note: {from: nobody}}}", [(6, "F303")]),
    ("facts:\n  n: {count: sent, distinct: place}", [(6, "F303")]),
    ("facts:\n  r: {read: colour}", [(6, "F303")]),
    ("facts:\n  n: {count: note, since: v}", [(6, "F301")]),
    ("facts:\n  m: {moment: 3 days after v}", [(6, "F301")]),
    ("facts:\n  m: {moment: wait after 2026-03-02}", [(6, "F302")]),
    ("facts:\n  p: {person: [clerk, v.lead]}", [(6, "F303")]),
    ("facts:\n  p: {person: [clerk], reachable-by: pigeon}", [(6, "F303")]),
    ("facts:\n  next: {latest: visit}", [(6, "F307")]),
    ("facts:\n  clerk: {latest: visit}", [(6, "F307")]),
    ("facts:\n  opens: {latest: visit}", [(6, "F307")]),
    ("facts:\n  p: {latest: visit}\nparameters:\n  p: {is: count, default: 1}", [(6, "F307")]),
    ("rules:\n  - {rule: r, track: main, stop: over}", [(6, "F303")]),
    ("rules:\n  - {rule: r, track: main, hold: over}", [(6, "F303")]),
    ("rules:\n  - {rule: r, track: centre, stop: done}", [(6, "F303")]),
    ("rules:\n  - {rule: r, do: call, opens: 2026-03-02}", [(6, "F303")]),
    ("rules:\n  - {rule: r, do: ask, opens: 2026-03-02, via: [pigeon]}", [(6, "F303")]),
    ("rules:\n  - {rule: r, do: ask, opens: 2026-03-02, to: [nobody]}", [(6, "F303")]),
    ("rules:\n  - {rule: r, do: ask, opens: 2026-03-02, checklist: [frown]}", [(6, "F303")]),
    ("rules:\n  - {rule: r, do: ask, opens: 2026-03-02, cites: [{source: s}]}", [(6, "F305")]),
    ('rules:\n  - {rule: r, track: main, stop: done, because: "{p} times"}', [(6, "F302")]),
    ("rules:\n  - {rule: r, track: main, stop: done, when: {v: known}}", [(6, "F301")]),
    ("rules:\n  - {rule: r, track: main, stop: done, after: q}", [(6, "F304")]),
    (
        "rules:\n  - {rule: r, track: main, stop: done}\n  - {rule: r, track: side, stop: done}",
        [(7, "F307")],
    ),
    ("limits:\n  - {limit: l, never: [call]}", [(6, "F303")]),
    ("limits:\n  - {limit: l, never: [ask], since: v}", [(6, "F301")]),
    ("limits:\n  - {limit: l, apart: gap, between: [ask]}", [(6, "F302")]),
    ("drop: [r]", [(5, "F304")]),
    ("rules:\n  - rule: r\n    since: v\n    steps:\n      - {do: ask, opens: 1 day after start}",
     [(7, "F301")]),
    ("facts: {v: {latest: visit}}\nrules:\n  - rule: r\n    since: v\n    steps:\n"
     "      - {do: call, opens: start}\n      - {do: ask, opens: 1 day after gone}",
     [(10, "F303"), (11, "F301")]),
    ("facts: {v: {latest: visit}}\nrules:\n  - rule: r\n    since: v\n    steps:\n"
     "      - {do: ask, opens: 3 days afer start}", [(10, "F208")]),
    ("facts: {v: {latest: visit}}\nrules:\n"
     "  - {rule: r, when: {v: known}, do: ask, opens: start}", [(7, "F301")]),
    # -- types
    ("facts:\n  n: {count: note}\n  m: {moment: 1 day after n}", [(7, "F401")]),
    ("parameters:\n  p: {is: words, default: [perhaps]}\nfacts:\n  n: {latest: {note: {kind: p}}}",
     [(8, "F401")]),
    ("parameters:\n  p: {is: words, default: [clerk]}\nfacts:\n  n: {latest: {note: {from: p}}}",
     [(8, "F303")]),
    ("facts:\n  n: {count: note}\n  m: {count: note, since: n}", [(7, "F401")]),
    ("facts:\n  s: {seen: note}\n  m: {first-known: [s, v]}\n  v: {latest: visit}", [(7, "F401")]),
    ("facts:\n  s: {seen: note}\n  m: {latest-known: [s]}", [(7, "F401")]),
    ("facts:\n  v: {latest: visit}\n  m:\n    first-of:\n      - 3 days\n"
     "      - 3 days after v", [(10, "F401")]),
    ("facts:\n  v: {latest: visit}\n  m:\n    first-of:\n      - {then: v}\n"
     "      - {if: {v: at}, then: v}", [(10, "F401")]),
    ("facts:\n  v: {latest: visit}\n  m: {first-of: [{if: {w: known}, then: v}]}", [(7, "F301")]),
    ("facts:\n  v: {latest: visit}\n  m: {first-of: [{if: {v: known}}]}", [(7, "F102")]),
    ("facts:\n  v: {latest: visit}\n  m: {first-of: [{if: {v: known}, else: v}]}",
     [(7, "F102"), (7, "F101")]),
    ("facts:\n  m: {first-of: [3 dayz]}", [(6, "F203")]),
    ("facts:\n  m: {first-of: [3 days afer v]}", [(6, "F208")]),
    ("facts:\n  m: {first-of: [gone]}", [(6, "F301")]),
    ('facts:\n  m: {first-of: [" "]}', [(6, "F208")]),
    ("facts:\n  v: {latest: visit}\n  m: {first-of: [v], latest: visit}", [(7, "F108")]),
    ("facts:\n  v: {latest: visit}\n  m: {first-known: [3 days after v]}", [(7, "F208")]),
    ("facts:\n  n: {count: note}\n  h: {holds: {n: {before: 2026-03-02}}}", [(7, "F401")]),
    ("facts:\n  v: {latest: visit}\n  h: {holds: {v: {at-least: 2}}}", [(7, "F401")]),
    ("facts:\n  v: {latest: visit}\n  h: {holds: {v: true}}", [(7, "F401")]),
    ("facts:\n  s: {seen: visit}\n  h: {holds: {s: hall}}", [(7, "F401")]),
    ("facts:\n  t: {total: {visit: place}}", [(6, "F401")]),
    ("facts:\n  t: {total: {visit: plaze}}", [(6, "F303")]),
    ("facts:\n  t: {total: {vist: score}}", [(6, "F303")]),
    ("facts:\n  t: {total: {visit: score}, less: {visit: warm}}", [(6, "F401")]),
    ("facts:\n  t: {count: visit, less: {visit: score}}", [(6, "F108")]),
    ("facts:\n  t: {total: {}}", [(6, "F106")]),
    ("facts:\n  t: {total: visit}", [(6, "F103")]),
    ("facts:\n  n: {count: visit}\n  v: {latest: visit}\n  h: {holds: {n: {above: v.place}}}",
     [(8, "F401")]),
    ("facts:\n  n: {count: visit}\n  h: {holds: {n: {above: gone.score}}}", [(7, "F301")]),
    ("facts:\n  n: {count: visit}\n  h: {holds: {n: {above: gone}}}", [(7, "F302")]),
    ("facts:\n  n: {count: visit}\nrules:\n"
     "  - {rule: r, do: ask, opens: 2026-03-02, attempt: n, of: n}", [(8, "F302")]),
    ("facts:\n  s: {seen: visit}\n  h: {holds: {s.place: hall}}", [(7, "F401")]),
    ("facts:\n  v: {latest: [visit, note]}\n  h: {holds: {v.plaze: known}}", [(7, "F303")]),
    ("facts:\n  v: {seen: visit}\nrules:\n  - {rule: r, do: ask, opens: v}", [(8, "F401")]),
    (
        "facts:\n  v: {latest: visit}\nrules:\n"
        "  - {rule: r, do: ask, opens: 2026-03-02, each: v.place, since: v}",
        [(8, "F401")],
    ),
    (
        "facts:\n  v: {latest: visit}\nrules:\n"
        "  - {rule: r, do: ask, opens: 2026-03-02, attempt: v}",
        [(8, "F401")],
    ),
    (
        "facts:\n  n: {count: visit}\nrules:\n"
        "  - {rule: r, do: ask, opens: 2026-03-02, via: [{phone: n}]}",
        [(8, "F401")],
    ),
    ("facts:\n  n: {count: note}\nlimits:\n  - {limit: l, never: [ask], since: n}", [(8, "F401")]),
    # -- logic
    ("rules:\n  - {rule: r, track: main}", [(6, "F408")]),
    ("rules:\n  - {rule: r, track: main, stop: done, hold: later}", [(6, "F408")]),
    ("rules:\n  - {rule: r, stop: done}", [(6, "F408")]),
    ("rules:\n  - {rule: r, do: ask}", [(6, "F408")]),
    ("rules:\n  - {rule: r, track: side, do: ask, opens: 2026-03-02}", [(6, "F408")]),
    ("rules:\n  - {rule: r, track: main, stop: done, opens: 2026-03-02}", [(6, "F408")]),
    ("rules:\n  - {rule: r, track: main, stop: done, until: 2026-03-02}", [(6, "F408")]),
    ("facts:\n  v: {latest: visit}\n  m: {moment: v, since: v}", [(7, "F408")]),
    ("rules:\n  - {rule: r, do: ask, opens: opens}", [(6, "F301")]),
    ("facts: {v: {latest: visit}}\nrules:\n"
     "  - {rule: r, since: v, do: ask, opens: v, steps: [{do: ask, opens: start}]}",
     [(7, "F408")]),
    ("facts: {v: {latest: visit}}\nrules:\n"
     "  - {rule: r, since: v, each: v.with, steps: [{do: ask, opens: start}]}", [(7, "F408")]),
    ("facts: {v: {latest: visit}}\nrules:\n"
     "  - {rule: r, since: v, track: side, steps: [{do: ask, opens: start}]}", [(7, "F408")]),
    ("rules:\n  - {rule: r, track: main, hold: later, until: opens}", [(6, "F301")]),
    ("facts:\n  a: {moment: b}\n  b: {moment: a}", [(6, "F404")]),
    ("facts:\n  a: {holds: {b: true}}\n  b: {seen: visit, since: c}\n  c: {latest: visit, "
     "only-if: {a: true}}", [(6, "F404")]),
    (
        "facts:\n  a: {moment: 10 years after 10 years after 10 years after 10 years after 10 "
        "years after 10 years\n      after 10 years after 10 years after 10 years after 10 years "
        "after 2026-03-02}",
        [(6, "F409")],
    ),
    # -- sets of days
    ("days: {a: []}", [(5, "F106")]),
    ("days: {A: [monday]}", [(5, "F107")]),
    ("days:\n  a: [mondey]", [(6, "F201")]),
    ("days:\n  a: [monday, 2026-02-30]", [(6, "F201")]),
    ("days:\n  a: [02-30]", [(6, "F201")]),
    ("days:\n  a: [{from: 13-01, to: 01-01}]", [(6, "F201")]),
    ("days:\n  a: [{from: 12-24}]", [(6, "F102")]),
    ("days:\n  a: [{from: 2026-12-24, to: 01-01}]", [(6, "F209")]),
    ("days:\n  a: [{from: 2026-12-24, to: 2026-01-01}]", [(6, "F209")]),
    ("facts:\n  v: {latest: visit}\n  h: {holds: {v: {in: nowhere}}}", [(7, "F308")]),
    ("facts:\n  h: {latest: {visit: {date: {not-in: nowhere}}}}", [(6, "F308")]),
    ("days: {a: [monday]}\nfacts:\n  n: {count: visit}\n  h: {holds: {n: {in: a}}}",
     [(8, "F401")]),
    ("limits:\n  - {limit: l, only-in: nowhere, of: [ask]}", [(6, "F308")]),
    ("days: {a: [monday]}\nlimits:\n  - {limit: l, only-in: a}", [(7, "F108")]),
    ("days: {a: [monday]}\nlimits:\n  - {limit: l, only-in: a, not-in: a, of: [ask]}",
     [(7, "F108")]),
    ("days: {a: [monday]}\nlimits:\n  - {limit: l, not-in: a, of: [call]}", [(7, "F303")]),
    ("days: {a: [monday], b: [friday]}\nlimits:\n  - {limit: l, only-in: a, of: [ask]}\n"
     "  - {limit: m, not-in: a, of: [ask]}", [(8, "F411")]),
    # -- spans
    ("facts:\n  s: {spans: {from: visit}}", [(6, "F102")]),
    ("facts:\n  s: {spans: visit}", [(6, "F103")]),
    ("facts:\n  s: {spans: {from: visit, to: vist}}", [(6, "F303")]),
    ("facts:\n  s: {spans: {from: visit, to: note}, seen: visit}", [(6, "F108")]),
    ("facts:\n  not: {latest: visit}", [(6, "F307")]),
    ('facts:\n  m: {moment: "1 day after 2026-03-02, not counting gone"}', [(6, "F301")]),
    ('facts:\n  n: {count: visit}\n  m: {moment: "1 day after 2026-03-02, not counting n"}',
     [(7, "F401")]),
    ('facts:\n  m: {moment: "1 day after 2026-03-02, not countng s"}', [(6, "F208")]),
    ('facts:\n  m: {moment: "1 day after 2026-03-02, roll none, not counting s"}', [(6, "F208")]),
    ("facts:\n  s: {spans: {from: visit, to: note}}\n  m: {moment: 1 day after s}",
     [(7, "F401")]),
    ("facts:\n  s: {spans: {from: visit, to: note}}\n  h: {holds: {s: {at-least: 1}}}",
     [(7, "F401")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_a_mistake_has_its_code_and_its_line(body: str, expected: Any) -> None:
    """Each mistake is reported where it stands, and a sound rest adds nothing."""
    found = [(p.location.line, p.code) for p in problems_of(body)]
    assert found == expected


@pytest.mark.parametrize(("body", "expected"), MISTAKES)
def test_a_mistake_is_told_in_one_sentence(body: str, expected: Any) -> None:
    """One sentence, lower-case start, no full stop, and no name of a class."""
    for problem in problems_of(body):
        assert problem.message[0] in "`" or problem.message[0].islower()
        assert not problem.message.endswith(".")
        assert "Scalar" not in problem.message
        assert "\n" not in str(problem)


def test_ten_mistakes_are_reported_together_in_their_order() -> None:
    """All problems of a file are collected and reported together, sorted by position."""
    body = """
    reviewed: soon
    parameters:
      wait: {is: duration, default: 3 dayz}
    facts:
      v: {latest: vist}
      m: {moment: 3 days afer v}
      n: {count: note, since: gone}
    rules:
      - rule: one
        track: centre
        stop: over
      - rule: two
        do: ask
        opens: 3 days after gone
        via: [pigeon]
      - {rule: two, track: main, stop: done}
    """
    found = [(p.location.line, p.code) for p in problems_of(body)]
    assert found == [
        (5, "F201"),
        (7, "F203"),
        (9, "F303"),
        (10, "F208"),
        (11, "F301"),
        (14, "F303"),
        (15, "F303"),
        (18, "F301"),
        (19, "F303"),
        (20, "F307"),
    ]


def test_mistakes_of_one_kind_are_all_reported() -> None:
    """All problems of a file are collected and reported together."""
    body = """
    rules:
      - {rule: one, track: main, stop: over}
      - {rule: two, track: side, stop: over}
    """
    assert [(p.location.line, p.code) for p in problems_of(body)] == [(6, "F303"), (7, "F303")]


def test_a_mistake_of_the_parent_is_told_with_the_parents_file() -> None:
    """A position (file, line, column) stands on every node that came from a file."""
    problems = problems_of("facts:\n  v: {latest: vist}", "facts:\n  n: {latest: nite}")
    places = [(p.location.source.name, p.location.line) for p in problems]
    assert places == [("doc1.yaml", 6), ("doc2.yaml", 6)]


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("facts:\n  m: {moment: 3 days afer v}", 22),
        ('facts:\n  m: {moment: "3 days afer v"}', 23),
        ("facts:\n  m: {moment: '3 days afer v'}", 23),
        ("facts:\n  m:\n    moment: 3 days after 2026-02-30", 26),
        ("facts:\n  m: {moment: 3 days after gone}", 28),
        ('facts:\n  m: {moment: "later of gone, 2026-03-02"}', 25),
        ("rules:\n  - {rule: r, do: ask, opens: wait after 2026-03-02}", 31),
    ],
)
def test_a_phrase_error_points_at_the_character(body: str, column: int) -> None:
    """A phrase error points at the character in the YAML file."""
    (problem,) = problems_of(body)
    assert problem.location.column == column


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("facts:\n  m: {moment: 4 business hours after v}", "count business days"),
        ("facts:\n  m: {moment: 3 days after today}", "`{deadline: past}`"),
        ("facts:\n  m: {moment: next wednesday after v}", "`wednesday after MOMENT`"),
        ("facts:\n  m: {moment: next tuesday or friday after v}", "`tuesday after MOMENT`"),
        ('facts:\n  m: {moment: "1 day after a, b or c"}', "`later of A, B`"),
        ("facts:\n  m: {moment: 1 day after a or b}", "`later of A, B`"),
        ("facts:\n  m: {moment: three days after v}", "digits, such as 3"),
        ("facts:\n  m: {moment: 3 days after the v}", "the name alone"),
        ("facts:\n  m: {moment: 3 working days after v}", "`3 business days`"),
    ],
)
def test_what_people_try_is_answered_with_how_it_is_said(body: str, advice: str) -> None:
    """What the language lacks has a form that it has, and the help names it."""
    (problem,) = problems_of(f"{body}\n  v: {{latest: visit}}")
    assert advice in (problem.help or "")


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        ("days: {a: tuesday-thursday}", "[tuesday, wednesday, thursday]"),
        ("days: {a: saturday-monday}", "[saturday, sunday, monday]"),
        ("days: {a: tusday}", "`tuesday`"),
        ("days: {a: august}", "MM-DD"),
        ("days: {a: {from: august, to: 2026-09-01}}", "MM-DD"),
        ("days: {a: {from: 08-01, to: september}}", "MM-DD"),
    ],
)
def test_what_is_no_day_is_answered_with_what_would_be(body: str, advice: str) -> None:
    """A month has no name here, and a range of weekdays is a list of them."""
    (problem,) = problems_of(body)
    assert problem.code == "F201"
    assert advice in (problem.help or "")


@pytest.mark.parametrize("name", ["v", "v.place"])
def test_a_fact_in_braces_is_told_as_one(name: str) -> None:
    """A reason has the values of parameters, which are there whatever the history."""
    rule = f"{{rule: r, track: main, stop: done, because: 'As {{{name}}} says'}}"
    (problem,) = problems_of(f"facts: {{v: {{latest: visit}}}}\nrules: [{rule}]")
    assert (problem.code, problem.help) == ("F302", "a fact cannot stand in braces")


def test_what_no_longer_fits_an_inherited_rule_is_told_to_the_child() -> None:
    """The parent is right, and may not be the author's: the place is where the child differs."""
    parent = """
    facts:
      v: {latest: visit}
      h: {holds: {v.place: hall}}
      m: {moment: 1 day after v}
      k: {first-known: [v]}
    """
    (problem,) = problems_of(parent, "facts:\n  v: {seen: visit}")
    assert (problem.location.source.name, problem.location.line) == ("doc2.yaml", 6)
    assert "doc1.yaml on line 7" in problem.message
    assert "1 more" in problem.message


def test_what_a_parent_has_wrong_stays_with_it() -> None:
    """A fault that the parent has without the child is no fault of the child."""
    problems = problems_of("facts:\n  v: {latest: vist}", "facts:\n  v: {latest: vist}")
    assert [p.location.source.name for p in problems] == ["doc2.yaml"]
    problems = problems_of("facts:\n  m: {moment: 1 day after gone}", "facts: {n: {seen: note}}")
    assert [p.location.source.name for p in problems] == ["doc1.yaml"]


@pytest.mark.parametrize(
    ("body", "mend"),
    [
        (f"{RULE}    when: visit known", "write `{visit: known}`"),
        (f"{RULE}    when:\n      visit known", "write `{visit: known}`"),
        (f"{RULE}    when:\n      visit known\n      note: known", "write `visit: known`"),
        (f"{RULE}    when:\n      note: known\n      visit known", "write `visit: known`"),
        (f"{RULE}    when: {{visit known}}", "write `visit: known`"),
        (f"{RULE}    when: {{visit:known}}", "write `visit: known`"),
        ("facts:\n  m: {moment: later of a, b}", "quote the whole text"),
        ("facts:\n  m: {latest visit}", "write `latest: visit`"),
        ("facts:\n  m: {latest: visit, since a}", "write `since: a`"),
        ("facts:\n  m: {latest: visit since: a}", "`, since:`"),
        ("facts:\n  m: &a {latest: visit}\n  n: {<<: *a, since: m}", "write the keys"),
    ],
)
def test_a_key_without_its_signs_has_advice(body: str, mend: str) -> None:
    """A colon, a comma or a space that is missing is named; one problem, with the mend."""
    (problem,) = problems_of(body)
    assert mend in (problem.help or "")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("facts:\n  v: {latest: vist}", "visit"),
        ("facts:\n  n: {latest: {note: {kind: mayby}}}", "maybe"),
        ("facts:\n  visit: {latest: visit}\n  m: {moment: 1 day after vist}", "visit"),
        ("rules:\n  - {rule: r, track: main, stop: don}", "done"),
        ("ruls: []", "rules"),
        ("rules:\n  - {rule: r, do: ask, opens: 2026-03-02, via: [emial]}", "email"),
    ],
)
def test_a_mistyped_word_has_its_neighbour(body: str, word: str) -> None:
    """Advice ("did you mean …?") goes on a help line of its own."""
    (problem,) = problems_of(body)
    assert f"`{word}`" in (problem.help or "")
