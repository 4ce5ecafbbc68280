"""Draws a record once more with the reader's own templates, so that its pages can be compared with its data."""

from collections.abc import Callable, Mapping
from pathlib import Path

from exam.core.canonical import digest_of
from exam.core.exam_record import ExamRecord
from exam.core.omission import Omissions
from exam.core.report import ReportTemplate, Wording
from exam.publishing.attached import Attached
from exam.publishing.fonts import load_faces
from exam.publishing.publisher import RecordPublisher
from exam.publishing.typesetting import Typesetter


class Reprinter:
    """Draws with `templates` by system and the fonts of `folder`, as `program` does."""

    def __init__(self, templates: Mapping[str, ReportTemplate], folder: Path, program: str) -> None:
        self._templates = templates
        self._folder = folder
        self._program = program
        self._publisher = RecordPublisher(templates, folder)

    def draw_again(self, attached: Attached) -> bytes | None:
        """Return the unsigned file, None where there is no template for the record."""
        if self._wording(attached.record) is None:
            return None
        return self._publisher.draw(attached.record, attached.extract, attached.standard_json)

    def is_own(self, record: ExamRecord) -> bool:
        """Tell whether the record says that it was drawn by this program with the reader's template."""
        template = self._templates.get(record.standard.system)
        stated = (record.program, record.template)
        return template is not None and stated == (self._program, digest_of(template))

    def omit_again(self, base: bytes, record: ExamRecord, told: Omissions) -> bytes | None:
        """Return the unsigned file with what it says of missing signatures, None where there is no template for it."""
        return None if self._wording(record) is None else self._publisher.omit(base, record, told)

    def spelling(self, record: ExamRecord) -> tuple[Wording, Callable[[str], str]] | None:
        """Return the words of the record's language and how a text is shown, None where there is no template."""
        wording = self._wording(record)
        if wording is None:
            return None
        faces = load_faces(self._folder / "fonts", self._templates[record.standard.system].fonts)
        return wording, Typesetter(faces, wording).plain

    def _wording(self, record: ExamRecord) -> Wording | None:
        template = self._templates.get(record.standard.system)
        return template.wording.get(record.language) if template else None
