"""A keeper's door to the archive: what its screens may ask for, bound to one person who signed in."""

from collections.abc import Sequence

from exam.core.custody import RegisterLine
from exam.core.custody_events import ReviewDecision
from exam.core.custody_search import Query
from exam.service.access import Actor, authorize_custody
from exam.service.exam_service import ExamService
from exam.service.intake import Read
from exam.service.preparation import Person
from exam.service.register_view import Found, RegisterRow


class ArchiveDoor:
    """One archivist's or authorised person's door; every call is his, and each may raise the named refusal."""

    def __init__(self, service: ExamService, actor: Actor) -> None:
        authorize_custody(actor, "ReadRegister")
        self._service = service
        self.actor = actor
        """Whose door it is."""
        service.custody.enter_own()

    @property
    def who(self) -> Person:
        """Whoever signed in."""
        return Person(id=self.actor.id, name=self._service.people.name(self.actor.id), role=self.actor.role)

    def search(self, query: Query, page: int, size: int) -> Found:
        """Return a page of what was looked for."""
        return self._service.register.search(self.actor, query, page, size)

    def row(self, number: int) -> RegisterRow:
        """Return one line."""
        return self._service.register.row(self._service.custody.line(number))

    def read(self, number: int) -> Read:
        """Return a file with what a verification says now."""
        return self._service.intake.read(self.actor, number)

    def acceptable(self) -> tuple[int, ...]:
        """Return the lines that may be accepted without being looked at one by one."""
        return self._service.register.acceptable()

    def accept(self, number: int) -> RegisterLine:
        """Take a record into the archive."""
        return self._service.intake.accept(self.actor, number)

    def give_back(self, number: int, reason: str, letter: str) -> RegisterLine:
        """Return a file to its sender."""
        return self._service.intake.give_back(self.actor, number, reason, letter)

    def request_review(self, number: int, grounds: str) -> RegisterLine:
        """Note that somebody asked for a review."""
        return self._service.reviews.request(self.actor, number, grounds)

    def decide_review(self, number: int, decision: ReviewDecision, reason: str) -> RegisterLine:
        """Decide the open review."""
        return self._service.reviews.decide(self.actor, number, decision, reason)

    def propose_disposal(self, number: int, reason: str) -> object:
        """Propose to dispose of a line."""
        return self._service.disposals.propose(self.actor, [number], reason)

    def dispose(self, number: int) -> Sequence[RegisterLine]:
        """Agree to what another person proposed."""
        return self._service.disposals.dispose(self.actor, [number])
