"""The plain desk under lines: the real service behind it, what is typed ahead, and all that was written."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from exam.plain import PlainDesk, PlainSeat, Talk
from exam.scripted.performance import PIN
from exam.scripted.scenario import Scenario
from exam.scripted.stage import Stage
from exam.service.desk import LocalDesk
from exam.wording import Language
from tests.stages import cut, played, shipped

PASSED = shipped("passed")
TESTING = cut(PASSED, before="answer_test")


@dataclass(slots=True)
class Sitting:
    """A candidate at a plain terminal."""

    stage: Stage
    folder: Path
    language: Language = Language.CS
    told: list[str] = field(default_factory=list)
    examiner_comes: bool = True

    def type(self, *lines: str, meanwhile: Mapping[int, Callable[[], object]] | None = None) -> str:
        """Type lines until there are none and return what was written; `meanwhile` happens before a line, by place."""
        places, before = iter(range(len(lines))), len(self.told)

        def read(prompt: str) -> str:
            self.told.append(prompt)
            place = next(places, None)
            if place is None:
                raise EOFError
            happens = (meanwhile or {}).get(place)
            if happens is not None:
                happens()
            return lines[place]

        talk = Talk(self.language, read, self.told.append)
        with suppress(EOFError):
            PlainDesk(PlainSeat(self._desk(), talk, self.folder, leave=lambda: self.examiner_comes)).run()
        return "".join(self.told[before:])

    def at(self, task: str, *lines: str, meanwhile: Mapping[int, Callable[[], object]] | None = None) -> str:
        """Go to a task by its number and type lines there; `meanwhile` counts from the first of them."""
        cards = self._desk().view().tasks
        (number,) = [str(place) for place, card in enumerate(cards, start=1) if card.task == task]
        later = {place + 1: happens for place, happens in (meanwhile or {}).items()}
        return self.type(number, *lines, meanwhile=later)

    def _desk(self) -> LocalDesk:
        actor = self.stage.service.sign_in(self.stage.state().candidate, PIN)
        return LocalDesk(self.stage.service, actor, self.stage.session)


@contextmanager
def sitting(folder: Path, scenario: Scenario, *, language: Language = Language.CS) -> Iterator[Sitting]:
    """Play the scenario and seat its candidate."""
    with played(folder, scenario) as stage:
        yield Sitting(stage, folder / "beside", language)
