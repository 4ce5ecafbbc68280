from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.item import AssessmentItem, ChoiceItem
from exam.core.judging import Judgement
from exam.core.paper import PaperItem, pin
from exam.core.scoring import score_task
from exam.core.session_events import TaskScored
from exam.core.session_values import ChoiceResponse, CriterionOutcome, ItemOutcome, Response, TextResponse
from exam.core.standard import MachineCriterion, Task, TaskKind
from tests.builders import BLUEPRINT, SEED, SENTENCE, choice, gate, oral, share, task, transcripts

CRITERIA = ("law.a", "law.b", "law.c")
TEST = task(
    "law-test",
    TaskKind.TEST,
    *CRITERIA,
    blueprint=BLUEPRINT,
    machine=tuple(MachineCriterion(criterion=name, not_met=SENTENCE) for name in CRITERIA),
)
"""Half of the score in each of a and b, three quarters of the whole for c."""
PICK = task(
    "sale",
    TaskKind.TRANSCRIPT_CHOICE,
    "sale.a",
    machine=(MachineCriterion(criterion="sale.a", not_met="Vybral {response}."),),
)
ITEMS = tuple(choice(f"q-{letter}{number}", f"law.{letter}") for letter in "ab" for number in range(2))
RESPONSES = st.dictionaries(
    st.sampled_from([*(item.id for item in ITEMS), "q-other", "q-a0/x"]),
    st.builds(ChoiceResponse, option=st.sampled_from("abcz")) | st.builds(TextResponse, text=st.just("b")),
)
POINTS = st.lists(st.decimals(Decimal("0.25"), 5, places=2), min_size=4, max_size=4)


def scored(
    described: Task, items: Sequence[AssessmentItem], responses: Mapping[str, Response], paper: Sequence[PaperItem] = ()
) -> TaskScored:
    found = score_task(described, paper or [pin(item, SEED) for item in items], items, responses, ())
    assert found is not None
    return found


def answered(**options: str) -> dict[str, Response]:
    return {name.replace("_", "-"): ChoiceResponse(option=option) for name, option in options.items()}


def reasons(outcome: TaskScored) -> dict[str, str]:
    return {entry.criterion: entry.reason for entry in outcome.criteria if entry.judgement is Judgement.NOT_MET}


def test_each_item_scores_its_points_when_the_right_option_was_picked() -> None:
    outcome = scored(TEST, ITEMS, answered(q_a0="b", q_a1="a", q_b0="b"))
    assert {entry.item: entry.score for entry in outcome.items} == {"q-a0": 1, "q-a1": 0, "q-b0": 1, "q-b1": 0}
    assert {entry.max_score for entry in outcome.items} == {Decimal(1)}


@pytest.mark.parametrize(
    ("wrong", "unmet"),
    [
        ((), {}),
        (("q-a0",), {}),
        (("q-a0", "q-b0"), {"law.c": "2 z 4, třeba 3"}),
        (("q-a0", "q-a1"), {"law.a": "0 z 2, třeba 1", "law.c": "2 z 4, třeba 3"}),
        (
            ("q-a0", "q-a1", "q-b0", "q-b1"),
            {"law.a": "0 z 2, třeba 1", "law.b": "0 z 2, třeba 1", "law.c": "0 z 4, třeba 3"},
        ),
    ],
)
def test_a_test_has_a_floor_for_each_criterion_and_a_mark_for_the_whole(
    wrong: tuple[str, ...], unmet: dict[str, str]
) -> None:
    responses = {item.id: ChoiceResponse(option="a" if item.id in wrong else "b") for item in ITEMS}
    outcome = scored(TEST, ITEMS, responses)
    assert reasons(outcome) == unmet
    assert [entry.criterion for entry in outcome.criteria] == list(CRITERIA)
    assert {entry.reason for entry in outcome.criteria if entry.judgement is Judgement.MET} <= {""}


def test_an_unanswered_test_is_scored_with_nothing() -> None:
    outcome = scored(TEST, ITEMS, {})
    assert sum(entry.score for entry in outcome.items) == 0
    assert reasons(outcome).keys() == set(CRITERIA)


def test_words_are_no_option_and_neither_is_the_response_to_another_part() -> None:
    responses: dict[str, Response] = {"q-a0": TextResponse(text="b"), "q-a1/x": ChoiceResponse(option="b")}
    assert sum(entry.score for entry in scored(TEST, ITEMS, responses).items) == 0


