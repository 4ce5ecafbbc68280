"""A desk to try before the first clock: two made-up questions about the keyboard; nothing of it is kept or judged."""

from datetime import UTC, datetime

from exam.view.door import DeskCommand, SaveChoice, Submit
from exam.view.on_desk import CardStatus, DeskView, Phase, SavedView, TaskCard
from exam.view.sheets import ChoiceView, OptionView, TaskSheet, TestSheet
from exam.view.telling import Say

TRIAL = "trial"
OPTIONS = "abc"
ITEMS = (1, 2)


class TrialDesk:
    """Satisfies `exam.view.Desk`."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._picked: dict[str, str] = {}
        self._submitted = False
        self._count = 0

    def view(self) -> DeskView:
        """Return a desk on which there is one task without a clock."""
        status = CardStatus.SUBMITTED if self._submitted else CardStatus.OPEN
        title = self._say("screen.trial")
        card = TaskCard(task=TRIAL, kind="test", title=title, minutes=0, extra_minutes=0, status=status, at_desk=True)
        return DeskView(phase=Phase.TASKS, candidate="", standard="", code="", tasks=(card,))

    def sheet(self, _task: str) -> TaskSheet:
        """Return the questions with what was picked."""
        return TestSheet(items=tuple(self._item(f"{TRIAL}-{number}") for number in ITEMS))

    def do(self, command: DeskCommand) -> SavedView:
        """Pick or submit; everything else does nothing here."""
        if isinstance(command, SaveChoice):
            self._picked[command.part] = command.option
        self._submitted |= isinstance(command, Submit)
        self._count += 1
        return SavedView(seq=self._count, at=datetime.fromtimestamp(0, UTC))

    def hand_out(self, task: str) -> tuple[str, bytes]:
        """Hand out nothing."""
        return task, b""

    def hand_in(self, _task: str, _name: str, _data: bytes) -> SavedView:
        """Keep nothing."""
        return SavedView(seq=self._count, at=datetime.fromtimestamp(0, UTC))

    def _item(self, part: str) -> ChoiceView:
        options = tuple(OptionView(id=option, text=self._say(f"{part}.{option}")) for option in OPTIONS)
        return ChoiceView(part=part, stem=self._say(part), options=options, picked=self._picked.get(part))
