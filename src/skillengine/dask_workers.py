"""
The workers of a Dask scheduler, as those who answer a bulk run.

Owns the only use of `dask.distributed`, which is asked for when a scheduler is and not before.
"""

import ctypes
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from skillengine.errors import EngineError
from skillengine.rows import Row
from skillengine.workers import AHEAD, GIVEN_UP, Answering, IndexPlace, Outcome, Parcel, WorkersLost, answer

PATIENCE = 30
"""Seconds for the scheduler to answer, and for its first worker to join."""
COUNTED_EVERY = 16
"""Parcels between two counts of the workers, who may come and go."""

MALLOC_SETTINGS = {-1: 256 << 20, -3: 32 << 20}
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h, in bytes."""


def answer_on_dask(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    """What a Dask worker does with a parcel."""
    keep_freed_memory()
    return answer(index, rows)


@cache
def keep_freed_memory() -> bool:
    """
    Let this process keep the memory that numpy frees and asks for again at once. Returns whether it could be told.

    Dask starts its workers with MALLOC_TRIM_THRESHOLD_=65536, which hands every array back to the system: a fifth of
    the engine's time went there.
    """
    tell = getattr(ctypes.CDLL(None), "mallopt", None)
    return tell is not None and all(tell(name, value) == 1 for name, value in MALLOC_SETTINGS.items())


class DaskWorkers:
    """The scheduler gives a dead worker's texts to another by itself; we decide about a text that several died on."""

    def __init__(self, index: IndexPlace, address: str, answering: Answering = answer_on_dask) -> None:
        self._distributed = _distributed()
        self._work = (answering, index)
        self._address = address
        self._futures: dict[Parcel, Any] = {}
        self._sent = 0
        self._threads = 1
        try:
            self._client = self._distributed.Client(address, timeout=PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except (OSError, ValueError, TimeoutError) as error:
            raise EngineError(f"no scheduler with a worker answers at {address}: {type(error).__name__}") from error

    def room(self) -> int:
        """How many parcels may be under way at once."""
        if self._sent % COUNTED_EVERY == 0:
            with self._told():
                self._threads = max(1, sum(self._client.nthreads().values()))
        return AHEAD * self._threads

    def send(self, rows: list[Row]) -> Parcel:
        """Hand out some texts."""
        parcel = Parcel(rows)
        self._sent += 1
        with self._told():
            self._futures[parcel] = self._submit(rows)
        return parcel

    def receive(self, parcel: Parcel) -> Sequence[Outcome]:
        """Wait until a parcel is answered. Raises WorkersLost where the scheduler goes away."""
        with self._told():
            try:
                return self._result(self._futures.pop(parcel))
            except self._distributed.KilledWorker:
                return [self._alone(row) for row in parcel.rows]

    def close(self) -> None:
        """Leave the scheduler; its workers are not ours to end."""
        self._client.close()

    def _submit(self, rows: list[Row]) -> Any:
        answering, index = self._work
        return self._client.submit(answering, index, rows, pure=False)

    def _result(self, future: Any) -> list[Outcome]:
        return [Outcome(*outcome) for outcome in future.result()]

    def _alone(self, row: Row) -> Outcome:
        try:
            return self._result(self._submit([row]))[0]
        except self._distributed.KilledWorker:
            return Outcome("", GIVEN_UP)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong between us and the scheduler, in our words."""
        from concurrent.futures import CancelledError

        try:
            yield
        except (OSError, CancelledError, TimeoutError) as error:
            raise WorkersLost(f"the scheduler at {self._address} went away: {type(error).__name__}") from error
        except ImportError as error:
            raise EngineError(f"the workers of {self._address} lack a module: {error}") from error


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise EngineError("a scheduler needs the package `distributed`, which is not installed") from error
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what fails there reaches us as an exception
    return distributed
