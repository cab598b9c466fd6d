"""Messages in the situations that people know, and in random ones."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import followup
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.decision import DueAction
from followup.diagnostics import NotEvaluable
from followup.drafting.context import ChoiceNeeded
from followup.drafting.draft import Writer
from followup.drafting.records import Draft, Sender, Wishes
from tests.drafting.making import draft, history
from tests.drafting.texts import check_dates, check_text
from tests.drafting.walk import library, templates
from tests.evaluation.histories import dates, documents
from tools.samples import SAMPLES, Sample, unruled, written

TONES = ("formal", "friendly")
BY_TITLE = {sample.title: sample for sample in SAMPLES}
ALL = [pytest.param(s, t, id=f"{s.title}, {t}") for s in SAMPLES for t in TONES]
PEOPLE: tuple[dict[str, Any], ...] = (
    {},
    {"name": "Dana Lee", "email": "dana@acme.example"},
    {"name": "Lee, Dana"},
    {"name": "van der Berg", "given-name": "Sanne"},
    {"name": "Dr. Jens Vogt", "surname": "Vogt", "agency": "North Staff"},
    {"given-name": "Ana", "surname": "Ortiz", "title": "Ms", "channels": ["email"]},
    {"name": "Kim", "channels": []},
)
UNRULED = (
    "assignment-submission",
    "contract-inquiry",
    "question",
    "referral-nudge",
    "reschedule-request",
    "withdrawal-notice",
)
"""Messages that have no action of their name, or none that a rule of these tests brings about."""


def balanced() -> Ruleset:
    return library().ruleset("balanced")


def in_every_way(writer: Writer, due: DueAction) -> Iterator[Draft]:
    """Write an action's message in every tone, with every choice that it asks for."""
    for tone in TONES:
        try:
            yield writer.draft(due, Wishes(tone=tone))
        except ChoiceNeeded as needed:
            for option in needed.options:
                yield writer.draft(due, Wishes(tone=tone, given={needed.name: option}))


# -- the situations of the page


@pytest.mark.parametrize(("sample", "tone"), ALL)
def test_a_sample_is_sound(sample: Sample, tone: str) -> None:
    """Each is complete but for its gaps, names the position, and invents no day."""
    found = written(sample, tone)
    case = followup.load_history(sample_path(sample))
    check_text(found, sample.title)
    check_dates(found, case, sample.as_of.year, "December 4")
    role, employer = str(case.fields["role"]), str(case.fields["employer"])
    assert role in str(found.subject)
    assert role in found.body
    assert employer in found.body or sample.action == "correction"


def sample_path(sample: Sample) -> str:
    return f"examples/messages/{sample.history}.yaml"


def both(title: str) -> list[Draft]:
    return [written(BY_TITLE[title], tone) for tone in TONES]


def test_a_second_request_begins_with_their_answer() -> None:
    """After *it takes longer* the message is another one, and says so."""
    first = [draft(history(), tone=tone).body for tone in TONES]
    for found, before in zip(both("A second request, after “it takes longer”"), first, strict=True):
        assert "On 23 September you told me that it" in found.body
        assert "take longer" in found.body
        assert found.body.split("\n\n")[1] != before.split("\n\n")[1]


def test_what_was_sent_last_is_mentioned() -> None:
    """References delivered and an invitation answered are not forgotten."""
    for found in both("References delivered, and nothing since"):
        assert "On 17 March I sent you what you had asked me for" in found.body
    for found in both("An invitation answered, and no day yet"):
        assert "On 11 May I accepted your invitation" in found.body
        assert "Is there a day for the interview yet?" in found.body


def test_the_last_message_names_what_went_before() -> None:
    """The interview and the earlier message stand in the last one."""
    for found in both("The last message"):
        assert "22 April" in found.body
        assert "my message of 30 April" in found.body
        assert "busy" in found.body


def test_an_agency_is_told_of_its_client() -> None:
    """A recruiter of an agency is not told that one would like to join the agency."""
    for found in both("To an agency's recruiter"):
        assert "at your client Fjord Clinic" in found.body
        assert "Fjord Clinic's training for intensive care" in found.body


def test_word_is_asked_for_before_the_day() -> None:
    """The notice of another offer asks for word before it has to be answered."""
    for found in both("Another employer's offer"):
        assert "February 24" in found.body
        assert "before then" in found.body


