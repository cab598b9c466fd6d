"""Vocabularies: what they say beside the words of rules."""

from __future__ import annotations

import pytest

from followup.diagnostics import InvalidDocument
from tests.language.documents import VOCABULARY, vocabulary_of


def test_a_vocabulary_names_cases_by_its_fields() -> None:
    """They stand in the order of the document; without the key there are none."""
    text = VOCABULARY.replace("\nevents:", "\nnames-case: [mood, size]\nevents:", 1)
    assert vocabulary_of(text).names_case == ("mood", "size")
    assert vocabulary_of().names_case == ()


def test_a_field_that_names_cases_must_be_one() -> None:
    """A word that is no field of the history is reported where it stands, with the nearest."""
    text = VOCABULARY.replace("\nevents:", "\nnames-case: [moood]\nevents:", 1)
    with pytest.raises(InvalidDocument) as error:
        vocabulary_of(text)
    (problem,) = error.value.problems
    assert (problem.code, problem.location.line) == (
        "F303",
        1 + VOCABULARY[: VOCABULARY.index("\nevents:")].count("\n") + 1,
    )
    assert problem.help == "did you mean `mood`?"


def test_a_track_can_be_owed() -> None:
    """What the other side waits for is marked; nothing else is."""
    text = VOCABULARY.replace("{about: What is asked}", "{about: What is asked, owed: true}")
    assert [track.owed for track in vocabulary_of(text).tracks.values()] == [True, False]
