"""The square code that leads from paper to data: which record it is, the digest of its data, where its journal ended.

`EXAM1 <record> <SHA-256 of record.json> <receipt>` in capitals, one space between, so that the code stays small: QR has
a denser alphabet for these characters.
"""

from typing import Any

from reportlab.graphics.barcode.qr import QrCode
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.units import mm

from exam.core.exam_record import ExamRecord
from exam.core.receipt import receipt_code
from exam.publishing.structure import Element
from exam.publishing.typesetting import INK

SIDE = 30 * mm
QUIET = 4
"""Modules that stay empty around a code (ISO/IEC 18004)."""
FORM = "EXAM1"


def payload(record: ExamRecord, data_digest: str) -> str:
    """Return what the code says."""
    return f"{FORM} {record.record} {data_digest} {receipt_code(record.session_head)}".upper()


class _Encoded(QRCode):  # type: ignore[misc]  # reportlab has no types
    """A code with a fixed mask: a digest is noise already, and weighing all eight takes a third of the drawing."""

    def getBestMaskPattern(self) -> int:  # noqa: N802 - reportlab's name
        """Return the number of the mask."""
        return 0


class SquareCode(QrCode):  # type: ignore[misc]  # reportlab has no types
    """A QR code that is a figure with its meaning in words."""

    def __init__(self, text: str, alt: str, side: float = SIDE) -> None:
        super().__init__("", width=side, height=side, qrBorder=QUIET)
        self.qr = _Encoded(None, QRErrorCorrectLevel.M)
        self.qr.addData(text)
        self._alt = alt

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Return its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it as one figure."""
        canvas: Any = self.canv
        left, bottom = canvas.absolutePosition(0, 0)
        box = (left, bottom, left + self.width, bottom + self.height)
        with canvas.tags.content(canvas, Element("Figure", alt=self._alt, box=box)):
            canvas.setFillColor(INK)
            super().draw()
