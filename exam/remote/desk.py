"""A candidate's desk at a hub: says saved only when the hub's journal has it, and sends again what it may not have."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from exam.problem import ExamError
from exam.remote.line import SIGN_IN_S, Line, is_passing
from exam.remote.outbox import Outbox, Slot, Waiting, slot_of
from exam.remote.pending import with_pending
from exam.view import WAITING, DeskCommand, DeskView, HubAwayError, HubUndoneError, SavedView, Submit, TaskSheet
from exam.view.wire import LONGEST_LINE, SHEET, Enter, Seat, SitDown, WorkbookFile

LONG_S = 120.0
"""For a workbook, which is marked before the answer."""


class RemoteDesk:
    """Satisfies `exam.view.Desk` for a candidate who sat down with his code."""

    def __init__(self, line: Line, session: str, folder: Path, *, again: bool) -> None:
        self._line = line
        self.session = session
        self._outbox = Outbox(folder / f"{session}.jsonl")
        self._outbox.load(again=again)
        self._sheets: dict[str, TaskSheet] = {}
        self._delivered: dict[Slot, tuple[DeskCommand, SavedView]] = {}
        self._keys: dict[Slot, str] = {}
        """Of what does not wait here, and was not acknowledged."""
        self._files: dict[str, str] = {}
        """By digest, the keys of files whose hand-in nobody acknowledged."""
        self.delivered: Callable[[SavedView], object] = lambda _saved: None
        """Told of what had waited and is kept now."""
        line.reconnected = lambda: self._deliver(through=True)
        self._deliver(through=True)

    def view(self) -> DeskView:
        """Return what is on the desk now."""
        return DeskView.model_validate_json(self._line.get("desk", "view"))

    def sheet(self, task: str) -> TaskSheet:
        """Return the sheet of a task; while the hub is away, the last one that it gave, with what waits."""
        try:
            self._sheets[task] = SHEET.validate_json(self._line.get("desk", "sheet", task))
        except HubAwayError:
            if task not in self._sheets:
                raise
        return with_pending(self._sheets[task], self._outbox.kept(task))

    def do(self, command: DeskCommand) -> SavedView:
        """Do what the candidate wants and return the journal's word; without it, it waits here.

        Whatever waits goes along, and no task is handed in before it.
        """
        done = self._delivered.pop(slot_of(command), None)
        if done is not None and done[0] == command:
            return done[1]
        if isinstance(command, WAITING):
            saved = self._send(self._outbox.put(command))
            with suppress(HubAwayError):
                self._deliver()
            return saved
        slot = slot_of(command)
        with _at_once():
            if isinstance(command, Submit) and (refused := self._deliver()) is not None:
                raise refused
            key = self._keys.setdefault(slot, token_hex(16))
            saved = self._send(Waiting(key=key, command=command))
        self._keys.pop(slot, None)
        return saved

    def hand_out(self, task: str) -> tuple[str, bytes]:
        """Return name and bytes of the workbook of an open task."""
        with _at_once():
            file = WorkbookFile.model_validate_json(self._line.get("desk", "workbook", task))
        return file.name, file.data

    def hand_in(self, task: str, name: str, data: bytes) -> SavedView:
        """Keep a file that is handed in; the same again, after a lost answer, is kept once."""
        about = sha256(b"\0".join((task.encode(), name.encode("utf-8", "backslashreplace"), data))).hexdigest()
        key = self._files.setdefault(about, token_hex(16))
        body = WorkbookFile(name=name, data=data).model_dump_json().encode()
        with _at_once():
            answer = self._line.post("desk", "workbook", task, body=body, key=key, patience_s=LONG_S)
        del self._files[about]
        return SavedView.model_validate_json(answer)

    def _send(self, waiting: Waiting, *, through: bool = False) -> SavedView:
        """Send a command; what the hub refuses for good waits no more."""
        path = ("desk", "do", type(waiting.command).__name__)
        body = waiting.command.model_dump_json().encode()
        try:
            answer = self._line.call("POST", path, body=body, key=waiting.key, through=through)
        except HubAwayError:
            raise
        except ExamError as error:
            if not is_passing(error):
                self._outbox.drop(waiting)
            raise
        self._outbox.drop(waiting)
        return SavedView.model_validate_json(answer)

    def _deliver(self, *, through: bool = False) -> ExamError | None:
        """Send what waits, oldest first; whoever asks for the same again gets the answer of now.

        Return the refusal for which the rest waits on.
        """
        while (waiting := self._outbox.oldest()) is not None:
            try:
                saved = self._send(waiting, through=through)
            except HubAwayError:
                raise
            except ExamError as error:
                if self._outbox.oldest() == waiting:
                    return error
                continue
            self._delivered[waiting.slot] = (waiting.command, saved)
            self.delivered(saved)
        return None


@contextmanager
def _at_once() -> Iterator[None]:
    """Say of what does not wait that it may not have been done."""
    try:
        yield
    except HubAwayError as error:
        raise HubUndoneError from error


def sit_down(line: Line, code: str, folder: Path) -> RemoteDesk:
    """Return the desk of the candidate whose code this is; the same token until the hub has answered.

    Raises:
        ExamError: the code is refused, or the hub is away.
    """
    line.token = line.token or token_hex(32)
    body = SitDown(code=code[:LONGEST_LINE], token=line.token).model_dump_json().encode()
    seat = Seat.model_validate_json(line.post("desk", "sit-down", body=body, patience_s=SIGN_IN_S))
    return RemoteDesk(line, seat.session, folder, again=seat.again)


def take_back(line: Line, account: str, pin: str) -> None:
    """Free the desk for an examiner.

    Raises:
        ExamError: the PIN is refused, or the hub is away.
    """
    body = Enter(account=account[:LONGEST_LINE], pin=pin[:LONGEST_LINE]).model_dump_json().encode()
    line.post("desk", "take-back", body=body, patience_s=SIGN_IN_S)
    line.token = ""
