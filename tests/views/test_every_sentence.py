"""Every sentence that the shipped job search can say, read for what nobody would say.

The stories go from each way in which an application can stand to each thing that can happen then;
the sentences of actions take every role by every channel. What must hold is said in general terms,
so that a new action, event or rule is read too. Each story is told to one ruleset after the other,
so that all hear of each state and each event; with the profile `nightly` all hear every story.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

import followup
from followup.core.history import History, in_history_order
from followup.core.ruleset import Ruleset
from followup.core.vocabulary import Vocabulary
from followup.decision import Decision
from followup.evaluation.decide import Outlook
from followup.library.files import shipped_vocabularies
from followup.views.blocks import Heading, Labelled, Line
from followup.views.decisions import decision_view
from followup.views.overview import overview, overview_row
from followup.wording.decisions import action_words
from tests.conftest import PROFILE
from tests.drafting.walk import library, rulesets
from tests.views.every_story import (
    CAME_TO_NOTHING,
    ENDED,
    FIRST,
    LATER,
    RUNNING,
    Event,
    later_events,
)

JOB_SEARCH = [
    name for name in rulesets() if library().ruleset(name).vocabulary.name == "job-search"
]
# A hole, a trace of a template or of a name, a sentence that was put together badly.
_BROKEN = re.compile(
    r"[{}]|\bNone\b|  |\s[,.;:?!]|,,|\.\.|;;|\(\)|``|\bthe the\b|\bby by\b|\bto to\b|!\.|\?\.|"
    r"interviewer:|manager:|recruiter:|<|>"
)
_OF_MAIL = re.compile(r"thread|subject line", re.IGNORECASE)
_FINAL = ("accepted", "declined", "withdrawn", "rejected")


@cache
def ruleset(name: str) -> Ruleset:
    return library().ruleset(name)


def history_of(events: list[Event], of: Ruleset, **fields: Any) -> History:
    """Return a story as a history."""
    data = {"case": "acme", "employer": "Acme", "role": "Analyst", "country": "US", **fields}
    return followup.history_from({**data, "events": events}, of)


def followed(history: History, by: History) -> History:
    """Return a history with the one event of another: to read it again costs most of the time."""
    event = replace(by.events[0], entry=len(history.events))
    return replace(history, events=in_history_order([*history.events, event]))


def asked(history: History, of: Ruleset, day: int) -> Outlook:
    """Return what a ruleset says of a history on a day of its story."""
    return followup.outlook(history, of, FIRST + datetime.timedelta(days=day))


def texts(history: History, found: Outlook, of: Ruleset) -> Iterator[str]:
    """Go through all that is said of a decision: alone, and in a list of several."""
    blocks = list(decision_view(found.decision, found.then, history, of, sources=True))
    blocks += overview([overview_row(found.decision, history, of.vocabulary)])
    for block in blocks:
        if isinstance(block, Labelled) and block.label == "Whom":
            yield re.sub(r" \([a-z:-]+\)$", "", block.text)  # by what name `--to` calls the person
        elif isinstance(block, Heading | Line | Labelled):
            yield block.text


def check_sentences(history: History, found: Outlook, of: Ruleset, where: str) -> None:
    """Check whatever is said: no hole, a reason, hints that fit, persons who can be reached so."""
    for text in texts(history, found, of):
        assert text.strip(), where
        assert not _BROKEN.search(text), f"{where}: {text}"
    vocabulary = of.vocabulary
    for action in found.decision.actions:
        assert action.because, f"{where}: {action.rule} gives no reason"
        assert action.attempt is None or action.attempt <= (action.attempts_allowed or 99), where
        hints = [vocabulary.checklist[name] for name in action.checklist]
        if action.via is not None and vocabulary.channels[action.via].detail != "email":
            for hint in hints:
                assert not _OF_MAIL.search(hint.says), f"{where}: {action.says}: {hint.says}"
        for hint in hints:
            assert not hint.actions or action.action in hint.actions, f"{where}: {hint.name}"
        check_ways(history, action.to, action.channels, vocabulary, where)


def check_ways(
    history: History, to: str | None, channels: tuple[str, ...], vocabulary: Vocabulary, where: str
) -> None:
    """Check that nobody is reached by a way that is private and not theirs."""
    listed = history.channels.get(to or "")
    if listed is None:
        return
    for channel in channels:
        own = channel in listed or vocabulary.channels[channel].counts_as in listed
        assert own or not vocabulary.channels[channel].private, f"{where}: {to} by {channel}"


def ends_everything(decision: Decision) -> bool:
    """Return whether the application has come to an end that only a new word undoes."""
    return any(entry.reason in _FINAL for entry in decision.stopped)


def check_ended(decision: Decision, vocabulary: Vocabulary, where: str) -> None:
    """Check that of an application that is over nothing is asked but answers.

    What was wrong is still put right, whoever rejected may be asked why, and after an acceptance
    there is the contract.
    """
    reasons = {entry.reason for entry in decision.stopped}
    for action in decision.actions:
        allowed = vocabulary.tracks[action.track].owed or action.track == "repair"
        allowed = allowed or (action.action == "feedback-request" and "rejected" in reasons)
        allowed = allowed or (action.message == "contract-inquiry" and "accepted" in reasons)
        assert allowed, f"{where}: {action.says}, although it is {reasons}"


def told(
    stories: Mapping[str, list[Event]], day: int, step: int = 1
) -> Iterator[tuple[Ruleset, str, History]]:
    """Go through stories, each with every (or every second) event that can follow on a day.

    Each is told to one ruleset, or to all of them where there is time.
    """
    any_of = ruleset(JOB_SEARCH[0])
    later = [(event, history_of([event], any_of)) for event in later_events(any_of.vocabulary, day)]
    for place, (state, story) in enumerate(stories.items()):
        before = history_of(story, any_of)
        for number, (event, after) in enumerate(later):
            one = JOB_SEARCH[(4 * place + number) % len(JOB_SEARCH)]
            if PROFILE != "nightly" and (place + number) % step:
                continue
            for name in JOB_SEARCH if PROFILE == "nightly" else (one,):
                where = f"{name}: {state}, then {event}"
                yield ruleset(name), where, followed(before, after)


def test_whatever_happens_after_an_end_is_answered_in_sentences() -> None:
    """Each ending, then each event: every text is whole, and only answers are left to give."""
    reached, ended = set(), 0
    for of, where, history in told(ENDED, LATER):
        found = asked(history, of, LATER)
        check_sentences(history, found, of, where)
        reached |= {entry.reason for entry in found.decision.stopped}
        if ends_everything(found.decision):
            ended += 1
            check_ended(found.decision, of.vocabulary, where)
    assert reached == set(ruleset(JOB_SEARCH[0]).vocabulary.endings)
    assert ended > 100


@pytest.mark.parametrize("wait", [0, 7])
def test_whatever_happens_on_the_way_is_answered_in_sentences(wait: int) -> None:
    """Each state of an application that goes on, then each event, on its day or a week later."""
    for of, where, history in told(RUNNING, 11 + bool(wait), step=2):
        check_sentences(history, asked(history, of, 11 + bool(wait) + wait), of, where)


def test_nobody_is_thanked_for_what_did_not_take_place() -> None:
    """An interview that came to nothing has nobody who was there: no thanks, nothing about it."""
    about_it = ("thank-you", "feedback-request", "article-share", "connection-request")
    for of, where, history in told(CAME_TO_NOTHING, 11, step=2):
        if history.events[-1].kind == "interview":
            continue
        found = asked(history, of, 12)
        check_sentences(history, found, of, where)
        for action in found.decision.actions:
            assert action.action not in about_it, f"{where}: {action.says}"


def people(vocabulary: Vocabulary) -> Iterator[tuple[str, dict[str, Any]]]:
    """Go through each role: unnamed, by a word of one's own, and with a whole name."""
    for role in vocabulary.roles:
        yield role, {}
        yield f"{role}:kim", {}
        yield role, {role: {"name": "Kim van der Alder"}}


