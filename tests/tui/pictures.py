"""The pictures of the README and of the guides, made from the real program: `make pictures`."""

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from exam.scripted.performance import perform
from exam.scripted.scenario import Scenario
from tests.stages import cut, shipped
from tests.tui.faces import Face, face

FAILED = shipped("failed-one-criterion")
WIDTH, HEIGHT = 110, 32


def picture(seen: Face, path: Path) -> None:
    """Write the screen as SVG that asks no other machine for a font."""
    drawn = seen.app.export_screenshot(title="exam")
    offline = re.sub(r"@font-face\s*\{.*?\}", "", drawn, flags=re.DOTALL)
    path.write_text(offline.replace("Fira Code", "DejaVu Sans Mono"), "utf-8")


async def console(folder: Path, out: Path) -> None:
    """Judging a role-play, with anchors and the figurant's script."""
    scenario = cut(FAILED, before="reveal", task="complaint-call")
    async with face(folder, scenario, size=(WIDTH, HEIGHT)) as seen:
        await seen.board()
        await seen.press("home", "down", "down", "down", "enter")
        picture(seen, out / "console.svg")


async def desk(folder: Path, out: Path) -> None:
    """The test on the candidate's desk."""
    scenario = cut(FAILED, before="submit_task", task="law-test")
    async with face(folder, scenario, size=(WIDTH, HEIGHT)) as seen:
        await seen.desk()
        await seen.press("enter")
        await seen.press("right", "right", "f", "2")
        picture(seen, out / "desk.svg")


async def induction(folder: Path, out: Path) -> None:
    """What a candidate confirms before the tasks, with the rules."""
    await at_desk(folder, cut(FAILED, before="acknowledge_induction"), out / "candidate-induction.svg")


async def overview(folder: Path, out: Path) -> None:
    """Every question of a test with what became of it."""
    keys = ("enter", "b", "right", "f", "right", "a", "f5")
    await at_desk(folder, cut(FAILED, before="answer_test"), out / "candidate-overview.svg", *keys)


async def transcripts(folder: Path, out: Path) -> None:
    """Three transcripts, a line marked and a word found."""
    keys = ("enter", "down", "down", "m", "f", *"dekuj", "enter")
    await at_desk(folder, cut(FAILED, before="pick_transcript"), out / "candidate-transcripts.svg", *keys)


async def reply(folder: Path, out: Path) -> None:
    """A reply that is being written."""
    text = "Dobrý den,", "omlouváme se za zpoždění."
    keys = ("enter", "f3", *"lenka@priklad.cz", "tab", *"Re", "tab", *text[0].replace(" ", "_"), "enter")
    spelt = ["space" if key == "_" else key for key in (*keys, *text[1].replace(" ", "_"))]
    await at_desk(folder, cut(FAILED, before="write_reply"), out / "candidate-reply.svg", *spelt)


async def result(folder: Path, out: Path) -> None:
    """The announced result with its reasons."""
    await at_desk(folder, cut(FAILED, before="acknowledge_reasons"), out / "candidate-result.svg")


async def at_desk(folder: Path, scenario: Scenario, path: Path, *keys: str) -> None:
    """Hand the keyboard over, press keys, and make a picture once everything is kept."""
    async with face(folder, scenario, size=(WIDTH + 10, HEIGHT)) as seen:
        await seen.desk()
        await seen.press(*keys)
        if "space" in keys:
            await seen.until("uloženo")
        picture(seen, path)


CANDIDATE = (induction, overview, transcripts, reply, result)


async def home(folder: Path, out: Path) -> None:
    """What waits for the examiner who signed in."""
    async with face(folder, cut(FAILED, before="reveal", task="complaint-call"), size=(WIDTH, HEIGHT)) as seen:
        await seen.home()
        picture(seen, out / "examiner-home.svg")


async def sitting(folder: Path, out: Path) -> None:
    """The board of a sitting in the middle of its day."""
    async with face(folder, cut(FAILED, before="end_performance", task="complaint-call"), size=(WIDTH, HEIGHT)) as seen:
        await seen.home()
        await seen.press("enter")
        picture(seen, out / "examiner-sitting.svg")


async def wizard(folder: Path, out: Path) -> None:
    """The first page of a new sitting."""
    async with face(folder, shipped("practice"), size=(WIDTH, HEIGHT)) as seen:
        await seen.home()
        await seen.press("n")
        picture(seen, out / "examiner-wizard.svg")


async def scoring(folder: Path, out: Path) -> None:
    """A role-play that is scored while it runs, the phrases for a reason open."""
    async with face(folder, cut(FAILED, before="open_task", task="complaint-call"), size=(WIDTH, HEIGHT)) as seen:
        await seen.board()
        await seen.press("home", "down", "down", "down", "enter", "down", "enter", "enter")
        await seen.press("enter", "v", "n")
        picture(seen, out / "examiner-scoring.svg")


async def revealed(folder: Path, out: Path) -> None:
    """Where the panel differs, with each one's reason and what the rule permits."""
    async with face(folder, cut(FAILED, before="agree", task="complaint-call"), size=(WIDTH, HEIGHT)) as seen:
        await seen.board()
        await seen.press("home", "down", "down", "down", "enter")
        picture(seen, out / "examiner-revealed.svg")


EXAMINER = (home, sitting, wizard, scoring, revealed)


def record(folder: Path, out: Path) -> None:
    """The first page of a record."""
    made = perform("failed-one-criterion", folder)
    call = ["pdftoppm", "-r", "70", "-f", "2", "-l", "2", "-png", "-singlefile", str(made.path), str(out / "record")]
    subprocess.run(call, check=True)  # noqa: S603 - our own words


def main(out: Path) -> None:
    """Make every picture."""
    out.mkdir(parents=True, exist_ok=True)
    for make in (console, desk, *CANDIDATE, *EXAMINER):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(make(Path(folder), out))
            sys.stdout.write(f"{make.__name__}\n")
    with tempfile.TemporaryDirectory() as folder:
        record(Path(folder), out)
        sys.stdout.write(f"{out / 'record'}.png\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