def test_a_second_notice_is_another_one() -> None:
    """Who was told of the other offer is reminded, not told again."""
    offer = {"date": "2026-10-20", "event": "competing-offer", "answer-by": "2026-10-27"}
    told = {"date": "2026-10-20", "event": "sent", "purpose": "competing-offer-notice"}
    case = history(offer, told)
    writer = Writer(case, balanced(), DAY, templates(balanced()))
    due = unruled("competing-offer-notice", "competing-offer-notice", "recruiter", DAY)
    for found in in_every_way(writer, due):
        assert "On October 20 I told you about the offer" in found.body
        assert "Another employer has made me an offer" not in found.body


def test_each_answer_to_an_offer_says_what_it_is() -> None:
    """An acceptance names the terms, a request for time its day, a refusal neither."""
    for found in both("Accepting an offer"):
        assert any(gap.startswith("[[ pay, first day") for gap in found.gaps)
        assert "offer of November 19" in found.body
    for found in both("Asking for time"):
        assert "by Friday, December 4?" in found.body
        assert found.record["decision"] == "more-time"
        assert found.record["until"] == "2026-12-04"
    for found in both("Declining an offer"):
        assert "not to accept" in found.body


def test_a_day_is_asked_for_as_a_day() -> None:
    """What is no day is refused before anything is written; without one there is a gap."""
    case = history({"date": "2026-10-22", "event": "received", "kind": "offer"})
    for word in ("friday", "20261204", "2026-12-4", "2026-02-30"):
        with pytest.raises(NotEvaluable, match=f"`{word}` is no day for `until`"):
            draft(case, given={"decision": "more-time", "until": word})
    found = draft(case, given={"decision": "more-time"})
    assert "[[ day until which you want to think ]]" in found.gaps


def test_feedback_invents_no_reason() -> None:
    """Nobody is said to have preferred another candidate."""
    for found in both("Asking for feedback"):
        assert "selected" in found.body
        assert not re.search("candidate|somebody else|someone else", found.body)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ([("2026-10-19", "recruiter")], "my message of October 19 about"),
        ([("2026-10-18", "recruiter"), ("2026-10-19", "hr")], "my message of October 18 about"),
        ([("2026-10-19", None)], "my message of October 19 about"),
        ([("2026-10-21", "recruiter")], "my application of October 1 about"),
        ([("2026-10-19", "hr")], "my message of [[ day of the message with the mistake ]] about"),
    ],
)
def test_a_correction_names_the_day(sent: list[tuple[str, str | None]], says: str) -> None:
    """The faulty message is the last one to that person up to the day of the mistake."""
    applied = {"date": "2026-10-01", "event": "application"}
    wrote = [
        {"date": day, "event": "sent", "purpose": "thank-you", **({"to": to} if to else {})}
        for day, to in sent
    ]
    mistake = {"date": "2026-10-20", "event": "mistake", "severity": "significant"}
    case = history(applied, *wrote, {**mistake, "to": "recruiter"})
    for tone in TONES:
        assert says in draft(case, action="correction", tone=tone).body


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize(
    ("events", "says"),
    [
        ([("no-show", None)], ("it seems that something came up", "I guess something came up")),
        ([("missed", None)], ("I am sorry that I missed", "I'm so sorry I missed")),
        ([("cancelled", None)], ("for letting me know", "for letting me know")),
        ([("moved", None)], ("for letting me know", "for letting me know")),
        ([("moved", "2026-10-21"), ("no-show", None)], ("came up", "came up")),
    ],
)
def test_a_new_time_is_asked_for_by_what_happened(
    events: list[tuple[str, str | None]], says: tuple[str, str], tone: str
) -> None:
    """Why there was no interview, and when it was to be, come from the history."""
    days = ["2026-10-20", "2026-10-21"]
    changes: list[dict[str, Any]] = [
        {"date": day, "event": "interview-change", "status": status, **({"to": to} if to else {})}
        for day, (status, to) in zip(days, events, strict=False)
    ]
    talk = {"date": "2026-10-20", "event": "interview", "with": ["recruiter"]}
    case = history(events=[talk, *changes])
    found = draft(case, action="reschedule-request", tone=tone)
    assert says[TONES.index(tone)] in found.body
    day = 21 if len(events) > 1 else 20
    assert f"October {day}" in found.body
    assert f"October {day}" in str(found.subject)
    assert not any("day of the interview" in gap for gap in found.gaps)


