"""A sitting that is planned and not opened yet, with the file of its day, as commands find it."""

from pathlib import Path

from tests.stages import cut, played, shipped

DAY = """\
schema: exam/day/1
rooms:
  - {id: "201", use: [writing], seats: 4, invigilators: [dozor]}
  - {id: "202", use: [speaking]}
computers: 1
"""


def unopened(folder: Path, scenario: str) -> Path:
    """Return a workspace with `day.yaml` and the sitting's id in `sitting`."""
    with played(folder, cut(shipped(scenario), before="open_sitting")) as stage:
        (stream,) = stage.ports.journal.streams("sitting/")
    place = folder / "workspace"
    (place / "sitting").write_text(stream.removeprefix("sitting/"), "utf-8")
    (place / "day.yaml").write_text(DAY, "utf-8")
    return place
