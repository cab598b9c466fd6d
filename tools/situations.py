"""Situations of people who look for work, as a page to read: what happened, and the answer."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import followup
from followup.cli.answers import TextAnswers
from followup.forms.terminal import Console
from followup.remarking.remarks import remarks
from followup.views.blocks import Block, Heading, Line, Verbatim

EXAMPLES = Path(__file__).parents[1] / "examples"
HISTORIES = EXAMPLES / "situations"
FOLDER = EXAMPLES / "applications"
FRIDAY = datetime.date(2026, 10, 23)
RULESET = "balanced"


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A situation: its history, the day on which somebody asks, and what a good coach would say."""

    title: str
    history: str
    as_of: datetime.date
    coach: str


SITUATIONS = (
    Situation(
        title="The interview is moved",
        history="interview-moved",
        as_of=datetime.date(2026, 4, 29),
        coach="Prepare for the new day, and ask nothing before it.",
    ),
    Situation(
        title="Nobody came to the interview",
        history="nobody-came",
        as_of=datetime.date(2026, 5, 19),
        coach="It happens; write today, kindly, and offer two or three times.",
    ),
    Situation(
        title="You missed the interview",
        history="interview-missed",
        as_of=datetime.date(2026, 9, 15),
        coach="Apologize at once and in one sentence, then ask for another chance.",
    ),
    Situation(
        title="The interview is called off",
        history="interview-called-off",
        as_of=datetime.date(2026, 6, 17),
        coach="Give them two working days to name a new time; then ask for one.",
    ),
    Situation(
        title="An offer by word of mouth, with a last day",
        history="verbal-offer",
        as_of=datetime.date(2026, 10, 7),
        coach="Thank them, ask for it in writing, and by Friday answer or ask for time.",
    ),
    Situation(
        title="Another offer while you wait",
        history="another-offer",
        as_of=datetime.date(2026, 6, 8),
        coach="Tell your first choice today, and by when you need to know.",
    ),
    Situation(
        title="You asked for time to think",
        history="asked-for-time",
        as_of=datetime.date(2026, 11, 6),
        coach="Use the time you were given, and do not let it run out: answer a little before.",
    ),
    Situation(
        title="Nobody's address is known",
        history="no-address",
        as_of=datetime.date(2026, 3, 10),
        coach="Find her on LinkedIn today, and call HR for an address before you need one.",
    ),
    Situation(
        title="The recruiter is away",
        history="recruiter-away",
        as_of=datetime.date(2026, 9, 10),
        coach="Nobody reads it now; ask on the first day on which she is back.",
    ),
    Situation(
        title="The recruiter has left",
        history="recruiter-replaced",
        as_of=datetime.date(2026, 7, 30),
        coach="Your message went with Lin; start anew with Max, who knows nothing of it.",
    ),
    Situation(
        title="Through an agency",
        history="through-an-agency",
        as_of=datetime.date(2026, 4, 24),
        coach="The agency put you forward, so ask the agency, not its client.",
    ),
    Situation(
        title="A friend put in a word",
        history="referred-by-a-friend",
        as_of=datetime.date(2026, 2, 6),
        coach="Your friend can ask inside; hear what they say before you write to the employer.",
    ),
    Situation(
        title="Rejected, and then invited",
        history="rejected-then-invited",
        as_of=datetime.date(2026, 4, 15),
        coach="Being second choice is no shame; say yes today.",
    ),
    Situation(
        title="The role is on hold",
        history="role-on-hold",
        as_of=datetime.date(2026, 7, 20),
        coach="Nobody can decide; look elsewhere, and ask again in autumn.",
    ),
    Situation(
        title="The posting is gone",
        history="posting-removed",
        as_of=datetime.date(2026, 3, 13),
        coach="It is filled or cancelled; put your time into other openings.",
    ),
    Situation(
        title="References are asked for",
        history="references-asked-for",
        as_of=datetime.date(2026, 8, 20),
        coach="A good sign; ask your referees, and send both names today.",
    ),
    Situation(
        title="A task to take home",
        history="take-home-task",
        as_of=datetime.date(2026, 10, 13),
        coach="You have until Sunday: plan the hours now, and hand it in a little early.",
    ),
    Situation(
        title="Silence after two messages",
        history="silence-after-two-messages",
        as_of=datetime.date(2026, 2, 13),
        coach="You did your part; a third message would only hurt.",
    ),
    Situation(
        title="The date they named has passed",
        history="date-has-passed",
        as_of=datetime.date(2026, 3, 18),
        coach="They are a few days late, as most are: ask, and do not say that they are late.",
    ),
    Situation(
        title="It takes longer",
        history="it-takes-longer",
        as_of=datetime.date(2026, 6, 1),
        coach="They answered, so you may ask once more, a week later and with other words.",
    ),
    Situation(
        title="The contract does not come",
        history="no-contract",
        as_of=datetime.date(2026, 10, 21),
        coach="Ask when it comes, and do not give notice elsewhere before you have it.",
    ),
    Situation(
        title="An interview before a long weekend",
        history="friday-before-a-holiday",
        as_of=datetime.date(2026, 9, 4),
        coach="Thank her before the weekend begins; then leave her alone for a week.",
    ),
    Situation(
        title="A wrong name in a letter",
        history="wrong-name-in-a-letter",
        as_of=datetime.date(2026, 11, 18),
        coach="One short apology, today, and no more about it.",
    ),
    Situation(
        title="Rejected, and applied again",
        history="rejected-and-applied-again",
        as_of=datetime.date(2026, 10, 13),
        coach="A new application is a new start: ask after a week, as anybody may.",
    ),
)


