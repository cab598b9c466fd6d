"""A decision as a person reads it: the headline, the reason, the window, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followup.core.history import History
from followup.core.references import filled
from followup.core.ruleset import Do, Ruleset
from followup.core.vocabulary import Citation
from followup.decision import Decision, DueAction, StoppedTrack
from followup.views.blocks import GAP, Block, Heading, Labelled, Line
from followup.wording.decisions import lowered
from followup.wording.moments import moment_words
from followup.wording.persons import person_words, role_without_anybody


def decision_view(
    decision: Decision,
    following: Decision | None,
    history: History,
    ruleset: Ruleset,
    *,
    sources: bool = False,
) -> Iterator[Block]:
    """Tell one decision in full; `following` is the decision at its next change.

    With `sources` each reason is followed by where the advice stands.
    """
    yield Line(decision.headline, style_of(decision))
    yield GAP
    firm = decision.firm
    for action in firm:
        if len(firm) > 1:
            yield Heading(action.says)
        yield from _action(action, history, ruleset, sources=sources)
        yield GAP
    if not firm:
        yield from _ends(decision, sources=sources)
    for action in decision.actions:
        if action.optional:
            yield Labelled("If you like", f"{action.says}, {window_words(action)}")
    yield from _rest(decision, following)


def style_of(decision: Decision) -> str:
    """Return the style of a decision's headline."""
    if any(action.state == "overdue" for action in decision.firm):
        return "overdue"
    return decision.status


def _action(
    action: DueAction, history: History, ruleset: Ruleset, *, sources: bool
) -> Iterator[Block]:
    """Tell an action: why, when, whom, how, which attempt, what to mind."""
    vocabulary = ruleset.vocabulary
    yield Labelled("Why", action.because or f"the rule `{action.rule}` says so")
    if sources:
        yield from _sources(action.cites)
    yield Labelled("When", window_words(action))
    if action.limited_by:
        yield Labelled("", _moved_by(action.limited_by, ruleset), "quiet")
    if action.to:
        who = person_words(action.to, history, vocabulary)
        is_role = action.to in vocabulary.roles and who == vocabulary.roles[action.to].says
        role = "" if is_role else f" ({action.to})"
        if _has_others(action.rule, ruleset) and role_without_anybody(
            action.to, history, vocabulary
        ):
            role = " (the history names none)"
        yield Labelled("Whom", who + role)
    if action.channels:
        words = [vocabulary.channels[channel].says for channel in action.channels]
        yield Labelled("How", " or ".join(words))
    elif action.to and _names_channels(action.rule, ruleset):
        yield Labelled("How", "no channel is known that may be used")
    if action.attempt is not None:
        yield Labelled("Attempt", attempt_words(action))
    for number, hint in enumerate(action.checklist):
        yield Labelled("Mind" if number == 0 else "", f"- {vocabulary.checklist[hint].says}")


def _moved_by(name: str, ruleset: Ruleset) -> str:
    """Write why an action opens later than its rule has it: the limit's reason, and its name."""
    reasons = (filled(each.because, ruleset) for each in ruleset.limits if each.name == name)
    because = next(reasons, "").rstrip(".")
    return f"{because} (limit `{name}`)" if because else f"moved by the limit `{name}`"


def _has_others(name: str, ruleset: Ruleset) -> bool:
    """Return whether a rule names several persons, so that one of them is a last resort."""
    found = (rule.outcome for rule in ruleset.rules if rule.name == name)
    return any(isinstance(do, Do) and len({*do.fixed_to, *do.to}) > 1 for do in found)


def _names_channels(name: str, ruleset: Ruleset) -> bool:
    """Return whether a rule says by which channel; without `via` it leaves that open."""
    return any(
        isinstance(rule.outcome, Do) and rule.outcome.via
        for rule in ruleset.rules
        if rule.name == name
    )


def attempt_words(action: DueAction) -> str:
    """Write which attempt an action is, and of how many: `2 of 3`."""
    of = f" of {action.attempts_allowed}" if action.attempts_allowed is not None else ""
    return f"{action.attempt}{of}"


def citation_words(cites: Sequence[Citation]) -> list[str]:
    """Write where advice stands, one line a source."""
    found = []
    for cite in cites:
        at = f", {cite.at}" if cite.at else ""
        items = f" ({', '.join(cite.items)})" if cite.items else ""
        found.append(f"— {cite.title}{at}{items}")
    return found


