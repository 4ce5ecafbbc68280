"""Why a record takes no statement in place of a signature, and why it is not corrected."""

from typing import ClassVar

from exam.core.candidate_session.refusals import SessionRefusal


class SignerUnknownError(SessionRefusal):
    """The record plans no signature of that person."""

    code: ClassVar[str] = "signer-unknown"


class ChairOmittedError(SessionRefusal):
    """That the chair does not sign is put down by the authorised person, not by the commission."""

    code: ClassVar[str] = "signer-chair"


class SelfOmittedError(SessionRefusal):
    """That somebody does not sign is put down by another person."""

    code: ClassVar[str] = "signer-self"


class SignerSettledError(SessionRefusal):
    """He has signed, or it was put down otherwise before."""

    code: ClassVar[str] = "signer-settled"


class SignerOmittedError(SessionRefusal):
    """It was put down that he does not sign; only a corrected record can hold his signature."""

    code: ClassVar[str] = "signer-omitted"


class RecordSealedError(SessionRefusal):
    """The seal is on the record, or was to be set with ink; no statement can be put under it."""

    code: ClassVar[str] = "record-sealed"


class OmissionReasonError(SessionRefusal):
    """The reason says nothing, or is longer than the place of a signature."""

    code: ClassVar[str] = "omission-reason"


class CorrectionReasonError(SessionRefusal):
    """A record is corrected for a concrete reason."""

    code: ClassVar[str] = "correction-reason"


class CorrectionUnproposedError(SessionRefusal):
    """Nobody proposed to correct the record."""

    code: ClassVar[str] = "correction-unproposed"


class CorrectionSamePersonError(SessionRefusal):
    """Nobody approves his own proposal."""

    code: ClassVar[str] = "correction-same-person"


class CorrectionPracticeError(SessionRefusal):
    """A practice record is corrected by a practice one, an official one by an official one."""

    code: ClassVar[str] = "correction-practice"
