from datetime import timedelta

import pytest

from exam.core.judging import JudgingMode
from exam.core.sitting import (
    AttendantWrongError,
    AuthorisationExpiredError,
    CancelSitting,
    CheckEquipment,
    CloseSitting,
    NameAttendant,
    NoteLeaving,
    NotePresence,
    SittingCommand,
    SittingWrongError,
)
from exam.core.sitting_events import Attendant, Equipment, Part
from tests.builders import ON
from tests.core.sitting_table import COMMISSION, JANA, PLAN, Table, opened

REFERENCE = "7" * 64


def named(part: Part = Part.VISITOR, **changed: object) -> NameAttendant:
    told = {"identity": REFERENCE, "part": part, "mandate": "pověření č. 4"} | changed
    return NameAttendant(attendant=Attendant.model_validate(told))


def test_a_visitor_with_a_mandate_comes_and_leaves() -> None:
    table = opened().do(named())
    assert [attendant.mandate for attendant in table.state.attendants] == ["pověření č. 4"]
    table.do(NoteLeaving(identity=REFERENCE))
    assert table.state.attendants == ()
    assert len(table.state.changes) == 2
    with pytest.raises(AttendantWrongError):
        table.do(NoteLeaving(identity=REFERENCE))


def test_an_assessor_and_an_invigilator_have_a_part_before_the_day() -> None:
    table = Table().do(PLAN, COMMISSION, named(Part.ASSESSOR, mandate=""))
    table.do(named(Part.INVIGILATOR, identity="8" * 64, account="dozor", mandate=""))
    assert [attendant.part for attendant in table.state.attendants] == [Part.ASSESSOR, Part.INVIGILATOR]


@pytest.mark.parametrize(
    "wrong",
    [
        named(mandate=" "),
        named(identity="1" * 64),
        named(account="chair"),
        named(account="jana"),
        named(Part.SUBSTITUTE, account="third"),
    ],
    ids=["no mandate", "a member's identity", "a member", "a candidate", "no authorisation"],
)
def test_nobody_has_two_parts_and_each_has_his_right(wrong: NameAttendant) -> None:
    with pytest.raises(AttendantWrongError):
        Table().do(PLAN, COMMISSION, JANA, wrong)


def test_nobody_comes_twice() -> None:
    with pytest.raises(AttendantWrongError):
        opened().do(named(), named(Part.ASSESSOR))


def test_a_substitute_is_authorised_on_the_day() -> None:
    told = {"account": "third", "authorised_until": ON}
    assert Table().do(PLAN, COMMISSION, named(Part.SUBSTITUTE, **told)).state.attendants
    late = {"account": "third", "authorised_until": ON - timedelta(days=1)}
    with pytest.raises(AuthorisationExpiredError):
        Table().do(PLAN, COMMISSION, named(Part.SUBSTITUTE, **late))


def test_members_come_and_leave() -> None:
    table = opened().do(NotePresence(who="second", present=True, note="o 25 minut později"))
    assert table.state.present == {"second"}
    table.do(NotePresence(who="second", present=False))
    assert table.state.present == frozenset()


def test_each_day_of_a_sitting_has_its_own_presence() -> None:
    table = opened().do(NotePresence(who="second", present=True))
    assert table.state.there(ON) == {"second"}
    assert table.state.there(ON + timedelta(days=1)) == frozenset()
    table.today = ON + timedelta(days=1)
    table.do(NotePresence(who="second", present=True))


@pytest.mark.parametrize("wrong", [NotePresence(who="second", present=False), NotePresence(who="jana", present=True)])
def test_only_members_come_and_only_who_came_leaves(wrong: NotePresence) -> None:
    with pytest.raises(AttendantWrongError):
        opened().do(wrong)


EQUIPMENT = CheckEquipment(equipment=(Equipment(thing="telefon", present=False, note="nahrazen"),))


def test_the_last_list_of_equipment_counts() -> None:
    complete = CheckEquipment(equipment=(Equipment(thing="telefon", present=True),))
    assert opened().do(EQUIPMENT, complete).state.equipment == complete.equipment


@pytest.mark.parametrize("command", [named(), EQUIPMENT, NotePresence(who="second", present=True)])
def test_nobody_comes_to_a_sitting_that_is_over_or_was_never_planned(command: SittingCommand) -> None:
    with pytest.raises(SittingWrongError):
        opened().do(CloseSitting(), command)
    with pytest.raises(SittingWrongError):
        Table().do(command)


def test_a_sitting_that_judges_jointly_says_so_from_its_plan_on() -> None:
    assert Table().do(PLAN).state.judging is JudgingMode.SEALED
    joint = Table().do(PLAN.model_copy(update={"judging": JudgingMode.JOINT}))
    assert joint.state.judging is JudgingMode.JOINT


def test_how_a_sitting_stands_is_one_word() -> None:
    assert Table().do(PLAN).state.standing == "planned"
    assert opened().state.standing == "opened"
    assert opened().do(CloseSitting()).state.standing == "closed"
    assert Table().do(PLAN, CancelSitting(reason="Nemoc.")).state.standing == "cancelled"