def test_a_reason_that_is_said_comes_first() -> None:
    """What somebody says on the command line counts more than the history."""
    missed = {"date": "2026-10-22", "event": "interview", "status": "missed"}
    found = draft(history(events=[missed]), given={"reason": "no-show"})
    assert "something came up" in found.body


def test_what_they_asked_for_is_named() -> None:
    """One answer gives all that was asked for and not given, each by its name and day."""
    asked = [
        {"date": "2026-10-16", "event": "received", "kind": "information-request", "from": "hr"},
        {"date": "2026-10-19", "event": "sent", "purpose": "information-response", "to": "hr"},
        {"date": "2026-10-20", "event": "received", "kind": "references-request", "from": "hr"},
        {"date": "2026-10-20", "event": "received", "kind": "background-check", "from": "hr"},
        {"date": "2026-10-21", "event": "received", "kind": "references-request", "from": "hr"},
    ]
    for count, says in (
        (1, "On October 16 you asked me for [[ what they asked for ]]. Here it is: "),
        (3, "On October 20 you asked me for references. Here they are: "),
        (4, "On October 20 you asked me for references and for my consent to a background check"),
        (5, "background check, and on October 21 you asked me for references. Here they are: "),
    ):
        for tone in TONES:
            case = history(events=asked[:count])
            assert says in draft(case, action="information-response", tone=tone).body


def test_each_mistake_to_a_person_is_corrected() -> None:
    """A correction names the mistakes that its reader has seen, and those of nobody else."""
    mistakes = [
        {"date": day, "event": "mistake", "severity": "significant", "to": to, "what": what}
        for day, to, what in (
            ("2026-10-15", "recruiter", "your name"),
            ("2026-10-16", "interviewer:ana", "the product"),
            ("2026-10-19", "recruiter", "a date"),
        )
    ]
    wrote = {"date": "2026-10-14", "event": "sent", "purpose": "thank-you"}
    case = history(wrote, *mistakes)
    for tone in TONES:
        to_recruiter = draft(case, action="correction", to="recruiter", tone=tone).body
        assert "wrong was your name ]]. There was another in my message of" in to_recruiter
        assert "wrong was a date" in to_recruiter
        assert "the product" not in to_recruiter
        to_ana = draft(case, action="correction", to="interviewer:ana", tone=tone).body
        assert "wrong was the product" in to_ana
        assert "There was another" not in to_ana


def test_a_friend_is_greeted_as_one() -> None:
    """Who put in a word is no stranger, whatever the tone with the employer."""
    friend = {"acquaintance": {"name": "Kasia Nowak", "given-name": "Kasia"}}
    applied = {"date": "2026-10-13", "event": "application", "via": "referral"}
    for tone in TONES:
        case = history(events=[applied], people=friend)
        found = draft(case, action="referral-nudge", tone=tone)
        assert found.body.startswith("Hi Kasia,\n")


@pytest.mark.parametrize("thanked", [True, False])
def test_nobody_is_thanked_again_who_was_not_thanked(thanked: bool) -> None:
    """*Again* stands only where a thank-you went to that person."""
    to = "recruiter" if thanked else "interviewer:ana"
    note = {"date": "2026-10-14", "event": "sent", "purpose": "thank-you", "to": to}
    for tone in TONES:
        body = draft(history(note), tone=tone).body
        assert bool(re.search("Thank(s| you) again", body)) == thanked


# -- attempts

REPLIES = (
    None,
    {"event": "received", "kind": "holding", "from": "recruiter"},
    {"event": "received", "kind": "update", "from": "recruiter"},
    {"event": "received", "kind": "update", "from": "hiring-manager"},
    {"event": "received", "kind": "on-hold", "from": "recruiter"},
    {"event": "timeline", "said-by": "recruiter", "within": "1 week"},
    {"event": "interview", "with": ["recruiter"]},
    {"event": "interview", "with": ["hiring-manager"]},
)


