"""An authorising body's workspace for tests: real stores, a clock that stands still, and the real verification."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from exam.core.canonical import canonical_json, digest
from exam.core.exam_record import SupersededRecord
from exam.publishing.signing import SigningKey
from exam.publishing.verification import Verification, verify_pdf
from exam.scripted.world import ScriptedClock
from exam.service.access import Actor, Role
from exam.service.exam_service import ExamService
from exam.service.ports import Ports
from tests.publishing.authority import Authority
from tests.publishing.office import NOW, ON_PAPER, drawn, official, printer, sign_with
from tests.record_builders import RecordCase, record_case
from tests.rims import rim

CLERK = Actor(id="novotna", role=Role.ARCHIVIST)
SECOND = Actor(id="zeman", role=Role.ARCHIVIST)
PERSON = Actor(id="osoba", role=Role.AUTHORISED_PERSON)
YEARS_LATER = 60 * 366 * 24 * 60
REASON = "Oprava čísla certifikátu."
TAIL = b"\n%later\n"


@dataclass(frozen=True)
class Files:
    """Records of one throwaway authority."""

    authority: Authority
    first: bytes
    second: bytes
    """Supersedes the first."""
    other_data: bytes
    """Calls itself the first and says something else."""
    case: RecordCase


@cache
def files() -> Files:
    """Return official records, made once."""
    authority = Authority("Zkušební autorita")
    case, keys = official(authority)
    former = SupersededRecord(record=case.record.record, data_digest=digest(canonical_json(case.record)), reason=REASON)
    planned = {who: key.fingerprint for who, key in keys.items()}
    later = record_case(practice=False, certificates=planned, paper=ON_PAPER, supersedes=former)
    newer = later.record.model_copy(update={"record": "record-3H9L4N0RUY"})
    other = case.record.model_copy(update={"place": "Jinde, učebna B"})
    return Files(
        authority=authority,
        first=_made(case, keys),
        second=_made(replace(later, record=newer), keys),
        other_data=_made(replace(case, record=other), keys),
        case=case,
    )


def _made(case: RecordCase, keys: dict[str, SigningKey]) -> bytes:
    return sign_with(drawn(case), keys)


@dataclass
class Body:
    """The workspace, opened."""

    ports: Ports
    service: ExamService
    clock: ScriptedClock

    def taken(self, *data: bytes) -> tuple[int, ...]:
        """Receive and verify files and return their lines."""
        numbers = tuple(one.number for one in self.service.intake.receive(CLERK, data))
        list(self.service.intake.check(CLERK))
        return numbers

    def kept(self, *data: bytes) -> tuple[int, ...]:
        """Receive, verify and accept files."""
        numbers = self.taken(*data)
        for number in numbers:
            self.service.intake.accept(CLERK, number)
        return numbers

    def line(self, number: int) -> object:
        """Return the state of a line."""
        return self.service.custody.line(number).state


def check(data: bytes) -> Verification:
    """Verify; what was added after `TAIL` counts as a later revision that changes nothing."""
    sound = data.split(TAIL)[0] if TAIL in data else data
    return verify_pdf(sound, trust_roots=[files().authority.pem], now=NOW, printer=printer())


@contextmanager
def body(folder: Path) -> Iterator[Body]:
    """Open the workspace of an authorising body."""
    clock = ScriptedClock(NOW)
    with rim(folder, clock) as ports:
        joined = replace(ports, check=check)
        yield Body(ports=joined, service=ExamService(joined), clock=clock)
