"""Hostile text at every sink: whatever people type or files bring, the terminal gets visible text and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.color import Color
from textual.strip import Strip
from textual.widgets import OptionList, Select
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from exam.problem import ExamError
from exam.text import hidden_characters
from exam.tui.widgets.clock import Clock
from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Pick, Tell, Write
from exam.tui.widgets.fields import LINE_LIMIT, TEXT_LIMIT, Editor, Line, typed
from exam.tui.widgets.plain import Plain, VisibleOnly, shown
from exam.tui.widgets.reason import Reason, narrowed
from exam.tui.widgets.rows import Picks, Rows
from exam.tui.widgets.search import hits
from exam.tui.widgets.sign_in import SignIn
from exam.tui.widgets.worded import WordedApp, worded
from exam.view import ClockView
from exam.view.telling import granted, spelt
from exam.wording import Language

ATTACKS = (
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]0;ovládnuto\x07",
    "\x1bc",
    "\x1b[6n",
    "\x9b31m\x9d0;x\x9c",
    "[@click=app.exit]klikni[/]",
    "[/nope]",
    "[bold red]x",
    "\u202eobráceně\u200b\ufeff",
    "\x00\x07\x08\x0c\x0e",
    "a\rb\tc",
)


class RefusedError(ExamError):
    """What a dialog's check refuses."""

    code = "denied"

    def __init__(self) -> None:
        super().__init__(who="a", action="b")


class Gallery(WordedApp):
    """Every kind of widget that shows what people brought, all with one text."""

    def __init__(self, text: str) -> None:
        super().__init__(Language.CS)
        self.text = text
        self.exited = False

    def compose(self) -> ComposeResult:
        """Yield one of each."""
        yield Plain(self.text)
        yield Rows(shown(self.text), Option(shown(self.text)), enter="open")
        yield Line(self.text, placeholder=self.text)
        yield Editor(self.text)
        yield Select([(shown(self.text), "a")], allow_blank=False)
        yield Picks(Selection(shown(self.text), "a"))


def painted(app: WordedApp) -> list[Strip]:
    """Return the cells as they go to the terminal."""
    return app.screen._compositor.render_strips()  # noqa: SLF001 - the only way to the painted cells


def unclean(app: WordedApp) -> list[str]:
    segments = (segment for strip in painted(app) for segment in strip)
    return [segment.text for segment in segments if hidden_characters(segment.text)]


@pytest.mark.parametrize("attack", ATTACKS)
async def test_no_widget_paints_a_character_that_cannot_be_seen(attack: str) -> None:
    app = Gallery(f"před {attack} za")
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        assert unclean(app) == []
        assert "před" in "".join(strip.text for strip in painted(app))


@pytest.mark.parametrize("attack", ATTACKS)
async def test_no_dialog_paints_one_and_none_crashes(attack: str) -> None:
    app = Gallery("nic")
    dialogs = (
        Tell(attack, attack),
        Confirm(attack, attack),
        Ask(attack, attack, value=attack),
        Write(attack, attack, value=attack),
        Reason(attack, attack, value=attack, phrases=(attack,), said=(attack,)),
        Choose(attack, [attack]),
        SignIn(attack, [("a", attack)], lambda _account, _pin: None, note=attack),
    )
    async with app.run_test(size=(100, 40)) as pilot:
        for dialog in dialogs:
            app.push_screen(dialog)
            await pilot.pause()
            assert unclean(app) == []
            app.pop_screen()
            await pilot.pause()


async def test_a_click_on_markup_that_somebody_brought_does_nothing() -> None:
    app = Gallery("[@click=app.exit]klikni sem[/]")
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.click(Plain, offset=(3, 0))
        await pilot.pause()
        assert app.is_running
        assert "[@click=app.exit]" in painted(app)[0].text


@pytest.mark.parametrize("attack", ATTACKS)
async def test_what_is_pasted_is_made_visible_before_it_is_kept(attack: str) -> None:
    app = Gallery("")
    async with app.run_test(size=(100, 40)) as pilot:
        for field in (app.query_one(Line), app.query_one(Editor)):
            field.focus()
            await pilot.pause()
            field.post_message(events.Paste(f"vloženo {attack}"))
            await pilot.pause()
        values = (app.query_one(Line).value, app.query_one(Editor).text)
        assert all(value.startswith("vloženo") for value in values)
        assert all(not hidden_characters(value) for value in values)


async def test_a_huge_paste_is_cut() -> None:
    app = Gallery("")
    async with app.run_test() as pilot:
        for field, limit in ((app.query_one(Line), LINE_LIMIT), (app.query_one(Editor), TEXT_LIMIT)):
            field.focus()
            await pilot.pause()
            field.post_message(events.Paste("x" * (TEXT_LIMIT + 5)))
            await pilot.pause()
            assert len(field.value if isinstance(field, Line) else field.text) == limit


