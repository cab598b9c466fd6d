"""Random job-search histories, seeded: `histories(seed, count)` gives history and as-of date.

Run as a module it prints JSON lines `{"history": …, "as_of": …}`.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta

from .writer import PLACES, Event, Writer

STEPS = (
    ("application", 5),
    ("posting", 3),
    ("interview", 12),
    ("change", 4),
    ("timeline", 8),
    ("instruction", 2),
    ("contact", 3),
    ("sent", 7),
    ("thanks", 6),
    ("inquiry", 8),
    ("word", 7),
    ("asked", 7),
    ("ending", 3),
    ("accept", 1),
    ("feedback", 1),
    ("competing", 3),
    ("process", 1),
    ("mistake", 2),
    ("pause", 2),
    ("absence", 2),
    ("departure", 1),
)
STORIES = (
    "met",
    "met",
    "met",
    "met",
    "changed",
    "changed",
    "turned_down",
    "offered",
    "courted",
    "asked_often",
    "asked_often",
    "answered",
    "on_hold",
    "let_down",
    "missing",
    "lacking",
    "undecided",
)
NAMES = [name for name, weight in STEPS for _ in range(weight)]


def one(rng: random.Random) -> tuple[Event, date]:
    """One history and the day on which the question is asked."""
    writer = Writer(rng)
    if writer.chance(0.75):
        writer.application()
        writer.step()
    for name in rng.choices(STORIES, k=rng.choice((0, 1, 1, 1, 2))):
        getattr(writer, name)()
        writer.step()
    for _ in range(rng.choice((0, 0, 1, 1, 2, 2, 3, 4, 5, 7))):
        getattr(writer, rng.choice(NAMES))()
        writer.step()
    country, subdivision = rng.choice(PLACES)
    history: Event = {"case": "generated"}
    if country:
        history["country"] = country
    if subdivision:
        history["subdivision"] = subdivision
    if writer.chance(0.1):
        history["long-process"] = True
    if writer.chance(0.15):
        history["culture"] = rng.choice(("formal", "casual", "traditional", "traditional"))
    people = writer.people()
    if people:
        history["people"] = people
    if writer.chance(0.05):
        history["closures"] = [
            {"from": writer.later(-9, 0), "to": writer.later(1, 6), "why": "inventory"}
        ]
    history["events"] = writer.events
    as_of = asked_on(writer)
    if writer.chance(0.06):
        writer.day = as_of  # something is done on the day on which the question is asked
        writer.send(rng.choice(("thank-you", "correction", "information-response")))
    return history, as_of


def asked_on(writer: Writer) -> date:
    """Most questions are asked around the end of the story, some while it goes on."""
    rng = writer.rng
    if writer.events and writer.chance(0.3):
        day = date.fromisoformat(rng.choice(writer.events)["date"])
        return day + timedelta(days=rng.choice((0, 0, 1, 1, 2, 3)))
    spread = rng.choice((0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 10, 14, 21, 45, 63, -1, -2, -5, -9))
    return writer.day + timedelta(days=spread)


def histories(seed: int, count: int) -> Iterator[tuple[Event, date]]:
    """Seeded histories with their as-of dates."""
    rng = random.Random(seed)
    for _ in range(count):
        yield one(rng)


def main() -> None:
    """Print JSON lines: `python -m independent.generate SEED COUNT`."""
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    for history, as_of in histories(seed, count):
        print(json.dumps({"history": history, "as_of": as_of.isoformat()}))


if __name__ == "__main__":
    main()
