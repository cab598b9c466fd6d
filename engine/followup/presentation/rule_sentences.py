"""Rules and limits in English sentences, as the blocks of a page."""

from __future__ import annotations

from collections.abc import Iterator

from followup.language.model import Limit, Parameter, Rule
from followup.language.phrases import Moment, Reference
from followup.presentation.condition_sentences import ConditionSentences
from followup.presentation.markdown import anchor, bullets, escaped, link
from followup.presentation.sentences import (
    listed,
    lowered,
    raised,
    spelled,
    value_words,
)


class RuleSentences(ConditionSentences):
    """Writes rules and limits."""

    # -- rules

    def rule(self, rule: Rule, title: str) -> list[str]:
        """Return the lines of a rule: a heading, when it holds, what follows, and the reason."""
        self.fresh()
        lines = [f"#### {anchor(f'rule-{rule.name}')}{title}", "", self._sentence(rule), ""]
        lines += self._details(rule)
        if rule.because:
            lines += bullets([f"**Why:** {escaped(rule.because)}"])
        if rule.cites:
            lines += bullets([f"**Source:** {self.sources(rule.cites)}"])
        values = [self.behind(parameter) for parameter in self.parameters_of(rule)]
        if values:
            lines += bullets([f"**Values behind it:** {'; '.join(values)}"])
        return [*lines, ""]

    def _sentence(self, rule: Rule) -> str:
        conditions = self.conditions(rule.when)
        start = f"**If** {conditions}" if conditions else "**Always**"
        if rule.outcome == "stop":
            says = escaped(self.vocabulary.endings[rule.what])
            return f"{start}: **stop.** {_ended(says)}"
        if rule.outcome == "hold":
            says = escaped(self.vocabulary.waits[rule.what])
            return f"{start}: **wait.** {_ended(says)}"
        optional = "as an option, " if rule.optional else ""
        return f"{start}: **{optional}{self.action(rule.what)}.**{self._attempt(rule)}"

    def _attempt(self, rule: Rule) -> str:
        if rule.attempt is None:
            return ""
        of = f"at most {rule.of}" if rule.of is not None else "the"
        return f" It counts as the next of {of} {self.fact(rule.attempt)}."

    def action(self, name: str) -> str:
        """Return what an action is, within a sentence."""
        action = self.vocabulary.actions[name]
        return lowered(escaped(action.about.rstrip("."))) or spelled(name)

    def _details(self, rule: Rule) -> list[str]:
        if rule.until is not None:
            return bullets([f"**Until:** {self.moment(rule.until)}, that day included"])
        if rule.outcome != "do":
            return []
        lines = []
        if whom := self.recipients(rule):
            lines += bullets([f"**To:** {whom}"])
        if how := self.channels(rule.via):
            lines += bullets([f"**How:** {how}"])
        lines += self._window(rule)
        hints = [self._hint(name) for name in rule.checklist]
        if hints:
            lines += [*bullets(["**Mind:**"]), *bullets(hints, 1)]
        return lines

    def _hint(self, name: str) -> str:
        hint = self.vocabulary.checklist[name]
        says = [escaped(self.vocabulary.channels[channel].says) for channel in hint.channels]
        return escaped(hint.says) + (f" (only {listed(says)})" if says else "")

    def _window(self, rule: Rule) -> list[str]:
        assert rule.opens is not None
        at_once = self._at_once(rule.opens)
        lines = (
            bullets([f"**Opens:** {at_once}"]) if at_once else self._end("Opens", rule.opens, "")
        )
        if rule.closes is not None and rule.closes == rule.lapses:
            return lines + self._end("In time until", rule.closes, "; after that it is left out")
        if rule.closes is not None:
            late = "; after that it is overdue, and still to be done"
            lines += self._end("In time until", rule.closes, late)
        if rule.lapses is not None:
            lines += self._end("Left out after", rule.lapses, "")
        if rule.closes is None and rule.lapses is None:
            lines += bullets(["**Stays open** until it is done or another rule decides"])
        return lines

    def _end(self, label: str, phrase: Moment, remark: str) -> list[str]:
        parts, unknown = self.latest_of(phrase)
        parts = list(dict.fromkeys(parts))
        if len(parts) == 1:
            return bullets([f"**{label}:** {parts[0]}{remark}"])
        known = " that is known" if unknown else ""
        return [
            *bullets([f"**{label}:** the latest of these{known}{remark}"]),
            *bullets(parts, 1),
        ]

    def _at_once(self, phrase: Moment | None) -> str:
        """Return the event with which something opens, if it opens with one."""
        if not isinstance(phrase, Reference) or phrase.attribute:
            return ""
        fact = self.ruleset.facts.get(phrase.name)
        return f"with the {self.fact(phrase.name)}" if fact and fact.type == "event" else ""

    def main_moment(self, phrase: Moment | None) -> str:
        """Return a moment for a table."""
        if phrase is None or self._at_once(phrase):
            return self._at_once(phrase)
        return self.gist(phrase)

    def parameters_of(self, rule: Rule) -> Iterator[Parameter]:
        """Go through the parameters that a rule rests on, itself or through its facts."""
        facts = [self.ruleset.facts[name] for name in rule.facts]
        names = {*rule.parameters, *(name for fact in facts for name in fact.parameters)}
        return (each for name, each in self.ruleset.parameters.items() if name in names)

    def behind(self, parameter: Parameter) -> str:
        """Return a parameter with its value, leading to the table of values."""
        assumed = ", *assumed*" if parameter.assumed else ""
        name = link(spelled(parameter.name), f"value-{parameter.name}")
        return f"{name} ({value_words(parameter)}{assumed})"

    # -- limits

    def limit(self, limit: Limit) -> list[str]:
        """Return the lines of a limit."""
        self.fresh()
        actions = "; ".join(self.action(name) for name in limit.actions)
        since = within = ""
        if limit.since is not None:
            since = f"from the {self.fact(limit.since)}{self.explanation(limit.since)} on"
        if limit.within is not None:
            within = f", for {limit.within}"
        start = raised(f"{since}{within}, ") if since else ""
        words = {
            "apart": f"at least {limit.apart} lie between "
            f"any two of these, whoever they go to: {actions}",
            "never": f"this is not done: {actions}",
            "at-most": f"at most {limit.at_most} of these are done: {actions}",
        }[limit.kind]
        if limit.distinct:
            words = f"these go to at most {_persons(limit.at_most)}: {actions}"
        lines = [f"{anchor(f'limit-{limit.name}')}**{raised(spelled(limit.name))}.** "]
        lines[0] += f"{start}{words if start else raised(words)}."
        if limit.because:
            lines[0] += f" {escaped(limit.because)}"
        if limit.cites:
            lines[0] += f" *Source:* {self.sources(limit.cites)}"
        return bullets(lines)


def _persons(number: int | None) -> str:
    return f"{number} person" + ("" if number == 1 else "s")


def _ended(says: str) -> str:
    return says if says.endswith((".", "!", "?", "…")) else f"{says}."
