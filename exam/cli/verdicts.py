"""How `exam verify` tells a verdict: as data, and as lines for people."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from exam.bootstrap import verify_record
from exam.core.canonical import digest
from exam.text import sanitise
from exam.wording import Language, render

Row = dict[str, object]


def told(path: Path, trust: Path | None) -> Row:
    """Return the verdict on one file as plain data; a file that cannot be read is to be returned."""
    try:
        data = path.read_bytes()
    except OSError as error:
        fault = {"code": "record-unreadable", "arguments": {"reason": str(error.strerror)}}
        return {"path": str(path), "verdict": "RETURN", "codes": [fault], "signatures": []}
    found = verify_record(data, roots(trust))
    record = found.record
    return {
        "path": str(path),
        "sha256": digest(data),
        "verdict": found.verdict.value,
        "record": record.record if record else None,
        "result": record.result.value if record else None,
        "codes": [{"code": entry.code, "arguments": dict(entry.arguments)} for entry in found.codes],
        "signatures": [facts.model_dump(mode="json") for facts in found.signatures],
    }


def tell(row: Row, language: Language) -> str:
    """Return the lines for people: verdict and path, then one line for each code and signature.

    Names come from whoever sent the file; none may start a line of its own, which could look like a verdict.
    """
    lines = [f"{row['verdict']}  {_shown(row['path'])}"]
    lines += [f"  {_field('sha256', row, language)}"] if "sha256" in row else []
    for entry in _entries(row["codes"]):
        arguments = entry["arguments"]
        spoken = render(str(entry["code"]), arguments if isinstance(arguments, Mapping) else {}, language)
        lines.append(f"  {entry['code']}: {spoken}")
    for facts in _entries(row["signatures"]):
        lines.append(f"  {_shown(facts['field'])}: {_shown(facts['signer'])}, {facts['signed_at'] or '–'}")
    lines.append("  " + render(f"verdict.{row['verdict']}.meaning", {}, language))
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    return sanitise(str(value), keep_newlines=False)


def _field(name: str, row: Row, language: Language) -> str:
    return f"{render(f'demo.{name}', {}, language)} {row[name]}"


def _entries(value: object) -> Sequence[Mapping[str, object]]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def roots(trust: Path | None) -> tuple[bytes, ...]:
    """Return the certificates to trust, from a folder of them."""
    if trust is None or not trust.is_dir():
        return ()
    return tuple(path.read_bytes() for path in sorted(trust.iterdir()) if path.is_file())
