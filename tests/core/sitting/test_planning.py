from collections.abc import Iterable, Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.judging import AgreementRule
from exam.core.session_events import ResultAnnounced
from exam.core.sitting import (
    AppointCommission,
    AuthorisationExpiredError,
    CloseSitting,
    CommissionWrongError,
    OpenSitting,
    PlanParts,
    PlanSitting,
    RegisterCandidate,
    SittingCommand,
    SittingState,
    SittingWrongError,
    StandardIncompleteError,
)
from exam.core.sitting.refusals import PartsWrongError
from exam.core.sitting_events import Member, PartsPlanned, SittingClosed, SittingOpened, SittingPart, SittingPlanned
from exam.problem import ExamError
from tests.builders import AT, ON, standard
from tests.core.sitting_table import CHAIR, COMMISSION, FOURTH, JANA, PLAN, SECOND, THIRD, Table, member, opened


def test_a_sitting_is_planned_staffed_opened_and_closed() -> None:
    state = opened().do(CloseSitting()).state
    assert state == SittingState(
        planned=SittingPlanned(
            sitting="sitting-1",
            standard="mini-1",
            place="Učebna A",
            starts_on=ON,
            agreement=AgreementRule.STRICT,
            scripted=True,
        ),
        planned_by="chair",
        set_on=AT.date(),
        members=(CHAIR, SECOND),
        sessions={"session-1": "jana"},
        opened=True,
        opened_on=ON,
        closed=True,
    )


def test_a_sitting_is_for_people_and_discussed_unless_it_says_otherwise() -> None:
    plan = PlanSitting(sitting="sitting-1", standard="mini-1", place="Učebna A", starts_on=ON)
    assert (plan.scripted, plan.agreement) == (False, AgreementRule.DISCUSSION)


def test_each_step_is_one_event() -> None:
    kinds = [type(entry.event).__name__ for entry in opened().do(CloseSitting()).entries]
    assert kinds == ["SittingPlanned", "CommissionAppointed", "CandidateRegistered", "SittingOpened", "SittingClosed"]


def test_a_sitting_is_planned_once() -> None:
    with pytest.raises(SittingWrongError):
        Table().do(PLAN, PLAN)


def test_no_sitting_is_planned_under_an_incomplete_standard() -> None:
    with pytest.raises(StandardIncompleteError) as told:
        Table(standard(missing=("kritéria", "časy"))).do(PLAN)
    assert told.value.arguments["missing"] == "kritéria; časy"


@pytest.mark.parametrize("command", [COMMISSION, JANA, OpenSitting(), CloseSitting()])
def test_nothing_is_done_with_a_sitting_that_nobody_planned(command: SittingCommand) -> None:
    with pytest.raises(SittingWrongError):
        Table().do(command)


@pytest.mark.parametrize(
    "members",
    [
        (),
        (CHAIR,),
        (CHAIR, SECOND, THIRD, FOURTH),
        (SECOND, THIRD),
        (CHAIR, member("second", chair=True)),
        (CHAIR, SECOND, SECOND),
        (CHAIR, member("chair")),
        (CHAIR, member("jana")),
    ],
    ids=["nobody", "too few", "too many", "no chair", "two chairs", "twice", "chair twice", "a candidate"],
)
def test_a_commission_has_its_size_one_chair_nobody_twice_and_no_candidate(members: Sequence[Member]) -> None:
    with pytest.raises(CommissionWrongError):
        Table().do(PLAN, JANA, AppointCommission(members=tuple(members)))


@pytest.mark.parametrize("members", [(CHAIR, SECOND), (SECOND, THIRD, CHAIR)])
def test_a_commission_of_two_or_three_is_appointed(members: tuple[Member, ...]) -> None:
    assert Table().do(PLAN, AppointCommission(members=members)).state.members == members


def test_a_commission_may_be_changed_until_the_sitting_is_opened() -> None:
    changed = AppointCommission(members=(CHAIR, THIRD))
    assert Table().do(PLAN, COMMISSION, changed).state.members == (CHAIR, THIRD)
    with pytest.raises(SittingWrongError):
        opened().do(changed)


def test_nobody_is_both_candidate_and_examiner_in_either_order() -> None:
    with pytest.raises(CommissionWrongError):
        Table().do(PLAN, COMMISSION, RegisterCandidate(candidate="second", session="session-1"))


@pytest.mark.parametrize(
    "again",
    [
        RegisterCandidate(candidate="jana", session="session-2"),
        RegisterCandidate(candidate="petr", session="session-1"),
    ],
    ids=["candidate", "session"],
)
def test_a_candidate_has_one_session_and_a_session_one_candidate(again: RegisterCandidate) -> None:
    with pytest.raises(SittingWrongError):
        Table().do(PLAN, JANA, again)


def test_a_candidate_may_still_be_registered_on_the_day_but_not_after_it() -> None:
    late = RegisterCandidate(candidate="petr", session="session-2")
    assert opened().do(late).state.sessions == {"session-1": "jana", "session-2": "petr"}
    with pytest.raises(SittingWrongError):
        opened().do(CloseSitting(), late)


def test_a_sitting_opens_with_its_commission_and_not_before_its_day() -> None:
    with pytest.raises(SittingWrongError):
        Table().do(PLAN, OpenSitting())
    with pytest.raises(SittingWrongError):
        Table(today=ON - timedelta(days=1)).do(PLAN, COMMISSION, OpenSitting())
    with pytest.raises(SittingWrongError):
        opened().do(OpenSitting())
    assert opened().entries[-1].event == SittingOpened(on=ON)


