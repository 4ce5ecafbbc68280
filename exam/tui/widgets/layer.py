"""A screen on the stack, which ends only while it lies on top.

Keys that came in a hurry wait at the screen that was there when they were pressed; whoever ends twice, or below a
screen that was put over him meanwhile, would end that one.
"""

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen, ScreenResultType


class Layer(Screen[ScreenResultType]):
    """A screen that ends itself and nothing else."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """End with a result; below another screen, or once ended, do nothing."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialog(Layer[ScreenResultType], ModalScreen[ScreenResultType]):
    """A layer over what asks."""
