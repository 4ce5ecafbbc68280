"""The archive's console: who is there, then the list."""

from textual import work

from exam.tui.console.archive_inbox import InboxScreen
from exam.tui.console.archive_post import ArchivePost
from exam.tui.widgets.sign_in import SignIn
from exam.tui.widgets.theme import NIGHT
from exam.tui.widgets.worded import WordedApp
from exam.wording import Language


class ArchiveApp(WordedApp):
    """Console of an authorising body's archivists."""

    def __init__(self, language: Language, post: ArchivePost, look: str = NIGHT) -> None:
        super().__init__(language, look)
        self.post = post

    def on_mount(self) -> None:
        """Ask who is there."""
        self._open()

    @work
    async def _open(self) -> None:
        await self.push_screen_wait(
            SignIn(self.say(InboxScreen.SIGN_IN), self.post.people(), self.post.enter, may_cancel=False)
        )
        self.push_screen(InboxScreen(self.post))
