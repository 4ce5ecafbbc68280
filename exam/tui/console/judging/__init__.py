"""Judging one task, by its kind: single keys for marks, anchors beside the evidence; sealed first, then together.

Which keys make sense follows from the sheet; whether something is allowed only the service says.
"""

from exam.service.console_view import TaskLine
from exam.tui.console.judging.commission import JudgingScreen
from exam.tui.console.judging.scene import SceneScreen
from exam.tui.console.post import Post

__all__ = ["JudgingScreen", "SceneScreen", "judging_screen"]


def judging_screen(post: Post, session: str, line: TaskLine) -> JudgingScreen:
    """Return the screen for a task of the board."""
    kind = JudgingScreen if line.at_desk else SceneScreen
    return kind(post, session, line.task)
