"""Who may get in, from plain events."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.access_events import (
    CentreChecked,
    ConsoleEntered,
    DelayLifted,
    DeskCodeIssued,
    DeskCodeUsed,
    PlaceLeft,
    SignInRefused,
    SignInTaken,
    WorkstationAdmitted,
    WorkstationKind,
)
from exam.core.access_state import FREE, LONGEST_S, TOKEN_LASTS, AccessState, fold_access, proof_of, spelt
from exam.core.events import ActorRef, BodyErased, Entry, Event

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
BY = ActorRef(id="entrance", role="system")
CODE = "ABCDE-23456"
WHO = "svobodova"
CHECKED = CentreChecked(host="pc-1", user="uchazec", uid=1001, readable=(), finding="e5" * 32)


def state(*events: Event, at: datetime = AT, since: AccessState | None = None) -> AccessState:
    return fold_access((Entry(seq=seq, at=at, by=BY, event=event) for seq, event in enumerate(events, start=1)), since)


def issued(code: str = "desk-1", workstation: str = "pc-1", session: str = "session-1") -> DeskCodeIssued:
    proof = proof_of(code, spelt(CODE))
    return DeskCodeIssued(
        code=code, sitting="sitting-1", session=session, candidate=WHO, workstation=workstation, proof=proof
    )


def used(code: str = "desk-1", bearer: str = "mine") -> DeskCodeUsed:
    return DeskCodeUsed(code=code, address="192.0.2.1", token=proof_of(bearer))


def test_a_few_wrong_attempts_cost_no_time() -> None:
    wrong = [SignInRefused(subject=WHO)] * (FREE - 1)
    assert state(*wrong).waits_s(WHO, AT) == 0
    assert state().waits_s(WHO, AT) == 0


def test_each_further_one_doubles_the_wait_up_to_the_longest() -> None:
    waits = [state(*[SignInRefused(subject=WHO)] * count).waits_s(WHO, AT) for count in range(FREE, FREE + 12)]
    assert waits[:4] == [2, 4, 8, 16]
    assert waits[-1] == LONGEST_S
    assert waits == sorted(waits)


def test_a_wait_runs_out_to_the_second_and_a_clock_that_was_set_back_shuts_nobody_out() -> None:
    failed = state(*[SignInRefused(subject=WHO)] * FREE)
    assert failed.waits_s(WHO, AT + timedelta(seconds=1.5)) == 1
    assert failed.waits_s(WHO, AT + timedelta(seconds=2)) == 0
    assert failed.waits_s(WHO, AT - timedelta(seconds=1)) == 1
    assert failed.waits_s(WHO, AT - timedelta(days=300)) == 0


def test_only_the_one_who_failed_waits() -> None:
    assert state(*[SignInRefused(subject=WHO)] * 9).waits_s("kratky", AT) == 0


@pytest.mark.parametrize("ends", [SignInTaken(subject=WHO), DelayLifted(subject=WHO)])
def test_the_right_pin_or_the_chair_ends_the_wait_of_that_one_alone(ends: Event) -> None:
    failed = [SignInRefused(subject=WHO), SignInRefused(subject="kratky")] * 9
    found = state(*failed, ends)
    assert (found.waits_s(WHO, AT), found.waits_s("kratky", AT)) == (0, 64)


@given(st.integers(0, 2_000), st.floats(-1e6, 1e6))
def test_no_number_of_failures_shuts_anybody_out_for_good(count: int, seconds: float) -> None:
    failed = state(*[SignInRefused(subject=WHO)] * count)
    assert 0 <= failed.waits_s(WHO, AT + timedelta(seconds=seconds)) <= LONGEST_S
    assert failed.waits_s(WHO, AT + timedelta(seconds=LONGEST_S)) == 0


def test_a_code_fits_however_it_is_typed_at_its_computer_alone() -> None:
    found = state(issued())
    for typed in (CODE, "abcde 23456", "abcde23456", " ABCDE–23456 "):
        assert found.code(typed, "pc-1") == issued()
        assert found.code(typed, "pc-2") is None
    assert found.code("ABCDE-23457", "pc-1") is None
    assert found.code("", "pc-1") is None


def test_a_code_lets_in_once() -> None:
    found = state(issued(), used())
    place = found.place("mine", AT)
    assert place is not None
    assert (place.account, place.session, place.workstation) == (WHO, "session-1", "pc-1")
    assert found.code(CODE, "pc-1") is None
    assert found.last_at == {"session-1": "pc-1"}
    assert state(used(bearer="other"), since=found).place("other", AT) is None


def test_a_new_code_voids_the_earlier_one_of_the_same_session_alone() -> None:
    found = state(issued(), issued("desk-2", "pc-2"), issued("desk-3", "pc-3", "session-2"))
    assert set(found.codes) == {"desk-2", "desk-3"}


def test_whoever_sits_down_anew_puts_out_whoever_sat_there_and_nobody_else() -> None:
    found = state(issued(), used(), issued("desk-9", "pc-9", "session-9"), used("desk-9", "theirs"))
    moved = state(issued("desk-2", "pc-2"), used("desk-2", "again"), since=found)
    assert moved.place("mine", AT) is None
    assert moved.place("again", AT) is not None
    assert moved.place("theirs", AT) is not None
    assert moved.last_at == {"session-1": "pc-2", "session-9": "pc-9"}


def test_a_token_is_void_once_it_is_left_or_old() -> None:
    entered = ConsoleEntered(account="dvorakova", workstation="komise", address="", token=proof_of("chair"))
    found = state(issued(), used(), entered)
    for moment in (AT, AT + TOKEN_LASTS - timedelta(seconds=1), AT - TOKEN_LASTS + timedelta(seconds=1)):
        assert found.place("chair", moment) is not None
    assert found.place("chair", AT + TOKEN_LASTS) is None
    left = state(PlaceLeft(token=proof_of("chair")), since=found)
    assert left.place("chair", AT) is None
    assert left.place("mine", AT) is not None
    assert found.place(proof_of("chair"), AT) is None


def test_a_computer_that_is_admitted_again_loses_its_old_secret() -> None:
    def admitted(name: str, secret: str) -> WorkstationAdmitted:
        return WorkstationAdmitted(workstation=name, kind=WorkstationKind.DESK, proof=proof_of(secret))

    found = state(admitted("pc-1", "old"), admitted("pc-2", "other"), admitted("pc-1", "new"))
    assert found.workstation("old") is None
    assert [found.workstation(secret) for secret in ("new", "other")] == [
        admitted("pc-1", "new"),
        admitted("pc-2", "other"),
    ]
    assert found.workstation("") is None


def test_what_was_found_of_computers_is_kept_in_order_and_other_events_change_nothing() -> None:
    assert state(CHECKED, BodyErased(erased=(1,), reason="–")).centre == ((AT, CHECKED),)


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([], False),
        ([issued(), used()], True),
        ([issued(), used().model_copy(update={"address": ""})], False),
        ([issued(session="session-2"), used()], False),
        ([CHECKED], True),
        ([CHECKED, CHECKED.model_copy(update={"readable": ("keys",)})], False),
        ([CHECKED.model_copy(update={"host": "pc-2"})], False),
    ],
    ids=["nothing", "elsewhere", "at the hub", "another", "unreadable", "readable since", "another computer"],
)
def test_a_candidate_is_apart_from_the_keys_elsewhere_or_where_his_account_reads_nothing(
    events: list[Event],
    found: bool,  # noqa: FBT001
) -> None:
    assert state(*events).apart("session-1", "pc-1", AT) is found


def test_where_a_candidate_sat_yesterday_says_nothing_of_where_he_works_now() -> None:
    found = state(issued(), used())
    assert found.apart("session-1", "pc-1", AT + TOKEN_LASTS - timedelta(seconds=1))
    assert not found.apart("session-1", "pc-1", AT + TOKEN_LASTS)


def test_a_check_of_an_account_holds_for_its_day() -> None:
    assert not state(CHECKED).apart("session-1", "pc-1", AT + timedelta(days=1))
