"""Nothing that a history holds becomes a header of its own, nor a second address."""

from __future__ import annotations

from datetime import date

import pytest

from followup.diagnostics import InvalidDocument
from followup.drafting.headers import UnsafeHeader, check_subject, is_address, is_one_line
from followup.drafting.values import Used
from tests.drafting.making import draft, history

BREAKS = ["\r\n", "\n", "\r", "\0", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\x1b", "\x7f"]
ADDRESSES = [
    "dana@acme.example",
    "dana.lee+jobs@mail.acme.example",
    "o'neil@acme.example",
    "a@b",
    "first=last@acme.example",
]
NO_ADDRESSES = [
    "",
    "dana",
    "dana@",
    "@acme.example",
    "dana@acme.example, eve@evil.example",
    "dana@acme.example;eve@evil.example",
    "dana@acme.example eve@evil.example",
    "Dana Lee <dana@acme.example>",
    "<dana@acme.example>",
    "dana@acme.example?bcc=eve@evil.example",
    "dana@acme.example&bcc=eve@evil.example",
    "dana?bcc=eve@evil.example",
    "dana&cc=eve@evil.example",
    "dana%0Abcc@acme.example",
    "dana@@acme.example",
    "dana@acme..example",
    ".dana@acme.example",
    "dana.@acme.example",
    "dana@-acme.example",
    "dana@acme.example.",
    '"dana lee"@acme.example',
    "dana@[127.0.0.1]",
    "dana(comment)@acme.example",
    "group: dana@acme.example;",
    "dаna@acme.example",  # noqa: RUF001 - the second letter is Cyrillic
    "dana@acme.example\n",
    "a" * 250 + "@b.example",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_one_address(address: str) -> None:
    """A plain address is one."""
    assert is_address(address)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_anything_else_is_none(address: str) -> None:
    """Two addresses, an address with a name, a link's query and the like are not."""
    assert not is_address(address)


@pytest.mark.parametrize("char", BREAKS)
def test_a_character_that_ends_a_line(char: str) -> None:
    """Whatever any program may take for the end of a line is refused, and so is any control."""
    assert not is_one_line(f"Data engineer{char}Bcc: eve@evil.example")


@pytest.mark.parametrize(
    "text", ["Data engineer", "Ingénieur·e données", "数据工程师", "a\u200db", ""]
)
def test_any_other_text_is_one_line(text: str) -> None:
    """Letters of any script, joiners among them, are fine."""
    assert is_one_line(text)


@pytest.mark.parametrize("char", BREAKS[:2] + BREAKS[7:10])
class TestFields:
    def test_a_name(self, char: str) -> None:
        """A recipient's name that would begin a header is refused, whatever the form."""
        with pytest.raises(UnsafeHeader, match="F701") as error:
            draft(history(name=f"Dana{char}Bcc: eve@evil.example"))
        assert error.value.keys == ("people", "recruiter", "name")

    def test_an_address(self, char: str) -> None:
        """So is an address."""
        with pytest.raises(UnsafeHeader, match="F701") as error:
            draft(history(email=f"dana@acme.example{char}Bcc: eve@evil.example"))
        assert error.value.keys == ("people", "recruiter", "email")

    def test_a_field_of_the_subject(self, char: str) -> None:
        """So is a field of the history that the subject takes."""
        with pytest.raises(UnsafeHeader, match="F701") as error:
            draft(history(role=f"Data engineer{char}Bcc: eve@evil.example"))
        assert error.value.keys == ("role",)

    def test_a_field_of_the_body(self, char: str) -> None:
        """A field that only the text takes may hold anything."""
        assert "eve" in draft(history(employer=f"Acme{char}Bcc: eve@evil.example")).body

    def test_the_sender(self, char: str) -> None:
        """The sender's name and address are headers too."""
        for sender in ({"name": f"Sam{char}Bcc: e@e.example"}, {"name": "Sam"}):
            address = "sam@doe.example" if char in sender["name"] else f"sam@doe.example{char}"
            with pytest.raises(InvalidDocument, match="F701"):
                draft(sender={**sender, "email": address}).eml()


@pytest.mark.parametrize("value", ["name", "email"])
def test_a_text_that_is_longer_than_a_line_of_mail(value: str) -> None:
    """A name of a thousand characters is refused in few words, and so is an address."""
    with pytest.raises(UnsafeHeader, match=r"F701 `D.*…` has 1,000 characters") as error:
        draft(history(**{value: "D" * 1000}))
    assert error.value.keys == ("people", "recruiter", value)
    assert len(str(error.value)) < 300


HIDDEN = ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\xad", "\U000e0041"]


@pytest.mark.parametrize("char", HIDDEN)
@pytest.mark.parametrize(
    ("field", "keys"), [("name", ("people", "recruiter", "name")), ("role", ("role",))]
)
def test_a_character_that_nobody_sees(field: str, keys: tuple[str, ...], char: str) -> None:
    """A sign of direction, or one without width, would show another head than is sent."""
    with pytest.raises(
        UnsafeHeader, match=f"U\\+{ord(char):04X} in it, which nobody sees"
    ) as error:
        draft(history(**{field: f"Data{char} engineer"}))
    assert error.value.keys == keys
    with pytest.raises(InvalidDocument, match="F701"):
        draft(sender={"name": f"Sam{char}", "email": "sam@doe.example"}).eml()


@pytest.mark.parametrize("name", ["Nami\u200ckhaham", "क्\u200dष"])
def test_a_joiner_in_a_name(name: str) -> None:
    """Persian and Indic names are wrong without it."""
    assert draft(history(name=name)).name == name


def test_what_nobody_sees_is_shown_to_whom_the_message_goes() -> None:
    """In the text of a mail it is written out, so that whoever reads it through finds it."""
    found = draft(history(employer="Ac\u202eme"))
    assert "\u202e" in found.body
    content = found.eml().decode()
    assert "Ac\\u202eme" in content
    assert "\u202e" not in content
    assert "%5Cu202e" in found.mailto()


@pytest.mark.parametrize("field", ["role", "name"])
def test_a_word_that_programs_decode(field: str) -> None:
    """An encoded word can hold a line break that no check of letters sees."""
    with pytest.raises(UnsafeHeader, match="F701"):
        draft(history(**{field: "=?utf-8?q?a=0D=0ABcc:_eve=40evil.example?="}))
    sender = {"name": "=?utf-8?q?a?=", "email": "sam@doe.example"}
    with pytest.raises(InvalidDocument, match="F701"):
        draft(sender=sender).eml()


def test_a_number_in_the_head() -> None:
    """A telephone number is shown in the head of a call, and is one line."""
    import followup

    people = {"recruiter": {"name": "Dana Lee", "phone": "+1 555\nHow: by mail"}}
    with pytest.raises(UnsafeHeader, match="F701") as error:
        ruleset = followup.load_ruleset("localwise")
        followup.draft(history(people=people), ruleset, date(2026, 10, 28), action="status-inquiry")
    assert error.value.keys == ("people", "recruiter", "phone")


@pytest.mark.parametrize("address", NO_ADDRESSES[1:])
def test_no_draft_goes_to_anything_but_one_address(address: str) -> None:
    """Whatever is not one address is refused before there is a draft."""
    with pytest.raises(UnsafeHeader, match="F701"):
        draft(history(email=address))


def test_the_template_is_blamed_for_its_own_line_break() -> None:
    """A subject of two lines that no field brought in is the template's fault."""
    from followup.diagnostics import Source

    used = [Used(keys=("role",), value="Data engineer")]
    with pytest.raises(UnsafeHeader) as error:
        check_subject("Data engineer\nagain", used, Source("mine.j2"))
    assert error.value.problems[0].location.source.name == "mine.j2"


def test_an_event_s_field_is_blamed_at_its_place(tmp_path: object) -> None:
    """A field of an event that the subject takes is named with the event's place."""
    interview = {
        "date": "2026-10-14",
        "event": "interview",
        "lead": "recruiter",
        "stage": "phone\nBcc: eve@evil.example",
    }
    from pathlib import Path

    directory = Path(str(tmp_path))
    (directory / "status-inquiry.j2").write_text(
        "{% set subject %}{{ facts.interview.stage }}{% endset %}x"
    )
    with pytest.raises(UnsafeHeader) as error:
        draft(history(interview), templates=directory, action="status-inquiry")
    assert error.value.problems[0].location.path.startswith("events[2]")
