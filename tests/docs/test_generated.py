"""The files that are made from others are up to date."""

from __future__ import annotations

import sys

import pytest

from tools import generate


@pytest.mark.usefixtures("cases_run_once", "questions_asked_once")
def test_generated_files_are_up_to_date(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`tools/generate.py --check` finds nothing; run it without `--check` to mend what it finds."""
    monkeypatch.setattr(sys, "argv", ["tools/generate.py", "--check"])
    with pytest.raises(SystemExit) as ended:
        generate.main()
    assert (ended.value.code, capsys.readouterr().out) == (0, "")
