"""Whether what a form says of signatures that are not coming can be true of its record; the seal vouches for it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from exam.core.discrepancy import Discrepancy
from exam.core.exam_record import ExamRecord
from exam.core.omission import LONGEST_REASON, Omission, OmissionGround, Omissions, omittable
from exam.text import has_substance

NOTES: Mapping[OmissionGround, str] = {
    OmissionGround.REFUSED: "signer-refused",
    OmissionGround.ABSENT: "signer-absent",
}
"""How a reader is told; none of these is a fault of the file, and each is for him to decide."""


def check_omissions(
    record: ExamRecord, data_digest: str, told: Omissions, signed: Sequence[str], sealed_at: datetime | None
) -> Iterator[Discrepancy]:
    """Yield what cannot be true; `signed` are the fields that hold a signature, `sealed_at` is in whole seconds."""
    if (told.record, told.data_digest) != (record.record, data_digest):
        yield Discrepancy(code="omission-foreign", arguments={"record": told.record})
    fields = [omission.field for omission in told.omissions]
    if fields != [signer.field for signer in omittable(record.signers) if signer.field in fields]:
        yield _about("omission-wrong", ", ".join(fields))
    for omission in told.omissions:
        if omission.field in signed:
            yield _about("omission-contradicted", omission.field)
        if not _is_possible(omission, record):
            yield _about("omission-wrong", omission.field)
        if omission.at < record.issued_at or omission.at.replace(microsecond=0) > (sealed_at or omission.at):
            yield _about("omission-time", omission.field)


def notes(record: ExamRecord, told: Omissions) -> Iterator[Discrepancy]:
    """Yield a note for each signature that is not coming."""
    names = {examiner.id: examiner.version.identity.full_name for examiner in record.examiners}
    for omission in told.omissions:
        about = {
            "field": omission.field,
            "who": names.get(omission.who, omission.who),
            "reason": omission.reason,
            "by": omission.name,
        }
        yield Discrepancy(code=NOTES[omission.ground], arguments=about)


def _is_possible(omission: Omission, record: ExamRecord) -> bool:
    """Tell whether the right person is meant, and the chair or somebody outside, by his right name, said why."""
    planned = {signer.field: signer.who for signer in record.signers}
    names = {examiner.id: examiner.version.identity.full_name for examiner in record.examiners}
    members = {examiner.id for examiner in record.examiners if not examiner.chair}
    return (
        planned.get(omission.field) == omission.who != omission.by
        and omission.by not in members
        and has_substance(omission.name)
        and omission.name == names.get(omission.by, omission.name)
        and has_substance(omission.reason)
        and len(omission.reason) <= LONGEST_REASON
    )


def _about(code: str, field: str) -> Discrepancy:
    return Discrepancy(code=code, arguments={"field": field})
