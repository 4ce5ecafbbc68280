import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.plain import Talk
from exam.plain.talk import number_in
from exam.text import folded
from exam.wording import Language

COMMANDS = ("help", "hand", "hand-in", "hand-out", "submit", "send", "to")


def talk(*lines: str, told: list[str] | None = None) -> Talk:
    left = iter(lines)
    return Talk(Language.CS, lambda _prompt: next(left), (told if told is not None else []).append)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("/pomoc", ("help", "")),
        ("/POM", ("help", "")),
        ("/ruka", ("hand", "")),
        ("/předat 2", ("hand-in", "2")),
        ("/predat 2", ("hand-in", "2")),
        ("/komu  a@b.cz ", ("to", "a@b.cz")),
        ("/ode", None),
        ("/odevzdat", ("submit", "")),
        ("/", None),
        ("/nic takového", None),
    ],
)
def test_a_command_is_known_by_its_beginning_without_case_and_diacritics(
    line: str, meant: tuple[str, str] | None
) -> None:
    assert talk().command(line, COMMANDS) == meant


def test_only_the_whole_word_agrees() -> None:
    asked = talk("ANO", "a", "", "ne")
    assert [asked.agrees("Odevzdat?") for _ in range(4)] == [True, False, False, False]


def test_what_is_told_is_text_and_nothing_else() -> None:
    told: list[str] = []
    talk(told=told).tell("\x1b[2J červená \u202e")
    assert told == ["⟨U+001B⟩[2J červená ⟨U+202E⟩\n"]


def test_a_line_is_normalised_and_stripped() -> None:
    assert talk("  ne\u030cco \n").ask(">") == "něco"


@given(st.integers(1, 400), st.text(max_size=5))
def test_a_number_is_a_place_or_nothing(count: int, text: str) -> None:
    place = number_in(text, count)
    assert place is None or (str(place + 1) == text.lstrip("0") and 0 <= place < count)


@given(st.integers(1, 400))
def test_every_number_up_to_the_count_is_a_place(count: int) -> None:
    assert number_in(str(count), count) == count - 1
    assert number_in(str(count + 1), count) is None


def test_folding_takes_away_case_and_diacritics() -> None:
    assert folded("Řádek") == "radek"
