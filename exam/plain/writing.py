"""Tasks that are written: lines are added one by one and kept at once; a line can be read, rewritten or taken out."""

from abc import abstractmethod
from collections.abc import Mapping

from exam.plain.sheet import Command, Sheet
from exam.plain.talk import number_in
from exam.view import GoalView, PlanSheet, ReplySheet, SavePlan, SaveReply, SaveText
from exam.view.telling import read_weeks, told_weeks


class Lines(Sheet):
    """A sheet whose text is edited by numbered lines."""

    def commands(self) -> Mapping[str, Command]:
        """Return how lines are edited."""
        own = {"text": self._tell_lines, "line": self._rewrite, "delete": self._delete}
        return {**own, **super().commands()}

    @abstractmethod
    def lines(self) -> list[str]:
        """Return the lines as the journal has them."""

    @abstractmethod
    def keep(self, lines: list[str]) -> None:
        """Keep the lines."""

    def heard(self, line: str) -> None:
        """Add a line, an empty one too."""
        self.keep([*self.lines(), line])

    def _tell_lines(self, _rest: str) -> None:
        lines = self.lines()
        told = [f"{number} {line}" for number, line in enumerate(lines, start=1)]
        self.talk.tell("\n".join(told) if told else self.talk.say("plain.empty"))

    def _rewrite(self, rest: str) -> None:
        number, _, text = rest.partition(" ")
        lines = self.lines()
        if (place := self._placed(number, lines)) is not None:
            self.keep([*lines[:place], text.strip(), *lines[place + 1 :]])

    def _delete(self, rest: str) -> None:
        lines = self.lines()
        if (place := self._placed(rest, lines)) is not None:
            self.keep([*lines[:place], *lines[place + 1 :]])

    def _placed(self, number: str, lines: list[str]) -> int | None:
        place = number_in(number, len(lines))
        if place is None:
            self.talk.tell(self.talk.say("plain.no-line", typed=number, count=len(lines)))
        return place


class Reply(Lines):
    """The reply to a message, then the prompts; what is typed goes where one is."""

    _prompt: int | None = None
    """The prompt one is at; the reply itself where none."""

    def commands(self) -> Mapping[str, Command]:
        """Return what can be asked for."""
        own = {"to": self._to, "subject": self._subject, "reply": self._go_reply, "prompt": self._go_prompt}
        return {**own, "send": self._send, **super().commands()}

    def prompt(self) -> str:
        """Return where one is."""
        if self._prompt is None:
            return self.talk.say("plain.reply.at-reply")
        return self.talk.say("plain.reply.at-prompt", number=self._prompt + 1)

    def tell_sheet(self, rest: str) -> None:  # noqa: ARG002 - a command's shape
        """Read the message and the prompts."""
        sheet = self.read(ReplySheet)
        told = [sheet.title, sheet.situation, "", f"{sheet.sender} <{sheet.address}>", sheet.subject, sheet.message, ""]
        told += [
            self.talk.say("plain.reply.prompt", number=number, text=prompt.text)
            for number, prompt in enumerate(sheet.prompts, start=1)
        ]
        words = len(sheet.body.split())
        told += [self.talk.say("reply.is-sent" if sheet.sent else "reply.not-sent", words=words)]
        self.talk.tell("\n".join([*told, self.talk.say("plain.reply.how", help=self.word("help"))]))

    def lines(self) -> list[str]:
        """Return the lines of the reply, or of the prompt one is at."""
        sheet = self.read(ReplySheet)
        text = sheet.body if self._prompt is None else sheet.prompts[self._prompt].written
        return text.split("\n") if text else []

    def keep(self, lines: list[str]) -> None:
        """Keep the lines of the reply, or of the prompt one is at."""
        text = "\n".join(lines)
        if self._prompt is None:
            self._keep_reply(body=text)
        else:
            part = self.read(ReplySheet).prompts[self._prompt].part
            self.save(SaveText(task=self.task, part=part, text=text))

    def unfinished(self) -> list[str]:
        """Say when the reply was not sent or a prompt is empty."""
        sheet = self.read(ReplySheet)
        told = [] if sheet.sent else [self.talk.say("plain.reply.unsent", send=self.word("send"))]
        empty = [str(number) for number, prompt in enumerate(sheet.prompts, start=1) if not prompt.written.strip()]
        return told + ([self.talk.say("reply.empty", prompts=", ".join(empty))] if empty else [])

    def _keep_reply(self, **changed: object) -> None:
        sheet = self.read(ReplySheet)
        now = {"to": sheet.to, "subject": sheet.reply_subject, "body": sheet.body, "sent": sheet.sent}
        self.save(SaveReply.model_validate({"task": self.task, "part": sheet.part, **now, **changed}))

    def _to(self, rest: str) -> None:
        self._keep_reply(to=rest)

    def _subject(self, rest: str) -> None:
        self._keep_reply(subject=rest)

    def _go_reply(self, _rest: str) -> None:
        self._prompt = None
        self._tell_lines("")

    def _go_prompt(self, rest: str) -> None:
        place = number_in(rest, len(self.read(ReplySheet).prompts))
        if place is None:
            self.tell_sheet("")
            return
        self._prompt = place
        self.talk.tell(self.read(ReplySheet).prompts[place].text)
        self._tell_lines("")

    def _send(self, _rest: str) -> None:
        if self.talk.agrees(self.talk.say("reply.send.question")):
            self._keep_reply(sent=True)


