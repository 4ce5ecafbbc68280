"""Verifies files for a workspace: with the certificates that it trusts, its templates, and its clock."""

from pathlib import Path

from exam.publishing.reprinting import Reprinter
from exam.publishing.trust import trust_files
from exam.publishing.verification import Verification, verify_pdf
from exam.service.ports import Clock


class RecordChecker:
    """Satisfies `exam.service.checking.Check`."""

    def __init__(self, trust: Path, printer: Reprinter, clock: Clock) -> None:
        self._trust = trust
        self._printer = printer
        self._clock = clock

    def __call__(self, data: bytes) -> Verification:
        """Return the verdict; certificates that were put into the folder since count at once.

        Raises:
            TrustRootUnreadableError: something in the folder is no certificate.
        """
        return verify_pdf(data, trust_roots=trust_files(self._trust), now=self._clock.now(), printer=self._printer)
