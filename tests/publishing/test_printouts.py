"""Printouts as files: every shipped one is drawn, words of people stay what they are, no key leaves its sheet."""

import io
from collections.abc import Iterator, Mapping
from functools import cache

import pikepdf
import pytest

from exam.core.identity import Identity
from exam.core.item import (
    AssessmentItem,
    ChoiceItem,
    OralSet,
    RolePlayScenario,
    SpreadsheetItem,
    TrainingCase,
    TranscriptSet,
    WrittenReplyItem,
)
from exam.core.printouts import facts as told
from exam.core.printouts import result_facts
from exam.core.printouts.facts import Facts, Person, PrintCase
from exam.core.printouts.item_facts import Given, printouts_of
from exam.core.printouts.shapes import SHAPES, Printout, Shape
from exam.core.printouts.template import PrintoutTemplate, Reader
from exam.core.report import places
from exam.core.standard import AssessmentStandard, Task, TaskKind
from exam.loading import content_root
from exam.publishing.print_shop import PrintoutMissingError, PrintShop
from exam.publishing.printouts import code_of
from tests.core.printouts.prints import CHAIR, candidate, case
from tests.publishing.reading import letters, pages_text, text
from tests.rims import content, publisher

LONG = 25
HOSTILE = "<b>Zlý</b> {session} & \u202eobrat\x1b[31m <br/> ‹∞›"


def shipped() -> AssessmentStandard:
    found = content().standard("nsk-66-029-M-2015")
    assert found is not None
    return found


def banks() -> Iterator[tuple[Task, tuple[AssessmentItem, ...]]]:
    """Yield every item of the shipped banks with its task; those of a test together."""
    standard = shipped()
    for task in standard.tasks():
        found = content().bank(standard.id, task.bank or "") or ()
        if task.kind is TaskKind.TEST:
            yield task, found
        else:
            yield from ((task, (item,)) for item in found)


def items() -> Iterator[AssessmentItem]:
    """Yield every item of the shipped banks."""
    for _, found in banks():
        yield from found


def secrets(item: AssessmentItem) -> Iterator[str]:
    """Yield what only examiners may read of an item."""
    match item:
        case ChoiceItem():
            yield from (option.rationale for option in item.options)
        case TranscriptSet():
            yield from (transcript.rationale for transcript in item.transcripts)
        case RolePlayScenario():
            yield from (item.escalation, item.limit, *(cue.say for cue in item.script))
        case TrainingCase():
            yield from (item.novice, *(entry for goal in item.model_goals for entry in goal.expected))
        case WrittenReplyItem():
            yield from (entry for asked in (*item.required_points, *item.ethics) for entry in asked.expected)
        case SpreadsheetItem():
            yield from (entry for asked in (*item.presentation, *item.follow_up) for entry in asked.expected)
        case OralSet():
            yield from (entry for asked in item.prompts for entry in (*asked.expected, asked.text))
        case _:
            raise AssertionError(item)


def sample(shape: Shape, name: str = "x") -> Facts:
    """Return facts of a shape in which every text is its own name."""
    return {
        key: f"{name}-{key}" if inner is None else [sample(inner, key) for _ in range(2)]
        for key, inner in shape.items()
    }


def drawn(printout: Printout, facts: Facts, *, practice: bool = False) -> bytes:
    return publisher().draw_printout(printout, shipped(), facts, practice=practice)


def readers() -> Mapping[Printout, Reader]:
    return {found.value.printout: found.value.reader for found in content().printouts}


@cache
def from_the_bank() -> tuple[tuple[Printout, str, bytes], ...]:
    """Draw every printout of every shipped item."""
    frame = publisher().words("nsk", "cs").frame
    person = told.person_facts(made(candidate()), candidate())
    return tuple(
        (printout, "/".join(item.id for item in found), drawn(printout, {**person, **facts}))
        for task, found in banks()
        for printout, facts in printouts_of(Given(task, found, {}, frame))
    )


def made(*people: Person) -> PrintCase:
    return case(*people, under=shipped())


def test_every_printout_has_its_template() -> None:
    assert set(readers()) == set(Printout)


@pytest.mark.parametrize("printout", Printout)
def test_every_template_is_drawn_alike_each_time(printout: Printout) -> None:
    facts = sample(SHAPES[printout])
    first = drawn(printout, facts)
    assert first == drawn(printout, facts)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert str(pdf.Root.Lang) == "cs"
        assert pdf.Root.MarkInfo.Marked
        assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]


def templates() -> Iterator[PrintoutTemplate]:
    yield from (found.value for found in content().printouts)


def test_every_template_and_the_frame_speak_the_same_languages_as_the_records() -> None:
    records = {found.value.system: set(found.value.wording) for found in content().reports}
    frames = {found.value.system: set(found.value.wording) for found in content().frames}
    assert frames["nsk"] == {"cs", "en"}
    for template in templates():
        assert set(template.wording) == frames[template.system] <= records[template.system]


