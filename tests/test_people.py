from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from argon2 import PasswordHasher

from exam.core.identity import Identity
from exam.people import AccountExistsError, SqlitePeople
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
