from dataclasses import replace
from datetime import date, timedelta

import pytest

from exam.core.custody import ArchiveRegister
from exam.core.custody_events import (
    DisposalProposed,
    RecordAccepted,
    RecordDisposed,
    RecordRenewed,
    RecordReturned,
    ReviewDecided,
    ReviewDecision,
    ReviewRequested,
)
from exam.core.custody_refusals import (
    DisposalUnproposedError,
    LineUnknownError,
    LineWrongError,
    NotAcceptableError,
    ReasonEmptyError,
    RecordTakenError,
    RetentionRunsError,
    ReviewNoneError,
    ReviewWrongError,
    RevisionOlderError,
    SecondPersonError,
)
from exam.core.custody_rules import (
    Lengths,
    accept,
    decide_review,
    dispose,
    enter_own,
    facts_of,
    give_back,
    propose_disposal,
    request_review,
    require_returnable,
)
from exam.core.events import ActorRef, Event
from exam.core.exam_record import SupersededRecord
from exam.core.retention import DEFAULT_CLASSES
from exam.problem import ExamError
from tests.core.registers import DAY, KEEP_UNTIL, OVER, checked, facts, folded, kept, received
from tests.record_builders import record_case

ALONE = Lengths()
WORDS = ("Chybí podpis.", "e" * 64)


def taken(register: ArchiveRegister, number: int = 1, lengths: Lengths = ALONE) -> tuple[Event, ...]:
    return accept(register, number, DEFAULT_CLASSES, lengths)


# Accepting


def test_a_verified_record_is_accepted_for_the_years_of_its_class() -> None:
    (event,) = taken(folded(received(), checked()))
    assert event == RecordAccepted(number=1, retention="received", keep_until=date(2081, 11, 20))


def test_a_practice_record_is_accepted_as_such() -> None:
    (event,) = taken(folded(received(), checked(verdict="PRACTICE", told=facts(practice=True))))
    assert event == RecordAccepted(number=1, retention="practice", keep_until=DAY)


@pytest.mark.parametrize(
    ("register", "refusal"),
    [
        (folded(received()), LineWrongError),
        (folded(received(), checked(verdict="RETURN")), NotAcceptableError),
        (folded(received(), checked().model_copy(update={"facts": None})), NotAcceptableError),
        (folded(), LineUnknownError),
    ],
)
def test_what_is_not_verified_or_does_not_hold_is_not_accepted(
    register: ArchiveRegister, refusal: type[ExamError]
) -> None:
    with pytest.raises(refusal):
        taken(register)


def test_a_file_that_does_not_hold_is_refused_with_its_codes() -> None:
    wrong = checked(verdict="RETURN").model_copy(update={"codes": ("chain-broken", "record-head-differs")})
    with pytest.raises(NotAcceptableError) as told:
        taken(folded(received(), wrong))
    assert told.value.arguments == {"number": "1", "codes": "chain-broken, record-head-differs"}
    with pytest.raises(NotAcceptableError) as told:
        taken(folded(received(), checked().model_copy(update={"facts": None, "codes": ()})))
    assert told.value.arguments["codes"] == "–"


def test_what_is_accepted_is_accepted_once() -> None:
    assert taken(folded(*kept())) == ()


def test_the_same_number_with_other_data_is_refused() -> None:
    register = folded(*kept(), received(2), checked(2, told=facts(data="a" * 64)))
    for lengths in (Lengths(longer=True), Lengths(shorter=True), ALONE):
        with pytest.raises(RecordTakenError) as told:
            taken(register, 2, lengths)
        assert told.value.arguments == {"number": "2", "kept": "1", "record": "record-1"}


def test_a_longer_file_of_the_same_data_joins_and_a_shorter_or_strange_one_does_not() -> None:
    register = folded(*kept(), received(2), checked(2))
    (event,) = taken(register, 2, Lengths(longer=True))
    assert event == RecordRenewed(number=1, file="2" * 64, length=1_000, joined=2)
    assert taken(folded(event, known=register), 2) == ()
    with pytest.raises(RevisionOlderError):
        taken(register, 2, Lengths(shorter=True))
    with pytest.raises(RecordTakenError):
        taken(register, 2)


