"""Makes a signed file last (PAdES B-LTA), and renews what makes it last: revocation data, and a stamp over all of it.

The order is what later readers need: first the data by which every certificate is proven, the authority's own among
them, then the stamp, so that the last stamp covers the whole file. A renewal adds the same again behind it.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign._session_scope import run_and_release
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore, collect_validation_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.path import ValidationPath

from exam.publishing.certificates import is_practice_der
from exam.publishing.cms_form import token_of
from exam.publishing.grounds import material_of
from exam.publishing.offline import finished
from exam.publishing.online import within
from exam.publishing.record_reader import RecordReader
from exam.publishing.signing import TOKEN_RESERVED, QuietWriter, Stamp, Stamper
from exam.publishing.stamp_check import stamp_field
from exam.publishing.timestamping import TimestampAuthority, Watch
from exam.publishing.tokens import HASH, CheckedToken
from exam.publishing.trust import TrustRootUnreadableError, parsed, trust_files
from exam.service.stamping import TimestampError

SECONDS = 60
"""How long all the authorities together are waited for."""
PROBE = bytes(32)
"""What is stamped to learn which certificate the authority uses now."""


class RevocationMissingError(TimestampError):
    """A certificate in the file cannot be proven now: revoked, expired, or nobody says that it is not."""

    code: ClassVar[str] = "revocation-missing"


class SealingError(TimestampError):
    """The file takes no stamp."""

    code: ClassVar[str] = "sealing-failed"


class TrustUnreadableError(TimestampError):
    """The folder of trusted certificates holds something that is none, so no stamp can be checked."""

    code: ClassVar[str] = "timestamp-trust"


class SealingAuthority(TimestampAuthority):
    """An authority that stamps files, too: the service's `Timestamps`."""

    def seal(self, pdf: bytes) -> bytes:
        """Return the file with revocation data and a stamp over all of it behind what is there.

        Raises:
            TimestampError: no stamp, a certificate that is not proven, or an authority that is silent.
        """
        now = self.clock.now()
        try:
            probe = self.checked(PROBE)
            lasting = within(SECONDS, lambda: _with_material(pdf, probe, self.roots(), now))
            return _stamped(lasting, self.stamp)
        except TimeoutError as error:
            raise RevocationMissingError(reason="timed out") from error
        except (PathBuildingError, PathValidationError) as error:
            raise RevocationMissingError(reason=error) from error
        except (PdfError, ValueError, KeyError, TypeError) as error:
            raise SealingError(reason=error) from error

    def lasts_until(self, pdf: bytes) -> datetime | None:
        """Return when the certificate of the last stamp over the file ends, None where no stamp is over it.

        Raises:
            SealingError: the file cannot be read.
        """
        try:
            stamps = list(RecordReader(pdf).embedded_timestamp_signatures)
            ends: datetime | None = stamps[-1].signer_cert.not_valid_after if stamps else None
        except Exception as error:  # a file from anywhere raises anything, and any of it is a refusal
            raise SealingError(reason=type(error).__name__) from error
        return ends


def workspace_authority(url: str, trust: Path, clock: Watch) -> SealingAuthority:
    """Return the authority of a workspace's settings; without one, what can still read the tokens that are there."""
    return SealingAuthority(url, lambda: _trusted(trust), clock)


def _trusted(folder: Path) -> list[x509.Certificate]:
    """Return what the workspace trusts; a folder that cannot be read costs the stamp and nothing else."""
    try:
        return parsed(trust_files(folder))
    except (TrustRootUnreadableError, OSError) as error:
        raise TrustUnreadableError(reason=error) from error


def _with_material(pdf: bytes, probe: CheckedToken, roots: Sequence[x509.Certificate], now: datetime) -> bytes:
    """Return the file with everything that proves its certificates, fetched from whom they name."""
    reader = RecordReader(pdf)
    held = material_of(reader)
    context = ValidationContext(
        trust_roots=list(roots),
        other_certs=[*held.certificates, *probe.certificates],
        allow_fetching=True,
        moment=now,
        revocation_mode="hard-fail",
    )
    paths = finished(run_and_release(_paths(reader, probe, context), context))
    writer = QuietWriter(pdf)
    store = DocumentSecurityStore.supply_dss_in_writer(
        writer, None, paths=paths, validation_context=context, embed_roots=False
    )
    if not store.modified:
        return pdf
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko gives it no types
    return out.getvalue()


async def _paths(reader: PdfFileReader, probe: CheckedToken, context: ValidationContext) -> list[ValidationPath]:
    """Return the paths of all that is not under a stamp yet, of the last stamp, and of the next one."""
    paths = [await _stamping_path(probe.certificates, context)]
    stamps = list(reader.embedded_timestamp_signatures)
    unproven = stamps[-1:] or list(reader.embedded_regular_signatures)
    for embedded in unproven:
        paths += await _path(embedded, context)
    return paths


async def _path(embedded: EmbeddedPdfSignature, context: ValidationContext) -> list[ValidationPath]:
    """Return the paths of one signature and its stamp; nobody answers for a practice certificate."""
    if not is_practice_der(embedded.signer_cert.dump()):
        return list(await collect_validation_info(embedded, context))
    token = token_of(embedded)
    if token is None:
        return []
    return [await _stamping_path([choice.chosen for choice in token["certificates"]], context)]


async def _stamping_path(certificates: Sequence[x509.Certificate], context: ValidationContext) -> ValidationPath:
    own = next(found for found in certificates if found.extended_key_usage_value)
    validator = CertificateValidator(own, intermediate_certs=list(certificates), validation_context=context)
    path: ValidationPath = await validator.async_validate_usage(set(), {"time_stamping"})  # type: ignore[no-untyped-call]  # see above
    return path


def _stamped(pdf: bytes, stamp: Stamp) -> bytes:
    reader = RecordReader(pdf)
    number = len(list(reader.embedded_timestamp_signatures)) + 1
    stamper = PdfTimeStamper(Stamper(stamp), field_name=stamp_field(number))
    out = io.BytesIO()
    work = stamper.async_timestamp_pdf(QuietWriter(pdf), HASH, output=out, bytes_reserved=TOKEN_RESERVED)
    finished(work)
    return out.getvalue()
