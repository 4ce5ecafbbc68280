"""What is taken down before and beside the tasks: identity, certificate, recognition, more time, incidents."""

from datetime import date
from typing import ClassVar, Literal, get_args

from textual import work
from textual.binding import BindingType

from exam.core.candidate_session import commands as asked
from exam.core.candidate_session.course_commands import RefuseWaiver
from exam.core.report_words import LOGGED
from exam.core.session_values import Certificate
from exam.service.board import OPEN
from exam.service.console_view import Board, CompetencyLine
from exam.tui.console.day import read_day
from exam.tui.console.post import ConsoleScreen, Post
from exam.tui.console.scan import read_scan_or_none
from exam.tui.widgets.dialogs import Ask, Check, Choose, Confirm
from exam.tui.widgets.keys import key

Level = Literal["A1", "A2", "B1", "B2", "C1", "C2"]
LEVELS: tuple[Level, ...] = get_args(Level)


class AdmissionScreen(ConsoleScreen):
    """A screen of one candidate on which that is taken down."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("i", "identify", "identify"),
        key("u", "accommodate", "accommodate"),
        key("w", "waive", "waive"),
        key("z", "recognise", "recognise"),
        key("l", "log", "log"),
    ]

    def __init__(self, post: Post, session: str) -> None:
        super().__init__(post)
        self.session = session
        self.shown: Board | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer what the board leaves open."""
        board = self.shown
        if action in {"identify", "accommodate", "log"}:
            return board is not None and board.ending is None
        if action == "waive":
            return bool(self._waivable())
        return bool(self._recognisable()) if action == "recognise" else True

    def _waivable(self) -> tuple[CompetencyLine, ...]:
        board = self.shown
        running = board is not None and board.ending is None
        return tuple(entry for entry in board.competencies if entry.waivable) if board and running else ()

    def _recognisable(self) -> tuple[CompetencyLine, ...]:
        board = self.shown
        running = board is not None and board.ending is None
        return tuple(entry for entry in board.competencies if entry.status == OPEN) if board and running else ()

    def request(self, command: asked.Command) -> object:
        """Ask for something in this session; raises the refusal."""
        return self.post.door.do(self.session, command)

    @work
    async def action_identify(self) -> None:
        """State by which document the candidate was identified."""
        title, usual = self.shown.candidate if self.shown else "", self.say("board.document.usual")
        check = self.checked(lambda document: self.request(asked.VerifyIdentity(document=document)))
        await self.app.push_screen_wait(Ask(title, self.say("board.document"), value=usual, check=check))
        self.look()

    @work
    async def action_accommodate(self) -> None:
        """Give more time in every task opened from now on."""
        check = self.checked(lambda percent: self.request(asked.GrantAccommodation(extra_percent=int(percent))))
        title, text = self.say("accommodation"), self.say("accommodation.percent")
        await self.app.push_screen_wait(Ask(title, text, digits=3, check=check))
        self.look()

    @work
    async def action_log(self) -> None:
        """Write down something unusual: of what kind, what happened."""
        kinds = [self.say(f"irregularity.{category}") for category in LOGGED]
        place = await self.app.push_screen_wait(Choose(self.say("board.log"), kinds))
        if place is None:
            return
        check = self.checked(lambda note: self.request(asked.LogIrregularity(category=LOGGED[place], note=note)))
        await self.app.push_screen_wait(Ask(kinds[place], self.say("board.log.what"), check=check))
        self.look()

    @work
    async def action_recognise(self) -> None:
        """Count a competency as met because it was met in another qualification, by the paper that says so."""
        entry = await self._chosen_entry("recognition", self._recognisable())
        name = await self._line("qualification", about="recognition") if entry else None
        paper = await self._recognition_paper() if name else None
        if entry is None or name is None or paper is None:
            return
        told = {"competency": entry.competency, "qualification": name, "paper": paper}
        evidence = f"{paper.issuer}, {paper.number}, {paper.issued_on}"
        self.attempt(lambda: self.request(asked.RecogniseCompetency.model_validate({**told, "evidence": evidence})))
        self.look()

    async def _recognition_paper(self) -> asked.RecognitionPaper | None:
        """Return the paper as the examiner read it, None when he put a question aside."""
        title = "recognition"
        issuer = await self._line("issuer", about=title)
        number = await self._line("number", about=title) if issuer else None
        issued_on = await self._line("issued-on", about=title, check=read_day) if number else None
        if issuer is None or number is None or issued_on is None:
            return None
        seen = await self.app.push_screen_wait(Confirm(self.say(title), self.say("recognition.original")))
        return asked.RecognitionPaper(issuer=issuer, number=number, issued_on=read_day(issued_on), original_seen=seen)

    @work
    async def action_waive(self) -> None:
        """Take a certificate for the competency that allows one, or say why not."""
        entries = self._waivable()
        entry = entries[0] if len(entries) == 1 else await self._chosen_entry("waiver", entries)
        certificate = await self._certificate() if entry else None
        copy = await self._line("scan", check=read_scan_or_none, optional=True) if certificate else None
        if entry is not None and certificate is not None and copy is not None:
            await self._decide(entry, certificate, copy)
            self.look()

    async def _decide(self, entry: CompetencyLine, certificate: Certificate, copy: str) -> None:
        told = {"competency": entry.competency, "certificate": certificate}

        def decide(command: asked.AcceptWaiver | RefuseWaiver) -> object:
            return self.post.door.decide_certificate(self.session, command, read_scan_or_none(copy))

        answers = (self.say("waiver.accept"), self.say("waiver.refuse"))
        place = await self.app.push_screen_wait(Choose(f"{self.say('waiver')}: {entry.title}", answers))
        if place == 0:
            self.attempt(lambda: decide(asked.AcceptWaiver.model_validate(told)))
        elif place is not None:
            check = self.checked(lambda reason: decide(RefuseWaiver.model_validate({**told, "reason": reason})))
            await self.app.push_screen_wait(Ask(entry.title, self.say("waiver.refuse-reason"), check=check))

    async def _chosen_entry(self, code: str, entries: tuple[CompetencyLine, ...]) -> CompetencyLine | None:
        place = await self.app.push_screen_wait(Choose(self.say(code), [entry.title for entry in entries]))
        return None if place is None else entries[place]

    async def _certificate(self) -> Certificate | None:
        """Return the certificate as the examiner read it, None when he put a question aside."""
        issuer = await self._line("issuer")
        number = await self._line("number") if issuer else None
        language = await self._line("language", "en") if number else None
        issued_on = await self._line("issued-on", check=read_day) if language else None
        titles = self.say("waiver.level"), LEVELS
        level = await self.app.push_screen_wait(Choose(*titles)) if issued_on else None
        until = None if level is None else await self._line("valid-until", check=read_day_or_none, optional=True)
        if issuer is None or number is None or language is None or issued_on is None or level is None or until is None:
            return None
        return Certificate(
            issuer=issuer,
            number=number,
            language=language,
            level=LEVELS[level],
            issued_on=read_day(issued_on),
            valid_until=read_day_or_none(until),
            original_seen=await self.app.push_screen_wait(Confirm(self.say("waiver"), self.say("waiver.original"))),
        )

    async def _line(
        self, name: str, value: str = "", *, about: str = "waiver", check: Check | None = None, optional: bool = False
    ) -> str | None:
        question = self.say(f"{about}.{name}")
        return await self.app.push_screen_wait(
            Ask(self.say(about), question, value=value, check=check, optional=optional)
        )


def read_day_or_none(text: str) -> date | None:
    """Return the day that somebody typed, None where the line is empty."""
    return read_day(text) if text else None
