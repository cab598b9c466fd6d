"""Templates see what the history says, as text and never as code, and leave no holes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from followup.diagnostics import InvalidDocument, NotEvaluable, Problem, UnknownName
from tests.drafting.making import DAY, SUBJECT, draft, history, with_template

OFFER = {"date": "2026-10-22", "event": "received", "kind": "offer", "from": "recruiter"}
SECOND = {"date": "2026-10-14", "event": "interview", "with": ["recruiter"]}
HOSTILE = "{{ 7*7 }}{% for i in range(9) %}x{% endfor %}{# gone #}"


def problem(directory: Path, text: str) -> Problem:
    """Return what is wrong with a template."""
    with pytest.raises(InvalidDocument) as error:
        with_template(directory, text)
    (found,) = error.value.problems
    assert found.code == "F702"
    assert found.location.source.name == str(directory / "status-inquiry.j2")
    return found


class TestWhatIsFilledIn:
    def test_the_history_s_words_are_text(self) -> None:
        """What looks like a template in a history is written as it stands."""
        found = draft(history(role=HOSTILE), sender={"name": "{{ case.role }}"})
        assert HOSTILE in found.body
        assert found.subject is not None
        assert HOSTILE in found.subject
        assert "{{ case.role }}" in found.body

    def test_a_topic_is_text_as_well(self) -> None:
        """What an event says is written as it stands, on one line, without its full stop."""
        topic = "the {{ plans }} for\n  a platform."
        found = draft(history({**SECOND, "topic": topic}), action="status-inquiry")
        assert "not least because of the {{ plans }} for a platform." in found.body

    def test_a_note_is_never_written(self) -> None:
        """A note is quoted in the gap, shortened, for the writer to use; a topic comes first."""
        note = "Ana was tired ]] and\nI rambled. " + "More of it. " * 20
        found = draft(history({**SECOND, "note": note}), action="status-inquiry")
        (gap,) = (gap for gap in found.gaps if "your note" in gap)
        assert gap.startswith(
            '[[ one thing from the interview; your note: "Ana was tired ) and I rambled. More'
        )
        assert gap.endswith('…" ]]')
        assert len(gap) < 150
        assert "tired" not in found.body.replace(gap, "")
        both = draft(history({**SECOND, "note": note, "topic": "cake"}), action="status-inquiry")
        assert "because of cake." in both.body
        assert "tired" not in both.body

    def test_nor_is_that_of_a_request(self) -> None:
        """The note of another event stays with the writer too."""
        asked = {"date": "2026-10-22", "event": "received", "kind": "information-request"}
        found = draft(history({**asked, "note": "my papers (why?)"}))
        assert '[[ what they asked for; your note: "my papers (why?)" ]]' in found.gaps

    @pytest.mark.parametrize(
        ("role", "said"),
        [
            ("Data engineer", "the Data engineer role at Acme"),
            ("Lead role", "the Lead role at Acme"),
            ("Trainee Position", "the Trainee Position at Acme"),
            ("Payroll", "the Payroll role at Acme"),
        ],
    )
    def test_a_title_is_called_a_role_once(self, role: str, said: str) -> None:
        """A title that ends in such a word itself is not given a second one."""
        for tone in ("formal", "friendly"):
            assert said in draft(history(role=role), tone=tone).body

    def test_names_use_underscores_for_hyphens(self, tmp_path: Path) -> None:
        """`long-process` of the vocabulary is `case.long_process` in a template."""
        assert with_template(tmp_path, "{{ case.long_process }}").body == "False"

    def test_a_template_sees_facts_events_and_the_attempt(self, tmp_path: Path) -> None:
        """Facts are those of the decision; events are those that have happened."""
        text = (
            "{{ facts.promise.deadline | day }}; {{ events('interview') | length }}; "
            "{{ attempt }} of {{ attempts_allowed }}; {{ to.name }}, {{ to.first_name }}, "
            "{{ to.role }}; {{ facts.interview.with[0].email }}; {{ as_of }}; {{ channel }}"
        )
        found = with_template(tmp_path, text)
        assert found.body == (
            "Tuesday, October 20; 1; 1 of 2; Dana Lee, Dana Lee, recruiter; dana@acme.example; "
            "2026-10-23; email"
        )

    def test_what_happens_later_is_not_seen(self, tmp_path: Path) -> None:
        """An event after the day of the draft is unknown to it."""
        later = {"date": "2026-10-30", "event": "posting", "status": "open"}
        text = "{{ events('posting') | length }}"
        (tmp_path / "status-inquiry.j2").write_text(SUBJECT + text)
        assert draft(history(later), templates=tmp_path).body == "0"

    def test_a_moment_is_its_local_date(self, tmp_path: Path) -> None:
        """An event with a time of day is written by the date in the history's time zone."""
        interview = {"date": "2026-10-14", "time": "23:30", "event": "interview"}
        case = history(interview, timezone="America/Los_Angeles")
        (tmp_path / "status-inquiry.j2").write_text(SUBJECT + "{{ facts.interview | date }}")
        assert draft(case, templates=tmp_path, action="status-inquiry").body == "October 14"

    def test_empty_lines_and_spaces_are_tidied(self, tmp_path: Path) -> None:
        """What a condition leaves behind does not show."""
        text = "One  \n{% if false %}\nTwo\n{% endif %}\n\n\nThree\n"
        assert with_template(tmp_path, text).body == "One\n\nThree"