def test_points_are_counted_exactly_and_needed_ones_rounded_up() -> None:
    items = weighed([Decimal(points) for points in ("0.1", "0.2", "1", "1.50")])
    outcome = scored(TEST, items, answered(q_a0="b", q_a1="b", q_b0="b"))
    assert reasons(outcome) == {"law.b": "1 z 2.5, třeba 2", "law.c": "1.3 z 2.8, třeba 3"}


def test_a_score_equal_to_what_is_needed_is_enough() -> None:
    tenths = [choice(f"q-a{number}", "law.a") for number in range(10)]
    blueprint = BLUEPRINT.model_copy(update={"floor": share("0.7"), "overall": None, "drawn": gate(10)})
    strict = TEST.model_copy(update={"blueprint": blueprint, "machine": TEST.machine[:1]})
    right = {item.id: ChoiceResponse(option="b") for item in tenths[:7]}
    assert reasons(scored(strict, tenths, right)) == {}
    del right["q-a6"]
    assert reasons(scored(strict, tenths, right)) == {"law.a": "6 z 10, třeba 7"}


def test_an_item_of_two_criteria_counts_in_both() -> None:
    both = choice("q-ab", "law.a").model_copy(update={"criteria": ("law.a", "law.b")})
    outcome = scored(TEST, (ITEMS[0], both, ITEMS[2]), answered(q_ab="a"))
    assert reasons(outcome)["law.a"] == "0 z 2, třeba 1"
    assert reasons(outcome)["law.b"] == "0 z 2, třeba 1"


def test_scoring_goes_by_the_paper_and_not_by_the_bank() -> None:
    paper = [pin(ITEMS[2], SEED), pin(ITEMS[0], SEED)]
    assert [entry.item for entry in scored(TEST, ITEMS, {}, paper).items] == ["q-b0", "q-a0"]


@pytest.mark.parametrize(
    ("responses", "reason"),
    [
        (answered(set_1="c"), None),
        (answered(set_1="a"), f"Vybral {pin(transcripts(), SEED).order.index('a') + 1}."),
        ({}, "Vybral –."),
        ({"set-1": TextResponse(text="c")}, "Vybral –."),
    ],
)
def test_the_picked_transcript_is_right_or_named(responses: dict[str, Response], reason: str | None) -> None:
    outcome = scored(PICK, (transcripts(),), responses)
    assert reasons(outcome) == ({} if reason is None else {"sale.a": reason})
    assert outcome.items[0].max_score == 1


def test_what_has_no_key_scores_nothing() -> None:
    assert scored(PICK, (oral(),), answered(oral_1="")).items[0].score == 0


def test_the_machine_says_nothing_of_what_people_judge() -> None:
    assert score_task(task("talk", TaskKind.ORAL, "call.b"), [pin(oral(), SEED)], [oral()], {}, ()) is None


def test_compared_cells_are_kept_and_decide_nothing() -> None:
    cells = (ItemOutcome(item="calls", score=Decimal(1), max_score=Decimal(2)),)
    workbook = task("workbook", TaskKind.SPREADSHEET, "analysis.a")
    assert score_task(workbook, (), (), {}, cells) == TaskScored(task="workbook", items=cells, criteria=())


@given(RESPONSES, POINTS)
def test_a_score_lies_between_nothing_and_its_maximum(responses: dict[str, Response], points: list[Decimal]) -> None:
    items = weighed(points)
    outcome = scored(TEST, items, responses)
    assert [entry.max_score for entry in outcome.items] == points
    assert all(entry.score in {0, entry.max_score} for entry in outcome.items)


@given(RESPONSES, POINTS)
def test_every_machine_decision_is_met_or_has_its_reason(responses: dict[str, Response], points: list[Decimal]) -> None:
    decided: tuple[CriterionOutcome, ...] = scored(TEST, weighed(points), responses).criteria
    assert all(bool(entry.reason) is (entry.judgement is Judgement.NOT_MET) for entry in decided)


@given(RESPONSES, POINTS, st.sampled_from([item.id for item in ITEMS]))
def test_one_more_right_option_never_costs_a_criterion(
    responses: dict[str, Response], points: list[Decimal], righted: str
) -> None:
    items = weighed(points)
    before = reasons(scored(TEST, items, responses)).keys()
    after = reasons(scored(TEST, items, {**responses, righted: ChoiceResponse(option="b")})).keys()
    assert after <= before


def weighed(points: Sequence[Decimal]) -> list[ChoiceItem]:
    return [item.model_copy(update={"points": worth}) for item, worth in zip(ITEMS, points, strict=True)]
