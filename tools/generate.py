"""Write the files that are made from others: schemas, pages of rulesets, and pictures.

python tools/generate.py            write them
python tools/generate.py --check    say which are out of date, exit 1 if any is
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

import followup
from followup.cli.disagreements import compared, rulesets_asked
from followup.cli.sources import decided, shipped
from followup.core.ruleset import Ruleset
from followup.evaluation.plan import Plan
from followup.explaining.provenance import trace_items
from followup.forms.markdown import page
from followup.forms.picture import timeline_picture
from followup.library import Library
from followup.library.files import shipped_rulesets, shipped_vocabularies
from followup.text.json_writer import json_text
from followup.views.blocks import Block, Heading, Line, table
from followup.views.disagreements_page import disagreements_page
from followup.views.pages import ruleset_page
from followup.views.sources import sources_page
from followup.views.timeline import Lane, day_words
from followup.wording.markup import escaped

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PICTURES = {
    "evaluate": "evaluate examples/acme.yaml --as-of 2026-10-23",
    "compare": "compare examples/acme.yaml -r conservative -r balanced -r persistent "
    "--as-of 2026-10-21",
    "plan": "plan examples/acme.yaml -r persistent --as-of 2026-10-21",
    "draft": "draft examples/acme.yaml --as-of 2026-10-23",
    "why": "why examples/acme.yaml --as-of 2026-10-23",
    "check": "ruleset check examples/mistakes/ten-mistakes.yaml",
}
WIDTH = 110


def disagreements(library: Library) -> str:
    """Return the page of what the rulesets of the default vocabulary differ in."""
    return page(
        disagreements_page(
            compared(library),
            rulesets_asked(library),
            ruleset_page="rulesets/{}.md",
            item_page="sources.md#{}",
        )
    )


def sources(library: Library) -> str:
    """Return the page of what the sources of the default vocabulary say, and where it went."""
    vocabulary = library.vocabulary()
    catalogues = library.documents.catalogues(vocabulary)
    every = decided(shipped(library, vocabulary.name), library)
    return page(sources_page(trace_items(catalogues, every), catalogues.values()))


def samples(library: Library) -> str:
    """Return the page of messages in situations that many people know."""
    from tools.samples import samples_page  # found once this is on the path, see below

    return page(samples_page())


def situations(library: Library) -> str:
    """Return the page of situations that people know, with the answers."""
    from tools.situations import situations_page  # found once this is on the path, see below

    return page(situations_page())


OTHER_PAGES: dict[str, Callable[[Library], str]] = {
    "disagreements.md": disagreements,
    "sample-messages.md": samples,
    "situations.md": situations,
    "sources.md": sources,
}
"""Pages below `docs` that are made from the rulesets: the file's name, and what writes it."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """A history that shows what the rulesets of a vocabulary differ in."""

    label: str
    column: str
    as_of: datetime.date
    events: list[dict[str, Any]]


_INTERVIEW = {"date": "2026-03-03", "event": "interview"}
_INVOICE = {"date": "2026-03-03", "event": "invoice", "amount": 120_000, "due": "2026-03-17"}
PROBES = {
    "job-search": [
        Probe(
            label="With a date: after an interview an answer is promised by Friday 13 March",
            column="an answer was promised by 13 Mar",
            as_of=datetime.date(2026, 3, 3),
            events=[
                _INTERVIEW,
                {
                    "date": "2026-03-03",
                    "event": "timeline",
                    "said-by": "interviewer",
                    "by": "2026-03-13",
                },
            ],
        ),
        Probe(
            label="Without a date: after an interview nobody says when to expect an answer",
            column="nobody named a date",
            as_of=datetime.date(2026, 3, 3),
            events=[_INTERVIEW],
        ),
    ],
    "invoice-reminders": [
        Probe(
            label="With a promise: the day after the due date payment is promised by 10 April",
            column="payment was promised by 10 Apr",
            as_of=datetime.date(2026, 3, 18),
            events=[
                _INVOICE,
                {
                    "date": "2026-03-18",
                    "event": "promise-to-pay",
                    "said-by": "accounts-payable",
                    "by": "2026-04-10",
                },
            ],
        ),
        Probe(
            label="Without a promise: the due date passes and nobody says a word",
            column="nobody said a word",
            as_of=datetime.date(2026, 3, 18),
            events=[_INVOICE],
        ),
    ],
}
COUNTRY = "US"


def schemas(library: Library) -> Iterator[tuple[Path, str]]:
    """Go through the schemas of the shipped vocabularies' histories."""
    for name in shipped_vocabularies():
        schema = library.histories.schema(library.vocabulary(name))
        yield ROOT / "schemas" / f"history.{name}.schema.json", json_text(schema.document) + "\n"


