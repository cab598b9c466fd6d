"""Messages in situations that many people know, as a page to read and as drafts to test."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import followup
from followup.core.ruleset import Ruleset
from followup.decision import DueAction
from followup.drafting.context import templates_of
from followup.drafting.draft import Writer
from followup.drafting.records import Draft, Sender, Wishes
from followup.library.messages import texts_of
from followup.views.blocks import Block, Heading, Line, Verbatim
from followup.views.drafts import draft_lines

HISTORIES = Path(__file__).parents[1] / "examples" / "messages"
RULESET = "balanced"
ME = Sender(name="Sam Doe")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A situation: the history, the day on which somebody writes, and what it is that they write.

    `message` is what the action's rule names; a message of which no rule speaks goes `to` whom
    it says, by email.
    """

    title: str
    about: str
    history: str
    as_of: datetime.date
    action: str
    message: str
    to: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)


SAMPLES = (
    Sample(
        title="Thanking for an interview",
        about="The evening of the interview, to the person who led it.",
        history="interviewed",
        as_of=datetime.date(2026, 10, 13),
        action="thank-you",
        message="thank-you",
    ),
    Sample(
        title="A date has passed",
        about="They named a day, and it is over. The message does not say so.",
        history="interviewed",
        as_of=datetime.date(2026, 10, 23),
        action="status-inquiry",
        message="status-inquiry",
    ),
    Sample(
        title="A second request, after “it takes longer”",
        about="They answered the first one; this one begins with their answer.",
        history="takes-longer",
        as_of=datetime.date(2026, 9, 30),
        action="status-inquiry",
        message="status-inquiry",
    ),
    Sample(
        title="References delivered, and nothing since",
        about="What was sent last is what the message begins with.",
        history="references-sent",
        as_of=datetime.date(2026, 3, 24),
        action="status-inquiry",
        message="status-inquiry",
    ),
    Sample(
        title="An invitation answered, and no day yet",
        about="There is one thing to ask.",
        history="invitation-accepted",
        as_of=datetime.date(2026, 5, 19),
        action="status-inquiry",
        message="status-inquiry",
    ),
    Sample(
        title="The last message",
        about="Short, with the interview and the earlier message in it.",
        history="nobody-answered",
        as_of=datetime.date(2026, 5, 7),
        action="status-inquiry",
        message="status-inquiry-again",
    ),
    Sample(
        title="To an agency's recruiter",
        about="The employer is the agency's client, and is named.",
        history="through-an-agency",
        as_of=datetime.date(2026, 8, 19),
        action="status-inquiry",
        message="status-inquiry",
    ),
    Sample(
        title="Another employer's offer",
        about="With the day by which it must be answered, and a request for word before it.",
        history="another-offer",
        as_of=datetime.date(2026, 2, 16),
        action="competing-offer-notice",
        message="competing-offer-notice",
    ),
    Sample(
        title="Accepting an offer",
        about="What was agreed is named. The note in the history is only quoted inside the gap.",
        history="offer",
        as_of=datetime.date(2026, 11, 20),
        action="offer-response",
        message="offer-response",
        given={"decision": "accept"},
    ),
    Sample(
        title="Asking for time",
        about="`--set decision=more-time --set until=2026-12-04`",
        history="offer",
        as_of=datetime.date(2026, 11, 20),
        action="offer-response",
        message="offer-response",
        given={"decision": "more-time", "until": "2026-12-04"},
    ),
    Sample(
        title="Declining an offer",
        about="Thanks, the decision, good wishes.",
        history="offer",
        as_of=datetime.date(2026, 11, 20),
        action="offer-response",
        message="offer-response",
        given={"decision": "decline"},
    ),
    Sample(
        title="Asking for feedback",
        about="HR rejected; the question goes to who held the interview.",
        history="rejected",
        as_of=datetime.date(2026, 6, 19),
        action="feedback-request",
        message="feedback-request",
    ),
    Sample(
        title="Correcting a mistake",
        about="With the day of the message that it is in.",
        history="mistake",
        as_of=datetime.date(2026, 7, 10),
        action="correction",
        message="correction",
    ),
    Sample(
        title="Handing in a task",
        about="The work itself is yours to name.",
        history="task",
        as_of=datetime.date(2026, 9, 14),
        action="assignment-submission",
        message="assignment-submission",
        to="recruiter",
    ),
    Sample(
        title="An interview missed",
        about="The history says why; where it does not, `--set reason=missed` does.",
        history="task",
        as_of=datetime.date(2026, 9, 14),
        action="reschedule-request",
        message="reschedule-request",
        to="recruiter",
        given={"reason": "missed"},
    ),
    Sample(
        title="A question of your own",
        about="About pay, a visa, or whatever you need to know.",
        history="interviewed",
        as_of=datetime.date(2026, 10, 15),
        action="question",
        message="question",
        to="recruiter",
    ),
    Sample(
        title="Withdrawing",
        about="In two sentences.",
        history="another-offer",
        as_of=datetime.date(2026, 2, 20),
        action="withdrawal-notice",
        message="withdrawal-notice",
        to="recruiter",
    ),
)


@cache
def _writing() -> Ruleset:
    return followup.load_ruleset(RULESET)


def written(sample: Sample, tone: str) -> Draft:
    """Return the message of a situation in a tone."""
    ruleset = _writing()
    history = followup.load_history(HISTORIES / f"{sample.history}.yaml")
    decision = followup.decide(history, ruleset, sample.as_of)
    ruled = (due for due in decision.actions if due.action == sample.action)
    due = next(ruled, None) or unruled(sample.action, sample.message, sample.to, sample.as_of)
    templates = templates_of(texts_of(ruleset.vocabulary))
    writer = Writer(history, ruleset, decision.as_of, templates)
    return writer.draft(due, Wishes(tone=tone, sender=ME, given=sample.given))


def unruled(action: str, message: str, to: str | None, as_of: datetime.date) -> DueAction:
    """Return an action by email that no rule brings about."""
    return DueAction(
        track=_writing().vocabulary.actions[action].track,
        action=action,
        state="open",
        opens=as_of,
        closes=None,
        lapses=None,
        attempt=None,
        attempts_allowed=None,
        to=to,
        via="email",
        channels=("email",),
        optional=True,
        rule="",
        because="",
        cites=(),
        checklist=(),
        message=message,
        limited_by=None,
        says="",
    )


def samples_page() -> Iterator[Block]:
    """Tell each situation, with its message in each tone."""
    yield Heading("Sample messages", 1)
    yield Line(
        "What `followup draft` writes in situations that many people know, in both "
        "[tones](messages.md#the-tone), as Sam Doe. The histories are in `examples/messages`; the "
        f"actions are those of `{RULESET}`. Gaps, `[[ like this ]]`, are yours to fill in or to "
        "take out."
    )
    for sample in SAMPLES:
        yield Heading(sample.title)
        yield Line(
            f"{sample.about} `{sample.history}.yaml`, on {sample.as_of:%A}, {sample.as_of.day} "
            f"{sample.as_of:%B %Y}."
        )
        for tone in _writing().vocabulary.tones:
            yield Heading(tone.capitalize(), 3)
            yield Verbatim("\n".join(draft_lines(written(sample, tone))))
