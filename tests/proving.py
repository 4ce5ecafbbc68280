"""How long the long tests run: `EXAM_PROVE=1`, set by `make prove`, gives each its full number.

Read when tests are collected, before `conftest` hides the environment.
"""

import json
import os
from pathlib import Path

PROVE = os.environ.get("EXAM_PROVE") == "1"
FIGURES = os.environ.get("EXAM_FIGURES", "")
"""A file to which the figures are appended, one JSON object a line."""


def rounds(usual: int, proof: int) -> int:
    """Return how often a test repeats itself."""
    return proof if PROVE else usual


def measured(promise: str, **figures: int | str) -> None:
    """Write down what a test saw, where somebody asked for it."""
    if FIGURES:
        with Path(FIGURES).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"promise": promise, **figures}) + "\n")
