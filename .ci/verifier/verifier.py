"""The verifier alone, as one executable: `exam-verify PATH…` is `exam verify PATH…`."""

import sys
from multiprocessing import freeze_support

from exam.cli import run

if __name__ == "__main__":
    freeze_support()  # the processes of a frozen program start here again
    sys.exit(run(["verify", *sys.argv[1:]]))
