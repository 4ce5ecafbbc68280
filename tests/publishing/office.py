"""An office for tests: the shipped wording, throwaway keys, and records drawn and signed at fixed times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

from exam.core.exam_record import ExamRecord
from exam.core.report import ReportTemplate
from exam.loading import content_root, load_content
from exam.publishing.fonts import load_faces
from exam.publishing.key_folder import KeyFolder
from exam.publishing.practice_keys import make_practice_keys
from exam.publishing.practice_word import PASSPHRASE
from exam.publishing.publisher import RecordPublisher
from exam.publishing.reprinting import Reprinter
from exam.publishing.signing import SigningKey, sign
from exam.publishing.typesetting import Typesetter
from exam.publishing.verification import Verification, verify_pdf
from tests.publishing.authority import SINCE, Authority
from tests.record_builders import FIELDS, ISSUED, SIGNERS, RecordCase, record_case

NOW = ISSUED + timedelta(hours=1)
BY_FIELD = dict(zip(FIELDS, SIGNERS, strict=True))
ON_PAPER = ("kratky", "holubova")
"""Who signs on paper in a short record: two electronic signatures prove as much as four, in half the time."""
SHORT = ("Member1", "Seal")
REPORTS = content_root() / "reports"


@cache
def templates() -> dict[str, ReportTemplate]:
    """Return the shipped templates by system."""
    content = load_content(content_root(), date(2026, 11, 20)).content
    return {found.value.system: found.value for found in content.reports}


@cache
def publisher() -> RecordPublisher:
    """Return a publisher with what is shipped."""
    return RecordPublisher(templates(), REPORTS)


def typesetter(language: str = "cs") -> Typesetter:
    """Return what sets the texts of a record in this language."""
    template = templates()["nsk"]
    return Typesetter(load_faces(REPORTS / "fonts", template.fonts), template.wording[language])


def drawn(case: RecordCase, record: ExamRecord | None = None) -> bytes:
    """Return the unsigned file of a case, or of a record that was varied, whose data then prove nothing."""
    return publisher().draw(record or case.record, case.extract, case.standard_json)


@cache
def printer() -> Reprinter:
    """Return what draws a record again with what is shipped, as the program that made the records of tests."""
    return Reprinter(templates(), REPORTS, record_case().record.program)


def verified(pdf: bytes, *roots: bytes, now: datetime = NOW) -> Verification:
    """Return the verdict on a file at a fixed time."""
    return verify_pdf(pdf, trust_roots=roots, now=now, printer=printer())


def codes(found: Verification) -> set[str]:
    """Return the codes of a verdict."""
    return {code.code for code in found.codes}


@dataclass(frozen=True)
class Office:
    """The practice keys of one commission."""

    folder: Path
    keys: KeyFolder

    def case(self, *, passed: bool = True, practice: bool = True, paper: tuple[str, ...] = ON_PAPER) -> RecordCase:
        """Return a record that plans this office's certificates."""
        return record_case(passed=passed, practice=practice, certificates=self.certificates, paper=paper)

    @cached_property
    def short(self) -> RecordCase:
        """A record that two people sign."""
        return self.case()

    @cached_property
    def unsigned(self) -> bytes:
        """The file of the short record before anybody signs."""
        return drawn(self.short)

    @cached_property
    def certificates(self) -> dict[str, str]:
        """The signers' certificates by account."""
        return {who: self.keys.certificate(who) for who in SIGNERS}

    def sign(self, pdf: bytes, fields: Sequence[str] = SHORT, *, certify: bool = True, at: datetime = ISSUED) -> bytes:
        """Return the file signed in these fields, in this order."""
        for number, field in enumerate(fields):
            who = BY_FIELD.get(field, SIGNERS[0])
            first = certify and number == 0
            pdf = self.keys.sign(pdf, field=field, who=who, passphrase=PASSPHRASE, at=at, certify=first)
        return pdf


def open_office(folder: Path) -> Office:
    """Make the keys of a commission."""
    make_practice_keys(folder, {who: f"Zkoušející {who}" for who in SIGNERS[:3]}, at=ISSUED)
    return Office(folder, KeyFolder(folder))


def sign_with(pdf: bytes, keys: dict[str, SigningKey], fields: Sequence[str] = SHORT, at: datetime = ISSUED) -> bytes:
    """Return the file signed with keys by account, the first signature certifying."""
    for number, field in enumerate(fields):
        pdf = sign(pdf, field=field, key=keys[BY_FIELD[field]], at=at, certify=number == 0)
    return pdf


def official(authority: Authority, since: datetime = SINCE) -> tuple[RecordCase, dict[str, SigningKey]]:
    """Return an official record that two people sign, and the signers' keys by account."""
    keys = {who: authority.issue(f"Zkoušející {who}", since=since) for who in ("dvorakova", "seal")}
    planned = {who: key.fingerprint for who, key in keys.items()}
    return record_case(practice=False, certificates=planned, paper=ON_PAPER), keys
