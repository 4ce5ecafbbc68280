"""The journal's and the register's home: append-only SQLite, durable before it answers."""

from exam.journal.sqlite import SqliteJournal

__all__ = ["SqliteJournal"]
