from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.core.judging import (
    AgainstRuleError,
    Agreement,
    AgreementRule,
    GivenJudgement,
    Judgement,
    ReasonMissingError,
    agree,
    allowed,
    require_reason,
)
from exam.text import has_substance

MET, NOT_MET = Judgement.MET, Judgement.NOT_MET
DISCUSSION, MAJORITY, STRICT = AgreementRule
BOTH = {MET, NOT_MET}
JUDGEMENTS = st.sampled_from(list(Judgement))
REASONS = st.sampled_from(["", " ", "-", "Chybí shrnutí.", "Neověřil zákazníka."])
GIVEN = st.dictionaries(
    st.sampled_from("abcde"), st.builds(GivenJudgement, judgement=JUDGEMENTS, reason=REASONS), min_size=1
)


def panel(*given: tuple[Judgement, str]) -> dict[str, GivenJudgement]:
    return {f"j{at}": GivenJudgement(judgement=mark, reason=reason) for at, (mark, reason) in enumerate(given)}


@pytest.mark.parametrize(
    ("marks", "rule", "permitted"),
    [
        ([MET], DISCUSSION, {MET}),
        ([MET, MET, MET], STRICT, {MET}),
        ([NOT_MET, NOT_MET], MAJORITY, {NOT_MET}),
        ([NOT_MET, NOT_MET], DISCUSSION, {NOT_MET}),
        ([MET, NOT_MET], DISCUSSION, BOTH),
        ([MET, NOT_MET], MAJORITY, BOTH),
        ([MET, NOT_MET], STRICT, {NOT_MET}),
        ([MET, MET, NOT_MET], DISCUSSION, BOTH),
        ([MET, MET, NOT_MET], MAJORITY, {MET}),
        ([NOT_MET, MET, NOT_MET], MAJORITY, {NOT_MET}),
        ([MET, MET, NOT_MET], STRICT, {NOT_MET}),
        ([MET, MET, MET, NOT_MET, NOT_MET], MAJORITY, {MET}),
        ([MET, MET, NOT_MET, NOT_MET, NOT_MET], MAJORITY, {NOT_MET}),
        ([MET, MET, NOT_MET, NOT_MET], MAJORITY, BOTH),
    ],
)
def test_the_rule_says_which_decisions_the_judgements_permit(
    marks: list[Judgement], rule: AgreementRule, permitted: set[Judgement]
) -> None:
    assert allowed(marks, rule) == permitted


@pytest.mark.parametrize("rule", list(AgreementRule))
def test_a_unanimous_panel_is_never_overruled(rule: AgreementRule) -> None:
    for mark, other in ((MET, NOT_MET), (NOT_MET, MET)):
        with pytest.raises(AgainstRuleError) as told:
            agree("x.a", panel((mark, "Jasné."), (mark, "Jasné.")), rule, other, "Rozhodl jsem jinak.")
        assert told.value.arguments == {"criterion": "x.a", "rule": rule.value}


def test_a_unanimous_met_needs_no_reason_and_keeps_the_one_it_has() -> None:
    given = panel((MET, ""), (MET, "Bez chyby."))
    expected = Agreement(judgement=MET, reason="", rule=DISCUSSION, unanimous=True)
    assert agree("x.a", given, DISCUSSION, MET, "") == expected
    assert agree("x.a", given, DISCUSSION, MET, "Výborné.").reason == "Výborné."


def test_a_unanimous_not_met_takes_the_reasons_of_its_examiners_each_once() -> None:
    given = {
        "b": GivenJudgement(judgement=NOT_MET, reason="Neshrnul."),
        "a": GivenJudgement(judgement=NOT_MET, reason=" Nepozdravil. "),
        "c": GivenJudgement(judgement=NOT_MET, reason="Neshrnul."),
        "d": GivenJudgement(judgement=NOT_MET),
    }
    assert agree("x.a", given, STRICT, NOT_MET, "").reason == "Nepozdravil. Neshrnul."
    assert agree("x.a", given, STRICT, NOT_MET, "Hovor bez shrnutí.").reason == "Hovor bez shrnutí."


