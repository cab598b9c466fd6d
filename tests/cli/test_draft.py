"""`followup draft` through its real entry point: it writes a message and sends nothing."""

from __future__ import annotations

import email
import errno
import io
import json
import os
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from followup.cli import outputs
from tests.cli.running import DAY, ROOT, Followup, plain

CASE = """\
case: acme
employer: Acme
role: Data engineer
country: US
people:
  recruiter: {name: Dana Lee, email: dana@acme.example}
events:
  - {date: 2026-10-13, event: interview, with: [recruiter]}
  - {date: 2026-10-13, event: timeline, said-by: recruiter, by: 2026-10-20}
"""
CALL = CASE.replace("email: dana@acme.example", 'phone: "+1 555 0100"')
TWO_THANKS = """\
case: panel
people:
  interviewer:ana: {name: Ana Ortiz}
  interviewer:ben: {name: Ben Roy}
events:
  - {date: 2026-10-13, event: interview, with: ["interviewer:ana", "interviewer:ben"]}
"""
VISITS = """\
vocabulary: visits
title: Visits
version: 1.0.0
tracks: {asking: {about: Asking}}
roles: {clerk: {says: the clerk, about: The clerk}}
channels: {letter: {says: by letter}}
events:
  visit: {about: You went there}
  sent: {about: You wrote, fields: {purpose: {is: action, about: Why}}}
actions:
  ask:
    track: asking
    about: Ask
    says: Ask {to}
    recorded-by: {event: sent, set: {purpose: ask}}
tones: {plain: {about: Plain}}
messages:
  one: {about: One}
  two: {about: Two}
"""
SENT = "- {date: 2026-10-23, event: sent, purpose: status-inquiry, channel: email, to: recruiter}"
HOSTILE = [
    ("name: Dana Lee", 'name: "Dana\\nBcc: eve@evil.example"', "6:21"),
    ("dana@acme.example", '"dana@acme.example\\r\\nBcc: eve@evil.example"', "6:38"),
    ("dana@acme.example", '"dana@acme.example, eve@evil.example"', "6:38"),
    ("dana@acme.example", "dana@acme.example?bcc=eve@evil.example", "6:38"),
    ("role: Data engineer", 'role: "Data engineer\\nBcc: eve@evil.example"', "3:7"),
]


@pytest.fixture
def acme(followup: Followup) -> Followup:
    """The command with one history, `acme.yaml`, beside it."""
    (followup.directory / "acme.yaml").write_text(CASE)
    return followup


def test_it_prints_the_message_with_what_to_mind(acme: Followup) -> None:
    """To, subject and text come first, below them the checklist and the gaps."""
    found = acme("draft", "acme.yaml", "--as-of", DAY)
    assert (found.code, found.err) == (0, "")
    parts = ["To: Dana Lee <dana@acme.example>\nSubject: ", "\n\nDear Dana Lee,\n\n"]
    parts += ["\n\nBefore you send it\n- ", "\n\nFill in 2 gaps\n- [["]
    parts += ["\n\nWhen it is sent, add to the history:\n  - {"]
    places = [found.out.index(part) for part in parts]
    assert places == sorted(places)


def test_it_is_filled_in_with_the_sender(acme: Followup) -> None:
    """Name and number come from options or from the environment; an option wins."""
    env = {"FOLLOWUP_NAME": "Sam Doe", "FOLLOWUP_PHONE": "+1 555 0199"}
    assert "Sam Doe\n+1 555 0199\n" in acme("draft", "acme.yaml", "--as-of", DAY, env=env).out
    found = acme("draft", "acme.yaml", "--as-of", DAY, "--name", "Kim Roe", env=env)
    assert "Kim Roe\n+1 555 0199\n" in found.out


def test_eml(acme: Followup) -> None:
    """The file for a mail program is all that is printed; remarks go to the other stream."""
    found = acme(
        "draft", "acme.yaml", "--as-of", DAY, "--format", "eml", "--from", "sam@doe.example"
    )
    message = email.message_from_string(found.out, policy=default)
    assert message["To"] == "Dana Lee <dana@acme.example>"
    assert message["From"] == "sam@doe.example"
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert "Before you send it" in found.err


def test_mailto(acme: Followup) -> None:
    """The link is one line, with subject and text in it."""
    found = acme("draft", "acme.yaml", "--as-of", DAY, "--format", "mailto")
    link = urlsplit(found.out.rstrip("\n"))
    assert link.path == "dana@acme.example"
    assert set(parse_qs(link.query)) == {"subject", "body"}


