"""Signs a record that was handed over as a file, on a machine without its workspace: one field, one's own key."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from pyhanko.pdf_utils.misc import PdfError

from exam.core.exam_record import ExamRecord
from exam.publishing.attached import read_attached
from exam.publishing.fields import electronic
from exam.publishing.omission_reading import stated
from exam.publishing.record_reader import RecordReader
from exam.publishing.signing import SignatureError, Signing, Stamp


class RecordNotDueError(SignatureError):
    """The file is no record, or nobody's signature is due in it."""

    code: ClassVar[str] = "record-not-due"


def sign_file(
    pdf: bytes,
    at: datetime,
    fingerprint: str,
    sign: Callable[[Signing], bytes],
    stamp: Stamp | None = None,
    *,
    chairless: bool = False,
) -> bytes:
    """Return the file with the signature that is due, made by `sign` with the certificate that the record plans.

    Whoever signs first certifies: the chair, unless it is known (`chairless`) that he does not, or the file says so.

    Raises:
        RecordNotDueError: no record, nobody's signature is due, or that of another certificate is.
        SignatureError: as whoever signs.
        TimestampError: there is no stamp for it; without `stamp` it can still be signed.
    """
    try:
        reader = RecordReader(pdf)
        signed = [str(one.field_name) for one in reader.embedded_regular_signatures]
        attached, _ = read_attached(reader)
        passed_over = chairless or bool(stated(reader))
    except (PdfError, ValueError, KeyError, TypeError) as error:
        raise RecordNotDueError(reason=type(error).__name__) from error
    field = _due(attached.record if attached else None, signed, fingerprint, chairless=passed_over)
    return sign(Signing(field=field, at=at, certify=not signed, stamp=stamp))


def _due(record: ExamRecord | None, signed: Sequence[str], fingerprint: str, *, chairless: bool) -> str:
    """Return whose turn it is by his certificate; a member before him may not be coming."""
    planned = electronic(record) if record else []
    last = max((place for place, signer in enumerate(planned, start=1) if signer.field in signed), default=0)
    later = planned[last:] if signed or chairless else planned[:1]
    found = next((signer.field for signer in later if signer.certificate == fingerprint), None)
    if found is None:
        raise RecordNotDueError(reason=later[0].field if later else "–")
    return found
