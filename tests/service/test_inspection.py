from pathlib import Path

from exam.scripted.runner import run
from tests.stages import played, shipped


def test_people_equipment_comings_and_refused_certificates_are_in_the_papers(tmp_path: Path) -> None:
    with played(tmp_path / "a", shipped("day-inspector")) as stage:
        found = stage.service.inspection.inspect(stage.sitting)
        assert [person.part for person in found.people] == ["chair", "member", "member"]
        assert [change.what for change in found.changes] == ["AttendantNamed", "AttendantLeft"]
    with played(tmp_path / "b", shipped("day-morning")) as stage:
        found = stage.service.inspection.inspect(stage.sitting)
        assert [thing.present for thing in found.equipment] == [True, False, True]
        late, refused = found.sessions
        assert late.irregularities[0].startswith("late: ")
        assert (late.identity_document, refused.ending, refused.entry) == ("cestovní pas", "not_admitted", "")
    with played(tmp_path / "c", shipped("day-certificate")) as stage:
        found = stage.service.inspection.inspect(stage.sitting)
        copied, shown = found.sessions
        assert copied.refused_certificates == ("english: Uchazeč předložil jen kopii, originál nemá.",)
        assert len(shown.waived_or_recognised) == 2


def test_a_candidate_whose_session_was_never_opened_has_empty_papers(tmp_path: Path) -> None:
    scenario = shipped("day-application")
    with played(tmp_path, scenario.model_copy(update={"steps": scenario.steps[:3]})) as stage:
        run(scenario.model_copy(update={"steps": ()}), stage)
        (session,) = stage.service.inspection.inspect(stage.sitting).sessions
        assert (session.tasks, session.record, session.candidate) == ((), "", "Oldřich Beneš-Pokusný")