def test_what_records_it_is_a_line_of_the_history(acme: Followup) -> None:
    """Added to the history, the line that is printed says that it was sent."""
    found = acme("draft", "acme.yaml", "--as-of", DAY)
    line = found.out.rstrip("\n").splitlines()[-1]
    assert line == f"  {SENT}"
    (acme.directory / "acme.yaml").write_text(f"{CASE}{line}\n")
    assert "Nothing is due" in acme("draft", "acme.yaml", "--as-of", DAY).err
    (acme.directory / "acme.yaml").write_text(CASE)
    for options in (["--format", "eml"], ["-o", "out"]):
        found = acme("draft", "acme.yaml", "--as-of", DAY, *options)
        assert found.err.rstrip("\n").endswith(line)
        assert line not in found.out


def test_what_was_chosen_is_recorded_too(followup: Followup) -> None:
    """A choice that the event has a field for stands in its line; names and times are quoted."""
    offer = '{date: 2026-10-22, time: "10:00", event: received, kind: offer, from: "recruiter:no"}'
    text = f"timezone: Europe/Berlin\nevents:\n  - {offer}\n"
    (followup.directory / "offer.yaml").write_text(text)
    arguments = ("draft", "offer.yaml", "--as-of", "2026-10-22T18:30", "--set", "decision=accept")
    assert followup(*arguments).out.endswith(
        '- {date: 2026-10-22, time: "18:30", event: sent, purpose: offer-response, '
        'decision: accept, channel: email, to: "recruiter:no"}\n'
    )


def test_json(acme: Followup) -> None:
    """A program gets the parts of the draft."""
    found = acme("draft", "acme.yaml", "--as-of", DAY, "--json")
    assert found.err == ""
    assert found.data["action"] == "status-inquiry"
    assert found.data["address"] == "dana@acme.example"
    assert all(gap in found.data["body"] for gap in found.data["gaps"])
    assert found.data["record"] == {
        "date": "2026-10-23",
        "event": "sent",
        "purpose": "status-inquiry",
        "channel": "email",
        "to": "recruiter",
    }


class TestOutput:
    @pytest.mark.parametrize("form", ["text", "eml", "mailto"])
    def test_a_file_gets_what_would_be_printed(self, acme: Followup, form: str) -> None:
        """With --output the message goes to a file, and its remarks to standard error."""
        found = acme("draft", "acme.yaml", "--as-of", DAY, "--format", form, "-o", "out")
        assert (found.code, found.out) == (0, "")
        assert found.err.startswith("Written: out\n")
        content = (acme.directory / "out").read_bytes()
        printed = acme("draft", "acme.yaml", "--as-of", DAY, "--format", form).out.encode()
        assert printed.startswith(content) if form == "text" else printed == content

    def test_a_file_is_never_overwritten_unasked(self, acme: Followup) -> None:
        """Only --force overwrites."""
        (acme.directory / "out").write_text("mine")
        arguments = ("draft", "acme.yaml", "--as-of", DAY, "-o", "out")
        found = acme(*arguments)
        assert found.code == 2
        assert "add --force" in found.err
        assert (acme.directory / "out").read_text() == "mine"
        assert acme(*arguments, "--force").code == 0
        assert "Dana" in (acme.directory / "out").read_text()

    def test_a_file_that_cannot_be_written(self, acme: Followup) -> None:
        """A wrong path is told in one line."""
        found = acme("draft", "acme.yaml", "--as-of", DAY, "-o", "nowhere/out")
        assert found.code == 2
        assert "`nowhere/out` cannot be written: no such file or directory" in found.err

    def test_the_history_is_never_overwritten(self, acme: Followup) -> None:
        """Not even with --force, nor under another name."""
        (acme.directory / "link.yaml").symlink_to(acme.directory / "acme.yaml")
        for name in ("acme.yaml", "./acme.yaml", "link.yaml"):
            for force in ([], ["--force"]):
                found = acme("draft", "acme.yaml", "--as-of", DAY, "-o", name, *force)
                assert found.code == 2
                assert f"`{name}` is the history itself" in found.err
        assert (acme.directory / "acme.yaml").read_text() == CASE

    def test_a_file_is_replaced_as_a_whole(self, acme: Followup) -> None:
        """What is overwritten keeps its permissions, a link stays one, and nothing is left over."""
        out = acme.directory / "out"
        out.write_text("mine")
        out.chmod(0o600)
        (acme.directory / "link").symlink_to(out)
        assert acme("draft", "acme.yaml", "--as-of", DAY, "-o", "link", "--force").code == 0
        assert "Dana" in out.read_text()
        assert out.stat().st_mode & 0o777 == 0o600
        assert (acme.directory / "link").is_symlink()
        assert {path.name for path in acme.directory.iterdir()} >= {"acme.yaml", "link", "out"}
        assert not list(acme.directory.glob("*.part"))

    @pytest.mark.parametrize("force", [(), ("--force",)], ids=["new", "forced"])
    @pytest.mark.parametrize("failing", ["write", "link"])
    def test_half_a_file_is_never_left(
        self, acme: Followup, monkeypatch: pytest.MonkeyPatch, force: tuple[str, ...], failing: str
    ) -> None:
        """A full disk leaves what was there before, also where there are no hard links."""

        class Full(io.FileIO):
            def write(self, data: object) -> int:
                super().write(b"half")
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def refuse(*args: object) -> None:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

        if failing == "link":
            monkeypatch.setattr("os.link", refuse)
        if force:
            (acme.directory / "out").write_text("mine")
        before = {path.name for path in acme.directory.iterdir()}
        with monkeypatch.context() as patch:
            patch.setattr(outputs, "open", lambda path, mode: Full(path, mode), raising=False)
            found = acme("draft", "acme.yaml", "--as-of", DAY, "-o", "out", *force)
        assert found.code == 2
        assert "`out` cannot be written: no space left on device" in found.err
        assert {path.name for path in acme.directory.iterdir()} == before
        if force:
            assert (acme.directory / "out").read_text() == "mine"
        assert acme("draft", "acme.yaml", "--as-of", DAY, "-o", "out", *force).code == 0
        assert "Dana" in (acme.directory / "out").read_text()

    @pytest.mark.parametrize("links", [True, False])
    def test_whoever_is_faster_keeps_the_file(
        self, acme: Followup, monkeypatch: pytest.MonkeyPatch, links: bool
    ) -> None:
        """A file that appears while the message is written is not overwritten."""

        def too_late(*args: Any) -> None:
            (acme.directory / "out").write_text("mine")
            if not links:
                raise OSError(errno.EPERM, os.strerror(errno.EPERM))
            link(*args)

        link = os.link
        monkeypatch.setattr("os.link", too_late)
        found = acme("draft", "acme.yaml", "--as-of", DAY, "-o", "out")
        assert found.code == 2
        assert "`out` is there already" in found.err
        assert (acme.directory / "out").read_text() == "mine"
        assert not list(acme.directory.glob(".followup*"))


