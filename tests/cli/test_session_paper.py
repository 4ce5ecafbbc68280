from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.core.judging import Judgement
from exam.scripted.performance import play
from tests.cli.test_dispatch import typed

SCRIPT = """\
schema: exam/scenario/1
title: "Hodnocení na papíře"
standard: nsk-66-029-M-2015
starts_at: "2026-11-20T08:00:00+01:00"
seed: "papir"
without_record: true
people:
  - id: prvni
    role: examiner
    identity:
      given_names: "Pavla"
      surname: "Smyšlená"
      authorisation: {kind: natural_person, number: "CVIČNÁ-9", valid_until: "2099-01-01"}
  - id: druhy
    role: examiner
    identity:
      given_names: "Radek"
      surname: "Vymyšlený"
      authorisation: {kind: natural_person, number: "CVIČNÁ-8", valid_until: "2099-01-01"}
  - {id: uchazec, role: candidate, identity: {given_names: "Bohdan", surname: "Neexistující"}}
steps:
  - {actor: prvni, action: plan_sitting, arguments: {place: "Nikdeškov"}}
  - {actor: prvni, action: appoint_commission, arguments: {chair: prvni, members: [druhy]}}
  - {actor: prvni, action: register_candidate, arguments: {candidate: uchazec}}
  - {actor: prvni, action: open_sitting}
  - {actor: prvni, action: open_session}
  - {actor: prvni, action: verify_identity, arguments: {document: "pas"}}
  - {actor: uchazec, action: acknowledge_induction, arguments: {topics: [pracoviste, bozp, po]}}
  - {actor: prvni, action: open_task, arguments: {task: law-test}}
  - {actor: uchazec, action: submit_task, arguments: {task: law-test}, minutes: 20}
  - {actor: prvni, action: open_task, arguments: {task: complaint-stress}}
  - {actor: prvni, action: end_performance, arguments: {task: complaint-stress}, minutes: 5}
"""
SHEET = """\
schema: exam/paper/1
task: complaint-stress
made_at: "2026-11-20T08:22:00+01:00"
checker: prvni
judge: prvni
judgements:
  - {criterion: complaint.e, judgement: not_met, reason: "Předvedl dvě techniky ze tří.", shown: 2}
"""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    script = tmp_path / "papir.yaml"
    script.write_text(SCRIPT, "utf-8")
    play(str(script), tmp_path / "out")
    monkeypatch.chdir(tmp_path / "out" / "papir-1")
    (tmp_path / "out" / "papir-1" / "sken.jpg").write_bytes(b"sken")
    with open_workspace(None, owning=False) as opened:
        (found,) = opened.sessions()
    return found


def called(session: str, text: str, by: str = "druhy") -> int:
    Path("list.yaml").write_text(text, "utf-8")
    return main(["session", "type", session, "list.yaml", "--scan", "sken.jpg", "--by", by, *typed()])


def test_a_score_sheet_and_a_test_are_typed_in_from_files(session: str) -> None:
    assert called(session, SHEET) == 0
    with open_workspace(None, owning=False) as opened:
        state = opened.service.sessions.state(session)
    given = state.tasks["complaint-stress"].given("complaint.e")
    assert given["prvni"].judgement is Judgement.NOT_MET
    part = state.papers["law-test"][0]
    response = f"responses:\n  {part.item}: {{kind: choice, option: {part.order[0]}}}\n"
    head = "schema: exam/paper/1\ntask: law-test\nmade_at: '2026-11-20T08:10:00+01:00'\nchecker: prvni\n"
    assert called(session, head + response) == 0
    with open_workspace(None, owning=False) as opened:
        state = opened.service.sessions.state(session)
    assert list(state.tasks["law-test"].responses) == [part.item]
    assert [note.partition(":")[0] for note in state.irregularities] == ["paper-judgements", "paper-responses"]


def test_a_sheet_that_cannot_be_is_refused(session: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(session, SHEET, by="prvni") == 1
    assert called(session, SHEET.replace("08:22", "07:22")) == 1
    assert called("session-0", SHEET) == 1
    capsys.readouterr()
    Path("list.yaml").write_text(SHEET.replace("checker", "cheker"), "utf-8")
    assert main(["session", "type", session, "list.yaml", "--scan", "sken.jpg", "--by", "druhy"]) == 1
    assert "list.yaml:4:1" in capsys.readouterr().err
