"""A decision as a person reads it: the headline, the reason, the window, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from followup.decision import Decision, DueAction, StoppedTrack
from followup.evaluation.people import person_words
from followup.evaluation.wording import moment_words
from followup.language.domain import Citation, Vocabulary
from followup.language.model import History
from followup.presentation.console import Console

_ORDER = {"act": 0, "wait": 1, "stop": 2, "silent": 3}


def write_decision(
    decision: Decision,
    following: Decision | None,
    history: History,
    vocabulary: Vocabulary,
    console: Console,
) -> None:
    """Write one decision in full; `following` is the decision at its next change."""
    console.line(decision.headline, style_of(decision))
    console.line()
    firm = [action for action in decision.actions if not action.optional]
    for number, action in enumerate(firm):
        if number or len(firm) > 1:
            console.line(action.says, "headline")
        write_action(action, history, vocabulary, console)
        console.line()
    if not firm:
        _write_ends(decision, console)
    for action in decision.actions:
        if action.optional:
            console.field("If you like", f"{action.says}, {window_words(action)}")
    _write_rest(decision, following, console)


def style_of(decision: Decision) -> str:
    """Return the style of a decision's headline."""
    if any(action.state == "overdue" and not action.optional for action in decision.actions):
        return "overdue"
    return decision.status


def write_action(
    action: DueAction, history: History, vocabulary: Vocabulary, console: Console
) -> None:
    """Write an action: why, when, whom, how, which attempt, what to mind."""
    console.field("Why", action.because or f"the rule `{action.rule}` says so")
    for source in citation_words(action.cites):
        console.field("", source, "quiet")
    console.field("When", window_words(action))
    if action.limited_by:
        console.field("", f"moved by the limit `{action.limited_by}`", "quiet")
    if action.to:
        who = person_words(action.to, history, vocabulary)
        role = f" ({action.to})" if who != vocabulary.roles.get(action.to) else ""
        console.field("Whom", who + role)
    if action.channels:
        words = [vocabulary.channels[channel].says for channel in action.channels]
        console.field("How", " or ".join(words))
    elif action.to:
        console.field("How", "no channel is known that may be used")
    if action.attempt is not None:
        of = f" of {action.attempts_allowed}" if action.attempts_allowed is not None else ""
        console.field("Attempt", f"{action.attempt}{of}")
    for number, hint in enumerate(action.checklist):
        console.field("Mind" if number == 0 else "", f"- {vocabulary.checklist[hint].says}")


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


def _write_ends(decision: Decision, console: Console) -> None:
    seen: set[str] = set()
    entries: list[tuple[str, StoppedTrack]] = [("Waits", entry) for entry in decision.held]
    entries += [("Stopped", entry) for entry in decision.stopped]
    for label, entry in entries:
        if entry.rule in seen:
            continue
        seen.add(entry.rule)
        console.field(label, entry.says)
        if entry.because and entry.because != entry.says:
            console.field("Why", entry.because)
        for source in citation_words(entry.cites):
            console.field("", source, "quiet")
    if entries:
        console.line()


def _write_rest(decision: Decision, following: Decision | None, console: Console) -> None:
    if following is not None and decision.next_change is not None:
        console.field("Next", next_words(decision, following))
    else:
        console.field("Next", "nothing changes any more unless something happens")
    for text in decision.assumptions:
        console.field("Assumed", text, "quiet")
    for item in decision.provisional:
        console.field("May move", f"{moment_words(item.date)}: {item.because}", "quiet")
    calendar = decision.calendar
    rules = dict.fromkeys(action.rule for action in decision.actions if not action.optional)
    by = f" by `{'`, `'.join(rules)}`" if rules else ""
    place = "-".join(part for part in (calendar.country, calendar.subdivision) if part)
    console.field(
        "Ruleset",
        f"{decision.ruleset.name} {decision.ruleset.version}{by}, "
        f"as of {moment_words(decision.as_of)}" + (f", working days of {place}" if place else ""),
        "quiet",
    )


def next_words(decision: Decision, following: Decision) -> str:
    """Write when a decision changes, and to what."""
    headline = following.headline
    due = [a for a in following.actions if not a.optional and a.state == "open"]
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


def write_overview(rows: Sequence[Row], console: Console) -> None:
    """Write one line a decision: what is to be done first, what comes soonest next."""
    ordered = sorted(rows, key=lambda row: row.urgency)
    if ordered:
        console.table(["case", "status", "next", "what"], [row.cells for row in ordered])


def _urgency(decision: Decision) -> tuple[int, str]:
    firm = [action for action in decision.actions if not action.optional]
    if decision.status == "act":  # what closes first is the most urgent
        dates = [str(action.closes or "9999") for action in firm if action.state != "upcoming"]
    else:
        dates = [str(action.opens) for action in firm]
    return (_ORDER[decision.status], min(dates, default="9999"))


def _next_date(decision: Decision) -> str:
    return decision.next_change.isoformat()[:16] if decision.next_change else "-"