class TestWhichAction:
    def test_nothing_due_says_what_comes_and_what_can_be_written(self, acme: Followup) -> None:
        """Where nothing is due, nothing is printed, and the rest is told; that is no failure."""
        found = acme("draft", "acme.yaml", "--as-of", "2026-10-22")
        assert (found.code, found.out) == (0, "")
        assert "Nothing is due. Wait until Fri 23 Oct 2026" in found.err
        assert "due from Fri 23 Oct 2026 (--action status-inquiry)" in found.err

    def test_an_action_ahead_can_be_written_early(self, acme: Followup) -> None:
        """An action that is named is written, with a word on when its time comes."""
        found = acme("draft", "acme.yaml", "--as-of", "2026-10-22", "--action", "status-inquiry")
        assert "Dear Dana Lee," in found.out
        assert found.err.startswith("Early: ")
        assert "due from Fri 23 Oct 2026" in found.err

    def test_an_optional_action(self, acme: Followup) -> None:
        """What is only offered is written if it is named."""
        found = acme(
            "draft", "acme.yaml", "--as-of", "2026-10-16", "-r", "interview-guide",
            "--action", "connection-request",
        )  # fmt: skip
        assert found.out.startswith("To: Dana Lee\nHow: on LinkedIn\n\nDear Dana Lee,")
        assert found.err == ""

    def test_the_others_that_are_due_are_named(self, followup: Followup) -> None:
        """Where several are due, the first is written and the others are named."""
        (followup.directory / "panel.yaml").write_text(TWO_THANKS)
        arguments = ("draft", "panel.yaml", "--as-of", "2026-10-13", "-r", "reserves-network")
        first = followup(*arguments)
        assert "Dear Ana Ortiz," in first.out
        assert "(--action thank-you --to interviewer:ben)" in first.err
        for person in ("interviewer:ben", "ben", "Ben Roy"):
            assert "Dear Ben Roy," in followup(*arguments, "--to", person).out

    def test_another_of_the_same_interview_gets_another_letter(self, followup: Followup) -> None:
        """Once one was thanked, the letter to the next has a gap of its own and other words."""
        thanks = "{date: 2026-10-13, event: sent, purpose: thank-you, to: interviewer:ana}"
        with_topic = TWO_THANKS.replace("]}", '], topic: "your plans"}')
        (followup.directory / "panel.yaml").write_text(with_topic)
        arguments = ("draft", "panel.yaml", "--as-of", "2026-10-13", "-r", "reserves-network")
        for tone in ("formal", "friendly"):
            (followup.directory / "panel.yaml").write_text(with_topic)
            first = followup(*arguments, "--to", "ana", "--tone", tone).out
            (followup.directory / "panel.yaml").write_text(f"{with_topic}  - {thanks}\n")
            other = followup(*arguments, "--to", "ben", "--tone", tone).out
            assert "because of your plans." in first
            assert "your plans" not in other
            assert "because of [[ something you talked about with Ben Roy ]]." in other
            opening, other_opening = (text.split("\n\n")[2] for text in (first, other))
            assert opening != other_opening

    def test_a_person_may_be_meant_by_an_optional_action(self, followup: Followup) -> None:
        """Where nothing that is due goes to a person, what may be written to them is taken."""
        thanks = "{date: 2026-10-13, event: sent, purpose: thank-you, to: interviewer:ana}"
        (followup.directory / "panel.yaml").write_text(f"{TWO_THANKS}  - {thanks}\n")
        found = followup("draft", "panel.yaml", "--as-of", "2026-10-13", "--to", "ben")
        assert "Dear Ben Roy," in found.out
        assert found.err.startswith("Optional: Thank Ben Roy for the interview by email: if")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--action", "status-enquiry"], "did you mean `status-inquiry`?"),
            (["--action", "offer-response"], "nothing asks for `offer-response` as of 2026-10-23"),
            (["--to", "ana"], "no message is due to `ana` (write to `recruiter`)"),
            (["--tone", "frendly"], "did you mean `friendly`?"),
            (["--set", "decision"], "write --set NAME=VALUE"),
            (["--set", "decision=accept"], "asks for no `decision`"),
            (["--set", "a=b", "--set", "a=c"], "`a` is set twice, to different values"),
            (["--set", "a=b", "--set", "a=b"], "asks for no `a`"),
            (["--json", "--format", "eml"], "choose one"),
        ],
    )
    def test_what_cannot_be_done(self, acme: Followup, options: list[str], said: str) -> None:
        """A wrong word is refused with advice."""
        found = acme("draft", "acme.yaml", "--as-of", DAY, *options)
        assert (found.code, found.out) == (2, "")
        assert said in found.err

    def test_an_offer_needs_an_answer(self, acme: Followup) -> None:
        """What no history can tell is asked for, with the ways to say it."""
        offer = CASE + "  - {date: 2026-10-22, event: received, kind: offer, from: recruiter}\n"
        (acme.directory / "offer.yaml").write_text(offer)
        found = acme("draft", "offer.yaml", "--as-of", DAY)
        assert found.code == 2
        assert "say which: --set decision=accept or --set decision=decline" in found.err
        found = acme("draft", "offer.yaml", "--as-of", DAY, "--set", "decision=decline")
        assert "not to accept" in found.out

    def test_a_ruleset_whose_rule_names_no_message(self, acme: Followup) -> None:
        """The rule is named, and what it lacks."""
        (acme.directory / "mine.yaml").write_text(
            "ruleset: mine\ntitle: Mine\nversion: 1.0.0\nextends: balanced\nrules:\n"
            "  - rule: talk-to-them\n    before: inquire-past-deadline\n"
            "    when: {interview: known}\n    do: status-inquiry\n    opens: interview\n"
            "    to: [recruiter]\n    via: [email]\n    because: I like to.\n"
        )
        found = acme("draft", "acme.yaml", "--as-of", DAY, "-r", "mine.yaml")
        assert found.code == 2
        assert "the rule `talk-to-them` names no message" in found.err