def window_words(action: DueAction) -> str:
    """Write an action's window of time, and after which day it is no longer worth it."""
    opens, closes, lapses = action.opens, action.closes, action.lapses
    if lapses is None:
        ending = ""
    elif lapses == closes:
        ending = "; after that it is too late"
    else:
        ending = f"; too late after {moment_words(lapses)}"
    if closes is None and action.optional and lapses is not None:
        return f"from {moment_words(opens)} to {moment_words(lapses)}"
    if closes is None:
        return f"from {moment_words(opens)} on{ending}"
    if closes == opens:
        return f"on {moment_words(opens)}{ending}"
    return f"from {moment_words(opens)} to {moment_words(closes)}{ending}"


def _ends(decision: Decision, *, sources: bool) -> Iterator[Block]:
    seen: set[tuple[str, str]] = set()
    entries: list[tuple[str, StoppedTrack]] = [("Waits", entry) for entry in decision.held]
    entries += [("Stopped", entry) for entry in decision.stopped]
    for label, entry in entries:
        if (entry.says, entry.because) in seen:  # several tracks end, or wait, for one reason
            continue
        seen.add((entry.says, entry.because))
        yield Labelled(label, entry.says)
        if entry.because and entry.because != entry.says:
            yield Labelled("Why", entry.because)
        if sources:
            yield from _sources(entry.cites)
    if entries:
        yield GAP


def _sources(cites: Sequence[Citation]) -> Iterator[Block]:
    for source in citation_words(cites):
        yield Labelled("", source, "quiet")


def _rest(decision: Decision, following: Decision | None) -> Iterator[Block]:
    if following is not None and decision.next_change is not None:
        yield Labelled("Next", _next_words(decision, following))
    else:
        until = "you act or something happens" if decision.status == "act" else "something happens"
        yield Labelled("Next", f"nothing changes until {until}")
    for text in decision.assumptions:
        yield Labelled("Assumed", text, "quiet")
    for item in decision.provisional:
        yield Labelled("May move", f"{moment_words(item.date)}: {item.because}", "quiet")
    calendar = decision.calendar
    rules = dict.fromkeys(action.rule for action in decision.firm)
    by = f" by `{'`, `'.join(rules)}`" if rules else ""
    place = "-".join(part for part in (calendar.country, calendar.subdivision) if part)
    yield Labelled(
        "Ruleset",
        f"{decision.ruleset.name} {decision.ruleset.version}{by}, "
        f"as of {moment_words(decision.as_of)}" + (f", working days of {place}" if place else ""),
        "quiet",
    )


def tells_a_change(decision: Decision, following: Decision) -> bool:
    """Return whether a later decision differs in anything that is worth a sentence."""
    return bool(_change_words(decision, following))


def _next_words(decision: Decision, following: Decision) -> str:
    """Write when a decision changes, and to what."""
    what = _change_words(decision, following) or "no more than a detail changes"
    return f"{moment_words(following.as_of)}: {what}"


def _change_words(decision: Decision, following: Decision) -> str:
    """Write to what a decision changes; nothing where no more than a detail does."""
    headline = following.headline
    due = [action for action in following.firm if action.state != "upcoming"]
    waited = {_same(each) for each in decision.actions if each.opens == following.as_of}
    if due and (due[0].opens == following.as_of or _same(due[0]) in waited):
        headline = due[0].says  # it opens just then: "since" would puzzle, and so would "overdue"
    if headline == decision.headline:
        return "; ".join(_turns(decision, following))
    return lowered(headline)


def _turns(decision: Decision, following: Decision) -> Iterator[str]:
    """Go through the actions that come, turn late or go, where the headline stays as it is."""
    before = {_same(action): action for action in decision.actions}
    after = {_same(action): action for action in following.actions}
    for key, action in after.items():
        was = before.get(key)
        state = was.state if was is not None else None
        what = lowered(action.says)
        if action.state == state or action.state == "upcoming":
            continue
        if action.state == "overdue":
            yield f"the time to {what} has passed" if action.optional else f"{what}; overdue"
        else:
            yield f"you may also {what}" if action.optional else f"also {what}"
    for key, action in before.items():
        if key not in after:
            yield f"the time to {lowered(action.says)} has passed"


def _same(action: DueAction) -> tuple[str, str, str | None]:
    return (action.rule, action.says, action.to)
