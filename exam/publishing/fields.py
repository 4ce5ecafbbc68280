"""The fields of a record's form: one for each electronic signature, and those that say which signatures do not come.

All stand in the base file, empty. `OMISSIONS` has no place on a page: it holds the data of which the others show the
words. The seal locks them all (`docs/decisions/0014-a-signature-that-is-not-coming.md`).
"""

from collections.abc import Sequence

from exam.core.exam_record import ExamRecord
from exam.core.omission import omittable
from exam.core.session_values import PlannedSigner, SignatureMode

OMISSIONS = "Omissions"


def statement_field(field: str) -> str:
    """Return the name of the field that says why nobody signs in another one."""
    return f"{field}Omission"


def electronic(record: ExamRecord) -> list[PlannedSigner]:
    """Return who is to sign electronically, in order."""
    return [signer for signer in record.signers if signer.mode is SignatureMode.ELECTRONIC]


def form_fields(record: ExamRecord) -> list[str]:
    """Return every field that a record's form has when it is drawn, in order."""
    return [*_places(record), OMISSIONS] if omittable(record.signers) else list(_places(record))


def _places(record: ExamRecord) -> Sequence[str]:
    members = omittable(record.signers)
    names = []
    for signer in record.signers:
        names += [statement_field(signer.field)] if signer in members else []
        names += [signer.field] if signer.mode is SignatureMode.ELECTRONIC else []
    return names
