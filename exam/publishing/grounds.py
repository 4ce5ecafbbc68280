"""What a file is judged by: whom the reader trusts, when he asks, and what the file brings along for later readers.

A file whose stamps cover all of it must prove everything by itself: no certificate counts whose revocation data are not
in it. Without such a stamp nothing in the file is that old for certain, and its data count for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffPolicy
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext

SLACK = timedelta(minutes=5)
"""By how much honest clocks may differ."""


@dataclass(frozen=True, slots=True)
class Material:
    """Certificates and revocation data that a file holds (its document security store)."""

    certificates: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """By what the signatures and stamps of one file are judged."""

    roots: Sequence[x509.Certificate]
    now: datetime
    material: Material = Material()
    sealed_at: datetime | None = None
    """When the first stamp over the whole file was made, as it says itself; None where there is none."""
    updates: DiffPolicy = DEFAULT_DIFF_POLICY
    """What may have been added after a signature."""

    def context(self, moment: datetime) -> ValidationContext:
        """Return in what a certificate must hold at a moment; a new one each time, because contexts remember."""
        if self.sealed_at is None:
            return ValidationContext(trust_roots=list(self.roots), allow_fetching=False, moment=moment)
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.material.certificates),
            crls=list(self.material.lists),
            ocsps=list(self.material.answers),
            allow_fetching=False,
            moment=moment,
            revocation_mode="hard-fail",
            retroactive_revinfo=True,
        )


def material_of(reader: PdfFileReader) -> Material:
    """Return what the file brings along."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Material()
    return Material(
        certificates=tuple(store.load_certs()),
        lists=tuple(crl.CertificateList.load(found.get_object().data, strict=True) for found in store.crls),
        answers=tuple(ocsp.OCSPResponse.load(found.get_object().data, strict=True) for found in store.ocsps),
    )
