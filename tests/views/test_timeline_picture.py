"""The picture of a plan: well-formed, complete, the same each time, and nothing in it overlaps."""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from typing import Any

import pytest

from followup import Ruleset, history_from, load_ruleset, plan
from followup.forms.picture import timeline_picture
from followup.forms.picture_layout import WIDTH, Drawing, laid_out
from followup.library.files import shipped_rulesets
from followup.views.timeline import Lane

SVG = "{http://www.w3.org/2000/svg}"
START = datetime.date(2026, 3, 3)
INTERVIEW = {"date": "2026-03-03", "event": "interview", "with": ["recruiter", "interviewer:ana"]}
PROMISE = {"date": "2026-03-03", "event": "timeline", "said-by": "recruiter", "by": "2026-03-13"}
INVOICE = {"date": "2026-03-03", "event": "invoice", "amount": 9900, "due": "2026-03-17"}
EVENTS = {"job-search": [INTERVIEW, PROMISE], "invoice-reminders": [INVOICE]}
CHOOSABLE = [name for name in shipped_rulesets() if not load_ruleset(name).abstract]


def lane(ruleset: Ruleset, label: str = "A lane", **more: Any) -> Lane:
    """Return what a ruleset makes of a history that nobody answers."""
    events = EVENTS[ruleset.vocabulary.name]
    history = history_from({"case": "one", "country": "US", "events": events, **more}, ruleset)
    found = plan(history, ruleset, START)
    return Lane(label=label, plan=found, history=history, vocabulary=ruleset.vocabulary)


def words_of(svg: str) -> str:
    """Return all text that the picture shows, what was wrapped or kept together as one."""
    texts = ElementTree.fromstring(svg).iter(f"{SVG}text")
    return " ".join(text.text or "" for text in texts).replace("\u00a0", " ")


def assert_apart(drawing: Drawing) -> None:
    """No two texts overlap, none covers a mark, and all lie within the picture."""
    boxes = [(text.text, text.box) for text in drawing.texts]
    for shape in drawing.shapes:
        if shape.kind != "line":
            box = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            boxes.append((f"the {shape.kind} of {shape.style}", box))
    for (one, a), (other, b) in combinations(boxes, 2):
        if one.startswith("the ") and other.startswith("the "):
            continue  # a mark stands on its own bar
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"`{one}` and `{other}` overlap"
    for words, (left, top, right, bottom) in boxes:
        within = left >= 0 and top >= 0 and right <= WIDTH and bottom <= drawing.height
        assert within, f"`{words}` leaves the picture"


@pytest.mark.parametrize("name", CHOOSABLE)
def test_a_picture_is_well_formed_and_complete(name: str) -> None:
    """Each step of the plan is there with its words and its attempt, and so is the end."""
    drawn = lane(load_ruleset(name))
    words = words_of(timeline_picture([drawn]))
    for step in drawn.plan.steps:
        if step.action is not None:
            assert step.action.says in words
            if step.action.attempt is not None:
                assert f"({step.action.attempt} of {step.action.attempts_allowed})" in words
    assert drawn.plan.ends.headline in words
    assert "Tue 3 Mar" in words


@pytest.mark.parametrize("name", CHOOSABLE)
def test_nothing_overlaps(name: str) -> None:
    """Labels keep clear of one another and of all marks, with one lane and with several."""
    ruleset = load_ruleset(name)
    assert_apart(laid_out([lane(ruleset)]))
    assert_apart(laid_out([lane(ruleset, "One " * 60), lane(ruleset, "Other")]))


@pytest.mark.parametrize("years", [1, 3, 30])
def test_nothing_overlaps_however_long_it_takes(years: int) -> None:
    """Where weeks are too narrow, months are marked, then years; a far day has its year."""
    events = [{"date": f"{2026 - years}-03-03", "event": "application"}, INTERVIEW]
    drawn = lane(load_ruleset("balanced"), events=events)
    drawing = laid_out([drawn])
    assert_apart(drawing)
    words = words_of(timeline_picture([drawn]))
    assert f"{2026 - years}–2026" in words
    assert f"3 Mar {2026 - years} An interview" in words


