"""The standard of 2025 is shipped incomplete: it refuses to run until somebody writes into its files what it lacks."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from exam.bootstrap import make_workspace
from exam.checking import verify_record
from exam.scripted.runner import StepFailedError
from exam.scripted.scenario import Scenario, Step
from tests.rims import step
from tests.stages import played_in, shipped

STANDARD = "nsk-66-029-M-2025"
EVERY = ("information", "sale", "written", "complaint", "multichannel", "analysis", "training", "support")
TOPIC = {"id": "bozp", "text": "Bezpečnost práce na pracovišti."}


def plan() -> Step:
    return step("dvorakova", "plan_sitting", place="Příkladov", starts_on="2026-11-20")


def exam() -> Scenario:
    """The people of the shipped exam hold one of the standard of 2025, each competency by one oral."""
    opening = (
        plan(),
        step("dvorakova", "appoint_commission", chair="dvorakova", members=["kratky"]),
        step("dvorakova", "register_candidate", candidate="svobodova"),
        step("dvorakova", "open_sitting"),
        step("dvorakova", "open_session"),
        step("kratky", "verify_identity", document="občanský průkaz"),
        step("svobodova", "acknowledge_induction", topics=["bozp"]),
    )
    orals = tuple(entry for competency in EVERY for entry in oral(f"{competency}-oral"))
    closing = (
        step("dvorakova", "determine_result"),
        step("dvorakova", "announce_result"),
        step("svobodova", "acknowledge_reasons", acknowledged=True),
        step("dvorakova", "issue_record"),
        step("dvorakova", "sign_record"),
        step("kratky", "sign_record"),
        step("dvorakova", "seal_record"),
        step("dvorakova", "archive_record"),
    )
    return shipped("passed").model_copy(update={"standard": STANDARD, "steps": (*opening, *orals, *closing)})


def oral(task: str) -> tuple[Step, ...]:
    judged = (step(member, "judge", task=task) for member in ("dvorakova", "kratky"))
    ends = (step("dvorakova", action, task=task) for action in ("reveal", "agree"))
    opened = (step("dvorakova", "open_task", task=task), step("dvorakova", "end_performance", task=task))
    return (*opened, *judged, *ends)


def complete(workspace: Path) -> None:
    """Write into the workspace's files what the standard says it lacks; every word is a dummy."""
    folder, banks = workspace / "rubrics" / STANDARD, workspace / "item_banks" / STANDARD
    standard: dict[str, Any] = yaml.safe_load((folder / "standard.yaml").read_text("utf-8"))
    del standard["missing"]
    standard["induction"] = [TOPIC]
    banks.mkdir()
    for competency in standard["competencies"]:
        name = str(competency["id"])
        competency.update(written(name))
        dump(folder / f"{name}.yaml", rubric(name))
        dump(banks / f"{name}.yaml", bank(name))
    dump(folder / "standard.yaml", standard)


def written(name: str) -> dict[str, Any]:
    minutes = {"value": 5, "verified": False, "source": "Cvičná hodnota."}
    criterion = {"id": "a", "text": f"Cvičné kritérium ({name}).", "origin": "derived", "methods": ["oral"]}
    task = {"id": f"{name}-oral", "kind": "oral", "title": "Cvičný úkol", "criteria": [f"{name}.a"], "bank": name}
    return {"criteria": [criterion | {"source": "Cvičný text."}], "tasks": [task | {"minutes": minutes}]}


def rubric(name: str) -> dict[str, Any]:
    anchors = {"id": "a", "met": ["Odpověděl."], "not_met": ["Neodpověděl."], "phrases": ["Uchazeč neodpověděl."]}
    return {"schema": "exam/rubric/1", "standard": STANDARD, "competency": name, "criteria": [anchors]}


def bank(name: str) -> dict[str, Any]:
    item = {
        "id": f"{name}-dummy",
        "kind": "oral",
        "version": 1,
        "status": "approved",
        "author": "A",
        "reviewed": {"by": "B", "on": "2026-11-01"},
        "criteria": [f"{name}.a"],
        "language": "cs",
        "source": "cvičné",
        "title": "Cvičná sada",
        "prompts": [{"id": "only", "text": "Co byste udělal(a)?", "expected": ["Cokoli."]}],
    }
    return {"schema": "exam/item-bank/1", "id": name, "standard": STANDARD, "items": [item]}


def dump(path: Path, value: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")


def test_no_sitting_is_planned_under_it_and_the_refusal_says_what_is_missing(tmp_path: Path) -> None:
    only_plan = exam().model_copy(update={"steps": (plan(),)})
    refused = pytest.raises(StepFailedError, match=r"standard-incomplete.*kritéria všech osmi způsobilostí")
    with refused, played_in(make_workspace(tmp_path / "workspace"), only_plan):
        pass


def test_with_what_it_lacked_written_into_its_files_it_runs_to_a_verified_record(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "workspace")
    complete(made)
    with played_in(made, exam()) as stage:
        found = verify_record(Path(stage.archived).read_bytes(), ())
    assert (found.verdict, found.codes) == ("PRACTICE", ())
    assert found.record is not None
    assert found.record.standard.id == STANDARD
    assert [(entry.competency, entry.status) for entry in found.record.competencies] == [
        (name, "met") for name in EVERY
    ]
