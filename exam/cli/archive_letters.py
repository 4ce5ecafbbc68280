"""The letter with which a file goes back: the draft of `exam verify`, with the clerk's reason first."""

from exam.cli.verify_outputs import letters
from exam.service.intake import Read
from exam.wording import Language, render

REASON = "returned-because"


def draft(read: Read, reason: str, language: Language) -> str:
    """Return the draft for a file that was read just now."""
    record = read.checked.record
    first = {"code": REASON, "arguments": {"reason": reason}}
    row: dict[str, object] = {
        "path": render("custody.letter.line", {"number": read.line.number}, language),
        "sha256": read.line.file,
        "verdict": "RETURN",
        "record": record.record if record else None,
        "codes": [first, *({"code": one.code, "arguments": dict(one.arguments)} for one in read.checked.codes)],
    }
    ((_, letter),) = letters([row], language)
    return letter
