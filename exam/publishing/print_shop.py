"""The workspace's templates of printouts, with the fonts and words of its records."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from exam.core.printouts.facts import Facts
from exam.core.printouts.shapes import Printout
from exam.core.printouts.template import Frame, PrintoutTemplate
from exam.core.report import ReportTemplate
from exam.core.standard import AssessmentStandard
from exam.problem import ExamError
from exam.publishing.fonts import load_faces
from exam.publishing.printouts import Print, draw_printout
from exam.service.ports import PrintWords


class PrintoutMissingError(ExamError):
    """No template gives the words of a printout in this system and language."""

    code: ClassVar[str] = "printout-missing"


class PrintShop:
    """Draws printouts; `folder` is the workspace's `reports/`."""

    def __init__(
        self,
        reports: Mapping[str, ReportTemplate],
        printouts: Sequence[PrintoutTemplate],
        frames: Sequence[Frame],
        folder: Path,
    ) -> None:
        self._reports = reports
        self._printouts = {(found.system, found.printout): found for found in printouts}
        self._frames = {found.system: found for found in frames}
        self._folder = folder

    def words(self, system: str, language: str) -> PrintWords:
        """Return what facts are spelt with.

        Raises:
            PrintoutMissingError: the system has no such words in that language.
        """
        report, frame = self._reports.get(system), self._frames.get(system)
        if report is None or frame is None or language not in report.wording or language not in frame.wording:
            raise PrintoutMissingError(printout="frame", system=system, language=language)
        return PrintWords(report.wording[language], frame.wording[language])

    def draw(self, printout: Printout, standard: AssessmentStandard, facts: Facts, *, practice: bool) -> bytes:
        """Return a printout as a file.

        Raises:
            PrintoutMissingError: there are no words for it.
            FontUnusableError: a font of the template cannot be used.
        """
        system, language = standard.system, standard.language
        words, template = self.words(system, language), self._printouts.get((system, printout))
        if template is None or language not in template.wording:
            raise PrintoutMissingError(printout=printout, system=system, language=language)
        faces = load_faces(self._folder / "fonts", self._reports[system].fonts)
        one = Print(template, words.frame, words.record, language, facts, practice)
        return draw_printout(one, faces)
