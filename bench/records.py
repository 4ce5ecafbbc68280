"""The row about records: drawing and four signatures against the same words drawn plainly and four raw signatures."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from bench.measure import Row, in_turns, percentile
from tests.stages import cut, played, shipped

ISSUING = cut(shipped("passed"), before="issue_record")


def records() -> Iterator[Row]:
    """One record of a whole exam, signed by three members and the seal (B-B: no timestamp authority is configured)."""
    key = ec.generate_private_key(ec.SECP256R1())
    style = getSampleStyleSheet()["BodyText"]
    with tempfile.TemporaryDirectory() as folder, played(Path(folder), ISSUING) as stage:
        service = stage.service
        loaded = service.sessions.load(f"session/{stage.session}")
        record = service.records._build(loaded, {})  # noqa: SLF001 - the data without issuing it
        standard = stage.ports.blobs.get(loaded.state.standard_digest)
        extract = service.records.extract(stage.session)
        words = [criterion.text for competency in record.competencies for criterion in competency.criteria] * 4
        signers = list(record.signers)

        def floor() -> None:
            out = io.BytesIO()
            SimpleDocTemplate(out).build([Paragraph(text, style) for text in words])
            for _ in signers:
                key.sign(out.getvalue(), ec.ECDSA(hashes.SHA256()))

        def ours() -> None:
            pdf = stage.ports.publisher.draw(record, extract, standard)
            for number, signer in enumerate(signers):
                pdf = stage.ports.signatures.sign(
                    pdf,
                    field=signer.field,
                    who=signer.who,
                    passphrase=stage.passphrase,
                    at=loaded.at,
                    certify=not number,
                )

        ours()
        floors, own = in_turns(floor, ours, 5)
    yield Row(
        "draw, PDF/A form, four B-B signatures",
        "reportlab, untagged, four raw signatures",
        percentile(floors, 0.5),
        percentile(own, 0.5),
        6,
    )
