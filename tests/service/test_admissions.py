"""PINs, codes and tokens at the service, on a real workspace whose clock moves only when a test moves it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from exam.core.access_events import ACCESS, DeskCodeUsed, SignInRefused, WorkstationKind
from exam.core.access_state import FREE, LONGEST_S
from exam.problem import ExamError
from exam.scripted.performance import PIN
from exam.scripted.stage import Stage
from exam.service.access import DeniedError, Role
from exam.service.admissions import (
    Admissions,
    CodeRefusedError,
    PlaceVoidError,
    SignInDelayedError,
    WorkstationUnknownError,
)
from exam.service.exam_service import ExamService
from exam.service.ports import SignInRefusedError
from exam.service.streams import Streams
from tests.stages import cut, played, shipped

BEFORE = cut(shipped("passed"), before="open_sitting")
TOKEN, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with played(tmp_path, BEFORE) as found:
        found.service.admissions.admit("pc-1", WorkstationKind.DESK)
        found.service.admissions.admit("pc-2", WorkstationKind.DESK)
        yield found


@pytest.fixture
def doors(stage: Stage) -> Admissions:
    return stage.service.admissions


def refused(action: Callable[[], object], kind: type[ExamError] = SignInRefusedError) -> ExamError:
    with pytest.raises(kind) as told:
        action()
    return told.value


def wait(stage: Stage, seconds: float) -> None:
    stage.clock._now += timedelta(seconds=seconds)  # noqa: SLF001 - seconds are finer than a script's minutes


def wrong(stage: Stage, times: int, account: str = "kratky", where: str = "") -> None:
    """Try wrong PINs, each as soon as it may be."""
    for _ in range(times):
        refused(lambda: stage.service.admissions.sign_in(account, "0000", workstation=where))
        wait(stage, LONGEST_S)


def events(stage: Stage) -> list[object]:
    return [entry.event for entry in Streams(stage.ports.journal).entries(ACCESS)]


def code_for(stage: Stage, workstation: str = "pc-1", by: str = "dvorakova") -> str:
    return stage.service.admissions.issue_code(stage.actor(by), stage.session, workstation)


def test_the_right_pin_leaves_no_trace_and_a_wrong_one_is_journalled_before_it_is_told(stage: Stage) -> None:
    before = events(stage)
    assert stage.service.sign_in("kratky", PIN).role is Role.EXAMINER
    assert events(stage) == before
    wrong(stage, 1)
    assert events(stage) == [*before, SignInRefused(subject="kratky")]


def test_after_a_few_wrong_pins_even_the_right_one_waits_and_then_lets_in(stage: Stage) -> None:
    for _ in range(FREE):
        refused(lambda: stage.service.sign_in("kratky", "0000"))
    told = refused(lambda: stage.service.sign_in("kratky", PIN), SignInDelayedError)
    assert told.arguments == {"seconds": "2"}
    assert stage.service.sign_in("dvorakova", PIN).id == "dvorakova"
    wait(stage, 2)
    assert stage.service.sign_in("kratky", PIN).id == "kratky"
    refused(lambda: stage.service.sign_in("kratky", "0000"))
    assert stage.service.sign_in("kratky", PIN).id == "kratky"


def test_what_waits_is_not_even_tried_and_makes_no_wait_longer(stage: Stage) -> None:
    for _ in range(FREE):
        refused(lambda: stage.service.sign_in("kratky", "0000"))
    before = events(stage)
    for _ in range(20):
        refused(lambda: stage.service.sign_in("kratky", "0000"), SignInDelayedError)
    assert events(stage) == before


def test_the_next_process_remembers_the_wait(stage: Stage) -> None:
    for _ in range(FREE):
        refused(lambda: stage.service.sign_in("kratky", "0000"))
    refused(lambda: ExamService(stage.ports).sign_in("kratky", PIN), SignInDelayedError)


def test_no_wait_is_longer_than_five_minutes(stage: Stage) -> None:
    wrong(stage, 30)
    assert stage.service.sign_in("kratky", PIN).id == "kratky"


def test_a_full_day_of_guessing_finds_few_pins(stage: Stage) -> None:
    tried = 0
    for _ in range(8 * 60 * 60 // 10):
        try:
            stage.service.sign_in("kratky", "0000")
        except SignInRefusedError:
            tried += 1
        except SignInDelayedError:
            wait(stage, 10)
    assert tried < 120


def test_many_guesses_at_once_are_no_more_than_one_after_another(stage: Stage) -> None:
    told: list[str] = []

    def guess() -> None:
        try:
            stage.service.sign_in("kratky", "0000")
        except ExamError as error:
            told.append(error.code)

    threads = [Thread(target=guess) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("sign-in-refused") == FREE
    assert told.count("sign-in-delayed") == len(threads) - FREE


def test_names_that_there_are_not_share_one_wait_and_are_not_written_down(stage: Stage) -> None:
    for name in ("1234", "heslo", "root", "nikdo"):
        refused(lambda name=name: stage.service.sign_in(name, PIN))  # type: ignore[misc]
    refused(lambda: stage.service.sign_in("another", PIN), SignInDelayedError)
    assert {event.subject for event in events(stage) if isinstance(event, SignInRefused)} == {"?"}


def test_whoever_guesses_at_one_computer_delays_nobody_at_another(stage: Stage, doors: Admissions) -> None:
    wrong(stage, FREE + 5, "dvorakova", where="pc-1")
    refused(lambda: doors.sign_in("dvorakova", "0000", workstation="pc-1"))
    refused(lambda: doors.sign_in("dvorakova", PIN, workstation="pc-1"), SignInDelayedError)
    assert doors.sign_in("dvorakova", PIN).id == "dvorakova"
    assert doors.sign_in("dvorakova", PIN, workstation="pc-2").id == "dvorakova"


def test_the_chair_lifts_a_wait_and_others_do_not(stage: Stage, doors: Admissions) -> None:
    for _ in range(FREE + 1):
        refused(lambda: doors.sign_in("svobodova", "0000"))
        wait(stage, 2)
    (waiting,) = doors.waiting()
    assert (waiting.subject, waiting.failures) == ("svobodova", FREE + 1)
    assert waiting.until is not None
    assert waiting.until > stage.clock.now()
    refused(lambda: doors.lift(stage.actor("kratky"), "svobodova"), DeniedError)
    refused(lambda: doors.lift(stage.actor("svobodova"), "svobodova"), DeniedError)
    doors.lift(stage.actor("dvorakova"), "svobodova")
    assert doors.sign_in("svobodova", PIN).id == "svobodova"
    assert doors.waiting() == ()
    before = events(stage)
    doors.lift(stage.actor("dvorakova"), "svobodova")
    assert events(stage) == before


def test_a_code_lets_its_candidate_in_once_at_its_computer(stage: Stage, doors: Admissions) -> None:
    code = code_for(stage)
    refused(lambda: doors.sit_down(code, token=TOKEN, workstation="pc-2", address=""), CodeRefusedError)
    seated = doors.sit_down(code.lower(), token=TOKEN, workstation="pc-1", address="192.0.2.7")
    assert (seated.actor.id, seated.actor.role, seated.session) == ("svobodova", Role.CANDIDATE, stage.session)
    assert doors.seated(TOKEN, "pc-1").session == stage.session
    refused(lambda: doors.sit_down(code, token=OTHER, workstation="pc-1", address=""), CodeRefusedError)
    (use,) = [event for event in events(stage) if isinstance(event, DeskCodeUsed)]
    assert use.address == "192.0.2.7"


def test_neither_code_nor_token_nor_secret_is_in_the_journal(stage: Stage, doors: Admissions) -> None:
    code, secret = code_for(stage), doors.admit("pc-3", WorkstationKind.DESK)
    doors.sit_down(code, token=TOKEN, workstation="pc-1", address="")
    bodies = b"".join(stored.body or b"" for stored in stage.ports.journal.read(ACCESS))
    assert not [word for word in (code, code.replace("-", ""), TOKEN, secret) if word.encode() in bodies]


def test_the_same_call_again_after_a_lost_answer_finds_its_place(stage: Stage, doors: Admissions) -> None:
    code = code_for(stage)
    first = doors.sit_down(code, token=TOKEN, workstation="pc-1", address="")
    second = doors.sit_down(code, token=TOKEN, workstation="pc-1", address="")
    assert (first.again, second.again) == (False, True)
    assert first.session == second.session
    refused(lambda: doors.sit_down(code, token=TOKEN, workstation="pc-2", address=""), CodeRefusedError)


def test_of_many_who_bring_the_same_code_at_once_one_sits_down(stage: Stage, doors: Admissions) -> None:
    code, sat = code_for(stage), []

    def sit(number: int) -> None:
        try:
            sat.append(doors.sit_down(code, token=f"{number:064x}", workstation="pc-1", address=""))
        except ExamError:
            return

    threads = [Thread(target=sit, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sat) == 1


def test_whoever_sits_down_elsewhere_puts_out_the_first_desk(stage: Stage, doors: Admissions) -> None:
    doors.sit_down(code_for(stage), token=TOKEN, workstation="pc-1", address="")
    assert doors.sit_down(code_for(stage, "pc-2"), token=OTHER, workstation="pc-2", address="").again is False
    refused(lambda: doors.seated(TOKEN, "pc-1"), PlaceVoidError)
    assert doors.sit_down(code_for(stage, "pc-2"), token=TOKEN, workstation="pc-2", address="").again is True


def test_a_token_is_good_at_its_computer_alone_until_it_is_left_or_old(stage: Stage, doors: Admissions) -> None:
    doors.enter("dvorakova", PIN, token=OTHER, workstation="komise", address="")
    assert doors.seated(OTHER, "komise").actor.role is Role.EXAMINER
    for token, where in ((OTHER, "pc-1"), (TOKEN, "komise"), ("", "komise")):
        refused(lambda token=token, where=where: doors.seated(token, where), PlaceVoidError)  # type: ignore[misc]
    wait(stage, 17 * 60 * 60)
    refused(lambda: doors.seated(OTHER, "komise"), PlaceVoidError)
    doors.enter("dvorakova", PIN, token=TOKEN, workstation="komise", address="")
    doors.leave(TOKEN)
    doors.leave(TOKEN)
    refused(lambda: doors.seated(TOKEN, "komise"), PlaceVoidError)


def test_only_examiners_enter_a_console_and_only_those_of_a_sitting_issue_codes(
    stage: Stage, doors: Admissions
) -> None:
    refused(lambda: doors.enter("svobodova", PIN, token=TOKEN, workstation="komise", address=""), DeniedError)
    refused(lambda: code_for(stage, by="svobodova"), DeniedError)
    refused(lambda: code_for(stage, "nowhere"), WorkstationUnknownError)
    refused(lambda: doors.issue_code(stage.actor("dvorakova"), "session-none", "pc-1"), DeniedError)
    assert code_for(stage, by="kratky")


def test_codes_are_guessed_no_faster_than_pins(stage: Stage, doors: Admissions) -> None:
    code = code_for(stage)
    for _ in range(FREE):
        refused(lambda: doors.sit_down("AAAAA-AAAAA", token=TOKEN, workstation="pc-1", address=""), CodeRefusedError)
    refused(lambda: doors.sit_down(code, token=TOKEN, workstation="pc-1", address=""), SignInDelayedError)
    assert doors.waiting()[0].subject == "#pc-1"
    wait(stage, 2)
    assert doors.sit_down(code, token=TOKEN, workstation="pc-1", address="").session == stage.session
    assert doors.waiting() == ()