class TestGaps:
    def test_what_the_history_lacks_is_a_marked_gap(self) -> None:
        """Each gap stands in the text, and once in the list."""
        found = draft(history(people={}))
        assert "[[ name of the recruiter ]]" in found.gaps
        assert "[[ your name ]]" in found.gaps
        assert all(gap in found.body for gap in found.gaps)
        assert len(set(found.gaps)) == len(found.gaps)

    def test_what_is_told_is_no_gap(self) -> None:
        """The sender's name and number are filled in where they are given."""
        found = draft(sender={"name": "Sam Doe", "phone": "+1 555 0100"})
        assert found.body.endswith("Sam Doe\n+1 555 0100")
        assert not any("your" in gap for gap in found.gaps)

    def test_a_gap_that_is_not_written_is_not_listed(self, tmp_path: Path) -> None:
        """Only gaps that stand in the text are listed."""
        found = with_template(tmp_path, '{% set a = gap("one") %}{{ gap("two") }}')
        assert found.gaps == ("[[ two ]]",)


class TestHoles:
    def test_a_missing_value_is_an_error_with_its_line(self, tmp_path: Path) -> None:
        """A value that the history lacks is never written as nothing."""
        found = problem(tmp_path, "Hello\n\n{{ facts.offer.from.name }}")
        assert found.location.line == 3
        assert found.message == "there is no `facts.offer.from.name` to write here"
        assert found.help is not None
        assert 'facts.offer.from.name or gap("' in found.help

    @pytest.mark.parametrize("text", ["{{ sender.name ~ '!' }}", "{{ sender.name | upper }}"])
    def test_neither_is_it_by_a_detour(self, tmp_path: Path, text: str) -> None:
        """Joining or filtering a missing value is an error too."""
        assert problem(tmp_path, text).location.line == 1

    @pytest.mark.parametrize(
        "text",
        ["{{ facts.intervew.date }}", "{{ facts.intervew.lead.name }}", "{{facts.intervew}}"],
    )
    def test_a_mistyped_fact_is_recognized(self, tmp_path: Path, text: str) -> None:
        """A fact of no ruleset gets the nearest one before the advice to leave a gap."""
        found = problem(tmp_path, text)
        assert found.help is not None
        assert found.help.startswith("did you mean `facts.interview`? otherwise write `{{ facts.")

    @pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u200b"])
    def test_blanks_are_missing(self, blank: str, tmp_path: Path) -> None:
        """A value in which nothing can be seen is a hole, and so a gap."""
        found = draft(history(name=blank, employer=blank, role=blank), sender={"name": blank})
        assert (found.name, found.whom) == (None, "the recruiter")
        assert {"[[ name of the recruiter ]]", "[[ your name ]]"} <= set(found.gaps)
        assert "[[ title of the role ]]" in (found.subject or "")

    def test_it_can_be_asked_about(self, tmp_path: Path) -> None:
        """A missing value is false, undefined, and a default takes its place."""
        text = (
            "{% if sender.name %}a{% endif %}{{ 'b' if facts.offer is not defined }}"
            "{{ facts.offer.date | default('c') }}{{ (facts.offer | day) or gap('d') }}"
            "{{ facts.nobody_has_this or 'e' }}"
        )
        assert with_template(tmp_path, text).body == "bc[[ d ]]e"


