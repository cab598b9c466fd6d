"""Rules and limits in English sentences, as the blocks of a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from msgspec import Struct

from followup.core.limits import Apart, AtMost, Limit, Never, NotIn, OneAtATime, OnlyIn, WaitsFor
from followup.core.references import references
from followup.core.ruleset import Do, Hold, Parameter, Rule, Stop
from followup.core.terms import FactRef, Term
from followup.views.blocks import Block, Heading, Items, Line, items
from followup.views.fact_sentences import FactSentences
from followup.views.sentences import lowered, raised, spelled
from followup.wording.conditions import Clauses, listed, value_words
from followup.wording.markup import anchor, escaped, link


class RuleSentences(FactSentences):
    """Writes rules and limits."""

    # -- rules

    def rule(self, rule: Rule, title: str, preface: str = "") -> Iterator[Block]:
        """Tell a rule: a heading, when it holds, what follows, and the reason."""
        self.fresh()
        yield Heading(title, 4, f"rule-{rule.name}")
        if preface:
            yield Line(preface)
        yield Line(self._sentence(rule))
        details = self._details(rule)
        if rule.because:
            details.append(f"**Why:** {self.reason(rule.because)}")
        if cites := self.cites_of(rule):
            details.append(f"**Source:** {self.sources(cites)}")
        values = [self.behind(parameter) for parameter in self.parameters_of(rule)]
        if values:
            details.append(f"**Values behind it:** {'; '.join(values)}")
        if details:
            yield items(details)

    def _sentence(self, rule: Rule) -> str:
        conditions = self.conditions(rule.when)
        start = f"**If** {conditions}" if conditions else "**Always**"
        match rule.outcome:
            case Stop(ending):
                says = escaped(self.vocabulary.endings[ending])
                return f"{start}: **stop.** {_ended(says)}"
            case Hold(wait=wait):
                says = escaped(self.vocabulary.waits[wait])
                return f"{start}: **wait.** {_ended(says)}"
            case Do(action=action) as do:
                optional = "as an option, " if do.optional else ""
                return f"{start}: **{optional}{self.action(action)}.**{self._attempt(do)}"
            case _:
                assert_never(rule.outcome)

    def _attempt(self, do: Do) -> str:
        if do.attempt is None:
            return ""
        of = "the" if do.of is None else f"at most {self.amount(do.of)}"
        return f" It counts as the next of {of} {self.fact(do.attempt)}."

    def amount(self, term: Term) -> str:
        """Return a number as what it is, a parameter's too."""
        return Clauses.moment(self, term)

    def action(self, name: str) -> str:
        """Return what an action is, within a sentence."""
        action = self.vocabulary.actions[name]
        return lowered(escaped(action.about.rstrip("."))) or spelled(name)

    def _details(self, rule: Rule) -> list[str | Items]:
        match rule.outcome:
            case Hold(until=until) if until is not None:
                return [f"**Until:** {self.moment(until)}, that day included"]
            case Do() as do:
                return self._of_action(do)
            case _:
                return []

    def _of_action(self, do: Do) -> list[str | Items]:
        found: list[str | Items] = []
        if whom := self.recipients(do):
            found.append(f"**To:** {whom}")
        if how := self.channels(do.via):
            found.append(f"**How:** {how}")
        found += self._window(do)
        if do.checklist:
            found += ["**Mind:**", items(self._hint(name) for name in do.checklist)]
        return found

    def _hint(self, name: str) -> str:
        hint = self.vocabulary.checklist[name]
        says = [escaped(self.vocabulary.channels[channel].says) for channel in hint.channels]
        return escaped(hint.says) + (f" (only {listed(says)})" if says else "")

    def _window(self, do: Do) -> list[str | Items]:
        at_once = self._at_once(do.opens)
        lines = self._end("Opens", do.opens, "")
        if at_once:
            lines = [f"**Opens:** {at_once}"]
        if do.closes is not None and do.closes == do.lapses:
            return lines + self._end("In time until", do.closes, "; after that it is left out")
        if do.closes is not None:
            late = "; after that it is overdue, and still to be done"
            lines += self._end("In time until", do.closes, late)
        if do.lapses is not None:
            lines += self._end("Left out after", do.lapses, "")
        if do.closes is None and do.lapses is None:
            lines.append("**Stays open** until it is done or another rule decides")
        return lines

    def _end(self, label: str, phrase: Term, remark: str) -> list[str | Items]:
        parts, unknown = self.latest_of(phrase)
        parts = list(dict.fromkeys(parts))
        if len(parts) == 1:
            return [f"**{label}:** {parts[0]}{remark}"]
        known = " that is known" if unknown else ""
        return [f"**{label}:** the latest of these{known}{remark}", items(parts)]

    def _at_once(self, phrase: Term | None) -> str:
        """Return the event with which something opens, if it opens with one."""
        if not isinstance(phrase, FactRef) or self.ruleset.facts[phrase.name].type != "event":
            return ""
        return f"with the {self.fact(phrase.name)}"

    def main_moment(self, phrase: Term | None) -> str:
        """Return a moment for a table."""
        if phrase is None or self._at_once(phrase):
            return self._at_once(phrase)
        return self.gist(phrase)

    def parameters_of(self, rule: Rule) -> Iterator[Parameter]:
        """Go through the parameters that a rule rests on, itself or through its facts."""
        resting = references(self.ruleset)
        facts = resting.facts_of_rule[rule.name]
        inner = (name for fact in facts for name in resting.parameters_of_fact[fact])
        names = {*resting.parameters_of_rule[rule.name], *inner}
        return (each for name, each in self.ruleset.parameters.items() if name in names)

    def behind(self, parameter: Parameter) -> str:
        """Return a parameter with its value, leading to the table of values."""
        assumed = ", *assumed*" if parameter.assumed else ""
        name = link(spelled(parameter.name), f"value-{parameter.name}")
        return f"{name} ({spelled(value_words(parameter))}{assumed})"

    # -- limits

    def limit(self, limit: Limit) -> str:
        """Tell a limit."""
        self.fresh()
        actions = "; ".join(self.action(name) for name in limit.actions)
        since = within = ""
        if limit.since is not None:
            since = f"from the {self.fact(limit.since)}{self.explanation(limit.since)} on"
        if limit.within is not None:
            within = f", for {self.amount(limit.within)}"
        start = raised(f"{since}{within}, ") if since else ""
        words = self._bound(limit, actions)
        found = f"{anchor(f'limit-{limit.name}')}**{raised(spelled(limit.name))}.** "
        found += f"{start}{words if start else raised(words)}."
        if limit.because:
            found += f" {self.reason(limit.because)}"
        if limit.cites:
            found += f" *Source:* {self.sources(limit.cites)}"
        return found

    def _bound(self, limit: Limit, actions: str) -> str:
        match limit.bound:
            case Apart(duration):
                apart = self.amount(duration)
                return (
                    f"at least {apart} lie between any two of these, whoever they go to: {actions}"
                )
            case Never():
                return f"this is not done: {actions}"
            case OnlyIn(days):
                return f"this opens only on a day of {self.days(days)}: {actions}"
            case NotIn(days):
                return f"this waits until the days of {self.days(days)} are over: {actions}"
            case AtMost(number=number, distinct=True):
                return f"these go to at most {_persons(self.amount(number))}: {actions}"
            case AtMost(number=number, in_any=Struct() as span):
                many, time = self.amount(number), self.amount(span)
                return (
                    f"at most {many} of these are done in any {time}, whenever it begins: {actions}"
                )
            case AtMost(number=number):
                return f"at most {self.amount(number)} of these are done: {actions}"
            case OneAtATime(across=across):
                also = (
                    f", also in another case with the same *{spelled(across)}* that is decided "
                    "together with this one"
                    if across
                    else ""
                )
                first = "that comes first" if across else "more important"
                return (
                    f"while something {first} is open to a person{also}, or on the day on "
                    f"which it was done, these wait: {actions}"
                )
            case WaitsFor(longest):
                return (
                    f"somebody who is away is waited for, {self.amount(longest)} at most, then "
                    f"somebody else is asked, with these: {actions}"
                )
            case _:
                assert_never(limit.bound)


def _persons(number: str) -> str:
    return f"{number} person" + ("" if number == "1" else "s")


def _ended(says: str) -> str:
    return says if says.endswith((".", "!", "?", "…")) else f"{says}."
