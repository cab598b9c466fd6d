"""A draft comes out of a mail program's formats as it went in."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import date
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import getaddresses
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

import followup
from followup.diagnostics import InvalidDocument, NotEvaluable
from followup.drafting.mail import check_reads_back
from tests.drafting.making import draft, history

NAMES = [
    "Dana Lee",
    "Lee, Dana",
    'Dana "D" Lee',
    "Zoë Ångström",
    "李 明",
    "Dana <x@y.example>",
    "D" * 200,
    "Dana Lee, Head of Talent Acquisition, Europe, Middle East and Africa, Acme Corporation",
    "Dana " + "a" * 70 + ", evil@x.example",
    "Dana Lee <evil@x.example>, Bob",
    'Dana "D" \\Lee, Dr.',
    "(" * 100,
]
TEXTS = [
    "Data engineer",
    "Développeur·se « données »",
    "Bcc: eve@evil.example",
    "a" * 300,
    "工程师 " * 40,
]


def parsed(found: followup.Draft) -> EmailMessage:
    """Return what a mail program reads."""
    message = email.message_from_bytes(found.eml(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


class TestEml:
    @pytest.mark.parametrize("name", NAMES)
    def test_the_recipient(self, name: str) -> None:
        """The recipient is one person with one address, whatever the name."""
        found = draft(history(name=name))
        (to,) = parsed(found)["To"].addresses
        assert (to.display_name, to.addr_spec) == (name, "dana@acme.example")
        as_old_programs = email.message_from_bytes(found.eml())["To"]
        ((_, address),) = getaddresses([as_old_programs])
        assert address == "dana@acme.example"

    @pytest.mark.parametrize("name", ["Zoë Ångström " * 20, "x, " * 332])
    def test_a_name_of_many_lines(self, name: str) -> None:
        """A name that fits on no line is written in parts, and is one person all the same."""
        message = email.message_from_bytes(draft(history(name=name)).eml())
        ((found, address),) = getaddresses([message["To"]])
        assert str(make_header(decode_header(found))).split() == name.split()
        assert address == "dana@acme.example"

    def test_a_draft_made_by_hand_is_checked(self) -> None:
        """What a program puts into a draft is checked when it becomes a mail."""
        own = draft()
        name, subject = "=?utf-8?q?a?=", "=?utf-8?q?a=0D=0ABcc:_e?="
        for changed in (replace(own, name=name), replace(own, subject=subject)):
            with pytest.raises(InvalidDocument, match="F701"):
                changed.eml()

    def test_what_is_read_back_has_to_be_what_was_meant(self) -> None:
        """A head that is read as something else is refused."""
        meant = {"To": ("Dana", "dana@acme.example")}
        for head in (
            b"To: Dana <dana@acme.example>\r\nBcc: e@e.example\r\n\r\n",
            b"To: Dana <dana@acme.example>, e@e.example\r\n\r\n",
            b"To: Dan <dana@acme.example>\r\n\r\n",
            b"\r\n",
        ):
            with pytest.raises(InvalidDocument, match="F701"):
                check_reads_back(head, meant)

    @pytest.mark.parametrize("role", TEXTS)
    def test_subject_and_text(self, role: str) -> None:
        """Subject and text are those of the draft."""
        found = draft(history(role=role))
        message = parsed(found)
        assert message["Subject"] == found.subject
        assert message.get_content().replace("\r\n", "\n").rstrip("\n") == found.body

    def test_it_has_the_headers_of_a_draft_and_no_others(self) -> None:
        """It is marked as not sent; date, sender and receipts are left to the mail program."""
        assert set(parsed(draft()).keys()) == {
            "To",
            "Subject",
            "X-Unsent",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
        }
        assert parsed(draft())["X-Unsent"] == "1"

    def test_the_sender_only_if_told(self) -> None:
        """An address of the sender's own becomes the sender."""
        sender = {"name": "Sam Doe", "email": "sam@doe.example"}
        (sent_by,) = parsed(draft(sender=sender))["From"].addresses
        assert (sent_by.display_name, sent_by.addr_spec) == ("Sam Doe", "sam@doe.example")

    def test_lines_end_as_mail_has_them(self) -> None:
        """Every line ends in CR LF, and none is too long for mail."""
        content = draft(history(role="x" * 900)).eml()
        assert content.count(b"\n") == content.count(b"\r\n")
        assert all(len(line) <= 998 for line in content.split(b"\r\n"))
        email.message_from_bytes(content, policy=SMTP.clone(raise_on_defect=True))

    def test_without_an_address(self) -> None:
        """Where no address is known nobody is put in its place."""
        assert parsed(draft(history(people={})))["To"] is None


class TestMailto:
    @pytest.mark.parametrize("role", [*TEXTS, "R&D ?subject=x#y%41+z"])
    def test_it_reads_back(self, role: str) -> None:
        """Address, subject and text come back whole, and there is no other field."""
        found = draft(history(role=role))
        link = urlsplit(found.mailto())
        fields = parse_qs(link.query, strict_parsing=True)
        assert (link.scheme, unquote(link.path)) == ("mailto", "dana@acme.example")
        assert fields == {"subject": [found.subject], "body": [found.body.replace("\n", "\r\n")]}
        assert not link.fragment

    def test_it_is_one_plain_line(self) -> None:
        """A link has neither spaces nor letters that a shell or a page would mind."""
        link = draft(history(role="Größe <b>'\"`$(id)")).mailto()
        assert link.isascii()
        assert not set(link) & set(" <>'\"`$()\n")

    def test_a_plus_stays_a_plus(self) -> None:
        """The sign in an address is not taken for a space."""
        link = urlsplit(draft(history(email="dana+jobs@acme.example")).mailto())
        assert link.path == "dana%2Bjobs@acme.example"

    def test_without_an_address(self) -> None:
        """Where no address is known the link names nobody."""
        assert draft(history(people={})).mailto().startswith("mailto:?subject=")


def test_what_is_no_mail_becomes_none() -> None:
    """A call has no file for a mail program."""
    case = history(people={"recruiter": {"name": "Dana Lee", "phone": "+1 555 0100"}})
    ruleset = followup.load_ruleset("localwise")
    found = followup.draft(case, ruleset, date(2026, 10, 28), action="status-inquiry")
    assert (found.channel, found.subject) == ("phone", None)
    for form in (found.eml, found.mailto):
        with pytest.raises(NotEvaluable, match="goes by phone, not by mail"):
            form()