class Plan(Lines):
    """A goal a line; its weeks by a command."""

    def commands(self) -> Mapping[str, Command]:
        """Return what can be asked for."""
        return {"weeks": self._weeks, **super().commands()}

    def prompt(self) -> str:
        """Return which goal comes next."""
        return self.talk.say("plain.plan.next", number=len(self.read(PlanSheet).goals) + 1)

    def tell_sheet(self, rest: str) -> None:  # noqa: ARG002 - a command's shape
        """Read the case."""
        sheet = self.read(PlanSheet)
        how = self.talk.say("plain.plan.how", weeks=sheet.weeks, command=self.word("weeks"))
        self.talk.tell(f"{sheet.title}\n{sheet.situation}\n{how}")

    def lines(self) -> list[str]:
        """Return each goal with its weeks."""
        return [self._spelt(goal) for goal in self.read(PlanSheet).goals]

    def keep(self, lines: list[str]) -> None:
        """Keep goals whose weeks stand behind the last semicolon."""
        self._keep(tuple(_goal(line) for line in lines if line))

    def unfinished(self) -> list[str]:
        """Say how many goals there are, which have no week, and how many each week has."""
        sheet = self.read(PlanSheet)
        goals = sheet.goals
        bare = [str(number) for number, goal in enumerate(goals, start=1) if not goal.weeks]
        told = [self.talk.say("plan.goals", count=len(goals))]
        told += [self.talk.say("plan.no-weeks", goals=", ".join(bare))] if bare else []
        return [*told, told_weeks(goals, sheet.weeks, self.talk.say)]

    def _spelt(self, goal: GoalView) -> str:
        return f"{goal.text}; {', '.join(map(str, goal.weeks))}" if goal.weeks else goal.text

    def _weeks(self, rest: str) -> None:
        number, _, weeks = rest.partition(" ")
        goals = list(self.read(PlanSheet).goals)
        place = self._placed(number, [goal.text for goal in goals])
        if place is not None:
            goals[place] = GoalView(text=goals[place].text, weeks=read_weeks(weeks))
            self._keep(tuple(goals))

    def _keep(self, goals: tuple[GoalView, ...]) -> None:
        self.save(SavePlan(task=self.task, part=self.read(PlanSheet).part, goals=goals))


def _goal(line: str) -> GoalView:
    text, semicolon, weeks = line.rpartition(";")
    found = read_weeks(weeks) if semicolon else ()
    return GoalView(text=text.strip(), weeks=found) if found and text.strip() else GoalView(text=line, weeks=())
