"""The workspace's settings: one frozen model, read once from `exam.toml`; unknown keys are refused."""

import json
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Annotated, ClassVar, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from exam.core.judging import AgreementRule, JudgingMode
from exam.core.model import Frozen
from exam.core.retention import DEFAULT_CLASSES, RetentionClass
from exam.problem import ExamError

FILE = "exam.toml"
LOOKS = Path(".run") / "looks.json"
Look = Literal["night", "day", "contrast"]


class SettingsError(ExamError):
    """The settings file cannot be used."""

    code: ClassVar[str] = "settings-wrong"


def _web_address(address: str) -> str:
    """Return an address of the web, or nothing."""
    parts = urlsplit(address)
    if address and not (parts.scheme in {"http", "https"} and parts.hostname and not parts.username):
        raise PydanticCustomError("address_wrong", "no http or https address: {address}", {"address": address})
    return address


def _known_zone(name: str) -> str:
    """Return the name of a time zone that this machine knows; a folder of zones is none."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise PydanticCustomError("zone_unknown", "no known time zone: {name}", {"name": name}) from error
    return name


class Settings(Frozen):
    """What an authorised person may set for his workspace."""

    schema_: Annotated[Literal["exam/settings/1"], Field(alias="schema")] = "exam/settings/1"
    language: Literal["cs", "en"] = "cs"
    """Language of screens and messages; a record is in the language of its standard."""
    look: Look = "night"
    """How screens look until somebody changes it there (F1, then F2): dark, light or of high contrast."""
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Prague"
    """A name of the IANA database."""
    agreement: AgreementRule = AgreementRule.DISCUSSION
    """How a commission that disagrees decides; the law names no rule (unverified)."""
    judging: JudgingMode = JudgingMode.SEALED
    """How panels judge: each member alone before the others' judgements are seen, or together at one keyboard."""
    trust: str = "trust"
    """Folder with the certificates that official records must lead to."""
    timestamp_authority: Annotated[str, AfterValidator(_web_address)] = ""
    """Where a time-stamp authority (RFC 3161) is reached; its root lies in the trust folder. Nothing for none."""
    second_copy: str = ""
    """Folder on another device to which the whole workspace is copied while a process owns it; nothing for none."""
    reserve_mb: Annotated[int, Field(ge=0)] = 500
    """Megabytes that must be free on the disk for another candidate session to be opened."""
    grace_seconds: Annotated[int, Field(ge=0, le=60)] = 5
    """How long after zero an answer is still taken that came in before and had to wait for its turn."""
    recalculation: Literal["cellrune", "libreoffice", "none"] = "cellrune"
    """What recalculates workbooks that are handed in; with none, stored results count and the rest is for a person."""
    open_document: bool = False
    """Whether an `.ods` is taken, too; LibreOffice has to be installed."""
    retention: tuple[RetentionClass, ...] = DEFAULT_CLASSES
    """How long records are kept, by what they are; each class names its ground and whether that is verified."""
    practice_pin: str = ""
    """Shown at the sign-in; only a workspace of made-up people has one."""


def read_settings(workspace: Path) -> Settings:
    """Return the settings of a workspace, the defaults where it has none.

    Raises:
        SettingsError: unreadable, not TOML, an unknown key, a wrong value.
    """
    path = workspace / FILE
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8")), strict=False)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(path=path, reason=error.strerror or type(error).__name__) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(path=path, reason=error) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise SettingsError(path=path, reason=f"{key}: {first['msg']}") from error


class Looks:
    """How the console and each candidate's desk look, by name: as the settings say until somebody chose another one.

    What was chosen is a comfort and no fact of an exam: where it cannot be kept, it lasts as long as the program.
    """

    def __init__(self, workspace: Path, setting: Look) -> None:
        self._file = workspace / LOOKS
        self._setting = setting
        self._chosen = _chosen(self._file)

    def of(self, face: str) -> str:
        """Return the look of a face."""
        return self._chosen.get(face, self._setting)

    def choose(self, face: str, look: str) -> None:
        """Keep the look that somebody chose for a face."""
        self._chosen[face] = look
        with suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            self._file.write_text(json.dumps(self._chosen, indent=1), "utf-8")


def _chosen(file: Path) -> dict[str, str]:
    """Return what was chosen; what cannot be read, or no longer is a look, counts as not chosen."""
    with suppress(OSError, ValueError):
        kept = json.loads(file.read_text("utf-8"))
        if isinstance(kept, dict):
            return {str(face): look for face, look in kept.items() if look in get_args(Look)}
    return {}