def happened(history: str) -> str:
    """Return what a history says of itself, in its comment."""
    lines = (HISTORIES / f"{history}.yaml").read_text(encoding="utf-8").splitlines()
    return " ".join(line[2:] for line in lines if line.startswith("# ") and "$schema" not in line)


class Screen(Console):
    """Writes what a terminal of 80 columns shows, without its colours."""

    width = 80

    def __init__(self) -> None:
        super().__init__(io.StringIO())
        self.is_terminal = True

    def styled(self, text: str, style: str | None = None) -> str:
        """Return the text as it is shown."""
        return self.shown(text)


def answer(paths: Sequence[Path], as_of: datetime.date) -> str:
    """Return what `followup evaluate` shows of histories on a day."""
    screen, ruleset = Screen(), followup.load_ruleset(RULESET)
    answers = TextAnswers(screen, ruleset, len(paths) > 1, sources=False)
    for path in paths:
        history = followup.load_history(path)
        found = followup.outlook(history, ruleset, as_of)
        answers.add(history, found, remarks(history, ruleset.vocabulary, as_of))
    answers.end()
    assert isinstance(screen.stream, io.StringIO)
    return screen.stream.getvalue().rstrip()


def shown(what: str, paths: Sequence[Path], as_of: datetime.date) -> Verbatim:
    """Return a command with its answer."""
    return Verbatim(f"$ followup evaluate {what} --as-of {as_of}\n{answer(paths, as_of)}")


def situations_page() -> Iterator[Block]:
    """Tell each situation, with the answer and what a good coach would say."""
    yield Heading("Situations", 1)
    folder = sorted(FOLDER.glob("*.yaml"))
    yield Line(
        f"{len(SITUATIONS)} situations that people who look for work know, with what followup "
        "answers under its default ruleset, and what a good coach would say. The histories are in "
        "[examples/situations](../examples/situations); [Histories](histories.md) tells how to "
        "write one, [Decisions](decisions.md) how to read the answers. At the end stand "
        f"[{len(folder)} applications at once](#many-applications-at-once)."
    )
    for situation in SITUATIONS:
        name = f"{situation.history}.yaml"
        yield Heading(situation.title)
        yield Line(f"{happened(situation.history)} ([{name}](../examples/situations/{name}))")
        yield shown(f"examples/situations/{name}", [HISTORIES / name], situation.as_of)
        yield Line(f"*A good coach:* {situation.coach}")
    yield Heading("Many applications at once")
    yield Line(
        f"The {len(folder)} applications of [examples/applications](../examples/applications), in "
        "every state, on a Friday. [Many histories](command-line.md#many-histories) says in which "
        "order they stand."
    )
    yield shown("examples/applications", folder, FRIDAY)
    yield Line(
        "*A good coach:* Begin at the top, and stop when the day is over; what is below *over* "
        "needs nothing."
    )