def asked(name: str, replies: list[Any], tone: str) -> Iterator[str]:
    """Follow a case for a year: each inquiry is sent, and answered two days later, or not."""
    ruleset = library().ruleset(name)
    day = datetime.date(2026, 1, 12)
    events: list[dict[str, Any]] = [{"date": "2026-01-12", "event": "application"}]
    left = list(replies)
    for day in (day + datetime.timedelta(n) for n in range(120)):
        case = followup.history_from({"employer": "Acme", "role": "Cook", "events": events})
        decision = followup.decide(case, ruleset, day)
        due = next((a for a in decision.firm if a.state != "upcoming"), None)
        if due is None or due.via is None or due.action not in ("status-inquiry", "thank-you"):
            continue
        found = Writer(case, ruleset, day, templates(ruleset)).draft(due, Wishes(tone=tone))
        check_text(found, name)
        events.append(dict(found.record))
        if due.action == "status-inquiry":
            yield found.body
            reply = left.pop(0) if left else None
            if reply is not None:
                after = (day + datetime.timedelta(2)).isoformat()
                events.append({**reply, "date": after})


@settings(max_examples=12)
@given(
    st.sampled_from(("conservative", "balanced", "persistent", "recruiter-etiquette")),
    st.lists(st.sampled_from(REPLIES), min_size=1, max_size=5),
    st.sampled_from(TONES),
)
def test_each_attempt_differs(name: str, replies: list[Any], tone: str) -> None:
    """Each attempt differs from those before, whatever was said in between."""
    bodies = list(asked(name, replies, tone))
    assert bodies
    assert len(set(bodies)) == len(bodies), "\n---\n".join(bodies)


# -- random histories


@st.composite
def lives(draw: st.DrawFn) -> tuple[History, datetime.date]:
    """A random history of people with and without names, and a day on which somebody writes."""
    data = draw(documents(library().vocabulary("job-search"), timed=False))
    whom = draw(st.lists(st.sampled_from(list(balanced().vocabulary.roles)), unique=True))
    data["people"] = {person: draw(st.sampled_from(PEOPLE)) for person in whom}
    return followup.history_from(data), draw(dates)


@settings(max_examples=25)
@given(lives(), st.sampled_from(("balanced", "persistent", "interview-guide-faq", "localwise")))
def test_every_text_is_sound(life: tuple[History, datetime.date], name: str) -> None:
    """No text has a hole, a doubled sign, a torn sentence, or a day that nobody named."""
    case, day = life
    ruleset = library().ruleset(name)
    writer = Writer(case, ruleset, day, templates(ruleset))
    for due in followup.decide(case, ruleset, day).actions:
        for found in in_every_way(writer, due):
            check_sound(found, case, day)


@settings(max_examples=40)
@given(lives(), st.sampled_from(UNRULED), st.sampled_from(("recruiter", "hr", "acquaintance")))
def test_every_message_is_sound(life: tuple[History, datetime.date], message: str, to: str) -> None:
    """So has no message that no rule speaks of yet."""
    case, day = life
    action = message if message in balanced().vocabulary.actions else "status-inquiry"
    writer = Writer(case, balanced(), day, templates(balanced()))
    for found in in_every_way(writer, unruled(action, message, to, day)):
        check_sound(found, case, day)


def check_sound(found: Draft, case: History, day: datetime.date) -> None:
    check_text(found, case.case)
    check_dates(found, case, day.year)
    text = f"{found.subject}\n{found.body}"
    assert not re.search(r"\bjoin you\b|work with you", text), text
    assert not re.search(r"candidate|somebody else", text), text
    thanks = {(e.values.get("to")) for e in case.events if e.values.get("purpose") == "thank-you"}
    if re.search(r"Thank(s| you) (again|once more)", found.body):
        assert thanks, text


DAY = datetime.date(2026, 10, 23)


def test_the_number_stands_below_a_mail_only() -> None:
    """A sender's number is part of a mail's end; a call has it where it is said."""
    case = history()
    assert "+1 555" in draft(case, sender={"phone": "+1 555 0100"}).body
    call = Writer(case, balanced(), DAY, templates(balanced()))
    due = unruled("reschedule-request", "reschedule-request", "recruiter", DAY)
    wishes = Wishes(channel="phone", sender=Sender(phone="+1 555 0100"), given={"reason": "missed"})
    found = call.draft(due, wishes)
    assert found.message == "reschedule-call"
    assert "call me back at +1 555 0100" in found.body
