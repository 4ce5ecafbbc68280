"""Signs a record that was handed over as a file, on a machine without its workspace: one field, one's own key."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from pyhanko.pdf_utils.misc import PdfError

from exam.core.exam_record import ExamRecord
from exam.core.session_values import SignatureMode
from exam.publishing.attached import read_attached
from exam.publishing.record_reader import RecordReader
from exam.publishing.signing import SignatureError, Signing


class RecordNotDueError(SignatureError):
    """The file is no record, or nobody's signature is due in it."""

    code: ClassVar[str] = "record-not-due"


def sign_file(pdf: bytes, at: datetime, fingerprint: str, sign: Callable[[Signing], bytes]) -> bytes:
    """Return the file with the signature that is due, made by `sign` with the certificate that the record plans.

    Raises:
        RecordNotDueError: no record, nobody's signature is due, or that of another certificate is.
        SignatureError: as whoever signs.
    """
    try:
        reader = RecordReader(pdf)
        signed = len(list(reader.embedded_regular_signatures))
        attached, _ = read_attached(reader)
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise RecordNotDueError(reason=type(error).__name__) from error
    field, planned = _due(attached.record if attached else None, signed)
    if planned != fingerprint:
        raise RecordNotDueError(reason=field)
    return sign(Signing(field=field, at=at, certify=signed == 0))


def _due(record: ExamRecord | None, signed: int) -> tuple[str, str]:
    planned = [signer for signer in record.signers if signer.mode is SignatureMode.ELECTRONIC] if record else []
    if signed >= len(planned):
        raise RecordNotDueError(reason="–")
    return planned[signed].field, planned[signed].certificate