@pytest.mark.parametrize(("days", "valid"), [(0, True), (-1, False)])
def test_an_authorisation_covers_its_last_day(days: int, *, valid: bool) -> None:
    commission = AppointCommission(members=(CHAIR, member("second", until=ON + timedelta(days=days))))
    table = Table().do(PLAN)
    if valid:
        assert table.do(commission, OpenSitting()).state.opened
    else:
        with pytest.raises(AuthorisationExpiredError) as told:
            table.do(commission)
        assert told.value.arguments == {"who": "second", "until": "2026-11-19", "on": "2026-11-20"}


def test_an_authorisation_that_ran_out_before_a_late_opening_is_found_then() -> None:
    table = Table().do(PLAN, AppointCommission(members=(CHAIR, member("second", until=ON))))
    table.today = ON + timedelta(days=1)
    with pytest.raises(AuthorisationExpiredError):
        table.do(OpenSitting())


def test_a_sitting_is_not_closed_while_a_session_is_unfinished() -> None:
    with pytest.raises(SittingWrongError):
        opened().do(CloseSitting(unfinished=("session-1",)))


def test_a_sitting_is_closed_once_and_only_after_it_was_opened() -> None:
    with pytest.raises(SittingWrongError):
        Table().do(PLAN, COMMISSION, CloseSitting())
    with pytest.raises(SittingWrongError):
        opened().do(CloseSitting(), CloseSitting())


def parts(*days: int, tasks: tuple[str, ...] = ()) -> PlanParts:
    return PlanParts(parts=tuple(SittingPart(day=ON + timedelta(days=day), tasks=tasks) for day in days))


def test_a_sitting_is_held_in_parts_and_needs_its_commission_on_the_last_of_them() -> None:
    table = Table().do(PLAN, parts(0, 3))
    assert table.state.days == (ON, ON + timedelta(days=3))
    assert table.entries[-1].event == PartsPlanned(parts=table.state.parts)
    short = member("second", until=ON + timedelta(days=2))
    with pytest.raises(AuthorisationExpiredError):
        table.do(AppointCommission(members=(CHAIR, short)))
    with pytest.raises(AuthorisationExpiredError):
        Table().do(PLAN, AppointCommission(members=(CHAIR, short)), parts(0, 3))


@pytest.mark.parametrize(
    "wrong",
    [
        PlanParts(parts=()),
        parts(1, 2),
        parts(0, 0),
        parts(0, 2, 1),
        parts(0, tasks=("nowhere",)),
        parts(0, 1, tasks=("law-test",)),
    ],
    ids=["none", "another first day", "one day twice", "not rising", "unknown task", "a task twice"],
)
def test_parts_rise_from_the_first_day_and_hold_each_known_task_once(wrong: PlanParts) -> None:
    with pytest.raises(PartsWrongError):
        Table().do(PLAN, wrong)


def test_a_task_of_the_standard_can_be_held_in_a_part() -> None:
    assert Table().do(PLAN, parts(0, tasks=("law-test",))).state.parts[0].tasks == ("law-test",)


def test_a_command_without_a_decision_is_refused() -> None:
    class Postpone(SittingCommand):
        pass

    with pytest.raises(SittingWrongError):
        opened().do(Postpone())


def test_an_event_of_another_stream_changes_nothing() -> None:
    table = opened()
    before = table.state
    table.tell([ResultAnnounced()])
    assert table.state == before


COMMANDS: st.SearchStrategy[SittingCommand] = st.one_of(
    st.just(PLAN),
    st.just(OpenSitting()),
    st.builds(CloseSitting, unfinished=st.sampled_from([(), ("session-1",)])),
    st.builds(
        AppointCommission,
        members=st.lists(st.sampled_from([CHAIR, SECOND, THIRD, FOURTH]), min_size=1, max_size=4).map(tuple),
    ),
    st.builds(
        RegisterCandidate,
        candidate=st.sampled_from(["jana", "petr", "second", "third"]),
        session=st.sampled_from(["session-1", "session-2"]),
    ),
)


def played(commands: Iterable[SittingCommand]) -> Table:
    table = Table().do(PLAN)
    for command in commands:
        before = list(table.entries)
        try:
            table.do(command)
        except ExamError:
            assert table.entries == before
    return table


@given(st.lists(COMMANDS, max_size=20))
def test_whatever_is_asked_an_open_sitting_has_a_commission_apart_from_its_candidates(
    commands: list[SittingCommand],
) -> None:
    table = played([COMMISSION, *commands, OpenSitting()])
    state, ids = table.state, [entry.id for entry in table.state.members]
    assert state.opened
    assert 2 <= len(ids) == len(set(ids)) <= 3
    assert sum(entry.chair for entry in state.members) == 1
    assert not set(ids) & set(state.sessions.values())
    assert len(set(state.sessions.values())) == len(state.sessions)


@given(st.lists(COMMANDS, max_size=20))
def test_nothing_happens_after_the_sitting_was_closed(commands: list[SittingCommand]) -> None:
    table = played([COMMISSION, OpenSitting(), CloseSitting(), *commands])
    assert [type(entry.event) for entry in table.entries[3:]] == [SittingClosed]
