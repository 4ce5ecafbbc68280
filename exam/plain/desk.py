"""The desk between the tasks: waits, makes familiar, lists the tasks, tells the result."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial

from exam.plain.choices import Test, Transcripts, Trial
from exam.plain.performed import Card, Workbook
from exam.plain.sheet import Command, Place, PlainSeat, Sheet
from exam.plain.talk import number_in
from exam.plain.writing import Plan, Reply
from exam.view import (
    AcknowledgeResult,
    AskBreak,
    CardStatus,
    ConfirmInduction,
    DeskView,
    HubAwayError,
    Phase,
    RaiseHand,
    TaskCard,
)
from exam.view.telling import (
    AT_THE_END,
    BEGUN,
    can_try,
    help_wanted_at,
    told_left,
    told_note,
    told_receipt,
    told_result,
    told_rules,
    told_standing,
)
from exam.view.trial import TRIAL, TrialDesk

SHEETS: Mapping[str, type[Sheet]] = {
    "test": Test,
    "transcript_choice": Transcripts,
    "written_reply": Reply,
    "training_plan": Plan,
    "spreadsheet": Workbook,
}
"""By kind of task; every other kind is performed and has a card."""


class PlainDesk(Place):
    """What lies on the desk, read aloud whenever it changed."""

    def __init__(self, seat: PlainSeat) -> None:
        super().__init__(seat)
        self._told: object = None
        self._seen: DeskView | None = None

    def commands(self) -> Mapping[str, Command]:
        """Return what fits the phase."""
        by_phase: Mapping[Phase, Mapping[str, Command]] = {
            Phase.INDUCTION: {"confirm": self._confirm},
            Phase.RESULT: {"acknowledge": self._acknowledge, "object": self._object},
        }
        seen = self._known()
        own: dict[str, Command] = {"rules": self._rules, "read": self._again}
        if can_try(seen):
            own["trial"] = self._trial
        for code, command, statuses in (("hand", RaiseHand, {CardStatus.OPEN}), ("break", AskBreak, BEGUN)):
            if seen.phase is Phase.TASKS and help_wanted_at(seen.tasks, None, statuses) is not None:
                own[code] = partial(self._ask, command, statuses)
        return {**by_phase.get(seen.phase, {}), **own, **super().commands()}

    def prompt(self) -> str:
        """Return what Enter does, or that a task is chosen by its number."""
        phase = self._known().phase
        return self.talk.say("plain.desk.choose" if phase is Phase.TASKS else "plain.desk.look")

    def _known(self) -> DeskView:
        """Return the desk as it is, as it was seen last while the hub is away: help is asked for all the same."""
        try:
            self._seen = self.seat.desk.view()
        except HubAwayError:
            if self._seen is None:
                raise
        return self._seen

    def look(self) -> None:
        """Read the desk where it is not as it was told last."""
        seen = self.seat.desk.view()
        standing = (seen.phase, seen.result, [card.status for card in seen.tasks])
        if standing != self._told:
            if self._told is None:
                self.talk.tell(f"{seen.candidate} · {seen.standard} ({seen.code})")
                self.talk.tell(self.talk.say("plain.welcome", help=self.word("help")))
            self._told = standing
            self._tell(seen)
        resting = [self.talk.say("desk.resting")] if seen.resting else []
        self.tell_new([*resting, *(line for card in seen.tasks for line in told_standing(card, self.talk.say))])

    def heard(self, line: str) -> None:
        """Go to a task by its number."""
        seen = self.seat.desk.view()
        place = number_in(line, len(seen.tasks)) if seen.phase is Phase.TASKS else None
        if place is None:
            self.talk.tell(self.talk.say("plain.no-task", typed=line) if line else self.talk.say("plain.nothing-new"))
            return
        card = seen.tasks[place]
        if card.status is not CardStatus.OPEN:
            self.talk.tell(self.talk.say(f"card.{card.status}.why"))
            return
        SHEETS.get(card.kind, Card)(self.seat, card.task).run()
        self._told = ()

    def _tell(self, seen: DeskView) -> None:
        words = {code: self.word(code) for code in ("confirm", "acknowledge", "object")}
        told = [self.talk.say(f"plain.phase.{seen.phase}", **words)]
        if seen.phase is Phase.INDUCTION:
            told += [*(topic.text for topic in seen.topics), told_rules(seen, self.talk.say, self._keys())]
        if seen.phase is Phase.TASKS:
            told += [self._line(number, card) for number, card in enumerate(seen.tasks, start=1)]
        if seen.result is not None:
            told += [told_result(seen.result, self.talk.say), told_note(seen.result, self.talk.say)]
        if seen.saved is not None and seen.phase in AT_THE_END:
            told.append(told_receipt(seen.saved, self.talk.say))
        self.talk.tell("\n".join(filter(None, told)))

    def _line(self, number: int, card: TaskCard) -> str:
        standing = ", ".join(filter(None, (self.talk.say(f"card.{card.status}"), told_left(card))))
        return f"{number} {card.title}: {standing}"

    def _keys(self) -> dict[str, str]:
        words = {"hand": "hand", "rest": "break", "stop": "stop", "trial": "trial"}
        return {name: self.word(code) for name, code in words.items()}

    def _again(self, _rest: str) -> None:
        self._tell(self.seat.desk.view())

    def _rules(self, _rest: str) -> None:
        self.talk.tell(told_rules(self.seat.desk.view(), self.talk.say, self._keys()))

    def _trial(self, _rest: str) -> None:
        seat = replace(self.seat, desk=TrialDesk(self.talk.say), flags=set())
        Trial(seat, TRIAL).run()
        self.seat.taken_back = seat.taken_back
        self._told = ()

    def _ask(self, command: type[RaiseHand | AskBreak], statuses: Collection[CardStatus], rest: str) -> None:
        tasks = self._known().tasks
        task = help_wanted_at(tasks, number_in(rest, len(tasks)), statuses)
        if task is not None:
            self.seat.desk.do(command(task=task))

    def _confirm(self, _rest: str) -> None:
        topics = tuple(topic.id for topic in self.seat.desk.view().topics)
        self.seat.desk.do(ConfirmInduction(topics=topics))

    def _acknowledge(self, rest: str) -> None:
        self.seat.desk.do(AcknowledgeResult(acknowledged=True, objection=rest))

    def _object(self, rest: str) -> None:
        self.seat.desk.do(AcknowledgeResult(acknowledged=False, objection=rest))
