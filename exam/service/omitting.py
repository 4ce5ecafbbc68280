"""Signatures that are not coming: put down one by one, and told in the file before the seal, which covers them."""

from exam.core.candidate_session.state import IssuedRecord
from exam.core.exam_record import ExamRecord
from exam.core.omission import SEAL_FIELD, Omission, Omissions
from exam.service.ports import Ports


def basis(ports: Ports, record: IssuedRecord) -> bytes:
    """Return the file that the next signer signs: for the seal, with what was put down of missing signatures.

    Raises:
        ExamError: a blob is missing, or an older version drew the file.
    """
    pdf, due = ports.blobs.get(record.pdf), record.next_signer
    if due is None or due.field != SEAL_FIELD or not record.omitted:
        return pdf
    data = ExamRecord.model_validate_json(ports.blobs.get(record.data_digest))
    told = tuple(_named(ports, data, omission) for omission in record.omissions)
    statement = Omissions(record=record.record, data_digest=record.data_digest, omissions=told)
    return ports.publisher.omit(pdf, data, statement)


def _named(ports: Ports, data: ExamRecord, omission: Omission) -> Omission:
    """Return the omission with the name of who put it down: the record's own for its examiners."""
    names = {examiner.id: examiner.version.identity.full_name for examiner in data.examiners}
    for account in ports.people.accounts():
        if account.id == omission.by and omission.by not in names:
            version = ports.people.identity(account.identity)
            names[omission.by] = version.identity.full_name if version else omission.by
    return omission.model_copy(update={"name": names.get(omission.by, omission.by)})
