"""Runs pyHanko's coroutines to their end; nothing here waits for a network, and a loop may be running already."""

import asyncio
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

for _noisy in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_noisy).addHandler(logging.NullHandler())  # what is broken is a verdict, not a log line


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Return what the coroutine returns; it runs on a loop of its own, beside any loop of the caller."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as worker:
        return worker.submit(asyncio.run, work).result()
