"""Whether the pages say what the data say: the record is drawn again from its data, and the pages compared.

The strongest proof is a file that begins with the very bytes of the drawing. Where only its packing differs, each page
must show the same: content, fonts, annotations. A record drawn with another template or by another version of the
program cannot be drawn again; its words are then looked for one by one, and the reader is told that it was so.
"""

import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Protocol

import pikepdf

from exam.core.discrepancy import Discrepancy
from exam.core.exam_record import ExamRecord, RecordedCompetency
from exam.core.omission import Omissions
from exam.core.report import Wording
from exam.core.report_words import IRREGULARITIES
from exam.publishing.attached import Attached
from exam.publishing.page_text import PageStrangeError, page_marks, page_text

END = re.compile(rb"%%EOF\r?\n?")
STRANGE = (PageStrangeError, KeyError, ValueError, zlib.error)
"""What a page brings about that no program of ours drew."""


class Printer(Protocol):
    """What draws records with the templates of whoever reads."""

    def draw_again(self, attached: Attached) -> bytes | None:
        """Return the unsigned file, None where there is no template for the record."""
        ...

    def is_own(self, record: ExamRecord) -> bool:
        """Tell whether the record says that it was drawn by this program with the reader's template."""
        ...

    def omit_again(self, base: bytes, record: ExamRecord, told: Omissions) -> bytes | None:
        """Return the unsigned file with what it says of missing signatures, None where there is no template for it."""
        ...

    def spelling(self, record: ExamRecord) -> tuple[Wording, Callable[[str], str]] | None:
        """Return the words of the record's language and how a text is shown, None where there is no template."""
        ...


def first_revision(data: bytes) -> bytes:
    """Return the file as it was before anybody signed it."""
    found = END.search(data)
    return data[: found.end()] if found else data


def compare_pages(data: bytes, attached: Attached, printer: Printer) -> tuple[list[Discrepancy], list[Discrepancy]]:
    """Return what is printed otherwise than the data say, and what the reader should know of the comparison."""
    record, base = attached.record, first_revision(data)
    again = printer.draw_again(attached)
    spelling = printer.spelling(record)
    if again is None or spelling is None:
        return [Discrepancy(code="printed-unknown", arguments={"system": record.standard.system})], []
    if base == again or _is_same(base, again):
        return [], []
    if printer.is_own(record):
        return [Discrepancy(code="printed-differs")], []
    note = Discrepancy(code="printed-by-words", arguments={"program": record.program})
    return list(_by_words(base, record, *spelling)), [note]


def _is_same(base: bytes, again: bytes) -> bool:
    try:
        return _marks(base) == _marks(again)
    except STRANGE:
        return False


def _marks(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [page_marks(page) for page in opened.pages]


def _by_words(base: bytes, record: ExamRecord, words: Wording, shown: Callable[[str], str]) -> Iterator[Discrepancy]:
    try:
        pages, text = _plain_pages(base)
    except STRANGE:
        yield Discrepancy(code="printed-strange")
        return
    for name, value in _required(record):
        if letters(shown(value)) not in text:
            yield Discrepancy(code="printed-missing", arguments={"field": name})
    if record.practice and not all(letters(shown(words.banner)) in page for page in pages):
        yield Discrepancy(code="printed-missing", arguments={"field": "practice"})
    yield from _contradicted(text, record, words, shown)


def _plain_pages(base: bytes) -> tuple[list[str], str]:
    """Return the letters of every page, and of all pages without heads and feet; only fields may lie on top of one."""
    with pikepdf.open(io.BytesIO(base)) as opened:
        for page in opened.pages:
            if not all(map(_is_empty_field, page.obj.get("/Annots", ()))):
                raise PageStrangeError
        bodies = (page_text(page, furniture=False) for page in opened.pages)
        return [letters(page_text(page)) for page in opened.pages], letters("".join(bodies))


def _is_empty_field(annotation: pikepdf.Object) -> bool:
    kind = annotation.get("/FT")
    return kind == pikepdf.Name.Sig or (kind == pikepdf.Name.Tx and not annotation.AP.N.read_bytes())


def letters(text: str) -> str:
    """Return a text without any space: a long word breaks wherever a line ends."""
    return "".join(text.split())


def _required(record: ExamRecord) -> Iterator[tuple[str, str]]:
    """Yield what must stand on the pages of every record, whatever its template."""
    identity = record.candidate.version.identity
    yield "record", record.record
    yield "code", record.standard.code
    yield "given_names", identity.given_names
    yield "surname", identity.surname
    yield "place", record.place
    for examiner in record.examiners:
        yield examiner.id, examiner.version.identity.full_name
        held = examiner.version.identity.authorisation
        yield examiner.id, held.number if held else ""
    for competency in record.competencies:
        yield competency.competency, competency.title
        for criterion in competency.criteria:
            yield criterion.criterion, criterion.text
            yield from ((criterion.criterion, finding.reason) for finding in criterion.findings)
    for waiver in record.waivers:
        yield waiver.competency, waiver.certificate.number
    for told in record.irregularities:
        kind, _, note = told.partition(": ")
        yield "irregularities", note if kind in IRREGULARITIES else told
    yield "acknowledgement", record.acknowledgement.objection if record.acknowledgement else ""


def _contradicted(text: str, record: ExamRecord, words: Wording, shown: Callable[[str], str]) -> Iterator[Discrepancy]:
    """Tell where the word that stands for the result, or in the row of a competency, is another than the data's."""
    results = {result: letters(shown(word)) for result, word in words.results.items()}
    said = re.search(_any(results.values()), text)
    if said is None or said.group() != results[record.result]:
        yield Discrepancy(code="printed-contradicts", arguments={"field": "result"})
    statuses = {status: letters(shown(word)) for status, word in words.competencies.items()}
    ends = [found.start() for found in re.finditer(_any(results.values()), text)]
    for competency, row in zip(record.competencies, _rows(text, record, ends, shown), strict=True):
        reasons = "".join(letters(shown(reason)) for reason in _told(competency))
        found = set(re.findall(_any(statuses.values()), row)) - {statuses[competency.status]}
        strange = {word for word in found if word not in reasons}
        if statuses[competency.status] not in row or strange:
            yield Discrepancy(code="printed-contradicts", arguments={"field": competency.competency})


def _rows(text: str, record: ExamRecord, ends: list[int], shown: Callable[[str], str]) -> Iterator[str]:
    """Yield what stands from each competency's first title to the next one's, or to the result."""
    titles = [letters(shown(competency.title)) for competency in record.competencies]
    place = 0
    for title, following in zip_longest(titles, titles[1:]):
        place = max(place, text.find(title, place))
        after = place + len(title)
        closes = [end for end in ends if end > after]
        if following is not None and following in text[after:]:
            closes.append(text.index(following, after))
        yield text[after : min(closes, default=len(text))]


def _told(competency: RecordedCompetency) -> Iterator[str]:
    """Yield what stands in a competency's row beside its title and its status."""
    yield competency.basis
    for criterion in competency.criteria:
        yield from (finding.reason for finding in criterion.findings)


def _any(words: Iterable[str]) -> str:
    """Return a pattern for whichever of the words comes; of words that begin at one place the longest."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
