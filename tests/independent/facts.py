"""Dates and counts that the tracks share: last word, stated date, attempts."""

from __future__ import annotations

from datetime import date

from .business_time import Duration, ceiling
from .history import Event
from .people import People
from .persons import role
from .rulesets import INQUIRIES, Ruleset
from .view import View
from .words import is_contact, is_word

OWN_ANSWERS = (
    "information-response",
    "invitation-response",
    "offer-response",
    "assignment-submission",
)


class Facts:
    """What the run says about one ruleset's questions."""

    def __init__(self, view: View, ruleset: Ruleset) -> None:
        self.view = view
        self.ruleset = ruleset
        self.calendar = view.history.calendar
        self.people = People(view, ruleset)
        contacts = [event for event in view.events if is_contact(event)]
        self.last_contact = contacts[-1] if contacts else None
        words = [event for event in view.events if is_word(event)]
        self.last_word = words[-1] if words else None
        applications = [event for event in view.events if event.kind == "application"]
        # The run begins with an application, or has one that came later; a form is no anchor.
        self.application = applications[0] if applications else None
        self.promise, self.deadline = self._promise()
        self.inquiries = self._inquiries()

    # -- the date that they stated

    def stated(self, event: Event) -> date | None:
        """The last day on which the answer would still be in time.

        "what was said does not roll" (D3 for ends of weeks).
        """
        by = event.day_in("by")
        if by is not None:
            return by
        if event.get("within") is not None:
            duration = Duration.parse(str(event.get("within")))
            if duration.unit == "business-day":
                return self.calendar.after(duration, event.day)
            return ceiling(duration, event.day)
        if event.get("end-of") == "week":
            return self.calendar.end_of_week(event.day)
        if event.get("end-of") == "next-week":
            return self.calendar.end_of_next_week(event.day)
        return None  # D19

    def _promise(self) -> tuple[Event | None, date | None]:
        """D8: each person's latest, and of these the latest; else the posting's."""
        latest: dict[str, tuple[Event, date]] = {}
        posting: tuple[Event, date] | None = None
        over = False  # a posting's date ends with an interview, invitation or named date
        for event in self.view.events:
            if event.kind == "timeline":
                day = self.stated(event)
                if day is None:
                    continue
                if event.get("said-by") == "posting":
                    if not over:
                        posting = (event, day)
                else:
                    over = True
                    latest[str(event.get("said-by"))] = (event, day)
            if event.kind == "interview" or event.is_received("invitation"):
                over = True
        kept = [pair for pair in latest.values() if not self._spent(*pair)]
        if kept:
            return max(kept, key=lambda pair: (pair[1], pair[0].day, pair[0].place))
        if posting is not None and not over and not self._spent(*posting):
            applied = self.application
            # A date that was over before you applied is no date to wait for.
            if applied is None or posting[1] >= applied.day:
                return posting
        return None, None

    def _spent(self, said: Event, day: date) -> bool:
        """D8.

        "spent by a later invitation or offer, and by a human word or an interview on or after its
        day"; a word that it takes longer voids it (D4), a role on hold too.
        """
        for event in self.view.after(said):
            if event.is_received("invitation", "offer", "holding", "on-hold"):
                return True
            if is_contact(event) and event.day >= day:
                return True
        return False

    # -- what was asked

    def _inquiries(self) -> list[Event]:
        """D4: unanswered inquiries since the last human word, interview or stated date."""
        return [event for event in self._since_count() if event.is_sent(*INQUIRIES)]

    def _since_count(self) -> list[Event]:
        """Return what stands after the word with which the count begins.

        Under interview-guide a date stated on the interview's own day is part of the interview.
        """
        interview = self.view.last_interview
        if not self.ruleset.counts_thanks or interview is None:
            return self.view.after(self.last_contact)
        begins = [
            event
            for event in self.view.events
            if is_contact(event) and not (event.kind == "timeline" and event.day <= interview.day)
        ]
        return self.view.after(begins[-1] if begins else None)

    @property
    def thanks_counted(self) -> Event | None:
        """interview-guide: the thank-you is the first of two messages, until they speak again."""
        notes = self._thanks()
        return notes[0] if notes else None

    @property
    def latest_thanks(self) -> Event | None:
        """The latest of those notes; the week runs from it."""
        notes = self._thanks()
        return notes[-1] if notes else None

    def _thanks(self) -> list[Event]:
        """Notes to several are one message, a note by post is none."""
        if not self.ruleset.counts_thanks or self.view.last_interview is None:
            return []
        return [
            event
            for event in self._since_count()
            if event.is_sent("thank-you") and event.get("channel") != "post"
        ]

    @property
    def last_message(self) -> Event:
        """The last message that nobody has answered: an inquiry, or a note that counts."""
        return max([*self.inquiries, *self._thanks()], key=self.view.events.index)

    @property
    def attempts(self) -> int:
        """How many messages are used up."""
        return len(self.inquiries) + (1 if self.thanks_counted else 0)

    @property
    def manager_asked(self) -> bool:
        """D10."""
        return any(role(str(event.get("to"))) == "hiring-manager" for event in self.inquiries)

    def gap_from_others(self) -> date | None:
        """R4.

        An open `question` counts for the gap, and so does the notice of another offer, which asks
        where things stand.
        """
        gap = self.ruleset.gaps[0] if self.ruleset.gaps else Duration(1, "week")
        days = [
            event.day
            for event in self.view.after(self.last_contact)
            if event.is_sent("question")
            or (
                event.is_sent("competing-offer-notice")
                and self.ruleset.notice
                and bool(self.ruleset.gaps)
            )
        ]
        return self.calendar.after(gap, days[-1]) if days else None

    def answer_has_its_time(self) -> date | None:
        """Curated: an answer of mine to an invitation or a request has three business days."""
        if not self.ruleset.curated:
            return None
        days = [
            event.day for event in self.view.after(self.last_contact) if event.is_sent(*OWN_ANSWERS)
        ]
        return self.calendar.business_days_after(3, days[-1]) if days else None
