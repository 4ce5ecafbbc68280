"""Official records in every state that a file passes through: fixture standard, throwaway authority, fixed clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from urllib.request import urlopen

from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import CRLDistributionPoints

from exam.core.canonical import canonical_json, digest
from exam.core.exam_record import ExamRecord, SupersededRecord
from exam.core.omission import LONGEST_REASON, Omission, OmissionGround, Omissions
from exam.publishing.omitting import omit
from exam.publishing.sealing import SealingAuthority
from exam.publishing.signing import Stamp, sign
from tests.authorities import Estate
from tests.publishing.office import drawn, typesetter
from tests.record_builders import FIELDS, ISSUED, NASTY, SIGNERS, RecordCase, record_case

NOW = ISSUED + timedelta(hours=1)
RENEWED = datetime(2031, 6, 1, tzinfo=UTC)
"""Before the first authority's certificate ends, after the signers' own have."""
REASON = "Oprava čísla certifikátu, které bylo opsáno chybně."


@dataclass(frozen=True)
class Scene:
    """What a record is about and in which language it speaks."""

    name: str
    language: str = "cs"
    passed: bool = True
    hostile: bool = False
    """Whether its candidate typed what no printer should obey."""


SCENES = (
    Scene("czech"),
    Scene("english", language="en"),
    Scene("failed", passed=False),
    Scene("hostile", passed=False, hostile=True),
    Scene("hostile-english", language="en", passed=False, hostile=True),
)


OMITTING = (SCENES[0], SCENES[1], SCENES[-1])
"""Scenes in which not everybody signs, too."""


@dataclass
class Clock:
    """The time of the estate, which is the time of everybody."""

    estate: Estate

    def now(self) -> datetime:
        return self.estate.now

    def monotonic_ms(self) -> int:
        return 0


def state_of(name: str) -> str:
    """Return the state that a file is in, from its name."""
    return name.removesuffix(".pdf").rpartition("-")[2]


def states(scene: Scene, estate: Estate) -> Iterator[tuple[str, bytes]]:
    """Yield the file of a scene after each step, with the name of the step."""
    case = _case(scene, estate)
    yield from _signed(_pages(scene, case), estate)


def lasting(scene: Scene, estate: Estate) -> Iterator[tuple[str, bytes]]:
    """Yield the file of a scene with stamped signatures, made to last, and renewed years later."""
    first, second = _authority(estate, "tsa"), _authority(estate, "tsa2")
    *_, (_, pdf) = _signed(_pages(scene, _case(scene, estate)), estate, first.stamp)
    yield "stamped", pdf
    pdf = first.seal(pdf)
    yield "lasting", pdf
    estate.now = RENEWED
    yield "renewed", second.seal(pdf)
    estate.now = NOW


def corrected(scene: Scene, estate: Estate) -> bytes:
    """Return the signed record that supersedes the scene's."""
    case = _case(scene, estate)
    reason, data = NASTY if scene.hostile else REASON, digest(canonical_json(case.record))
    former = SupersededRecord(record=case.record.record, data_digest=data, reason=reason)
    record = case.record.model_copy(update={"record": "record-3H9L4N0RUY", "supersedes": former})
    *_, (_, pdf) = _signed(_pages(scene, replace(case, record=record)), estate)
    return pdf


def omitted(scene: Scene, estate: Estate) -> Iterator[tuple[str, bytes]]:
    """Yield the sealed file that one member refuses to sign and another is not there to sign, and made to last."""
    case = _case(scene, estate)
    record = case.record.model_copy(update={"language": scene.language})
    chair = record.examiners[0]
    told = _statement(scene, record, (1, 2), (chair.id, chair.version.identity.full_name), estate.now)
    pdf = sign(_pages(scene, case), field=FIELDS[0], key=estate.key(SIGNERS[0]), at=estate.now, certify=True)
    pdf = omit(pdf, told, typesetter(scene.language))
    pdf = sign(pdf, field=FIELDS[3], key=estate.key(SIGNERS[3]), at=estate.now, certify=False)
    yield "omitted", pdf
    yield "omittedlasting", _authority(estate, "tsa").seal(pdf)


def chairless(scene: Scene, estate: Estate) -> Iterator[tuple[str, bytes]]:
    """Yield the sealed file whose chair is not there to sign, and the one that nobody signs but the seal."""
    case = _case(scene, estate)
    record = case.record.model_copy(update={"language": scene.language})
    outside = ("ao", NASTY[:60] if scene.hostile else "Jan Zástupce")
    for name, missing in (("chairless", (0,)), ("sealonly", (0, 1, 2))):
        pdf, first = _pages(scene, case), True
        for place, (field, who) in enumerate(zip(FIELDS, SIGNERS, strict=True)):
            if place in missing:
                continue
            if place == len(FIELDS) - 1:
                pdf = omit(pdf, _statement(scene, record, missing, outside, estate.now), typesetter(scene.language))
            pdf, first = sign(pdf, field=field, key=estate.key(who), at=estate.now, certify=first), False
        yield name, pdf
        yield f"{name}lasting", _authority(estate, "tsa").seal(pdf)


def _statement(
    scene: Scene, record: ExamRecord, missing: Sequence[int], by: tuple[str, str], at: datetime
) -> Omissions:
    """Say of the signers in these places why they do not sign."""
    grounds = cycle(OmissionGround)
    told = [
        Omission(
            field=FIELDS[place],
            who=SIGNERS[place],
            ground=next(grounds),
            reason=NASTY[:LONGEST_REASON] if scene.hostile else REASON,
            by=by[0],
            name=by[1],
            at=at,
        )
        for place in missing
    ]
    return Omissions(record=record.record, data_digest=digest(canonical_json(record)), omissions=tuple(told))


def keep_trust(folder: Path, estate: Estate) -> None:
    """Write what a validator trusts, and the lists of revoked certificates as they are now."""
    folder.mkdir()
    root = estate.certificate("root")
    (folder / "root.crt").write_bytes(root.public_bytes(Encoding.DER))
    for name in ("issuing", "dvorakova"):
        points = estate.certificate(name).extensions.get_extension_for_class(CRLDistributionPoints).value
        address = next(iter(points)).full_name
        assert address
        with urlopen(address[0].value) as answer:  # noqa: S310 - the estate on loopback
            (folder / f"above-{name}.crl").write_bytes(answer.read())


def _signed(pdf: bytes, estate: Estate, stamp: Stamp | None = None) -> Iterator[tuple[str, bytes]]:
    yield "unsigned", pdf
    for number, (field, who) in enumerate(zip(FIELDS, SIGNERS, strict=True)):
        pdf = sign(pdf, field=field, key=estate.key(who), at=estate.now, certify=number == 0, stamp=stamp)
        yield ("signed" if field == FIELDS[-1] else f"partly{number + 1}"), pdf


def _authority(estate: Estate, label: str) -> SealingAuthority:
    roots = [x509.Certificate.load(estate.certificate("root").public_bytes(Encoding.DER))]
    return SealingAuthority(estate.tsa(label), lambda: roots, Clock(estate))


def _case(scene: Scene, estate: Estate) -> RecordCase:
    planned = {who: estate.key(who).fingerprint for who in SIGNERS}
    return record_case(passed=scene.passed, nasty=scene.hostile, practice=False, certificates=planned)


def _pages(scene: Scene, case: RecordCase) -> bytes:
    return drawn(case, case.record.model_copy(update={"language": scene.language}))
