"""Tasks done away from the line: a workbook in the folder, and what is performed before the panel."""

from collections.abc import Mapping
from pathlib import Path

from exam.desk_folder import candidates_files, put, taken
from exam.plain.sheet import Command, PlainSeat, Sheet
from exam.plain.talk import number_in
from exam.view import AskBreak, CardSheet, StopCaller, WorkbookSheet
from exam.view.telling import CALL, told_handed_in, told_unmarked


class Workbook(Sheet):
    """Handed out into the folder and handed in from it."""

    def commands(self) -> Mapping[str, Command]:
        """Return what can be asked for."""
        return {"hand-out": self._hand_out, "hand-in": self._hand_in, **super().commands()}

    def tell_sheet(self, rest: str) -> None:  # noqa: ARG002 - a command's shape
        """Read the assignment and what was handed in."""
        sheet = self.read(WorkbookSheet)
        told = [sheet.title, sheet.situation, self.talk.say("workbook.present"), *sheet.prompts]
        told += [self.talk.say("workbook.folder", folder=self.seat.folder)]
        told += [told_handed_in(sheet, self.talk.say)]
        self.talk.tell("\n".join(told))

    def unfinished(self) -> list[str]:
        """Say when no file was handed in, or the last one, which is the one that counts, cannot be opened."""
        missing = told_unmarked(self.read(WorkbookSheet), self.talk.say)
        return [missing] if missing else []

    def _hand_out(self, _rest: str) -> None:
        path, new = put(self.seat.folder, *self.seat.desk.hand_out(self.task))
        self.talk.tell(self.talk.say("workbook.handed-out" if new else "workbook.is-there", path=path))

    def _hand_in(self, rest: str) -> None:
        found = candidates_files(self.seat.folder)
        if not found:
            self.talk.tell(self.talk.say("workbook.empty", folder=self.seat.folder))
            return
        place = 0 if len(found) == 1 and not rest else number_in(rest, len(found))
        if place is None:
            self._tell_files(found)
            return
        self.talk.tell(self.talk.say("workbook.being-handed", name=found[place].name))
        self.tell_saved(self.seat.desk.hand_in(self.task, found[place].name, taken(found[place])))
        self.talk.tell(told_handed_in(self.read(WorkbookSheet), self.talk.say))

    def _tell_files(self, found: list[Path]) -> None:
        names = [f"{number} {path.name}" for number, path in enumerate(found, start=1)]
        how = self.talk.say("plain.workbook.which", command=self.word("hand-in"))
        self.talk.tell("\n".join([*names, how]))


class Card(Sheet):
    """What the candidate has in hand while he performs; an examiner ends the task."""

    def __init__(self, seat: PlainSeat, task: str) -> None:
        super().__init__(seat, task)
        self._is_call = any(card.task == task and card.kind == CALL for card in seat.desk.view().tasks)

    def commands(self) -> Mapping[str, Command]:
        """Return what can be asked for; nothing is handed in, and a caller is stopped where there is one."""
        own = {"stop": self._stop, "break": self._break} if self._is_call else {"break": self._break}
        return {**own, **{code: command for code, command in super().commands().items() if code != "submit"}}

    def _stop(self, _rest: str) -> None:
        if self.talk.agrees(self.talk.say("card.stop.question")):
            self.save(StopCaller(task=self.task))

    def _break(self, _rest: str) -> None:
        self.save(AskBreak(task=self.task))

    def tell_sheet(self, rest: str) -> None:  # noqa: ARG002 - a command's shape
        """Read the card."""
        sheet = self.read(CardSheet)
        parts = [("card.customer", (sheet.customer,)), ("card.history", sheet.history), ("card.extra", sheet.extra)]
        told = [sheet.title, sheet.situation]
        for code, texts in parts:
            told += [self.talk.say(code), *texts] if any(texts) else []
        told += [self.talk.say("card.right")] if self._is_call else []
        self.talk.tell("\n".join(told))
