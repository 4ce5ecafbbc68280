"""What a file says beside its signatures: data that prove themselves, pages that say the same, nothing put underneath.

Signatures prove who signed which bytes; whether those bytes deserve it is looked at here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import (
    ACROFORM_EXEMPT_STRICT_COMPARISON,
    ROOT_EXEMPT_STRICT_COMPARISON,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from exam.core.discrepancy import Discrepancy
from exam.core.qti_result import qti_result
from exam.core.record_check import check_record
from exam.core.record_lint import lint_record
from exam.publishing.attached import Attached
from exam.publishing.conformance import check_conformance
from exam.publishing.printed import Printer, compare_pages

_FIRST = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"}),  # type: ignore[no-untyped-call]  # pyHanko's is untyped
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldModificationRule(), GenericFieldModificationRule()],
        ignored_acroform_keys=ACROFORM_EXEMPT_STRICT_COMPARISON | {"/SigFlags"},
    ),
)
"""What may come up to the first signature: fields are filled, and the file says that somebody certified it."""


@dataclass(slots=True)
class Content:
    """What was found."""

    codes: list[Discrepancy] = field(default_factory=list)
    notes: list[Discrepancy] = field(default_factory=list)
    """What the reader should know and is no fault."""


def check_content(
    data: bytes,
    reader: PdfFileReader,
    attached: Attached,
    found: Sequence[EmbeddedPdfSignature],
    printer: Printer | None,
) -> Content:
    """Return everything that is wrong with what the file says."""
    content = Content()
    content.codes += check_record(attached.record, attached.extract, attached.standard_json, attached.standard)
    if not content.codes and qti_result(attached.record, attached.extract) != attached.qti:
        content.codes.append(Discrepancy(code="qti-differs"))
    content.codes += lint_record(attached.record, attached.standard)
    content.codes += _underneath(reader, found)
    content.codes += check_conformance(data)
    if printer is not None:
        codes, content.notes = compare_pages(data, attached, printer)
        content.codes += codes
    return content


def _underneath(reader: PdfFileReader, found: Sequence[EmbeddedPdfSignature]) -> Iterator[Discrepancy]:
    """Tell of something that came up to the first signature, with it too: it covers that, and nobody drew it."""
    first = found[0].signed_revision if found else 0
    try:
        for revision in range(1, first + 1):
            _FIRST.apply(reader.get_historical_resolver(0), reader.get_historical_resolver(revision))
    except SuspiciousModification:
        yield Discrepancy(code="changed-before-signing")