@given(st.text(max_size=200))
def test_pasted_text_is_always_visible_and_pasting_it_again_changes_nothing(text: str) -> None:
    assert hidden_characters(typed(text)) == ()
    assert typed(typed(text)) == typed(text)


@given(st.text(max_size=60))
def test_the_guard_lets_no_hidden_character_through(text: str) -> None:
    (segment,) = VisibleOnly().apply([Segment(text)], Color(0, 0, 0))
    assert hidden_characters(segment.text) == ()
    assert "\n" not in segment.text or hidden_characters(text) == ()


def test_a_clock_spells_minutes_seconds_and_what_was_added() -> None:
    assert spelt(61_000) == "1:01"
    assert spelt(0) == "0:00"
    view = ClockView(base_ms=45 * 60_000, extra_ms=15 * 60_000, remaining_ms=1, paused=False)
    assert granted(view) == "60 (45+15)"


async def test_a_list_keeps_its_place_when_only_words_change() -> None:
    app = Gallery("jedna")
    async with app.run_test() as pilot:
        rows = app.query_one(Rows)
        rows.highlighted = 1
        rows.replace([Option(shown("dva")), Option(shown("tři"))])
        await pilot.pause()
        assert rows.highlighted == 1
        rows.replace([Option(shown("jen"), disabled=True)])
        assert rows.highlighted is None
        rows.replace([Option(shown("a"), disabled=True), Option(shown("b"))])
        assert rows.highlighted == 1


def test_screens_need_an_app_with_words() -> None:
    with pytest.raises(TypeError):
        worded(App())


async def test_a_dialog_put_aside_gives_no_answer() -> None:
    app = Gallery("")
    answers: list[object] = []
    async with app.run_test() as pilot:
        for dialog in (Ask("a", "b"), Write("a", "b"), Choose("a", ["b"])):
            app.push_screen(dialog, answers.append)
            await pilot.pause()
            await pilot.press("escape")
            await pilot.pause()
        app.push_screen(Ask("a", "b"), answers.append)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
    assert answers == [None, None, None, None]


async def test_a_key_pressed_before_something_stood_there_to_be_read_does_not_put_it_away() -> None:
    app = Gallery("")
    async with app.run_test() as pilot:
        impatient = events.Key("enter", None)
        app.push_screen(Tell("Nelze", "Proč"))
        await pilot.pause()
        app.post_message(impatient)
        await pilot.pause()
        assert isinstance(app.screen, Tell)
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, Tell)


async def test_keys_that_go_through_a_text_are_offered_where_it_is_longer_than_its_place() -> None:
    app = Gallery("")
    async with app.run_test() as pilot:
        for lines, offered in ((2, False), (60, True)):
            app.push_screen(Tell("Pravidla", "řádek\n" * lines))
            await pilot.pause(0.1)
            bar = "".join(strip.text for strip in painted(app)).replace("\N{NO-BREAK SPACE}", " ")
            assert ("↑–↓ posunout" in bar) is offered
            await pilot.press("down", "enter")
            await pilot.pause()


async def test_enter_without_a_pin_is_no_attempt_to_sign_in() -> None:
    app = Gallery("")
    tried: list[str] = []
    async with app.run_test() as pilot:
        app.push_screen(SignIn("Kdo?", [("a", "A")], lambda _account, pin: tried.append(pin)))
        await pilot.pause()
        await pilot.press("enter", *"12", "enter")
        await pilot.pause()
    assert tried == ["12"]


PHRASES = ("Uchazeč skočil do řeči.", "Uchazeč nenabídl řešení.", "Neřekl termín.")


@pytest.mark.parametrize(
    ("typed", "left"), [("", PHRASES), ("RECI", PHRASES[:1]), ("uch nen", PHRASES[1:2]), ("nic takového", ())]
)
def test_phrases_are_narrowed_by_words_without_case_and_diacritics(typed: str, left: tuple[str, ...]) -> None:
    assert narrowed(PHRASES, typed) == left


async def test_a_phrase_is_narrowed_taken_made_concrete_and_kept() -> None:
    app = Gallery("")
    answers: list[object] = []
    async with app.run_test() as pilot:
        app.push_screen(Reason("a", "b", phrases=PHRASES), answers.append)
        await pilot.pause()
        await pilot.press(*"uch", "down", "up", "down", "enter", "f2")
        await pilot.pause()
        app.push_screen(Reason("a", "b", phrases=PHRASES), answers.append)
        await pilot.pause()
        await pilot.press(*"term", "enter", *"!", "f2")
        await pilot.pause()
    assert answers == ["Uchazeč nenabídl řešení.", "Neřekl termín.!"]


