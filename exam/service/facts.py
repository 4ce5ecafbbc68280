"""Use cases of paper around a sitting: facts are noted with their proof, and duties are counted from them."""

from datetime import date

from exam.core.duties import DutyAccount, IsWorking
from exam.core.facts import Proof, Way
from exam.core.model import Frozen
from exam.core.sitting import NoteFact, SittingState
from exam.core.sitting.moments import Outcome, duty_accounts
from exam.core.system_rules import SystemRules
from exam.core.verdict import Result
from exam.service.access import Actor
from exam.service.ports import Ports
from exam.service.sessions import SessionService
from exam.service.sittings import SittingService
from exam.service.streams import Receipt


class ProofFile(Frozen):
    """A file that proves a fact, as somebody brought it."""

    name: str
    data: bytes


class FactService:
    """Notes facts and tells how the duties of a sitting stand."""

    def __init__(self, ports: Ports, sessions: SessionService, sittings: SittingService) -> None:
        self._ports = ports
        self._sessions = sessions
        self._sittings = sittings

    def note(
        self,
        actor: Actor,
        sitting_id: str,
        fact: str,
        *,
        on: date,
        way: Way,
        session: str = "",
        proof: ProofFile | None = None,
        note: str = "",
    ) -> Receipt:
        """Note a fact; its proof is kept before the event that names it, and not where the fact is refused.

        Raises:
            ExamError: the named refusal.
        """
        command = NoteFact(fact=fact, on=on, way=way, session=session, note=note)
        self.require(actor, sitting_id, command)
        if proof is not None:
            kept = Proof(blob=self._ports.blobs.put(proof.data), name=proof.name, length=len(proof.data))
            command = command.model_copy(update={"proof": kept})
        return self._sittings.execute(actor, sitting_id, command)

    def require(self, actor: Actor, sitting_id: str, command: NoteFact) -> None:
        """Refuse a fact that would be refused now; nothing is kept.

        Raises:
            ExamError: the named refusal.
        """
        self._sittings.known(sitting_id)
        self._sittings.require(actor, sitting_id, command)

    def duties(self, sitting_id: str) -> tuple[DutyAccount, ...]:
        """Return how every duty of a sitting stands today; nothing where no file tells its system's duties.

        Raises:
            SittingUnknownError: there is no such sitting.
        """
        state = self._sittings.known(sitting_id)
        rules = self.rules(state)
        if rules is None:
            return ()
        today = self._ports.clock.now().date()
        return duty_accounts(rules.duties, state, self._outcomes(state), today, self._working(rules.holidays))

    def rules(self, state: SittingState) -> SystemRules | None:
        """Return the rules of the sitting's system of qualifications."""
        return self._ports.library.rules(self._ports.library.standard(state.plan().standard).system)

    def _outcomes(self, state: SittingState) -> dict[str, Outcome]:
        found = {}
        for session in state.sessions:
            ended = self._sessions.state(session)
            if ended.ended_at is not None:
                found[session] = Outcome(ended_on=ended.ended_at.date(), passed=ended.result is Result.PASSED)
        return found

    def _working(self, country: str) -> IsWorking:
        return lambda day: self._ports.workdays.working(country, day)
