"""Topics: what is read of a ruleset's answer, and how the answers of several stand together."""

from __future__ import annotations

from typing import Any

import pytest

from followup.asking.answers import NOTHING, Answer
from followup.asking.comparison import answer, compare, most_split_first
from followup.asking.disagreements import compare_all
from followup.core.cases import Question, Topics
from followup.core.catalogues import Catalogue, Item
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.diagnostics import InvalidDocument, Location, NotEvaluable, Problem
from followup.reading.questions import READINGS, read_topics
from followup.text import Node
from tests.language.documents import (
    checked,
    history_of,
    ruleset_of,
    schema,
    vocabulary_of,
)

ASKS = """
sources:
  book: {title: A book about visits}
parameters:
  wait: {is: duration, default: 3 days, assumed: true}
  gap: {is: duration, default: 1 week, cites: [{source: book, at: page 7}]}
  most: {is: count, default: 2, cites: [{source: book, at: page 9}]}
facts:
  visit: {latest: visit}
  promise: {latest: promise}
  asked: {latest: {sent: {purpose: ask}}}
  times: {count: {sent: {purpose: ask}}}
  likes-phone: {seen: {wish: {channel: phone, allowed: true}}}
  host: {person: [visit.lead, clerk]}
rules:
  - rule: stop-asking
    track: main
    when: {times: {at-least: most}}
    stop: done
    because: Enough.
  - rule: ask-again
    when: {asked: known}
    do: ask
    attempt: times
    of: most
    opens: gap after asked
    to: [host, clerk]
    via: [email, {phone: likes-phone}]
    checklist: [brief]
    because: Once more.
    cites: [{source: book, at: page 1}]
  - rule: ask
    when: {visit: known, promise.deadline: known}
    do: ask
    attempt: times
    of: most
    opens: wait after promise.deadline
    closes: 2 business days after opens
    to: [host, clerk]
    via: [email, {phone: likes-phone}]
    checklist: [smile, brief]
    because: They said when.
    cites: [{source: book, at: page 1}]
  - rule: ask-after-visit
    when: {visit: known}
    do: ask
    attempt: times
    of: most
    opens: 1 week after visit
    to: [host, clerk]
    via: [email]
    because: Nobody said when.
  - rule: thank-each
    when: {visit: known, visit.with: known}
    do: offer
    each: visit.with
    since: visit
    opens: visit
    lapses: 1 month after visit
    optional: true
    via: [post]
    because: They were there.
"""
# Says nothing but that one has to wait.
HOLDS = """
facts:
  visit: {latest: visit}
rules:
  - rule: wait
    track: main
    when: {visit: known}
    hold: later
    because: Not yet.
"""
SILENT = """
facts:
  visit: {latest: visit}
rules:
  - rule: wait
    track: side
    when: {visit: known}
    hold: ahead
    because: Not here.
"""
HANDBOOK = Catalogue(
    name="handbook",
    title="A handbook",
    about="",
    items={
        name: Item(id=name, at="page 1", topic=topic, condition="always", says="Do.")
        for name, topic in (("H-1", "whom"), ("H-2", "whom"), ("H-3", "tone"))
    },
)
VISIT = "{date: 2026-03-03, event: visit, with: [clerk, boss], lead: boss}"
PROMISE = "{date: 2026-03-03, event: promise, by: 2026-03-10}"
ASKED = "{date: 2026-03-16, event: sent, purpose: ask, to: clerk}"
PROMISED = f"[{VISIT}, {PROMISE}]"


class Reader:
    """Reads the histories of topics as the library does."""

    def case_ruleset(self, name: str, path: str, at: Location) -> Ruleset:
        raise NotImplementedError

    def history_of(self, node: Node, vocabulary: Vocabulary) -> History:
        return history_of(node)


def topics_of(text: str) -> tuple[Question, ...]:
    return document_of(text).questions


def document_of(text: str) -> Topics:
    root = checked("topics", text, "topics.yaml")
    return read_topics(root, vocabulary_of(), Reader(), {"handbook": HANDBOOK})


def problems_of(text: str) -> list[Problem]:
    try:
        topics_of(text)
    except InvalidDocument as error:
        return list(error.problems)
    return []


def topic(read: str, events: str = PROMISED, as_of: str = "2026-03-03", more: str = "") -> Question:
    return topics_of(text_of(read, events, as_of, more))[0]