class TestCalls:
    def test_a_call_has_points_and_words_for_voicemail(self, followup: Followup) -> None:
        """Where the number is known and the ruleset calls, there is something to say."""
        (followup.directory / "call.yaml").write_text(CALL)
        found = followup("draft", "call.yaml", "--as-of", "2026-10-28", "-r", "localwise")
        assert found.out.startswith("To: Dana Lee, +1 555 0100\nHow: by phone\n\nWhat you want")
        assert "If you reach voicemail:" in found.out

    @pytest.mark.parametrize("form", ["eml", "mailto"])
    def test_a_call_is_no_mail(self, followup: Followup, form: str) -> None:
        """A call has no file for a mail program, and the command says why."""
        (followup.directory / "call.yaml").write_text(CALL)
        found = followup(
            "draft", "call.yaml", "--as-of", "2026-10-28", "-r", "localwise", "--format", form
        )
        assert (found.code, found.out) == (2, "")
        assert "by phone, which no mail program sends; leave out --format" in found.err

    def test_a_call_that_can_be_a_mail_becomes_one(self, followup: Followup) -> None:
        """Where the rule allows both, a file for a mail program goes by mail."""
        both = CASE.replace("dana@acme.example", 'dana@acme.example, phone: "+1 555 0100"')
        asked = "purpose: status-inquiry, channel: email, to: recruiter"
        both += f"  - {{date: 2026-10-23, event: sent, {asked}}}\n"
        (followup.directory / "both.yaml").write_text(both)
        arguments = ("draft", "both.yaml", "--as-of", "2026-10-30", "-r", "persistent")
        assert "How: by phone" in followup(*arguments).out
        assert "To: Dana Lee <dana@acme.example>" in followup(*arguments, "--format", "eml").out


