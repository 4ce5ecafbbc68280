"""What a record costs: drawn and signed by everybody, against the same pages drawn plainly and raw signatures."""

import html
import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from bench.measure import Figure, Row, cpu, percentile
from exam.core.exam_record import ExamRecord, Extract
from exam.publishing.page_text import page_text
from exam.publishing.timestamping import TimestampAuthority, Watch
from exam.publishing.trust import parsed
from exam.scripted.stage import Stage
from tests.authorities import Estate, served
from tests.publishing.office import typesetter
from tests.stages import cut, played, shipped

ISSUING = cut(shipped("passed"), before="issue_record")
STAMPING = "tsa-ec"
ROUNDS = 9


class Stamping(TimestampAuthority):
    """Asks an authority in this process, and knows what the authority's own work took: that is somebody else's."""

    def __init__(self, estate: Estate, clock: Watch) -> None:
        super().__init__(STAMPING, lambda: parsed([estate.root]), clock)
        self._estate = estate
        self.spent_ms = 0.0

    def _answer(self, question: bytes) -> bytes:
        started = time.process_time_ns()
        answer = self._estate.stamped(question, STAMPING)
        self.spent_ms += (time.process_time_ns() - started) / 1e6
        return answer


@dataclass(frozen=True)
class Issuing:
    """A workspace that is about to issue the record of a whole exam."""

    stage: Stage
    record: ExamRecord
    extract: Extract
    standard: bytes
    authority: Stamping

    def drawn(self) -> bytes:
        """Return the unsigned file, PDF/A-3a and PDF/UA-1."""
        return self.stage.ports.publisher.draw(self.record, self.extract, self.standard)

    def signed(self, pdf: bytes) -> bytes:
        """Return it signed by three members and the seal, each signature stamped (B-T, P-256)."""
        for number, signer in enumerate(self.record.signers):
            pdf = self.stage.ports.signatures.sign(
                pdf,
                field=signer.field,
                who=signer.who,
                passphrase=self.stage.passphrase,
                at=self.record.issued_at,
                certify=not number,
                stamp=self.authority.stamp,
            )
        return pdf


@contextmanager
def issuing() -> Iterator[Issuing]:
    """Play an exam up to its record."""
    with tempfile.TemporaryDirectory() as name, played(Path(name), ISSUING) as stage:
        service = stage.service
        loaded = service.sessions.load(f"session/{stage.session}")
        record = service.records._build(loaded, {})  # noqa: SLF001 - the data without issuing it
        keys = Path(name) / "authority"
        keys.mkdir()
        with served(keys, record.issued_at) as estate:
            yield Issuing(
                stage=stage,
                record=record,
                extract=service.records.extract(stage.session),
                standard=stage.ports.blobs.get(loaded.state.standard_digest),
                authority=Stamping(estate, stage.clock),
            )


class Plain:
    """The same pages as plain paragraphs: every line of them, in the same font, and raw signatures over the file."""

    def __init__(self, pdf: bytes, signers: int) -> None:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            self._pages = [[html.escape(line) for line in page_text(page).splitlines()] for page in opened.pages]
        self._style = ParagraphStyle("plain", fontName=typesetter().faces.regular, fontSize=8, leading=9.2)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._signers = signers

    def made(self) -> bytes:
        """Return the pages, and sign them as often as the record is."""
        out = io.BytesIO()
        story = [[*(Paragraph(line, self._style) for line in page), PageBreak()] for page in self._pages]
        SimpleDocTemplate(out, topMargin=30, bottomMargin=30).build([part for page in story for part in page])
        for _ in range(self._signers):
            self._key.sign(out.getvalue(), ec.ECDSA(hashes.SHA256()))
        return out.getvalue()


def records() -> Iterator[Row | Figure]:
    """Draw and sign one record, in turns with its plain pages."""
    with issuing() as office:
        unsigned = office.drawn()
        signed = office.signed(unsigned)
        plain = Plain(unsigned, len(office.record.signers))
        floors, draws, signs = [], [], []
        for _ in range(ROUNDS):
            floors.append(cpu(plain.made)[0])
            draws.append(cpu(office.drawn)[0])
            office.authority.spent_ms = 0
            signs.append(cpu(lambda: office.signed(unsigned))[0] - office.authority.spent_ms)
    yield Row(
        "draw, PDF/A-3a and PDF/UA-1, four B-T signatures, CPU, without the authority's own",
        "reportlab, the same pages untagged, four raw signatures",
        percentile(floors, 0.5),
        percentile([sum(pair) for pair in zip(draws, signs, strict=True)], 0.5),
        6,
    )
    with pikepdf.open(io.BytesIO(unsigned)) as opened:
        pages = len(opened.pages)
    yield Figure(f"drawing a record of {pages} pages, CPU", f"{percentile(draws, 0.5):.0f} ms")
    yield Figure("signing it four times, CPU", f"{percentile(signs, 0.5):.0f} ms")
    yield Figure("its file before and after", f"{len(unsigned):,} B, {len(signed):,} B")
