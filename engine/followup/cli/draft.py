"""`followup draft`: the message for the action that is due, to be sent by hand."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import Any

import click

from followup.cli.context import (
    as_of_option,
    choosable,
    json_option,
    moment_for,
    open_library,
    ruleset_option,
)
from followup.cli.errors import reported
from followup.cli.inputs import STDIN, one_history
from followup.cli.outputs import write_whole
from followup.core.history import History
from followup.core.ruleset import Ruleset
from followup.decision import Decision, DueAction
from followup.diagnostics import Location, Source
from followup.drafting.choosing import due_now, pick
from followup.drafting.records import Draft, Sender, Wishes
from followup.evaluation.decide import decide
from followup.forms.problems import write_problems
from followup.forms.terminal import Console
from followup.library import Library
from followup.library.messages import fact_names, texts_of, texts_of_nothing
from followup.library.places import place_in
from followup.text.characters import visible
from followup.text.json_writer import json_text
from followup.views.drafts import draft_lines, draft_view, remarks_view
from followup.wording.moments import moment_words


@click.command(short_help="The message for the action that is due, filled in; it sends nothing.")
@click.argument("file", metavar="FILE")
@ruleset_option
@as_of_option
@click.option("--action", metavar="NAME", help="Write for this action, optional or ahead.")
@click.option("--to", metavar="PERSON", help="Write to this person, if several have something due.")
@click.option("--tone", metavar="NAME", help="Without it the tone that the history calls for.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "eml", "mailto"]),
    default="text",
    show_default=True,
    help="Text to read, or a draft or a link that a mail program opens.",
)
@click.option("-o", "--output", metavar="FILE", help="Write the message to this new file.")
@click.option("--force", is_flag=True, help="Let --output overwrite a file.")
@click.option("--name", envvar="FOLLOWUP_NAME", help="Your name, or $FOLLOWUP_NAME.")
@click.option("--phone", envvar="FOLLOWUP_PHONE", help="Your number, or $FOLLOWUP_PHONE.")
@click.option(
    "--from", "email", metavar="ADDRESS", envvar="FOLLOWUP_FROM", help="Yours, or $FOLLOWUP_FROM."
)
@click.option(
    "--set", "choices", metavar="NAME=VALUE", multiple=True, help="What a message asks you for."
)
@click.option("--templates", metavar="DIRECTORY", help="Look for templates here first.")
@json_option
@reported
def draft(file: str, ruleset_name: str, as_of: object, **options: Any) -> None:
    """Write the message for the action that is due now, filled in from the history.

    What the history does not know is marked as a gap, [[ like this ]]. Nothing is sent: read it
    through, fill in the gaps, and send it yourself.

    \b
    Example:
      followup draft acme.yaml --as-of 2026-10-23
      followup draft acme.yaml --as-of 2026-10-23 --tone friendly --name "Sam Doe"
    """
    if options["as_json"]:
        if options["form"] != "text":
            raise click.UsageError("--json and --format are two forms of one draft; choose one")
        options["form"] = "json"
    _check_options(file, options)
    library = open_library()
    ruleset = choosable(library, ruleset_name)
    history = one_history(file, library, ruleset.vocabulary)
    decision = decide(history, ruleset, moment_for(history, as_of))  # type: ignore[arg-type]
    messages = Console(sys.stderr)
    due = pick(decision, history, options["action"], options["to"])
    if due is None:
        _write_none_due(decision, messages)
        return
    _write_about(due, decision, options["action"], messages)
    found = _draft(file, library, history, ruleset, decision, due, options)
    _deliver(found, history, options, messages)


_SENDER = ("name", "phone", "email")


def _draft(
    file: str,
    library: Library,
    history: History,
    ruleset: Ruleset,
    decision: Decision,
    due: DueAction,
    options: dict[str, Any],
) -> Draft:
    # The templates' engine takes longer to import than a decision takes to make.
    from followup.drafting.context import ChoiceNeeded, templates_of
    from followup.drafting.draft import Writer
    from followup.drafting.headers import UnsafeHeader

    vocabulary = ruleset.vocabulary
    templates = templates_of(texts_of(vocabulary, options["templates"]))
    if options["templates"] is not None:
        write_problems(texts_of_nothing(vocabulary, options["templates"]), Console(sys.stderr))
    try:
        facts = partial(fact_names, vocabulary, library)
        writer = Writer(history, ruleset, decision.as_of, templates, facts)
        return writer.draft(due, _wishes(due, ruleset, options))
    except UnsafeHeader as error:
        if not error.keys:
            raise
        name = "<stdin>" if file == STDIN else file
        raise error.at(place_in(name, error.keys)) from None
    except ChoiceNeeded as error:
        ways = " or ".join(f"--set {error.name}={option}" for option in error.options)
        raise click.UsageError(f"{error.problem}; say which: {ways}") from None


def _wishes(due: DueAction, ruleset: Ruleset, options: dict[str, Any]) -> Wishes:
    from followup.drafting.draft import mail_channel
    from followup.drafting.headers import UnsafeHeader, check_address, check_line

    name, phone, email = ((options[key] or "").strip() or None for key in _SENDER)
    for option, value, check in (("--name", name, check_line), ("--from", email, check_address)):
        if value is not None:
            try:
                check(value, ())
            except UnsafeHeader as error:
                raise error.at(Location(Source(option))) from None
    mail = options["form"] in ("eml", "mailto")
    return Wishes(
        tone=options["tone"],
        channel=mail_channel(due, ruleset.vocabulary) if mail else None,
        sender=Sender(name=name, phone=phone, email=email),
        given=_given(options["choices"]),
    )


def _given(choices: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for choice in choices:
        name, equals, value = choice.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"`{choice}` is no choice; write --set NAME=VALUE")
        if given.setdefault(name.strip(), value.strip()) != value.strip():
            raise click.UsageError(f"`{name.strip()}` is set twice, to different values")
    return given


def _check_options(file: str, options: dict[str, Any]) -> None:
    """Check what is wrong with the options whatever the history says."""
    told = [(f"--{key}", options[key]) for key in ("action", "to", "tone", "name", "phone")]
    told += [("--from", options["email"]), *(("--set", choice) for choice in options["choices"])]
    for option, value in told:
        if value is not None and not _is_utf8(value):
            raise click.UsageError(f"the value of {option} is not UTF-8")
    output = options["output"]
    if output is not None and file != STDIN and _is_same(file, output):
        raise click.UsageError(f"`{output}` is the history itself; name another file")


def _is_utf8(text: str) -> bool:
    """Return whether a word of the command line was UTF-8; bytes that are not become halves."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # one is not there, or is no path
        return False


