"""How fast followup is, as ratios measured in one run.

    python benchmarks/run.py

Everything that a ratio compares is run in turn (A B C A B C ...), so that a slow machine slows
all of it; the figure is the median of the ratios of each round. Milliseconds are printed for
orientation only.
"""

from __future__ import annotations

import datetime
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = str(ROOT / "examples" / "acme.yaml")
AS_OF = datetime.date(2026, 10, 23)
ROUNDS = 15


def in_turn(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Return how many seconds each job took in each round, all jobs in turn."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()  # a first time does not count: files are read, caches filled
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            taken[name].append(time.perf_counter() - start)
    return taken


def ratio(taken: dict[str, list[float]], name: str, reference: str) -> float:
    """Return the median over the rounds of one job's time over another's."""
    pairs = zip(taken[name], taken[reference], strict=True)
    return statistics.median(a / b for a, b in pairs)


def row(what: str, figure: str, goal: str, milliseconds: float) -> None:
    """Print one result."""
    print(f"{what:<62} {figure:>9}  {goal:<14} {milliseconds:9.2f} ms")


def cold_start() -> None:
    """Whole processes against the import of click and yaml, without which nothing would work."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "FOLLOWUP_CACHE": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def process(*arguments: str, **extra: str) -> Callable[[], object]:
            command = [sys.executable, *arguments]
            env = {**environment, **extra}
            return lambda: subprocess.run(command, env=env, check=True, capture_output=True)

        evaluate = ("-m", "followup", "evaluate", EXAMPLE, "--as-of", AS_OF.isoformat())
        taken = in_turn(
            {
                "imports": process("-c", "import click, yaml"),
                "version": process("-m", "followup", "--version"),
                "evaluate": process(*evaluate),
                "uncached": process(*evaluate, FOLLOWUP_CACHE="off"),
            },
            ROUNDS,
        )
    for name, what, goal in (
        ("version", "followup --version / import click, yaml", "at most 1.3"),
        ("evaluate", "followup evaluate one.yaml / import click, yaml", "at most 2.5"),
        ("uncached", "the same with FOLLOWUP_CACHE=off", ""),
    ):
        milliseconds = statistics.median(taken[name]) * 1000
        row(what, f"{ratio(taken, name, 'imports'):.2f} x", goal, milliseconds)


def loading() -> None:
    """Reading, checking and proving the largest shipped ruleset, vocabulary included."""
    from followup.library import Library
    from followup.library.files import shipped_rulesets

    names = [name for name in shipped_rulesets() if not Library().ruleset(name).abstract]
    largest = max(names, key=lambda name: len(Library().ruleset(name).rules))
    taken = in_turn({"load": lambda: Library().ruleset(largest)}, ROUNDS)
    milliseconds = statistics.median(taken["load"]) * 1000
    row(f"load and check `{largest}`, nothing kept", "", "at most 60 ms", milliseconds)


def deciding() -> None:
    """One decision by the interpreter beside a Python function written for the same policy."""
    import followup
    from benchmarks.by_hand import balanced_by_hand
    from followup.evaluation.clock import Clock
    from followup.evaluation.decide import decide_by
    from followup.evaluation.rules import Rules
    from followup.evaluation.situation import Situation

    ruleset = followup.load_ruleset("balanced")
    history = followup.load_history(EXAMPLE)
    events = [{"date": e.date, "event": e.kind, **e.values} for e in history.events]
    calendar = history.calendar
    status, opens = balanced_by_hand(events, AS_OF, calendar)
    decision = followup.decide(history, ruleset, AS_OF)
    assert (decision.status, decision.actions[0].opens) == (status, opens)

    def many(job: Callable[[], object]) -> Callable[[], object]:
        return lambda: [job() for _ in range(200)]

    def once() -> object:
        return decide_by(Rules(Situation(history, ruleset, Clock(AS_OF, history.timezone))))

    taken = in_turn(
        {
            "hand": many(lambda: balanced_by_hand(events, AS_OF, calendar)),
            "once": many(once),
            "full": many(lambda: followup.decide(history, ruleset, AS_OF)),
            "trace": many(lambda: followup.decide(history, ruleset, AS_OF, trace=True)),
        },
        5,
    )
    for name, what in (
        ("hand", "the inquiry rules of `balanced` written in Python"),
        ("once", "the interpreter, all rules, without the next change"),
        ("full", "the interpreter, with the next change"),
        ("trace", "the interpreter, with the full trace"),
    ):
        milliseconds = statistics.median(taken[name]) * 1000 / 200
        row(what, f"{ratio(taken, name, 'hand'):.0f} x", "", milliseconds)


def large() -> None:
    """What grows with a document: the check of many rules, a plan over many arranged events."""
    import followup
    from followup.evaluation.plan import plan

    ruleset = followup.load_ruleset("balanced")
    with tempfile.TemporaryDirectory() as folder:
        paths = {number: _many_rules(Path(folder), number) for number in (500, 1000, 2000)}
        checks = {str(n): _checking(path) for n, path in paths.items()}
        taken = in_turn(checks, 3)
    for number, fewer in ((1000, 500), (2000, 1000)):
        milliseconds = statistics.median(taken[str(number)]) * 1000
        figure = f"{ratio(taken, str(number), str(fewer)):.1f} x"
        row(f"check {number} rules / check {fewer} rules", figure, "2 is linear", milliseconds)
    histories = {n: followup.history_from({"events": _interviews(n)}, ruleset) for n in (100, 1000)}
    plans: dict[str, Callable[[], object]] = {
        str(number): partial(plan, history, ruleset, AS_OF) for number, history in histories.items()
    }
    taken = in_turn(plans, 3)
    milliseconds = statistics.median(taken["1000"]) * 1000
    figure = f"{ratio(taken, '1000', '100'):.1f} x"
    row("plan with 1000 arranged interviews / with 100", figure, "bounded", milliseconds)


def _many_rules(folder: Path, number: int) -> str:
    path = folder / f"rules-{number}.yaml"
    rules = "".join(
        f"  - {{rule: r{n}, when: {{n{n % 40}: known, m{n % 37}: known, c: {{at-least: {n}}}}}, "
        f"do: status-inquiry, opens: n{n % 40}, because: Told}}\n"
        for n in range(number, 0, -1)
    )
    facts = "".join(f"  {k}{n}: {{latest: interview}}\n" for k in "mn" for n in range(40))
    path.write_text(
        "ruleset: many\ntitle: Many\nversion: 1.0.0\nvocabulary: job-search\n"
        f"facts:\n  c: {{count: interview}}\n{facts}rules:\n{rules}",
        encoding="utf-8",
    )
    return str(path)


def _checking(path: str) -> Callable[[], object]:
    from followup.library import Library

    return lambda: Library().ruleset(path)


def _interviews(number: int) -> list[dict[str, str]]:
    days = (AS_OF + datetime.timedelta(n % 700) for n in range(number))
    return [{"date": day.isoformat(), "event": "interview"} for day in days]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {ROUNDS} rounds\n")
    cold_start()
    loading()
    deciding()
    large()
