"""What may be typed in from paper: the parts of a closed task, options in the order that the candidate saw."""

from exam.core.candidate_session import commands as asked
from exam.core.item import TranscriptSet
from exam.service.judging_view import PartKind
from exam.service.paper_parts import parts_of
from tests.builders import Desk, oral, training, transcripts
from tests.core.test_candidate_view import REPLY
from tests.service.test_judging_sheet import sheet


def test_the_items_of_a_test_are_choices_in_the_order_that_the_candidate_saw() -> None:
    desk = Desk().admitted().open("law-test")
    paper = desk.state.papers["law-test"]
    items = [item for pinned in paper for item in desk.pool if item.id == pinned.item]
    parts = parts_of(items, paper)
    assert [part.part for part in parts] == [pinned.item for pinned in paper]
    assert [tuple(name for name, _ in part.options) for part in parts] == [pinned.order for pinned in paper]
    assert {part.kind for part in parts} == {PartKind.CHOICE}


def test_transcripts_are_told_by_how_they_begin_and_a_reply_by_its_parts() -> None:
    item = transcripts("item-1", "x.a")
    assert isinstance(item, TranscriptSet)
    (choice,) = parts_of((item,), ())
    assert (choice.part, choice.kind, choice.options) == ("item-1", PartKind.CHOICE, ())
    reply, prompt = parts_of((REPLY,), ())
    assert (reply.part, reply.kind) == ("item-1/reply", PartKind.REPLY)
    assert (prompt.part, prompt.kind) == ("item-1/p1", PartKind.TEXT)
    (plan,) = parts_of((training("item-1", "x.a"),), ())
    assert plan.kind is PartKind.PLAN


def test_what_is_performed_has_no_parts_and_a_sheet_offers_them_only_when_closed() -> None:
    assert parts_of((oral(),), ()) == ()
    desk = Desk().admitted().open("stress")
    desk.do(asked.EndPerformance(task="stress"))
    assert sheet(desk, "stress").parts == ()
    assert sheet(Desk().admitted().open("law-test"), "law-test").parts == ()
