"""A template of a stranger ends: in few steps, in little memory, with an error at its line."""

from __future__ import annotations

import faulthandler
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import followup
from followup.defaults import LONGEST_LINK, LONGEST_MESSAGE, MAX_GAPS, MAX_STEPS
from followup.diagnostics import InvalidDocument, NotEvaluable, Problem, Source
from followup.drafting import templates as templates_module
from followup.drafting.checking import problems_of
from followup.drafting.choosing import pick
from followup.drafting.context import NAMES, Setting, names
from followup.drafting.meter import Meter
from followup.drafting.templates import Templates
from followup.drafting.values import Record
from followup.evaluation.clock import Clock
from followup.evaluation.decide import decide
from followup.evaluation.situation import Situation
from tests.drafting.grammar import HOSTILE, sentences
from tests.drafting.making import DAY, SUBJECT, draft, history, with_template

LONGEST_WAIT = 120
"""Seconds after which a test is ended; each takes a few at most."""
MOST_BYTES = 8 * 2**20
READ_BYTES = 16 * 2**20
"""What reading a file takes, whatever its length."""


@pytest.fixture(autouse=True)
def watched() -> Iterator[None]:
    """End a run that hangs, wherever it does: no signal reaches a computation in C."""
    draft()  # imports all, which would count among the bytes
    faulthandler.dump_traceback_later(LONGEST_WAIT, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a message take fewer steps than it may, and so less time to see that they end."""
    monkeypatch.setattr("followup.drafting.meter.MAX_STEPS", SOME_STEPS)


class Watched(Meter):
    """A meter that remembers how often something was counted, and what was let pass."""

    last: Watched

    def __init__(self) -> None:
        super().__init__()
        self.counted = self.passed = 0
        Watched.last = self

    def spend(self, steps: int) -> None:
        self.counted += 1
        super().spend(steps)
        self.passed += steps


# -- one by one

SOME_STEPS = 20_000
"""What is enough to see that the steps are counted."""
TOO_MUCH = "this message takes more than 20,000 steps to write"
LIST = '{% set l = "' + "x" * 1000 + '"|list %}'
TWICE = "{% set a = a ~ a %}"
PAIR = "{% set a = [a, a] %}"

BOUNDED = {
    # refused when they are read
    "power": ("{{ 9**(9**9) }}", "a template has no `**`"),
    "long number": ("{{ " + "9" * 400 + " }}", "a number here is larger than"),
    "longer number": ("{{ " + "9" * 5000 + " }}", "a number here has too many digits"),
    "hexadecimal": ("{{ 0x" + "f" * 40_000 + " }}", "a number here is larger than"),
    "infinity": ("{{ 1e999 }}", "a number here is larger than"),
    "center": ('{{ "a"|center(200000000) }}', "a template has no filter `center`"),
    "indent": ('{{ "a"|indent(200000000) }}', "a template has no filter `indent`"),
    "batch": ("{{ [1]|batch(200000000, 1)|list }}", "a template has no filter `batch`"),
    "range": ("{% for i in range(100000) %}x{% endfor %}", "a template has no `range`"),
    "recursive": ("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}", "no `recursive`"),
    "brackets": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "nested too deeply"),
    "sum": ("{{ 1" + " + 1" * 5000 + " }}", "more than 40 constructs stand inside one another"),
    "branches": ("{% if 1 %}" * 400 + "{% endif %}" * 400, "nested too deeply"),
    "loops": ("{% for i in l %}" * 50 + "{% endfor %}" * 50, "more than 40 constructs"),
    # refused when they are filled in
    "product": ('{{ "a" * 200000000 }}', "`*` is for numbers, and here are a text and a number"),
    "list product": ("{{ [1] * 200000000 }}", "`*` is for numbers"),
    "percent": ('{{ "%3000000000d" % 1 }}', "`%` is for numbers"),
    "format": ('{{ "%3000000000d"|format(1) }}', "`%3000000000d` cannot be filled in here"),
    "star": ('{{ "%*d"|format(3000000000, 1) }}', "`%*d` cannot be filled in here"),
    "digits": ('{{ "%.3000000000f"|format(1) }}', "cannot be filled in here"),
    "center method": ('{{ "a".center(200000000) }}', "a text has no `center`"),
    "ljust method": ('{{ "a".ljust(200000000) }}', "a text has no `ljust`"),
    "zfill method": ('{{ "a".zfill(200000000) }}', "a text has no `zfill`"),
    "expandtabs": (r'{{ "\t".expandtabs(200000000) }}', "a text has no `expandtabs`"),
    "format method": ('{{ "{:>200000000}".format(1) }}', "a text has no `format`"),
    "replace method": ('{{ "a".replace("", "b") }}', "a text has no `replace`"),
    "translate": ('{{ "a".translate({}) }}', "a template has no `{…}`"),
    "doubling": ("{% set a = 'aaaa' %}" + TWICE * 40, TOO_MUCH),
    "doubling in a block": (
        "{% set a = 'aaaa' %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
        TOO_MUCH,
    ),
    "replacing": ("{% set a = 'a' %}" + "{% set a = a|replace('', 'aaaaaaaa') %}" * 20, TOO_MUCH),
    "joining": ("{% set a = 'aaaa' %}" + TWICE * 12 + "{{ (a|list)|join(a) }}", TOO_MUCH),
    "pairs": ("{% set a = ['a'] %}" + PAIR * 60 + "{{ a == a }}", TOO_MUCH),
    "adding": ("{% set a = ['a'] %}" + "{% set a = a + a %}" * 60, TOO_MUCH),
    "squaring": ("{% set a = 7 %}" + "{% set a = a * a %}" * 60, "a number here is larger than"),
    "loops in loops": (LIST + "{% for a in l %}" * 3 + "{% endfor %}" * 3, TOO_MUCH),
    "loops that write": (
        LIST + "{% set t = l|join %}{% for a in l %}{{ t }}{% endfor %}",
        "here the message grows beyond 100,000 characters",
    ),
    "comparing": (
        LIST + "{% for a in l %}{% for b in l %}{% if a in l %}{% endif %}{% endfor %}{% endfor %}",
        TOO_MUCH,
    ),
    "selecting": (
        LIST
        + "{% set o = [facts.interview]"
        + " + [facts.interview]" * 30
        + " %}{% for a in l %}{% for b in l %}{% set c = o|selectattr('topic', 'in', l)|list %}"
        + "{% endfor %}{% endfor %}",
        TOO_MUCH,
    ),
    "a macro in a macro": (
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "more than 20 macros and templates call one another here",
    ),
    "a macro far inside": (
        "{% macro m() %}{{ " + '("a" ~ ' * 30 + "m()" + ")" * 30 + " }}{% endmacro %}{{ m() }}",
        "nested too deeply",
    ),
    "a macro often": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{{ m(n - 1) }}{{ m(n - 1) }}"
        "{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(15) }}",
        TOO_MUCH,
    ),
    "a macro that doubles": (
        "{% macro m(a, n) %}{% if n %}{{ m(a ~ a, n - 1) }}{% endif %}{% endmacro %}"
        + LIST
        + "{{ m(l|join, 15) }}",
        TOO_MUCH,
    ),
    "many gaps": (
        LIST + '{% for a in l %}{{ gap("gap " ~ loop.index) }}{% endfor %}',
        f"there are more than {MAX_GAPS} gaps",
    ),
    "a long gap": (
        "{% set a = 'aaaa' %}" + TWICE * 12 + "{{ gap(a) }}",
        "a gap is longer than 2,000 characters",
    ),
    "a long subject": (
        "{% set subject %}" + "a" * 1000 + "{% endset %}",
        "the subject has 1,000 characters, and mail allows 998",
    ),
    "a long choice": (
        "{% set a = 'aaaa' %}" + TWICE * 12 + "{{ choose(a, a) }}",
        "there is nothing to choose here",
    ),
    "a long name": (
        "{% set a = 'aaaa' %}" + TWICE * 12 + "{{ case[a] }}",
        "there is no `case.aaaa",
    ),
    "a long missing name": (
        "{% set a = 'aaaa' %}" + TWICE * 12 + "{{ facts.offer" + "[a]" * 2 + " }}",
        "there is no `facts.offer.aaaa",
    ),
}


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize(("text", "said"), BOUNDED.values(), ids=list(BOUNDED))
def test_it_is_refused_at_its_line(tmp_path: Path, text: str, said: str) -> None:
    """Whatever would run for ever, or fill the memory, is a fault of the template."""
    tracemalloc.start()
    try:
        with pytest.raises(InvalidDocument) as error:
            with_template(tmp_path, "\n" + text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    problem = error.value.problems[0]
    assert (problem.code, problem.location.line) == ("F702", 2)
    assert problem.location.source.name == str(tmp_path / "status-inquiry.j2")
    assert said in problem.message
    assert problem.help
    assert len(problem.message) <= 300
    assert peak < READ_BYTES + MOST_BYTES


def test_a_template_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    """It is told as a fault of the file."""
    with pytest.raises(InvalidDocument, match="a template has at most 50,000 characters"):
        with_template(tmp_path, "x" * 50_001)


@pytest.mark.usefixtures("few_steps")
def test_templates_that_open_one_another_end(tmp_path: Path) -> None:
    """A circle is found by its depth, and many small templates by the steps that they take."""
    for index in range(30):
        following = f'{{% include "t{index + 1}.j2" %}}'
        (tmp_path / f"t{index}.j2").write_text(following * 2)
    (tmp_path / "t30.j2").write_text("")
    for first in (0, 12):
        with pytest.raises(InvalidDocument, match=r"call one another|takes more than") as error:
            with_template(tmp_path, f'{{% include "t{first}.j2" %}}')
        assert error.value.problems[0].location.line == 1
    (tmp_path / "own.j2").write_text('{% import "own.j2" as me with context %}')
    with pytest.raises(InvalidDocument, match=r"own.j2:1: F702 more than 20 .* call one another"):
        with_template(tmp_path, '{% import "own.j2" as me with context %}')


@pytest.mark.usefixtures("few_steps")
def test_reading_many_templates_takes_steps(tmp_path: Path) -> None:
    """Each text that is opened counts by its length, once."""
    for index in range(5):
        (tmp_path / f"t{index}.j2").write_text("{# " + "x" * 8_000 + " #}")
    every = "".join(f'{{% include "t{index}.j2" %}}' for index in range(5))
    with pytest.raises(InvalidDocument, match=TOO_MUCH):
        with_template(tmp_path, every)
    assert with_template(tmp_path, '{% include "t0.j2" %}' * 20 + "x").body == "x"


# -- what a history brings along


def test_a_long_note_can_be_shortened(tmp_path: Path) -> None:
    """A pasted conversation in a note is no reason to write nothing."""
    note = "So much was said. " * 2000
    found = draft(history({"date": "2026-10-14", "event": "interview", "note": note}),
                  action="status-inquiry")  # fmt: skip
    assert any("So much was said" in gap for gap in found.gaps)


def test_a_text_of_the_history_may_be_too_long(tmp_path: Path) -> None:
    """A field with more than a message holds is a fault where it is written."""
    (tmp_path / "status-inquiry.j2").write_text(SUBJECT + "\n{{ case.role }}")
    with pytest.raises(InvalidDocument, match="j2:2: F702 here the message grows beyond"):
        draft(history(role="r" * (LONGEST_MESSAGE + 1)), templates=tmp_path)


def test_a_long_history_can_be_looped_through(tmp_path: Path) -> None:
    """A thousand events are no harm, nor is to select among them."""
    posting = {"date": "2026-10-14", "event": "posting", "status": "open"}
    text = (
        '{% set open = events("posting") | selectattr("status", "eq", "open") | list %}'
        "{{ open | length }}: {% for one in open if one.date %}{{ loop.index if loop.last }}"
        "{% endfor %}"
    )
    (tmp_path / "status-inquiry.j2").write_text(SUBJECT + text)
    assert draft(history(*[posting] * 1000), templates=tmp_path).body == "1000: 1000"


# -- what becomes of a message


def test_what_a_mail_program_gets_is_bounded(tmp_path: Path) -> None:
    """The longest message makes a file of mail, and a link only as far as programs take one."""
    found = with_template(tmp_path, "工" * (40_000) + "x")
    assert len(found.eml()) < 12 * LONGEST_MESSAGE
    with pytest.raises(NotEvaluable, match="characters, and programs take 32,000"):
        found.mailto()
    assert len(with_template(tmp_path, "x" * 20_000).mailto()) < LONGEST_LINK


# -- at random


def values(record: Record) -> dict[str, object]:
    """Return what a template is given for the inquiry that is due on `DAY`."""
    ruleset = followup.load_ruleset("balanced")
    case = history()
    due = pick(decide(case, ruleset, DAY), case)
    assert due is not None
    situation = Situation(case, ruleset, Clock(DAY, case.timezone))
    setting = Setting(
        situation=situation, due=due, message="status-inquiry", tone="formal", channel=due.via
    )
    return {**names(setting, record), "s": "some text", "n": 3, "l": ["a", "b"], "a": "ab", "b": 2}


def check_told(problem: Problem, others: Mapping[str, Source]) -> None:
    """Check that a problem has its line, and is told in one line of a readable length."""
    assert problem.location.source.name in others
    assert problem.location.line is not None
    assert "\n" not in str(problem)
    assert len(str(problem)) < 800


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(sentences(HOSTILE, 4), min_size=2, max_size=2))
def test_any_template_can_be_checked(texts: list[str]) -> None:
    """The check of a vocabulary ends too, and says what is wrong at a line."""
    vocabulary = followup.load_ruleset("balanced").vocabulary
    others = {f"{index}.j2": Source(f"{index}.j2", text) for index, text in enumerate(texts)}
    found = dict.fromkeys(vocabulary.tones, others.get)
    for problem in problems_of(vocabulary, found, others.values(), lambda: ("interview",)):
        if problem.location.source.name != vocabulary.path and problem.code == "F702":
            check_told(problem, others)


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(sentences(HOSTILE, 4), min_size=3, max_size=3))
def test_any_template_ends(texts: list[str]) -> None:
    """Whatever it is made of, it is written or refused at a line, in few steps and bytes."""
    record = Record()
    given_values = values(record)
    others = {f"{index}.j2": Source(f"{index}.j2", text) for index, text in enumerate(texts)}
    templates = Templates(others.get, NAMES | set("snlabmx"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("followup.drafting.meter.MAX_STEPS", SOME_STEPS)
        patch.setattr(templates_module, "Meter", Watched)
        tracemalloc.start()
        try:
            written = templates.write(others["0.j2"], given_values)
        except InvalidDocument as error:
            for problem in error.problems:
                assert problem.code == "F702"
                check_told(problem, others)
        except NotEvaluable:
            pass
        else:
            assert len(written.body) <= LONGEST_MESSAGE
        finally:
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
    assert Watched.last.passed <= SOME_STEPS
    assert Watched.last.counted <= 2 * SOME_STEPS + 1
    assert len(record.gaps) <= MAX_GAPS + 1
    assert peak < MOST_BYTES


def test_the_bounds_leave_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped messages take a small part of the steps that they may."""
    monkeypatch.setattr(templates_module, "Meter", Watched)
    draft()
    assert 0 < Watched.last.steps < MAX_STEPS / 20
