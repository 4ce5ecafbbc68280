"""What a file says beside its signatures: data that prove themselves, pages that say the same, nothing put underneath.

Signatures prove who signed which bytes; whether those bytes deserve it is looked at here.
"""

from dataclasses import dataclass, field

from exam.core.discrepancy import Discrepancy
from exam.core.qti_result import qti_result
from exam.core.record_check import check_record
from exam.core.record_lint import lint_record
from exam.publishing.attached import Attached
from exam.publishing.conformance import check_conformance
from exam.publishing.printed import Printer, compare_pages


@dataclass(slots=True)
class Content:
    """What was found."""

    codes: list[Discrepancy] = field(default_factory=list)
    notes: list[Discrepancy] = field(default_factory=list)
    """What the reader should know and is no fault."""


def check_content(
    data: bytes,
    attached: Attached,
    printer: Printer | None,
) -> Content:
    """Return everything that is wrong with what the file says."""
    content = Content()
    content.codes += check_record(attached.record, attached.extract, attached.standard_json, attached.standard)
    if not content.codes and qti_result(attached.record, attached.extract) != attached.qti:
        content.codes.append(Discrepancy(code="qti-differs"))
    content.codes += lint_record(attached.record, attached.standard)
    content.codes += check_conformance(data)
    if printer is not None:
        codes, content.notes = compare_pages(data, attached, printer)
        content.codes += codes
    return content
