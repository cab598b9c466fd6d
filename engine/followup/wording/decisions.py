"""A decision's sentences, made of the vocabulary's words."""

from __future__ import annotations

from collections.abc import Sequence

from followup.core.history import History
from followup.core.vocabulary import Vocabulary
from followup.decision import DueAction, HeldTrack, StoppedTrack
from followup.wording.moments import moment_words
from followup.wording.persons import person_words


def action_words(
    action: str, to: str | None, via: str | None, history: History, vocabulary: Vocabulary
) -> str:
    """Write an action as a command: whom, what, how.

    Whom a rule does not say is *them*, since what would be left without may be half a sentence.
    """
    who = person_words(to, history, vocabulary) if to else "them"
    sentence = vocabulary.actions[action].says.replace("{to}", who)
    how = vocabulary.channels[via].says if via else ""
    if "{via}" in sentence:
        return sentence.replace("{via}", how) if how else sentence.replace(" {via}", "")
    return f"{sentence} {how}".rstrip()


def headline(
    status: str,
    actions: tuple[DueAction, ...],
    stopped: tuple[StoppedTrack, ...],
    held: tuple[HeldTrack, ...],
    vocabulary: Vocabulary,
) -> str:
    """Write the decision in one line."""
    firm = [action for action in actions if not action.optional]
    if status == "act":
        due = [action for action in firm if action.state != "upcoming"]
        return _due(due[0], vocabulary) + more_words(due)
    if status == "wait":
        coming = [action for action in firm if action.state == "upcoming"]
        if coming:
            first = coming[0]
            since = f" (due since {moment_words(first.since)})" if first.since else ""
            return f"Wait until {moment_words(first.opens)}{since}; then {lowered(first.says)}"
        until = held[0].until
        ending = f" until {moment_words(until)}" if until else ""
        return f"Wait{ending}: {lowered(held[0].says)}"
    if status == "stop":
        return f"Stop: {lowered(stopped[0].says)}"
    if actions:
        return "Nothing has to be done yet; there is only what you may do if you like"
    return "Nothing yet: the ruleset asks nothing of you so far"


def _due(action: DueAction, vocabulary: Vocabulary) -> str:
    """Write since when an action is due; of an answer that is owed, by when."""
    if action.state == "overdue" and action.closes is not None:
        return f"{action.says}; overdue, it was due by {moment_words(action.closes)}"
    if vocabulary.tracks[action.track].owed and action.closes is not None:
        return f"{action.says}; due by {moment_words(action.closes)}"
    return f"{action.says}; due since {moment_words(action.opens)}"


def more_words(actions: Sequence[DueAction]) -> str:
    """Write how many more actions there are than the first; what is told alike counts as one."""
    count = len({action.says for action in actions}) - 1
    return f" (and {count} more)" if count > 0 else ""


def lowered(sentence: str) -> str:
    """Begin a sentence in lower case, unless its first word is a name in capitals."""
    first = sentence.split(" ", 1)[0]
    return sentence if first.isupper() and len(first) > 1 else sentence[:1].lower() + sentence[1:]
