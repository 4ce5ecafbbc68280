"""Each validator refuses what it should: a check that passes everything proves nothing."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils.generic import ArrayObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from reportlab.pdfgen.canvas import Canvas

from exam.publishing.publisher import RECORD
from tests.conformance.conftest import Files
from tests.conformance.records import NOW
from tests.conformance.validators import dss, pdfsig, qpdf, verapdf
from tests.publishing.office import verified
from tests.publishing.surgery import appended, changed, holes, rebuilt, with_appended_attachment

pytestmark = [pytest.mark.needs_java, pytest.mark.needs_qpdf, pytest.mark.needs_poppler]
SIGNED = "czech-signed.pdf"


def painted(pdf: bytes) -> bytes:
    """Paint over the first page in one more revision."""

    def edit(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        more = writer.add_object(StreamObject(stream_data=b"0 0 300 300 re f"))
        page["/Contents"] = ArrayObject([page.raw_get("/Contents"), more])
        writer.update_container(page)

    return appended(pdf, edit)


def inside_the_last_range(pdf: bytes) -> bytes:
    """Change a byte that every signature covers."""
    return changed(pdf, holes(pdf)[0][0] // 2)


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "flipped": inside_the_last_range,
    "rebuilt": lambda pdf: rebuilt(pdf, lambda _: None),
}
"""What the digest of a signature shows."""
BEHIND: dict[str, Callable[[bytes], bytes]] = {
    "painted": painted,
    "exchanged": lambda pdf: with_appended_attachment(pdf, RECORD, b"{}"),
}
"""What was put behind the last signature, which covers its own revision only."""


@pytest.fixture(scope="module")
def tampered(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tampered")
    for name, change in (BROKEN | BEHIND).items():
        (folder / f"{name}.pdf").write_bytes(change(files.data(SIGNED)))
    return folder


def test_dss_fails_what_a_digest_shows_and_names_what_was_put_behind(files: Files, tampered: Path) -> None:
    found = dss(sorted(tampered.iterdir()), files.trust, NOW)
    for name in BROKEN:
        assert {one.indication for one in found[f"{name}.pdf"]} == {"TOTAL_FAILED"}
    for name in BEHIND:
        assert all(one.indication == "TOTAL_FAILED" or one.changes for one in found[f"{name}.pdf"])
    assert {len(signatures) for signatures in found.values()} == {4}


def test_poppler_fails_what_a_digest_shows(tampered: Path) -> None:
    for name in BROKEN:
        assert set(pdfsig(tampered / f"{name}.pdf")) == {"Digest Mismatch."}


def test_our_own_verification_returns_each_of_them(files: Files, tampered: Path) -> None:
    root = (files.trust / "root.crt").read_bytes()
    assert verified(files.data(SIGNED), root, now=NOW).verdict == "ACCEPT"
    for path in tampered.iterdir():
        assert verified(path.read_bytes(), root, now=NOW).verdict == "RETURN", path.name


def test_verapdf_fails_what_reportlab_draws_by_itself(tmp_path: Path) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(100, 100, "x")
    canvas.save()
    path = tmp_path / "raw.pdf"
    path.write_bytes(out.getvalue())
    (found,) = verapdf([path]).values()
    assert [found[profile].compliant for profile in ("3b", "3a", "ua1")] == [False] * 3
    assert "6.2.11.4.1-1" in found["3b"].broken


def test_verapdf_fails_a_record_without_its_structure(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "untagged.pdf"
    path.write_bytes(rebuilt(files.data("czech-unsigned.pdf"), lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")))
    (found,) = verapdf([path]).values()
    assert [found[profile].compliant for profile in ("3b", "3a", "ua1")] == [True, False, False]


def test_qpdf_fails_a_file_that_was_cut(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(files.data("czech-unsigned.pdf")[:-200])
    assert qpdf(path)
