from pathlib import Path

import pytest

from exam.checking import verify_record
from exam.scripted.performance import SHIPPED, ScriptFaultyError, ScriptUnknownError, perform
from exam.scripted.runner import StepFailedError, run
from exam.scripted.scenario import Step
from tests.stages import cut, played, shipped

OWN = """\
schema: exam/scenario/1
title: "Uchazeč propadne u testu a jedné techniky"
standard: nsk-66-029-M-2015
starts_at: "2026-11-20T08:00:00+01:00"
seed: "vlastni"
people:
  - id: prvni
    role: examiner
    identity:
      given_names: "Pavla"
      surname: "Smyšlená"
      authorisation: {kind: natural_person, number: "CVIČNÁ-9", valid_until: "2029-01-01"}
  - id: druhy
    role: examiner
    identity:
      given_names: "Radek"
      surname: "Vymyšlený"
      authorisation: {kind: natural_person, number: "CVIČNÁ-8", valid_until: "2029-01-01"}
  - id: uchazec
    role: candidate
    identity: {given_names: "Bohdan", surname: "Neexistující"}
steps:
  - {actor: prvni, action: plan_sitting, arguments: {place: "Nikdeškov", agreement: strict}}
  - {actor: prvni, action: appoint_commission, arguments: {chair: prvni, members: [druhy]}}
  - {actor: prvni, action: register_candidate, arguments: {candidate: uchazec}}
  - {actor: prvni, action: open_sitting}
  - {actor: prvni, action: open_session}
  - {actor: prvni, action: open_task, arguments: {task: law-test}, refused: candidate-not-admitted}
  - {actor: prvni, action: verify_identity, arguments: {document: "pas"}}
  - {actor: uchazec, action: acknowledge_induction, arguments: {topics: [bozp]}, refused: induction-incomplete}
  - {actor: uchazec, action: acknowledge_induction, arguments: {topics: [pracoviste, bozp, po]}}
  - {actor: prvni, action: open_task, arguments: {task: law-test}}
  - {actor: uchazec, action: answer_test, arguments: {task: law-test, wrong: {law.b: 3}}, minutes: 10}
  - {actor: uchazec, action: submit_task, arguments: {task: law-test}}
  - {actor: prvni, action: determine_result, refused: criteria-unverified}
  - {actor: druhy, action: end_session, arguments: {ending: withdrew, reason: "nechce"}, refused: denied}
  - {actor: prvni, action: end_session, arguments: {ending: withdrew, reason: "Uchazeč odstoupil pro nevolnost."}}
  - {actor: prvni, action: announce_result}
  - {actor: uchazec, action: acknowledge_reasons, arguments: {acknowledged: false, objection: "Nesouhlasím <b>."}}
  - {actor: prvni, action: issue_record}
  - {actor: prvni, action: sign_record}
  - {actor: druhy, action: sign_record}
  - {actor: prvni, action: seal_record}
  - {actor: prvni, action: archive_record}
"""


@pytest.mark.parametrize(
    ("script", "result"), [("passed", "passed"), ("failed-one-criterion", "failed"), ("waived-english", "passed")]
)
def test_a_shipped_scenario_leads_to_a_verified_practice_record(tmp_path: Path, script: str, result: str) -> None:
    performance = perform(script, tmp_path)
    assert (performance.result, performance.verdict) == (result, "PRACTICE")
    assert performance.path.is_file()


def test_every_shipped_scenario_is_tested_above() -> None:
    assert set(SHIPPED) == {"passed", "failed-one-criterion", "waived-english"}


def test_the_failed_scenario_fails_for_its_one_criterion_and_says_why(tmp_path: Path) -> None:
    record = verify_record(perform("failed-one-criterion", tmp_path).path.read_bytes(), ()).record
    assert record is not None
    not_met = [
        (criterion.criterion, [finding.reason for finding in criterion.findings])
        for competency in record.competencies
        for criterion in competency.criteria
        if criterion.status == "not_met"
    ]
    assert [name for name, _ in not_met] == ["complaint.c"]
    assert "bez zjištění vady" in not_met[0][1][0]
    assert [competency.competency for competency in record.competencies if competency.status == "not_met"] == [
        "complaint"
    ]


