"""How it looks, on every screen: readable in each look and without colours, small terminals, F1, keys that are true."""

import inspect
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.binding import Binding
from textual.color import Color
from textual.screen import Screen
from textual.strip import Strip
from textual.theme import Theme

from exam.tui.widgets.dialogs import Ask, Choose, Confirm, Pick, Tell, Write
from exam.tui.widgets.help import Help
from exam.tui.widgets.keys import KeyBar
from exam.tui.widgets.reason import Reason
from exam.tui.widgets.rows import Rows
from exam.tui.widgets.sign_in import SignIn
from exam.tui.widgets.theme import CONTRAST, DAY, NIGHT, THEMES
from exam.tui.widgets.worded import WordedApp
from exam.wording import Language, render
from tests.stages import cut, shipped
from tests.tui.everywhere import WAYS, Shown, at, screens
from tests.tui.faces import face
from tests.tui.test_widgets import Gallery

READABLE = {NIGHT: 4.5, DAY: 4.5, CONTRAST: 7.0}
"""The contrast that text has at least (WCAG 2.2, 1.4.3 and 1.4.6)."""
DRAWN = range(0x2500, 0x2600)
"""Lines and blocks, which nobody reads."""
DEFAULT = RichColor.default()
UNSPOKEN = {
    "app.focus_next",
    "app.focus_previous",
    "focus_next",
    "focus_previous",
    "help_quit",
    "quit",
    "screen.copy_text",
}
"""Actions of a screen whose keys stand in no bar: those between fields, and those that do nothing here."""


def test_every_screen_has_its_way_here() -> None:
    shown = {kind.__name__: kind.NAME for kind in screens()}
    assert set(WAYS) <= set(shown)
    assert {shown[name] for name in WAYS} == set(shown.values()), (
        "a name in the catalogues without a way in `everywhere`"
    )


@pytest.mark.parametrize("kind", screens(), ids=lambda kind: kind.__name__)
def test_every_screen_says_in_both_languages_what_it_is_for(kind: type[Screen[object]]) -> None:
    for language in Language:
        told = render(f"screen.{kind.NAME}.help", {}, language)  # type: ignore[attr-defined]
        assert len(told.split()) > 5, language


