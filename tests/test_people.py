from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest
from argon2 import PasswordHasher

from exam.core.identity import Identity, IdentityVersion
from exam.people import RESERVED, AccountExistsError, AccountNameError, PeopleUnusableError, SqlitePeople
from exam.publishing.key_folder import SEAL
from exam.publishing.practice_keys import ROOT
from exam.service.ports import Account, SignInRefusedError

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
IDENTITY = Identity(given_names="Jana", surname="Smyšlená")


@pytest.fixture
def people(tmp_path: Path) -> Iterator[SqlitePeople]:
    with SqlitePeople(tmp_path / "people.db", QUICK) as opened:
        yield opened


def test_the_pin_of_an_account_signs_in(people: SqlitePeople) -> None:
    account = Account(id="jana", role="examiner", identity=people.add_identity(IDENTITY))
    people.add_account(account, "4711")
    assert people.authenticate("jana", "4711") == account
    assert people.accounts() == (account,)


@pytest.mark.parametrize(("account", "pin"), [("jana", "0000"), ("jana", ""), ("nobody", "4711")])
def test_a_wrong_pin_and_an_unknown_account_are_told_alike(people: SqlitePeople, account: str, pin: str) -> None:
    reference = people.add_identity(IDENTITY)
    people.add_account(Account(id="jana", role="examiner", identity=reference), "4711")
    with pytest.raises(SignInRefusedError):
        people.authenticate(account, pin)


def test_an_account_is_made_once(people: SqlitePeople) -> None:
    account = Account(id="jana", role="examiner", identity=people.add_identity(IDENTITY))
    people.add_account(account, "1")
    with pytest.raises(AccountExistsError):
        people.add_account(account, "2")


def test_the_same_person_has_another_reference_each_time(people: SqlitePeople) -> None:
    first, second = people.add_identity(IDENTITY), people.add_identity(IDENTITY)
    assert first != second
    found = people.identity(first)
    assert found is not None
    assert (found.identity, found.reference) == (IDENTITY, first)
    assert people.identity("0" * 64) is None


def test_no_pin_is_kept_and_the_file_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "people.db"
    with SqlitePeople(path, QUICK) as people:
        people.add_account(Account(id="jana", role="examiner", identity=people.add_identity(IDENTITY)), "472913")
    assert b"472913" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_an_identity_is_never_edited(tmp_path: Path) -> None:
    with SqlitePeople(tmp_path / "people.db", QUICK) as people:
        people.add_identity(IDENTITY)
    connection = apsw.Connection(str(tmp_path / "people.db"))
    with pytest.raises(apsw.ConstraintError):
        connection.execute("UPDATE identities SET version = '{}'")
    connection.close()


@pytest.mark.parametrize(
    "name",
    ["", "../jana", "a/b", ".", "-x", "jana nová", "jana\n", "jana\x1b[2J", "x" * 65, "\udcff", "seal", "Seal", ROOT],
)
def test_an_account_whose_name_could_lead_to_another_key_is_refused(people: SqlitePeople, name: str) -> None:
    with pytest.raises(AccountNameError):
        people.add_account(Account(id=name, role="examiner", identity=people.add_identity(IDENTITY)), "1234")
    assert people.accounts() == ()


def test_the_reserved_names_are_those_of_the_key_folder() -> None:
    assert {SEAL, ROOT} == RESERVED


def test_an_account_without_an_identity_is_refused_and_not_told_to_exist(people: SqlitePeople) -> None:
    with pytest.raises(PeopleUnusableError):
        people.add_account(Account(id="jana", role="examiner", identity="0" * 64), "1234")
    assert people.accounts() == ()


@pytest.mark.parametrize("account", ["jana", "nobody", "", "../jana", "' OR 1=1 --", "\udcff"])
def test_hostile_names_and_pins_sign_nobody_in(people: SqlitePeople, account: str) -> None:
    people.add_account(Account(id="jana", role="examiner", identity=people.add_identity(IDENTITY)), "4711")
    for pin in ("", "0", "4711 ", "' OR 1=1 --", "4711\0", "\udcff", "x" * 10_000):
        with pytest.raises(SignInRefusedError):
            people.authenticate(account, pin)


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "people.db"
    path.write_bytes(b"this is no database, " * 100)
    with pytest.raises(PeopleUnusableError) as refused:
        SqlitePeople(path, QUICK)
    assert refused.value.arguments["path"] == str(path)


@pytest.mark.parametrize("name", ["nowhere/people.db", "file/people.db", "folder"])
def test_a_place_that_takes_no_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "folder").mkdir()
    with pytest.raises(PeopleUnusableError):
        SqlitePeople(tmp_path / name, QUICK)


def test_the_side_files_are_their_owners_too_from_the_first_moment(tmp_path: Path) -> None:
    with SqlitePeople(tmp_path / "people.db", QUICK) as people:
        people.add_identity(IDENTITY)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("people.db", "people.db-wal", "people.db-shm"), 0o600)


def test_two_programs_wait_for_each_other(tmp_path: Path) -> None:
    with (
        SqlitePeople(tmp_path / "people.db", QUICK) as first,
        SqlitePeople(tmp_path / "people.db", QUICK) as second,
        ThreadPoolExecutor(2) as pool,
    ):
        list(pool.map(lambda people: [people.add_identity(IDENTITY) for _ in range(20)], (first, second)))
        rows = apsw.Connection(str(tmp_path / "people.db")).execute("SELECT count(*) FROM identities").fetchall()
    assert rows == [(40,)]


def test_identities_that_somebody_else_salted_are_kept_once_under_their_own_reference(people: SqlitePeople) -> None:
    version = IdentityVersion(identity=IDENTITY, salt="ab" * 16)
    other = IdentityVersion(identity=IDENTITY, salt="cd" * 16)
    people.keep_identities([version, other, version])
    people.keep_identities([version])
    assert people.identity(version.reference) == version
    assert people.identity(other.reference) == other
    people.forget("", [version.reference])
    assert people.identity(version.reference) is None


def test_identities_that_cannot_be_kept_are_told(people: SqlitePeople, tmp_path: Path) -> None:
    with apsw.Connection(str(tmp_path / "people.db")) as other:
        other.execute("DROP TABLE accounts; DROP TABLE identities")
    with pytest.raises(PeopleUnusableError):
        people.keep_identities([IdentityVersion(identity=IDENTITY, salt="ab" * 16)])
