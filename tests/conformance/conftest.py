"""Every state of every scene, judged once by each validator; `make conformance` sets what lets these tests run."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from tests.authorities import Estate, served
from tests.conformance.records import (
    NOW,
    OMITTING,
    RENEWED,
    SCENES,
    chairless,
    corrected,
    keep_trust,
    lasting,
    omitted,
    state_of,
    states,
)
from tests.conformance.validators import Judged, Signed, dss, verapdf

RUNS = os.environ.get("EXAM_CONFORMANCE") == "1"
collect_ignore = [] if RUNS else ["test_paper.py", "test_states.py", "test_tampered.py"]


@dataclass(frozen=True)
class Files:
    """The genuine files, and what the two validators say of them."""

    folder: Path
    trust: Path
    """What is known on the day of the exam."""
    verapdf: dict[str, dict[str, Judged]]
    dss: dict[str, list[Signed]]
    years_later: dict[str, list[Signed]]
    """What EU DSS says in 2031 of the files that were made to last, all signers' certificates having ended."""

    @property
    def names(self) -> list[str]:
        """Return the names of the files."""
        return sorted(self.verapdf)

    def data(self, name: str) -> bytes:
        """Return a file."""
        return (self.folder / name).read_bytes()


@pytest.fixture(scope="session")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    with served(tmp_path_factory.mktemp("estate"), NOW) as found:
        yield found


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, estate: Estate) -> Files:
    folder, known = tmp_path_factory.mktemp("records"), tmp_path_factory.mktemp("known")
    _keep_every_state(folder, estate)
    made = sorted(folder.iterdir())
    kept = [path for path in made if state_of(path.name) in {"lasting", "renewed"}]
    today = [path for path in made if state_of(path.name) != "renewed"]
    keep_trust(known / "now", estate)
    estate.now = RENEWED
    keep_trust(known / "later", estate)
    estate.now = NOW
    return Files(
        folder=folder,
        trust=known / "now",
        verapdf=verapdf(made),
        dss=dss(today, known / "now", NOW),
        years_later=dss(kept, known / "later", RENEWED),
    )


def _keep_every_state(folder: Path, estate: Estate) -> None:
    for scene in SCENES:
        for state, pdf in states(scene, estate):
            (folder / f"{scene.name}-{state}.pdf").write_bytes(pdf)
        for state, pdf in lasting(scene, estate):
            (folder / f"{scene.name}-{state}.pdf").write_bytes(pdf)
        (folder / f"{scene.name}-superseding.pdf").write_bytes(corrected(scene, estate))
    for scene in OMITTING:
        for state, pdf in chain(omitted(scene, estate), chairless(scene, estate)):
            (folder / f"{scene.name}-{state}.pdf").write_bytes(pdf)