def text_of(
    read: str, events: str = PROMISED, as_of: str = "2026-03-03", more: str = "", name: str = "one"
) -> str:
    return (
        f"topics: visits\ngiven: {{country: US}}\nlist:\n- topic: {name}\n  asks: What?\n{more}"
        f"  events: {events}\n  as-of: {as_of}\n  read: {read}\n"
    )


def says(read: str, events: str = PROMISED, body: str = ASKS, **more: Any) -> Answer:
    return answer(topic(read, events, **more), ruleset_of(body))


NAMED = "after: {the day: 2026-03-10, the visit: 2026-03-03}"


@pytest.mark.parametrize(
    ("read", "events", "expected"),
    [
        (f"{{wait: ask, {NAMED}}}", PROMISED, "3 days"),
        (f"{{wait: ask, {NAMED}}}", f"[{VISIT}]", "1 week after the visit"),
        ("{wait: ask, after: {the start: 2026-03-02}}", PROMISED, "11 days"),
        ("{wait: ask, after: {the start: 2026-02-27}}", PROMISED, "2 weeks"),
        ("{wait: ask, after: {the end: 2026-04-01}}", PROMISED, "Fri 13 Mar 2026, before the end"),
        ("{wait: offer, after: {the visit: 2026-03-03}}", PROMISED, "the same day"),
        ("{wait: offer, after: {x: 2026-03-01, y: 2026-03-03}}", PROMISED, "on the day of y"),
        ("{opens: ask}", PROMISED, "Fri 13 Mar 2026"),
        (f"{{closes: ask, {NAMED}}}", PROMISED, "2 business days after it opens"),
        (f"{{closes: ask, {NAMED}}}", f"[{VISIT}]", "no end"),
        ("{gaps: ask}", PROMISED, "1 week"),
        ("{gaps: ask}", f"[{VISIT}, {PROMISE}, {ASKED}]", "1 week"),
        ("{attempts: ask}", PROMISED, "twice"),
        ("{ends: ask, after: {the day: 2026-03-10}}", PROMISED, "10 days"),
        ("{ends: thank, after: {the day: 2026-03-10}}", PROMISED, "something else: ask"),
        ("{attempt: ask}", PROMISED, "attempt 1"),
        ("{attempt: offer}", PROMISED, "not counted"),
        ("{duty: ask}", PROMISED, "yes"),
        ("{duty: [thank, ask]}", PROMISED, "yes"),
        ("{duty: offer}", PROMISED, "only if you like"),
        ("{duty: offer, via: post}", PROMISED, "only if you like"),
        ("{duty: offer, via: email}", PROMISED, NOTHING),
        ("{duty: ask, optional: true}", PROMISED, NOTHING),
        ("{duty: thank}", PROMISED, "something else: ask"),
        ("{persons: ask}", PROMISED, "the boss"),
        ("{persons: offer}", PROMISED, "the clerk and the boss, each"),
        ("{channels: ask}", PROMISED, "by email"),
        ("{channels: offer}", PROMISED, "by post"),
        ("{minds: ask, among: [brief, smile]}", PROMISED, "be brief; smile"),
        ("{minds: offer, among: [brief, smile]}", PROMISED, NOTHING),
        ("{outcome: main}", PROMISED, "later: ask"),
        ("{outcome: side}", PROMISED, "if you like: offer"),
        ("{outcome: main}", "[]", NOTHING),
    ],
)
def test_each_reading(read: str, events: str, expected: str) -> None:
    """A reading says in a few words what a decision, or the plan, holds."""
    found = says(read, events)
    assert (found.says, found.silent) == (expected, expected in (NOTHING, "no end"))


def test_every_reading_is_tested() -> None:
    """The schema and the records name the same readings, and each stands in the table above."""
    branches = schema("topics").document["definitions"]["read"]["oneOf"]
    assert [branch["required"] for branch in branches] == [[reading] for reading in READINGS]
    table = test_each_reading.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {row[0][1:].partition(":")[0] for row in table} == set(READINGS)


