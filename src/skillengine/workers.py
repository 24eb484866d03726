"""
Who answers the texts of a bulk run: processes on this machine, or the workers of a Dask scheduler.

Owns handing texts out, and handing them out again when a worker dies. Knows neither files nor the order of answers.
A text that its worker died on several times is given up with a reason, so that one text cannot stop a run.
"""

import contextlib
import hashlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple, Protocol

from skillengine.candidates import Engine
from skillengine.errors import EngineError, IndexRefused
from skillengine.index import MANIFEST
from skillengine.rows import Row, dumped, mapped

AHEAD = 4
"""Parcels under way for each worker: so many that none waits for the oldest, so few that memory holds them."""
DEATHS_A_PARCEL = 2
DEATHS_IN_A_ROW = 20
GIVEN_UP = "the worker died reading this text, more than once"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class WorkersLost(EngineError):
    """Nobody is left to answer. What is written stands; the same command goes on from there."""


class Outcome(NamedTuple):
    """What became of one text: its answer as a line of JSON, or (where that is empty) what was wrong."""

    answer: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """An index by its folder, and by the hash of its manifest: every worker must answer from the same one."""

    folder: str
    fingerprint: str

    @classmethod
    def of(cls, folder: Path) -> "IndexPlace":
        """Raises IndexRefused where there is none."""
        return cls(str(folder.resolve()), _fingerprint(folder))


Answering = Callable[[IndexPlace, list[Row]], list[Outcome]]


class Parcel:
    """Texts handed out together. `outcomes` holds one entry for each row, None until it is known."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.outcomes: list[Outcome | None] = [None] * len(rows)


class Workers(Protocol):
    """Those who answer. Parcels may be received in any order; close() leaves no process behind."""

    def room(self) -> int:
        """How many parcels may be under way at once."""

    def send(self, rows: list[Row]) -> Parcel:
        """Hand out some texts."""

    def receive(self, parcel: Parcel) -> Sequence[Outcome]:
        """Wait until a parcel is answered. Raises WorkersLost, or what the engine refuses as a whole."""

    def close(self) -> None:
        """Let everybody go."""


def answer(index: IndexPlace, rows: list[Row]) -> list[Outcome]:
    """What a worker does with a parcel. Raises IndexRefused where it cannot read the very index that was named."""
    engine = _engine(index)
    return [_outcome(engine, row) for row in rows]


def _outcome(engine: Engine, row: Row) -> Outcome:
    try:
        return Outcome(dumped(mapped(engine, row)))
    except EngineError as error:
        return Outcome("", str(error))
    except Exception as error:  # a fault that one text brings out must not stop the hundred thousand others
        return Outcome("", f"the engine failed: {type(error).__name__}")


@lru_cache(maxsize=1)
def _engine(index: IndexPlace) -> Engine:
    """The engine of this process. On another machine the folder may be elsewhere: then NORMI_INDEX names it."""
    for folder in (index.folder, os.environ.get("NORMI_INDEX")):
        if folder and _fingerprint_or_none(Path(folder)) == index.fingerprint:
            return Engine.load(Path(folder))
    raise IndexRefused(f"a worker finds another index, or none, at {index.folder} and at its NORMI_INDEX")


def _fingerprint(folder: Path) -> str:
    try:
        return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    except OSError as error:
        raise IndexRefused(f"the index cannot be read: {error.strerror}") from error


def _fingerprint_or_none(folder: Path) -> str | None:
    try:
        return _fingerprint(folder)
    except IndexRefused:
        return None


@dataclass(slots=True)
class _Task:
    """Some rows of a parcel on their way through one process, and how often a process died on them."""

    parcel: Parcel
    places: Sequence[int]
    deaths: int = 0

    def rows(self) -> list[Row]:
        return [self.parcel.rows[place] for place in self.places]

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        for place, outcome in zip(self.places, outcomes, strict=True):
            self.parcel.outcomes[place] = outcome


@dataclass(slots=True)
class _Worker:
    """A process, and our end of the pipe to it. Nobody else holds either end, so a death is seen at once."""

    pipe: Connection
    process: multiprocessing.process.BaseProcess
    task: _Task | None = field(default=None)


class Pool:
    """Processes on this machine, one task each at a time, so that a death tells which texts it struck."""

    def __init__(self, index: IndexPlace, workers: int, answering: Answering = answer) -> None:
        self._work = (answering, index)
        self._context = multiprocessing.get_context("spawn")
        self._waiting: deque[_Task] = deque()
        self._deaths = 0
        self._workers = [self._start() for _ in range(workers)]

    def room(self) -> int:
        """How many parcels may be under way at once."""
        return AHEAD * len(self._workers)

    def send(self, rows: list[Row]) -> Parcel:
        """Hand out some texts, to whoever is free first."""
        parcel = Parcel(rows)
        self._waiting.append(_Task(parcel, range(len(rows))))
        self._hand_out()
        return parcel

    def receive(self, parcel: Parcel) -> Sequence[Outcome]:
        """Wait until a parcel is answered. Raises WorkersLost where processes die whatever they are given."""
        while None in parcel.outcomes:
            self._hand_out()
            busy: dict[object, _Worker] = {worker.pipe: worker for worker in self._workers if worker.task}
            for pipe in wait([worker.pipe for worker in busy.values()]) if busy else ():
                self._take_in(busy[pipe])
        self._hand_out()
        return [outcome for outcome in parcel.outcomes if outcome]

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.kill()
            worker.process.join()

    def _hand_out(self) -> None:
        for number, worker in enumerate(self._workers):
            if worker.task is None and self._waiting:
                worker.task = self._waiting.popleft()
                try:
                    worker.pipe.send(worker.task.rows())
                except OSError:
                    self._bury(number, worker.task)

    def _take_in(self, worker: _Worker) -> None:
        task = worker.task
        assert task is not None
        try:
            found = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(self._workers.index(worker), task)
            return
        if isinstance(found, Exception):
            raise found
        worker.task = None
        self._deaths = 0
        task.settle(found)

    def _bury(self, number: int, task: _Task) -> None:
        """A process died: its texts go back, a new one takes its place."""
        dead = self._workers[number]
        dead.pipe.close()
        dead.process.join()
        self._deaths += 1
        if self._deaths >= DEATHS_IN_A_ROW:
            raise WorkersLost(f"{self._deaths} workers died in a row without an answer")
        self._waiting.extendleft(_after_death(task))
        self._workers[number] = self._start()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, *self._work), daemon=True)
        with _environment(ONE_THREAD):
            process.start()
        theirs.close()
        return _Worker(ours, process)


def _after_death(task: _Task) -> list[_Task]:
    """What is left to try: the same once more, then each text alone, then nothing, because the text is to blame."""
    task.deaths += 1
    if task.deaths < DEATHS_A_PARCEL:
        return [task]
    if len(task.places) == 1:
        task.settle([Outcome("", GIVEN_UP)])
        return []
    return [_Task(task.parcel, [place]) for place in task.places]


def _serve(pipe: Connection, answering: Answering, index: IndexPlace) -> None:
    """The life of a process: it ends with the pipe, and so with whoever started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        while True:
            rows = pipe.recv()
            try:
                pipe.send(answering(index, rows))
            except EngineError as error:
                pipe.send(error)


@contextlib.contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """Settings for the processes started meanwhile; ours are left as they were."""
    before = {name: os.environ.pop(name) for name in settings if name in os.environ}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name in settings:
            del os.environ[name]
        os.environ.update(before)