@pytest.mark.parametrize("decision", [MET, NOT_MET])
@pytest.mark.parametrize("reason", ["", "  ", "?", "x"])
def test_whoever_is_overruled_is_told_why(decision: Judgement, reason: str) -> None:
    given = panel((MET, "Pozdravil."), (NOT_MET, "Nepozdravil."))
    with pytest.raises(ReasonMissingError) as told:
        agree("x.a", given, DISCUSSION, decision, reason)
    assert told.value.arguments == {"criterion": "x.a"}
    kept = agree("x.a", given, DISCUSSION, decision, "Shoda po poradě.")
    assert (kept.reason, kept.unanimous) == ("Shoda po poradě.", False)


@pytest.mark.parametrize(("rule", "decision"), [(STRICT, MET), (MAJORITY, NOT_MET)])
def test_a_reason_does_not_stand_for_the_rule(rule: AgreementRule, decision: Judgement) -> None:
    with pytest.raises(AgainstRuleError):
        agree("x.a", panel((MET, ""), (MET, ""), (NOT_MET, "Neshrnul.")), rule, decision, "Rozhodl jsem jinak.")


@pytest.mark.parametrize("reason", ["", " ", "-", "…", "a", "\n?\n"])
def test_not_met_without_a_concrete_reason_is_refused(reason: str) -> None:
    with pytest.raises(ReasonMissingError):
        require_reason("x.a", NOT_MET, reason)
    with pytest.raises(ReasonMissingError):
        agree("x.a", panel((NOT_MET, reason), (NOT_MET, reason)), DISCUSSION, NOT_MET, reason)
    require_reason("x.a", MET, reason)


def test_not_met_with_a_reason_is_taken() -> None:
    require_reason("x.a", NOT_MET, "Ne.")


@given(GIVEN, st.sampled_from(list(AgreementRule)), JUDGEMENTS, REASONS)
def test_no_agreement_is_against_its_rule_or_without_its_reason(
    given_judgements: dict[str, GivenJudgement], rule: AgreementRule, decision: Judgement, reason: str
) -> None:
    marks = [entry.judgement for entry in given_judgements.values()]
    try:
        agreement = agree("x.a", given_judgements, rule, decision, reason)
    except AgainstRuleError:
        assert decision not in permitted_by_law_of_the_rule(marks, rule)
    except ReasonMissingError:
        assert not has_substance(reason)
    else:
        assert (agreement.judgement, agreement.rule) == (decision, rule)
        assert decision in permitted_by_law_of_the_rule(marks, rule)
        assert agreement.unanimous is (len(set(marks)) == 1)
        if decision is NOT_MET or not agreement.unanimous:
            assert has_substance(agreement.reason)


def permitted_by_law_of_the_rule(marks: Sequence[Judgement], rule: AgreementRule) -> set[Judgement]:
    """What the three rules say in words, spelt without the code that is tested."""
    met, not_met = marks.count(MET), marks.count(NOT_MET)
    if not not_met or not met:
        return {marks[0]}
    if rule is STRICT:
        return {NOT_MET}
    if rule is MAJORITY and met != not_met:
        return {MET} if met > not_met else {NOT_MET}
    return BOTH


@given(GIVEN, st.sampled_from(list(AgreementRule)), JUDGEMENTS, REASONS)
def test_the_order_in_which_judgements_came_does_not_matter(
    given_judgements: dict[str, GivenJudgement], rule: AgreementRule, decision: Judgement, reason: str
) -> None:
    backwards = dict(reversed(given_judgements.items()))
    assert outcome(given_judgements, rule, decision, reason) == outcome(backwards, rule, decision, reason)


def outcome(
    given_judgements: dict[str, GivenJudgement], rule: AgreementRule, decision: Judgement, reason: str
) -> Agreement | str:
    try:
        return agree("x.a", given_judgements, rule, decision, reason)
    except (AgainstRuleError, ReasonMissingError) as refused:
        return refused.code
