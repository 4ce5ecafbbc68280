"""Whether a file that comes back is the one that went out with one signature more, and nothing else.

The measure is what a reader of the finished record would be told: nothing may be wrong with the new file that was not
wrong with the old one. Whether a root is trusted is not asked; whose certificate it must be was registered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from exam.publishing.record_reader import RecordReader
from exam.publishing.signature_check import SignatureFacts
from exam.publishing.signing import SignatureError
from exam.publishing.verification import verify_pdf
from exam.service.ports import AddedSignature

UNASKED = frozenset({"signature-untrusted", "signature-missing"})


class ForeignRevisionError(SignatureError):
    """The file is not the registered one with one signature behind it."""

    code: ClassVar[str] = "revision-foreign"


def added_signature(before: bytes, after: bytes, *, roots: Sequence[bytes], at: datetime) -> AddedSignature:
    """Return the signature that was added.

    Raises:
        ForeignRevisionError: the file before is not its beginning, or something else was added, or nothing.
    """
    if not after.startswith(before) or len(after) == len(before):
        raise ForeignRevisionError(reason="prefix")
    told = [verify_pdf(pdf, trust_roots=roots, now=at) for pdf in (before, after)]
    old, new = ({code.code for code in found.codes} for found in told)
    wrong = sorted(new - old - UNASKED)
    there, now_there = (found.signatures for found in told)
    if wrong or told[1].stamps or len(now_there) != len(there) + 1 or not _one_revision(before, after):
        raise ForeignRevisionError(reason=", ".join(wrong) or "signature")
    return _as_added(now_there[-1])


def _one_revision(before: bytes, after: bytes) -> bool:
    revisions = [RecordReader(pdf).xrefs.total_revisions for pdf in (before, after)]
    return bool(revisions[1] == revisions[0] + 1)


def _as_added(facts: SignatureFacts) -> AddedSignature:
    return AddedSignature(field=facts.field, certificate=facts.certificate)
