"""What can recalculate a workbook, by name; this module loads none of it."""

from enum import StrEnum


class Engine(StrEnum):
    """What recalculates."""

    CELLRUNE = "cellrune"
    LIBREOFFICE = "libreoffice"
    NONE = "none"
    """Stored results count, unproved; a formula without one is for a person."""
