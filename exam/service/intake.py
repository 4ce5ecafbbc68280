"""The intake: files from outside are received, verified, read, and accepted or returned; none of them is trusted.

Each step is an event of its own, so that a crash between two of them is finished by the next call: a blob lies there
before the event that names it, a file lies in the archive before it counts as accepted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from exam.core.canonical import canonical_json, digest
from exam.core.custody import ArchiveRegister, LineState, RegisterLine
from exam.core.custody_events import RecordChecked, RecordReceived
from exam.core.custody_refusals import LineWrongError
from exam.core.custody_rules import Lengths, accept, facts_of, give_back, require_returnable
from exam.core.events import ActorRef, Event
from exam.core.exam_record import ExamRecord
from exam.core.identity import IdentityVersion
from exam.problem import ExamError
from exam.service.access import Actor, authorize_custody
from exam.service.checking import Checked, CheckMany
from exam.service.custody import CustodyService
from exam.service.ports import Ports

LARGEST = 32 * 1024 * 1024
"""Bytes; a record with all its signatures has about a hundredth of it."""
BEGINNING = 1024
"""Within so many bytes a PDF says that it is one (ISO 32000-1, annex H.3, note 13)."""
BATCH = 50


class RecordTooLargeError(ExamError):
    """A file from outside is larger than any record."""

    code: ClassVar[str] = "record-too-large"


class RecordNoPdfError(ExamError):
    """A file from outside is no PDF."""

    code: ClassVar[str] = "record-no-pdf"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file."""

    number: int
    """Its line; of a file that was received before the line of then, 0 where it was not taken."""
    known: bool = False
    fault: ExamError | None = None
    """Why it was not taken, as a refusal that is not raised."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file as a clerk reads it: its line, and what a verification says now."""

    line: RegisterLine
    checked: Checked