class TestMistakes:
    def test_an_unknown_name(self, tmp_path: Path) -> None:
        """A name that no template has is reported with its line and the nearest one."""
        found = problem(tmp_path, "Hello\n{{ cse.role }}")
        assert (found.location.line, found.message) == (2, "a template has no `cse`")
        assert found.help == "did you mean `case`?"

    def test_a_name_that_an_import_does_not_know(self, tmp_path: Path) -> None:
        """Without its context an imported template has no names but its own."""
        (tmp_path / "_own.j2").write_text("{% macro role() %}\n{{ case.role }}{% endmacro %}")
        with pytest.raises(InvalidDocument, match=r"_own.j2:2: F702 `case` is undefined .*context"):
            with_template(tmp_path, '{% import "_own.j2" as own %}{{ own.role() }}')
        text = '{% import "_own.j2" as own with context %}{{ own.role() }}'
        assert with_template(tmp_path, text).body == "Data engineer"

    def test_an_unknown_field(self, tmp_path: Path) -> None:
        """A field that the vocabulary does not have is a mistake, not a missing value."""
        found = problem(tmp_path, "{{ case.rol or gap('it') }}")
        assert (found.location.line, found.message) == (1, "there is no `case.rol`")
        assert found.help == "did you mean `role`?"

    def test_an_unknown_event(self, tmp_path: Path) -> None:
        """So is a kind of event that it does not have."""
        found = problem(tmp_path, "\n\n{{ events('intervew') | length }}")
        assert (found.location.line, found.help) == (3, "did you mean `interview`?")

    @pytest.mark.parametrize(
        "text", ["{{ to.name", "a\n{% if %}", "{% endfor %}", "{{ to.name | nofilter }}", "{% x %}"]
    )
    def test_a_text_that_is_no_template(self, tmp_path: Path, text: str) -> None:
        """An error of form has its line."""
        assert problem(tmp_path, text).location.line is not None

    @pytest.mark.parametrize(
        "text",
        [
            "{{ case }}",
            "{{ to }}",
            "{{ facts.interview }}",
            "{{ attempt / 0 }}",
            "{{ attempt + 'x' }}",
            "{{ 'x' | date }}",
            "{% include 'nowhere.j2' %}",
            "{{ facts.interview.with }}",
            "{{ [to.phone] }}",
            "{{ [case.role.foo] }}",
            "{{ none }}",
            "{{ gap }}",
            "{{ 'x' * 10 }}",
            "{{ [gap] }}",
            "{{ checklist }}",
            "{{ 'x' ~ [1] }}",
            "{{ ['x', [1]] | join }}",
            "{{ [1] | lower }}",
            "{{ gap(1) }}",
            "{{ gap(to.phone) }}",
            "{{ gap('a', 'b') }}",
            "{{ events() }}",
            "{{ events([]) }}",
            "{{ attempt() }}",
            "{{ nothing() }}{% set nothing = 1 %}",
            "{{ 'x' | truncate('y') }}",
            "{{ 'x' | truncate(1) }}",
            "{{ 'abcdefghijk' | truncate(2) }}",
            "{{ '%d' | format('x') }}",
            "{{ '%s' | format }}",
            "{{ 'x'.split('') }}",
            "{{ [to] | selectattr('a.a.a.a.a.a.a.a.a') | list }}",
            "{{ [to] | selectattr('name', 'like', 'x') | list }}",
            "{{ [to] | selectattr('nme') | list }}",
            "{% for one in case %}{% endfor %}",
            "{% for one in 5 %}{% endfor %}",
            "{% for one, two in ['abc'] %}{% endfor %}",
            "{{ 'a' in 5 }}",
            "{{ 'a' < 5 }}",
            "{{ -'a' }}",
            "{{ case[0] }}",
            "{{ case['role']['x'] }}",
            "{{ attempt[0] }}",
            "{{ [][0] }}",
            "{{ as_of.today }}",
            "{{ as_of.replace(year=1) }}",
            "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
            "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}",
            "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}",
            "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}",
            "{% macro m(a) %}{{ a }}{% endmacro %}{{ m }}",
            "{% import 'nowhere.j2' as x with context %}",
            "{% from '_shared.j2' import nothing with context %}",
            "{% import '_shared.j2' as x with context %}{{ x.nothing() }}",
            "{% import '_shared.j2' as x with context %}{{ x }}",
        ],
    )
    def test_what_cannot_be_filled_in(self, tmp_path: Path, text: str) -> None:
        """Whatever else goes wrong in a template is told at its line, never as a traceback."""
        assert problem(tmp_path, "\n" + text).location.line == 2

    @pytest.mark.parametrize(
        "text",
        [
            "{% for i in [1] %}" * 45 + "{% endfor %}" * 45,
            "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
            "{% if 1 %}" * 400 + "{% endif %}" * 400,
            "{{ " + "9" * 5000 + " }}",
            "{% macro subject() %}x{% endmacro %}y",
            "{% set subject = none %}y",
        ],
    )
    def test_what_python_cannot_read(self, tmp_path: Path, text: str) -> None:
        """Python's own bounds, and a subject that is no text, are faults of the template."""
        problem(tmp_path, text)

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("{% extends 'x.j2' %}", "`{% extends %}`"),
            ("{% block a %}{% endblock %}", "`{% block %}`"),
            ("{% call gap() %}{% endcall %}", "`{% call %}`"),
            ("{% filter upper %}{% endfilter %}", "`{% filter %}`"),
            ("{% with a = 1 %}{% endwith %}", "`{% with %}`"),
            ("{% autoescape true %}{% endautoescape %}", "`{% autoescape %}`"),
            ("{% set a.b = 1 %}", "names with a dot to set"),
            ("{{ {'a': 1} }}", "`{…}`"),
            ("{{ 2 ** 2 }}", "`**`"),
            ("{{ gap(*['a']) }}", "`*` before what it gives"),
            ("{{ gap(**case) }}", "`*` before what it gives"),
            ("{{ 'a' | tojson }}", "filter `tojson`"),
            ("{% if 1 is sameas 1 %}{% endif %}", "test `sameas`"),
            ("{% for a in [1] recursive %}{% endfor %}", "`recursive`"),
            ("{{ namespace() }}", "`namespace`"),
            ("{{ self }}", "`self`"),
            ("{% macro m() %}{{ varargs }}{% endmacro %}", "`varargs`"),
            ("{% for a in [1] %}{% endfor %}{{ a }}", "`a`"),
            ("{% macro m(a) %}{% set b = a %}{% endmacro %}{{ b }}", "`b`"),
            ("{{ loop.index }}", "`loop`"),
        ],
    )
    def test_what_is_no_part_of_the_language(self, tmp_path: Path, text: str, what: str) -> None:
        """Whatever else Jinja has is refused before anything is written, with the mend."""
        found = problem(tmp_path, "\n{% if false %}" + text + "{% endif %}")
        assert (found.location.line, found.message) == (2, f"a template has no {what}")
        assert found.help

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{% import 'a' ~ 'b' as x %}", "a template is named by one text here"),
            ("{% include ['a.j2', 'b.j2'] %}", "a template is named by one text here"),
            ("{% set x | upper %}a{% endset %}", "`{% set %}` has no filter"),
            ("{% set loop = 1 %}", "`loop` is set by loops alone"),
            ("{% if 1 is eq(b=1) %}{% endif %}", "a test takes no names"),
        ],
    )
    def test_nor_are_some_uses(self, tmp_path: Path, text: str, said: str) -> None:
        """What the language has can be used in fewer ways."""
        assert problem(tmp_path, text).message == said

    def test_half_a_character(self, tmp_path: Path) -> None:
        """What no file can hold is replaced."""
        found = with_template(tmp_path, r'{{ "\ud800" }}')
        assert found.body == "?"
        assert found.eml()


