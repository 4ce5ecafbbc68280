"""The entry: `exam` and `python -m exam`; `--version` answers before anything is imported."""

import gc
import os
import sys

from exam import __version__

SELDOM = 50_000
"""New objects after which garbage is looked for; a start makes ten times as many, and they stay."""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments in (["--version"], ["-V"]):
        sys.stdout.write(f"exam {__version__}\n")
        return 0
    try:
        from exam.cli import run  # noqa: PLC0415 - argparse is not needed for --version

        return run(arguments)
    except KeyboardInterrupt:
        return 130


def process() -> int:
    """Run the command of this process, which spends no time on garbage before it ends.

    What is valid is said by the program alone: no plugin of pydantic's that happens to be installed is looked for.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(SELDOM)
    try:
        return main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(process())
