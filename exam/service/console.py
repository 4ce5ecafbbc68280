"""The examiners' console: what an actor is shown of sittings and sessions; what he may not see is not in it."""

from collections.abc import Iterator

from exam.core.candidate_session import SessionState
from exam.core.omission import omittable
from exam.core.session_values import SignatureMode
from exam.service.access import Actor, DeniedError, Role
from exam.service.board import board_of, step_of
from exam.service.console_view import Board, Closing, Proposal, SignatureLine
from exam.service.judging_sheet import Judging, Kept, SheetMaker
from exam.service.judging_view import JudgingSheet
from exam.service.ports import Ports
from exam.service.preparation import PeopleService
from exam.service.sessions import Loaded, SessionService, session_stream
from exam.service.submissions import kept_marking, kept_outline


class ConsoleService:
    """What examiners are shown."""

    def __init__(self, ports: Ports, sessions: SessionService, people: PeopleService) -> None:
        self._ports = ports
        self._sessions = sessions
        self._people = people

    def standards(self) -> tuple[tuple[str, str], ...]:
        """Return id and title of every standard under which an exam can be held."""
        return tuple(
            (standard.id, f"{standard.code} {standard.title.get(standard.language, standard.id)}")
            for standard in self._ports.library.standards()
        )

    def board(self, actor: Actor, session_id: str) -> Board:
        """Return one candidate session at a glance.

        Raises:
            DeniedError: the actor is not of its commission.
        """
        loaded = self._readable(actor, session_id)
        return board_of(loaded, self._sessions.elapsed(loaded), self._people.name, self._ports.mirror.state())

    def sheet(self, actor: Actor, session_id: str, task_id: str) -> JudgingSheet:
        """Return the sheet of an opened task as this examiner may see it.

        Raises:
            DeniedError: the actor is not of the commission, or the task was not opened.
        """
        loaded = self._readable(actor, session_id)
        state, standard = loaded.state, loaded.standard
        task = standard.task(task_id)
        if task is None or task_id not in state.tasks:
            raise DeniedError(who=actor.id, action="ReadSheet")
        sitting = loaded.sitting
        maker = SheetMaker(
            standard,
            actor.id,
            self._people.name,
            lambda name: self._ports.library.anchors(standard.id, name),
            Judging(sitting.judging, sitting.plan().agreement),
        )
        items = self._sessions.items(state, task_id)
        kept = Kept(kept_marking(self._ports, state, task_id), kept_outline(self._ports, state, task_id))
        return maker.make(task, state, items, self._sessions.elapsed(loaded)[task_id], kept)

    def submission(self, actor: Actor, session_id: str, task_id: str, at: int = -1) -> tuple[str, bytes]:
        """Return name and bytes of a file that was handed in, whatever is in it; of the last one if not told which.

        Raises:
            DeniedError: the actor is not of the commission, or nothing was handed in.
        """
        task = self._readable(actor, session_id).state.tasks.get(task_id)
        if task is None or not -1 <= at < len(task.submissions) or not task.submissions:
            raise DeniedError(who=actor.id, action="ReadSubmission")
        stored = task.submissions[at]
        return stored.name, self._ports.blobs.get(stored.blob)

    def closing(self, actor: Actor, session_id: str) -> Closing:
        """Return how the session ends: result, acknowledgement, record and signatures.

        Raises:
            DeniedError: the actor is not of the commission.
        """
        loaded = self._readable(actor, session_id)
        state, told = loaded.state, loaded.state.acknowledgement
        return Closing(
            step=step_of(state, loaded.standard),
            result=state.result.value if state.result else None,
            ending=state.ending.value if state.ending else None,
            unmet=tuple(_unmet(loaded)),
            acknowledged=told.acknowledged if told else None,
            objection=told.objection if told else "",
            record=state.record.record if state.record else "",
            practice=bool(state.record and state.record.practice),
            supersedes=state.supersedes,
            proposal=self._proposal(state),
            signatures=tuple(self._signatures(actor, state)),
        )

    def _readable(self, actor: Actor, session_id: str) -> Loaded:
        state = self._sessions.readable(actor, session_id)
        if actor.role is not Role.EXAMINER or actor.id == state.candidate:
            raise DeniedError(who=actor.id, action="ReadBoard")
        return self._sessions.load(session_stream(session_id))

    def _proposal(self, state: SessionState) -> Proposal | None:
        waiting = state.correction
        return Proposal(waiting.by, self._people.name(waiting.by), waiting.reason) if waiting else None

    def _signatures(self, actor: Actor, state: SessionState) -> Iterator[SignatureLine]:
        record = state.record
        if record is None:
            return
        omissions = {omission.field: omission for omission in record.omitted}
        chairs = actor.id == state.chair
        passed_over = [one for one in omittable(record.signers) if chairs and one.who != actor.id]
        for signer in record.signers:
            electronic = signer.mode is SignatureMode.ELECTRONIC
            how = record.state(signer)
            yield SignatureLine(
                signer=signer,
                name=self._people.name(signer.who),
                signed=signer.field in record.signed,
                due=how == "due",
                practice=electronic and self._ports.signatures.is_practice(signer.who),
                omission=omissions.get(signer.field),
                omittable=how in {"due", "planned"} and signer in passed_over,
            )


def _unmet(loaded: Loaded) -> Iterator[tuple[str, str]]:
    state, standard = loaded.state, loaded.standard
    verdict = state.verdict(standard)
    for competency, found in zip(standard.competencies, verdict.competencies, strict=True):
        for criterion in found.criteria:
            for reason in criterion.reasons:
                yield competency.title, reason