# -- what is told beside the message


def _write_none_due(decision: Decision, messages: Console) -> None:
    """Say why nothing is written: what comes when, and what could be written all the same."""
    ahead = "" if decision.status == "silent" else f". {decision.headline}"
    messages.line(f"Nothing is due{ahead}")
    for action in decision.actions:
        messages.whole(f"- {_due(action)} (--action {action.action})")


def _write_about(due: DueAction, decision: Decision, named: str | None, messages: Console) -> None:
    """Say what else is due, and of an action that was named that its time is yet to come."""
    if due.state == "upcoming":
        messages.line(f"Early: {_due(due)}")
    elif due.optional and named is None:
        messages.line(f"Optional: {_due(due)}")
    if named is not None:
        return
    for other in due_now(decision):
        if (other.action, other.to) != (due.action, due.to):  # else one message does for both
            to = f" --to {other.to}" if other.to and other.action == due.action else ""
            messages.whole(f"Also due: {other.says} (--action {other.action}{to})")


def _due(action: DueAction) -> str:
    kind = "if you like, " if action.optional else ""
    when = "from" if action.state == "upcoming" or action.optional else "since"
    due = "" if action.optional else "due "
    return f"{action.says}: {kind}{due}{when} {moment_words(action.opens)}"


# -- where the message goes


def _deliver(found: Draft, history: History, options: dict[str, Any], messages: Console) -> None:
    """Print the message, or write it to its file; remarks that are no part of it go to stderr."""
    form, output = options["form"], options["output"]
    if output is None and form == "text":
        Console().show(*draft_view(found, history))
        return
    content = _content(found, form)
    if output is None:
        # The bytes as they are: a mail program minds the ends of lines.
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    else:
        _write_file(output, content, options["force"])
        messages.whole(f"Written: {output}")
    if form == "json":
        return
    if found.is_mail and found.address is None:
        messages.line(f"No address is known for {found.whom}: it is for you to fill in")
    messages.show(*remarks_view(found, history))


def _content(found: Draft, form: str) -> bytes:
    if form == "eml":
        return found.eml()
    if form == "mailto":
        return (found.mailto() + "\n").encode()
    if form == "json":
        return (json_text(found.to_dict()) + "\n").encode()
    return ("\n".join(map(visible, draft_lines(found))) + "\n").encode()


def _write_file(path: str, content: bytes, force: bool) -> None:
    try:
        write_whole(path, content, overwriting=force)
    except FileExistsError:
        raise click.UsageError(
            f"`{path}` is there already; name another file, or add --force to overwrite it"
        ) from None
    except OSError as error:
        reason = (error.strerror or os.strerror(error.errno or 0)).lower()
        raise click.UsageError(f"`{path}` cannot be written: {reason}") from None
    except ValueError as error:
        raise click.UsageError(f"`{path!a}` cannot be written: {error}") from None
