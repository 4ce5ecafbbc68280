"""Checks across files: a tuple of functions of one signature over everything that was loaded and a date."""

from collections.abc import Iterator
from datetime import date

from exam.core.content import Content
from exam.core.lint import items, standards, systems
from exam.core.lint.finding import Check, Finding

CHECKS: tuple[Check, ...] = (
    items.check_ids,
    items.check_criteria,
    items.check_keys,
    items.check_approval,
    items.check_enemies,
    items.check_workbooks,
    standards.check_validity,
    standards.check_reports,
    standards.check_tasks,
    standards.check_criteria,
    standards.check_banks,
    standards.check_rubrics,
    systems.check_renamings,
    systems.check_scales,
    systems.check_decisions,
    systems.check_gates,
    systems.check_lists,
)


def lint(content: Content, on: date) -> Iterator[Finding]:
    """Yield everything that the checks find, as of a day."""
    for check in CHECKS:
        yield from check(content, on)


__all__ = ["CHECKS", "Finding", "lint"]
