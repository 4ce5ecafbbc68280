"""Draws and assembles a record with the workspace's templates: the service's `Publisher`."""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from exam.core.canonical import canonical_json, digest, digest_of
from exam.core.exam_record import ExamRecord, Extract
from exam.core.omission import Omissions
from exam.core.printouts.facts import Facts
from exam.core.printouts.shapes import Printout
from exam.core.qti_result import qti_result
from exam.core.report import ReportTemplate, Wording
from exam.core.standard import AssessmentStandard
from exam.problem import ExamError
from exam.publishing.container import assemble
from exam.publishing.fonts import load_faces
from exam.publishing.omitting import omit
from exam.publishing.pages import draw_pages
from exam.publishing.print_shop import PrintShop
from exam.publishing.typesetting import Typesetter
from exam.publishing.xmp import DocumentFacts
from exam.service.ports import PrintWords
from exam.text import sanitise

RECORD, EXTRACT, STANDARD, QTI = "record.json", "extract.json", "standard.json", "qti-result.xml"
ATTACHMENTS = (EXTRACT, QTI, RECORD, STANDARD)
"""What every record carries, sorted as the file names them."""


class ReportMissingError(ExamError):
    """No template gives the wording of this system in this language."""

    code: ClassVar[str] = "report-missing"


class ColourProfileMissingError(ExamError):
    """The colour profile of `reports/colour/` cannot be read."""

    code: ClassVar[str] = "colour-profile-missing"


class FieldsMissingError(ExamError):
    """The record has no fields that could say why somebody does not sign."""

    code: ClassVar[str] = "record-without-omissions"


class RecordPublisher:
    """Draws records; `folder` is the workspace's `reports/`, `templates` are its templates by system."""

    def __init__(self, templates: Mapping[str, ReportTemplate], folder: Path, shop: PrintShop | None = None) -> None:
        self._templates = templates
        self._folder = folder
        self._shop = shop or PrintShop(templates, (), (), folder)

    def draw(self, record: ExamRecord, extract: Extract, standard: bytes) -> bytes:
        """Return the unsigned file: pages, empty signature fields, what every record carries attached.

        Raises:
            ReportMissingError: no wording for the record's system and language.
            FontUnusableError: a font of the template cannot be used.
            ColourProfileMissingError: the workspace lost its colour profile.
        """
        template, wording = self._wording(record)
        attached = {
            RECORD: canonical_json(record),
            EXTRACT: canonical_json(extract),
            STANDARD: standard,
            QTI: qti_result(record, extract),
        }
        data_digest = digest(attached[RECORD])
        drawn = draw_pages(
            record,
            wording,
            load_faces(self._folder / "fonts", template.fonts),
            order=template.order,
            data_digest=data_digest,
            attachments=ATTACHMENTS,
            language=str(json.loads(standard)["language"]),
        )
        return assemble(
            drawn,
            attached,
            facts=_facts(record, wording),
            colour_profile=self._colour_profile,
            data_digest=data_digest,
        )

    def omit(self, pdf: bytes, record: ExamRecord, told: Omissions) -> bytes:
        """Return a record's file with one more revision that says which signatures do not come.

        Raises:
            ReportMissingError: no wording for the record's system and language.
            FieldsMissingError: the file has no fields for it; an older version drew it.
        """
        template, wording = self._wording(record)
        try:
            return omit(pdf, told, Typesetter(load_faces(self._folder / "fonts", template.fonts), wording))
        except KeyError as error:
            raise FieldsMissingError(record=record.record) from error

    def draw_printout(self, printout: Printout, standard: AssessmentStandard, facts: Facts, *, practice: bool) -> bytes:
        """Return a printout as a file.

        Raises:
            PrintoutMissingError: there are no words for it.
            FontUnusableError: a font of the template cannot be used.
        """
        return self._shop.draw(printout, standard, facts, practice=practice)

    def words(self, system: str, language: str) -> PrintWords:
        """Return what the facts of printouts are spelt with.

        Raises:
            PrintoutMissingError: there are none.
        """
        return self._shop.words(system, language)

    def template(self, system: str) -> str:
        """Return the SHA-256 of the template for a system's records, nothing where there is none."""
        template = self._templates.get(system)
        return digest_of(template) if template else ""

    def fonts(self) -> int:
        """Return how many font files the templates name, each tried.

        Raises:
            FontUnusableError: one of them cannot be used.
        """
        named = {template.fonts for template in self._templates.values()}
        for fonts in named:
            load_faces(self._folder / "fonts", fonts)
        return len({name for fonts in named for name in (fonts.regular, fonts.bold, fonts.italic)})

    @cached_property
    def _colour_profile(self) -> bytes:
        path = self._folder / "colour" / "sRGB.icc"
        try:
            return path.read_bytes()
        except OSError as error:
            raise ColourProfileMissingError(path=path) from error

    def _wording(self, record: ExamRecord) -> tuple[ReportTemplate, Wording]:
        template = self._templates.get(record.standard.system)
        wording = template.wording.get(record.language) if template else None
        if template is None or wording is None:
            raise ReportMissingError(system=record.standard.system, language=record.language)
        return template, wording


def _facts(record: ExamRecord, wording: Wording) -> DocumentFacts:
    people = "; ".join(member.version.identity.full_name for member in record.examiners)
    title = f"{wording.title} {record.record}"
    return DocumentFacts(
        title=sanitise(title, keep_newlines=False),
        author=sanitise(people, keep_newlines=False),
        subject=sanitise(record.standard.code, keep_newlines=False),
        tool=sanitise(f"exam {record.program}", keep_newlines=False),
        language=record.language,
        moment=record.issued_at,
    )
