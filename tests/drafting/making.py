"""Small histories, and templates of a test's own, to drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import followup

DAY = date(2026, 10, 23)
INTERVIEW = {"date": "2026-10-13", "event": "interview", "with": ["recruiter"]}
PROMISE = {"date": "2026-10-13", "event": "timeline", "said-by": "recruiter", "by": "2026-10-20"}


def history(
    *events: Mapping[str, Any],
    name: str = "Dana Lee",
    email: str = "dana@acme.example",
    **more: Any,
) -> followup.History:
    """Return a history in which an inquiry with the recruiter is due on `DAY`."""
    data = {
        "case": "acme",
        "employer": "Acme",
        "role": "Data engineer",
        "country": "US",
        "people": {"recruiter": {"name": name, "email": email}},
        "events": [INTERVIEW, PROMISE, *events],
    }
    return followup.history_from({**data, **more})


def draft(case: followup.History | None = None, **options: Any) -> followup.Draft:
    """Return the draft that `balanced` brings about on `DAY`."""
    return followup.draft(case or history(), followup.load_ruleset("balanced"), DAY, **options)


SUBJECT = "{% set subject %}News{% endset %}"
"""What every mail needs; on one line, so that the lines of what follows it keep their numbers."""


def with_template(directory: Path, text: str, **options: Any) -> followup.Draft:
    """Return the draft of an inquiry whose template is this text, below a subject."""
    (directory / "status-inquiry.j2").write_text(SUBJECT + text, encoding="utf-8")
    return draft(templates=directory, **options)
