"""How long the way through the interpreter is: lines and statements of the files to read.

python tools/reading_path.py
"""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "engine" / "followup"
READ = {
    "what there is to evaluate": (
        "core/terms",
        "core/operators",
        "core/facts",
        "core/limits",
        "core/ruleset",
    ),
    "the interpreter": (
        "evaluation/clock",
        "evaluation/meaning",
        "evaluation/conditions",
        "evaluation/readings",
        "evaluation/arithmetic",
        "evaluation/situation",
        "evaluation/contacts",
        "evaluation/recipients",
        "evaluation/limits",
        "evaluation/rules",
        "evaluation/settling",
        "evaluation/decide",
        "evaluation/joint",
        "evaluation/together",
    ),
    "what it needs beside": (
        "evaluation/effective",
        "evaluation/allowed_days",
        "evaluation/records",
        "evaluation/assumptions",
        "evaluation/validity",
    ),
}


def statements(path: Path) -> int:
    """Return the number of statements in a module; docstrings are none."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found = [node for node in nodes if isinstance(node, ast.stmt)]
    return sum(1 for node in found if not _is_text(node))


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def main() -> None:
    """Print the table."""
    lines_in_all = statements_in_all = 0
    for part, modules in READ.items():
        print(part)
        for module in modules:
            path = PACKAGE / f"{module}.py"
            lines = len(path.read_text(encoding="utf-8").splitlines())
            found = statements(path)
            print(f"  {module:<28} {lines:>5} lines {found:>5} statements")
            lines_in_all, statements_in_all = lines_in_all + lines, statements_in_all + found
    print(f"{'in all':<30} {lines_in_all:>5} lines {statements_in_all:>5} statements")


if __name__ == "__main__":
    main()
