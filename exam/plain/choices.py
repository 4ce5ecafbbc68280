"""Tasks in which something is picked: the test and the transcripts."""

from collections.abc import Mapping

from exam.plain.sheet import Command, PlainSeat, Sheet
from exam.plain.talk import number_in
from exam.view import ChoiceView, SaveChoice, SavedView, TestSheet, TranscriptSheet
from exam.view.telling import LETTERS, counted, told_found, told_missing, told_overview


class Test(Sheet):
    """One question at a time; a letter answers it and goes on to the next."""

    __test__ = False
    """Not a test of pytest's."""

    def __init__(self, seat: PlainSeat, task: str) -> None:
        super().__init__(seat, task)
        sheet = self.read(TestSheet)
        self._place = next((place for place, item in enumerate(sheet.items) if item.part == sheet.last_part), 0)

    def commands(self) -> Mapping[str, Command]:
        """Return what can be asked for in a test."""
        own = {"question": self._question, "previous": self._previous, "flag": self._flag, "overview": self._overview}
        return {**own, **super().commands()}

    def prompt(self) -> str:
        """Return which letters answer."""
        return self.talk.say("plain.test.answer", last=LETTERS[len(self._item().options) - 1])

    def tell_sheet(self, rest: str) -> None:  # noqa: ARG002 - a command's shape
        """Read the question with its options."""
        items = self.read(TestSheet).items
        item = items[self._place]
        told = [self.talk.say("plain.test.question", number=self._place + 1, count=len(items)), item.stem]
        told += [f"{LETTERS[number]}) {option.text}" for number, option in enumerate(item.options)]
        picked = [LETTERS[number] for number, option in enumerate(item.options) if option.id == item.picked]
        told += [self.talk.say("plain.test.picked", letter=picked[0])] if picked else []
        told += [self.talk.say("plain.test.marked")] if item.part in self.seat.flags else []
        self.talk.tell("\n".join(told))

    def heard(self, line: str) -> None:
        """Keep an answer, or go on where nothing is typed."""
        options = self._item().options
        letter = line.upper().rstrip(").")
        if not line:
            self._turn(1)
        elif len(letter) == 1 and letter in LETTERS[: len(options)]:
            option = options[LETTERS.index(letter)].id
            self.save(SaveChoice(task=self.task, part=self._item().part, option=option))
            self._turn(1)
        else:
            self.talk.tell(self.talk.say("plain.test.no-option", typed=line))

    def unfinished(self) -> list[str]:
        """Say what has no answer and what is marked."""
        return told_missing(self.read(TestSheet).items, self.seat.flags, self.talk.say)

    def _item(self) -> ChoiceView:
        return self.read(TestSheet).items[self._place]

    def _turn(self, step: int) -> None:
        count = len(self.read(TestSheet).items)
        if self._place + step == count:
            self._overview("")
        self._place = (self._place + step) % count
        self.tell_sheet("")

    def _question(self, rest: str) -> None:
        place = number_in(rest, len(self.read(TestSheet).items))
        self._place = self._place if place is None else place
        self.tell_sheet("")

    def _previous(self, _rest: str) -> None:
        self._turn(-1)

    def _flag(self, _rest: str) -> None:
        self.seat.flags ^= {self._item().part}
        self.tell_sheet("")

    def _overview(self, _rest: str) -> None:
        items = self.read(TestSheet).items
        told = [self.talk.say("test.overview", **counted(items, self.seat.flags))]
        told += told_overview(items, self.seat.flags, self.talk.say)
        self.talk.tell("\n".join([*told, *(self.unfinished() or [self.talk.say("plain.test.all-answered")])]))


class Trial(Test):
    """The keyboard, tried on made-up questions; nothing is kept."""

    def commands(self) -> Mapping[str, Command]:
        """Call nobody from here, and ask for no time."""
        return {code: command for code, command in super().commands().items() if code not in {"hand", "time"}}

    def tell_saved(self, saved: SavedView) -> None:  # noqa: ARG002 - what the journal would say
        """Say that nothing is kept here."""
        self.talk.tell(self.talk.say("trial.saved"))


class Transcripts(Sheet):
    """Read by number, picked by a command."""

    def commands(self) -> Mapping[str, Command]:
        """Return what can be asked for."""
        own = {"pick": self._pick, "find": self._find, "compare": self._compare}
        return {**own, **super().commands()}

    def prompt(self) -> str:
        """Return which numbers read a transcript."""
        return self.talk.say("plain.transcripts.which", count=len(self.read(TranscriptSheet).transcripts))

    def tell_sheet(self, rest: str) -> None:  # noqa: ARG002 - a command's shape
        """Read the situation and what is picked."""
        sheet = self.read(TranscriptSheet)
        names = [transcript.id for transcript in sheet.transcripts]
        told = [sheet.title, sheet.situation, self.talk.say("plain.transcripts.how", pick=self.word("pick"))]
        if sheet.picked in names:
            told.append(self.talk.say("plain.transcripts.picked", number=names.index(sheet.picked) + 1))
        self.talk.tell("\n".join(told))

    def heard(self, line: str) -> None:
        """Read a transcript."""
        sheet = self.read(TranscriptSheet)
        place = number_in(line, len(sheet.transcripts))
        if place is None:
            self.tell_sheet("")
            return
        told = [self.talk.say("plain.transcripts.number", number=place + 1)]
        for number, spoken in enumerate(sheet.transcripts[place].lines, start=1):
            told.append(f"{number} {self.talk.say(f'speaker.{spoken.speaker}')}: {spoken.text}")
        self.talk.tell("\n".join(told))

    def unfinished(self) -> list[str]:
        """Say when none is picked."""
        return [] if self.read(TranscriptSheet).picked else [self.talk.say("transcripts.none")]

    def _find(self, rest: str) -> None:
        self.talk.tell(told_found(self.read(TranscriptSheet), rest, self.talk.say) if rest else "")

    def _compare(self, rest: str) -> None:
        """Read the same line of every transcript."""
        sheet = self.read(TranscriptSheet)
        place = number_in(rest, max(len(transcript.lines) for transcript in sheet.transcripts))
        if place is None:
            self.talk.tell(self.talk.say("plain.transcripts.compare", command=self.word("compare")))
            return
        for number, transcript in enumerate(sheet.transcripts, start=1):
            if place < len(transcript.lines):
                spoken = transcript.lines[place]
                told = f"{self.talk.say(f'speaker.{spoken.speaker}')}: {spoken.text}"
                self.talk.tell(f"{self.talk.say('plain.transcripts.number', number=number)}: {told}")

    def _pick(self, rest: str) -> None:
        sheet = self.read(TranscriptSheet)
        place = number_in(rest, len(sheet.transcripts))
        if place is not None:
            self.save(SaveChoice(task=self.task, part=sheet.part, option=sheet.transcripts[place].id))
        self.tell_sheet("")
