"""What followup answers beside what this evaluator answers, on histories that are made at random.

    python -m tests.independent.compare [--seed N] [--count N] [--examples N] [RULESET …]

prints how many histories and decisions there were, which rules, limits and endings were reached,
and, in groups, where the two do not say the same.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import followup
from followup.core.history import History
from followup.core.ruleset import Ruleset, Stop
from followup.decision import Decision, DueAction, StoppedTrack
from followup.evaluation.clock import Clock
from followup.evaluation.decide import decide_by
from followup.evaluation.rules import Rules
from followup.evaluation.situation import Situation

from .answer import COMPARED, TRACKS, Answer, Line
from .decide import decide
from .generate import histories
from .rulesets import RULESETS

Reached = tuple[str, str, str]
"""A ruleset, `rule`, `limit` or `ending`, and its name."""


# -- what followup says


def decision(history: History, ruleset: Ruleset, as_of: date | datetime) -> Decision:
    """Return what followup says, without the next change, which would take twice as long."""
    return decide_by(Rules(Situation(history, ruleset, Clock(as_of, history.timezone))))


def answer_of(said: Decision) -> Answer:
    """Return a decision of followup as it is compared."""
    lines = [_line(action) for action in said.actions]
    lines += [
        Line(track=held.track, says="held", name=held.reason, until=held.until)
        for held in said.held
    ]
    lines += [
        Line(track=stopped.track, says="stopped", name=stopped.reason) for stopped in said.stopped
    ]
    return Answer(status=said.status, lines=tuple(lines))


def _line(action: DueAction) -> Line:
    return Line(
        track=action.track,
        says="may" if action.optional else "do",
        name=action.action,
        state=action.state,
        opens=action.opens,
        closes=action.closes,
        lapses=action.lapses,
        since=action.since,
        attempt=action.attempt,
        allowed=action.attempts_allowed,
        to=action.to,
        channels=tuple(action.channels),
    )


# -- what there is to reach


def reached(said: Decision) -> Iterator[Reached]:
    """Go through the rules, limits and endings that a decision shows."""
    name = said.ruleset.name
    shown: list[DueAction | StoppedTrack] = [*said.actions, *said.stopped, *said.held]
    for one in shown:
        yield name, "rule", one.rule
        if one.limited_by is not None:
            yield name, "limit", one.limited_by
    for stopped in said.stopped:
        if stopped.limited_by is None:
            yield name, "ending", stopped.reason


def reachable(name: str, ruleset: Ruleset) -> Iterator[Reached]:
    """Go through the rules, limits and endings of a ruleset."""
    for rule in ruleset.rules:
        yield name, "rule", rule.name
        if isinstance(rule.outcome, Stop):
            yield name, "ending", rule.outcome.ending
    for limit in ruleset.limits:
        yield name, "limit", limit.name
    for lets_go in ruleset.lets_go.values():
        yield name, "ending", lets_go.ending


# -- differences


@dataclass(frozen=True, kw_only=True)
class Divergence:
    """A track on which the two say different things."""

    ruleset: str
    track: str
    differs: tuple[str, ...]
    history: Mapping[str, Any]
    as_of: date
    independent: Answer
    followup: Answer

    def __str__(self) -> str:
        given = {key: value for key, value in self.history.items() if key != "events"}
        lines = [f"    {json.dumps(given)} as of {self.as_of} ({self.ruleset})"]
        lines += [f"      - {json.dumps(event)}" for event in self.history["events"]]
        for name, said in (("independent", self.independent), ("followup", self.followup)):
            on = "; ".join(map(str, said.on(self.track))) or "nothing"
            lines.append(f"      {name}: {on} [{said.status}]")
        return "\n".join(lines)


def differences(mine: Answer, theirs: Answer) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Go through the tracks that differ, with what differs on each, and the status."""
    for track in TRACKS:
        one, other = _compared(mine, track), _compared(theirs, track)
        if one == other:
            continue
        names = [[f"{line.says} {line.name}" for line in lines] for lines in (one, other)]
        if names[0] != names[1]:
            yield track, (" + ".join(names[0]) or "nothing", " + ".join(names[1]) or "nothing")
        else:
            yield track, tuple(name for name in COMPARED if _differs(name, one, other))
    if mine.status != theirs.status:
        yield "status", (mine.status, theirs.status)