class TestSandbox:
    @pytest.mark.parametrize(
        "text",
        [
            "{{ ''.__class__.__mro__ }}",
            "{{ gap.__globals__ }}",
            "{{ events.__self__.situation }}",
            "{{ facts._seen }}",
            "{{ to._read('name') }}",
            "{{ self.__init__.__globals__ }}",
            "{{ cycler.__init__.__globals__.os.popen('id') }}",
            "{{ checklist.append('x') }}",
            "{{ as_of.today() }}",
            "{{ as_of | attr('today') }}",
            "{{ '{0.today}'.format(as_of) }}",
            "{{ [1, 2] | random }}",
            "{{ lipsum() }}",
            "{% for i in range(10000000) %}x{% endfor %}",
        ],
    )
    def test_a_template_reaches_nothing_else(self, tmp_path: Path, text: str) -> None:
        """No template gets at the program, or changes what it was given."""
        problem(tmp_path, text)

    @pytest.mark.parametrize("name", ["../secret.j2", "/etc/passwd", "sub/x.j2", "..\\\\x.j2"])
    def test_a_template_imports_only_its_neighbours(self, tmp_path: Path, name: str) -> None:
        """A name with a path in it leads nowhere."""
        inner = tmp_path / "own"
        (inner / "sub").mkdir(parents=True)
        (tmp_path / "secret.j2").write_text("secret")
        (inner / "sub" / "x.j2").write_text("secret")
        assert "there is no template" in problem(inner, f'{{% include "{name}" %}}').message


