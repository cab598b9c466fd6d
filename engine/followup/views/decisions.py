"""A decision as a person reads it: the headline, the reason, the window, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followup.core.history import History
from followup.core.ruleset import Do, Ruleset
from followup.core.vocabulary import Citation
from followup.decision import Decision, DueAction, StoppedTrack
from followup.views.blocks import GAP, Block, Heading, Labelled, Line
from followup.wording.decisions import lowered
from followup.wording.moments import moment_words
from followup.wording.persons import person_words


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
        yield Labelled("", f"moved by the limit `{action.limited_by}`", "quiet")
    if action.to:
        who = person_words(action.to, history, vocabulary)
        is_role = action.to in vocabulary.roles and who == vocabulary.roles[action.to].says
        role = "" if is_role else f" ({action.to})"
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
    """Write an action's window of time."""
    opens = moment_words(action.opens)
    if action.closes is None:
        until = f" to {moment_words(action.lapses)}" if action.lapses is not None else " on"
        return f"from {opens}{until}"
    ending = "; after that it is too late" if action.lapses is not None else ""
    if action.closes == action.opens:
        return f"on {opens}{ending}"
    return f"from {opens} to {moment_words(action.closes)}{ending}"


def _ends(decision: Decision, *, sources: bool) -> Iterator[Block]:
    seen: set[str] = set()
    entries: list[tuple[str, StoppedTrack]] = [("Waits", entry) for entry in decision.held]
    entries += [("Stopped", entry) for entry in decision.stopped]
    for label, entry in entries:
        if entry.rule in seen:
            continue
        seen.add(entry.rule)
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


def _next_words(decision: Decision, following: Decision) -> str:
    """Write when a decision changes, and to what."""
    headline = following.headline
    due = [action for action in following.firm if action.state == "open"]
    if following.status == "act" and due and due[0].opens == following.as_of:
        headline = due[0].says  # it opens just then: "since" would puzzle
    what = lowered(headline)
    if headline == decision.headline:
        what = "; ".join(_turns(decision, following)) or "no more than a detail changes"
    return f"{moment_words(following.as_of)}: {what}"


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
