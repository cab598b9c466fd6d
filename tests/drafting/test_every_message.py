"""Every message that a shipped ruleset names can be written, whatever the history lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from followup.core.ruleset import Do, Ruleset
from followup.diagnostics import NotEvaluable
from followup.drafting.context import ChoiceNeeded
from followup.drafting.draft import Writer
from followup.drafting.records import Draft, Sender, Wishes
from followup.library.files import shipped_rulesets, shipped_vocabularies
from followup.library.messages import check_messages
from tests.drafting.texts import check_text
from tests.drafting.walk import Step, library, rulesets, steps, templates

ME = Sender(name="Sam Doe", phone="+1 555 0100", email="sam@doe.example")

_WRITTEN: dict[tuple[str, str, Sender], Draft] = {}


def written(step: Step, tone: str, sender: Sender = ME) -> Draft:
    """Return the message of a step; the first option where it needs a choice."""
    key = (step.name, tone, sender)
    if key not in _WRITTEN:
        _WRITTEN[key] = draft_of(step, tone, sender)
    return _WRITTEN[key]


def draft_of(step: Step, tone: str, sender: Sender) -> Draft:
    writer = Writer(step.history, step.ruleset, step.as_of, templates(step.ruleset))
    try:
        return writer.draft(step.due, Wishes(tone=tone, sender=sender))
    except ChoiceNeeded as needed:
        given: Mapping[str, str] = {needed.name: needed.options[0]}
        return writer.draft(step.due, Wishes(tone=tone, sender=sender, given=given))


@pytest.mark.parametrize("name", rulesets())
def test_every_action_of_every_case_has_a_message(name: str) -> None:
    """Each action in each decision of the cases is written in each tone, without a hole."""
    count = 0
    for step in steps(name):
        for tone in step.ruleset.vocabulary.tones:
            draft = written(step, tone)
            check_text(draft, step.name)
            if draft.is_mail:
                assert len(draft.subject or "") <= 90, draft.subject
            count += 1
    assert count


def messages_of(ruleset: Ruleset) -> Iterator[str]:
    """Go through the messages that a ruleset's rules name, and those that take their place."""
    for rule in ruleset.rules:
        if isinstance(rule.outcome, Do) and rule.outcome.message is not None:
            yield rule.outcome.message
            yield from ruleset.vocabulary.messages[rule.outcome.message].by.values()


def test_each_message_is_reached() -> None:
    """The cases bring about all messages of rules but those for a channel that none uses."""
    seen: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for name in rulesets():
        for step in steps(name):
            vocabulary = step.ruleset.vocabulary
            named.setdefault(vocabulary.name, set()).update(messages_of(step.ruleset))
            tone = next(iter(vocabulary.tones))
            seen.setdefault(vocabulary.name, set()).add(written(step, tone).message)
    for vocabulary_name, messages in named.items():
        left = messages - seen[vocabulary_name]
        assert all(re.search("-(call|spoken|last)$", one) for one in left), left


@pytest.mark.parametrize("tone", ["formal", "friendly"])
def test_inquiries_grow_shorter(tone: str) -> None:
    """The longest second inquiry is shorter than the longest first one, and so is the last.

    Where the one before went to somebody else, the text has to name them: that takes its place.
    """
    lengths: dict[str, int] = {}
    for step in steps("interview-guide-faq"):
        if step.due.action == "status-inquiry" and step.due.via == "email" and step.due.attempt:
            draft = written(step, tone)
            names_another = "my message to" in draft.body
            is_inquiry = draft.message.startswith("status-inquiry")
            if is_inquiry and not step.due.optional and not names_another:
                longest = lengths.get(draft.message, 0)
                lengths[draft.message] = max(longest, len(re.sub(r"\[\[.+?\]\]", "", draft.body)))
    order = ["status-inquiry", "status-inquiry-again", "status-inquiry-last"]
    assert lengths[order[0]] > lengths[order[1]] > lengths[order[2]], lengths


def test_the_last_attempt_says_that_they_are_busy() -> None:
    """The final inquiry acknowledges that they have much to do, by whatever message it goes."""
    found = 0
    for name in rulesets():
        for step in steps(name):
            due = step.due
            last = due.attempt is not None and due.attempt == due.attempts_allowed
            if last and (due.message or "").startswith("status-inquiry-") and not due.optional:
                for tone in step.ruleset.vocabulary.tones:
                    body = written(step, tone).body
                    assert "busy" in body or "full your days" in body, f"{step.name}\n{body}"
                found += 1
    assert found


def test_without_a_name_there_is_a_gap_for_it() -> None:
    """Who does not say who writes finds a gap where the name belongs."""
    step = steps("balanced")[0]
    assert "[[ your name ]]" in written(step, "formal", Sender()).gaps


def test_an_action_without_a_message_is_told_so() -> None:
    """A rule that names no message says which one it is."""
    step = steps("balanced")[0]
    bare = replace(step.due, message=None)
    writer = Writer(step.history, step.ruleset, step.as_of, templates(step.ruleset))
    with pytest.raises(NotEvaluable, match="names no message"):
        writer.draft(bare, Wishes())


@pytest.mark.parametrize("tone", ["formal", "friendly"])
def test_a_connection_request_fits_its_field(tone: str) -> None:
    """The note beside a request to connect has room for 200 characters, gaps not counted."""
    for name in ("interview-guide", "interview-guide-faq"):
        for step in steps(name):
            if step.due.action == "connection-request":
                body = re.sub(r"\[\[.+?\]\]", "", written(step, tone).body)
                assert len(body) <= 200, body


def test_each_text_is_sound() -> None:
    """The check of the messages finds nothing in any shipped domain."""
    for name in shipped_vocabularies():
        assert check_messages(library().vocabulary(name)) == []


def test_each_fact_that_a_text_uses_is_one_of_a_ruleset() -> None:
    """A fact that no shipped ruleset has would always be missing: its name is a slip."""
    for name, path in shipped_vocabularies().items():
        known = set()
        for ruleset in shipped_rulesets():
            found = library().ruleset(ruleset)
            if found.vocabulary.name == name:
                known |= set(found.facts)
        texts = Path(path).parent.glob("messages/**/*.j2")
        for text in texts:
            used = set(re.findall(r"facts\.(\w+)", text.read_text(encoding="utf-8")))
            assert {fact.replace("_", "-") for fact in used} <= known, text
