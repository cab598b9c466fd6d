"""A decision as a person reads it: the headline, the reason, the window, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from followup.core.history import History
from followup.core.ruleset import Do, Ruleset
from followup.core.vocabulary import Citation
from followup.decision import Decision, DueAction, StoppedTrack
from followup.views.blocks import GAP, Block, Heading, Labelled, Line, table
from followup.wording.moments import moment_words
from followup.wording.persons import person_words

_ORDER = {"act": 0, "wait": 1, "stop": 2, "silent": 3}


def decision_view(
    decision: Decision, following: Decision | None, history: History, ruleset: Ruleset
) -> Iterator[Block]:
    """Tell one decision in full; `following` is the decision at its next change."""
    yield Line(decision.headline, style_of(decision))
    yield GAP
    firm = decision.firm
    for action in firm:
        if len(firm) > 1:
            yield Heading(action.says)
        yield from _action(action, history, ruleset)
        yield GAP
    if not firm:
        yield from _ends(decision)
    for action in decision.actions:
        if action.optional:
            yield Labelled("If you like", f"{action.says}, {window_words(action)}")
    yield from _rest(decision, following)


def style_of(decision: Decision) -> str:
    """Return the style of a decision's headline."""
    if any(action.state == "overdue" for action in decision.firm):
        return "overdue"
    return decision.status


def _action(action: DueAction, history: History, ruleset: Ruleset) -> Iterator[Block]:
    """Tell an action: why, when, whom, how, which attempt, what to mind."""
    vocabulary = ruleset.vocabulary
    yield Labelled("Why", action.because or f"the rule `{action.rule}` says so")
    for source in citation_words(action.cites):
        yield Labelled("", source, "quiet")
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
    ending = ", after that not any more" if action.lapses is not None else ""
    if action.closes == action.opens:
        return f"on {opens}{ending}"
    return f"from {opens} to {moment_words(action.closes)}{ending}"


def _ends(decision: Decision) -> Iterator[Block]:
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
        for source in citation_words(entry.cites):
            yield Labelled("", source, "quiet")
    if entries:
        yield GAP


def _rest(decision: Decision, following: Decision | None) -> Iterator[Block]:
    if following is not None and decision.next_change is not None:
        yield Labelled("Next", _next_words(decision, following))
    else:
        yield Labelled("Next", "nothing changes any more unless something happens")
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
    what = headline[:1].lower() + headline[1:]
    if headline == decision.headline:
        what = "an option comes or goes" if _options_differ(decision, following) else "as now"
    return f"{moment_words(following.as_of)}: {what}"


def _options_differ(decision: Decision, following: Decision) -> bool:
    one, other = (
        [action for action in d.actions if action.optional] for d in (decision, following)
    )
    return one != other


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the overview of many decisions says of one; `urgency` is its place among them."""

    urgency: tuple[int, str]
    cells: tuple[str, str, str, str]


def overview_row(decision: Decision) -> Row:
    """Return what the overview says of a decision."""
    cells = (decision.case, decision.status, _next_date(decision), decision.headline)
    return Row(urgency=_urgency(decision), cells=cells)


def overview(rows: Sequence[Row]) -> Iterator[Block]:
    """Tell one line a decision: what is to be done first, what comes soonest next."""
    ordered = sorted(rows, key=lambda row: row.urgency)
    if ordered:
        yield table(["case", "status", "next", "what"], [row.cells for row in ordered])


def _urgency(decision: Decision) -> tuple[int, str]:
    firm = decision.firm
    if decision.status == "act":  # what closes first is the most urgent
        dates = [str(action.closes or "9999") for action in firm if action.state != "upcoming"]
    else:
        dates = [str(action.opens) for action in firm]
    return (_ORDER[decision.status], min(dates, default="9999"))


def _next_date(decision: Decision) -> str:
    return decision.next_change.isoformat()[:16] if decision.next_change else "-"
