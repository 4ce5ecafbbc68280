import pytest

from exam.publishing.conformance import check_conformance
from tests.conformance.conftest import Files
from tests.conformance.records import SCENES, state_of
from tests.conformance.validators import Signed, pdfsig, qpdf

pytestmark = [pytest.mark.needs_java, pytest.mark.needs_qpdf, pytest.mark.needs_poppler]
SIGNATURES = {"unsigned": 0, "partly1": 1, "partly2": 2, "partly3": 3, "omitted": 2, "omittedlasting": 2}
OMITTED = frozenset({"omitted", "omittedlasting"})
"""What they say of missing signatures is a change of fields after the first signature, and told as one."""
LEVELS = {"stamped": "PAdES-BASELINE-T", "lasting": "PAdES-BASELINE-LTA", "renewed": "PAdES-BASELINE-LTA"}
LEVELS |= {"omittedlasting": "PAdES-BASELINE-LTA"}


def signatures(name: str) -> int:
    """Return how many signatures a file has."""
    return SIGNATURES.get(state_of(name), 4)


def told(found: list[Signed], kind: str) -> list[tuple[str, str, str, str]]:
    return [(one.indication, one.reason, one.errors, one.changes) for one in found if one.kind == kind]


def test_there_is_every_state_of_every_scene(files: Files) -> None:
    states = ["lasting", "partly1", "partly2", "partly3", "renewed", "signed", "stamped", "unsigned"]
    wanted = [f"{scene.name}-{state}.pdf" for scene in SCENES for state in states]
    wanted += [f"{scene.name}-{state}.pdf" for scene in (SCENES[0], SCENES[-1]) for state in OMITTED]
    assert files.names == sorted([*wanted, "czech-superseding.pdf"])


@pytest.mark.parametrize("profile", ["3b", "3a", "ua1"])
def test_verapdf_finds_every_file_compliant(files: Files, profile: str) -> None:
    broken = {name: files.verapdf[name][profile].broken for name in files.names}
    assert {name: rules for name, rules in broken.items() if rules} == {}
    assert all(files.verapdf[name][profile].compliant for name in files.names)


def test_our_own_rules_find_the_same(files: Files) -> None:
    assert {name: found for name in files.names if (found := check_conformance(files.data(name)))} == {}


def test_qpdf_finds_every_file_sound(files: Files) -> None:
    assert {name: found for name in files.names if (found := qpdf(files.folder / name))} == {}


def test_poppler_finds_every_signature_valid(files: Files) -> None:
    for name in files.names:
        found = pdfsig(files.folder / name)
        assert found[: signatures(name)] == ["Signature is Valid."] * signatures(name), name


def test_dss_finds_every_signature_passed_and_nothing_changed(files: Files) -> None:
    for name, found in files.dss.items():
        if state_of(name) not in OMITTED:
            assert told(found, "signature") == [("TOTAL_PASSED", "", "", "")] * signatures(name), name


def test_dss_passes_a_file_that_says_who_does_not_sign_and_names_the_fields_that_say_it(files: Files) -> None:
    chosen = {name: told(found, "signature") for name, found in files.dss.items() if state_of(name) in OMITTED}
    assert len(chosen) == 4
    for name, (first, seal) in chosen.items():
        assert first[:3] == seal[:3] == ("TOTAL_PASSED", "", ""), name
        assert first[3] != "" == seal[3], name


def test_dss_finds_the_level_that_was_asked_for(files: Files) -> None:
    for name, found in [*files.dss.items(), *files.years_later.items()]:
        levels = {one.level for one in found if one.kind == "signature"}
        assert levels <= {LEVELS.get(state_of(name), "PAdES-BASELINE-B")}, name


def test_dss_finds_every_stamp_passed(files: Files) -> None:
    stamps = {name: told(found, "timestamp") for name, found in files.dss.items()}
    assert {row for rows in stamps.values() for row in rows} == {("PASSED", "", "", "")}
    assert {state_of(name) for name, rows in stamps.items() if rows} == {"stamped", "lasting", "omittedlasting"}


def test_dss_passes_a_renewed_file_when_every_signer_s_certificate_has_ended(files: Files) -> None:
    assert len(files.years_later) == 2 * len(SCENES)
    for name, found in files.years_later.items():
        assert told(found, "signature") == [("TOTAL_PASSED", "", "", "")] * 4, name