def test_a_second_question_that_differs_is_named() -> None:
    """Gaps of one length are said once, others in their order; without a second there is none."""
    longer = ASKS.replace("gap after asked", "later of gap after asked, 20 days after asked")
    assert says("{gaps: ask}", body=longer).says == "20 days"
    thrice = ASKS.replace("default: 2,", "default: 3,").replace(
        "  - rule: ask-again",
        """  - rule: ask-last
    when: {asked: known, times: 2}
    do: ask
    attempt: times
    of: most
    opens: 2 weeks after asked
    because: The last.
  - rule: ask-again""",
    )
    assert says("{gaps: ask}", body=thrice).says == "1 week, then 2 weeks"
    once = ASKS.replace("default: 2,", "default: 1,")
    assert says("{gaps: ask}", body=once).says == "no second one"
    assert says("{attempts: ask}", body=once).says == "once"


def test_a_day_and_a_business_day_are_the_same() -> None:
    """Once it has rolled, neither can be told from the other, so they are one answer."""
    for value in ("1 day", "1 business day"):
        found = says(f"{{wait: ask, {NAMED}}}", body=ASKS.replace("3 days", value))
        assert found.says == "the next working day"


def test_a_channel_under_a_condition() -> None:
    """The channels stand in the order in which the decision has them."""
    events = (
        f"[{VISIT}, {PROMISE}, {{date: 2026-03-03, event: wish, channel: phone, allowed: true}}]"
    )
    assert says("{channels: ask}", events).says == "by email or by phone"


def test_what_stands_in_the_place_of_an_action() -> None:
    """A wait or a stop on its track is the answer; a ruleset without either does not speak."""
    assert says("{duty: ask}", body=HOLDS).says == "wait: it is not time yet"
    assert says("{outcome: main}", body=HOLDS).says == "wait: it is not time yet"
    asked = f"[{VISIT}, {ASKED}, {ASKED}]"
    assert says("{duty: ask}", asked, as_of="2026-03-20").says == "stop: it is done"
    found = says("{duty: ask}", body=SILENT)
    assert (found.says, found.silent, found.rules, found.cites) == (NOTHING, True, (), ())


def test_an_action_that_comes_up_later() -> None:
    """What does not stand yet is looked for in the plan."""
    body = HOLDS.replace("hold: later", "hold: later\n    until: 1 week after visit") + (
        "  - rule: ask\n    when: {visit: known}\n    do: ask\n    opens: 2 weeks after visit\n"
        "    because: Now.\n"
    )
    found = says("{wait: ask, after: {the visit: 2026-03-03}}", body=body)
    assert (found.says, found.rules) == ("2 weeks", ("ask",))


def test_an_answer_rests_on_the_values_that_count() -> None:
    """The citations are those of the values on the way, those of the rule where there are none."""
    found = says(f"{{wait: ask, {NAMED}}}")
    assert (found.assumed, [c.at for c in found.cites]) == (("wait",), ["page 1"])
    found = says("{gaps: ask}")
    assert (found.assumed, [c.at for c in found.cites]) == ((), ["page 7"])
    found = says("{attempts: ask}")
    assert (found.rules, [c.at for c in found.cites]) == (("stop-asking",), ["page 9"])
    found = says("{duty: ask}")
    assert (found.rules, [c.at for c in found.cites]) == (("ask",), ["page 1"])


def test_only_the_chosen_one_of_several_moments_counts() -> None:
    """A value that was not the later one takes no part in the answer."""
    body = ASKS.replace("opens: wait after promise.deadline", "opens: due").replace(
        "  host:",
        "  soon: {moment: wait after promise.deadline}\n  late: {moment: gap after visit}\n"
        "  due: {latest-known: [soon, late]}\n  host:",
    )
    found = says(f"{{wait: ask, {NAMED}}}", body=body)
    assert (found.says, found.assumed) == ("3 days", ("wait",))
    body = body.replace("default: 1 week", "default: 3 weeks")
    found = says(f"{{wait: ask, {NAMED}}}", body=body)
    assert (found.says, found.assumed) == ("3 weeks after the visit", ())
    assert [cite.at for cite in found.cites] == ["page 7"]


def test_a_limit_that_moves_an_action() -> None:
    """The days are counted where the phrase does not say how the date came about."""
    limit = (
        "\nlimits:\n  - limit: calm\n    apart: 10 days\n    between: [ask]\n    because: Calm.\n"
    )
    found = says(
        "{wait: ask, after: {the question: 2026-03-16}}",
        f"[{VISIT}, {ASKED}]",
        body=ASKS + limit,
        as_of="2026-03-16",
    )
    assert found.says == "10 days"