@pytest.mark.parametrize("form", ["text", "eml", "mailto"])
@pytest.mark.parametrize(("old", "new", "place"), HOSTILE)
def test_a_field_that_would_add_a_header_is_refused(
    followup: Followup, old: str, new: str, place: str, form: str
) -> None:
    """In every form: with its place in the file, what is wrong with it, and the mend."""
    text = CASE.replace(old, new)
    assert text != CASE
    (followup.directory / "acme.yaml").write_text(text)
    found = followup("draft", "acme.yaml", "--as-of", DAY, "--format", form)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(f"acme.yaml:{place}: F701 ")
    assert "(write " in found.err
    assert len(found.err.splitlines()) == 1


def test_the_sender_s_options_are_checked_too(acme: Followup) -> None:
    """A name or an address on the command line is a header as well."""
    for option, value in (
        ("--name", "Sam\nBcc: e@e.example"),
        ("--from", "a@b.example, c@d.example"),
    ):
        found = acme("draft", "acme.yaml", "--as-of", DAY, "--format", "eml", option, value)
        assert (found.code, found.out) == (1, "")
        assert found.err.startswith(f"{option}: F701 ")


@pytest.mark.parametrize("option", ["--name", "--phone", "--from", "--set", "--to"])
def test_an_option_that_is_no_text(acme: Followup, option: str) -> None:
    """Bytes that are not UTF-8 are refused before anything is written."""
    found = acme("draft", "acme.yaml", "--as-of", DAY, option, "a=\udcff")
    assert (found.code, found.out) == (2, "")
    assert f"the value of {option} is not UTF-8" in found.err


def test_a_name_that_looks_like_two_addresses(followup: Followup) -> None:
    """In the text it is quoted as a mail program would."""
    name = "Dana Lee <evil@x.example>, Bob"
    (followup.directory / "acme.yaml").write_text(CASE.replace("Dana Lee", f'"{name}"'))
    found = followup("draft", "acme.yaml", "--as-of", DAY)
    assert found.out.startswith(f'To: "{name}" <dana@acme.example>\n')


def test_a_history_on_standard_input(followup: Followup) -> None:
    """A history may come through a pipe; a wrong field is then named by its keys."""
    found = followup("draft", "-", "--as-of", DAY, stdin=CASE)
    assert "Dear Dana Lee," in found.out
    found = followup("draft", "-", "--as-of", DAY, stdin=CASE.replace("@acme", " at acme"))
    assert found.err.startswith("<stdin>:people.recruiter.email: F701 ")


def test_control_characters_are_shown_and_not_obeyed(followup: Followup) -> None:
    """What a history holds cannot steer the terminal."""
    (followup.directory / "acme.yaml").write_text(
        CASE.replace("employer: Acme", r'employer: "Ac\e[31mme"')
    )
    found = followup("draft", "acme.yaml", "--as-of", DAY)
    assert r"Ac\x1b[31mme" in found.out


def test_own_templates(acme: Followup) -> None:
    """A template of one's own takes the place of the shipped one; a mistake has its line."""
    mine = acme.directory / "mine" / "friendly"
    mine.mkdir(parents=True)
    (mine / "status-inquiry.j2").write_text(
        "{% set subject %}News{% endset %}Hello {{ to.first_name }}, any news?"
    )
    arguments = ("draft", "acme.yaml", "--as-of", DAY, "--templates", "mine")
    assert "Hello Dana Lee, any news?" in acme(*arguments, "--tone", "friendly").out
    assert "Dear Dana Lee," in acme(*arguments).out
    (mine / "status-inquiry.j2").write_text("Hello\n{{ to.frist_name }}")
    found = acme(*arguments, "--tone", "friendly")
    place = Path("mine") / "friendly" / "status-inquiry.j2"
    assert found.code == 1
    assert found.err.startswith(f"{place}:2: F702 there is no `to.frist_name`")


def test_a_template_that_is_never_read_is_told(acme: Followup) -> None:
    """A file of one's own that no message is read from is warned of; the draft is written."""
    mine = acme.directory / "mine"
    for name in (
        *("staus-inquiry.j2", "frendly/thank-you.j2", "thank-you.txt", "formal/zebra.j2"),
        *("_mine.j2", "friendly/status-inquiry.j2", "notes.txt", "offer-response.eml"),
    ):
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text("x")
    found = acme("draft", "acme.yaml", "--as-of", DAY, "--templates", "mine")
    assert found.code == 0
    assert "Dear Dana Lee," in found.out
    told = [line.split(": F503 warning: ") for line in found.err.splitlines()]
    assert {Path(path).relative_to("mine").as_posix(): words for path, words in told} == {
        "formal/zebra.j2": "`zebra` is the text of no message "
        "(begin its name with `_` if other texts import it)",
        "frendly/thank-you.j2": "there is no tone `frendly` (did you mean `friendly`?)",
        "staus-inquiry.j2": "`staus-inquiry` is the text of no message "
        "(did you mean `status-inquiry`?)",
        "thank-you.txt": "a text does not end in `.txt` (call it `thank-you.j2`)",
    }


