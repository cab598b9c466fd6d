"""`followup.draft`: what it is given wrongly is told, not raised as an error of Python."""

from __future__ import annotations

import datetime

import pytest

import followup


def test_an_unknown_key_of_a_sender_is_told_with_those_that_there_are() -> None:
    """A sender has a name, a phone and an email."""
    ruleset = followup.load_ruleset("balanced")
    event = {"date": "2026-03-03", "event": "interview"}
    history = followup.history_from({"events": [event]}, ruleset)
    day = datetime.date(2026, 3, 3)
    with pytest.raises(followup.UnknownName) as caught:
        followup.draft(history, ruleset, day, sender={"nick": "Sam"})
    assert "a sender has no `nick`" in str(caught.value)
    assert "Sam" in followup.draft(history, ruleset, day, sender={"name": "Sam"}).body
