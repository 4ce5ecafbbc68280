"""The keyboard, tried on two made-up questions before the first clock."""

from dataclasses import replace

from exam.tui.desk.seat import Seat
from exam.tui.desk.test import TestScreen
from exam.view import SavedView
from exam.view.trial import TRIAL, TrialDesk


class TrialScreen(TestScreen):
    """A test of which nothing is kept."""

    NAME = "trial"

    def __init__(self, seat: Seat, trial: TrialDesk) -> None:
        super().__init__(replace(seat, desk=trial, flags=set()), TRIAL)

    def tell_saved(self, saved: SavedView) -> None:  # noqa: ARG002 - what the journal would say
        """Say that nothing is kept here, and what stands here in the exam."""
        self._tell(self.say("trial.saved"), unsaved=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Call nobody from here."""
        return action != "raise_hand" and super().check_action(action, parameters)
