"""What kind of thing an event is: a word of theirs, an end, something that closes a question."""

from __future__ import annotations

from .history import Event

HUMAN_KINDS = (
    "update",
    "holding",
    "on-hold",
    "information-request",
    "invitation",
    "offer",
    "rejection",
    "feedback",
    "assignment",
    "references-request",
    "background-check",
    "contract",
)
ANSWERS = (
    "offer-response",
    "invitation-response",
    "information-response",
    "assignment-submission",
    "correction",
    "competing-offer-notice",
    "thank-you",
)
BY_THEM = ("moved", "cancelled", "no-show")  # R10: "a change by them is a word of theirs"


def is_word(event: Event) -> bool:
    """A human word.

    A message of a person, a date that a person states (D19: no "soon"), or a change of an interview
    by them (R10).
    """
    if event.kind == "received":
        return event.get("kind") in HUMAN_KINDS
    if event.kind == "timeline":
        return event.get("said-by") != "posting" and event.get("phrase") is None
    if event.kind == "interview-change":
        return event.get("status") in BY_THEM
    return False


def is_contact(event: Event) -> bool:
    """D17: interview, human message or stated timeline."""
    return event.kind == "interview" or is_word(event)


def withdraws(event: Event) -> bool:
    """A withdrawal, or the message that "also withdraws"."""
    return event.kind == "withdrawal" or event.is_sent("withdrawal-notice")


def closes_questions(event: Event) -> bool:
    """R1, edges."""
    return (
        event.is_received("rejection")
        or withdraws(event)
        or (event.is_sent("offer-response") and event.get("decision") == "decline")
    )