def luminance(colour: Color) -> float:
    """Return the relative luminance of WCAG 2.2."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_is_that_of_the_standard() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color(118, 118, 118), Color(255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
def test_the_marked_row_differs_from_others_where_a_terminal_has_256_colours(theme: Theme, ground: str) -> None:
    colours = (theme.variables["marked"], str(getattr(theme, ground)))
    marked, other = (RichColor.parse(colour).downgrade(ColorSystem.EIGHT_BIT) for colour in colours)
    assert marked != other


async def test_a_list_adds_no_tint_of_its_own_to_its_rows() -> None:
    app = Gallery("nic")
    async with app.run_test() as pilot:
        rows = app.query_one(Rows)
        rows.focus()
        await pilot.pause()
        assert rows.styles.background_tint.a == 0


def unreadable(app: WordedApp, strips: list[Strip], least: float) -> list[str]:
    """Return the texts whose colours are too near to each other."""
    found = []
    for segment in (segment for strip in strips for segment in strip):
        if not segment.text.strip() or all(ord(char) in DRAWN for char in segment.text.strip()):
            continue
        style = segment.style
        assert style is not None
        assert style.color is not None
        assert style.bgcolor is not None
        assert not style.dim
        fore, back = (Color.from_rich_color(colour) for colour in (style.color, style.bgcolor))
        if contrast(fore, back) < least:
            found.append(f"{app.look}: {segment.text!r} {fore.hex} on {back.hex} {contrast(fore, back):.2f}")
    return found


def painted(app: WordedApp) -> list[Strip]:
    return app.screen._compositor.render_strips()  # noqa: SLF001 - the only way to the painted cells


async def everything_readable(seen: Shown) -> list[str]:
    found = []
    for look in THEMES:
        seen.app.theme = look
        await seen.press()
        found += unreadable(seen.app, painted(seen.app), READABLE[look])
    return found


@pytest.mark.parametrize("name", WAYS)
async def test_every_screen_is_readable_in_every_look_fits_small_terminals_and_tells_its_keys(
    tmp_path: Path, name: str
) -> None:
    async with at(name, tmp_path) as seen:
        assert type(seen.app.screen).__name__ == name
        assert await everything_readable(seen) == []
        await keys_are_true(seen)
        await seen.pilot.resize_terminal(40, 15)
        told = await seen.press()
        assert max(map(len, told.splitlines())) <= 40
        await keys_are_true(seen)
        told = await seen.press("f1")
        assert isinstance(seen.app.screen, Help)
        assert "vzhled" in told.lower()
        await seen.press("escape", "tab", "tab", "pagedown")
        assert type(seen.app.screen).__name__ == name


async def keys_are_true(seen: Shown) -> None:
    """What stands in the bar works, and what works on the screen stands in the bar."""
    bar = seen.app.screen.query_one(KeyBar)
    words = " ".join(seen.text.split())
    told = {binding.action for offer in bar.offers() for binding in offer}
    for offer in bar.offers():
        assert f"{bar.spelt(offer)} {seen.app.say(offer[0].description)}" in words, offer
    for node, binding, enabled, _ in seen.app.screen.active_bindings.values():
        if binding.action in told:
            assert handles(node, binding), binding
        elif enabled and isinstance(node, Screen):
            assert binding.action in UNSPOKEN, binding


def handles(node: object, binding: Binding) -> bool:
    name = binding.action.partition("(")[0]
    return any(inspect.ismethod(getattr(node, f"{kind}action_{name}", None)) for kind in ("", "_"))


@pytest.mark.parametrize("look", THEMES)
async def test_every_widget_and_dialog_is_readable(look: str) -> None:
    app = Gallery("Něco k přečtení")
    dialogs = (
        Tell("Nadpis", "Text"),
        Help("Nadpis", "Text"),
        Confirm("Nadpis", "Text"),
        Ask("Nadpis", "Text", value="Hodnota"),
        Write("Nadpis", "Text", value="Psaní"),
        Reason("Nadpis", "Text", phrases=("Fráze",), said=("Řekl",)),
        Choose("Nadpis", ["Jedna", "Dvě"]),
        Pick("Nadpis", ["Jedna", "Dvě"], (0,)),
        SignIn("Nadpis", [("a", "Jméno"), ("b", "Jiné")], lambda _account, _pin: None, note="Poznámka"),
    )
    async with app.run_test(size=(100, 40)) as pilot:
        app.theme = look
        await pilot.pause()
        for widget in app.query("*").results():
            if widget.can_focus:
                widget.focus()
                await pilot.pause()
                assert unreadable(app, painted(app), READABLE[look]) == []
        app.query("*").remove()
        for dialog in dialogs:
            app.push_screen(dialog)
            await pilot.pause(0.05)
            assert unreadable(app, painted(app), READABLE[look]) == [], dialog
            app.pop_screen()


async def test_what_is_picked_has_a_cross_and_not_only_another_colour() -> None:
    app = Gallery("")
    async with app.run_test() as pilot:
        app.push_screen(Pick("a", ["jedna", "dvě"], (1,)))
        await pilot.pause(0.05)
        lines = [strip.text for strip in painted(app)]
        assert any("▐ ▌ jedna" in line for line in lines)
        assert any("▐X▌ dvě" in line for line in lines)


async def test_a_look_is_chosen_by_key_and_is_each_ones_own_and_remembered(tmp_path: Path) -> None:
    async with face(tmp_path, cut(shipped("passed"), before="answer_test")) as seen:
        await seen.settle()
        assert seen.app.look == NIGHT
        assert "denní" in await seen.press("f1", "f2")
        await seen.press("escape")
        await seen.pin()
        assert seen.app.look == DAY
        await seen.press("down", "enter")
        await seen.press("h")
        await seen.pin()
        assert seen.screen_is("Entrance"), seen.text
        assert seen.app.look == NIGHT, "the candidate sees what the settings say"
        assert "kontrast" in await seen.press("f1", "f2", "f2")
        assert seen.app.look == CONTRAST
        await seen.press("escape", "f10")
        await seen.pin()
        assert seen.app.look == DAY
        session = seen.stage.session
    kept = (tmp_path / "workspace" / ".run" / "looks.json").read_text("utf-8")
    assert f'"{session}": "contrast"' in kept
    assert '"console": "day"' in kept


async def test_without_colours_rows_and_troubles_are_told_apart_by_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at("BoardScreen", tmp_path) as seen:
        strips = painted(seen.app)
        coloured = [
            segment
            for strip in strips
            for segment in strip.apply_filter(seen.app.get_line_filters()[-1], Color(0, 0, 0))
            if segment.style and not {segment.style.color, segment.style.bgcolor} <= {None, DEFAULT}
        ]
        styles = [part.style for strip in strips for part in strip if part.style and part.text.strip()]
    assert coloured == []
    assert any(style.reverse for style in styles), "the title"
    assert any(style.underline for style in styles), "the highlighted row"
