import pytest

from exam.publishing.conformance import check_conformance
from tests.conformance.conftest import Files
from tests.conformance.records import OMITTING, SCENES, state_of
from tests.conformance.validators import Signed, pdfsig, qpdf

pytestmark = [pytest.mark.needs_java, pytest.mark.needs_qpdf, pytest.mark.needs_poppler]
SIGNATURES = {"unsigned": 0, "partly1": 1, "partly2": 2, "partly3": 3, "omitted": 2, "chairless": 3, "sealonly": 1}
OMITTED = frozenset({"omitted", "chairless"})
"""What they say of missing signatures is a change of fields after the first signature, and told as one."""
LASTING = "lasting"
"""What the name of a state ends with whose file was made to last."""
LEVELS = {"stamped": "PAdES-BASELINE-T", "lasting": "PAdES-BASELINE-LTA", "renewed": "PAdES-BASELINE-LTA"}
LEVELS |= {f"{state}lasting": "PAdES-BASELINE-LTA" for state in (*OMITTED, "sealonly")}


def signatures(name: str) -> int:
    """Return how many signatures a file has."""
    return SIGNATURES.get(bare(name), 4)


def bare(name: str) -> str:
    """Return the state that a file was in before it was made to last."""
    state = state_of(name)
    return state.removesuffix(LASTING) or state


def told(found: list[Signed], kind: str) -> list[tuple[str, str, str, str]]:
    return [(one.indication, one.reason, one.errors, one.changes) for one in found if one.kind == kind]


def test_there_is_every_state_of_every_scene(files: Files) -> None:
    states = ["partly1", "partly2", "partly3", "renewed", "signed", "stamped", "superseding", "unsigned", LASTING]
    wanted = [f"{scene.name}-{state}.pdf" for scene in SCENES for state in states]
    fewer = [f"{state}{end}" for state in (*OMITTED, "sealonly") for end in ("", LASTING)]
    wanted += [f"{scene.name}-{state}.pdf" for scene in OMITTING for state in fewer]
    assert files.names == sorted(wanted)


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
        if bare(name) not in OMITTED:
            assert told(found, "signature") == [("TOTAL_PASSED", "", "", "")] * signatures(name), name


def test_dss_passes_a_file_that_says_who_does_not_sign_and_names_the_fields_that_say_it(files: Files) -> None:
    chosen = {name: told(found, "signature") for name, found in files.dss.items() if bare(name) in OMITTED}
    assert len(chosen) == 4 * len(OMITTING)
    for name, (*before, seal) in chosen.items():
        assert {one[:3] for one in (*before, seal)} == {("TOTAL_PASSED", "", "")}, name
        assert all(one[3] for one in before), name
        assert seal[3] == "", name


def test_dss_finds_the_level_that_was_asked_for(files: Files) -> None:
    for name, found in [*files.dss.items(), *files.years_later.items()]:
        levels = {one.level for one in found if one.kind == "signature"}
        assert levels <= {LEVELS.get(state_of(name), "PAdES-BASELINE-B")}, name


def test_dss_finds_every_stamp_passed(files: Files) -> None:
    stamps = {name: told(found, "timestamp") for name, found in files.dss.items()}
    assert {row for rows in stamps.values() for row in rows} == {("PASSED", "", "", "")}
    assert {state_of(name) for name, rows in stamps.items() if rows} == set(LEVELS) - {"renewed"}


def test_dss_passes_a_renewed_file_when_every_signer_s_certificate_has_ended(files: Files) -> None:
    assert len(files.years_later) == 2 * len(SCENES)
    for name, found in files.years_later.items():
        assert told(found, "signature") == [("TOTAL_PASSED", "", "", "")] * 4, name
