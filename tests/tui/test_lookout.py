"""Looking at one sitting after another: none is left out, what runs comes first, and what cannot be read hides none."""

from datetime import date, timedelta

from exam.problem import ExamError
from exam.service.home_view import Outlook, SittingLine, Waiting, Waits
from exam.tui.console.lookout import Lookout

TODAY = date(2026, 11, 20)


def line(name: str, standing: str = "planned", days: int = 0) -> SittingLine:
    return SittingLine(name, "K", "Název", "Místo", TODAY + timedelta(days=days), standing, mine=True, candidates=())


class UnreadableError(ExamError):
    """A stream is broken."""

    code = "journal-damaged"


def outlook(name: str) -> Outlook:
    if name == "broken":
        raise UnreadableError
    what = Waits.HAND if name == "c" else Waits.SIGN
    return Outlook(name, None, (Waiting(what, name),), (), ())


def test_every_sitting_is_looked_at_in_turns_and_a_broken_one_hides_no_other() -> None:
    lookout = Lookout()
    lookout.begin([line("a"), line("broken"), line("c")])
    turns = 0
    while lookout.go_on(outlook, 0):
        turns += 1
    assert turns == 3
    assert lookout.idle
    assert sorted(lookout.outlooks) == ["a", "c"]
    assert [entry.what for entry in lookout.waiting()] == [Waits.HAND, Waits.SIGN]


def test_what_is_to_be_looked_at_again_comes_before_the_rest_and_once() -> None:
    lookout, seen = Lookout(), []

    def look(name: str) -> Outlook:
        seen.append(name)
        return outlook(name)

    lookout.begin([line("a"), line("b"), line("c")])
    lookout.go_on(look, 0)
    lookout.again(["a", "b"])
    while lookout.go_on(look, 0):
        pass
    assert seen == ["a", "a", "b", "c"]


def test_a_sitting_that_is_gone_is_forgotten() -> None:
    lookout = Lookout()
    lookout.begin([line("a"), line("c")])
    lookout.look_at(outlook, ["a", "c"])
    lookout.begin([line("a")])
    assert [entry.sitting for entry in lookout.waiting()] == ["a"]


def test_candidates_are_listed_of_what_runs_and_of_the_days_around() -> None:
    lookout = Lookout()
    lookout.begin(
        [
            line("runs", "opened", -40),
            line("soon", days=7),
            line("later", days=8),
            line("over", "closed"),
            line("b", days=-7),
        ]
    )
    assert lookout.near(TODAY) == ("runs", "soon", "b")
