from datetime import timedelta

import pytest

from exam.core.blob_names import blob_names
from exam.core.events import event_types
from exam.core.facts import FACTS, FeePaid, Proof, SittingPublished, Way
from exam.core.sitting import CloseSitting, FactWrongError, NotedFact, NoteFact, SittingWrongError, WithdrawFact
from exam.core.sitting.refusals import FactUnsaidError
from tests.builders import ON
from tests.core.sitting_table import COMMISSION, JANA, PLAN, Table, opened

PROOF = Proof(blob="a" * 64, name="výpis.pdf", length=12)
PAID = NoteFact(fact="FeePaid", on=ON, way=Way.BANK, session="session-1", proof=PROOF, note="VS 1")
PUBLISHED = NoteFact(fact="SittingPublished", on=ON - timedelta(days=9), way=Way.WEB)


def filled() -> Table:
    return Table().do(PLAN, COMMISSION, JANA)


def test_a_fact_is_kept_with_its_day_its_way_its_proof_and_who_noted_it() -> None:
    paid = FeePaid(on=ON, way=Way.BANK, session="session-1", proof=PROOF, note="VS 1")
    assert filled().do(PAID).state.facts == (NotedFact(seq=4, by="chair", fact=paid),)


def test_a_fact_of_the_whole_sitting_names_nobody() -> None:
    (noted,) = filled().do(PUBLISHED).state.facts
    assert noted.fact == SittingPublished(on=ON - timedelta(days=9), way=Way.WEB)


def test_facts_are_noted_after_the_sitting_was_closed_too() -> None:
    assert len(opened().do(CloseSitting(), PAID, PUBLISHED).state.facts) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"fact": "FeeForgotten"},
        {"fact": "SittingPublished"},
        {"session": ""},
        {"session": "session-2"},
        {"on": ON + timedelta(days=1)},
    ],
    ids=["unknown", "of the whole sitting", "of nobody", "of somebody else", "of tomorrow"],
)
def test_a_fact_is_known_past_and_about_whom_it_can_be(changed: dict[str, object]) -> None:
    with pytest.raises(FactWrongError):
        filled().do(PAID.model_copy(update=changed))


def test_nothing_is_noted_of_a_sitting_that_nobody_planned() -> None:
    with pytest.raises(SittingWrongError):
        Table().do(PUBLISHED)


def test_a_fact_is_withdrawn_with_a_reason_and_once() -> None:
    table = filled().do(PAID, PUBLISHED, WithdrawFact(seq=4, reason="Platba jiného uchazeče."))
    assert [noted.seq for noted in table.state.facts] == [5]
    for again in (
        WithdrawFact(seq=4, reason="Znovu."),
        WithdrawFact(seq=5, reason=""),
        WithdrawFact(seq=1, reason="x"),
    ):
        with pytest.raises(FactWrongError):
            table.do(again)


def test_every_fact_is_a_stored_event_and_names_its_proof() -> None:
    assert len(FACTS) > 20
    assert [name for name, kind in FACTS.items() if event_types()[name] is not kind] == []
    assert blob_names(FeePaid(on=ON, way=Way.BANK, session="s", proof=PROOF)) == ("a" * 64,)
    assert blob_names(SittingPublished(on=ON, way=Way.WEB)) == ()


@pytest.mark.parametrize("fact", [name for name, kind in FACTS.items() if kind.NEEDS_NOTE])
def test_a_fact_that_says_nothing_without_its_note_has_one(fact: str) -> None:
    about = "session-1" if FACTS[fact].PER_CANDIDATE else ""
    bare = NoteFact(fact=fact, on=ON, way=Way.POST, session=about, note=" ")
    with pytest.raises(FactUnsaidError):
        filled().do(bare)
    assert len(filled().do(bare.model_copy(update={"note": "11. 12. 2026"})).state.facts) == 1


def test_which_facts_need_a_note_is_known() -> None:
    told = {name for name, kind in FACTS.items() if kind.NEEDS_NOTE}
    assert told == {"LaterFeeAgreed", "LaterDateAgreed", "DispatchReturned", "ReviewAnswered", "SubstituteDateSet"}
