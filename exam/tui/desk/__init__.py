"""The candidate's desk: shows `exam.view` and asks through its `Desk`; it can reach nothing else."""

from exam.tui.desk.entrance import Entrance

__all__ = ["Entrance"]