def test_an_instant_stands_within_its_day() -> None:
    """A plan from a time of day on has times in its windows."""
    events = [{**INTERVIEW, "time": "14:00"}]
    drawn = lane(load_ruleset("balanced"), events=events, timezone="America/New_York")
    assert "Wed 4 Mar 14:00" in words_of(timeline_picture([drawn]))
    assert_apart(laid_out([drawn]))


def test_whatever_stands_in_a_label_is_text() -> None:
    """Marks of XML and control characters are shown, never obeyed."""
    svg = timeline_picture([lane(load_ruleset("balanced"), 'a <b> & "c" ]]> \x07')], "1 < 2 & 3")
    assert 'a <b> & "c" ]]> \\x07' in words_of(svg)
    title = ElementTree.fromstring(svg).find(f"{SVG}title")
    assert title is not None and title.text == "1 < 2 & 3"


def test_a_picture_depends_on_nothing_else() -> None:
    """It is the same each time, names nothing on a network, and suits light and dark pages."""
    ruleset = load_ruleset("persistent")
    svg = timeline_picture([lane(ruleset)])
    assert svg == timeline_picture([lane(ruleset)])
    assert svg.count("http") == 1  # the name of SVG itself
    assert "prefers-color-scheme: dark" in svg
    assert not {"script", "image", "foreignObject"} & {e.tag.removeprefix(SVG) for e in tree(svg)}


def test_weekends_and_days_off_are_shaded() -> None:
    """Days off of the history's place have their name; a day off on a weekend stays a weekend."""
    drawn = lane(load_ruleset("payment-reminders"))
    shaded = {e.get("class"): e for e in tree(timeline_picture([drawn])) if e.tag == f"{SVG}rect"}
    assert "bar weekend" in shaded
    names = [e.text for e in tree(timeline_picture([drawn])) if e.tag == f"{SVG}title"]
    assert "Mon 25 May: Memorial Day" in names


def test_a_reader_who_cannot_see_it_is_told_everything() -> None:
    """The description has each lane's label and each row, in order."""
    drawn = lane(load_ruleset("balanced"))
    told = ElementTree.fromstring(timeline_picture([drawn])).find(f"{SVG}desc")
    assert told is not None and told.text is not None
    assert told.text.startswith("A lane: Tue 3 Mar: An interview")
    assert told.text.endswith(f"{drawn.plan.ends.headline}.")


def tree(svg: str) -> list[ElementTree.Element]:
    """Return all elements of a picture."""
    return list(ElementTree.fromstring(svg).iter())


def test_days_that_an_event_names_are_marked() -> None:
    """The promised day is a point of its own, joined to the day of the promise."""
    drawing = laid_out([lane(load_ruleset("balanced"))])
    diamonds = [shape for shape in drawing.shapes if shape.kind == "diamond"]
    dots = [shape for shape in drawing.shapes if (shape.kind, shape.style) == ("dot", "event")]
    assert len(diamonds) == 1
    assert diamonds[0].x > dots[0].x


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\x00", "\x1b", "\x7f"])
def test_what_xml_cannot_hold_is_written_out(sign: str) -> None:
    """The picture stays well-formed and can be saved, whatever a case or a person is called."""
    people = {"recruiter": {"name": f"Dana {sign}Lee", "email": "dana@acme.example"}}
    drawn = lane(load_ruleset("balanced"), f"A {sign}<lane>", people=people)
    svg = timeline_picture([drawn], title=f"A {sign} title").encode()
    words = "".join(ElementTree.fromstring(svg).itertext())
    assert sign not in words
    written = f"\\x{ord(sign):02x}" if ord(sign) < 0x100 else f"\\u{ord(sign):04x}"
    for shown in (f"A {written}<lane>", f"A {written} title", f"Dana {written}Lee"):
        assert shown in words