def test_a_language_says_as_much_as_another_one_and_names_the_same_facts() -> None:
    worded = ((template, list(template.wording.values())) for template in templates())
    for template, (first, *others) in worded:
        for one, other in (pair for words in others for pair in zip(first.blocks, words.blocks, strict=True)):
            assert one.model_fields_set == other.model_fields_set
            names = [sorted(name for pattern in block.patterns() for name in places(pattern)) for block in (one, other)]
            assert names[0] == names[1], template.printout


@pytest.mark.parametrize("printout", Printout)
def test_every_printout_is_drawn_in_english_without_a_word_of_the_czech_template(printout: Printout) -> None:
    english = shipped().model_copy(update={"language": "en"})
    pdf = publisher().draw_printout(printout, english, sample(SHAPES[printout]), practice=True)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "en"
    said = text(pdf)
    assert "PRACTICE EXAM" in said
    assert not set("ěščřžýůťďň") & set(said.lower())


@pytest.mark.parametrize("printout", Printout)
def test_practice_stands_on_every_page_of_a_practice_exam_and_on_no_other(printout: Printout) -> None:
    facts = sample(SHAPES[printout])
    for page in pages_text(drawn(printout, facts, practice=True)):
        assert "CVIČNÁ ZKOUŠKA" in page
    assert "CVIČNÁ" not in text(drawn(printout, facts))


@pytest.mark.parametrize("printout", Printout)
def test_words_of_people_stay_what_they_are(printout: Printout) -> None:
    shape = SHAPES[printout]
    facts = {**sample(shape), **{name: HOSTILE for name in ("candidate", "surname", "holder", "name") if name in shape}}
    body = letters(drawn(printout, facts))
    assert "<b>Zlý</b>{session}&" in body
    assert "\x1b" not in body
    assert "\u202e" not in body


def test_a_key_stands_only_on_what_is_headed_for_examiners() -> None:
    kept = {entry for item in items() for entry in secrets(item) if len(entry) > LONG}
    hidden = {"".join(entry.replace("\u2212", "–").split()) for entry in kept}
    assert len(hidden) > 100
    for printout, item_id, pdf in from_the_bank():
        body = letters(pdf)
        if readers()[printout] is Reader.EXAMINER:
            assert all("JEN PRO ZKOUŠEJÍCÍ" in page for page in pages_text(pdf)), (printout, item_id)
        else:
            assert not [entry for entry in hidden if entry in body], (printout, item_id)


def test_keys_are_printed_where_they_belong() -> None:
    printed = "".join(letters(pdf) for printout, _, pdf in from_the_bank() if readers()[printout] is Reader.EXAMINER)
    for item in items():
        starts = ["".join(entry.replace("\u2212", "–").split())[:20] for entry in secrets(item)]
        assert any(start in printed for start in starts), item.id


@pytest.mark.parametrize("printout", [Printout.NOTICE, Printout.FEEDBACK, Printout.INVITATION, Printout.SCORE_SHEET])
def test_real_facts_fit_their_pages(printout: Printout) -> None:
    person = candidate()
    makers = {
        Printout.NOTICE: result_facts.notice_facts(made(person), person),
        Printout.FEEDBACK: result_facts.feedback_facts(made(person), person),
        Printout.INVITATION: told.invitation_facts(made(person), person),
        Printout.SCORE_SHEET: result_facts.score_facts(made(person), person, CHAIR, {}),
    }
    body = text(drawn(printout, makers[printout]))
    assert "Smyšlená" in body
    assert "‹U+" not in body


def test_a_very_long_name_and_text_break_into_lines() -> None:
    person = Person("candidate", Identity(given_names="A" * 120, surname="B" * 120), "session-1")
    body = letters(drawn(Printout.INVITATION, told.invitation_facts(made(person), person)))
    assert "A" * 120 in body
    facts = {**sample(SHAPES[Printout.EMAIL]), "body": "slovo " * 4000}
    assert letters(drawn(Printout.EMAIL, facts)).count("slovo") == 4000


def test_the_square_code_says_what_was_printed_and_of_whom() -> None:
    assert code_of(Printout.BRIEF, {"session": "session-1", "sitting": "s", "item": "call-1"}) == (
        "EXAM1 BRIEF SESSION-1 CALL-1"
    )
    assert code_of(Printout.VISITORS, {"sitting": "sitting-1"}) == "EXAM1 VISITORS SITTING-1"


def test_a_printout_without_words_is_refused_by_name() -> None:
    latin = shipped().model_copy(update={"language": "la"})
    with pytest.raises(PrintoutMissingError):
        publisher().draw_printout(Printout.RULES, latin, {}, practice=False)
    reports, folder = {found.value.system: found.value for found in content().reports}, content_root() / "reports"
    with pytest.raises(PrintoutMissingError):
        PrintShop(reports, (), (), folder).words("nsk", "cs")
    framed = PrintShop(reports, (), tuple(found.value for found in content().frames), folder)
    with pytest.raises(PrintoutMissingError):
        framed.draw(Printout.RULES, shipped(), {}, practice=False)