def ruleset_pages(library: Library) -> Iterator[tuple[Path, str]]:
    """Go through the pages and timelines of the shipped rulesets, and the page that lists them."""
    rulesets = [library.ruleset(name) for name in shipped_rulesets()]
    choosable = [ruleset for ruleset in rulesets if not ruleset.abstract]
    for ruleset in choosable:
        title = f"What {ruleset.name} has you do if nobody answers"
        picture = f"timeline-{ruleset.name}.svg"
        yield DOCS / "images" / picture, timeline_picture(lanes(ruleset), title)
        blocks = ruleset_page(ruleset, [(title, f"../images/{picture}")], "../sources.md#{}")
        yield DOCS / "rulesets" / f"{ruleset.name}.md", page(blocks)
    yield DOCS / "rulesets" / "README.md", page(list_of_rulesets(choosable))


def lanes(ruleset: Ruleset) -> list[Lane]:
    """Return what a ruleset makes of the probes of its vocabulary."""
    found = []
    for probe in PROBES[ruleset.vocabulary.name]:
        data = {"case": "probe", "country": COUNTRY, "events": probe.events}
        history = followup.history_from(data, ruleset)
        plan = followup.plan(history, ruleset, probe.as_of)
        found.append(
            Lane(label=probe.label, plan=plan, history=history, vocabulary=ruleset.vocabulary)
        )
    return found


def list_of_rulesets(rulesets: list[Ruleset]) -> Iterator[Block]:
    """Tell which rulesets there are, vocabulary by vocabulary."""
    yield Heading("Rulesets", 1)
    yield Line(
        "One page for each ruleset that comes with followup, made from the ruleset itself. The "
        "columns on the right show on which days it has you act if nobody answers, and how it "
        "ends. `followup ruleset show NAME --format markdown` prints such a page of any ruleset, "
        "one of your own included."
    )
    for name, probes in PROBES.items():
        own = [ruleset for ruleset in rulesets if ruleset.vocabulary.name == name]
        start = "; ".join(dict.fromkeys(escaped(ruleset.vocabulary.title) for ruleset in own))
        headers = ["ruleset", "what is special about it", *(probe.column for probe in probes)]
        rows = [
            [
                f"[{ruleset.name}]({ruleset.name}.md)",
                escaped(ruleset.title),
                *(days_of(lane.plan) for lane in lanes(ruleset)),
            ]
            for ruleset in own
        ]
        yield Heading(name)
        yield Line(f"{start}.")
        yield table(headers, rows)


def days_of(plan: Plan) -> str:
    """Return the days on which a plan has something done, and how it ends."""
    firm = [step for step in plan.steps if step.action is not None and not step.action.optional]
    days = dict.fromkeys(day_words(step.at).split(" ", 1)[1] for step in firm)
    end = {"stop": "then stops", "wait": "then waits"}.get(plan.ends.status, "then nothing")
    return f"{', '.join(days)}; {end}" if days else end.removeprefix("then ")


def other_pages(library: Library) -> Iterator[tuple[Path, str]]:
    """Go through the other pages that are made from the rulesets."""
    for name, write in OTHER_PAGES.items():
        yield DOCS / name, write(library)


def pictures() -> Iterator[tuple[Path, str]]:
    """Go through what the commands look like on a terminal, as SVG."""
    for name, command in PICTURES.items():
        yield DOCS / "images" / f"{name}.svg", picture(command)


def picture(command: str) -> str:
    """Return the picture of a command and its output."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "dim"), (f"followup {command}", "bold")))
    console.print(Text.from_ansi(on_terminal(command)))
    svg = console.export_svg(title="followup", unique_id=re.sub(r"\W+", "-", command))
    # The fonts that rich links to would be fetched from a network.
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def on_terminal(command: str) -> str:
    """Return what a command prints on a terminal."""
    import pty  # not on Windows, where the other files can be made all the same

    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "followup", *command.split()],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=child,
        stderr=child,
    )
    os.close(child)
    chunks = []
    while True:
        try:
            chunk = os.read(parent, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not chunk:
            break
        chunks.append(chunk)
    process.wait()
    os.close(parent)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def generated() -> dict[Path, str]:
    """Return all files that follow from the rulesets alone, which is why they can be compared."""
    library = Library()
    makers = (schemas, ruleset_pages, other_pages)
    return {path: content for make in makers for path, content in make(library)}


def left_over(paths: dict[Path, str]) -> list[Path]:
    """Return the pages and timelines of rulesets that are no more."""
    there = [*(DOCS / "rulesets").glob("*.md"), *(DOCS / "images").glob("timeline-*.svg")]
    return [path for path in there if path not in paths]


def main() -> None:
    """Write or check the generated files."""
    checking = "--check" in sys.argv[1:]
    files = generated()
    stale = left_over(files)
    if not checking:
        for path in stale:
            path.unlink()
        # Pictures of terminals depend on the version of rich, so they are never compared.
        files.update(pictures())
    for path, content in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(path)
            if not checking:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
    for path in stale:
        state = "out of date" if checking else "written" if path.exists() else "removed"
        print(f"{state}: {path.relative_to(ROOT)}")
    sys.exit(1 if checking and stale else 0)


if __name__ == "__main__":
    sys.path.append(str(ROOT))  # a script finds only what lies beside it
    main()