def test_answers_stand_together() -> None:
    """Equal answers are one position; the sooner comes first, the silent last."""
    asked = topic(f"{{wait: ask, {NAMED}}}")
    later = ASKS.replace("3 days", "1 week")
    same = ruleset_of(ASKS.replace("assumed: true", "assumed: false"))
    rulesets = [ruleset_of(body) for body in (SILENT, HOLDS, later, ASKS)]
    found = compare(asked, [*rulesets, same])
    assert list(found.positions) == ["3 days", "1 week", "wait: it is not time yet", NOTHING]
    assert [len(answers) for answers in found.positions.values()] == [2, 1, 1, 1]
    # Two of them follow no source; the three others are voices, and only these are counted.
    assert (found.opinions, found.silent, found.agreed) == (2, 0, False)
    assert found.clashes == 2
    assert compare(asked, [rulesets[3], same]).agreed
    assert not compare(asked, [rulesets[0], rulesets[0]]).agreed
    several = compare(asked, rulesets[:2])
    assert (several.opinions, several.silent, several.clashes) == (1, 1, 0)


# -- who speaks

PARENT = """
ruleset: shared
title: What all share
version: 1.0.0
vocabulary: visits
abstract: true
parameters:
  wait: {is: duration}
facts:
  visit: {latest: visit}
  promise: {latest: promise}
rules:
  - rule: ask
    when: {visit: known, promise.deadline: known}
    do: ask
    opens: wait after promise.deadline
    to: [clerk]
    via: [email]
    because: They said when.
  - rule: wait-for-a-promise
    track: main
    when: {visit: known}
    hold: later
    because: Nobody said when.
"""
VOICE = """
ruleset: voice
title: A voice
version: 1.0.0
extends: shared
parameters:
  wait: {default: 3 days, cites: [{source: handbook, items: [H-3]}]}
"""


def voice(read: str, more: str = "", events: str = PROMISED) -> Answer:
    return answer(topic(read, events), ruleset_of(PARENT, VOICE + more))


RULE = "rules:\n- rule: ask\n  "
CITED = RULE + "cites: [{source: handbook, items: [H-NUMBER]}]\n"


def test_a_voice_does_not_speak_by_what_it_only_inherits() -> None:
    """A rule that a voice inherits, uncited, is silence; what its source states is not."""
    assert not voice(f"{{wait: ask, {NAMED}}}").silent
    inherited = voice("{duty: ask}")
    assert (inherited.says, inherited.silent, inherited.position) == ("yes", True, NOTHING)
    assert voice("{outcome: main}", events=f"[{VISIT}]").silent
    assert not voice("{duty: ask}", CITED.replace("NUMBER", "3")).silent
    own = voice("{duty: ask}", RULE + "optional: false\n")
    assert (own.silent, own.cites) == (False, ())


def test_an_assumed_value_is_no_silence() -> None:
    """Where its source names no value, the one that the voice assumed is its answer."""
    assumed = VOICE.replace("cites: [{source: handbook, items: [H-3]}]", "assumed: true")
    body = assumed + CITED.replace("NUMBER", "1")
    read = f"{{wait: ask, {NAMED}}}"
    found = answer(topic(read), ruleset_of(PARENT, body))
    assert (found.voice, found.assumed, found.silent) == ("handbook", ("wait",), False)


def test_what_draws_on_several_sources_is_no_voice() -> None:
    """It has an answer all the same, whether it cites one or not."""
    more = "items: [H-3]}, {source: leaflet, at: page 1}]}\nsources: {leaflet: {title: A leaflet}}"
    ruleset = ruleset_of(PARENT, VOICE.replace("items: [H-3]}]}", more))
    found = answer(topic("{channels: ask}"), ruleset)
    assert (found.voice, found.silent) == ("", False)
    assert voice("{channels: ask}").voice == "handbook"


