"""How `exam verify` tells a verdict: as data, and as lines for people."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from exam import __version__
from exam.checking import verify_record
from exam.cli.record_sources import Source, SourceError, read
from exam.core.canonical import digest, digest_of
from exam.core.discrepancy import Discrepancy
from exam.core.exam_record import ExamRecord
from exam.problem import ExamError
from exam.text import sanitise
from exam.wording import Language, render

Row = dict[str, object]


def told(path: Path, trust: Path | None) -> Row:
    """Return the verdict on one file as plain data; a file that cannot be read is to be returned."""
    return told_source(Source(path), roots(trust))


def told_source(source: Source, trusted: Sequence[bytes]) -> Row:
    """Return the verdict on one record, wherever it is; nothing that its bytes do ends the run."""
    try:
        return _verified(source, read(source), trusted)
    except SourceError as error:
        return fault_row(source, error.code, error.arguments)
    except ExamError:
        raise  # the reader's own fault: what he trusts is no certificate
    except Exception as error:  # noqa: BLE001 - whatever one file brings about is a reason to return that file
        return fault_row(source, "record-unreadable", {"reason": type(error).__name__})


def _verified(source: Source, data: bytes, trusted: Sequence[bytes]) -> Row:
    found = verify_record(data, trusted)
    record = found.record
    return {
        "path": str(source),
        "sha256": digest(data),
        "verdict": found.verdict.value,
        "record": record.record if record else None,
        "result": record.result.value if record else None,
        "data_digest": digest_of(record) if record else None,
        "supersedes": record.supersedes.model_dump() if record and record.supersedes else None,
        **(_about(record) if record else {}),
        "codes": _codes(found.codes),
        "notes": _codes([*found.notes, *_newer(record)]),
        "signatures": [facts.model_dump(mode="json") for facts in found.signatures],
        "stamps": [facts.model_dump(mode="json") for facts in found.stamps],
    }


def fault_row(source: Source, code: str, arguments: Mapping[str, str]) -> Row:
    """Return the row of a file that could not be verified at all."""
    fault = {"code": code, "arguments": dict(arguments)}
    return {
        "path": str(source),
        "verdict": "RETURN",
        "record": None,
        "result": None,
        "codes": [fault],
        "notes": [],
        "signatures": [],
    }


def sentence(entry: Mapping[str, object], language: Language) -> str:
    """Return what a code says."""
    arguments = entry["arguments"]
    return render(str(entry["code"]), arguments if isinstance(arguments, Mapping) else {}, language)


def _about(record: ExamRecord) -> Row:
    """Return what a clerk sorts records by."""
    identity = record.candidate.version.identity
    return {
        "code": record.standard.code,
        "session": record.session,
        "practice": bool(record.practice),
        "surname": identity.surname,
        "given_names": identity.given_names,
        "ended_at": record.ended_at.isoformat(),
        "issued_at": record.issued_at.isoformat(),
        "on_paper": [signer.field for signer in record.signers if signer.mode == "paper"],
    }


def _newer(record: ExamRecord | None) -> Iterator[Discrepancy]:
    if record is not None and _numbers(record.program) > _numbers(__version__):
        yield Discrepancy(code="program-newer", arguments={"program": record.program, "own": __version__})


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version)[:3])


def _codes(found: Iterable[Discrepancy]) -> list[Row]:
    return [{"code": entry.code, "arguments": dict(entry.arguments)} for entry in found]


def tell(row: Row, language: Language) -> str:
    """Return the lines for people: verdict and path, then one line for each code and signature.

    Names come from whoever sent the file; none may start a line of its own, which could look like a verdict.
    """
    lines = [f"{row['verdict']}  {_shown(row['path'])}"]
    lines += [f"  {_whose(row, language)}"] if row.get("record") else []
    lines += [f"  {_field('sha256', row, language)}"] if "sha256" in row else []
    lines += [f"  {entry['code']}: {sentence(entry, language)}" for entry in _entries(row["codes"])]
    noted = render("verify.note", {}, language)
    lines += [f"  {noted}: {sentence(entry, language)}" for entry in _entries(row.get("notes", ()))]
    for facts in _entries(row["signatures"]):
        lines.append(f"  {_shown(facts['field'])}: {_shown(facts['signer'])}, {facts['signed_at'] or '–'}")
    on_paper = row.get("on_paper")
    for field in on_paper if isinstance(on_paper, list) else ():
        lines.append(f"  {_shown(field)}: {render('verify.on-paper', {}, language)}")
    lines.append("  " + render(f"verdict.{row['verdict']}.meaning", {}, language))
    return "\n".join(lines) + "\n"


def _whose(row: Row, language: Language) -> str:
    """Return what the record says of itself: number, day, result and whose; in one to be returned it is unproven."""
    named = [row.get(key) or "" for key in ("given_names", "surname")]
    result = render(f"result.{row['result']}", {}, language)
    told = [row["record"], row.get("code"), str(row.get("ended_at") or "")[:10], result]
    unproven = render("custody.unproven", {}, language) if row["verdict"] == "RETURN" else ""
    parts = [*told, " ".join(str(name) for name in named if name), unproven]
    return "  ".join(_shown(part) for part in parts if part)


def _shown(value: object) -> str:
    return sanitise(str(value), keep_newlines=False)


def _field(name: str, row: Row, language: Language) -> str:
    return f"{render(f'demo.{name}', {}, language)} {row[name]}"


def _entries(value: object) -> Sequence[Mapping[str, object]]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def roots(trust: Path | None) -> tuple[bytes, ...]:
    """Return the certificates to trust, from a folder of them."""
    from exam.publishing.trust import trust_files  # noqa: PLC0415 - only where somebody trusts

    return trust_files(trust) if trust else ()