def test_a_mistyped_fact_is_recognized_by_all_that_there_are(acme: Followup) -> None:
    """The facts of every shipped ruleset are known, so that one that is elsewhere is no slip."""
    head = "{% set subject %}x{% endset %}"
    for name, said in (
        ("told_longer", "write `{{ facts.told_longer"),
        ("intervew", "did you mean `facts.int"),
    ):
        text = f"{head}{{{{ facts.{name} }}}}"
        (acme.directory / "status-inquiry.j2").write_text(text)
        found = acme("draft", "acme.yaml", "--as-of", DAY, "--templates", ".")
        assert f"F702 there is no `facts.{name}` to write here ({said}" in found.err


def test_another_domain(followup: Followup) -> None:
    """The engine knows nothing of job hunting: an invoice is reminded of as well."""
    found = followup(
        "draft",
        ROOT / "examples" / "invoices" / "huber-r-2231.yaml",
        *("-r", "payment-reminders", "--as-of", "2026-12-14"),
    )
    assert found.code == 0
    assert "invoice R-2231" in found.out
    assert "25 September" in found.out


def test_on_a_terminal_only_advice_is_wrapped(acme: Followup) -> None:
    """The message and the line that records it are copied from the screen, so they stay whole."""
    code, screen = acme.terminal("draft", "acme.yaml", "--as-of", DAY, columns=40)
    assert code == 0
    shown = plain(screen)
    whole = acme("draft", "acme.yaml", "--as-of", DAY).out
    message, _, _ = whole.partition("Before you send it")
    assert shown.startswith(message)
    assert shown.endswith(f"\n  {SENT}\n")
    advice = shown[len(message) : shown.index("When it is sent")]
    assert max(map(len, advice.splitlines())) <= 40


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is needed")
def test_on_a_terminal_what_may_be_typed_next_is_whole(acme: Followup) -> None:
    """Options that are named are not torn from their values, nor is the name of a file."""
    arguments = ("draft", "acme.yaml", "--as-of", "2026-10-22")
    _, screen = acme.terminal(*arguments, columns=40)
    assert "(--action status-inquiry)\n" in plain(screen)
    name = "a long name of a file with blanks in it for a message.txt"
    _, screen = acme.terminal("draft", "acme.yaml", "--as-of", DAY, "-o", name, columns=40)
    assert f"Written: {name}\n" in plain(screen)


