"""How a workspace that was brought is told, what keeps it from being brought, and a second copy that is lost."""

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exam.moving import Moved
    from exam.service.mirroring import MirrorState
    from exam.wording import Language


def tell_moved(code: str, bring: "Callable[[], Moved]", form: str, language: "Language") -> None:
    """Bring a workspace and tell it: as JSON, or as a sentence; why one is not whole goes to stderr line by line.

    Raises:
        CopyDamagedError: it is not whole.
    """
    from exam.moving import CopyDamagedError  # noqa: PLC0415
    from exam.wording import render, render_error  # noqa: PLC0415

    try:
        moved = bring()
    except CopyDamagedError as damaged:
        for found in damaged.findings:
            sys.stderr.write(render(found.code, found.arguments, language) + "\n")
        raise
    told = {
        "folder": str(moved.folder),
        "at": moved.at,
        "streams": moved.streams,
        "events": moved.events,
        "blobs": moved.blobs,
        "sessions": list(moved.sessions),
        "resumption": moved.resumption,
    }
    if form == "json":
        sys.stdout.write(json.dumps(told, sort_keys=True) + "\n")
    else:
        shown = {key: str(value) for key, value in told.items()} | {"sessions": ", ".join(moved.sessions) or "–"}
        sys.stdout.write(render(code, shown, language) + "\n")
    if moved.refused is not None:
        reason = render_error(moved.refused, language)
        sys.stderr.write(render("resume.copy-not-told", {"reason": reason}, language) + "\n")


def tell_mirror(state: "MirrorState", language: "Language") -> None:
    """Warn on stderr of a second copy that is lost; the workspace is all there is then."""
    from exam.wording import render, render_error  # noqa: PLC0415

    if state.fault is not None and state.since is not None:
        told = {"since": state.since.isoformat(timespec="seconds"), "events": str(state.events)}
        reason = render_error(state.fault, language)
        sys.stderr.write(render("second-copy.lost", told | {"reason": reason}, language) + "\n")
