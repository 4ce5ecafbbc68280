"""Who got in, and who was refused: the stream `access`, beside the streams of sittings and sessions.

It holds no PIN, no code and no token: of a code and a token only what proves one that somebody brings.
"""

from enum import StrEnum

from exam.core.events import Event, stored

ACCESS = "access"
"""The stream."""


class WorkstationKind(StrEnum):
    """What a computer is for."""

    DESK = "desk"
    CONSOLE = "console"


@stored
class WorkstationAdmitted(Event):
    """A computer was given the file with which it proves to the hub which one it is; an older one is void."""

    workstation: str
    kind: WorkstationKind
    proof: str
    """SHA-256 of its secret."""


@stored
class DeskCodeIssued(Event):
    """A candidate may sit down at a computer, once; earlier codes of his session are void."""

    code: str
    """An id, by which nobody gets in."""
    sitting: str
    session: str
    candidate: str
    """The account."""
    workstation: str
    proof: str
    """SHA-256 of id and code."""


@stored
class DeskCodeUsed(Event):
    """He sat down; whoever sat in his session before is out."""

    code: str
    address: str
    """From which the hub was called; nothing where that was the hub's own computer."""
    token: str
    """SHA-256 of the token that his desk was given."""


@stored
class ConsoleEntered(Event):
    """An examiner entered the console at another computer."""

    account: str
    workstation: str
    address: str
    token: str
    """SHA-256 of the token that his console was given."""


@stored
class PlaceLeft(Event):
    """A desk or a console was left; its token is void."""

    token: str


@stored
class SignInRefused(Event):
    """A wrong PIN or code; each makes the next attempt wait longer."""

    subject: str
    """An account, where it was tried at another computer with that one's name behind it, or a computer's codes."""


@stored
class SignInTaken(Event):
    """The right PIN or code after wrong ones; nobody waits any more."""

    subject: str


@stored
class DelayLifted(Event):
    """Somebody may try again at once."""

    subject: str


@stored
class CentreChecked(Event):
    """Somebody tried, under the account that candidates use on this computer, what of the workspace it can read."""

    host: str
    user: str
    uid: int
    readable: tuple[str, ...]
    """What could be read; nothing is how it should be."""
    finding: str
    """SHA-256 of what the check wrote down."""