async def test_what_was_typed_into_the_filter_is_no_reason_before_it_was_seen_as_one() -> None:
    app = Gallery("")
    answers: list[object] = []
    async with app.run_test() as pilot:
        app.push_screen(Reason("a", "b", phrases=PHRASES), answers.append)
        await pilot.pause()
        await pilot.press(*"xyz", "down", "f2")
        await pilot.pause()
        assert app.screen.query_one("#text", Editor).text == "xyz"
        assert "Tak bude důvod uložen" in "".join(strip.text for strip in painted(app))
        await pilot.press("f2")
        await pilot.pause()
        app.push_screen(Reason("a", "b"), answers.append)
        await pilot.pause()
        await pilot.press(*"bez", "f2")
        await pilot.pause()
    assert answers == ["xyz", "bez"]


async def test_a_phrase_takes_the_place_of_a_bare_phrase_and_never_of_words() -> None:
    app = Gallery("")
    async with app.run_test() as pilot:
        app.push_screen(Reason("a", "b", value="Vlastní slova.", phrases=PHRASES))
        await pilot.pause()
        editor = app.screen.query_one("#text", Editor)
        for place in (0, 2):
            await pilot.click("#phrases", offset=(3, place))
            await pilot.pause()
            assert editor.text == f"Vlastní slova.\n{PHRASES[place]}"
        await pilot.press("x")
        await pilot.click("#phrases", offset=(3, 0))
        await pilot.pause()
        assert editor.text == f"Vlastní slova.\n{PHRASES[2]}x\n{PHRASES[0]}"


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Příliš žluťoučký", "ZLUT", ((7, 11),)),
        ("aba aba", "aba", ((0, 3), (4, 7))),
        ("ß ss", "s", ((0, 1), (2, 3), (3, 4))),
        ("nic", "", ()),
        ("nic", "x", ()),
    ],
)
def test_words_are_found_where_they_stand(text: str, wanted: str, found: tuple[tuple[int, int], ...]) -> None:
    assert hits(text, wanted) == found


async def test_a_dialog_keeps_what_was_refused_and_says_why() -> None:
    def refuse(answer: str) -> None:
        if answer != "dobře":
            raise RefusedError

    app = Gallery("")
    answers: list[object] = []
    async with app.run_test() as pilot:
        for dialog, end in ((Ask("a", "b", check=refuse), "enter"), (Write("a", "b", check=refuse), "f2")):
            app.push_screen(dialog, answers.append)
            await pilot.pause()
            await pilot.press("x", end)
            assert not app.screen.query_one("#note").has_class("hidden")
            assert answers in ([], ["dobře"])
            await pilot.press("backspace", *"dobře", end)
            await pilot.pause()
    assert answers == ["dobře", "dobře"]


async def test_several_answers_are_picked_and_put_aside() -> None:
    app = Gallery("")
    answers: list[object] = []
    async with app.run_test() as pilot:
        for keys in (("down", "space", "f2"), ("space", "f2"), ("space", "escape")):
            app.push_screen(Pick("a", ["b", "c"], (0,)), answers.append)
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
    assert answers == [(0, 1), (), None]


async def test_a_clock_counts_down_by_itself_and_stands_while_paused(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("exam.tui.widgets.clock.monotonic", lambda: now[0])
    app = Gallery("")
    async with app.run_test() as pilot:
        clock = Clock()
        await app.mount(clock, before=0)
        clock.follow(None)
        assert str(clock.render()) == ""
        for paused, told in ((False, "4:58 / 5 min"), (True, "5:00 / 5 min")):
            clock.follow(ClockView(base_ms=300_000, extra_ms=0, remaining_ms=300_000, paused=paused))
            now[0] += 2
            clock.tick()
            await pilot.pause()
            assert str(clock.render()).endswith(told)
        assert clock.has_class("ending") is False


async def test_keys_in_a_hurry_end_one_dialog_and_never_the_one_that_came_over_it() -> None:
    app = Gallery("nic")
    below, above = Choose("první", ["a", "b"]), Choose("druhá", ["c", "d"])
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(below)
        await pilot.pause()
        below.post_message(events.Key("enter", None))
        app.push_screen(above)
        await pilot.pause()
        assert app.screen is above
        below.dismiss(0)
        assert app.screen is above
        above.dismiss(0)
        above.dismiss(0)
        await pilot.pause()
        assert app.screen is below


async def test_a_key_that_came_before_a_screen_stood_there_does_nothing() -> None:
    app = Gallery("nic")
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(SignIn("kdo", [("a", "Anna"), ("b", "Bára")], lambda _account, _pin: None))
        assert not await app.run_action("screen.move(1)")
        await pilot.pause()
        assert await app.run_action("screen.move(1)")
        assert app.screen.query_one("#people", OptionList).highlighted == 1


async def test_a_number_gives_way_to_what_is_typed() -> None:
    def check(answer: str) -> None:
        if answer != "12":
            raise RefusedError

    app, ended = Gallery("nic"), list[str | None]()
    async with app.run_test(size=(100, 40)) as pilot:
        app.push_screen(Ask("kolik", "?", value="7", digits=3, check=check), ended.append)
        await pilot.pause()
        await pilot.press("3", "enter", "1", "2", "enter")
        await pilot.pause()
    assert ended == ["12"]