class TestChoices:
    def test_what_no_history_tells_is_asked_for(self) -> None:
        """An answer to an offer needs to know which one."""
        with pytest.raises(NotEvaluable, match="`accept`, `decline` or `more-time` for `decision`"):
            draft(history(OFFER))

    def test_each_answer_has_its_text(self) -> None:
        """To accept and to decline are two texts."""
        case = history(OFFER)
        accept, decline = (
            draft(case, given={"decision": word}).body for word in ("accept", "decline")
        )
        assert "accept it" in accept
        assert "not to accept" in decline

    def test_another_answer_is_none(self) -> None:
        """A word that is no choice is refused."""
        with pytest.raises(NotEvaluable, match="`maybe` is not one of the choices"):
            draft(history(OFFER), given={"decision": "maybe"})

    def test_what_is_not_asked_for_is_refused(self) -> None:
        """A choice that the message does not have is likely a slip."""
        with pytest.raises(UnknownName, match="asks for no `decison`"):
            draft(given={"decison": "accept"})


class TestTones:
    def test_the_first_tone_is_taken(self) -> None:
        """Without a word on it the first tone of the vocabulary is taken."""
        assert draft().tone == "formal"

    @pytest.mark.parametrize(
        ("culture", "tone"),
        [("formal", "formal"), ("traditional", "formal"), ("casual", "friendly")],
    )
    def test_the_history_calls_for_a_tone(self, culture: str, tone: str) -> None:
        """How people at the other side deal with one another decides."""
        assert draft(history(culture=culture)).tone == tone

    def test_a_tone_can_be_chosen(self) -> None:
        """What is wished comes before what the history calls for."""
        assert draft(history(culture="formal"), tone="friendly").body.startswith("Hi Dana Lee,")

    def test_an_unknown_tone(self) -> None:
        """A tone that there is not is refused with the nearest one."""
        with pytest.raises(UnknownName, match="did you mean `friendly`"):
            draft(tone="frendly")


