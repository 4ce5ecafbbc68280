"""Accounts with PINs, and identities behind salted references; kept apart from the journal on purpose."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, ClassVar, Self

import apsw
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from exam.core.identity import Identity, IdentityVersion
from exam.problem import ExamError
from exam.service.ports import Account, JournalError, SignInRefusedError

SCHEMA = """
CREATE TABLE IF NOT EXISTS identities (reference TEXT PRIMARY KEY, version TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS accounts (
    id TEXT PRIMARY KEY, role TEXT NOT NULL, identity TEXT NOT NULL REFERENCES identities, pin TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS identities_stay BEFORE UPDATE ON identities
    BEGIN SELECT RAISE(ABORT, 'identities stay'); END;
"""
SALT_BYTES = 16
BUSY_MS = 5_000
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
RESERVED = frozenset({"seal", "practice-root"})
"""Names in the key folder that are nobody's; an account of such a name could sign with that key."""


class PeopleUnusableError(JournalError):
    """The file with accounts and identities cannot be used."""

    code: ClassVar[str] = "people-unusable"


class AccountNameError(ExamError):
    """No account can have that name."""

    code: ClassVar[str] = "account-name"


class AccountExistsError(ExamError):
    """There is an account of that name."""

    code: ClassVar[str] = "account-exists"


class SqlitePeople:
    """People in one SQLite file."""

    def __init__(self, path: Path, hasher: PasswordHasher | None = None) -> None:
        self._path = path
        try:
            self._connection = _opened(path)
        except (apsw.Error, OSError) as error:
            raise PeopleUnusableError(path=path, reason=error) from error
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._decoy = self._hasher.hash("nobody")
        self._guard = Lock()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self._connection.close()

    def add_identity(self, identity: Identity) -> str:
        """Keep a new immutable identity version under a fresh salt and return its reference."""
        version = IdentityVersion(identity=identity, salt=os.urandom(SALT_BYTES).hex())
        self._run("INSERT INTO identities VALUES (?, ?)", version.reference, version.model_dump_json())
        return version.reference

    def keep_identities(self, versions: Sequence[IdentityVersion]) -> None:
        """Keep identity versions that somebody else salted, as records hold them; those that are there already stay."""
        rows = [(version.reference, version.model_dump_json()) for version in versions]
        with self._guard:
            try:
                with self._connection:
                    self._connection.executemany("INSERT INTO identities VALUES (?, ?) ON CONFLICT DO NOTHING", rows)
            except apsw.Error as error:
                raise PeopleUnusableError(path=self._path, reason=error) from error

    def identity(self, reference: str) -> IdentityVersion | None:
        """Return the version, or None when it was erased or never kept."""
        rows = self._run("SELECT version FROM identities WHERE reference = ?", reference)
        return IdentityVersion.model_validate_json(rows[0][0]) if rows else None

    def add_account(self, account: Account, pin: str) -> None:
        """Keep an account and the argon2 hash of its PIN.

        Raises:
            AccountExistsError: the id is taken.
            AccountNameError: the id could not name a key, or names one that is nobody's.
        """
        if not _ACCOUNT.fullmatch(account.id) or account.id.lower() in RESERVED:
            raise AccountNameError(account=account.id)
        row = (account.id, account.role, account.identity, self._hasher.hash(pin))
        if not self._run("INSERT INTO accounts VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING id", *row):
            raise AccountExistsError(account=account.id)

    def accounts(self) -> tuple[Account, ...]:
        """Return every account, sorted by id."""
        rows = self._run("SELECT id, role, identity FROM accounts ORDER BY id")
        return tuple(Account(id=row[0], role=row[1], identity=row[2]) for row in rows)

    def authenticate(self, account_id: str, pin: str) -> Account:
        """Return the account whose PIN this is; an unknown account takes as long as a wrong PIN.

        Raises:
            SignInRefusedError: unknown account or wrong PIN.
        """
        try:
            rows = self._run("SELECT id, role, identity, pin FROM accounts WHERE id = ?", account_id)
            self._hasher.verify(rows[0][3] if rows else self._decoy, pin)
        except (VerificationError, InvalidHashError, UnicodeError) as error:
            raise SignInRefusedError(account=account_id) from error
        if not rows:
            raise SignInRefusedError(account=account_id)
        return Account(id=rows[0][0], role=rows[0][1], identity=rows[0][2])

    def forget(self, account_id: str, references: Sequence[str]) -> None:
        """Remove the account and these identities from the file and its log; that they are not there is fine.

        Raises:
            PeopleUnusableError: they are still there, or in the log because another program reads.
        """
        self._run("DELETE FROM accounts WHERE id = ?", account_id)
        for reference in references:
            self._run("DELETE FROM identities WHERE reference = ?", reference)
        ((busy, _, _),) = self._run("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise PeopleUnusableError(path=self._path, reason="busy")

    def _run(self, sql: str, *bindings: object) -> list[tuple[Any, ...]]:
        with self._guard:
            try:
                return self._connection.execute(sql, bindings).fetchall()
            except apsw.Error as error:
                raise PeopleUnusableError(path=self._path, reason=error) from error


def _opened(path: Path) -> apsw.Connection:
    """Open the file, which only its owner may read; SQLite gives its side files the same rights."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(BUSY_MS)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute(SCHEMA)
    return connection