class IntakeService:
    """What an archivist does with files that come in."""

    def __init__(self, ports: Ports, custody: CustodyService) -> None:
        self._ports = ports
        self._custody = custody

    def receive(self, actor: Actor, files: Sequence[bytes]) -> tuple[Received, ...]:
        """Receive files in their order; the same bytes again are the line that they have already.

        Raises:
            DeniedError: the actor receives nothing.
            JournalError: they are not kept.
        """
        authorize_custody(actor, "ReceiveRecord")
        faults = [_fault(data) for data in files]
        known = self._custody.register().by_file
        names = [digest(data) for data in files]
        taken = [name for name, fault in zip(names, faults, strict=True) if fault is None]
        for name, data, fault in zip(names, files, faults, strict=True):
            if fault is None and name not in known:
                self._ports.blobs.put(data)
        lengths = dict(zip(names, map(len, files), strict=True))

        def decide(register: ArchiveRegister) -> Sequence[Event]:
            new = [name for name in dict.fromkeys(taken) if name not in register.by_file]
            start = len(register.lines) + 1
            return [
                RecordReceived(number=number, file=name, length=lengths[name])
                for number, name in enumerate(new, start=start)
            ]

        register = self._custody.act(actor, "ReceiveRecord", decide)
        seen = set(known)
        return tuple(_received(name, fault, register, seen) for name, fault in zip(names, faults, strict=True))

    def check(self, actor: Actor, check_many: CheckMany | None = None) -> Iterator[RegisterLine]:
        """Verify what was received and not verified yet, and yield each line as it is kept.

        Raises:
            DeniedError: the actor verifies nothing.
            ExamError: a blob is missing, or the journal keeps nothing.
        """
        authorize_custody(actor, "ReceiveRecord")
        lines = self._custody.register().lines
        pending = [line for line in lines.values() if line.state is LineState.RECEIVED]
        verdicts = (check_many or self._one_by_one)([line.file for line in pending])
        waiting = zip(pending, verdicts, strict=True)
        while batch := list(islice(waiting, BATCH)):
            yield from self._keep(actor, batch)

    def _one_by_one(self, names: Sequence[str]) -> Iterator[Checked]:
        yield from (self._ports.check(self._ports.blobs.get(name)) for name in names)

    def read(self, actor: Actor, number: int) -> Read:
        """Return a file with what a verification says now, its arguments too.

        Raises:
            ExamError: the actor reads nothing, or the file was disposed of.
        """
        authorize_custody(actor, "ReadRegister")
        line = self._custody.line(number)
        return Read(line=line, checked=self._ports.check(self._ports.blobs.get(line.file)))

    def file(self, actor: Actor, number: int) -> bytes:
        """Return the bytes of a line's file.

        Raises:
            ExamError: the actor reads nothing, or the file was disposed of.
        """
        authorize_custody(actor, "ReadRegister")
        return self._ports.blobs.get(self._custody.line(number).file)

    def accept(self, actor: Actor, number: int) -> RegisterLine:
        """Take a record into the archive; once more finishes what a crash left out.

        Raises:
            ExamError: it is to be returned, its number is taken, or the archive does not take the file.
        """
        authorize_custody(actor, "AcceptRecord")
        lengths = self._lengths(self._custody.line(number))
        before = self._custody.register()
        accept(before, number, self._ports.retention, lengths)
        register = self._custody.act(
            actor,
            "AcceptRecord",
            lambda register: accept(register, number, self._ports.retention, lengths),
        )
        line = register.lines[number]
        self.heal(register.lines[line.joined or number])
        return line

    def give_back(self, actor: Actor, number: int, reason: str, letter: str) -> RegisterLine:
        """Return a file to its sender with a letter; once more changes nothing of what was decided.

        Raises:
            ExamError: it was not verified yet, is kept, or the reason says nothing.
        """
        authorize_custody(actor, "ReturnRecord")
        line = require_returnable(self._custody.register(), number, reason)
        if line.letter:
            return line
        words = (reason, self._ports.blobs.put(letter.encode()))
        today = self._ports.clock.now().date()
        register = self._custody.act(
            actor,
            "ReturnRecord",
            lambda register: give_back(register, number, words, self._ports.retention, today),
        )
        return register.lines[number]

    def letter(self, actor: Actor, number: int) -> str:
        """Return the letter with which a file went back.

        Raises:
            ExamError: it did not, or the actor reads nothing.
        """
        authorize_custody(actor, "ReadRegister")
        line = self._custody.line(number)
        if not line.letter:
            raise LineWrongError(number=number, state=line.state)
        return self._ports.blobs.get(line.letter).decode()

    def heal(self, line: RegisterLine) -> str:
        """Put the newest file of a kept line into the archive and return where it lies.

        Raises:
            ExamError: another file lies there, or the archive does not take it.
        """
        pdf = self._ports.blobs.get(line.file)
        if line.earlier and line.name in self._ports.archive.names(practice=line.practice):
            return self._ports.archive.renew(line.name, pdf, practice=line.practice)
        return self._ports.archive.keep(line.name, pdf, practice=line.practice)

    def _keep(self, actor: Actor, found: Sequence[tuple[RegisterLine, Checked]]) -> Iterator[RegisterLine]:
        people = [person for _, checked in found if checked.record for person in _people(checked.record)]
        self._ports.people.keep_identities(people)
        events = {line.number: self._told(line.number, checked) for line, checked in found}

        def decide(register: ArchiveRegister) -> Sequence[Event]:
            return [event for number, event in events.items() if register.lines[number].state is LineState.RECEIVED]

        by = ActorRef(id=actor.id, role=actor.role)
        register = self._custody.append(by, decide)
        yield from (register.lines[number] for number in events)

    def _told(self, number: int, checked: Checked) -> RecordChecked:
        record = checked.record
        return RecordChecked(
            number=number,
            verdict=str(checked.verdict),
            codes=tuple(dict.fromkeys(code.code for code in checked.codes)),
            facts=facts_of(record, digest(canonical_json(record))) if record else None,
            program=self._ports.program,
        )

    def _lengths(self, line: RegisterLine) -> Lengths:
        """Compare a file with the one that is kept under its number."""
        register = self._custody.register()
        kept = register.kept.get(line.facts.record) if line.facts else None
        if kept is None or kept == line.number:
            return Lengths()
        new, old = self._ports.blobs.get(line.file), self._ports.blobs.get(register.lines[kept].file)
        return Lengths(longer=new.startswith(old), shorter=old.startswith(new))


def _fault(data: bytes) -> ExamError | None:
    if len(data) > LARGEST:
        return RecordTooLargeError(length=len(data), largest=LARGEST)
    return None if b"%PDF-" in data[:BEGINNING] else RecordNoPdfError(length=len(data))


def _received(name: str, fault: ExamError | None, register: ArchiveRegister, seen: set[str]) -> Received:
    if fault is not None:
        return Received(number=0, fault=fault)
    known = name in seen
    seen.add(name)
    return Received(number=register.by_file[name], known=known)


def _people(record: ExamRecord) -> list[IdentityVersion]:
    return [record.candidate.version, *(examiner.version for examiner in record.examiners)]