def test_a_record_of_this_workspace_is_entered_in_the_class_for_it() -> None:
    entered = enter_own(4, "session-1", ("a" * 64, 9), facts(), DEFAULT_CLASSES)
    assert (entered.retention, entered.keep_until) == ("own", KEEP_UNTIL)
    practice = enter_own(4, "session-1", ("a" * 64, 9), facts(practice=True), DEFAULT_CLASSES)
    assert practice.retention == "practice"


# Facts


def test_the_facts_of_a_record_name_nobody_and_begin_with_the_chair() -> None:
    record = record_case().record
    told = facts_of(record, "d" * 64)
    assert told is not None
    assert told.candidate == record.candidate.version.reference
    assert told.examiners[0] == next(one.version.reference for one in record.examiners if one.chair)
    assert told.authorisations[0] == "CVIČNÁ-0001/2026"
    assert (told.practice, told.supersedes) == (True, None)
    assert record.candidate.version.identity.surname not in told.model_dump_json()


def test_the_facts_say_what_a_record_supersedes_and_that_nobody_is_authorised() -> None:
    record = record_case().record
    former = SupersededRecord(record="record-1", data_digest="9" * 64, reason="Oprava.")
    bare = [
        one.model_copy(
            update={
                "version": one.version.model_copy(
                    update={"identity": one.version.identity.model_copy(update={"authorisation": None})}
                )
            }
        )
        for one in record.examiners
    ]
    told = facts_of(record.model_copy(update={"supersedes": former, "examiners": tuple(bare)}), "d" * 64)
    assert told is not None
    assert told.supersedes is not None
    assert (told.supersedes.record, told.supersedes.data) == ("record-1", "9" * 64)
    assert set(told.authorisations) == {""}


@pytest.mark.parametrize("where", ["record", "supersedes"])
def test_a_record_whose_words_fit_no_register_has_no_facts(where: str) -> None:
    former = SupersededRecord(record="x" * 201, data_digest="9" * 64, reason="Oprava.")
    wrong: dict[str, object] = {"record": "x" * 201, "supersedes": former}
    assert facts_of(record_case().record.model_copy(update={where: wrong[where]}), "d" * 64) is None


# Returning


def test_a_file_is_returned_with_reason_and_letter_and_only_once() -> None:
    register = folded(received(), checked(verdict="RETURN"))
    (event,) = give_back(register, 1, WORDS, DEFAULT_CLASSES, DAY)
    assert event == RecordReturned(
        number=1, reason=WORDS[0], letter=WORDS[1], retention="returned", keep_until=date(2027, 11, 20)
    )
    again = folded(event, known=register)
    assert give_back(again, 1, WORDS, DEFAULT_CLASSES, DAY) == ()
    with pytest.raises(LineWrongError):
        taken(again)


def test_a_record_that_holds_may_be_returned_for_another_reason() -> None:
    assert give_back(folded(received(), checked()), 1, WORDS, DEFAULT_CLASSES, DAY)


def test_nothing_is_returned_unread_kept_or_without_a_reason() -> None:
    for register in (folded(received()), folded(*kept())):
        with pytest.raises(LineWrongError):
            require_returnable(register, 1, WORDS[0])
    with pytest.raises(ReasonEmptyError):
        require_returnable(folded(received(), checked()), 1, " . ")


# Reviews


def test_a_review_is_requested_once_and_decided_once() -> None:
    register = folded(*kept())
    (request,) = request_review(register, 1, "Měření času.", DAY)
    assert request == ReviewRequested(
        number=1, review=1, requested_on=DAY, grounds="Měření času.", decide_by=DAY + timedelta(days=30)
    )
    register = folded(request, known=register)
    assert request_review(register, 1, "Měření času.", DAY) == ()
    with pytest.raises(ReviewWrongError):
        request_review(register, 1, "Něco jiného.", DAY)
    (decision,) = decide_review(register, 1, ReviewDecision.CONFIRMED, "V pořádku.")
    assert decision == ReviewDecided(number=1, review=1, decision=ReviewDecision.CONFIRMED, reason="V pořádku.")
    register = folded(decision, known=register)
    assert decide_review(register, 1, ReviewDecision.CONFIRMED, "V pořádku.") == ()
    with pytest.raises(ReviewNoneError):
        decide_review(register, 1, ReviewDecision.REPEATED, "V pořádku.")
    assert request_review(register, 1, "Něco jiného.", DAY)


