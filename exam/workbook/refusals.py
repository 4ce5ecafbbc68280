"""Why a workbook that was handed in is not opened, one named error each; `exam.wording` holds the advice.

A refusal is a state of the submission: the file is kept before anybody looks into it, and a person can always mark it.
"""

from typing import ClassVar

from exam.problem import ExamError


class WorkbookRefusedError(ExamError):
    """The root of these refusals; it is never raised itself."""


class WorkbookEmptyError(WorkbookRefusedError):
    """The file has no bytes."""

    code: ClassVar[str] = "workbook-empty"


class WorkbookTooLargeError(WorkbookRefusedError):
    """The file is larger than `limit` bytes."""

    code: ClassVar[str] = "workbook-too-large"


class WorkbookOldFormatError(WorkbookRefusedError):
    """The file is in the format of Excel 97–2003 (`.xls`)."""

    code: ClassVar[str] = "workbook-old-format"


class WorkbookEncryptedError(WorkbookRefusedError):
    """The file is protected by a password."""

    code: ClassVar[str] = "workbook-encrypted"


class WorkbookTextError(WorkbookRefusedError):
    """The file is plain text, such as CSV or HTML."""

    code: ClassVar[str] = "workbook-is-text"


class WorkbookOpenDocumentError(WorkbookRefusedError):
    """The file is an OpenDocument (`.ods`)."""

    code: ClassVar[str] = "workbook-open-document"


class WorkbookNotXlsxError(WorkbookRefusedError):
    """The file is something else than a workbook."""

    code: ClassVar[str] = "workbook-not-xlsx"


class WorkbookMacrosError(WorkbookRefusedError):
    """The workbook carries macros."""

    code: ClassVar[str] = "workbook-macros"


class WorkbookBrokenError(WorkbookRefusedError):
    """The workbook is damaged and cannot be read whole."""

    code: ClassVar[str] = "workbook-broken"


class WorkbookSwollenError(WorkbookRefusedError):
    """The workbook would unpack into far more than any candidate makes."""

    code: ClassVar[str] = "workbook-unpacks-too-large"


class WorkbookXmlForbiddenError(WorkbookRefusedError):
    """A part of the workbook declares a document type or entities, which no spreadsheet program writes."""

    code: ClassVar[str] = "workbook-xml-forbidden"


class WorkbookOutOfBoundsError(WorkbookRefusedError):
    """The workbook has too many cells, or cells far outside any table of the task."""

    code: ClassVar[str] = "workbook-out-of-bounds"


class WorkbookForeignError(WorkbookRefusedError):
    """None of the labels beside the answer cells is in the workbook; it is some other one."""

    code: ClassVar[str] = "workbook-foreign"


class WorkbookExhaustingError(WorkbookRefusedError):
    """Looking into the workbook took more time or memory than any candidate's needs, or broke the process doing it."""

    code: ClassVar[str] = "workbook-exhausting"


class LibreOfficeFailedError(WorkbookRefusedError):
    """LibreOffice is missing, took too long or made nothing of the file."""

    code: ClassVar[str] = "workbook-libreoffice-failed"
