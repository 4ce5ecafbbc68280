"""What keeps a copy of a workspace from being made, read or gone on in."""

from typing import ClassVar

from exam.problem import ExamError
from exam.service.ports import JournalError


class CopyInsideError(ExamError):
    """The copy would lie inside of what is copied, or the other way round."""

    code: ClassVar[str] = "copy-inside"


class MirrorMissingError(ExamError):
    """The folder of the second copy is not there; it is never made, as it may be a device that is not plugged in."""

    code: ClassVar[str] = "mirror-missing"


class MirrorOccupiedError(ExamError):
    """The folder holds something else than a second copy."""

    code: ClassVar[str] = "mirror-occupied"


class MirrorFailedError(ExamError):
    """The device of the second copy cannot be read or written."""

    code: ClassVar[str] = "mirror-failed"


class MirrorAheadError(ExamError):
    """The second copy holds events that the workspace does not: somebody went on elsewhere, or this one is older."""

    code: ClassVar[str] = "mirror-ahead"


class NoCopyError(ExamError):
    """The folder is no second copy."""

    code: ClassVar[str] = "no-copy"


class BackupError(JournalError):
    """The file is no backup, or not whole."""


class BackupUnreadableError(BackupError):
    """The file, or a part of it, cannot be read as what it should be."""

    code: ClassVar[str] = "backup-unreadable"


class BackupTooLargeError(BackupError):
    """The backup claims to hold more than its size or the limits allow."""

    code: ClassVar[str] = "backup-too-large"


class BackupNameError(BackupError):
    """A file has a name that no backup takes, stands twice, or is packed in a way that no backup is."""

    code: ClassVar[str] = "backup-name"


class BackupDigestError(BackupError):
    """A file is missing, or is not what the list says."""

    code: ClassVar[str] = "backup-digest"


class BackupOccupiedError(ExamError):
    """Another file lies under that name already."""

    code: ClassVar[str] = "backup-occupied"