def test_a_scenario_of_ones_own_fails_the_candidate_for_the_right_reasons(tmp_path: Path) -> None:
    script = tmp_path / "vlastni.yaml"
    script.write_text(OWN, "utf-8")
    performance = perform(str(script), tmp_path / "out")
    found = verify_record(performance.path.read_bytes(), ())
    assert (performance.result, found.verdict, found.codes) == ("failed", "PRACTICE", ())
    assert found.record is not None
    law = next(entry for entry in found.record.competencies if entry.competency == "law")
    by_criterion = {criterion.criterion: criterion for criterion in law.criteria}
    assert by_criterion["law.a"].status == "met"
    assert by_criterion["law.b"].status == "not_met"
    assert "2" in by_criterion["law.b"].findings[0].reason
    assert found.record.competencies[0].criteria[0].status == "not_verified"
    assert found.record.ending_reason == "Uchazeč odstoupil pro nevolnost."
    assert found.record.acknowledgement is not None
    assert found.record.acknowledgement.objection == "Nesouhlasím <b>."


def test_a_scenario_runs_the_same_each_time_but_for_its_salts_and_keys(tmp_path: Path) -> None:
    first, second = (perform("waived-english", tmp_path / name) for name in ("one", "two"))
    records = [verify_record(entry.path.read_bytes(), ()).record for entry in (first, second)]
    assert records[0] is not None
    assert records[1] is not None
    assert records[0].tasks == records[1].tasks
    assert records[0].competencies == records[1].competencies


def test_running_again_overwrites_nothing(tmp_path: Path) -> None:
    first = perform("passed", tmp_path)
    kept = first.path.read_bytes()
    second = perform("passed", tmp_path)
    assert second.path != first.path
    assert first.path.read_bytes() == kept


def test_a_step_that_is_refused_ends_the_run_with_its_number(tmp_path: Path) -> None:
    scenario = cut(shipped("passed"), before="verify_identity")
    early = Step(actor="dvorakova", action="open_task", arguments={"task": "law-test"})
    with played(tmp_path, scenario) as stage, pytest.raises(StepFailedError) as refused:
        run(scenario.model_copy(update={"steps": (early,)}), stage)
    assert refused.value.arguments["step"] == "1"
    assert refused.value.arguments["refusal"].startswith("candidate-not-admitted")


def test_a_step_that_should_have_been_refused_ends_the_run(tmp_path: Path) -> None:
    scenario = cut(shipped("passed"), before="verify_identity")
    step = Step(actor="kratky", action="log_irregularity", refused="denied").model_copy(
        update={"arguments": {"category": "hluk", "note": "Vrtačka za zdí."}}
    )
    with played(tmp_path, scenario) as stage, pytest.raises(StepFailedError) as refused:
        run(scenario.model_copy(update={"steps": (step,)}), stage)
    assert refused.value.arguments["expected"] == "denied"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (("action: open_sitting", "action: open_siting"), "action-unknown"),
        (("minutes: 10", "minutes: ten"), "K005"),
        (("document:", "dokument:"), "K003"),
        (("seed:", "sede:"), "K003"),
    ],
)
def test_faults_of_a_script_are_told_before_anything_runs(tmp_path: Path, fault: tuple[str, str], code: str) -> None:
    script = tmp_path / "vadny.yaml"
    script.write_text(OWN.replace(*fault), "utf-8")
    with pytest.raises(ScriptFaultyError) as faulty:
        perform(str(script), tmp_path / "out")
    assert code in {problem.code for problem in faulty.value.problems}
    assert all(problem.location.line for problem in faulty.value.problems)
    assert not (tmp_path / "out").exists()


def test_a_script_that_nobody_knows_is_told_with_those_that_are_shipped(tmp_path: Path) -> None:
    with pytest.raises(ScriptUnknownError) as unknown:
        perform("pased", tmp_path / "out")
    assert {*SHIPPED, "day-lunch", "system-latvia"} <= {*unknown.value.arguments["known"].split(", ")}
    assert not (tmp_path / "out").exists()
