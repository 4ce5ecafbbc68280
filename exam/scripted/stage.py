"""The stage of a scenario: the service, the people signed in, and the session that the steps mean."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from exam.core.candidate_session import SessionState, TaskState
from exam.core.candidate_session.refusals import TaskNotOpenError
from exam.core.item import AssessmentItem
from exam.core.paper import draw_one
from exam.core.standard import AssessmentStandard
from exam.problem import ExamError
from exam.scripted.scenario import Scenario
from exam.scripted.world import ScriptedClock, SeededRandomness
from exam.service.access import Actor, DeniedError
from exam.service.day_planning import PlannedDay
from exam.service.exam_service import ExamService
from exam.service.ports import Account, Ports


class ItemNotDrawableError(ExamError):
    """The item that the script names cannot be drawn for the task."""

    code: ClassVar[str] = "item-not-drawable"


@dataclass(slots=True)
class Stage:
    """What the acts work on."""

    scenario: Scenario
    ports: Ports
    service: ExamService
    clock: ScriptedClock
    passphrase: str
    """Of the practice keys."""
    scripted: bool = True
    """Whether the script plays the people to the end; such an exam is practice."""
    actors: dict[str, Actor] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    """References by person."""
    sitting: str = ""
    session: str = ""
    archived: str = ""
    """Where the record lies in the end."""
    planned: PlannedDay | None = None
    """The timetable that was made last."""
    out: Path = Path("papers")
    """The folder for the papers that the scenario leaves; made when there is one."""
    kept: int = 0
    """How many papers there are."""

    def admit(self, pin: str) -> None:
        """Give everybody of the scenario an account and sign him in."""
        for person in self.scenario.people:
            reference = self.ports.people.add_identity(person.identity)
            self.identities[person.id] = reference
            self.ports.people.add_account(Account(id=person.id, role=person.role, identity=reference), pin)
            self.actors[person.id] = self.service.sign_in(person.id, pin)

    def actor(self, person: str) -> Actor:
        """Return the actor.

        Raises:
            DeniedError: he is not in the scenario, so he may do nothing.
        """
        if person not in self.actors:
            raise DeniedError(who=person, action="SignIn")
        return self.actors[person]

    def keep(self, name: str, data: bytes) -> None:
        """Keep a paper, numbered in the order in which papers came to be."""
        self.place(name).write_bytes(data)

    def place(self, name: str) -> Path:
        """Return where the next paper is to lie."""
        self.out.mkdir(parents=True, exist_ok=True)
        self.kept += 1
        return self.out / f"{self.kept:03}-{name}"

    def state(self) -> SessionState:
        """Return the session that the steps mean."""
        return self.service.sessions.state(self.session)

    def standard(self) -> AssessmentStandard:
        """Return the standard under which the scenario runs."""
        return self.ports.library.standard(self.scenario.standard)

    def items(self, task: str) -> tuple[AssessmentItem, ...]:
        """Return the pinned items of a task that was opened."""
        self.opened(task)
        return self.service.sessions.items(self.state(), task)

    @contextmanager
    def drawing(self, task: str, item: str) -> Iterator[None]:
        """Let the next draw of a task give that item, however its bank may grow; any item when it is empty.

        Raises:
            ItemNotDrawableError: the bank does not hold it, or the task draws more than one.
        """
        chance, pool = self.ports.randomness, self._pool(task)
        if not item:
            yield
            return
        if not isinstance(chance, SeededRandomness) or item not in {entry.id for entry in pool}:
            raise ItemNotDrawableError(task=task, item=item)
        chance.fits = lambda seed: draw_one(pool, seed).item == item
        try:
            yield
        finally:
            chance.fits = None

    def _pool(self, task_id: str) -> tuple[AssessmentItem, ...]:
        """Return what may be drawn today for a task that draws one item."""
        task = self.standard().task(task_id)
        if task is None or task.bank is None or task.blueprint is not None:
            return ()
        bank = self.ports.library.bank(self.scenario.standard, task.bank)
        return tuple(item for item in bank if item.eligible(self.clock.now().date()))

    def opened(self, task: str) -> TaskState:
        """Return the state of a task.

        Raises:
            TaskNotOpenError: it was never opened.
        """
        found = self.state().tasks.get(task)
        if found is None:
            raise TaskNotOpenError(task=task)
        return found

    def tick(self) -> None:
        """Let the time that the script passed count in every open task."""
        if self.session and self.state().session and self.state().ending is None:
            self.service.sessions.tick(self.session)
