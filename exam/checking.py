"""Joins what verifying a record needs: clock and shipped templates to draw it again, and nothing of a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from exam import __version__
from exam.bootstrap import system_clock

if TYPE_CHECKING:
    from exam.publishing.reprinting import Reprinter
    from exam.publishing.verification import Verification


def verify_record(data: bytes, roots: Sequence[bytes]) -> Verification:
    """Return the verdict on a file, trusting these root certificates for official records."""
    from exam.publishing.verification import verify_pdf  # noqa: PLC0415 - only where something is verified

    return verify_pdf(data, trust_roots=roots, now=system_clock().now(), printer=record_printer())


@cache
def record_printer() -> Reprinter:
    """Return what draws a record again with the shipped templates, so that its pages can be compared with its data."""
    from exam.core.report import ReportTemplate  # noqa: PLC0415 - see above
    from exam.loading import content_root, load_document  # noqa: PLC0415 - see above
    from exam.publishing.reprinting import Reprinter  # noqa: PLC0415 - see above

    folder = content_root() / "reports"
    found = (load_document(path, ReportTemplate)[0] for path in sorted(folder.glob("*/*.yaml")))
    return Reprinter({template.system: template for template in found if template}, folder, __version__)


def draw_overview(lines: Sequence[str]) -> bytes:
    """Return a PDF with these lines, for whoever keeps on paper what was verified."""
    from exam.loading import content_root  # noqa: PLC0415 - see above
    from exam.publishing.overview import draw_lines  # noqa: PLC0415 - see above

    return draw_lines(lines, content_root() / "reports" / "fonts")


def require_roots(roots: Sequence[bytes]) -> None:
    """Refuse what is no certificate before anything is verified.

    Raises:
        TrustRootUnreadableError: one is neither PEM nor DER.
    """
    from exam.publishing.trust import parsed  # noqa: PLC0415 - see above

    parsed(roots)