def test_items_on_a_matter() -> None:
    """A voice speaks of persons only if an item about them is behind the answer."""
    for asked, item, silent in (
        ("[whom]", "1", False),
        ("[whom]", "3", True),
        ("[H-3]", "3", False),
        ("[H-3]", "1", True),
        ("[tone, H-2]", "2", False),
    ):
        found = voice(f"{{persons: ask, cited-on: {asked}}}", CITED.replace("NUMBER", item))
        assert (found.says, found.silent) == ("the clerk", silent), (asked, item)
    # What stands in the place of the action is no answer about persons, so nothing is asked of it.
    hold = "rules:\n- rule: wait-for-a-promise\n  cites: [{source: handbook, items: [H-3]}]\n"
    found = voice("{persons: ask, cited-on: [whom]}", hold, f"[{VISIT}]")
    assert (found.says, found.silent) == ("wait: it is not time yet", False)


def test_advice_against_is_not_silence() -> None:
    """Who cites an item against an action that it does not take says no."""
    read = "{duty: offer, against: [H-2]}"
    assert voice(read).says == NOTHING
    found = voice(read, CITED.replace("NUMBER", "2"))
    assert (found.says, found.silent) == ("no", False)
    assert [cite.items for cite in found.cites] == [("H-2",)]
    taken = voice("{duty: ask, against: [H-2]}", CITED.replace("NUMBER", "2"))
    assert (taken.says, taken.silent) == ("yes", False)


def test_a_limit_is_advice_against() -> None:
    """What a limit never allows is answered with no, and cites the limit."""
    never = (
        "limits:\n- limit: none\n  never: [offer]\n  since: visit\n  because: Never.\n"
        "  cites: [{source: handbook, items: [H-1]}]\n"
    )
    found = voice("{duty: offer}", never)
    assert (found.says, found.silent, len(found.cites)) == ("no", False, 1)
    assert voice("{duty: offer}", never, "[]").says == NOTHING


def test_the_most_split_comes_first() -> None:
    """By the pairs that contradict one another; topics without any are left out."""
    waits = [ruleset_of(ASKS.replace("3 days", wait)) for wait in ("1 day", "2 days", "3 days")]
    far = compare(topic(f"{{wait: ask, {NAMED}}}"), waits)
    same = compare(topic("{duty: ask}"), waits)
    near = compare(topic(f"{{wait: ask, {NAMED}}}"), waits[1:])
    assert (far.clashes, near.clashes, same.clashes) == (3, 1, 0)
    assert most_split_first([same, near, far]) == [far, near]


@pytest.mark.parametrize(
    ("read", "events", "expected"),
    [
        (f"{{wait: ask, {NAMED}}}", PROMISED, "3 days"),
        (f"{{closes: ask, {NAMED}}}", f"[{VISIT}]", "open"),
        ("{wait: offer, after: {the visit: 2026-03-03}}", PROMISED, "same day"),
        ("{attempts: ask}", PROMISED, "twice"),
        ("{duty: offer}", PROMISED, "optional"),
        ("{persons: ask}", PROMISED, "boss"),
        ("{channels: ask}", PROMISED, "email"),
    ],
)
def test_an_answer_in_brief(read: str, events: str, expected: str) -> None:
    """A cell of the table has a word or two."""
    assert says(read, events).brief == expected


def test_what_is_never_done_in_brief() -> None:
    """A wait or stop in the place of an action means that it is never taken."""
    assert says(f"{{wait: ask, {NAMED}}}", body=HOLDS).brief == "never"
    assert says("{outcome: main}", body=HOLDS).brief == "wait"
    once = ASKS.replace("default: 2,", "default: 1,")
    assert says("{gaps: ask}", body=once).brief == "none"
    next_day = ASKS.replace("3 days", "1 day")
    assert says(f"{{wait: ask, {NAMED}}}", body=next_day).brief == "next day"


# -- what the answers come to


