"""
Reading a stranger's file in a process of its own, with limits on memory and time, and no way out but its answer.

Owns starting, waiting for and ending the worker. What comes back is checked against the types it must have; a worker
that was taken over can at most tell lies about one CV. At most two files are read at a time in each web process.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

from normi.errors import Invalid, Refused, TooLarge
from normi.imports import limits, reasons
from normi.imports.found import Found
from normi.imports.packing import Unpackable, built

SOURCE: Final = Path(__file__).resolve().parents[2]
COMMAND: Final = (sys.executable, "-P", "-s", "-m", "normi.imports.worker")
REFUSALS: Final[dict[str, type[Refused]]] = {kind.code: kind for kind in (Invalid, TooLarge)}
BY_STATUS: Final = {
    -signal.SIGXCPU: reasons.too_slow,
    -signal.SIGKILL: reasons.too_slow,
    -signal.SIGABRT: reasons.too_heavy,
}
LONGEST_WORDS: Final = 400
places = threading.BoundedSemaphore(limits.WORKERS_AT_ONCE)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """What the worker found, and what it took: bytes of memory at most, seconds of processor time."""

    found: Found
    memory: int
    seconds: float


def parse(content: bytes) -> Result:
    """What a file holds. Raises Refused with advice in the reader's language."""
    if not content:
        raise reasons.empty()
    if len(content) > limits.LARGEST_FILE:
        raise reasons.too_large()
    with a_place():
        return understood(*run(content))


@contextmanager
def a_place() -> Iterator[None]:
    """Wait a little for one of the places. Raises Unavailable when all stay taken."""
    if not places.acquire(timeout=limits.SECONDS_IN_LINE):
        raise reasons.busy()
    try:
        yield
    finally:
        places.release()


def run(content: bytes) -> tuple[int, bytes]:
    """Exit status and answer of a worker. Raises TooLarge where it had to be stopped."""
    request = json.dumps({"lang": get_language() or "nb"}).encode() + b"\n"
    with subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=environment(),
        start_new_session=True,
    ) as worker:
        try:
            answer, _none = worker.communicate(request + content, timeout=limits.WORKER_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            raise reasons.too_slow() from None
        except BaseException:
            worker.kill()
            raise
    return worker.returncode, answer


def environment() -> dict[str, str]:
    """All that the worker learns about this machine: where the code is."""
    return {"PYTHONPATH": str(SOURCE), "PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def understood(status: int, answer: bytes) -> Result:
    """The worker's answer, or the refusal it asks for."""
    if status:
        log.warning("A file ended its worker with status %d", status)
        raise BY_STATUS.get(status, reasons.damaged)()
    try:
        if len(answer) > limits.LARGEST_ANSWER:
            raise reasons.too_large()
        values = json.loads(answer)
        if "found" in values:
            return Result(built(Found, values["found"]), int(values["memory"]), float(values["seconds"]))
        raise refusal(values)
    except (Unpackable, ValueError, TypeError, KeyError, AttributeError):
        log.warning("A worker gave an answer that makes no sense")
        raise reasons.damaged() from None


def refusal(values: dict[str, Any]) -> Refused:
    if kind := REFUSALS.get(str(values.get("refused"))):
        return kind(str(values["reason"])[:LONGEST_WORDS], remedy=str(values["remedy"])[:LONGEST_WORDS])
    if values.get("failed") == "damaged":
        log.warning("A file was not understood: %s in %s", values.get("kind"), values.get("where"))
    return reasons.BY_EXIT.get(str(values.get("failed")), reasons.damaged)()