@pytest.mark.parametrize("vocabulary_name", sorted(shipped_vocabularies()))
def test_each_action_can_be_said_to_each_role_by_each_channel(vocabulary_name: str) -> None:
    """An action is one whole command: it names its person once, and its way at most once."""
    vocabulary = library().vocabulary(vocabulary_name)
    for to, known in people(vocabulary):
        data = {"vocabulary": vocabulary_name, "people": known, "events": []}
        history = followup.history_from(data, vocabulary_name_ruleset(vocabulary_name))
        for action in vocabulary.actions:
            for via in (None, *vocabulary.channels):
                said = action_words(action, to, via, history, vocabulary)
                assert not _BROKEN.search(said), said
                assert re.fullmatch(r"[A-Z].*[^.\s]", said), said
                assert via is None or said.count(vocabulary.channels[via].says) == 1, said
                assert said.count("Kim") == (1 if known or ":" in to else 0), said
                bare = action_words(action, None, via, history, vocabulary)
                assert bare.count("them") == 1, bare


def vocabulary_name_ruleset(vocabulary_name: str) -> Ruleset:
    """Return any ruleset that speaks a vocabulary."""
    return next(
        library().ruleset(name)
        for name in rulesets()
        if library().ruleset(name).vocabulary.name == vocabulary_name
    )


def test_nobody_is_reached_by_a_way_that_is_not_theirs() -> None:
    """Whoever has one channel only is reached by that, or by what can be looked up."""
    vocabulary = ruleset(JOB_SEARCH[0]).vocabulary
    ways = product(RUNNING.items(), vocabulary.roles, vocabulary.channels)
    for number, ((state, story), role, channel) in enumerate(ways):
        known = {role: {"name": "Kim Alder", "channels": [channel]}}
        one = JOB_SEARCH[number % len(JOB_SEARCH)]
        for name in JOB_SEARCH if PROFILE == "nightly" else (one,):
            events = [_to(event, role) for event in story]
            history = history_of(events, ruleset(name), people=known)
            where = f"{name}: {state}, {role} by {channel}"
            check_sentences(history, asked(history, ruleset(name), 12), ruleset(name), where)


def _to(event: Event, role: str) -> Event:
    """Return an event with somebody else in it; what was written names nobody's way."""
    persons = ("from", "to", "said-by")
    other: Event = {k: role if k in persons else v for k, v in event.items() if k != "channel"}
    if event["event"] == "received":
        other["channel"] = "in-person"
    return {**other, "with": [role]} if "with" in other else other
