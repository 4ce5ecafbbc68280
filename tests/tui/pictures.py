"""The README's pictures, made from the real program: `make pictures`."""

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from exam.scripted.performance import perform
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


def record(folder: Path, out: Path) -> None:
    """The first page of a record."""
    made = perform("failed-one-criterion", folder)
    call = ["pdftoppm", "-r", "70", "-f", "2", "-l", "2", "-png", "-singlefile", str(made.path), str(out / "record")]
    subprocess.run(call, check=True)  # noqa: S603 - our own words


def main(out: Path) -> None:
    """Make every picture."""
    out.mkdir(parents=True, exist_ok=True)
    for name, make in (("console", console), ("desk", desk)):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(make(Path(folder), out))
            sys.stdout.write(f"{out / name}.svg\n")
    with tempfile.TemporaryDirectory() as folder:
        record(Path(folder), out)
        sys.stdout.write(f"{out / 'record'}.png\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
