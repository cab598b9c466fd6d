"""Write the files that are made from others: history schemas and terminal pictures.

python tools/generate.py            write them
python tools/generate.py --check    say which are out of date, exit 1 if any is
"""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from followup.library import Library
from followup.library.files import shipped_vocabularies

ROOT = Path(__file__).parents[1]
PICTURES = {
    "evaluate": "evaluate examples/acme.yaml --as-of 2026-10-23",
    "compare": "compare examples/acme.yaml -r conservative -r balanced -r persistent "
    "--as-of 2026-10-21",
    "plan": "plan examples/acme.yaml -r persistent --as-of 2026-10-21",
    "why": "why examples/acme.yaml --as-of 2026-10-23",
    "check": "ruleset check examples/mistakes/ten-mistakes.yaml",
}
WIDTH = 110


def schemas() -> dict[Path, str]:
    """Return the schema of each shipped vocabulary's histories."""
    library = Library()
    return {
        ROOT / "schemas" / f"history.{name}.schema.json": json.dumps(
            library.schema("history", name), indent=2, ensure_ascii=False
        )
        + "\n"
        for name in shipped_vocabularies()
    }


def pictures() -> dict[Path, str]:
    """Return what the commands look like on a terminal, as SVG."""
    return {
        ROOT / "docs" / "images" / f"{name}.svg": picture(command)
        for name, command in PICTURES.items()
    }


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


def main() -> None:
    """Write or check the generated files."""
    checking = "--check" in sys.argv[1:]
    stale = []
    # Pictures depend on the version of rich, so only their existence is checked.
    for path, content in {**schemas(), **({} if checking else pictures())}.items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            stale.append(path.relative_to(ROOT))
            if not checking:
                path.write_text(content, encoding="utf-8")
    for path in stale:
        print(f"{'out of date' if checking else 'written'}: {path}")
    sys.exit(1 if checking and stale else 0)


if __name__ == "__main__":
    main()