def _compared(said: Answer, track: str) -> list[Line]:
    """Return what is compared on a track: why nothing is to be done only where that is news."""
    lines = said.on(track)
    return lines if track == "inquiry" else [line for line in lines if line.says in ("do", "may")]


def _differs(name: str, one: Sequence[Line], other: Sequence[Line]) -> bool:
    return any(getattr(a, name) != getattr(b, name) for a, b in zip(one, other, strict=True))


# -- many histories


@dataclass
class Tally:
    """What a comparison came to."""

    histories: int = 0
    decisions: int = 0
    reached: Counter[Reached] = field(default_factory=Counter)
    divergences: list[Divergence] = field(default_factory=list)

    def differing(self) -> Counter[str]:
        """Return in how many decisions of each ruleset the two differ."""
        return Counter(
            ruleset for ruleset, _ in {(d.ruleset, id(d.history)) for d in self.divergences}
        )

    def unreached(self, rulesets: Mapping[str, Ruleset]) -> set[Reached]:
        """Return what no decision showed."""
        every = {one for name, ruleset in rulesets.items() for one in reachable(name, ruleset)}
        return every - set(self.reached)

    def groups(self) -> Iterator[tuple[str, list[Divergence]]]:
        """Go through the divergences by what differs, the most frequent first."""
        found: dict[str, list[Divergence]] = defaultdict(list)
        for one in self.divergences:
            found[f"{one.track}: {' | '.join(one.differs)}"].append(one)
        yield from sorted(found.items(), key=lambda group: -len(group[1]))

    def report(self, examples: int = 1) -> str:
        """Return the divergences as people read them, with the shortest examples of each kind."""
        lines = []
        for what, group in self.groups():
            which = dict(Counter(one.ruleset for one in group))
            lines.append(f"{len(group):6}  {what}  {which}")
            group.sort(key=lambda one: len(json.dumps(one.history)))
            lines += map(str, group[:examples])
        return "\n".join(lines)


def compare(seed: int, count: int, rulesets: Mapping[str, Ruleset]) -> Tally:
    """Ask both about many histories.

    Args:
        seed: which histories are made; the same seed makes the same.
        count: how many.
        rulesets: what followup is asked, by the name under which the evaluator knows it.
    """
    tally = Tally()
    for source, as_of in histories(seed, count):
        history = followup.history_from(source)
        answers = decide(source, as_of, rulesets)
        tally.histories += 1
        for name, ruleset in rulesets.items():
            said = decision(history, ruleset, as_of)
            tally.decisions += 1
            tally.reached.update(set(reached(said)))
            mine, theirs = answers[name], answer_of(said)
            for track, differs in differences(mine, theirs):
                tally.divergences.append(
                    Divergence(
                        ruleset=name,
                        track=track,
                        differs=differs,
                        history=source,
                        as_of=as_of,
                        independent=mine,
                        followup=theirs,
                    )
                )
    return tally


def main() -> None:
    """Compare, and print what came of it; exit code 1 where the two differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rulesets", nargs="*", choices=[*RULESETS, []], metavar="RULESET")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--examples", type=int, default=1, help="of each kind of divergence")
    options = parser.parse_args()
    names = options.rulesets or list(RULESETS)
    rulesets = {name: followup.load_ruleset(name) for name in names}
    tally = compare(options.seed, options.count, rulesets)
    for (ruleset, kind, name), times in sorted(tally.reached.items()):
        print(f"{times:8}  {ruleset} {kind} {name}")
    for ruleset, kind, name in sorted(tally.unreached(rulesets)):
        print(f"   never  {ruleset} {kind} {name}")
    print(tally.report(options.examples))
    differing = sum(tally.differing().values())
    print(f"{tally.histories} histories, {tally.decisions} decisions, {differing} differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