def test_a_review_needs_a_kept_record_grounds_and_a_reason() -> None:
    with pytest.raises(LineWrongError):
        request_review(folded(received()), 1, "Čas.", DAY)
    with pytest.raises(ReasonEmptyError):
        request_review(folded(*kept()), 1, "", DAY)
    with pytest.raises(ReasonEmptyError):
        decide_review(folded(*kept()), 1, ReviewDecision.CONFIRMED, "?")
    with pytest.raises(ReviewNoneError):
        decide_review(folded(*kept()), 1, ReviewDecision.CONFIRMED, "V pořádku.")


# Disposal


def proposed() -> ArchiveRegister:
    register = folded(*kept())
    return folded(*propose_disposal(register, [1], "Lhůta uplynula.", OVER), known=register)


def test_a_disposal_is_proposed_all_or_none_and_once() -> None:
    register = folded(*kept(), *kept(2, facts("record-2")))
    (event,) = propose_disposal(register, [1, 1, 2], "Lhůta uplynula.", OVER)
    assert event == DisposalProposed(numbers=(1, 2), reason="Lhůta uplynula.")
    assert propose_disposal(folded(event, known=register), [2, 1], "Lhůta uplynula.", OVER) == ()
    with pytest.raises(LineUnknownError):
        propose_disposal(register, [1, 3], "Lhůta uplynula.", OVER)
    with pytest.raises(ReasonEmptyError):
        propose_disposal(register, [1], "", OVER)


def test_nothing_is_proposed_before_its_last_day_is_over() -> None:
    with pytest.raises(RetentionRunsError) as told:
        propose_disposal(folded(*kept()), [1], "Lhůta uplynula.", KEEP_UNTIL)
    assert told.value.arguments == {"number": "1", "until": "2031-11-20"}


def test_nothing_is_disposed_of_while_a_review_is_open_or_before_it_was_decided_on() -> None:
    asked = ReviewRequested(number=1, review=1, requested_on=DAY, grounds="Čas.", decide_by=DAY)
    with pytest.raises(ReviewWrongError):
        propose_disposal(folded(*kept(), asked), [1], "Lhůta uplynula.", OVER)
    with pytest.raises(ReviewWrongError):
        dispose(folded(asked, known=proposed()), 1, "zeman", OVER)
    with pytest.raises(LineWrongError):
        propose_disposal(folded(received(), checked()), [1], "Lhůta uplynula.", OVER)


def test_another_person_disposes_and_once() -> None:
    register = proposed()
    (event,) = dispose(register, 1, "zeman", OVER, ("b" * 64,))
    assert event == RecordDisposed(number=1, proposed_by="novotna", blobs=("1" * 64, "b" * 64))
    gone = folded(event, known=register, by=ActorRef(id="zeman", role="archivist"))
    assert dispose(gone, 1, "zeman", OVER) == ()


def test_the_same_person_disposes_of_nothing_and_nobody_of_what_is_not_proposed() -> None:
    with pytest.raises(SecondPersonError):
        dispose(proposed(), 1, "novotna", OVER)
    with pytest.raises(DisposalUnproposedError):
        dispose(folded(*kept()), 1, "zeman", OVER)
    with pytest.raises(RetentionRunsError):
        dispose(proposed(), 1, "zeman", KEEP_UNTIL)


def test_the_files_that_joined_a_record_go_with_it() -> None:
    joined = RecordRenewed(number=1, file="2" * 64, length=1_000, joined=2)
    register = folded(*kept(), received(2), checked(2), joined)
    register = folded(*propose_disposal(register, [1], "Lhůta uplynula.", OVER), known=register)
    (event,) = dispose(register, 1, "zeman", OVER)
    assert isinstance(event, RecordDisposed)
    assert event.blobs == ("1" * 64, "2" * 64)


def test_a_line_without_a_day_is_never_disposed_of() -> None:
    register = proposed()
    undated = replace(register, lines={1: replace(register.lines[1], keep_until=None)})
    with pytest.raises(LineWrongError):
        dispose(undated, 1, "zeman", OVER)