def test_sentences_have_their_figures() -> None:
    """Figures are counted from the answers; a sentence that lacks one is left out."""
    sentences = (
        "in-short:\n- '{voices} on {topics}: {disputed}, {agreed}, {alone}.'\n"
        "- '{one.speak}, {one.silent}: {one.least} to {one.most}, {one.usual} ({one.usual-by}).'\n"
        "- '{one.tally}; {one.assumed}.'\n- '{two.least}'\n- No figure.\n"
        "rows: {how long: one}\n"
    )
    text = (
        text_of(f"{{wait: ask, {NAMED}}}")
        + text_of("{duty: thank}", "[]", name="two").split("list:\n")[1]
    )
    topics = document_of(text.replace("list:", sentences + "list:"))
    later = ruleset_of(ASKS.replace("3 days", "1 week").replace("assumed: true", "assumed: false"))
    rulesets = [ruleset_of(ASKS), ruleset_of(ASKS), later, ruleset_of(HOLDS)]
    found = compare_all(topics, rulesets)
    assert found.in_short == (
        "3 on 2: 1, 0, 1.",
        "3, 0: 3 days to 1 week, 3 days (2).",
        "3 days (2), 1 week (1); 2.",
        "No figure.",
    )
    assert [(label, each.question.name) for label, each in found.rows] == [("how long", "one")]
    some = compare_all(topics, rulesets, ["two"])
    assert (len(some.comparisons), some.in_short, some.rows) == (1, (), ())
    # Without voices there is nothing to count.
    assert compare_all(topics, [ruleset_of(HOLDS), ruleset_of(SILENT)]).in_short == ()


def test_an_abstract_ruleset_has_no_answer() -> None:
    """It is there to build on, for topics as for histories."""
    with pytest.raises(NotEvaluable, match="abstract"):
        says("{duty: ask}", body="abstract: true" + ASKS)


# -- documents


@pytest.mark.parametrize(
    ("read", "code", "message"),
    [
        ("{duty: asc}", "F303", "there is no action `asc`"),
        ("{duty: [ask, asc]}", "F303", "there is no action `asc`"),
        ("{outcome: maine}", "F303", "there is no track `maine`"),
        ("{outcome: ask}", "F303", "there is no track `ask`"),
        ("{duty: ask, via: fax}", "F303", "there is no channel `fax`"),
        ("{minds: ask, among: [grin]}", "F303", "there is no hint `grin`"),
        ("{wait: ask, after: {x: 2026-02-30}}", "F201", "`2026-02-30` is not a date"),
        ("{wait: ask}", "F108", "`wait` needs `after` beside it"),
        ("{minds: ask}", "F108", "`minds` needs `among` beside it"),
        ("{duty: ask, opens: ask}", "F108", "`opens` and `duty` exclude one another"),
        ("{duty: ask, after: {x: 2026-03-03}}", "F108", "`after` and `duty` exclude one another"),
        ("{duty: ask, among: [smile]}", "F108", "`among` and `duty` exclude one another"),
        ("{ends: ask}", "F108", "`ends` needs `after` beside it"),
        ("{duty: ask, cited-on: [tones]}", "F303", "there is no item or topic of the sources"),
        ("{duty: ask, against: [H-9]}", "F303", "there is no item or topic of the sources `H-9`"),
        ("{outcome: main, via: email}", "F108", "`via` and `outcome` exclude one another"),
        ("{duty: ask, of: ask}", "F101", "the key `of` is not known here"),
        ("{}", "F108", "one of the keys"),
    ],
)
def test_a_wrong_reading(read: str, code: str, message: str) -> None:
    """Each mistake is found at its place."""
    (problem,) = problems_of(text_of(read))
    assert (problem.code, problem.location.line) == (code, 8)
    assert problem.message.startswith(message), problem.message


def test_a_wrong_topic() -> None:
    """A wrong vocabulary, date or history, and a name that stands twice: all at once."""
    text = (
        text_of("{duty: ask}")
        + text_of("{duty: ask}", "[{date: 2026-03-03, event: visitt}]").split("list:\n")[1]
    )
    text = text.replace("topics: visits", "topics: views").replace(
        "as-of: 2026-03-03", "as-of: 3 March", 1
    )
    found = problems_of(text)
    assert [(problem.location.line, problem.code) for problem in found] == [
        (1, "F306"),
        (7, "F201"),
        (9, "F307"),
        (11, "F104"),
    ]
    assert found[2].help == "the first one is on line 4"


def test_what_the_topics_come_to_is_checked() -> None:
    """A row needs a topic, a sentence figures that there are."""
    wrong = "in-short:\n- A {voicse} and {one.lest}.\nrows: {how long: onne}\nlist:"
    found = problems_of(text_of("{duty: ask}").replace("list:", wrong))
    assert [(p.location.line, p.code, p.message, p.help) for p in found] == [
        (4, "F303", "there is no figure `voicse`", "did you mean `voices`?"),
        (4, "F303", "there is no figure `one.lest`", "did you mean `one.least`?"),
        (5, "F303", "there is no topic `onne`", "did you mean `one`?"),
    ]
