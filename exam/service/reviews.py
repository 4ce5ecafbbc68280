"""Reviews of exams (§ 20): that somebody asked, and what the authorising body decided, as events of the record's line.

Periods and effects of § 20 are unverified (`nsk.md` 1.1); the program counts days and claims nothing.
"""

from datetime import date

from exam.core.custody import RegisterLine
from exam.core.custody_events import ReviewDecision
from exam.core.custody_rules import decide_review, request_review
from exam.service.access import Actor
from exam.service.custody import CustodyService
from exam.service.ports import Ports


class ReviewService:
    """Requests and decisions."""

    def __init__(self, ports: Ports, custody: CustodyService) -> None:
        self._ports = ports
        self._custody = custody

    def request(self, actor: Actor, number: int, grounds: str, on: date | None = None) -> RegisterLine:
        """Note that somebody asked for a review, today or on that day.

        Raises:
            ExamError: the record is not kept, a review of it is open, or the grounds say nothing.
        """
        day = on or self._ports.clock.now().date()
        register = self._custody.act(
            actor,
            "RequestReview",
            lambda register: request_review(register, number, grounds, day),
        )
        return register.lines[number]

    def decide(self, actor: Actor, number: int, decision: ReviewDecision, reason: str) -> RegisterLine:
        """Decide the open review of a record.

        Raises:
            ExamError: there is none, or the reason says nothing.
        """
        register = self._custody.act(
            actor,
            "DecideReview",
            lambda register: decide_review(register, number, decision, reason),
        )
        return register.lines[number]
