"""What a file that was handed in is taken for: by what it is, and by its name only where it is neither."""

import re

from exam.core.session_values import SubmissionKind

_LISTED = re.compile(rb"PK\x01\x02.{42}ppt/presentation\.xml", re.DOTALL)
"""The entry of a presentation's main part in the directory of a zip file."""
_WORKBOOK = re.compile(rb"PK\x01\x02.{42}xl/workbook\.", re.DOTALL)
_NAMES = (".pptx", ".pptm", ".ppsx", ".ppt", ".pps", ".odp", ".key", ".pdf")


def kind_of(name: str, data: bytes) -> SubmissionKind:
    """Return the kind of a file; one that nobody can tell is a workbook, and whoever handed it in is told so."""
    if _LISTED.search(data):
        return SubmissionKind.PRESENTATION
    named = name.casefold().strip().endswith(_NAMES) and not _WORKBOOK.search(data)
    return SubmissionKind.PRESENTATION if named else SubmissionKind.WORKBOOK