class TestNames:
    @pytest.mark.parametrize(
        ("person", "friendly", "formal"),
        [
            ({"name": "Dana Lee"}, "Dana Lee", "Dana Lee"),
            ({"name": "Dana"}, "Dana", "Dana"),
            ({"name": "van der Berg"}, "van der Berg", "van der Berg"),
            ({"name": "Dr. Jens Vogt"}, "Dr. Jens Vogt", "Dr. Jens Vogt"),
            ({"name": "Dr. Jens Vogt", "surname": "Vogt"}, "Dr. Jens Vogt", "Dr. Vogt"),
            ({"name": "Jens Vogt", "title": "Prof. Dr."}, "Jens Vogt", "Prof. Dr. Jens Vogt"),
            ({"name": "Dr. Jens Vogt", "title": "Dr."}, "Dr. Jens Vogt", "Dr. Jens Vogt"),
            ({"name": "Prof Dr Jens Vogt", "surname": "Vogt"}, "Prof Dr Jens Vogt", "Prof Dr Vogt"),
            ({"name": "J. Vogt", "surname": "Vogt"}, "J. Vogt", "J. Vogt"),
            ({"name": "Nguyen Van Minh", "given-name": "Minh"}, "Minh", "Nguyen Van Minh"),
            ({"given-name": "Ana", "surname": "Ortiz"}, "Ana", "Ana Ortiz"),
            ({"given-name": "Ana", "surname": "Ortiz", "title": "Ms"}, "Ana", "Ms Ortiz"),
            ({"surname": "Ortiz", "title": "Ms"}, "Ms Ortiz", "Ms Ortiz"),
            ({"name": "Lee, Dana", "given-name": "Dana", "surname": "Lee"}, "Dana", "Dana Lee"),
            ({"name": "Lee,"}, "Lee", "Lee"),
            ({"name": "Dana Lee", "given-name": "Dana,", "surname": " "}, "Dana", "Dana Lee"),
            ({"name": "Lee, Dana"}, *["[[ how you address Lee, Dana ]]"] * 2),
        ],
    )
    def test_a_greeting(self, person: dict[str, str], friendly: str, formal: str) -> None:
        """Title, surname and given name greet, else the whole name; nothing is guessed."""
        case = history(people={"recruiter": person})
        assert draft(case, tone="friendly").body.startswith(f"Hi {friendly},\n")
        assert draft(case, tone="formal").body.startswith(f"Dear {formal},\n")

    def test_a_name_is_put_together(self) -> None:
        """Without a whole name the parts make one, in sentences and in the head of the mail."""
        case = history(people={"recruiter": {"given-name": "Ana", "surname": "Ortiz"}})
        assert (draft(case).whom, draft(case).name) == ("Ana Ortiz", "Ana Ortiz")


class TestOwnTemplates:
    def test_a_tone_s_own_comes_first(self, tmp_path: Path) -> None:
        """In a directory of one's own, `TONE/NAME.j2` comes before `NAME.j2`."""
        (tmp_path / "friendly").mkdir()
        (tmp_path / "friendly" / "status-inquiry.j2").write_text(SUBJECT + "friendly")
        (tmp_path / "status-inquiry.j2").write_text(SUBJECT + "any")
        assert draft(templates=tmp_path).body == "any"
        assert draft(templates=tmp_path, tone="friendly").body == "friendly"

    def test_the_shipped_macros_are_there(self, tmp_path: Path) -> None:
        """A template of one's own can import what the shipped ones share."""
        text = '{% import "_shared.j2" as say with context %}{{ say.greeting() }}'
        assert with_template(tmp_path, text).body == "Dear Dana Lee,"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("Hello", "the subject is empty"),
            ("{% set subject %} \n {% endset %}Hello", "the subject is empty"),
            (SUBJECT + " \n{% if false %}Hello{% endif %}\n", "the text is empty"),
            ("", "the text is empty"),
        ],
    )
    def test_a_mail_has_a_subject_and_a_text(self, tmp_path: Path, text: str, said: str) -> None:
        """An empty subject of a mail, or an empty text, is a mistake of the template."""
        (tmp_path / "status-inquiry.j2").write_text(text)
        with pytest.raises(InvalidDocument, match=f"status-inquiry.j2: F702 {said}"):
            draft(templates=tmp_path)

    def test_a_directory_that_is_none(self, tmp_path: Path) -> None:
        """A wrong directory is reported as a file is."""
        with pytest.raises(InvalidDocument, match="F001"):
            draft(templates=tmp_path / "nowhere")
        (tmp_path / "file").write_text("")
        with pytest.raises(InvalidDocument, match="this is no directory"):
            draft(templates=tmp_path / "file")


def test_nothing_due_is_an_error_for_a_program() -> None:
    """A program that asks for a draft where nothing is due is told what there is."""
    import followup

    with pytest.raises(NotEvaluable, match="nothing is due: Wait until Fri 23 Oct 2026"):
        followup.draft(history(), followup.load_ruleset("balanced"), DAY.replace(day=22))


def test_a_decision_does_not_pay_for_drafts() -> None:
    """The templates' engine is imported by whoever writes a message, by no one else."""
    code = (
        "import sys, datetime, followup; followup.Draft; followup.draft; "
        "case = followup.history_from({'events': []}); "
        "followup.decide(case, followup.load_ruleset('balanced'), datetime.date(2026, 10, 23)); "
        "print(*sorted({'jinja2', 'followup.drafting.mail'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