# The events of a history, and what its last one is followed by.
EVENTS = "{date: 2026-10-13, event: interview, with: [recruiter]}"
DATED = "{date: 2026-10-13, event: timeline, said-by: recruiter, by: 2026-10-20}"
LAYOUTS = {
    "no indentation": (f"events:\n- {EVENTS}\n- {DATED}\n", "- {date"),
    "four blanks": (f"events:\n    - {EVENTS}\n    - {DATED}\n", "    - {date"),
    "blanks after the dash": (f"events:\n  -   {EVENTS}\n  -   {DATED}\n", "  - {date"),
    "on lines of its own": (
        "events:\n   - date: 2026-10-13\n     event: interview\n     with: [recruiter]\n"
        "   - date: 2026-10-13\n     event: timeline\n     said-by: recruiter\n"
        "     by: 2026-10-20\n",
        "   - {date",
    ),
    "a dash on a line of its own": (
        f"events:\n -\n  {EVENTS}\n - # what they said\n\n   {DATED}\n",
        " - {date",
    ),
    "out of order": (f"events:\n  - {DATED}\n  - {EVENTS}\n", "  - {date"),
    "with an anchor": (f"events:\n  - &one {EVENTS}\n  - &two\n    {DATED}\n", "  - {date"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_line_that_records_it_fits_the_history(followup: Followup, layout: str) -> None:
    """It is indented as the events are; put below them, the history says that it was sent."""
    events, begins = LAYOUTS[layout]
    text = f"people:\n  recruiter: {{name: Dana Lee, email: dana@acme.example}}\n{events}"
    followup.write("acme.yaml", text)
    line = followup("draft", "acme.yaml", "--as-of", DAY).out.splitlines()[-1]
    assert line.startswith(begins)
    followup.write("acme.yaml", f"{text}{line}\n")
    assert "Nothing is due" in followup("draft", "acme.yaml", "--as-of", DAY).err
    assert line in followup("draft", "-", "--as-of", DAY, stdin=text).out.splitlines()


@pytest.mark.parametrize("name", ["acme.yaml", "acme.json", "-"])
@pytest.mark.parametrize("written", ["YAML", "JSON", "JSON on one line"])
def test_the_event_that_records_it_fits_a_list_in_brackets(
    followup: Followup, written: str, name: str
) -> None:
    """Between brackets there is no dash; in JSON it is JSON."""
    history = {
        "people": {"recruiter": {"name": "Dana Lee", "email": "dana@acme.example"}},
        "events": [
            {"date": "2026-10-13", "event": "interview", "with": ["recruiter"]},
            {
                "date": "2026-10-13",
                "event": "timeline",
                "said-by": "recruiter",
                "by": "2026-10-20",
            },
        ],
    }
    text = json.dumps(history, indent=None if written == "JSON on one line" else 1)
    if written == "YAML":
        if name == "acme.json":
            return
        text = f"people: {json.dumps(history['people'])}\nevents: [{EVENTS}, {DATED}]\n"
    followup.write(name, text)
    stdin = text if name == "-" else ""
    out = followup("draft", name, "--as-of", DAY, stdin=stdin).out
    assert "When it is sent, add to the list of events, after a comma:\n{" in out
    line = out.splitlines()[-1]
    assert line.startswith('{"date"' if "JSON" in written else "{date")
    end = text.rindex("]")
    told = f"{text[:end]}, {line}{text[end:]}"
    followup.write("told.yaml", told)
    assert "Nothing is due" in followup("draft", "told.yaml", "--as-of", DAY).err


class TestCheck:
    def test_a_vocabulary_s_messages_are_checked(self, followup: Followup) -> None:
        """`ruleset check` reports a text that is missing, wrong, or of no message."""
        domain = followup.directory / "visits"
        texts = domain / "messages" / "plain"
        texts.mkdir(parents=True)
        (domain / "vocabulary.yaml").write_text(VISITS)
        (texts / "one.j2").write_text("{{ to.name }}\n{{ case.nowhere }} {{ nobody }}")
        (texts / "three.j2").write_text("\n{{ 9**(9**9) }}")
        found = followup("ruleset", "check", "visits/vocabulary.yaml")
        assert found.code == 1
        assert "F702 the message `two` has no text in the tone `plain`" in found.err
        assert "one.j2:2: F702 there is no `case.nowhere`" in found.err
        assert "one.j2:2: F702 a template has no `nobody`" in found.err
        assert "three.j2:2: F702 a template has no `**`" in found.err
        assert "three.j2: F503 warning: `three` is the text of no message" in found.err


def domain(followup: Followup, **templates: str) -> Path:
    """Return the directory of a vocabulary with two messages and these templates."""
    home = followup.directory / "visits"
    texts = home / "messages" / "plain"
    texts.mkdir(parents=True)
    (home / "vocabulary.yaml").write_text(VISITS)
    for name, text in {"one": "Hello", "two": "Hello", **templates}.items():
        (texts / f"{name}.j2").write_text(text)
    return home


RULES = """\
ruleset: mine
title: Mine
version: 1.0.0
vocabulary: visits
facts:
  visit: {latest: visit}
rules:
  - rule: ask
    when: {visit: known}
    do: ask
    message: one
    opens: visit
    because: I like to.
"""
HARM = {
    "{{ 9**(9**9) }}": "a template has no `**`",
    '{{ "a" * 200000000 }}': "`*` is for numbers",
    '{{ "a"|center(200000000) }}': "a template has no filter `center`",
    '{{ "%3000000000d"|format(1) }}': "`%3000000000d` cannot be filled in here",
    '{% set a = "aaaa" %}' + "{% set a = a ~ a %}" * 60: "takes more than 300,000 steps",
}
LINK = "F702 this is a link to a file outside its directory (put a copy of the file in its place)"


class TestTemplatesOfStrangers:
    @pytest.mark.parametrize(("text", "said"), HARM.items(), ids=range(len(HARM)))
    def test_a_draft_ends(self, acme: Followup, text: str, said: str) -> None:
        """A template that would run for ever, or fill the memory, is refused at its line."""
        (acme.directory / "status-inquiry.j2").write_text("\n" + text)
        found = acme("draft", "acme.yaml", "--as-of", DAY, "--templates", ".")
        assert (found.code, found.out) == (1, "")
        assert "status-inquiry.j2:2: F702 " in found.err
        assert said in found.err
        assert len(found.err.splitlines()) == 1

    def test_a_check_ends(self, followup: Followup) -> None:
        """So it is when it is checked, as far as that can be seen without filling it in."""
        deep = {"three": "{{ " + "(" * 3000, "four": "\n{{ case" + ".x" * 5000 + " }}"}
        domain(followup, one="\n{{ 9**(9**9) }}", two="\n".join(HARM), **deep)
        found = followup("ruleset", "check", "visits")
        assert found.code == 1
        assert "one.j2:2: F702 a template has no `**`" in found.err
        assert "two.j2:3: F702 a template has no filter `center`" in found.err
        assert "three.j2:1: F702 the template is nested too deeply" in found.err
        assert "four.j2:2: F702 more than 40 constructs stand inside one another" in found.err

    def test_a_link_leads_no_further_than_its_directory(self, acme: Followup) -> None:
        """A directory of a stranger's cannot write another file into a message."""
        secret = acme.write("secret.txt", "a secret")
        mine = acme.directory / "mine"
        mine.mkdir()
        (mine / "_text.j2").write_text("{% set subject %}x{% endset %}Mine")
        link = mine / "status-inquiry.j2"
        arguments = ("draft", "acme.yaml", "--as-of", DAY, "--templates", "mine")
        link.symlink_to(secret)
        found = acme(*arguments)
        place = Path("mine") / "status-inquiry.j2"
        assert (found.code, found.out, found.err) == (1, "", f"{place}: {LINK}\n")
        link.unlink()
        link.write_text('{% include "_other.j2" %}')
        (mine / "_other.j2").symlink_to(secret)
        found = acme(*arguments)
        assert (found.code, found.err) == (1, f"{Path('mine') / '_other.j2'}: {LINK}\n")
        link.unlink()
        link.symlink_to("_text.j2")
        assert "Mine" in acme(*arguments).out

    def test_nor_does_a_link_to_a_directory(self, acme: Followup) -> None:
        """A tone that is a link elsewhere is refused; the directory itself may be one."""
        elsewhere = acme.directory / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "status-inquiry.j2").write_text("{% set subject %}x{% endset %}Mine")
        mine = acme.directory / "mine"
        mine.mkdir()
        (mine / "formal").symlink_to(elsewhere)
        assert LINK in acme("draft", "acme.yaml", "--as-of", DAY, "--templates", "mine").err
        (acme.directory / "link").symlink_to(elsewhere)
        assert "Mine" in acme("draft", "acme.yaml", "--as-of", DAY, "--templates", "link").out

    def test_links_beside_a_vocabulary_are_checked(self, followup: Followup) -> None:
        """The check of a vocabulary reads no other file either, and goes on."""
        secret = followup.write("secret.txt", "{{ a secret }}")
        texts = domain(followup, two="{{ nobody }}") / "messages" / "plain"
        (texts / "one.j2").unlink()
        (texts / "one.j2").symlink_to(secret)
        found = followup("ruleset", "check", "visits/vocabulary.yaml")
        assert f"one.j2: {LINK}" in found.err
        assert "two.j2:1: F702 a template has no `nobody`" in found.err
        assert "secret" not in found.err


class TestNamesInTemplates:
    def test_other_templates(self, followup: Followup) -> None:
        """The check finds a template that is not there, and a name that one does not have."""
        domain(
            followup,
            one='\n{% import "_shred.j2" as a with context %}\n{% include "_shared.j2" %}',
            two='{% import "_shared.j2" as a with context %}{{ a.greting() }}\n'
            '{% from "_shared.j2" import closing, b with context %}{% include "x.j2" %}'
            '{% include "y.j2" ignore missing %}',
            _shared="{% macro greeting() %}x{% endmacro %}{% set b = 1 %}{% set _c = 1 %}",
        )
        found = followup("ruleset", "check", "visits/vocabulary.yaml")
        told = [line.rpartition(f"plain{os.sep}")[2] for line in found.err.splitlines()]
        assert told == [
            "one.j2:2: F702 there is no template `_shred.j2` (a template reaches those beside it)",
            "two.j2:1: F702 `_shared.j2` has no `greting` (did you mean `greeting`?)",
            "two.j2:2: F702 `_shared.j2` has no `closing` (it has `b` or `greeting`)",
            "two.j2:2: F702 there is no template `x.j2` (a template reaches those beside it)",
        ]

    def test_facts(self, followup: Followup) -> None:
        """A fact that no ruleset beside the vocabulary has is warned of."""
        home = domain(followup, one="\n{{ facts.vist or facts.visit or 1 }}")
        found = followup("ruleset", "check", "visits/vocabulary.yaml")
        assert (found.code, found.err) == (0, "")  # there is no ruleset to know it by
        (home / "mine.yaml").write_text(RULES)
        found = followup("ruleset", "check", "visits")
        assert found.code == 0
        said = "one.j2:2: F702 warning: no ruleset beside the vocabulary has a fact `vist`"
        assert f"{said} (did you mean `visit`?)" in found.err
        assert len(found.err.splitlines()) == 1

    def test_facts_that_may_lie_elsewhere(self, followup: Followup) -> None:
        """Where a ruleset builds on one that lies elsewhere nothing is known of its facts."""
        home = domain(followup, one="{{ facts.vist or 1 }}")
        (home / "mine.yaml").write_text(RULES)
        (home / "broken.yaml").write_text("{")
        assert "a fact `vist`" in followup("ruleset", "check", "visits/vocabulary.yaml").err
        (home / "other.yaml").write_text("ruleset: other\nextends: ../elsewhere.yaml\n")
        assert "a fact" not in followup("ruleset", "check", "visits/vocabulary.yaml").err
