from pathlib import Path

import pytest

from exam.core.judging import AgreementRule
from exam.loading import content_root
from exam.settings import FILE, Looks, Settings, SettingsError, read_settings


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / FILE).write_text(text, "utf-8")
    return tmp_path


def test_a_folder_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings()


def test_the_shipped_settings_are_the_defaults() -> None:
    assert read_settings(content_root()) == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = 'schema = "exam/settings/1"\nlanguage = "en"\ntimezone = "Europe/Riga"\nagreement = "strict"\ntrust = "ca"\n'
    text += 'grace_seconds = 9\ntimestamp_authority = "https://tsa.example/"\n'
    found = read_settings(written(tmp_path, text))
    assert (found.language, found.timezone, found.trust) == ("en", "Europe/Riga", "ca")
    assert found.agreement is AgreementRule.STRICT
    assert found.grace_seconds == 9
    assert found.timestamp_authority == "https://tsa.example/"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('lenguage = "cs"', "lenguage"),
        ('language = "de"', "language"),
        ("language = 1", "language"),
        ('agreement = "lottery"', "agreement"),
        ('schema = "exam/settings/2"', "schema"),
        ("trust = [1]", "trust"),
        ("grace_seconds = -1", "grace_seconds"),
        ("grace_seconds = 61", "grace_seconds"),
        ("grace_seconds = 0.5", "grace_seconds"),
        ('timestamp_authority = "ftp://tsa.example/"', "timestamp_authority"),
        ('timestamp_authority = "file:///etc/passwd"', "timestamp_authority"),
        ('timestamp_authority = "https://name:word@tsa.example/"', "timestamp_authority"),
        ('timestamp_authority = "tsa.example"', "timestamp_authority"),
        ("language = ", "document"),
        ("[", "document"),
        ('language = "cs"\nlanguage = "en"', "document"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(written(tmp_path, text))
    assert told in refused.value.arguments["reason"]
    assert refused.value.arguments["path"] == str(tmp_path / FILE)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Europe", "../../etc/passwd", "/etc/localtime", "", "Europe/Prague/"])
def test_a_time_zone_that_nobody_knows_is_refused(tmp_path: Path, zone: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(written(tmp_path, f'timezone = "{zone}"'))
    assert "timezone" in refused.value.arguments["reason"]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'language = "\xff"')
    with pytest.raises(SettingsError):
        read_settings(tmp_path)


def test_settings_that_cannot_be_read_are_refused_and_not_taken_for_missing(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(SettingsError):
        read_settings(tmp_path)
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SettingsError):
        read_settings(tmp_path / "file")


def test_a_look_that_was_chosen_is_remembered_for_its_face_alone(tmp_path: Path) -> None:
    Looks(tmp_path, "night").choose("console", "day")
    later = Looks(tmp_path, "contrast")
    assert (later.of("console"), later.of("S-1")) == ("day", "contrast")


@pytest.mark.parametrize("kept", ["", "[]", "\\xff", '{"console": "pink"}'])
def test_what_no_longer_can_be_read_as_a_look_counts_as_not_chosen(tmp_path: Path, kept: str) -> None:
    (tmp_path / ".run").mkdir()
    (tmp_path / ".run" / "looks.json").write_text(kept, "latin-1")
    assert Looks(tmp_path, "night").of("console") == "night"


def test_a_look_that_cannot_be_kept_lasts_as_long_as_the_program(tmp_path: Path) -> None:
    (tmp_path / ".run").write_text("in the way")
    looks = Looks(tmp_path, "night")
    looks.choose("console", "day")
    assert looks.of("console") == "day"
