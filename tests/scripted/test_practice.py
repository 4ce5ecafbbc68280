"""The practice workspace of a first start."""

from pathlib import Path

from exam.bootstrap import open_workspace
from exam.core.duties import Standing
from exam.scripted.performance import PIN
from exam.scripted.practice import practice_workspace


def test_nothing_made_up_is_overdue_at_the_first_start(tmp_path: Path) -> None:
    with open_workspace(practice_workspace(tmp_path / "practice")) as workspace:
        service = workspace.service
        (line,) = service.home.sittings(service.sign_in("dvorakova", PIN))
        standings = {entry.duty.id: entry.standing for entry in service.facts.duties(line.sitting)}
        facts = service.sittings.state(line.sitting).facts
    assert standings["publication"] is Standing.DONE
    assert Standing.LATE not in standings.values()
    assert {noted.fact.note for noted in facts} == {"cvičně"}
