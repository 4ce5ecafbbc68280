"""What a commission does beside the plain course, by command: release, joint decisions, second thoughts, papers."""

import shutil
from pathlib import Path

import pytest

from exam.__main__ import main
from exam.bootstrap import open_workspace
from exam.core.candidate_session import SessionState
from exam.core.judging import Judgement
from exam.core.verdict import CompetencyStatus
from exam.scripted.performance import PIN
from tests.cli.test_dispatch import typed
from tests.stages import cut, played, shipped

CHAIR, MEMBER = ["--by", "dvorakova"], ["--by", "kratky"]
PAPER = ["--issuer", "Smyšlený ústav", "--number", "B2-17", "--issued-on", "2024-05-14"]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workspaces of three scenarios, each before the step that a command does here."""
    root = tmp_path_factory.mktemp("course")
    for name, before in (
        ("day-absent-examiner", "release_from_panel"),
        ("day-joint-judging", "judge_jointly"),
        ("day-certificate", "refuse_waiver"),
    ):
        with played(root / name, cut(shipped(name), before=before)):
            pass
    assert PIN
    return root


def session(stages: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    shutil.copytree(stages / name / "workspace", tmp_path / "workspace")
    monkeypatch.chdir(tmp_path / "workspace")
    with open_workspace(None, owning=False) as opened:
        sitting = opened.service.sittings.state(opened.service.sittings.planned()[0])
        return next(session for session, who in sitting.sessions.items() if who == "benes")


def state(name: str) -> SessionState:
    with open_workspace(None, owning=False) as opened:
        return opened.service.sessions.state(name)


def test_the_chair_releases_an_absentee_and_nobody_else_does(
    stages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = session(stages, "day-absent-examiner", tmp_path, monkeypatch)
    call = ["session", "release", name, "complaint-stress", "holubova", "--reason"]
    assert main([*call, "Hlídala druhou místnost.", *MEMBER, *typed()]) == 1
    assert main([*call, "-", *CHAIR, *typed()]) == 1
    assert state(name).tasks["complaint-stress"].released == ()
    capsys.readouterr()
    assert main([*call, "Hlídala druhou místnost.", *CHAIR, *typed()]) == 0
    assert capsys.readouterr().out.startswith(f"session/{name} ")
    assert state(name).tasks["complaint-stress"].released == ("holubova",)


def test_a_panel_decides_jointly_and_two_people_change_it(
    stages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = session(stages, "day-joint-judging", tmp_path, monkeypatch)
    about = [name, "complaint-stress", "complaint.e"]
    assert main(["session", "judge", *about, "met", "--shown", "2", *MEMBER, *typed()]) == 1
    assert main(["session", "judge", *about, "met", "--shown", "3", *MEMBER, *typed()]) == 0
    assert state(name).tasks["complaint-stress"].agreed["complaint.e"].judgement is Judgement.MET
    reason = ["--reason", "Ukázal jen dvě techniky.", "--because", "Přepis."]
    assert main(["session", "change", *about, "not_met", *reason, *MEMBER, *typed()]) == 0
    assert state(name).tasks["complaint-stress"].agreed["complaint.e"].judgement is Judgement.MET
    assert main(["session", "approve", *about, *MEMBER, *typed()]) == 1
    assert main(["session", "approve", *about, *CHAIR, *typed()]) == 0
    assert state(name).tasks["complaint-stress"].agreed["complaint.e"].judgement is Judgement.NOT_MET
    assert any("Přepis." in told for told in state(name).irregularities)


def test_a_refused_certificate_leaves_the_oral_to_be_held_and_says_which(
    stages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = session(stages, "day-certificate", tmp_path, monkeypatch)
    call = ["session", "certificate", name, "english"]
    assert main([*call, "accept", *PAPER, "--level", "B2", *CHAIR, *typed()]) == 1
    assert main([*call, "accept", *PAPER, "--level", "B1", "--original-seen", *CHAIR, *typed()]) == 1
    assert main([*call, "refuse", *PAPER, "--level", "B2", *CHAIR, *typed()]) == 1
    capsys.readouterr()
    assert main([*call, "refuse", *PAPER, "--level", "B2", "--reason", "Jen kopie.", *CHAIR, *typed()]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["english-call"]
    assert state(name).refused == {"english": "Jen kopie."}
    (tmp_path / "copy.pdf").write_bytes(b"%PDF-certificate")
    scan = ("--scan", str(tmp_path / "copy.pdf"))
    assert main([*call, "accept", *PAPER, "--level", "C1", "--original-seen", *scan, *CHAIR, *typed()]) == 0
    assert state(name).excused == {"english": CompetencyStatus.WAIVED}


def test_a_recognised_competency_stands_with_its_paper(
    stages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = session(stages, "day-certificate", tmp_path, monkeypatch)
    call = ["session", "recognise", name, "written", "--qualification", "66-028-H", *PAPER]
    assert main([*call, *CHAIR, *typed()]) == 1
    assert state(name).excused == {}
    assert main([*call, "--original-seen", *CHAIR, *typed()]) == 0
    assert state(name).excused == {"written": CompetencyStatus.RECOGNISED}


def test_nobody_of_the_commission_writes_down_what_the_second_body_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = shipped("system-estonia")
    ended = next(number for number, step in enumerate(whole.steps) if step.action == "acknowledge_reasons")
    with played(tmp_path, whole.model_copy(update={"steps": whole.steps[: ended + 1]})) as stage:
        name, day = stage.session, stage.clock.now().date().isoformat()
    monkeypatch.chdir(tmp_path / "workspace")
    decided = ["session", "decide", name, "confirmed", "--minutes", "nr 7", "--on", day]
    assert main(["record", "issue", name, "--by", "tamm", *typed()]) == 1
    assert main([*decided, "--by", "tamm", *typed()]) == 1
    assert state(name).decision is None
    capsys.readouterr()
    assert main([*decided, "--by", "kutseandja", *typed()]) == 0
    assert capsys.readouterr().out.startswith(f"session/{name} ")
    found = state(name).decision
    assert found is not None
    assert (found.confirmed, found.minutes, found.body) == (True, "nr 7", "kutsekomisjon")
