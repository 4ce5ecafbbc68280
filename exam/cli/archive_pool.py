"""Verifies files of an archive in the processes of `exam verify`, and keeps the record that each verdict is about."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exam.cli.verify_pool import Trial, judged, usable_jobs
from exam.core.discrepancy import Discrepancy
from exam.service.checking import Checked, Fault

if TYPE_CHECKING:
    from exam.bootstrap import Workspace


def checking(workspace: "Workspace", jobs: int | None = None) -> Callable[[Sequence[str]], Iterator[Checked]]:
    """Return what verifies blobs of a workspace in their order, several at once."""
    from exam.publishing.trust import trust_files  # noqa: PLC0415 - a workspace has it open already

    roots = trust_files(workspace.folder / workspace.settings.trust)
    folder = workspace.folder / "blobs"
    return lambda names: judged([folder / name for name in names], roots, usable_jobs(jobs), Trial(judge, fault))


def judge(path: Path, roots: Sequence[bytes]) -> Checked:
    """Return the verdict on a file."""
    from exam.checking import verify_record  # noqa: PLC0415 - in the worker alone

    return verify_record(path.read_bytes(), roots)


def fault(_path: Path, code: str) -> Checked:
    """Return what is said of a file that broke its process."""
    return Fault(codes=(Discrepancy(code=code),))
